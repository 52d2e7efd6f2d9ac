"""Random programs of cells, typed, over small domains; and records of them, from empty to complete.

A program is thrown with dice (a seeded `Random`), which is a hundred times faster than drawing each part from
Hypothesis: thousands of programs can be tried. A failing seed says all: `throw_program(Dice(seed))`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from decisionsupport.execution.model import Record
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.source import Span
from decisionsupport.values import kinds
from decisionsupport.values.duration import Duration
from decisionsupport.values.sets import NOT_APPLICABLE, Anything, Between, Possible
from tests.execution.programs import (
    BOOLEAN,
    DATE,
    INSTANT,
    NOT_KNOWN,
    REJECTED,
    WHOLE,
    Pack,
    const,
    on_line,
    record,
)

LEVEL = kinds.Choice(("low", "medium", "high"), ordered=True, of="level")
SIGNS = kinds.Choices(("pain", "fever", "none"), frozenset({"none"}), of="signs")
CODE, CODES, TEXT = kinds.Code("atc"), kinds.Codes("atc"), kinds.Text()
CLOCK, LENGTH, REAL = kinds.TimeOfDay(), kinds.DurationType(), kinds.Real()
LIMITS = (-1, 3)
INSTANTS = (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
MEMBERS: Mapping[kinds.Kind, Sequence[Any]] = {
    BOOLEAN: (True, False),
    WHOLE: (-1, 0, 1, 2, 3),
    LEVEL: LEVEL.options,
    SIGNS: (frozenset(), frozenset({"pain"}), frozenset({"pain", "fever"}), frozenset({"none"})),
    CODE: ("N05A", "N05BA01", "C03CA01"),
    TEXT: ("a", "b"),
    DATE: (date(2026, 1, 31), date(2024, 2, 29)),
    INSTANT: INSTANTS,
    CLOCK: (time(2, 30), time(12)),
    LENGTH: (Duration(1, "days"), Duration(2, "hours"), Duration(1, "months")),
}
LETTERS: Mapping[kinds.Kind, str] = {
    WHOLE: "n",
    BOOLEAN: "b",
    LEVEL: "l",
    SIGNS: "s",
    CODE: "c",
    TEXT: "t",
    DATE: "d",
    INSTANT: "i",
    CLOCK: "k",
    LENGTH: "u",
}
ROW: Mapping[str, kinds.Kind] = {"n": WHOLE, "b": BOOLEAN, "l": LEVEL, "c": CODE}
OPERATORS: tuple[x.ComparisonOperator, ...] = ("<", "<=", ">", ">=", "==", "!=")
MODES: tuple[Any, ...] = ("round", "floor", "ceil")
EDGES = (
    ((None, -1, 0), (0, 1, 1), (2, 5, 3), (6, None, Between(0, 3))),
    ((None, -1, 0), (0, 1, 1), (2, 5, 3), (6, None, NOT_APPLICABLE)),
    ((None, 0, 2), (1, None, -1)),
    ((None, 0, 0), (1, 1, 1), (2, 2, 5), (3, 3, 2), (4, 4, 1), (5, 5, 0), (6, 6, 3), (7, None, 4)),
)


class Dice(Random):
    """Random choices from a seed."""

    def one(self, *options: Any) -> Any:
        return options[self.randrange(len(options))]

    def maybe(self, chance: float = 0.5) -> bool:
        return self.random() < chance

    def span(self) -> Span:
        return on_line(self.randint(1, 9))


@dataclass(frozen=True)
class Scope:
    """What an expression may read, by kind; `inside` an entry of a repeating group."""

    dice: Dice
    cells: dict[kinds.Kind, list[str]] = field(default_factory=dict)
    rows: dict[kinds.Kind, list[str]] = field(default_factory=dict)
    group: str | None = None
    past: tuple[str, ...] = ()
    inside: bool = False


def throw(scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    """An expression of a kind, at most `depth` deep."""
    dice = scope.dice
    if depth <= 0 or dice.maybe(0.1):
        return leaf(scope, kind)
    make = MAKERS.get(kind)
    if make is None or dice.maybe(0.2):
        return chosen(scope, kind, depth)
    return make(scope, kind, depth)


def leaf(scope: Scope, kind: kinds.Kind) -> x.Expression:
    dice, span = scope.dice, scope.dice.span()
    if scope.inside and scope.rows.get(kind) and dice.maybe(0.6):
        return x.ReadRow(dice.choice(scope.rows[kind]), kind, span)
    if scope.cells.get(kind) and dice.maybe(0.85):
        return x.Read(dice.choice(scope.cells[kind]), kind, span)
    return x.Constant(dice.choice(MEMBERS[kind]), kind, span)


def several(scope: Scope, kind: kinds.Kind, depth: int) -> tuple[x.Expression, ...]:
    return tuple(throw(scope, kind, depth - 1) for _ in range(scope.dice.randint(1, 3)))


def chosen(scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    """What gives any kind: conditionals, first-of, what does not apply."""
    dice, span = scope.dice, scope.dice.span()

    def some(of: kinds.Kind) -> x.Expression:
        return throw(scope, of, depth - 1)

    value: Possible = dice.one(NOT_APPLICABLE, *MEMBERS[kind])
    hidden = value if kind not in (CODE, TEXT) else NOT_APPLICABLE
    entries = tuple((some(BOOLEAN), some(kind)) for _ in range(dice.randint(1, 3)))
    made: x.Expression = dice.one(
        lambda: x.Conditional(some(BOOLEAN), some(kind), some(kind), kind, span),
        lambda: x.Conditional(some(BOOLEAN), some(kind), const(value, kind), kind, span),
        lambda: x.FirstOf(entries, some(kind), kind, span),
        lambda: x.WhenApplicable(some(BOOLEAN), some(kind), hidden, kind, span),
        lambda: x.UnlessFalse(some(BOOLEAN), some(kind), kind, span),
        lambda: x.RequireAll(some(kind), several(scope, WHOLE, depth), widest(kind), kind, span),
    )()
    return made


def widest(kind: kinds.Kind) -> Possible:
    return kinds.everything(kind, (-999, 999) if kind == WHOLE else None, na=True)


def conditions(scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    dice, span = scope.dice, scope.dice.span()
    operator = dice.choice(OPERATORS)

    def some(of: kinds.Kind) -> x.Expression:
        return throw(scope, of, depth - 1)

    def compared(of: kinds.Kind) -> x.Expression:
        return x.Compare(operator, some(of), some(of), kind, span)

    def concluded() -> x.Expression:
        return x.Concluded(
            tuple((test, True) for test in several(scope, BOOLEAN, depth)), (False, True), kind, span
        )

    options: list[Callable[[], x.Expression]] = [
        lambda: x.Not(some(BOOLEAN), kind, span),
        lambda: x.And(several(scope, BOOLEAN, depth), kind, span),
        lambda: x.Or(several(scope, BOOLEAN, depth), kind, span),
        lambda: compared(WHOLE),
        lambda: compared(WHOLE),
        lambda: compared(dice.one(DATE, INSTANT, CLOCK)),
        lambda: x.CompareRank(operator, some(LEVEL), some(LEVEL), LEVEL.options, kind, span),
        lambda: x.IsOneOf(some(LEVEL), frozenset(dice.sample(LEVEL.options, dice.randint(1, 2))), kind, span),
        lambda: x.IsOneOf(some(BOOLEAN), frozenset({dice.maybe()}), kind, span),
        lambda: x.Includes(dice.choice(SIGNS.options), some(SIGNS), kind, span),
        lambda: x.CodeIn(some(CODE), const(frozenset({"N05", "C03CA01"}), CODES), "atc", kind, span),
        lambda: x.TextIs(some(TEXT), "a", kind, span),
        lambda: x.IsApplicable(some(dice.one(WHOLE, LEVEL)), kind, span),
        lambda: x.SinceCompare("past", operator, some(LENGTH), kind, span),
        concluded,
    ]
    if scope.group is not None:
        options.append(lambda: x.RecordTest(dice.choice(scope.cells[WHOLE]), "known", False, "f", kind, span))
        options.append(lambda: x.RecordTest("f.n0", "answered", False, "f", kind, span))
    if scope.group is not None and not scope.inside:
        options += [lambda: over(scope, dice.one("any", "all"), BOOLEAN, kind, depth)] * 2
        options.append(lambda: over(scope, "duplicates", dice.one(WHOLE, LEVEL, CODE), kind, depth))
    return dice.choice(options)()


def over(scope: Scope, function: Any, of: kinds.Kind, kind: kinds.Kind, depth: int) -> x.Expression:
    body = throw(replace(scope, inside=True), of, depth - 1)
    return x.OverRows(function, str(scope.group), body, 1, "round", 1, kind, scope.dice.span())


def numbers(scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    dice, span = scope.dice, scope.dice.span()

    def some(of: kinds.Kind = WHOLE) -> x.Expression:
        return throw(scope, of, depth - 1)

    def positive() -> x.Expression:
        return x.Add(x.Absolute(some(), WHOLE, span), const(1), WHOLE, span)

    def real() -> x.Expression:
        function: Any = dice.one(
            "add", "subtract", "multiply", "divide", "mean", "abs", "negate", "power", "sqrt", "log"
        )
        arity = 2 if function in ("add", "subtract", "multiply", "divide", "mean") else 1
        operands = tuple(x.ToReal(positive(), 1, REAL, span) for _ in range(arity))
        operation = x.RealOperation(function, operands, dice.one(2, 3), REAL, span)
        return x.RoundReal(operation, dice.choice(MODES), 1, kind, span)

    high: Possible = dice.one(3, Between(0, 3), NOT_APPLICABLE)
    options: list[Callable[[], x.Expression]] = [
        lambda: x.CountTrue(several(scope, BOOLEAN, depth), kind, span),
        lambda: x.Rescale(some(), 10, kind, span),
        lambda: x.Negative(some(), kind, span),
        lambda: x.Add(some(), some(), kind, span),
        lambda: x.Subtract(some(), some(), kind, span),
        lambda: x.Multiply(some(), some(), kind, span),
        lambda: x.Power(some(), dice.one(2, 3), kind, span),
        lambda: x.Absolute(some(), kind, span),
        lambda: x.Fold(dice.one("sum", "min", "max"), several(scope, WHOLE, depth), kind, span),
        lambda: x.CountApplicable(several(scope, WHOLE, depth), kind, span),
        lambda: x.RoundTo(some(), dice.choice(MODES), 1, dice.one(1, 5), kind, span),
        lambda: x.RoundQuotient(some(), positive(), dice.randint(-1, 1), dice.choice(MODES), 1, kind, span),
        lambda: x.RoundMean(several(scope, WHOLE, depth), 1, dice.choice(MODES), 5, kind, span),
        real,
        lambda: x.Bands(some(), dice.choice(EDGES), kind, span),
        lambda: x.Bands(some(), dice.choice(EDGES), kind, span),
        lambda: x.OptionValues(some(LEVEL), (("low", 0), ("medium", 1), ("high", high)), kind, span),
        lambda: x.OptionValues(some(BOOLEAN), ((True, 2), (False, 0)), kind, span),
        lambda: x.OrElse(some(), dice.choice(MEMBERS[WHOLE]), kind, span),
        lambda: x.ChosenSum(some(SIGNS), (("pain", 1), ("fever", 2), ("none", -1)), kind, span),
        lambda: x.TimeFunction("years_since", (some(DATE),), kind, span),
        lambda: x.TimeFunction("days_between", (some(DATE), some(DATE)), kind, span),
        lambda: x.TimeFunction("weekday", (some(DATE),), kind, span),
    ]
    if scope.group is not None:
        options.append(lambda: x.FormRemaining("f", kind, span))
    if scope.past:
        options += [lambda: history(scope, depth)] * 2
    if scope.group is not None and not scope.inside:
        options.append(
            lambda: over(scope, dice.one("sum", "min", "max", "mean", "distinct"), WHOLE, kind, depth)
        )
        options.append(lambda: over(scope, "count", BOOLEAN, kind, depth))
        options.append(lambda: x.OverRows("count", str(scope.group), None, 0, "round", 1, kind, span))
    return dice.choice(options)()


def history(scope: Scope, depth: int) -> x.Expression:
    dice = scope.dice
    within = throw(scope, LENGTH, depth - 1) if dice.maybe() else None
    function: Any = dice.one("previous", "lowest", "highest")
    return x.History(function, "past", dice.choice(scope.past), within, WHOLE, dice.span())


def levels(scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    dice, span = scope.dice, scope.dice.span()
    if dice.maybe(0.3):
        edges = ((None, 0, "low"), (1, 2, "medium"), (3, None, "high"))
        return x.Bands(throw(scope, WHOLE, depth - 1), edges, kind, span)
    entries = tuple((test, dice.choice(LEVEL.options)) for test in several(scope, BOOLEAN, depth))
    return x.Concluded(entries, LEVEL.options, kind, span)


def signs(scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    tests = tuple((throw(scope, BOOLEAN, depth - 1), option) for option in SIGNS.options)
    return x.Collect(tests, kind, scope.dice.span())


def days(scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    dice, span = scope.dice, scope.dice.span()
    length = const(dice.one(Duration(1, "days"), Duration(1, "months")), LENGTH)
    made: x.Expression = dice.one(
        lambda: x.Today(kind, span),
        lambda: x.Step(throw(scope, DATE, depth - 1), length, dice.one(1, -1), kind, span),
        lambda: x.TimeFunction("date_of", (throw(scope, INSTANT, depth - 1),), kind, span),
    )()
    return made


def instants(scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    dice, span = scope.dice, scope.dice.span()

    def some(of: kinds.Kind) -> x.Expression:
        return throw(scope, of, depth - 1)

    made: x.Expression = dice.one(
        lambda: x.Now(kind, span),
        lambda: x.Step(some(INSTANT), some(LENGTH), dice.one(1, -1), kind, span),
        lambda: x.TimeFunction("at_clock", (some(DATE), some(CLOCK)), kind, span),
        lambda: x.LastDone("past", kind, span),
    )()
    return made


def clocks(scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    return x.TimeFunction("time_of", (throw(scope, INSTANT, depth - 1),), kind, scope.dice.span())


def lengths(scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    unit = scope.dice.one("days", "hours", "months")
    return x.MakeDuration(unit, throw(scope, WHOLE, min(depth - 1, 1)), kind, scope.dice.span())


MAKERS: Mapping[kinds.Kind, Callable[[Scope, kinds.Kind, int], x.Expression]] = {
    BOOLEAN: conditions,
    WHOLE: numbers,
    LEVEL: levels,
    SIGNS: signs,
    DATE: days,
    INSTANT: instants,
    CLOCK: clocks,
    LENGTH: lengths,
}


# Programs and records ----------------------------------------------------------------------------------


def throw_program(dice: Dice, cells: int = 5, depth: int = 3) -> Program:
    """Items of every kind (some may be hidden), a repeating group, a form with a past, and cells that read them."""
    scope = Scope(dice)
    pack = Pack().item("past.a", WHOLE, LIMITS).item("past.b", WHOLE, LIMITS)
    scope.cells[WHOLE] = ["past.a", "past.b"]
    pack.cell("past.c", throw(scope, WHOLE, 1), form="past")
    scope = replace(scope, past=("past.a", "past.c"))
    pack.cell("parameter.limit", None, WHOLE, widest=Between(*LIMITS))
    pack.cell("parameter.window", None, LENGTH, widest=Anything())
    scope.cells[WHOLE].append("parameter.limit")
    scope.cells[LENGTH] = ["parameter.window"]
    for kind, letter in LETTERS.items():
        for which in range(2):
            hidden = throw(scope, BOOLEAN, 1) if dice.maybe(0.2) else None
            pack.item(f"f.{letter}{which}", kind, LIMITS, applies=hidden, required=which == 0)
            scope.cells.setdefault(kind, []).append(f"f.{letter}{which}")
    pack.group("f.g", ROW, at_most=2, applies=throw(scope, BOOLEAN, 1) if dice.maybe(0.2) else None)
    scope = replace(scope, group="f.g", rows={kind: [f"f.g.{letter}"] for letter, kind in ROW.items()})
    pack.cell("f.g.sum", throw(replace(scope, inside=True), WHOLE, 2), row_of="f.g", form="f")
    scope.rows[WHOLE].append("f.g.sum")
    for number in range(dice.randint(1, cells)):
        kind = dice.one(BOOLEAN, BOOLEAN, WHOLE, WHOLE, WHOLE, *MEMBERS)
        pack.cell(
            f"f.cell{number}", throw(scope, kind, dice.randint(1, depth)), form="f", span=on_line(20 + number)
        )
        scope.cells.setdefault(kind, []).append(f"f.cell{number}")
    return pack.program()


def throw_answers(dice: Dice, names: Mapping[str, kinds.Kind], filled: float) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, kind in names.items():
        if dice.maybe(filled):
            options = MEMBERS[kind] if filled == 1.0 or dice.maybe(0.8) else (NOT_KNOWN, REJECTED)
            given[name] = dice.choice(options)
    return given


def throw_record(dice: Dice) -> Record:
    """Answers to none, some or all of the items; entries, history and their absence."""
    filled = dice.one(0.0, 0.5, 0.9, 1.0, 1.0)
    past = {"a": WHOLE, "b": WHOLE}
    forms: dict[str, dict[str, Any]] = {}
    if dice.maybe(0.85):
        names = {f"{letter}{which}": kind for kind, letter in LETTERS.items() for which in range(2)}
        forms["f"] = throw_answers(dice, names, filled)
        if dice.maybe(0.7):
            forms["f"]["g"] = [throw_answers(dice, ROW, filled) for _ in range(dice.randint(0, 2))]
    if dice.maybe(0.6):
        forms["past"] = throw_answers(dice, past, filled)
    at = dice.choice(INSTANTS)
    history = {}
    if dice.maybe(0.7):
        hours = sorted(dice.sample(range(1, 900), dice.randint(0, 3)), reverse=True)
        history["past"] = [(at - timedelta(hours=back), throw_answers(dice, past, filled)) for back in hours]
    parameters: dict[str, Possible] = {}
    if dice.maybe(0.8):
        parameters = {"limit": dice.choice(MEMBERS[WHOLE]), "window": dice.choice(MEMBERS[LENGTH])}
    return record(forms, at=at, history=history, parameters=parameters)
