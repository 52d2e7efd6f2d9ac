"""Generated Python gives what the interpreter gives: values, and what is waited for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.python import compile_program
from decisionsupport.execution.waiting import waits_for
from decisionsupport.values.sets import is_known
from tests.execution.expression_strategies import Dice, throw_program, throw_record

SEEDS = st.integers(0, 2**32)
RECORDS = 4


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_every_cell_is_the_same(seed: int) -> None:
    dice = Dice(seed)
    program = throw_program(dice)
    oracle, compiled = Interpreter(program), compile_program(program)
    for _ in range(RECORDS):
        record = throw_record(dice)
        expected, found = oracle(record), compiled(record)
        for cell in program.cells.values():
            if cell.row_of is None:
                value = found.value(cell.id)
                assert value == expected.value(cell.id), cell
                assert type(value) is type(expected.value(cell.id)), cell
                assert waits_for(found, cell.id) == waits_for(expected, cell.id)
        assert found.failures() == expected.failures() == ()


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_what_is_undecided_waits_for_something(seed: int) -> None:
    dice = Dice(seed)
    program = throw_program(dice)
    evaluation = compile_program(program)(throw_record(dice))
    for cell in program.cells.values():
        if cell.row_of is None:
            value, waits = evaluation.value(cell.id), waits_for(evaluation, cell.id)
            assert bool(waits) is not is_known(value) or not cell.reads, (cell, value)
            assert len(set(waits)) == len(waits)
