"""Generated Python gives what the interpreter gives: values, faults, what is waited for."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.model import Record
from decisionsupport.execution.python import compile_program
from decisionsupport.execution.waiting import waits_for
from decisionsupport.program.model import Program
from decisionsupport.values.sets import NOT_APPLICABLE, is_known, narrower_or_equal
from tests.execution.expression_strategies import programs, records

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(programs(), records())
def test_every_cell_is_the_same(program: Program, given: Record) -> None:
    expected, found = Interpreter(program)(given), compile_program(program)(given)
    for cell in program.cells.values():
        if cell.row_of is None:
            value = found.value(cell.id)
            assert value == expected.value(cell.id), cell
            assert type(value) is type(expected.value(cell.id)), cell
            assert waits_for(found, cell.id) == waits_for(expected, cell.id)
            assert narrower_or_equal(value, cell.widest)
    assert found.failures() == expected.failures() == ()


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(programs(), records())
def test_what_is_undecided_waits_for_something(program: Program, given: Record) -> None:
    evaluation = Interpreter(program)(given)
    for cell in program.cells.values():
        if cell.row_of is None:
            value, waits = evaluation.value(cell.id), waits_for(evaluation, cell.id)
            assert bool(waits) is not is_known(value) or value is NOT_APPLICABLE, (cell, value)
            assert len(set(waits)) == len(waits)
