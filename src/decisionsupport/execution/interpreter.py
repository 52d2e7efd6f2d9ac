"""The interpreter: the language's meaning, executed line by line. Every other executor is held equal to it.

It works out the cells asked for and those they read, each once, the ones read before the ones that read them,
so that the length of a chain of cells costs no stack.
"""

from __future__ import annotations

from collections.abc import Mapping

from decisionsupport.execution.model import Record
from decisionsupport.execution.reading import Reading
from decisionsupport.program.meaning import meaning
from decisionsupport.program.model import Program
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import zone_named

Key = tuple[str, int | None]
"""A cell, and the entry it is asked for (None: outside repeating groups)."""


class Interpreter:
    """The oracle; made once from a program and shared freely."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.zone = zone_named(program.pack.timezone)
        self.outside = _read_outside_rows(program)

    def __call__(self, record: Record) -> Interpretation:
        """Start evaluating a record."""
        return Interpretation(self, record)


class Interpretation(Reading):
    """What the record makes of the program, worked out cell by cell as asked."""

    def __init__(self, interpreter: Interpreter, record: Record) -> None:
        super().__init__(interpreter.program, record, interpreter, interpreter.zone)
        self._outside = interpreter.outside
        self._values: dict[Key, Possible] = {}

    def value(self, cell: str) -> Possible:
        """What the cell can still be."""
        return self._settled((cell, None))

    def row_value(self, cell: str, row: int) -> Possible:
        """What a cell of a repeating group is in one entry (from 0)."""
        return self._settled((cell, row))

    def _settled(self, wanted: Key) -> Possible:
        values = self._values
        if wanted in values:
            return values[wanted]
        waiting, opened = [wanted], set[Key]()
        while waiting:
            top = waiting[-1]
            if top not in values and top not in opened:
                opened.add(top)
                waiting.extend(key for key in self._reads(top) if key not in values and key not in opened)
                continue
            waiting.pop()
            if top not in values:
                values[top] = self._work_out(*top)
        return values[wanted]

    def _reads(self, key: Key) -> list[Key]:
        cell, row = key
        if self.program.cells[cell].row_of is None:
            return [(read, None) for read in self._outside[cell]]
        return [
            (read, None if self.program.cells[read].row_of is None else row)
            for read in (*self.program.cells[cell].reads, f"applies:{cell}")
            if read in self.program.cells
        ]

    def _work_out(self, cell_id: str, row: int | None) -> Possible:
        cell = self.program.cells[cell_id]
        if cell.row_of is not None and row is None:
            raise LookupError(f"{cell_id} is asked for outside the entries of {cell.row_of}")
        try:
            return self.given(cell, row) if cell.expression is None else meaning(cell.expression, self, row)
        except Exception as fault:
            self.failed(cell_id, cell.span if cell.expression is None else cell.expression.span, fault)
            return cell.widest


def _read_outside_rows(program: Program) -> Mapping[str, tuple[str, ...]]:
    """By cell, the cells outside repeating groups that it reads; through a group's entries too."""
    outside: dict[str, tuple[str, ...]] = {}
    for cell in program.cells.values():
        found: dict[str, None] = {}
        for read in (*cell.reads, f"applies:{cell.id}"):
            if read not in program.cells:
                continue
            if program.cells[read].row_of is None:
                found[read] = None
            else:
                found.update(dict.fromkeys(outside.get(read, ())))
        outside[cell.id] = tuple(found)
    return outside
