"""What every expression means: one `match`, one plain line a node, each calling the operator of that name.

Everything that depends on where the expression stands (cells, entries, the record, history, the clock) is
asked of a `Reader`. The interpreter is a reader over a patient's record; whoever wants to know what an
expression can be at all reads every cell as its widest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from typing import Final, Protocol, assert_never

from decisionsupport.program import expressions as x
from decisionsupport.values.kinds import Kind, Number, is_opaque
from decisionsupport.values.operators import (
    arithmetic,
    choices,
    choosing,
    comparing,
    conditions,
    moments,
    reals,
    rounding,
    rows,
)
from decisionsupport.values.operators import codes as codes_of
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Possible,
    join,
    may_be_not_applicable,
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
        """What a cell of a repeating group can be in one entry (or in a `FURTHER` one)."""
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
    """What an expression can be, read through `reader`.

    `row` is the entry at hand, `local` has what a text's `for_each` goes through.
    """

    def of(part: x.Expression) -> Possible:
        return meaning(part, reader, row, local)

    def each(parts: Iterable[x.Expression]) -> list[Possible]:
        return [meaning(part, reader, row, local) for part in parts]

    opaque = is_opaque(expression.kind)
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
            return conditions.is_applicable(of(operand))
        case x.Not(operand=operand):
            return conditions.negation(of(operand))
        case x.And(operands=operands):
            return conditions.conjunction(of(operand) for operand in operands)
        case x.Or(operands=operands):
            return conditions.disjunction(of(operand) for operand in operands)
        case x.CountTrue(operands=operands):
            return conditions.count_true(each(operands))
        case x.Compare(operator=operator, left=left, right=right):
            return comparing.compare(operator, of(left), of(right))
        case x.CompareRank(operator=operator, left=left, right=right, order=order):
            return comparing.compare_ranked(operator, of(left), ranked(order), of(right))
        case x.IsOneOf(subject=subject, options=options):
            return choices.is_one_of(of(subject), options)
        case x.Includes(option=option, subject=subject):
            return choices.includes(option, of(subject))
        case x.CodeIn(subject=subject, codes=codes, system=system):
            return codes_of.code_in(of(subject), of(codes), system)
        case x.TextIs(subject=subject, value=text):
            return choices.text_is(of(subject), text)
        case x.SinceCompare(form=form, operator=operator, duration=duration):
            return since(reader.last_filled_in(form), operator, of(duration), reader.now(), reader.zone)
        case x.Rescale(operand=operand, factor=factor):
            return arithmetic.rescale(of(operand), factor)
        case x.Negative(operand=operand):
            return arithmetic.negate(of(operand))
        case x.Add(left=left, right=right):
            return arithmetic.add(of(left), of(right))
        case x.Subtract(left=left, right=right):
            return arithmetic.subtract(of(left), of(right))
        case x.Multiply(left=left, right=right):
            return arithmetic.multiply(of(left), of(right))
        case x.Power(operand=operand, exponent=exponent):
            return arithmetic.power(of(operand), exponent)
        case x.Absolute(operand=operand):
            return arithmetic.absolute(of(operand))
        case x.Fold(function=function, operands=operands):
            return FOLDS[function](each(operands))
        case x.CountApplicable(operands=operands):
            return arithmetic.count_applicable(each(operands))
        case x.RoundTo(operand=operand, mode=mode, shift=shift, step=step):
            return rounding.round_to(of(operand), shift, step, mode)
        case x.RoundQuotient(numerator=left, denominator=right, scale=scale, mode=mode, step=step):
            return rounding.round_quotient(of(left), of(right), scale, step, mode)
        case x.RoundMean(operands=operands, scale=scale, mode=mode, step=step):
            return rounding.round_mean(each(operands), scale, step, mode)
        case x.RoundReal(operand=operand, mode=mode, step=step, kind=kind):
            return reals.round_real(of(operand), places_of(kind), step, mode)
        case x.ToReal(operand=operand, places=places):
            return reals.to_real(of(operand), places)
        case x.RealOperation(function=function, operands=operands, exponent=exponent):
            return real_operation(function, each(operands), exponent)
        case x.Conditional(test=test, then=then, otherwise=otherwise):
            return choosing.conditional(of(test), partial(of, then), partial(of, otherwise), opaque=opaque)
        case x.FirstOf(entries=entries, otherwise=last):
            tried = ((of(test), partial(of, value)) for test, value in entries)
            return choosing.first_of(tried, None if last is None else partial(of, last), opaque=opaque)
        case x.Collect(entries=entries):
            return choosing.collect((of(test), option) for test, option in entries)
        case x.Bands(subject=subject, edges=edges):
            return choosing.bands(of(subject), edges)
        case x.OptionValues(subject=subject, values=values):
            return choices.option_values(of(subject), dict(values))
        case x.ChosenSum(subject=subject, values=values):
            return choices.chosen_sum(of(subject), dict(values))
        case x.WhenApplicable(applies=applies, body=body, otherwise=value):
            return choosing.when_applicable(of(applies), partial(of, body), value, opaque=opaque)
        case x.OrElse(operand=operand, otherwise=value):
            return or_else(of(operand), value)
        case x.UnlessFalse(applies=applies, body=body):
            return choosing.unless_false(of(applies), partial(of, body))
        case x.Concluded(entries=entries, order=order):
            return choosing.concluded(((of(test), option) for test, option in entries), order)
        case x.RequireAll(body=body, parts=parts, widest=widest):
            return choosing.require_all(partial(of, body), (of(part) for part in parts), widest)
        case x.MakeDuration(unit=unit, amount=amount):
            return moments.make_duration(unit, of(amount))
        case x.Step(start=start, duration=duration, sign=sign):
            return moments.step_by(of(start), of(duration), reader.zone, sign)
        case x.TimeFunction(function=function, operands=operands):
            return time_function(function, each(operands), reader.today(), reader.zone)
        case x.OverRows():
            return _over_rows(expression, reader, local)
        case x.History(within=within):
            return reader.before(expression, None if within is None else of(within))
        case x.LastDone(form=form):
            return reader.last_done(form)
        case _:
            assert_never(expression)


# What no single operator says ---------------------------------------------------------------------------


def or_else(value: Possible, otherwise: Possible) -> Possible:
    """The value, or what counts where it is not applicable."""
    if value is NOT_APPLICABLE:
        return otherwise
    return join(without_not_applicable(value), otherwise) if may_be_not_applicable(value) else value


def places_of(kind: Kind) -> int:
    """How many decimals a number of the kind has."""
    assert isinstance(kind, Number)
    return kind.places


def ranked(order: Sequence[bool | str]) -> dict[bool | str, int]:
    """The place of each option, from low to high."""
    return {option: place for place, option in enumerate(order)}


def since(
    then: Possible, operator: x.ComparisonOperator, duration: Possible, now: Possible, zone: tzinfo
) -> Possible:
    """The time since `then` compared with a duration; since `EARLIEST` (never done) it is longer than any."""
    if then != EARLIEST:
        return comparing.compare(operator, now, moments.step_by(then, duration, zone))
    longer = operator in (">", ">=", "!=")
    if not may_be_not_applicable(duration):
        return longer
    incomparable = operator == "!="
    return incomparable if duration is NOT_APPLICABLE else join(longer, incomparable)


# Entries of a repeating group --------------------------------------------------------------------------


def _over_rows(node: x.OverRows, reader: Reader, local: Mapping[str, Possible] | None) -> Possible:
    entries, body = reader.entries(node.group), node.body
    if body is None:
        return rows.count_rows(entries.given, entries.further)
    values = [meaning(body, reader, row, local) for row in range(entries.given)]
    if not entries.further:
        return over_rows(node, values)
    return over_rows(node, values, entries.further, meaning(body, reader, FURTHER, local))


def over_rows(
    node: x.OverRows, values: Sequence[Possible], more: int = 0, further: Possible = UNDECIDED
) -> Possible:
    """An aggregate, given what its body is in each entry, and in each of up to `more` further ones."""
    if node.function == "mean":
        return rows.mean_rows(values, node.scale, node.step, node.mode, more, further)
    return AGGREGATES[node.function](values, more, further)


AGGREGATES: Final[Mapping[str, Callable[[Sequence[Possible], int, Possible], Possible]]] = {
    "any": rows.any_row,
    "all": rows.all_rows,
    "count": rows.count_true_rows,
    "sum": rows.sum_rows,
    "min": rows.min_rows,
    "max": rows.max_rows,
    "distinct": rows.distinct_rows,
    "duplicates": rows.duplicate_rows,
}
FOLDS: Final[Mapping[str, Callable[[Sequence[Possible]], Possible]]] = {
    "sum": arithmetic.total,
    "min": arithmetic.minimum,
    "max": arithmetic.maximum,
}


# By name -----------------------------------------------------------------------------------------------


def real_operation(function: str, operands: Sequence[Possible], exponent: int) -> Possible:
    """An operation on reals, by its name."""
    match function:
        case "power":
            return reals.real_power(operands[0], exponent)
        case "mean":
            return reals.real_mean(operands)
        case _:
            return REAL_OPERATIONS[function](*operands)


REAL_OPERATIONS: Final[Mapping[str, Callable[..., Possible]]] = {
    "add": reals.real_add,
    "subtract": reals.real_subtract,
    "multiply": reals.real_multiply,
    "divide": reals.real_divide,
    "sqrt": reals.real_sqrt,
    "log": reals.real_log,
    "exp": reals.real_exp,
    "abs": reals.real_absolute,
    "negate": reals.real_negate,
}


def time_function(function: str, operands: Sequence[Possible], today: Possible, zone: tzinfo) -> Possible:
    """A function of days, instants and clock times, by its name."""
    match function:
        case "years_since":
            return moments.years_since(operands[0], today)
        case "date_of":
            return moments.date_of(operands[0], zone)
        case "time_of":
            return moments.time_of(operands[0], zone)
        case "at_clock":
            return moments.at_clock(operands[0], operands[1], zone)
        case _:
            return TIME_FUNCTIONS[function](*operands)


TIME_FUNCTIONS: Final[Mapping[str, Callable[..., Possible]]] = {
    "days_between": moments.days_between,
    "weekday": moments.weekday,
    "elapsed": moments.elapsed,
}
