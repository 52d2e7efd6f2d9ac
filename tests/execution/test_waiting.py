"""What an undecided condition waits for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from decisionsupport.execution.model import Wait
from decisionsupport.execution.waiting import waits_for
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.values import kinds
from decisionsupport.values.sets import Anything, Between
from tests.execution.programs import (
    BOOLEAN,
    NOT_KNOWN,
    REJECTED,
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
LEVEL = kinds.Choice(("low", "medium", "high"))
A, B, C = read("f.a"), read("f.b"), read("g.c")
YES, NO = read("f.yes", BOOLEAN), read("f.no", BOOLEAN)


def pack() -> Pack:
    made = (
        Pack()
        .item("f.a", required=True)
        .item("f.b")
        .item("f.yes", BOOLEAN)
        .item("f.no", BOOLEAN)
        .item("f.level", LEVEL)
    )
    made.item("f.hidden", applies=compare(B, ">", 5)).item("g.c").group("f.rows", {"n": WHOLE}, at_most=3)
    made.group("f.shown", {"n": WHOLE}, applies=compare(A, ">", 5))
    return made.cell("parameter.limit", None, widest=Between(0, 10))


def waits(executor: Make, node: x.Expression, given: dict[str, Any], **more: Any) -> list[str]:
    program = pack().cell("when:s.r", node).program()
    evaluation = executor(program)(record(given, **more))
    by_cell, by_node = waits_for(evaluation, "when:s.r"), waits_for(evaluation, node)
    assert by_cell == by_node == waits_for(evaluation, "when:s.r")
    return [f"{wait.what} {wait.name}" for wait in by_cell]


def total(*parts: x.Expression) -> x.Expression:
    return x.Fold("sum", parts, WHOLE, SPAN)


def rows(function: Any, body: x.Expression | None, group: str = "f.rows") -> x.Expression:
    return x.OverRows(
        function, group, body, 0, "round", 1, WHOLE if function in ("sum", "count") else BOOLEAN, SPAN
    )


MANY = compare(read_row("f.rows.n"), ">", 5)
FIRST = x.FirstOf(((YES, A), (NO, B)), C, WHOLE, SPAN)
BANDS = x.Bands(A, ((None, 3, 0), (4, None, 1)), WHOLE, SPAN)
LEVELS = x.OptionValues(
    read("f.level", LEVEL), (("low", 0), ("medium", 1), ("high", Between(0, 3))), WHOLE, SPAN
)
RISK = x.Concluded(((YES, "medium"), (compare(A, ">", 5), "high"), (NO, "low")), LEVEL.options, LEVEL, SPAN)


@pytest.mark.parametrize(
    ("node", "given", "expected"),
    [
        (compare(A, ">", 5), {"f": {"a": 7}}, []),
        (compare(A, ">", 5), {"f": {}}, ["item f.a"]),
        (compare(A, ">", 5), {}, ["form f"]),
        (compare(A, ">", 5), {"f": {"a": NOT_KNOWN}}, ["item f.a"]),
        (compare(A, ">", 5), {"f": {"a": REJECTED}}, ["problem f.a"]),
        (compare(A, ">", 99), {"f": {}}, []),
        (compare(total(B, A, B, C), ">", 35), {"f": {}}, ["item f.b", "item f.a", "form g"]),
        (compare(total(A, B), ">", 5), {"f": {"a": 6}}, []),
        (both(YES, NO, compare(A, ">", 5)), {"f": {"no": True}}, ["item f.yes", "item f.a"]),
        (either(YES, negated(NO)), {"f": {}}, ["item f.yes", "item f.no"]),
        (either(YES, negated(NO)), {"f": {"no": False}}, []),
        (compare(read("f.hidden"), ">", 5), {"f": {}}, ["item f.b"]),
        (compare(read("f.hidden"), ">", 5), {"f": {"b": 7}}, ["item f.hidden"]),
        (compare(read("f.hidden"), ">", 5), {"f": {"hidden": NOT_KNOWN}}, ["item f.hidden"]),
        (compare(read("f.hidden"), ">", 5), {"f": {"b": 1}}, []),
        (x.IsApplicable(read("f.hidden"), BOOLEAN, SPAN), {"f": {}}, ["item f.b"]),
        (compare(A, ">", read("parameter.limit")), {"f": {"a": 3}}, ["parameter limit"]),
        (FIRST, {"f": {}}, ["item f.yes", "item f.a", "item f.no", "item f.b", "form g"]),
        (FIRST, {"f": {"yes": True}}, ["item f.a"]),
        (FIRST, {"f": {"yes": False, "no": True}}, ["item f.b"]),
        (FIRST, {"f": {"no": True, "b": 1, "a": 2}}, ["item f.yes"]),
        (x.Conditional(YES, const(1), const(1), WHOLE, SPAN), {"f": {}}, []),
        (x.WhenApplicable(YES, A, 0, WHOLE, SPAN), {"f": {}}, ["item f.yes", "item f.a"]),
        (x.CountApplicable((A, read("f.hidden")), WHOLE, SPAN), {"f": {}}, ["item f.b"]),
        (x.UnlessFalse(YES, A, WHOLE, SPAN), {"f": {}}, ["item f.a"]),
        (x.UnlessFalse(YES, A, WHOLE, SPAN), {"f": {"a": 1}}, []),
        (BANDS, {"f": {}}, ["item f.a"]),
        (LEVELS, {"f": {"level": "high"}}, ["item f.level"]),
        (RISK, {"f": {}}, ["item f.yes", "item f.a", "item f.no"]),
        (RISK, {"f": {"yes": True}}, ["item f.a"]),
        (x.RequireAll(const(1), (A, B), Between(0, 9), WHOLE, SPAN), {"f": {"a": 1}}, ["item f.b"]),
        (rows("any", MANY), {}, ["form f"]),
        (rows("any", MANY), {"f": {}}, ["item f.rows"]),
        (rows("any", MANY), {"f": {"rows": "rejected group"}}, ["problem f.rows"]),
        (rows("any", MANY), {"f": {"rows": [{}, {"n": 1}, {}]}}, ["item f.rows[0].n", "item f.rows[2].n"]),
        (rows("any", MANY), {"f": {"rows": [{"n": REJECTED}]}}, ["problem f.rows[0].n"]),
        (rows("any", MANY), {"f": {"rows": [{}, {"n": 9}]}}, []),
        (rows("count", None), {"f": {}}, ["item f.rows"]),
        (rows("count", None), {"f": {"rows": NOT_KNOWN}}, ["item f.rows"]),
        (rows("count", None, "f.shown"), {"f": {}}, ["item f.a"]),
        (rows("count", None, "f.shown"), {"f": {"a": 7}}, ["item f.shown"]),
        (rows("count", None, "f.shown"), {"f": {"a": 1}}, []),
        (x.RecordTest("f.a", "answered", False, "f", BOOLEAN, SPAN), {}, ["form f"]),
        (x.FormRemaining("f", WHOLE, SPAN), {}, ["form f"]),
        (x.LastDone("f", kinds.Instant(), SPAN), {"f": {}}, ["history f"]),
        (x.History("previous", "f", "f.a", None, WHOLE, SPAN), {"f": {}}, ["history f"]),
        (x.History("lowest", "f", "f.a", None, WHOLE, SPAN), {"f": {}}, ["history f", "item f.a"]),
    ],
)  # fmt: skip
def test_waits(executor: Make, node: x.Expression, given: dict[str, Any], expected: list[str]) -> None:
    assert waits(executor, node, given) == expected


def test_a_condition_waits_for_nothing_when_only_its_applying_is_unknown(executor: Make) -> None:
    """False or not applicable: false either way."""
    shown = x.WhenApplicable(YES, compare(A, ">", 5), False, BOOLEAN, SPAN)
    flag = Pack().item("f.yes", BOOLEAN).item("f.a").item("f.flag", BOOLEAN, applies=YES)
    program = flag.cell("shown", shown).cell("cell", both(read("f.flag", BOOLEAN), YES)).program()
    evaluation = executor(program)(record({"f": {"flag": False}}))
    assert waits_for(evaluation, "cell") == ()
    assert waits_for(evaluation, read("f.flag", BOOLEAN)) == ()


def test_a_duration_without_value_is_waited_for(executor: Make) -> None:
    length = kinds.DurationType()
    window = read("parameter.window", length)
    made = Pack().item("f.a").cell("parameter.window", None, length, widest=Anything())
    program = made.cell("cell", x.SinceCompare("f", ">", window, BOOLEAN, SPAN)).program()
    found = waits_for(executor(program)(record({})), "cell")
    assert found == (Wait("history", "f"), Wait("parameter", "window"))


def test_chains_of_cells_cost_no_stack(executor: Make) -> None:
    made = Pack().item("f.a", limits=(0, 1)).cell("c.0", read("f.a"))
    for number in range(1, 3000):
        made.cell(f"c.{number}", x.Add(read(f"c.{number - 1}"), const(1), WHOLE, SPAN))
    evaluate = executor(made.program())
    evaluation = evaluate(record({"f": {}}))
    assert evaluation.value("c.2999") == Between(2999, 3000)
    assert waits_for(evaluation, "c.2999") == (Wait("item", "f.a"),)
    assert evaluate(record({"f": {"a": 1}})).value("c.2999") == 3000
    assert evaluation.failures() == ()


def test_conditions_on_a_choice_wait_for_it_once(executor: Make) -> None:
    low = is_one(read("f.level", LEVEL), "low")
    assert waits(executor, either(low, both(low, YES)), {"f": {}}) == ["item f.level", "item f.yes"]
