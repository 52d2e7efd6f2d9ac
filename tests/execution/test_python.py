"""What holds of generated code alone: places, names, threads, how much is made."""

from __future__ import annotations

import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from decisionsupport.execution.python import Compiled, compile_program
from decisionsupport.program import expressions as x
from decisionsupport.values import kinds
from decisionsupport.values.sets import UNDECIDED, Between
from tests.execution.expression_strategies import Dice, throw_program, throw_record
from tests.execution.programs import (
    BOOLEAN,
    SPAN,
    WHOLE,
    Pack,
    both,
    compare,
    const,
    on_line,
    read,
    record,
)


def lines_of(fault: BaseException, file: str) -> list[tuple[str, int | None]]:
    return [
        (frame.name, frame.lineno)
        for frame in traceback.extract_tb(fault.__traceback__)
        if frame.filename == file
    ]


def test_a_traceback_names_the_line_of_the_file_and_the_cell() -> None:
    bad = x.RoundQuotient(read("f.b"), const(0), 0, "round", 1, WHOLE, on_line(42))
    late = x.Compare(">", bad, const(3), BOOLEAN, on_line(42))
    early = x.Compare(">", read("f.a"), const(3), BOOLEAN, on_line(40))
    whole = x.And((early, late), BOOLEAN, on_line(40))
    compiled = compile_program(Pack().item("f.a").item("f.b").cell("when:s.r", whole).program())
    number = compiled.numbers["when:s.r"]
    for given in ({"a": 4, "b": 4}, {"b": 4}):
        cells = compiled(record({"f": given})).cells
        with pytest.raises(ZeroDivisionError) as caught:
            compiled.functions.by_number[number](cells)
        assert ("when:s.r", 42) in lines_of(caught.value, "rules/hand.yaml")


def test_nothing_an_author_wrote_is_in_the_code() -> None:
    evil = '__import__("os").system("true")'
    text = kinds.Text()
    level = kinds.Choice((evil, "b"), of=evil)
    pack = Pack().item("f.t", text).item("f.level", level)
    told = x.TextIs(read("f.t", text), evil, BOOLEAN, SPAN)
    same = x.IsOneOf(read("f.level", level), frozenset({evil}), BOOLEAN, SPAN)
    compiled = compile_program(pack.cell("cell", both(told, same)).program())
    for given in ({}, {"t": evil, "level": evil}):
        compiled(record({"f": given})).value("cell")
    code: Any = compiled.functions.by_number[compiled.numbers["cell"]].__code__
    assert evil not in code.co_names
    assert evil not in code.co_consts
    assert compiled(record({"f": {"t": evil, "level": evil}})).value("cell") is True


def test_generated_code_reaches_no_builtins() -> None:
    compiled = compile_program(Pack().item("f.a").cell("cell", compare(read("f.a"), ">", 3)).program())
    compiled(record({"f": {}})).value("cell")
    assert compiled.functions.by_number[compiled.numbers["cell"]].__globals__["__builtins__"] == {}


def test_only_what_is_asked_for_is_made() -> None:
    pack = Pack()
    for number in range(50):
        pack.item(f"f.a{number}").cell(f"when:s.r{number}", compare(read(f"f.a{number}"), ">", 3))
    compiled = compile_program(pack.program())
    evaluation = compiled(record({"f": {}}))
    assert evaluation.value("when:s.r7") == UNDECIDED
    assert len(evaluation.cells) == 2


def test_compiling_all_at_once_changes_nothing() -> None:
    for seed in range(20):
        dice = Dice(seed)
        program = throw_program(dice)
        ready, lazy = compile_program(program), compile_program(program)
        ready.functions.compile_all()
        given = throw_record(dice)
        for cell in program.cells.values():
            if cell.row_of is None:
                assert ready(given).value(cell.id) == lazy(given).value(cell.id)


def test_eight_threads_compile_and_evaluate_alike() -> None:
    for seed in range(6):
        dice = Dice(seed)
        program = throw_program(dice, cells=30)
        givens = [throw_record(dice) for _ in range(4)]
        asked = [cell.id for cell in program.cells.values() if cell.row_of is None]

        def work(compiled: Compiled) -> list[str]:
            return [repr(compiled(given).value(cell)) for given in givens for cell in asked]

        shared = compile_program(program)
        before = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        try:
            with ThreadPoolExecutor(8) as pool:
                found = list(pool.map(work, [shared] * 8))
        finally:
            sys.setswitchinterval(before)
        assert found == [work(compile_program(program))] * 8


def test_what_is_too_deep_for_the_parser_of_python_is_interpreted() -> None:
    node: x.Expression = read("f.a")
    for _ in range(150):
        node = x.Add(node, const(1), WHOLE, SPAN)
    choice: x.Expression = read("f.a")
    for _ in range(120):
        choice = x.Conditional(read("f.yes", BOOLEAN), choice, const(0), WHOLE, SPAN)
    pack = Pack().item("f.a").item("f.yes", BOOLEAN).cell("sum", node).cell("choice", choice)
    evaluate = compile_program(pack.program())
    assert evaluate(record({"f": {"a": 2}})).value("sum") == 152
    assert evaluate(record({"f": {}})).value("sum") == Between(150, 160)
    assert evaluate(record({"f": {"a": 2, "yes": True}})).value("choice") == 2
    assert evaluate(record({"f": {"a": 2}})).value("choice") == Between(0, 2)


def test_long_choices_are_flat() -> None:
    entries = tuple((compare(read("f.a"), "==", n), const(n + 1)) for n in range(1000))
    node = x.FirstOf(entries, const(0), WHOLE, SPAN)
    tests = both(*(compare(read("f.a"), ">=", -n) for n in range(1000)))
    pack = Pack().item("f.a", limits=(0, 2000)).cell("cell", node).cell("tests", tests)
    evaluate = compile_program(pack.program())
    assert evaluate(record({"f": {"a": 700}})).value("cell") == 701
    assert evaluate(record({"f": {}})).value("cell") == Between(0, 1000)
    assert evaluate(record({"f": {}})).value("tests") is True
    assert evaluate(record({"f": {}})).failures() == ()
