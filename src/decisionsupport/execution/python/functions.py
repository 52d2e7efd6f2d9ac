"""From a cell to its function: source text, a code object on the cell's own lines, one for each cell.

A cell is compiled when it is first asked for. Its code object bears the cell's id and the place of its
expression, so that a traceback names the line of the pack's file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import RLock
from typing import Any, Final

from decisionsupport.execution.python.known import KnownText, NotPlain
from decisionsupport.execution.python.names import Lines, Names
from decisionsupport.execution.python.possible import PossibleText, TooDeep
from decisionsupport.execution.python.runtime import Cells, EntryCells
from decisionsupport.program import expressions as x
from decisionsupport.program.meaning import meaning
from decisionsupport.program.model import Cell, Program
from decisionsupport.values.sets import Possible, may_be_not_applicable, without_not_applicable

Function = Callable[..., Possible]
"""Of the record's cells (`v`), and in a repeating group of the entry's (`w`)."""

MOST_READS: Final = 40
"""Beyond so many reads, asking first whether all are known costs more than it saves."""


class Functions:
    """The functions of all cells, by number: a cell's place in the program.

    What stands in `by_number` before a cell is first asked for makes its function and takes its place.
    """

    def __init__(self, program: Program) -> None:
        self.cells = tuple(program.cells.values())
        self.numbers = {cell.id: number for number, cell in enumerate(self.cells)}
        self.by_number: list[Function] = [partial(self._first_call, n) for n in range(len(self.cells))]
        self._program = program
        self._names = Names()
        self._lock = RLock()
        self._made: set[int] = set()

    def compile_all(self) -> None:
        """Make every function now, rather than each when it is first asked for."""
        for number in range(len(self.cells)):
            self._make(number)

    def _first_call(self, number: int, *places: Any) -> Possible:  # noqa: ANN401 (what a Function takes)
        return self._make(number)(*places)

    def _make(self, number: int) -> Function:
        with self._lock:
            if number not in self._made:
                self.by_number[number] = self._of(self.cells[number])
                self._made.add(number)
            return self.by_number[number]

    def _of(self, cell: Cell) -> Function:
        if cell.expression is None:
            return self._given(cell)
        if isinstance(cell.expression, x.Concluded):
            levels = self._levels(cell.expression)
            if levels is not None:
                return self._compiled(cell, cell.expression, levels)
        text = self._known_text(cell, cell.expression)
        if text is None:
            return self._possible(cell, cell.expression)
        return self._compiled(cell, cell.expression, text)

    def _given(self, cell: Cell) -> Function:
        """An item, a repeating group or a parameter. An item unanswered and never hidden is its widest."""
        item = self._program.items.get(cell.id)
        if item is None or cell.row_of is not None or f"applies:{cell.id}" in self.numbers:
            return lambda v, w=None: v.reading.given(cell, None if w is None else w.row)
        form, widest = item.form, without_not_applicable(cell.widest)

        def never_hidden(v: Cells) -> Possible:
            answers = v.answers.get(form)
            return widest if answers is None or cell.id not in answers.items else v.reading.given(cell)

        return never_hidden

    # Text ---------------------------------------------------------------------------------------------

    def _known_text(self, cell: Cell, expression: x.Expression) -> str | None:
        """`return … if all are known else …`, or None where that would not serve."""
        lines = Lines(expression.span.begin.line)
        possible = self._possible_text(cell, lines)
        writer = KnownText(self._names, self.numbers, lines, possible.condition)
        try:
            text = writer.result(expression)
        except (NotPlain, TooDeep):
            return None
        if len(writer.reads) > MOST_READS:
            return None
        if not writer.reads:
            return f"return ({text})"
        reads = "; ".join(f"{local} = {read}" for local, (read, _) in writer.reads.items())
        otherwise = self._names.bind(self._later(cell, expression))
        arguments = "v" if cell.row_of is None else "v, w"
        return f"{reads}; return ({text} if {_all_known(writer)} else {otherwise}({arguments}))"

    def _levels(self, concluded: x.Concluded) -> str | None:
        """A finding that only reads the conditions of rules looks at the highest first."""
        by_option: dict[bool | str, list[int]] = {option: [] for option in reversed(concluded.order)}
        for test, option in concluded.entries:
            if not isinstance(test, x.Read):
                return None
            by_option[option].append(self.numbers[test.cell])
        levels = tuple((option, tuple(rules)) for option, rules in by_option.items() if rules)
        lowest = "False" if False in concluded.order else "NOT_APPLICABLE"
        return f"return highest({self._names.value(levels)}, {lowest}, v)"

    # Code ---------------------------------------------------------------------------------------------

    def _later(self, cell: Cell, expression: x.Expression) -> Function:
        """The function over possible values, made when a read is first not known."""
        made: list[Function] = []

        def possible(*places: Any) -> Possible:  # noqa: ANN401 (what a Function takes)
            if not made:
                with self._lock:
                    made.append(self._possible(cell, expression))
            return made[0](*places)

        return possible

    def _possible(self, cell: Cell, expression: x.Expression) -> Function:
        try:
            text = self._possible_text(cell, Lines(expression.span.begin.line)).of(expression)
        except TooDeep:
            return _interpreted(expression)
        return self._compiled(cell, expression, f"return ({text})")

    def _possible_text(self, cell: Cell, lines: Lines) -> PossibleText:
        in_row = cell.row_of is not None
        return PossibleText(self._names, self.numbers, self._never_hidden, lines, in_row=in_row)

    def _compiled(self, cell: Cell, expression: x.Expression, text: str) -> Function:
        span = expression.span
        source = f"def cell({'v' if cell.row_of is None else 'v, w'}): {text}\n"
        made: dict[str, Any] = {}
        exec(compile(source, span.source.path, "exec", dont_inherit=True), self._names.bound, made)  # noqa: S102
        function = made["cell"]
        function.__code__ = function.__code__.replace(
            co_firstlineno=span.begin.line, co_name=cell.id, co_qualname=cell.id
        )
        return function  # type: ignore[no-any-return]

    def _never_hidden(self, cell: str) -> bool:
        return not may_be_not_applicable(self._program.cells[cell].widest)


def _all_known(writer: KnownText) -> str:
    """The test that every local holds a known value of its kind."""
    by_class: dict[str, list[str]] = {}
    for local, (_, known) in writer.reads.items():
        by_class.setdefault(known, []).append(f"{local}.__class__")
    return " and ".join(" is ".join([*locals_, known]) for known, locals_ in by_class.items())


def _interpreted(expression: x.Expression) -> Function:
    def interpreted(v: Cells, w: EntryCells | None = None) -> Possible:
        return meaning(expression, v.reading, None if w is None else w.row)

    return interpreted
