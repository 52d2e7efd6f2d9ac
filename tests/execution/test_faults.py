"""A fault of ours stays inside its cell, and is named with its place in the file; both executors alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.values.sets import UNDECIDED, Between
from tests.execution.programs import SPAN, WHOLE, Pack, compare, const, on_line, read, record

Make = Callable[[Program], Any]
ZERO = x.RoundQuotient(read("f.a"), const(0), 0, "round", 1, WHOLE, on_line(12))
WRONG = x.Add(read("f.a"), const("three"), WHOLE, on_line(14))


def failing(node: x.Expression) -> Program:
    pack = Pack().item("f.a").cell("f.bad", node, widest=Between(0, 9), form="f")
    pack.cell("when:s.bad", compare(read("f.bad"), ">", 3), widest=UNDECIDED)
    return pack.cell("when:s.good", compare(read("f.a"), ">", 3), widest=UNDECIDED).program()


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (ZERO, "rules/hand.yaml:12: ZeroDivisionError: "),
        (WRONG, "rules/hand.yaml:14: TypeError: "),
    ],
)
def test_a_fault_leaves_its_cell_at_its_widest(executor: Make, node: x.Expression, message: str) -> None:
    evaluation = executor(failing(node))(record({"f": {"a": 4}}))
    assert evaluation.value("f.bad") == Between(0, 9)
    assert evaluation.value("when:s.bad") == UNDECIDED
    assert evaluation.value("when:s.good") is True
    (failure,) = evaluation.failures()
    assert failure.cell == "f.bad"
    assert failure.message.startswith(message)


def test_the_same_fault_is_named_once(executor: Make) -> None:
    evaluation = executor(failing(ZERO))(record({"f": {"a": 4}}))
    assert [evaluation.value("f.bad") for _ in range(3)] == [Between(0, 9)] * 3
    assert len(evaluation.failures()) == 1


def test_nothing_asked_nothing_failed(executor: Make) -> None:
    evaluation = executor(failing(ZERO))(record({"f": {"a": 4}}))
    assert evaluation.value("when:s.good") is True
    assert evaluation.failures() == ()


def test_a_fault_outside_the_cells_is_named_by_its_place(executor: Make) -> None:
    evaluation = executor(failing(const(1)))(record({"f": {"a": 4}}))
    assert evaluation.evaluate(ZERO) == Between(-(10**15), 10**15, True)
    assert [failure.message.partition(": ")[0] for failure in evaluation.failures()] == ["rules/hand.yaml:12"]


def test_a_fault_in_an_entry(executor: Make) -> None:
    bad = x.RoundQuotient(x.ReadRow("f.rows.n", WHOLE, SPAN), const(0), 0, "round", 1, WHOLE, on_line(12))
    pack = Pack().group("f.rows", {"n": WHOLE}).cell("f.rows.bad", bad, row_of="f.rows", widest=Between(0, 9))
    total = x.OverRows("sum", "f.rows", x.ReadRow("f.rows.bad", WHOLE, SPAN), 0, "round", 1, WHOLE, SPAN)
    evaluation = executor(pack.cell("total", total).program())(record({"f": {"rows": [{"n": 1}, {"n": 2}]}}))
    assert evaluation.value("total") == Between(0, 18)
    assert [failure.cell for failure in evaluation.failures()] == ["f.rows.bad"]


def test_the_end_of_memory_is_no_fault_of_a_cell(executor: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_memory(*_: Any) -> Any:
        raise MemoryError

    pack = Pack().item("f.a").item("f.hidden", applies=compare(read("f.a"), ">", 3))
    evaluation = executor(pack.program())(record({"f": {}}))
    monkeypatch.setattr(evaluation, "given", out_of_memory)
    with pytest.raises(MemoryError):
        evaluation.value("f.hidden")


def test_row_cells_are_asked_with_their_entry(executor: Make) -> None:
    evaluation = executor(Pack().group("f.rows", {"n": WHOLE}).program())(record({"f": {"rows": [{"n": 1}]}}))
    assert evaluation.row_value("f.rows.n", 0) == 1
    with pytest.raises(LookupError):
        evaluation.value("f.rows.n")
