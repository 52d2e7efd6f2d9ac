"""Tests of the record, how many items remain, parameters and history, for both executors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.values import kinds
from decisionsupport.values.duration import Duration
from decisionsupport.values.sets import NOT_APPLICABLE, UNDECIDED, Anything, Between, Possible
from decisionsupport.values.time import EARLIEST
from tests.execution.programs import (
    AT,
    BOOLEAN,
    INSTANT,
    NOT_KNOWN,
    REJECTED,
    SPAN,
    WHOLE,
    Pack,
    compare,
    const,
    is_one,
    read,
    record,
)

Make = Callable[[Program], Any]
LENGTH = kinds.DurationType()
CHECK = kinds.Choice(("done", "undone", "not_relevant"))


def ask_record(cell: str, test: Any, form: str | None = "f", *, in_row: bool = False) -> x.Expression:
    return x.RecordTest(cell, test, in_row, form, BOOLEAN, SPAN)


@pytest.mark.parametrize(
    ("cell", "test", "given", "expected"),
    [
        ("f.a", "answered", None, UNDECIDED),
        ("f.a", "answered", {}, False),
        ("f.a", "answered", {"a": 1}, True),
        ("f.a", "answered", {"a": NOT_KNOWN}, True),
        ("f.a", "answered", {"a": REJECTED}, False),
        ("f.a", "known", {"a": NOT_KNOWN}, False),
        ("f.a", "known", {"a": 1}, True),
        ("f.a", "known", None, UNDECIDED),
        ("f.hidden", "answered", {"show": False, "hidden": 1}, False),
        ("f.hidden", "known", {"show": False}, True),
        ("f.total", "known", {"a": 1}, False),
        ("f.total", "known", {"a": 1, "show": False}, True),
        ("f.rows", "answered", {}, False),
        ("f.rows", "answered", {"rows": []}, True),
    ],
)
def test_record_tests(
    executor: Make, cell: str, test: str, given: dict[str, Any] | None, expected: Possible
) -> None:
    hide = is_one(read("f.show", BOOLEAN), True)
    pack = (
        Pack()
        .item("f.a")
        .item("f.show", BOOLEAN)
        .item("f.hidden", applies=hide)
        .group("f.rows", {"n": WHOLE})
    )
    pack.cell("f.total", x.Fold("sum", (read("f.a"), read("f.hidden")), WHOLE, SPAN), form="f")
    program = pack.cell("cell", ask_record(cell, test)).program()
    assert executor(program)(record({} if given is None else {"f": given})).value("cell") == expected


def test_record_tests_in_entries(executor: Make) -> None:
    body = ask_record("f.rows.n", "answered", in_row=True)
    count = x.OverRows("count", "f.rows", body, 0, "round", 1, WHOLE, SPAN)
    evaluate = executor(Pack().group("f.rows", {"n": WHOLE}).cell("cell", count).program())
    assert evaluate(record({"f": {"rows": [{"n": 1}, {}, {"n": NOT_KNOWN}]}})).value("cell") == 2
    assert evaluate(record({"f": {}})).value("cell") == 0
    assert evaluate(record({})).value("cell") == Between(0, 3)


@pytest.mark.parametrize(
    ("word", "given", "expected"),
    [
        ("assessment", None, Between(0, 2)),
        ("assessment", {}, 2),
        ("assessment", {"a": 1}, 1),
        ("assessment", {"a": REJECTED, "show": False}, 1),
        ("assessment", {"a": NOT_KNOWN, "hidden": 2}, 0),
        ("assessment", {"a": 1, "show": False}, 0),
        ("checklist", None, Between(0, 4)),
        ("checklist", {}, 4),
        ("checklist", {"a": 1, "show": False, "check": "undone"}, 1),
        ("checklist", {"a": 1, "show": False, "check": NOT_KNOWN}, 1),
        ("checklist", {"a": 1, "show": False, "check": "not_relevant"}, 0),
    ],
)
def test_remaining(executor: Make, word: Any, given: dict[str, Any] | None, expected: Possible) -> None:
    hide = is_one(read("f.show", BOOLEAN), True)
    pack = Pack().form("f", word).item("f.a", required=True).item("f.show", BOOLEAN)
    pack.item("f.hidden", applies=hide, required=True).item("f.check", CHECK, word="check")
    program = pack.cell("cell", x.FormRemaining("f", WHOLE, SPAN)).program()
    assert executor(program)(record({} if given is None else {"f": given})).value("cell") == expected


def test_parameters(executor: Make) -> None:
    pack = Pack().cell("parameter.limit", None, widest=Between(0, 9)).item("f.a")
    evaluate = executor(pack.cell("cell", compare(read("f.a"), ">=", read("parameter.limit"))).program())
    assert evaluate(record({"f": {"a": 3}}, parameters={"limit": 3})).value("cell") is True
    assert evaluate(record({"f": {"a": 3}}, parameters={"limit": Between(0, 9)})).value("cell") == UNDECIDED
    assert evaluate(record({"f": {"a": 9}})).value("cell") is True


# History ---------------------------------------------------------------------------------------------------


def ago(days: int) -> datetime:
    return AT - timedelta(days=days)


def history(function: Any, within: x.Expression | None = None) -> Program:
    pack = Pack().item("f.a").item("f.show", BOOLEAN)
    pack.item("f.hidden", applies=is_one(read("f.show", BOOLEAN), True))
    pack.cell("f.double", x.Add(read("f.a"), read("f.a"), WHOLE, SPAN), widest=Between(0, 20), form="f")
    pack.cell("parameter.window", None, LENGTH, widest=Anything())
    pack.cell("cell", x.History(function, "f", "f.double", within, WHOLE, SPAN))
    return pack.cell("hidden", x.History(function, "f", "f.hidden", within, WHOLE, SPAN)).program()


WEEK = const(Duration(7, "days"), LENGTH)
WINDOW = read("parameter.window", LENGTH)
PAST = [(ago(30), {"a": 9}), (ago(5), {"a": 2}), (ago(2), {})]


@pytest.mark.parametrize(
    ("function", "within", "past", "expected"),
    [
        ("previous", None, None, Between(0, 20, True)),
        ("previous", None, [], NOT_APPLICABLE),
        ("previous", None, PAST, 4),
        ("previous", None, PAST[:1], 18),
        ("previous", None, PAST[2:], NOT_APPLICABLE),
        ("previous", WEEK, PAST, 4),
        ("previous", WEEK, PAST[:1], NOT_APPLICABLE),
        ("previous", const(Duration(30, "days"), LENGTH), PAST[:1], 18),
        ("previous", WINDOW, PAST[:1], Between(18, 18, True)),
        ("lowest", None, None, Between(0, 6)),
        ("lowest", None, [], 6),
        ("lowest", None, PAST[:2], 4),
        ("lowest", None, PAST, Between(0, 4)),
        ("highest", None, None, Between(6, 20)),
        ("highest", None, PAST[:2], 18),
        ("highest", WEEK, PAST[:2], 6),
        ("highest", WINDOW, PAST[:2], Between(6, 18)),
    ],
)
def test_history(
    executor: Make, function: str, within: x.Expression | None, past: Any, expected: Possible
) -> None:
    given = record({"f": {"a": 3}}, history={} if past is None else {"f": past})
    assert executor(history(function, within))(given).value("cell") == expected


def test_what_was_not_applicable_is_passed_over(executor: Make) -> None:
    past: list[tuple[datetime, dict[str, Any]]] = [
        (ago(9), {"show": True, "hidden": 7}),
        (ago(2), {"show": False}),
    ]
    given = record({"f": {"show": False}}, history={"f": past})
    for function, expected in (("previous", 7), ("lowest", 7), ("highest", 7)):
        assert executor(history(function))(given).value("hidden") == expected
    assert (
        executor(history("lowest"))(record({"f": {"show": False}}, history={"f": []})).value("hidden")
        is NOT_APPLICABLE
    )


def test_the_past_is_scored_by_the_parameters_of_now_and_knows_no_other_form(executor: Make) -> None:
    scored = x.Add(read("f.a"), read("parameter.extra"), WHOLE, SPAN)
    pack = Pack().item("f.a").item("g.b").cell("parameter.extra", None, widest=Between(0, 9))
    pack.cell("f.scored", scored, form="f").cell(
        "f.mixed", x.Add(read("f.a"), read("g.b"), WHOLE, SPAN), form="f"
    )
    pack.cell("before", x.History("previous", "f", "f.scored", None, WHOLE, SPAN))
    pack.cell("mixed", x.History("previous", "f", "f.mixed", None, WHOLE, SPAN))
    given = record({"g": {"b": 1}}, history={"f": [(ago(1), {"a": 3})]}, parameters={"extra": 5})
    evaluation = executor(pack.program())(given)
    assert evaluation.value("before") == 8
    assert evaluation.value("mixed") is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("given", "past", "done", "longer"),
    [
        (False, None, Anything(), UNDECIDED),
        (False, [], EARLIEST, True),
        (False, [(ago(6), {})], ago(6), False),
        (False, [(ago(7), {})], ago(7), False),
        (False, [(ago(8), {})], ago(8), True),
        (True, None, Anything(), False),
        (True, [(ago(8), {})], ago(8), False),
    ],
)
def test_time_since(executor: Make, given: bool, past: Any, done: Possible, longer: Possible) -> None:
    pack = Pack().item("f.a").cell("done", x.LastDone("f", INSTANT, SPAN))
    pack.cell("longer", x.SinceCompare("f", ">", WEEK, BOOLEAN, SPAN))
    program = pack.cell("within", x.SinceCompare("f", "<=", WEEK, BOOLEAN, SPAN)).program()
    evaluation = executor(program)(
        record({"f": {}} if given else {}, history={} if past is None else {"f": past})
    )
    assert evaluation.value("done") == done
    assert evaluation.value("longer") == longer
    assert evaluation.value("within") == (UNDECIDED if longer == UNDECIDED else not longer)


def test_never_done_is_longer_than_a_duration_nobody_knows(executor: Make) -> None:
    pack = Pack().item("f.a").cell("parameter.window", None, LENGTH, widest=Anything())
    program = pack.cell("cell", x.SinceCompare("f", ">", WINDOW, BOOLEAN, SPAN)).program()
    assert executor(program)(record({}, history={"f": []})).value("cell") is True
    assert executor(program)(record({}, history={"f": PAST})).value("cell") == UNDECIDED


@pytest.mark.parametrize(
    ("zone", "unit", "amount", "hour"),
    [
        ("Europe/Stockholm", "days", 1, 10),
        ("Europe/Stockholm", "hours", 24, 11),
        ("UTC", "days", 1, 11),
    ],
)
def test_a_day_is_no_twenty_four_hours_when_clocks_change(
    executor: Make, zone: str, unit: Any, amount: int, hour: int
) -> None:
    """The clocks go forward in Stockholm in the night to 29 March 2026."""
    later = x.Step(x.Now(INSTANT, SPAN), x.MakeDuration(unit, const(amount), LENGTH, SPAN), 1, INSTANT, SPAN)
    program = Pack(zone).item("f.a").cell("cell", later).program()
    found = executor(program)(record({}, at=datetime(2026, 3, 28, 11, tzinfo=UTC))).value("cell")
    assert found == datetime(2026, 3, 29, hour, tzinfo=UTC)


def test_the_day_is_the_day_of_the_pack(executor: Make) -> None:
    today = x.Today(kinds.Date(), SPAN)
    given = record({}, at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    for zone, day in (("Europe/Stockholm", 2), ("UTC", 1), ("America/New_York", 1)):
        found = executor(Pack(zone).item("f.a").cell("cell", today).program())(given).value("cell")
        assert found.day == day
