"""Programs built by hand: as loading would make them, without YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from decisionsupport.execution.model import Answer, FormAnswers, Known, NotKnown, Past, Record, Rejected
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Cell, Form, Item, PackInfo, Program, RepeatingGroup
from decisionsupport.program.texts import Words
from decisionsupport.program.walk import reads
from decisionsupport.source import Source, Span
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible, with_not_applicable

TEXT = "".join(f"line {n}\n" for n in range(1, 401))
FILE = Source("rules/hand.yaml", TEXT)
SPAN = Span(FILE, 0, 6)
BOOLEAN, WHOLE, INSTANT, DATE = kinds.Boolean(), kinds.Number(), kinds.Instant(), kinds.Date()
REJECTED = Rejected()
NOT_KNOWN = NotKnown("not_known")
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
WORDS = Words((("en", "words"),))


def on_line(number: int) -> Span:
    """The span of a line of the file."""
    start = sum(len(line) + 1 for line in TEXT.splitlines()[: number - 1])
    return Span(FILE, start, start + 4)


def const(value: Possible, kind: kinds.Kind = WHOLE) -> x.Constant:
    return x.Constant(value, kind, SPAN)


def read(cell: str, kind: kinds.Kind = WHOLE) -> x.Read:
    return x.Read(cell, kind, SPAN)


def read_row(cell: str, kind: kinds.Kind = WHOLE) -> x.ReadRow:
    return x.ReadRow(cell, kind, SPAN)


def compare(left: x.Expression, operator: x.ComparisonOperator, right: x.Expression | int) -> x.Compare:
    return x.Compare(operator, left, const(right) if isinstance(right, int) else right, BOOLEAN, SPAN)


def both(*operands: x.Expression) -> x.And:
    return x.And(operands, BOOLEAN, SPAN)


def either(*operands: x.Expression) -> x.Or:
    return x.Or(operands, BOOLEAN, SPAN)


def negated(operand: x.Expression) -> x.Not:
    return x.Not(operand, BOOLEAN, SPAN)


def is_one(subject: x.Expression, *options: bool | str) -> x.IsOneOf:
    return x.IsOneOf(subject, frozenset(options), BOOLEAN, SPAN)


class Pack:
    """Collects forms and cells, in the order given, and makes a program of them."""

    def __init__(self, timezone: str = "Europe/Stockholm") -> None:
        self.timezone = timezone
        self.words: dict[str, Literal["assessment", "checklist", "facts"]] = {}
        self.entries: dict[str, list[Item | RepeatingGroup]] = {}
        self.items: dict[str, Item] = {}
        self.groups: dict[str, RepeatingGroup] = {}
        self.cells: dict[str, Cell] = {}

    def form(self, form: str, word: Literal["assessment", "checklist", "facts"] = "assessment") -> Pack:
        self.words[form] = word
        self.entries[form] = []
        return self

    def item(
        self,
        name: str,
        kind: kinds.Kind = WHOLE,
        limits: tuple[int, int] | None = (0, 10),
        *,
        applies: x.Expression | None = None,
        required: bool = False,
        word: str = "",
        row_of: str | None = None,
        derived: x.Expression | None = None,
    ) -> Pack:
        form = name.partition(".")[0]
        if form not in self.words:
            self.form(form)
        if applies is not None:
            self.cell(f"applies:{name}", applies, BOOLEAN, row_of=row_of)
        limits = limits if isinstance(kind, kinds.Number) else None
        widest = kinds.everything(kind, limits, na=applies is not None)
        self.items[name] = item = Item(
            id=name,
            name=name.rpartition(".")[2],
            form=form,
            word=word or type(kind).__name__.lower(),
            kind=kind,
            ask=WORDS,
            help=None,
            between=limits,
            usual=None,
            at_most=None,
            options=(),
            labels=(),
            required=required,
            derived=derived is not None,
            scored=False,
            suggest=(),
            also_in=(),
            codes=(),
            group=None,
            row_of=row_of,
            span=SPAN,
        )
        if row_of is None:
            self.entries[form].append(item)
        self.cells[name] = Cell(
            name, kind, derived, widest, form, row_of, WORDS, SPAN, () if derived is None else reads(derived)
        )
        return self

    def group(
        self,
        name: str,
        items: Mapping[str, kinds.Kind],
        at_most: int = 3,
        *,
        applies: x.Expression | None = None,
    ) -> Pack:
        form = name.partition(".")[0]
        if form not in self.words:
            self.form(form)
        if applies is not None:
            self.cell(f"applies:{name}", applies, BOOLEAN)
        for item, kind in items.items():
            self.item(f"{name}.{item}", kind, row_of=name)
        made = tuple(self.items[f"{name}.{item}"] for item in items)
        group = RepeatingGroup(name, name.rpartition(".")[2], form, WORDS, at_most, made, (), False, SPAN)
        self.groups[name] = group
        self.entries[form].append(group)
        self.cells[name] = Cell(
            name,
            WHOLE,
            None,
            kinds.everything(WHOLE, (0, at_most), na=applies is not None),
            form,
            None,
            WORDS,
            SPAN,
        )
        return self

    def cell(
        self,
        name: str,
        expression: x.Expression | None,
        kind: kinds.Kind | None = None,
        *,
        widest: Possible | None = None,
        row_of: str | None = None,
        form: str | None = None,
        span: Span = SPAN,
    ) -> Pack:
        kind = kind or (expression.kind if expression is not None else WHOLE)
        widest = with_not_applicable(kinds.everything(kind)) if widest is None else widest
        found = () if expression is None else reads(expression)
        self.cells[name] = Cell(name, kind, expression, widest, form, row_of, WORDS, span, found)
        return self

    def program(self) -> Program:
        forms = {
            form: Form(
                form,
                word,
                "1.0.0",
                "active",
                WORDS,
                (),
                tuple(self.entries[form]),
                (),
                (),
                (),
                None,
                None,
                (),
                None,
                SPAN,
            )
            for form, word in self.words.items()
        }
        pack = PackInfo("hand", "1.0.0", ("en",), self.timezone, {}, {}, {})
        empty: dict[str, Any] = {
            key: {}
            for key in (
                "parameters",
                "findings",
                "actions",
                "sets",
                "rules",
                "requests",
                "evidence",
                "option_texts",
            )
        }
        return Program(
            pack=pack,
            site=None,
            digest="",
            forms=forms,
            items=self.items,
            groups=self.groups,
            cells=self.cells,
            **empty,
        )


def answered(value: Any) -> Answer:
    return value if isinstance(value, Known | NotKnown | Rejected) else Known(value)


def answers(form: str, given: Mapping[str, Any]) -> FormAnswers:
    """Answers by name; a list of maps is a repeating group's entries."""
    items: dict[str, Answer] = {}
    rows: dict[str, tuple[dict[str, Answer], ...]] = {}
    rejected: set[str] = set()
    for name, value in given.items():
        if isinstance(value, list):
            rows[f"{form}.{name}"] = tuple(
                {f"{form}.{name}.{item}": answered(each) for item, each in row.items()} for row in value
            )
        elif value == "rejected group":
            rejected.add(f"{form}.{name}")
        else:
            items[f"{form}.{name}"] = answered(value)
    return FormAnswers(items, rows, frozenset(rejected))


def record(
    given: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    at: datetime = AT,
    history: Mapping[str, Sequence[tuple[datetime, Mapping[str, Any]]]] | None = None,
    parameters: Mapping[str, Possible] | None = None,
) -> Record:
    return Record(
        {form: answers(form, items) for form, items in (given or {}).items()},
        at,
        {form: past_of(form, entries) for form, entries in (history or {}).items()},
        parameters or {},
    )


def past_of(form: str, entries: Iterable[tuple[datetime, Mapping[str, Any]]]) -> tuple[Past, ...]:
    return tuple(Past(at, answers(form, given)) for at, given in entries)
