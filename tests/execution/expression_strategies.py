"""Random programs of cells, typed, over small domains; and records of them, from empty to complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from decisionsupport.execution.model import Record
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.values import kinds
from decisionsupport.values.duration import Duration
from decisionsupport.values.sets import NOT_APPLICABLE, Between, Possible
from tests.execution.programs import (
    BOOLEAN,
    DATE,
    INSTANT,
    NOT_KNOWN,
    REJECTED,
    SPAN,
    WHOLE,
    Pack,
    const,
    on_line,
    record,
)

LEVEL = kinds.Choice(("low", "medium", "high"), ordered=True, of="level")
SIGNS = kinds.Choices(("pain", "fever", "none"), frozenset({"none"}), of="signs")
CODE = kinds.Code("atc")
CODES = kinds.Codes("atc")
TEXT = kinds.Text()
CLOCK = kinds.TimeOfDay()
LENGTH = kinds.DurationType()
REAL = kinds.Real()
INSTANTS = [datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]
MEMBERS: Mapping[kinds.Kind, list[Any]] = {
    BOOLEAN: [True, False],
    WHOLE: [-1, 0, 1, 2, 3],
    LEVEL: list(LEVEL.options),
    SIGNS: [frozenset(), frozenset({"pain"}), frozenset({"pain", "fever"}), frozenset({"none"})],
    CODE: ["N05A", "N05BA01", "C03CA01"],
    TEXT: ["a", "b"],
    DATE: [date(2026, 1, 31), date(2024, 2, 29)],
    INSTANT: INSTANTS,
    CLOCK: [time(2, 30), time(12)],
    LENGTH: [Duration(1, "days"), Duration(2, "hours"), Duration(1, "months")],
}
LENGTHS_OF_DAYS = [Duration(1, "days"), Duration(1, "months")]
Draw = st.DrawFn


def to_real(operand: x.Expression) -> x.Expression:
    return x.ToReal(operand, 1, REAL, SPAN)


@dataclass
class Scope:
    """What an expression may read, by kind; `rows` inside an entry of a repeating group."""

    cells: dict[kinds.Kind, list[str]] = field(default_factory=dict)
    rows: dict[kinds.Kind, list[str]] = field(default_factory=dict)
    group: str | None = None
    hist: list[tuple[str, kinds.Kind]] = field(default_factory=list)
    inside: bool = False

    def within(self) -> Scope:
        return Scope(self.cells, self.rows, self.group, self.hist, inside=True)


@st.composite
def leaves(draw: Draw, scope: Scope, kind: kinds.Kind) -> x.Expression:
    choices: list[str] = ["constant"]
    if scope.cells.get(kind):
        choices += ["cell"] * 4
    if scope.inside and scope.rows.get(kind):
        choices += ["row"] * 4
    span = on_line(draw(st.integers(1, 9)))
    match draw(st.sampled_from(choices)):
        case "cell":
            return x.Read(draw(st.sampled_from(scope.cells[kind])), kind, span)
        case "row":
            return x.ReadRow(draw(st.sampled_from(scope.rows[kind])), kind, span)
        case _:
            return x.Constant(draw(st.sampled_from(MEMBERS[kind])), kind, span)


def expressions(scope: Scope, kind: kinds.Kind, depth: int) -> st.SearchStrategy[x.Expression]:
    """An expression of a kind, at most `depth` deep."""
    if depth <= 0:
        return leaves(scope, kind)
    made = {
        kinds.Boolean: conditions,
        kinds.Number: numbers,
        kinds.Choice: levels,
        kinds.Choices: signs,
        kinds.Date: moments,
        kinds.Instant: moments,
        kinds.TimeOfDay: moments,
        kinds.DurationType: moments,
    }.get(type(kind))
    options = [leaves(scope, kind), chosen(scope, kind, depth)]
    if made is not None:
        options += [made(scope, kind, depth)] * 3
    return st.one_of(options)


@st.composite
def chosen(draw: Draw, scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    """What gives any kind: conditionals, first-of, what does not apply."""

    def some(of: kinds.Kind) -> x.Expression:
        return draw(expressions(scope, of, depth - 1))

    def value() -> Possible:
        return draw(st.sampled_from([NOT_APPLICABLE, *MEMBERS[kind]]))

    span = on_line(draw(st.integers(1, 9)))
    match draw(st.integers(0, 5)):
        case 0:
            return x.Conditional(some(BOOLEAN), some(kind), some(kind), kind, span)
        case 1:
            entries = tuple((some(BOOLEAN), some(kind)) for _ in range(draw(st.integers(1, 3))))
            return x.FirstOf(entries, some(kind), kind, span)
        case 2:
            return x.WhenApplicable(some(BOOLEAN), some(kind), value(), kind, span)
        case 3:
            return x.UnlessFalse(some(BOOLEAN), some(kind), kind, span)
        case 4:
            widest = kinds.everything(kind, (-99, 99), na=True)
            return x.RequireAll(some(kind), (some(WHOLE), some(BOOLEAN)), widest, kind, span)
        case _ if kind in (DATE, INSTANT, CLOCK, LENGTH, CODE, TEXT):
            return x.Conditional(some(BOOLEAN), some(kind), const(value(), kind), kind, span)
        case _:
            return x.OrElse(some(kind), draw(st.sampled_from(MEMBERS[kind])), kind, span)


@st.composite
def conditions(draw: Draw, scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    span = on_line(draw(st.integers(1, 9)))

    def some(of: kinds.Kind) -> x.Expression:
        return draw(expressions(scope, of, depth - 1))

    def several(of: kinds.Kind) -> tuple[x.Expression, ...]:
        return tuple(some(of) for _ in range(draw(st.integers(1, 3))))

    options = [
        lambda: x.Not(some(BOOLEAN), kind, span),
        lambda: x.And(several(BOOLEAN), kind, span),
        lambda: x.Or(several(BOOLEAN), kind, span),
        lambda: x.Compare(draw(OPERATORS), some(WHOLE), some(WHOLE), kind, span),
        lambda: x.Compare(draw(OPERATORS), some(DATE), some(DATE), kind, span),
        lambda: x.Compare(draw(OPERATORS), some(INSTANT), some(INSTANT), kind, span),
        lambda: x.Compare(draw(OPERATORS), some(CLOCK), some(CLOCK), kind, span),
        lambda: x.CompareRank(draw(OPERATORS), some(LEVEL), some(LEVEL), LEVEL.options, kind, span),
        lambda: x.IsOneOf(some(LEVEL), draw(st.frozensets(st.sampled_from(LEVEL.options), min_size=1)), kind, span),
        lambda: x.IsOneOf(some(BOOLEAN), frozenset({draw(st.booleans())}), kind, span),
        lambda: x.Includes(draw(st.sampled_from(SIGNS.options)), some(SIGNS), kind, span),
        lambda: x.CodeIn(some(CODE), const(frozenset({"N05", "C03CA01"}), CODES), "atc", kind, span),
        lambda: x.TextIs(some(TEXT), "a", kind, span),
        lambda: x.IsApplicable(some(WHOLE), kind, span),
        lambda: x.SinceCompare("past", draw(OPERATORS), some(LENGTH), kind, span),
        lambda: x.Concluded(
            tuple((some(BOOLEAN), True) for _ in range(draw(st.integers(1, 3)))), (False, True), kind, span
        ),
    ]
    if scope.cells.get(WHOLE):
        options.append(lambda: x.RecordTest(draw(st.sampled_from(scope.cells[WHOLE])), "known", False, "f", kind, span))
        options.append(lambda: x.RecordTest("f.n0", "answered", False, "f", kind, span))
    if scope.group is not None and not scope.inside:
        options += [lambda: over(draw, scope, draw(st.sampled_from(["any", "all"])), BOOLEAN, kind, depth, span)] * 2
        options.append(lambda: over(draw, scope, "duplicates", draw(st.sampled_from([WHOLE, LEVEL, CODE])), kind, depth, span))
    return draw(st.sampled_from(options))()


def over(
    draw: Draw, scope: Scope, function: Any, of: kinds.Kind, kind: kinds.Kind, depth: int, span: Any
) -> x.Expression:
    assert scope.group is not None
    body = draw(expressions(scope.within(), of, depth - 1))
    return x.OverRows(function, scope.group, body, 1, "round", 1, kind, span)


OPERATORS: st.SearchStrategy[Any] = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
MODES: st.SearchStrategy[Any] = st.sampled_from(["round", "floor", "ceil"])
EDGES = ((None, -1, 0), (0, 1, 1), (2, 5, 3), (6, None, Between(0, 3)))
PLAIN_EDGES = ((None, 0, 0), (1, 1, 1), (2, 2, 5), (3, 3, 2), (4, 4, 1), (5, 5, 0), (6, 6, 3), (7, None, 4))


@st.composite
def numbers(draw: Draw, scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    span = on_line(draw(st.integers(1, 9)))

    def some(of: kinds.Kind) -> x.Expression:
        return draw(expressions(scope, of, depth - 1))

    def several(of: kinds.Kind) -> tuple[x.Expression, ...]:
        return tuple(some(of) for _ in range(draw(st.integers(1, 3))))

    def positive() -> x.Expression:
        return x.Add(x.Absolute(some(WHOLE), WHOLE, span), const(1), WHOLE, span)

    def real() -> x.Expression:
        function: Any = draw(st.sampled_from(["add", "subtract", "multiply", "mean", "abs", "negate", "power", "sqrt", "log"]))
        arity = {"add": 2, "subtract": 2, "multiply": 2, "mean": 2}.get(function, 1)
        operands = tuple(to_real(positive()) for _ in range(arity))
        return x.RoundReal(x.RealOperation(function, operands, 2, REAL, span), draw(MODES), 1, kind, span)

    options = [
        lambda: x.CountTrue(several(BOOLEAN), kind, span),
        lambda: x.Rescale(some(WHOLE), 10, kind, span),
        lambda: x.Negative(some(WHOLE), kind, span),
        lambda: x.Add(some(WHOLE), some(WHOLE), kind, span),
        lambda: x.Subtract(some(WHOLE), some(WHOLE), kind, span),
        lambda: x.Multiply(some(WHOLE), some(WHOLE), kind, span),
        lambda: x.Power(some(WHOLE), draw(st.sampled_from([2, 3])), kind, span),
        lambda: x.Absolute(some(WHOLE), kind, span),
        lambda: x.Fold(draw(st.sampled_from(["sum", "min", "max"])), several(WHOLE), kind, span),
        lambda: x.CountApplicable(several(WHOLE), kind, span),
        lambda: x.RoundTo(some(WHOLE), draw(MODES), 1, draw(st.sampled_from([1, 5])), kind, span),
        lambda: x.RoundQuotient(some(WHOLE), positive(), draw(st.integers(-1, 1)), draw(MODES), 1, kind, span),
        lambda: x.RoundMean(several(WHOLE), 1, draw(MODES), 5, kind, span),
        real,
        lambda: x.Bands(some(WHOLE), draw(st.sampled_from([EDGES, EDGES[:3] + ((6, None, 3),), PLAIN_EDGES])), kind, span),
        lambda: x.OptionValues(some(LEVEL), (("low", 0), ("medium", 1), ("high", draw(SOME_POINTS))), kind, span),
        lambda: x.OptionValues(some(BOOLEAN), ((True, 2), (False, 0)), kind, span),
        lambda: x.ChosenSum(some(SIGNS), (("pain", 1), ("fever", 2), ("none", -1)), kind, span),
        lambda: x.TimeFunction("years_since", (some(DATE),), kind, span),
        lambda: x.TimeFunction("days_between", (some(DATE), some(DATE)), kind, span),
        lambda: x.TimeFunction("weekday", (some(DATE),), kind, span),
        lambda: x.FormRemaining("f", kind, span),
    ]
    if scope.hist:
        options += [lambda: history(draw, scope, kind, depth, span)] * 2
    if scope.group is not None and not scope.inside:
        function: Any = draw(st.sampled_from(["sum", "min", "max", "mean", "distinct"]))
        options.append(lambda: over(draw, scope, function, WHOLE, kind, depth, span))
        options.append(lambda: over(draw, scope, "count", BOOLEAN, kind, depth, span))
        options.append(lambda: x.OverRows("count", str(scope.group), None, 0, "round", 1, kind, span))
    return draw(st.sampled_from(options))()


SOME_POINTS: st.SearchStrategy[Possible] = st.sampled_from([3, Between(0, 3), NOT_APPLICABLE])


def history(draw: Draw, scope: Scope, kind: kinds.Kind, depth: int, span: Any) -> x.Expression:
    function: Any = draw(st.sampled_from(["previous", "lowest", "highest"]))
    cell, of = draw(st.sampled_from([each for each in scope.hist if each[1] == kind]))
    within = draw(expressions(scope, LENGTH, depth - 1)) if draw(st.booleans()) else None
    return x.History(function, "past", cell, within, of, span)


@st.composite
def levels(draw: Draw, scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    span = on_line(draw(st.integers(1, 9)))

    def some(of: kinds.Kind) -> x.Expression:
        return draw(expressions(scope, of, depth - 1))

    if draw(st.booleans()):
        entries = tuple((some(BOOLEAN), draw(st.sampled_from(LEVEL.options))) for _ in range(draw(st.integers(1, 3))))
        return x.Concluded(entries, LEVEL.options, kind, span)
    return x.Bands(some(WHOLE), ((None, 0, "low"), (1, 2, "medium"), (3, None, "high")), kind, span)


@st.composite
def signs(draw: Draw, scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    tests = tuple(
        (draw(expressions(scope, BOOLEAN, depth - 1)), option) for option in draw(st.permutations(SIGNS.options))
    )
    return x.Collect(tests, kind, SPAN)


@st.composite
def moments(draw: Draw, scope: Scope, kind: kinds.Kind, depth: int) -> x.Expression:
    span = on_line(draw(st.integers(1, 9)))

    def some(of: kinds.Kind) -> x.Expression:
        return draw(expressions(scope, of, depth - 1))

    sign: Any = draw(st.sampled_from([1, -1]))
    if kind == DATE:
        length = const(draw(st.sampled_from(LENGTHS_OF_DAYS)), LENGTH)
        options = [
            x.Today(kind, span),
            x.Step(some(DATE), length, sign, kind, span),
            x.TimeFunction("date_of", (some(INSTANT),), kind, span),
        ]
    elif kind == INSTANT:
        options = [
            x.Now(kind, span),
            x.Step(some(INSTANT), some(LENGTH), sign, kind, span),
            x.TimeFunction("at_clock", (some(DATE), some(CLOCK)), kind, span),
            x.LastDone("past", kind, span),
        ]
    elif kind == CLOCK:
        options = [x.TimeFunction("time_of", (some(INSTANT),), kind, span)]
    else:
        options = [x.MakeDuration(draw(st.sampled_from(["days", "hours", "months"])), some(WHOLE), kind, span)]
    return draw(st.sampled_from(options))


# Programs and records ----------------------------------------------------------------------------------

ITEMS: Mapping[kinds.Kind, str] = {
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
LIMITS = (-1, 3)


@st.composite
def programs(draw: Draw, cells: int = 4, depth: int = 3) -> Program:
    """Items of every kind (some of which may be hidden), a repeating group, a form with a past, and cells on them."""
    pack, scope = Pack(), Scope()
    pack.item("past.a", WHOLE, LIMITS).item("past.b", WHOLE, LIMITS)
    scope.cells[WHOLE] = ["past.a", "past.b"]
    pack.cell("past.c", draw(numbers(scope, WHOLE, 1)), form="past")
    scope.hist = [("past.a", WHOLE), ("past.c", WHOLE)]
    for kind, letter in ITEMS.items():
        for which in range(2):
            name = f"f.{letter}{which}"
            hidden = draw(expressions(scope, BOOLEAN, 1)) if draw(st.integers(0, 3)) == 0 else None
            pack.item(name, kind, LIMITS, applies=hidden, required=which == 0)
            scope.cells.setdefault(kind, []).append(name)
    shown = draw(expressions(scope, BOOLEAN, 1)) if draw(st.integers(0, 3)) == 0 else None
    pack.group("f.g", {"n": WHOLE, "b": BOOLEAN, "l": LEVEL, "c": CODE}, at_most=2, applies=shown)
    scope.group = "f.g"
    scope.rows = {WHOLE: ["f.g.n"], BOOLEAN: ["f.g.b"], LEVEL: ["f.g.l"], CODE: ["f.g.c"]}
    inside = draw(numbers(scope.within(), WHOLE, 2))
    pack.cell("f.g.sum", inside, row_of="f.g", form="f")
    scope.rows[WHOLE].append("f.g.sum")
    for number in range(draw(st.integers(1, cells))):
        kind = draw(st.sampled_from([BOOLEAN, BOOLEAN, WHOLE, WHOLE, LEVEL, SIGNS, DATE, INSTANT, LENGTH, CODE]))
        name = f"f.cell{number}"
        pack.cell(name, draw(expressions(scope, kind, depth)), form="f", span=on_line(20 + number))
        scope.cells.setdefault(kind, []).append(name)
    return pack.program()


def answers_to(kind: kinds.Kind) -> st.SearchStrategy[Any]:
    return st.one_of(*[st.sampled_from(MEMBERS[kind])] * 6, st.just(NOT_KNOWN), st.just(REJECTED))


@st.composite
def records(draw: Draw) -> Record:
    """Answers to any of the items, or to all; rows, history and its absence."""
    filled = draw(st.sampled_from([0.0, 0.5, 1.0, 1.0]))

    def given(names: Mapping[str, kinds.Kind]) -> dict[str, Any]:
        kept = {name: kind for name, kind in names.items() if draw(st.floats(0, 0.99)) < filled}
        if filled == 1.0:
            return {name: draw(st.sampled_from(MEMBERS[kind])) for name, kind in kept.items()}
        return {name: draw(answers_to(kind)) for name, kind in kept.items()}

    forms: dict[str, dict[str, Any]] = {}
    if draw(st.integers(0, 4)):
        forms["f"] = given({f"{letter}{which}": kind for kind, letter in ITEMS.items() for which in range(2)})
        if draw(st.booleans()):
            row = {"n": WHOLE, "b": BOOLEAN, "l": LEVEL, "c": CODE}
            forms["f"]["g"] = [given(row) for _ in range(draw(st.integers(0, 2)))]
    if draw(st.booleans()):
        forms["past"] = given({"a": WHOLE, "b": WHOLE})
    at = draw(st.sampled_from(INSTANTS))
    history = {}
    if draw(st.booleans()):
        hours = sorted(draw(st.lists(st.integers(1, 900), max_size=3, unique=True)), reverse=True)
        history["past"] = [(at - timedelta(hours=back), given({"a": WHOLE, "b": WHOLE})) for back in hours]
    return record(forms, at=at, history=history)


