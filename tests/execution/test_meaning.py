"""What each node means, by hand, for both executors: known, unknown, not applicable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.values import kinds
from decisionsupport.values.duration import Duration
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Anything,
    Between,
    OneOf,
    Possible,
    Subset,
)
from tests.execution.programs import (
    AT,
    BOOLEAN,
    DATE,
    INSTANT,
    SPAN,
    WHOLE,
    Pack,
    both,
    compare,
    const,
    either,
    is_one,
    negated,
    read,
    read_row,
    record,
)

Make = Callable[[Program], Any]
LEVEL = kinds.Choice(("low", "medium", "high"), ordered=True)
SIGNS = kinds.Choices(("pain", "fever"))
ATC, CODES, TEXT, LENGTH = kinds.Code("atc"), kinds.Codes("atc"), kinds.Text(), kinds.DurationType()
REAL, TENTHS = kinds.Real(), kinds.Number(1)

A, B = read("f.a"), read("f.b")
YES, NO = read("f.yes", BOOLEAN), read("f.no", BOOLEAN)
HIDDEN = read("f.hidden")
HIDDEN_FLAG = read("f.hidden_flag", BOOLEAN)
LVL, SGN, CODE, DAY = read("f.level", LEVEL), read("f.signs", SIGNS), read("f.code", ATC), read("f.day", DATE)
UNKNOWN: dict[str, Any] = {}
"""The form is given, and nothing is answered in it."""


def pack() -> Pack:
    hide = is_one(read("f.show", BOOLEAN), True)
    made = Pack()
    made.item("f.a", WHOLE).item("f.b", WHOLE).item("f.yes", BOOLEAN).item("f.no", BOOLEAN).item(
        "f.show", BOOLEAN
    )
    made.item("f.hidden", WHOLE, applies=hide).item("f.hidden_flag", BOOLEAN, applies=hide)
    made.item("f.level", LEVEL).item("f.signs", SIGNS).item("f.code", ATC).item("f.day", DATE).item(
        "f.text", TEXT
    )
    return made.group("f.rows", {"n": WHOLE, "level": LEVEL}, at_most=2)


def value(executor: Make, node: x.Expression, given: dict[str, Any] | None) -> Possible:
    program = pack().cell("cell", node).program()
    evaluation = executor(program)(record({} if given is None else {"f": given}))
    found: Possible = evaluation.value("cell")
    assert evaluation.failures() == ()
    assert evaluation.evaluate(node) == found
    return found


def flags(yes: bool | None = True, no: bool | None = False, **more: Any) -> dict[str, Any]:
    return {**{k: v for k, v in {"yes": yes, "no": no}.items() if v is not None}, **more}


@pytest.mark.parametrize(
    ("node", "given", "expected"),
    [
        (const(7), UNKNOWN, 7),
        (const(NOT_APPLICABLE), UNKNOWN, NOT_APPLICABLE),
        (const(Between(0, 3)), UNKNOWN, Between(0, 3)),
        (A, {"a": 4}, 4),
        (A, UNKNOWN, Between(0, 10)),
        (A, None, Between(0, 10)),
        (HIDDEN, UNKNOWN, Between(0, 10, True)),
        (HIDDEN, {"show": True}, Between(0, 10)),
        (HIDDEN, {"show": False}, NOT_APPLICABLE),
        (HIDDEN, {"show": False, "hidden": 3}, NOT_APPLICABLE),
        (HIDDEN, {"hidden": 3}, 3),
        (x.Now(INSTANT, SPAN), UNKNOWN, AT),
        (x.Today(DATE, SPAN), UNKNOWN, date(2026, 11, 23)),
    ],
)
def test_reading(
    executor: Make, node: x.Expression, given: dict[str, Any] | None, expected: Possible
) -> None:
    assert value(executor, node, given) == expected


@pytest.mark.parametrize(
    ("node", "given", "expected"),
    [
        (negated(YES), flags(), False),
        (negated(YES), UNKNOWN, UNDECIDED),
        (negated(HIDDEN_FLAG), {"show": False}, True),
        (both(YES, NO), flags(), False),
        (both(YES, NO), flags(yes=None), False),
        (both(YES, NO), flags(no=None), UNDECIDED),
        (both(YES, YES), flags(), True),
        (either(YES, NO), flags(), True),
        (either(YES, NO), flags(no=None), True),
        (either(YES, NO), flags(yes=None), UNDECIDED),
        (either(NO, NO), flags(), False),
        (either(YES, negated(YES)), UNKNOWN, UNDECIDED),
        (x.CountTrue((YES, NO, YES), WHOLE, SPAN), flags(), 2),
        (x.CountTrue((YES, NO, YES), WHOLE, SPAN), flags(no=None), Between(2, 3)),
        (x.CountTrue((HIDDEN_FLAG,), WHOLE, SPAN), {"show": False}, 0),
        (compare(A, ">=", 3), {"a": 3}, True),
        (compare(A, ">=", 11), UNKNOWN, False),
        (compare(A, "<=", 10), UNKNOWN, True),
        (compare(A, "<", 3), UNKNOWN, UNDECIDED),
        (compare(HIDDEN, "<=", 10), {"show": False}, False),
        (compare(HIDDEN, "!=", 3), {"show": False}, True),
        (compare(DAY, "<", const(date(2026, 1, 1), DATE)), {"day": date(2025, 12, 31)}, True),
        (compare(DAY, "<", const(date(2026, 1, 1), DATE)), UNKNOWN, UNDECIDED),
        (
            x.CompareRank(">=", LVL, const("medium", LEVEL), LEVEL.options, BOOLEAN, SPAN),
            {"level": "high"},
            True,
        ),
        (x.CompareRank(">=", LVL, const("low", LEVEL), LEVEL.options, BOOLEAN, SPAN), UNKNOWN, True),
        (x.CompareRank(">", LVL, const("low", LEVEL), LEVEL.options, BOOLEAN, SPAN), UNKNOWN, UNDECIDED),
        (is_one(LVL, "low"), {"level": "low"}, True),
        (is_one(LVL, "low", "high"), {"level": "medium"}, False),
        (is_one(LVL, "low", "medium", "high"), UNKNOWN, True),
        (is_one(YES, False), flags(), False),
        (is_one(HIDDEN_FLAG, False), {"show": False}, False),
        (x.Includes("pain", SGN, BOOLEAN, SPAN), {"signs": frozenset({"pain"})}, True),
        (x.Includes("pain", SGN, BOOLEAN, SPAN), {"signs": frozenset()}, False),
        (x.Includes("pain", SGN, BOOLEAN, SPAN), UNKNOWN, UNDECIDED),
        (x.CodeIn(CODE, const(frozenset({"N05A"}), CODES), "atc", BOOLEAN, SPAN), {"code": "N05AB01"}, True),
        (x.CodeIn(CODE, const(frozenset({"N05A"}), CODES), "atc", BOOLEAN, SPAN), {"code": "N05BA01"}, False),
        (x.CodeIn(CODE, const(frozenset({"N05A"}), CODES), "atc", BOOLEAN, SPAN), UNKNOWN, UNDECIDED),
        (x.TextIs(read("f.text", TEXT), "a", BOOLEAN, SPAN), {"text": "a"}, True),
        (x.TextIs(read("f.text", TEXT), "a", BOOLEAN, SPAN), UNKNOWN, UNDECIDED),
        (x.IsApplicable(HIDDEN, BOOLEAN, SPAN), {"show": True}, True),
        (x.IsApplicable(HIDDEN, BOOLEAN, SPAN), {"show": False}, False),
        (x.IsApplicable(HIDDEN, BOOLEAN, SPAN), UNKNOWN, UNDECIDED),
        (x.IsApplicable(A, BOOLEAN, SPAN), UNKNOWN, True),
    ],
)
def test_conditions(executor: Make, node: x.Expression, given: dict[str, Any], expected: Possible) -> None:
    assert value(executor, node, given) == expected


AB = (A, B)


@pytest.mark.parametrize(
    ("node", "given", "expected"),
    [
        (x.Rescale(A, 10, TENTHS, SPAN), {"a": 4}, 40),
        (x.Negative(A, WHOLE, SPAN), UNKNOWN, Between(-10, 0)),
        (x.Add(A, B, WHOLE, SPAN), {"a": 4, "b": 3}, 7),
        (x.Add(A, B, WHOLE, SPAN), {"a": 4}, Between(4, 14)),
        (x.Add(A, HIDDEN, WHOLE, SPAN), {"a": 4, "show": False}, NOT_APPLICABLE),
        (x.Subtract(A, B, WHOLE, SPAN), {"b": 3}, Between(-3, 7)),
        (x.Multiply(A, B, WHOLE, SPAN), {"a": 4}, Between(0, 40)),
        (x.Power(A, 2, WHOLE, SPAN), {"a": 4}, 16),
        (x.Absolute(x.Negative(A, WHOLE, SPAN), WHOLE, SPAN), {"a": 4}, 4),
        (x.Fold("sum", (A, HIDDEN), WHOLE, SPAN), {"a": 4, "show": False}, 4),
        (x.Fold("sum", (), WHOLE, SPAN), UNKNOWN, 0),
        (x.Fold("min", (), WHOLE, SPAN), UNKNOWN, NOT_APPLICABLE),
        (x.Fold("min", AB, WHOLE, SPAN), {"a": 4}, Between(0, 4)),
        (x.Fold("max", AB, WHOLE, SPAN), {"a": 4, "b": 9}, 9),
        (x.Fold("max", (HIDDEN,), WHOLE, SPAN), {"show": False}, NOT_APPLICABLE),
        (x.CountApplicable((A, HIDDEN), WHOLE, SPAN), UNKNOWN, Between(1, 2)),
        (x.CountApplicable((A, HIDDEN), WHOLE, SPAN), {"show": False}, 1),
        (x.RoundTo(A, "round", 1, 1, WHOLE, SPAN), {"a": 5}, 1),
        (x.RoundTo(A, "floor", 1, 1, WHOLE, SPAN), {"a": 9}, 0),
        (x.RoundTo(A, "ceil", 0, 4, WHOLE, SPAN), {"a": 5}, 8),
        (x.RoundQuotient(A, const(4), 1, "round", 1, TENTHS, SPAN), {"a": 5}, 13),
        (x.RoundQuotient(A, const(4), 0, "round", 1, WHOLE, SPAN), UNKNOWN, Between(0, 3)),
        (x.RoundMean((A, B, HIDDEN), 1, "round", 1, TENTHS, SPAN), {"a": 1, "b": 2, "show": False}, 15),
        (x.RoundReal(x.RealOperation("sqrt", (x.ToReal(A, 0, REAL, SPAN),), 1, REAL, SPAN), "round", 1, TENTHS, SPAN),
         {"a": 2}, 14),
    ],
)  # fmt: skip
def test_numbers(executor: Make, node: x.Expression, given: dict[str, Any], expected: Possible) -> None:
    assert value(executor, node, given) == expected


FIRST = x.FirstOf(((YES, const(1)), (NO, const(5))), const(9), WHOLE, SPAN)
BANDS = x.Bands(A, ((None, 2, 0), (3, 5, 2), (6, None, 1)), WHOLE, SPAN)
UNSURE = x.OptionValues(LVL, (("low", 0), ("medium", 1), ("high", Between(0, 3))), WHOLE, SPAN)
FLAG = x.Concluded(((YES, True), (NO, True)), (False, True), BOOLEAN, SPAN)
RISK = x.Concluded(((YES, "medium"), (NO, "high"), (YES, "low")), LEVEL.options, LEVEL, SPAN)


@pytest.mark.parametrize(
    ("node", "given", "expected"),
    [
        (x.Conditional(YES, A, const(0), WHOLE, SPAN), flags(a=4), 4),
        (x.Conditional(YES, const(2), const(0), WHOLE, SPAN), UNKNOWN, Between(0, 2)),
        (x.Conditional(YES, const(2), const(2), WHOLE, SPAN), UNKNOWN, 2),
        (x.Conditional(HIDDEN_FLAG, const(2), const(0), WHOLE, SPAN), {"show": False}, 0),
        (FIRST, flags(), 1),
        (FIRST, flags(yes=False, no=True), 5),
        (FIRST, flags(yes=False), 9),
        (FIRST, flags(yes=None, no=True), Between(1, 5)),
        (FIRST, flags(yes=None), Between(1, 9)),
        (x.FirstOf(((YES, const("x", TEXT)),), const("y", TEXT), TEXT, SPAN), UNKNOWN, Anything()),
        (x.Collect(((YES, "pain"), (NO, "fever")), SIGNS, SPAN), flags(), frozenset({"pain"})),
        (x.Collect(((YES, "pain"), (NO, "fever")), SIGNS, SPAN), flags(no=None), Subset(frozenset({"pain"}), frozenset({"fever"}))),
        (BANDS, {"a": 2}, 0),
        (BANDS, {"a": 3}, 2),
        (BANDS, {"a": 6}, 1),
        (BANDS, UNKNOWN, Between(0, 2)),
        (UNSURE, {"level": "high"}, Between(0, 3)),
        (x.Add(UNSURE, const(1), WHOLE, SPAN), {"level": "high"}, Between(1, 4)),
        (x.Add(UNSURE, const(1), WHOLE, SPAN), {"level": "low"}, 1),
        (x.ChosenSum(SGN, (("pain", 2), ("fever", 1)), WHOLE, SPAN), {"signs": frozenset({"pain", "fever"})}, 3),
        (x.ChosenSum(SGN, (("pain", 2), ("fever", 1)), WHOLE, SPAN), UNKNOWN, Between(0, 3)),
        (x.WhenApplicable(YES, A, 4, WHOLE, SPAN), flags(a=1), 1),
        (x.WhenApplicable(YES, A, 4, WHOLE, SPAN), flags(yes=False), 4),
        (x.WhenApplicable(YES, A, 4, WHOLE, SPAN), {"a": 1}, Between(1, 4)),
        (x.WhenApplicable(YES, A, NOT_APPLICABLE, WHOLE, SPAN), {"a": 1}, Between(1, 1, True)),
        (x.OrElse(HIDDEN, 4, WHOLE, SPAN), {"show": False}, 4),
        (x.OrElse(HIDDEN, 4, WHOLE, SPAN), {"hidden": 1}, 1),
        (x.UnlessFalse(YES, A, WHOLE, SPAN), flags(yes=False, a=1), NOT_APPLICABLE),
        (x.UnlessFalse(YES, A, WHOLE, SPAN), {"a": 1}, 1),
        (FLAG, flags(yes=False), False),
        (FLAG, flags(no=None), True),
        (FLAG, flags(yes=False, no=None), UNDECIDED),
        (RISK, flags(yes=False), NOT_APPLICABLE),
        (RISK, flags(), "medium"),
        (RISK, flags(no=None), OneOf(frozenset({"medium", "high"}))),
        (RISK, flags(yes=None, no=False), OneOf(frozenset({"low", "medium"}), True)),
        (RISK, flags(yes=None, no=True), "high"),
        (x.RequireAll(const(1), (A, B), Between(0, 9), WHOLE, SPAN), {"a": 1}, Between(0, 9)),
        (x.RequireAll(const(1), (A, HIDDEN), Between(0, 9), WHOLE, SPAN), {"a": 1, "show": False}, 1),
    ],
)  # fmt: skip
def test_choosing(executor: Make, node: x.Expression, given: dict[str, Any], expected: Possible) -> None:
    assert value(executor, node, given) == expected


def days(amount: x.Expression) -> x.Expression:
    return x.MakeDuration("days", amount, LENGTH, SPAN)


@pytest.mark.parametrize(
    ("node", "given", "expected"),
    [
        (days(A), {"a": 2}, Duration(2, "days")),
        (days(A), UNKNOWN, Anything()),
        (x.Step(DAY, days(const(1)), 1, DATE, SPAN), {"day": date(2026, 2, 28)}, date(2026, 3, 1)),
        (x.Step(DAY, days(const(1)), -1, DATE, SPAN), UNKNOWN, Anything()),
        (x.TimeFunction("years_since", (DAY,), WHOLE, SPAN), {"day": date(1937, 11, 24)}, 88),
        (
            x.TimeFunction("days_between", (DAY, x.Today(DATE, SPAN)), WHOLE, SPAN),
            {"day": date(2026, 11, 20)},
            3,
        ),
        (x.TimeFunction("weekday", (x.Today(DATE, SPAN),), WHOLE, SPAN), UNKNOWN, 1),
        (x.TimeFunction("weekday", (DAY,), WHOLE, SPAN), UNKNOWN, Between(1, 7)),
        (x.TimeFunction("date_of", (x.Now(INSTANT, SPAN),), DATE, SPAN), UNKNOWN, date(2026, 11, 23)),
        (x.TimeFunction("time_of", (x.Now(INSTANT, SPAN),), kinds.TimeOfDay(), SPAN), UNKNOWN, time(9)),
    ],
)
def test_time(executor: Make, node: x.Expression, given: dict[str, Any], expected: Possible) -> None:
    assert value(executor, node, given) == expected


def over(function: Any, body: x.Expression | None, kind: kinds.Kind = WHOLE) -> x.Expression:
    return x.OverRows(function, "f.rows", body, 1, "round", 1, kind, SPAN)


N, MANY = read_row("f.rows.n"), compare(read_row("f.rows.n"), ">", 5)
TWO = {"rows": [{"n": 2}, {"n": 8, "level": "low"}]}


@pytest.mark.parametrize(
    ("node", "given", "expected"),
    [
        (over("count", None), TWO, 2),
        (over("count", None), {"rows": []}, 0),
        (over("count", None), UNKNOWN, Between(0, 2)),
        (over("count", None), None, Between(0, 2)),
        (over("count", None), {"rows": "rejected group"}, Between(0, 2)),
        (over("any", MANY, BOOLEAN), TWO, True),
        (over("all", MANY, BOOLEAN), TWO, False),
        (over("any", MANY, BOOLEAN), {"rows": []}, False),
        (over("all", MANY, BOOLEAN), {"rows": []}, True),
        (over("any", MANY, BOOLEAN), UNKNOWN, UNDECIDED),
        (over("any", compare(N, ">", 10), BOOLEAN), UNKNOWN, False),
        (over("count", MANY), {"rows": [{"n": 9}, {}]}, Between(1, 2)),
        (over("sum", N), TWO, 10),
        (over("sum", N), {"rows": [{"n": 2}, {}]}, Between(2, 12)),
        (over("sum", N), UNKNOWN, Between(0, 20)),
        (over("min", N), TWO, 2),
        (over("max", N), {"rows": []}, NOT_APPLICABLE),
        (over("mean", N), TWO, 50),
        (over("distinct", N), {"rows": [{"n": 2}, {"n": 2}]}, 1),
        (over("duplicates", N, BOOLEAN), {"rows": [{"n": 2}, {"n": 2}]}, True),
        (over("duplicates", N, BOOLEAN), TWO, False),
        (over("duplicates", N, BOOLEAN), {"rows": [{"n": 2}, {}]}, UNDECIDED),
        (over("sum", x.Add(N, A, WHOLE, SPAN)), {**TWO, "a": 1}, 12),
    ],
)
def test_entries(
    executor: Make, node: x.Expression, given: dict[str, Any] | None, expected: Possible
) -> None:
    assert value(executor, node, given) == expected
