"""What the builders of a program share: declarations, the cells made so far, lowering what authors wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo

from decisionsupport.diagnostics import Report
from decisionsupport.diagnostics.suggestions import nearest, only_one_near
from decisionsupport.documents.leaves import Decimals, Word
from decisionsupport.documents.options import Option
from decisionsupport.documents.reading import Entries
from decisionsupport.documents.texts import Text
from decisionsupport.loading.checks.conditions import check_condition
from decisionsupport.loading.declare import Declared
from decisionsupport.loading.lowering.context import Context, Lowered
from decisionsupport.loading.lowering.lower import lower
from decisionsupport.loading.names import (
    CellSymbol,
    GroupSymbol,
    Names,
    PointsSymbol,
    Scope,
    resolve,
    there_is,
)
from decisionsupport.loading.widest import Widest
from decisionsupport.program import expressions as x
from decisionsupport.program.meaning import meaning
from decisionsupport.program.model import Cell, Item, PackInfo, RepeatingGroup
from decisionsupport.program.texts import LOOP_NAMES, Words
from decisionsupport.program.walk import reads
from decisionsupport.source import Span
from decisionsupport.syntax.expressions import nodes
from decisionsupport.syntax.expressions.walk import names as names_in
from decisionsupport.values import kinds
from decisionsupport.values.numbers import format_decimal
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Possible,
)

PRIORITY_TEXTS: Mapping[str, Words] = {
    "routine": Words((("sv", "rutin"), ("en", "routine"))),
    "soon": Words((("sv", "snart"), ("en", "soon"))),
    "urgent": Words((("sv", "brådskande"), ("en", "urgent"))),
    "emergency": Words((("sv", "akut"), ("en", "emergency"))),
}
CHECK_TEXTS: Mapping[str, Words] = {
    "done": Words((("sv", "utfört"), ("en", "done"))),
    "undone": Words((("sv", "inte utfört"), ("en", "not done"))),
    "not_relevant": Words((("sv", "inte aktuellt"), ("en", "not relevant"))),
}


@dataclass(frozen=True, slots=True)
class Definition:
    """A cell still to be made: its id, the names it reads as written, and how it is made."""

    cell: str
    reads: tuple[str, ...]
    make: Callable[[], Cell | None]
    span: Span


@dataclass(slots=True)
class Building:
    """A program on its way."""

    declared: Declared
    names: Names
    pack: PackInfo
    report: Report
    cells: dict[str, Cell] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    groups: dict[str, RepeatingGroup] = field(default_factory=dict)
    definitions: list[Definition] = field(default_factory=list)
    hideable: set[str] = field(default_factory=set)
    option_texts: dict[str, dict[str, Words]] = field(default_factory=dict)
    group_sizes: dict[str, int] = field(default_factory=dict)
    zone: tzinfo = UTC

    # Expressions ---------------------------------------------------------------------------------------

    def context(self, scope: Scope) -> Context:
        """What lowering needs, in a scope."""
        return Context(
            names=self.names,
            scope=scope,
            cells=self.cells,
            hideable=self.hideable.__contains__,
            widest=self.widest,
            report=self.report,
            lower=lower,
        )

    def value(self, node: nodes.Expression, scope: Scope) -> Lowered:
        """Lower an expression that may still be a real."""
        return lower(node, self.context(scope))

    def exact(self, node: nodes.Expression, scope: Scope) -> x.Expression | None:
        """Lower an expression."""
        return self.context(scope).exact(node)

    def condition(self, node: nodes.Expression, scope: Scope) -> x.Expression | None:
        """Lower a condition and check it."""
        context = self.context(scope)
        made = context.condition(node)
        if made is not None:
            check_condition(made, context)
        return made

    def widest(self, expression: x.Expression) -> Possible:
        """Everything an expression can be, whatever is answered."""
        reader = Widest(self.cells, self.names.forms, self.group_sizes, self.zone)
        return meaning(_for_anyone(expression), reader, None, _WIDEST_LOCAL)

    def reads_of(self, node: nodes.Expression, scope: Scope) -> tuple[str, ...]:
        """The cells an expression names as written, before it is lowered."""
        found: dict[str, None] = {}
        for name in names_in(node):
            symbol = resolve(name.parts, scope, self.names)
            match symbol:
                case CellSymbol(id=cell) | GroupSymbol(id=cell):
                    found[cell] = None
                case PointsSymbol(items=items):
                    found.update(dict.fromkeys(f"points:{item}" for item in items))
                case _:
                    pass
        return tuple(found)

    # Cells ---------------------------------------------------------------------------------------------

    def define(self, cell: str, reads: tuple[str, ...], make: Callable[[], Cell | None], span: Span) -> None:
        """Note a cell to be made when all it reads is there."""
        self.definitions.append(Definition(cell, reads, make, span))

    def cell(
        self,
        cell_id: str,
        expression: x.Expression | None,
        kind: kinds.Kind,
        span: Span,
        *,
        title: Words,
        form: str | None = None,
        row_of: str | None = None,
        widest: Possible | None = None,
        shown_step: tuple[int, int] | None = None,
    ) -> Cell:
        """Make a cell; what it can be is worked out unless it is said."""
        if widest is None:
            assert expression is not None
            widest = self.widest(expression)
        read = reads(expression) if expression is not None else ()
        return Cell(cell_id, kind, expression, widest, form, row_of, title, span, read, shown_step)

    # Words ---------------------------------------------------------------------------------------------

    def words(self, text: Text | None, otherwise: str = "") -> Words:
        """Plain words: no lines with conditions, no slots."""
        if text is None:
            return Words((("", otherwise),)) if otherwise else Words(())
        found = []
        for language in self.pack.languages:
            lines = text.lines(language)
            if lines is None:
                self.language_missing(text, language)
                continue
            for line in lines:
                if line.when is not None or line.for_each is not None:
                    self.report.add(
                        "plain-text",
                        "this text cannot have conditions",
                        line.span,
                        help="write it in one piece",
                    )
                elif "{{" in line.say.value or "{%" in line.say.value:
                    self.report.add(
                        "plain-text", "this text cannot have slots", line.span, help="write it without braces"
                    )
            found.append((language, "\n".join(line.say.value for line in lines)))
        return Words(tuple(found) or (("", otherwise),))

    def language_missing(self, text: Text, language: str) -> None:
        """Report a text that lacks a language of the pack."""
        self.report.add(
            "language-missing",
            f"the text lacks `{language}`",
            text.span,
            help=_in_that_language(language, text, self.pack.languages),
        )

    # Options and references ----------------------------------------------------------------------------

    def remember_options(self, owner: str, options: Entries[Option]) -> None:
        """Keep the words of an option list."""
        self.option_texts[owner] = {word.text: self.words(option.text) for word, option in options}

    def known(self, what: str, word: Word, declared: Mapping[str, object] | tuple[str, ...]) -> bool:
        """Whether a reference names something declared; else reported with the nearest."""
        if word.text in declared:
            return True
        if word.text in self.names.lost:
            return False
        guess = nearest(word.text, declared)
        said = what.replace("-", " ")
        listed = there_is(declared)
        if guess is not None:
            remedy = f"did you mean `{guess}`?" + (f"\n{listed}" if what == "option" else "")
        else:
            remedy = listed or f"the pack declares no {said}"
        self.report.add(
            f"unknown-{what}",
            f"`{word.text}` is not one of the options"
            if what == "option"
            else f"`{word.text}` is not a declared {said}",
            word.span,
            help=remedy,
            mend=only_one_near(word.text, declared) if word.span.text == word.text else None,
        )
        return False

    def unknown_occasion(self, word: Word) -> None:
        """Report a time that is no occasion of the pack: it may be meant for one, or for a length of time."""
        if word.text in self.names.lost:
            return
        occasions = tuple(self.pack.occasions)
        meant = _TIMES.get(word.text) or nearest(word.text, (*occasions, "now", "today"))
        listed = there_is(occasions) or "the pack declares no occasion"
        remedy = (
            f"did you mean `{meant}`?" if meant else f"write a time, as `2 hours`, `now` or `today`; {listed}"
        )
        self.report.add(
            "unknown-occasion",
            f"`{word.text}` is not a declared occasion",
            word.span,
            help=remedy,
            mend=only_one_near(word.text, occasions),
        )

    def all_known(
        self, what: str, words: Iterable[Word], declared: Mapping[str, object] | tuple[str, ...]
    ) -> bool:
        """Whether all references name something declared; every one that does not is reported."""
        wrong = [word for word in words if not self.known(what, word, declared)]
        return not wrong

    def units(self, number: Decimals, kind: kinds.Number) -> int | None:
        """A number written out, in units of a kind; off the grid it is reported."""
        value = number.units(kind.places)
        if value is not None and value % kind.step == 0:
            return value
        finest = max(number.places, kind.places)
        exact, step = number.digits * 10 ** (finest - number.places), kind.step * 10 ** (finest - kind.places)
        below = exact // step * step
        nearest_two = " and ".join(
            f"`{format_decimal(end // 10 ** (finest - kind.places), kind.places)}`"
            for end in (below, below + step)
        )
        self.report.add(
            "off-grid",
            f"`{number.text}` is not a whole number of steps of {format_decimal(kind.step, kind.places)}",
            number.span,
            help=f"the nearest are {nearest_two}",
        )
        return None


_WIDEST_LOCAL: Mapping[str, Possible] = {
    name: kinds.everything(kind, na=True) for names in LOOP_NAMES.values() for name, kind in names.items()
}


_TIMES: Mapping[str, str] = {
    "idag": "today",
    "i_dag": "today",
    "nu": "now",
    "genast": "now",
    "immediately": "now",
    "asap": "now",
    "tomorrow": "1 days",
    "imorgon": "1 days",
    "i_morgon": "1 days",
}
"""What times are called elsewhere, and in Swedish."""


def _in_that_language(language: str, text: Text, languages: Sequence[str]) -> str:
    others = [word.text for word in text.languages if word.text not in languages]
    if len(others) == 1:
        return f"`{others[0]}` is no language of the pack: write `{language}:`"
    return f"add `{language}:` beside the others"


def _for_anyone(expression: x.Expression) -> x.Expression:
    """Whom a form or a set is made for counts as all while that is unknown: but it can turn out not to be."""
    match expression:
        case x.UnlessFalse(applies=applies, body=body):
            return x.WhenApplicable(applies, body, NOT_APPLICABLE, expression.kind, expression.span)
        case x.Concluded(entries=entries):
            return replace(expression, entries=tuple((_for_anyone(test), option) for test, option in entries))
        case _:
            return expression
