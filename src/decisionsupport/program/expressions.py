"""What an expression means: every name looked up, every kind known, every number at one scale.

Whatever differs between writing and meaning is settled before these nodes exist: `risk >= medium` compares
ranks, `38.6` is 386, values of two scales meet only after a `Rescale`, a chain is an `And`, a map of `all:`
and `none:` is `And` and `Not`. So an executor has one plain line for each node. Numbers are whole numbers
(`int`) in units of 10**-places of the node's kind; reals (binary64) occur only inside `RoundReal`.

Every node has `kind` (what comes out) and `span` (where in the file it was written).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOfThese

from decisionsupport.source import Span
from decisionsupport.values.kinds import CodeSystem, Kind
from decisionsupport.values.sets import Possible

ComparisonOperator = OneOfThese["<", "<=", ">", ">=", "==", "!="]
DurationUnit = OneOfThese["years", "months", "weeks", "days", "hours", "minutes"]


# Reading -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the file: known, `NOT_APPLICABLE`, or a set (an option with `points: unknown`)."""

    value: Possible
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a cell (see `program.Cell`): an item, its points, a computed, a finding, a parameter."""

    cell: str
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class ReadRow:
    """An item or computed of the entry at hand, inside a repeating group's entry; `cell` as in `Read`."""

    cell: str
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class ReadLocal:
    """A field of what a text's `for_each` goes through (`priority` of a proposal); texts only."""

    name: str
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Now:
    """The instant `at`."""

    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Today:
    """The day of `at` in the pack's time zone."""

    kind: Kind
    span: Span


# The record --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RecordTest:
    """`is answered` (of an item) and `is known` (of any cell): about the record, not about the patient.

    Unknown while the cell's form is not given. `is unknown` is `Not` of known.
    """

    cell: str
    test: OneOfThese["answered", "known"]
    in_row: bool
    form: str | None
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class FormRemaining:
    """How many items of a form are, or may be, applicable and are not answered; `complete` is this == 0."""

    form: str
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class IsApplicable:
    """`x is applicable`: an ordinary condition."""

    operand: Expression
    kind: Kind
    span: Span


# Conditions --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Not:
    """Exactly `not`; a not-applicable operand counts as false."""

    operand: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class And:
    """True when all are."""

    operands: tuple[Expression, ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Or:
    """True when any is."""

    operands: tuple[Expression, ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class CountTrue:
    """How many conditions hold."""

    operands: tuple[Expression, ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Compare:
    """Numbers at one scale, dates, instants or times of day compared."""

    operator: ComparisonOperator
    left: Expression
    right: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class CompareRank:
    """Ordered options compared by their place in `order`."""

    operator: ComparisonOperator
    left: Expression
    right: Expression
    order: tuple[str, ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """A boolean, choice or check is one of these; false when not applicable."""

    subject: Expression
    options: frozenset[bool | str]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Includes:
    """A `choices` answer holds the option; false when not applicable."""

    option: str
    subject: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class CodeIn:
    """A code is one of `codes` (of kind Codes) or lies under one; false when not applicable."""

    subject: Expression
    codes: Expression
    system: CodeSystem
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class TextIs:
    """A text, or a code wholly, is equal to a constant; false when not applicable."""

    subject: Expression
    value: str
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class SinceCompare:
    """`time_since(form) > months(12)`: now compared with the latest entry's instant plus the duration.

    Zero when the form is among the answers; never done: longer than any duration; history not given: unknown.
    """

    form: str
    operator: ComparisonOperator
    duration: Expression
    kind: Kind
    span: Span


# Numbers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rescale:
    """The same number in units `factor` times smaller (factor is a power of ten)."""

    operand: Expression
    factor: int
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Negative:
    """`-x`."""

    operand: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Add:
    """`x + y` at one scale."""

    left: Expression
    right: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Subtract:
    """`x - y` at one scale."""

    left: Expression
    right: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Multiply:
    """`x * y`: the places of the product are the sum of both."""

    left: Expression
    right: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Power:
    """`x ** 2`, `x ** 3`: places times the exponent."""

    operand: Expression
    exponent: int
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Absolute:
    """`abs(x)`."""

    operand: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Fold:
    """`sum`, `min`, `max` of several numbers at one scale; what is not applicable is passed over.

    An empty sum is 0, an empty min or max not applicable.
    """

    function: OneOfThese["sum", "min", "max"]
    operands: tuple[Expression, ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class CountApplicable:
    """`count(points)`: how many operands are applicable."""

    operands: tuple[Expression, ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class RoundTo:
    """An exact number to a coarser grid: whole `step`s (in units of 10**-places of `kind`).

    `shift` is the operand's places less the kind's (never negative). Nearest, halves away from zero.
    """

    operand: Expression
    mode: OneOfThese["round", "floor", "ceil"]
    shift: int
    step: int
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class RoundQuotient:
    """One division of exact operands, rounded exactly: BMI, per cent.

    The value is `numerator * 10**scale / denominator` in units of the kind (`scale` may be negative),
    then whole `step`s.
    """

    numerator: Expression
    denominator: Expression
    scale: int
    mode: OneOfThese["round", "floor", "ceil"]
    step: int
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class RoundMean:
    """`mean(a, b, …)` of numbers at one scale, rounded exactly; not applicable ones passed over.

    Units as in `RoundQuotient`: the value is `sum * 10**scale / how many`.
    """

    operands: tuple[Expression, ...]
    scale: int
    mode: OneOfThese["round", "floor", "ceil"]
    step: int
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class RoundReal:
    """A real, rounded to whole `step`s in units of 10**-places of the kind."""

    operand: Expression
    mode: OneOfThese["round", "floor", "ceil"]
    step: int
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class ToReal:
    """An exact number as the nearest binary64: units / 10**places."""

    operand: Expression
    places: int
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class RealOperation:
    """`+ - * /`, `sqrt`, `log`, `exp`, `abs`, negation, powers and mean over reals, in the order written."""

    function: OneOfThese[
        "add", "subtract", "multiply", "divide", "sqrt", "log", "exp", "abs", "negate", "power", "mean"
    ]
    operands: tuple[Expression, ...]
    exponent: int
    kind: Kind
    span: Span


# Choosing ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Conditional:
    """`a if c else b`: both while `c` is unknown."""

    test: Expression
    then: Expression
    otherwise: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first entry whose condition holds; entries count up to and including the first that is true.

    `otherwise` None: the loader proved that some entry always holds. Also a table's column with hit
    `unique`, `any` or `first`.
    """

    entries: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression | None
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Collect:
    """A column of a `collect` table: the options of all rows that hold."""

    entries: tuple[tuple[Expression, str], ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Bands:
    """What a number's band gives: `edges` are `(least or None, most or None, value)`, in order, without hole.

    A value is known, or a set (`points: unknown`).
    """

    subject: Expression
    edges: tuple[tuple[int | None, int | None, Possible], ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class OptionValues:
    """What a boolean's, choice's or check's answer gives."""

    subject: Expression
    values: tuple[tuple[bool | str, Possible], ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class ChosenSum:
    """The sum of what the chosen options give."""

    subject: Expression
    values: tuple[tuple[str, int], ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class WhenApplicable:
    """`body` where `applies` holds, else `otherwise` (not applicable, or what a hidden item's points count).

    `applies` unknown gives both.
    """

    applies: Expression
    body: Expression
    otherwise: Possible
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class OrElse:
    """`operand`, or `otherwise` where it is not applicable: the points that a hidden item counts."""

    operand: Expression
    otherwise: Possible
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class UnlessFalse:
    """`body`, but not applicable where `applies` is false: a form's `applies_when`; unknown, it counts."""

    applies: Expression
    body: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Concluded:
    """A finding: the highest option whose rule's condition holds; `order` is from low to high.

    None holds: false for a boolean (`order` is `(False, True)`), not applicable for a choice. While a
    condition is unknown its option is possible too, where it is above what is concluded.
    """

    entries: tuple[tuple[Expression, bool | str], ...]
    order: tuple[bool | str, ...]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class RequireAll:
    """`when_missing: require_all`: the body once all `parts` are known or not applicable, else `widest`."""

    body: Expression
    parts: tuple[Expression, ...]
    widest: Possible
    kind: Kind
    span: Span


# Time --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MakeDuration:
    """`days(n)` and its kin; n is a whole number."""

    unit: DurationUnit
    amount: Expression
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Step:
    """A date or instant plus (`sign` 1) or minus (-1) a duration, as LANGUAGE.md §5 Time has it."""

    start: Expression
    duration: Expression
    sign: OneOfThese[1, -1]
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class TimeFunction:
    """A function of moments; date - date is `days_between` swapped, instant - instant is `elapsed`."""

    function: OneOfThese[
        "years_since", "days_between", "weekday", "date_of", "time_of", "at_clock", "elapsed"
    ]
    operands: tuple[Expression, ...]
    kind: Kind
    span: Span


# Repeating groups --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OverRows:
    """An aggregate judged for each entry of a repeating group; `body` reads the entry by `ReadRow`.

    `count` without a body counts entries; with one, those for which it holds. `mean` gives what `RoundMean`
    would: `scale`, `mode` and `step` as there. `distinct` counts different known values, `duplicates` is true
    when one value occurs twice.
    """

    function: OneOfThese["any", "all", "count", "sum", "min", "max", "mean", "distinct", "duplicates"]
    group: str
    body: Expression | None
    scale: int
    mode: OneOfThese["round", "floor", "ceil"]
    step: int
    kind: Kind
    span: Span


# History -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class History:
    """`previous`, `lowest`, `highest` of a cell of one form (`change` is Subtract of now and previous).

    Within: a duration back from now, or None for all there is.
    """

    function: OneOfThese["previous", "lowest", "highest"]
    form: str
    cell: str
    within: Expression | None
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class LastDone:
    """The latest entry's instant; never done: before every instant (the least instant there is)."""

    form: str
    kind: Kind
    span: Span


Expression = (
    Constant
    | Read
    | ReadRow
    | ReadLocal
    | Now
    | Today
    | RecordTest
    | FormRemaining
    | IsApplicable
    | Not
    | And
    | Or
    | CountTrue
    | Compare
    | CompareRank
    | IsOneOf
    | Includes
    | CodeIn
    | TextIs
    | SinceCompare
    | Rescale
    | Negative
    | Add
    | Subtract
    | Multiply
    | Power
    | Absolute
    | Fold
    | CountApplicable
    | RoundTo
    | RoundQuotient
    | RoundMean
    | RoundReal
    | ToReal
    | RealOperation
    | Conditional
    | FirstOf
    | Collect
    | Bands
    | OptionValues
    | ChosenSum
    | WhenApplicable
    | OrElse
    | UnlessFalse
    | Concluded
    | RequireAll
    | MakeDuration
    | Step
    | TimeFunction
    | OverRows
    | History
    | LastDone
)
