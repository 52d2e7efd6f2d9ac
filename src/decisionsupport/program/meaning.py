"""What every expression means: one `match`, one plain line a node, each calling the operator of that name.

Everything that depends on where the expression stands (cells, entries, the record, history, the clock) is asked
of a `Reader`. The interpreter is a reader over a patient's record; whoever wants to know what an expression can
be at all reads every cell as its widest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final, Protocol, assert_never

from decisionsupport.program import expressions as x
from decisionsupport.values import operators as on
from decisionsupport.values.kinds import is_opaque
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Possible,
    is_known,
    join,
    join_all,
    may_be_not_applicable,
    one_of,
    subset,
    truth,
    without_not_applicable,
)
from decisionsupport.values.time import EARLIEST

FURTHER: Final = -1
"""The row of an entry that may exist and of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a repeating group: so many given (rows 0, 1, …), and up to so many further ones."""

    given: int
    further: int


class Reader(Protocol):
    """Where an expression stands."""

    @property
    def zone(self) -> tzinfo:
        """The pack's time zone."""
        ...

    def value(self, cell: str) -> Possible:
        """What a cell can be."""
        ...

    def row_value(self, cell: str, row: int) -> Possible:
        """What a cell of a repeating group can be in one entry (`FURTHER`: in one of which nothing is known)."""
        ...

    def now(self) -> Possible:
        """The instant of `at`."""
        ...

    def today(self) -> Possible:
        """The day of `at` in the pack's time zone."""
        ...

    def tested(self, test: x.RecordTest, row: int | None) -> Possible:
        """What a record test gives."""
        ...

    def remaining(self, form: str) -> Possible:
        """How many items of a form still want an answer."""
        ...

    def entries(self, group: str) -> Entries:
        """The entries of a repeating group."""
        ...

    def before(self, history: x.History, within: Possible | None) -> Possible:
        """`previous`, `lowest`, `highest` of a cell, in a window of that length."""
        ...

    def last_done(self, form: str) -> Possible:
        """The latest entry's instant, `EARLIEST` if there is none."""
        ...

    def last_filled_in(self, form: str) -> Possible:
        """The same, but now where the form is among the answers."""
        ...


def meaning(
    expression: x.Expression,
    reader: Reader,
    row: int | None = None,
    local: Mapping[str, Possible] | None = None,
) -> Possible:
    """What an expression can be, read through `reader`; `row` is the entry at hand, `local` a text's loop variable."""

    def of(part: x.Expression) -> Possible:
        return meaning(part, reader, row, local)

    def each(parts: Iterable[x.Expression]) -> list[Possible]:
        return [meaning(part, reader, row, local) for part in parts]

    match expression:
        case x.Constant(value=value):
            return value
        case x.Read(cell=cell):
            return reader.value(cell)
        case x.ReadRow(cell=cell):
            return reader.row_value(cell, FURTHER if row is None else row)
        case x.ReadLocal(name=name):
            return (local or {})[name]
        case x.Now():
            return reader.now()
        case x.Today():
            return reader.today()
        case x.RecordTest():
            return reader.tested(expression, row)
        case x.FormRemaining(form=form):
            return reader.remaining(form)
        case x.IsApplicable(operand=operand):
            return on.is_applicable(of(operand))
        case x.Not(operand=operand):
            return on.negation(of(operand))
        case x.And(operands=operands):
            return on.conjunction(each(operands))
        case x.Or(operands=operands):
            return on.disjunction(each(operands))
        case x.CountTrue(operands=operands):
            return on.count_true(each(operands))
        case x.Compare(operator=operator, left=left, right=right):
            return on.COMPARISONS[operator](of(left), of(right))
        case x.CompareRank(operator=operator, left=left, right=right, order=order):
            return on.compare_ranked(operator, of(left), of(right), order)
        case x.IsOneOf(subject=subject, options=options):
            return on.is_one_of(of(subject), options)
        case x.Includes(option=option, subject=subject):
            return on.includes(option, of(subject))
        case x.CodeIn(subject=subject, codes=codes, system=system):
            return on.code_in(of(subject), of(codes), system)
        case x.TextIs(subject=subject, value=text):
            return on.text_is(of(subject), text)
        case x.SinceCompare(form=form, operator=operator, duration=duration):
            return since(reader.last_filled_in(form), operator, of(duration), reader.now(), reader.zone)
        case x.Rescale(operand=operand, factor=factor):
            return on.rescale(of(operand), factor)
        case x.Negative(operand=operand):
            return on.negate(of(operand))
        case x.Add(left=left, right=right):
            return on.add(of(left), of(right))
        case x.Subtract(left=left, right=right):
            return on.subtract(of(left), of(right))
        case x.Multiply(left=left, right=right):
            return on.multiply(of(left), of(right))
        case x.Power(operand=operand, exponent=exponent):
            return on.power(of(operand), exponent)
        case x.Absolute(operand=operand):
            return on.absolute(of(operand))
        case x.Fold(function=function, operands=operands):
            return on.FOLDS[function](each(operands))
        case x.CountApplicable(operands=operands):
            return on.count_applicable(each(operands))
        case x.RoundTo(operand=operand, mode=mode, shift=shift, step=step):
            return on.round_to(of(operand), mode, shift, step)
        case x.RoundQuotient(numerator=left, denominator=right, scale=scale, mode=mode, step=step):
            return on.round_quotient(of(left), of(right), scale, mode, step)
        case x.RoundMean(operands=operands, scale=scale, mode=mode, step=step):
            return on.round_mean(each(operands), scale, mode, step)
        case x.RoundReal(operand=operand, mode=mode, step=step, kind=kind):
            return on.round_real(of(operand), mode, getattr(kind, "places", 0), step)
        case x.ToReal(operand=operand, places=places):
            return on.to_real(of(operand), places)
        case x.RealOperation(function=function, operands=operands, exponent=exponent):
            return on.real_operation(function, each(operands), exponent)
        case x.Conditional(test=test, then=then, otherwise=otherwise):
            return first_of(((test, then),), otherwise, of, opaque=is_opaque(expression.kind))
        case x.FirstOf(entries=entries, otherwise=otherwise):
            return first_of(entries, otherwise, of, opaque=is_opaque(expression.kind))
        case x.Collect(entries=entries):
            return collected([(truth(of(test)), option) for test, option in entries])
        case x.Bands(subject=subject, edges=edges):
            return on.bands(of(subject), edges)
        case x.OptionValues(subject=subject, values=values):
            return on.option_values(of(subject), dict(values))
        case x.ChosenSum(subject=subject, values=values):
            return on.chosen_sum(of(subject), dict(values))
        case x.WhenApplicable(applies=applies, body=body, otherwise=value):
            return when_applicable(truth(of(applies)), lambda: of(body), value, opaque=is_opaque(expression.kind))
        case x.OrElse(operand=operand, otherwise=value):
            return or_else(of(operand), value)
        case x.UnlessFalse(applies=applies, body=body):
            return NOT_APPLICABLE if truth(of(applies)) is False else of(body)
        case x.Concluded(entries=entries, order=order):
            return concluded([(truth(of(test)), option) for test, option in entries], order)
        case x.RequireAll(body=body, parts=parts, widest=widest):
            return of(body) if all(is_known(value) for value in each(parts)) else widest
        case x.MakeDuration(unit=unit, amount=amount):
            return on.make_duration(of(amount), unit)
        case x.Step(start=start, duration=duration, sign=sign):
            return on.step(of(start), of(duration), sign, reader.zone)
        case x.TimeFunction(function=function, operands=operands):
            return on.time_function(function, each(operands), reader.today(), reader.zone)
        case x.OverRows():
            return _over_rows(expression, reader, local)
        case x.History(within=within):
            return reader.before(expression, None if within is None else of(within))
        case x.LastDone(form=form):
            return reader.last_done(form)
        case _:
            assert_never(expression)


# Choosing ----------------------------------------------------------------------------------------------


def first_of(
    entries: Iterable[tuple[x.Expression, x.Expression]],
    otherwise: x.Expression | None,
    of: Callable[[x.Expression], Possible],
    *,
    opaque: bool = False,
) -> Possible:
    """What the first entry that holds gives; every entry counts up to and including the first that is true."""
    reached: list[Possible] = []
    for test, value in entries:
        holds = truth(of(test))
        if holds is False:
            continue
        reached.append(of(value))
        if holds is True:
            return join_all(reached, opaque=opaque)
    if otherwise is not None:
        reached.append(of(otherwise))
    return join_all(reached, opaque=opaque)


def when_applicable(applies: Possible, body: Callable[[], Possible], otherwise: Possible, *, opaque: bool) -> Possible:
    """The body, what stands for it where it does not apply, or both."""
    if applies is True:
        return body()
    return otherwise if applies is False else join(body(), otherwise, opaque=opaque)


def or_else(value: Possible, otherwise: Possible) -> Possible:
    """The value, or what counts where it is not applicable."""
    if value is NOT_APPLICABLE:
        return otherwise
    return join(without_not_applicable(value), otherwise) if may_be_not_applicable(value) else value


def collected(rows: Iterable[tuple[Possible, str]]) -> Possible:
    """The options of all rows that hold, and perhaps of those that may."""
    listed = list(rows)
    return subset(
        (option for holds, option in listed if holds is True),
        (option for holds, option in listed if holds is UNDECIDED),
    )


def concluded(rules: Iterable[tuple[Possible, bool | str]], order: Sequence[bool | str]) -> Possible:
    """The highest option concluded, and what may still be concluded above it."""
    rank = {option: place for place, option in enumerate(order)}
    listed = list(rules)
    least = max((rank[option] for holds, option in listed if holds is True), default=-1)
    above = {option for holds, option in listed if holds is UNDECIDED and rank[option] > least}
    if least >= 0:
        return one_of({order[least], *above})
    return one_of({False, *above}) if False in rank else one_of(above, True)


def since(then: Possible, operator: x.ComparisonOperator, duration: Possible, now: Possible, zone: tzinfo) -> Possible:
    """The time since `then` compared with a duration; since `EARLIEST` (never done) it is longer than any."""
    if then != EARLIEST:
        return on.COMPARISONS[operator](now, on.step(then, duration, 1, zone))
    longer = operator in (">", ">=", "!=")
    if not may_be_not_applicable(duration):
        return longer
    incomparable = operator == "!="
    return incomparable if duration is NOT_APPLICABLE else join(longer, incomparable)


# Entries of a repeating group --------------------------------------------------------------------------


def _over_rows(node: x.OverRows, reader: Reader, local: Mapping[str, Possible] | None) -> Possible:
    entries = reader.entries(node.group)
    body = node.body
    if body is None:
        return on.between(entries.given, entries.given + entries.further)
    rows = [meaning(body, reader, row, local) for row in range(entries.given)]
    further = meaning(body, reader, FURTHER, local) if entries.further else None
    return over_rows(node, rows, further, entries.further)
