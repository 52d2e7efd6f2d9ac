"""A fault of ours inside a rule: it is named, undecided for what reads it, and takes nothing else with it."""

from __future__ import annotations

from typing import Any

import pytest

from decisionsupport.engine import Engine
from decisionsupport.execution.interpreter import Interpretation, Interpreter
from decisionsupport.execution.model import Record
from decisionsupport.outcome.values import Unknown
from decisionsupport.program.model import Program
from decisionsupport.values.sets import Possible
from tests.engine.packs import AT, engine_of, ids

PACK = (
    """
    assessment: a
    version: 1.0.0
    title: {en: A}
    items: {x: {kind: integer, between: 0..9, ask: {en: X}}}
    computed: {twice: {value: x + x}}
    """,
    """
    set: s
    version: 1.0.0
    actions: {act: {title: {en: Act}}, help: {title: {en: Help}, priority: emergency, due: now}}
    findings: {big: {title: {en: Big}, kind: boolean}}
    rules:
      broken: {when: a.x > 3, propose: [act], conclude: {big: true}}
      reads: {when: finding.big, propose: [act]}
      by_value: {when: a.twice > 3, propose: [act]}
      fine: {when: a.x > 5, propose: [help]}
    """,
)


def engine_that_fails_at(cell: str) -> Engine:
    class Failing(Interpretation):
        def _work_out(self, cell_id: str, row: int | None) -> Possible:
            if cell_id != cell:
                return super()._work_out(cell_id, row)
            found = self.program.cells[cell_id]
            self.failed(cell_id, found.span, ZeroDivisionError("division by zero"))
            return found.widest

    class FailingInterpreter(Interpreter):
        def __call__(self, record: Record) -> Interpretation:
            return Failing(self, record)

    def executor(program: Program) -> FailingInterpreter:
        return FailingInterpreter(program)

    return Engine(engine_of(*PACK).program, executor=executor)


@pytest.mark.parametrize(
    ("cell", "failed", "undecided"),
    [
        ("when:s.broken", "s.broken", ["s.broken", "s.reads"]),
        ("a.twice", "a.twice", ["s.by_value"]),
    ],
)
def test_a_fault_is_named_and_undecided(cell: str, failed: str, undecided: list[str]) -> None:
    outcome = engine_that_fails_at(cell).evaluate({"a": {"x": 9}}, at=AT)
    assert not outcome.ok
    (found,) = outcome.failed
    assert (found.rule, "ZeroDivisionError" in found.message) == (failed, True)
    assert ids(outcome.undecided, "rule") == undecided
    assert outcome.proposal("help") is not None
    findings: dict[str, Any] = dict(outcome.findings)
    assert findings["big"] == (Unknown(one_of=(True, False)) if "broken" in cell else True)
