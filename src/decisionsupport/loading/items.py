"""Items of forms: their kinds, what they can be, when they are shown, what they count."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from decisionsupport.documents.form import Form
from decisionsupport.documents.items import Item as WrittenItem
from decisionsupport.documents.leaves import Decimals, Word
from decisionsupport.documents.options import Option
from decisionsupport.documents.reading import Entries
from decisionsupport.loading.building import CHECK_TEXTS, Building
from decisionsupport.loading.checks.conditions import check_condition
from decisionsupport.loading.declare import has_points, option_lists, options_of
from decisionsupport.loading.lowering.arithmetic import rounded
from decisionsupport.loading.lowering.context import Real, describe
from decisionsupport.loading.names import Scope
from decisionsupport.loading.points import Subject, points_expression
from decisionsupport.program import expressions as x
from decisionsupport.program import model
from decisionsupport.syntax.expressions.nodes import Expression
from decisionsupport.values import kinds
from decisionsupport.values.sets import NOT_APPLICABLE, Possible, truth

BOOLEAN = kinds.Boolean()
CHECK_OPTIONS = ("done", "undone", "not_relevant")
SIMPLE: Mapping[str, kinds.Kind] = {
    "boolean": BOOLEAN,
    "text": kinds.Text(),
    "date": kinds.Date(),
    "datetime": kinds.Instant(),
    "time": kinds.TimeOfDay(),
    "duration": kinds.DurationType(),
    "check": kinds.Choice(CHECK_OPTIONS, of="check"),
}


def number_step(step: Decimals | None) -> tuple[int, int]:
    """A step as digits and places, trailing zeros left out; one where nothing is said."""
    digits, places = (step.digits, step.places) if step is not None else (1, 0)
    while places and digits % 10 == 0:
        digits, places = digits // 10, places - 1
    return digits, places


def kind_of(item: WrittenItem, item_id: str, form: Form, building: Building) -> kinds.Kind | None:
    """An item's kind; None where it was reported."""
    if item.kind is None:
        return None
    word = item.kind.text
    if word in SIMPLE:
        return SIMPLE[word]
    if word == "integer" or word == "decimal":
        digits, places = number_step(item.step if word == "decimal" else None)
        if digits <= 0:
            building.report.add(
                "bad-number", "a step is more than 0", item.place_of("step"), help="as `step: 0.1`"
            )
            return None
        return kinds.Number(places, digits, item.unit.text if item.unit else None)
    if word == "code":
        return kinds.Code(item.system.text) if item.system else None  # type: ignore[arg-type]
    options = resolved_options(item.options, item_id, form.option_lists, building)
    if options is None:
        return None
    owner, entries = options
    if word == "choice":
        return kinds.Choice(entries.words, of=owner)
    exclusive = frozenset(
        name.text for name, option in entries if option.exclusive and option.exclusive.value
    )
    return kinds.Choices(entries.words, exclusive, of=owner)


def resolved_options(
    options: Word | Entries[Option] | None, owner: str, near: Entries[Entries[Option]], building: Building
) -> tuple[str, Entries[Option]] | None:
    """Options with the name under which their words are kept."""
    if options is None:
        return None
    if isinstance(options, Word):
        lists = dict(reversed(list(option_lists(near, building.declared))))
        if not building.known("option-list", options, tuple(lists)):
            return None
        entries = lists[options.text]
        own = owner.partition(".")[0] + "." if near.get(options.text) is not None else ""
        owner = f"list:{own}{options.text}"
        building.remember_options(owner, entries)
        return owner, entries
    building.remember_options(owner, options)
    return owner, options


class ItemMaker:
    """Makes the cells of one item of a form, perhaps within a group."""

    def __init__(
        self,
        name: Word,
        written: WrittenItem,
        form: Form,
        building: Building,
        *,
        group: str | None = None,
        row_of: str | None = None,
        group_show: Expression | None = None,
    ) -> None:
        self.name = name
        self.item = form.filled(written)
        self.form = form
        self.building = building
        self.group = group
        self.row_of = row_of
        self.shows = [show for show in (group_show, self.item.show_when) if show is not None]
        self.id = f"{row_of}.{name.text}" if row_of else f"{form.id.text}.{name.text}"
        self.scope = Scope(form.id.text, row_of)
        self.title = building.words(self.item.ask, name.text)
        self.has_points = has_points(form, written, building.declared)

    @property
    def applies_id(self) -> str:
        """The cell of whether it is shown."""
        return f"applies:{self.id}"

    def define(self) -> None:
        """Note the item's cells."""
        building, scope = self.building, self.scope
        if self.shows:
            building.hideable.add(self.id)
            reads = tuple(cell for show in self.shows for cell in building.reads_of(show, scope))
            building.define(self.applies_id, reads, self._applies, self.name.span)
        reads = (self.applies_id,) if self.shows else ()
        if self.item.value is not None:
            reads = (*reads, *building.reads_of(self.item.value, scope))
        building.define(self.id, reads, self._value, self.name.span)
        if self.has_points:
            applies = (f"applies:{self.form.id.text}",) if self.form.applies_when else ()
            building.define(
                f"points:{self.id}", (self.id, *applies, *self._points_reads()), self._points, self.name.span
            )

    def _points_reads(self) -> tuple[str, ...]:
        cases = getattr(self.item.points, "cases", ())
        return tuple(
            cell for case in cases if case.when for cell in self.building.reads_of(case.when, self.scope)
        )

    def _applies(self) -> model.Cell | None:
        made = [self.building.condition(show, self.scope) for show in self.shows]
        conditions = [condition for condition in made if condition is not None]
        if len(conditions) < len(made):
            return None
        whole = conditions[0]
        if len(conditions) > 1:
            whole = x.And(tuple(conditions), BOOLEAN, self.name.span)
        return self.building.cell(
            self.applies_id,
            whole,
            BOOLEAN,
            self.name.span,
            title=self.title,
            form=self.form.id.text,
            row_of=self.row_of,
        )

    def _read(self, cell: str, kind: kinds.Kind) -> x.Expression:
        make = x.ReadRow if self.row_of else x.Read
        return make(cell, kind, self.name.span)

    def _may_hide(self) -> bool:
        cell = self.building.cells.get(self.applies_id)
        return cell is not None and truth(cell.widest) is not True

    def _value(self) -> model.Cell | None:
        kind = kind_of(self.item, self.id, self.form, self.building)
        if kind is None:
            return None
        expression = None
        widest: Possible | None
        if self.item.value is not None:
            expression = self._derived(self.item.value, kind)
            if expression is None:
                return None
            kind, widest = expression.kind, None
        else:
            limits = self._limits(kind)
            if isinstance(kind, kinds.Number) and limits is None:
                return None
            widest = kinds.everything(kind, limits, self._may_hide())
        self._remember(kind, expression)
        return self.building.cell(
            self.id,
            expression,
            kind,
            self.name.span,
            title=self.title,
            form=self.form.id.text,
            row_of=self.row_of,
            widest=widest,
        )

    def _limits(self, kind: kinds.Kind) -> tuple[int, int] | None:
        between = self.item.between
        if (
            not isinstance(kind, kinds.Number)
            or between is None
            or between.least is None
            or between.most is None
        ):
            return None
        least, most = self.building.units(between.least, kind), self.building.units(between.most, kind)
        return None if least is None or most is None else (least, most)

    def _derived(self, value: Expression, kind: kinds.Kind) -> x.Expression | None:
        lowered = self.building.value(value, self.scope)
        if lowered is None:
            return None
        made = lowered
        if isinstance(kind, kinds.Number) and (isinstance(lowered, Real) or self.item.has("step")):
            context = self.building.context(self.scope)
            rounded_to = rounded(lowered, kind.step, kind.places, "round", value.span, context, kind.unit)
            if rounded_to is None:
                return None
            made = rounded_to
        if isinstance(made, Real):
            self.building.exact(value, self.scope)
            return None
        if type(made.kind) is not type(kind):
            self.building.report.add(
                "kind-mismatch",
                f"`{self.name.text}` is {describe(kind)}, and its value is {describe(made.kind)}",
                value.span,
                help="change `kind:` or the expression",
            )
            return None
        if made.kind == BOOLEAN:
            check_condition(made, self.building.context(self.scope))
        if not self.shows:
            return made
        if self.applies_id not in self.building.cells:
            return None
        applies = self._read(self.applies_id, BOOLEAN)
        return x.WhenApplicable(applies, made, NOT_APPLICABLE, made.kind, value.span)

    def _points(self) -> model.Cell | None:
        cell = self.building.cells.get(self.id)
        if cell is None:
            return None
        options = options_of(self.item.options, self.form.option_lists, self.building.declared)
        subject = Subject(
            self._read(self.id, cell.kind), cell.widest, options, self.name.text, self.name.span, self.scope
        )
        made = points_expression(self.item.points, subject, self.building)
        if made is None:
            return None
        made = self._when_hidden(made)
        if f"applies:{self.form.id.text}" in self.building.cells and self.row_of is None:
            applies = x.Read(f"applies:{self.form.id.text}", BOOLEAN, self.name.span)
            made = x.UnlessFalse(applies, made, made.kind, made.span)
        return self.building.cell(
            f"points:{self.id}",
            made,
            made.kind,
            self.name.span,
            title=self.title,
            form=self.form.id.text,
            row_of=self.row_of,
        )

    def _when_hidden(self, made: x.Expression) -> x.Expression:
        counted = self.item.points_when_hidden
        kind = made.kind
        assert isinstance(kind, kinds.Number)
        if isinstance(counted, Decimals):
            units = counted.units(kind.places)
            if units is not None:
                return x.OrElse(made, units, kind, made.span)
            self.building.units(counted, kind)
        elif self.shows and counted is None and not _zero_among(self.building.widest(made)):
            self.building.report.add(
                "hidden-points",
                f"`{self.name.text}` can be hidden, and 0 is not among its points",
                self.name.span,
                help="say what it then counts, as `points_when_hidden: 0`",
            )
        return made

    # What hosts see ------------------------------------------------------------------------------------

    def _remember(self, kind: kinds.Kind, expression: x.Expression | None) -> None:
        building, item = self.building, self.item
        options = options_of(item.options, self.form.option_lists, building.declared) or Entries()
        listed = tuple(
            model.Option(
                word.text, building.words(option.text), bool(option.exclusive and option.exclusive.value)
            )
            for word, option in options
        )
        if item.kind is not None and item.kind.text == "check":
            building.option_texts["check"] = dict(CHECK_TEXTS)
            listed = tuple(model.Option(option, words) for option, words in CHECK_TEXTS.items())
        building.items[self.id] = model.Item(
            id=self.id,
            name=self.name.text,
            form=self.form.id.text,
            word=item.kind.text if item.kind else "",
            kind=kind,
            ask=self.title,
            help=building.words(item.help) if item.help else None,
            between=self._limits(kind),
            usual=self._usual(kind),
            at_most=item.at_most.value if item.at_most else (4000 if isinstance(kind, kinds.Text) else None),
            options=listed,
            labels=tuple((whole.value, building.words(text)) for whole, text in item.labels),
            required=self._required(),
            derived=expression is not None,
            scored=self.has_points,
            suggest=(),
            also_in=self._also_in(),
            codes=tuple((system.text, code.text) for system, code in item.code),
            group=self.group,
            row_of=self.row_of,
            span=self.name.span,
        )

    def _required(self) -> bool:
        if self.item.required is not None:
            return self.item.required.value
        return self.has_points and self.item.value is None

    def _usual(self, kind: kinds.Kind) -> tuple[int | None, int | None] | None:
        usual = self.item.usual
        if usual is None or not isinstance(kind, kinds.Number):
            return None
        least = None if usual.least is None else self.building.units(usual.least, kind)
        most = None if usual.most is None else self.building.units(usual.most, kind)
        return least, most

    def _also_in(self) -> tuple[tuple[str, Fraction], ...]:
        return tuple(
            (unit.text, Fraction(factor.digits, 10**factor.places)) for unit, factor in self.item.also_in
        )


def _zero_among(widest: Possible) -> bool:
    match widest:
        case int(value):
            return value == 0
        case _:
            least, most = getattr(widest, "least", 0), getattr(widest, "most", 0)
            return bool(least <= 0 <= most)


def suggestions(maker: ItemMaker, kind: kinds.Kind) -> tuple[tuple[str, x.Expression], ...]:
    """What is suggested for an item: a condition for each option, or one value."""
    written = maker.item.suggest
    if written is None:
        return ()
    if not isinstance(written, Entries):
        value = maker.building.exact(written, maker.scope)
        return () if value is None else (("", value),)
    found = []
    for option, expression in written:
        if maker.building.known("option", option, getattr(kind, "options", ())):
            condition = maker.building.condition(expression, maker.scope)
            if condition is not None:
                found.append((option.text, condition))
    return tuple(found)
