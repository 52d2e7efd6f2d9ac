"""The default executor: cells worked out by generated functions, each when it is first read.

What it costs follows the cells asked for. A chain of cells longer than `DEEP` is worked out from its
beginning, so that no length of it costs stack.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Final

from decisionsupport.execution.model import Known, Record
from decisionsupport.execution.python.functions import Functions
from decisionsupport.execution.reading import Reading
from decisionsupport.program.meaning import Entries
from decisionsupport.program.model import Program
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import date_of, zone_named

DEEP: Final = 40


def compile_program(program: Program) -> Compiled:
    """Make the executor of a program. Each cell's function is compiled when it is first asked for."""
    return Compiled(program)


class Compiled:
    """A program as generated Python; made once and shared freely between threads."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.zone = zone_named(program.pack.timezone)
        self.functions = Functions(program)
        self.numbers = self.functions.numbers
        self.cells = self.functions.cells
        self.reads = tuple(
            tuple(self.numbers[read] for read in (*cell.reads, f"applies:{cell.id}") if read in self.numbers)
            for cell in self.cells
        )
        self.lengths = _chain_lengths(self.reads)
        self.answered_at_once = {
            cell.id: number
            for number, cell in enumerate(self.cells)
            if cell.expression is None and cell.row_of is None and f"applies:{cell.id}" not in self.numbers
        }

    def __call__(self, record: Record) -> Computation:
        """Start evaluating a record."""
        return Computation(self, record)


class Computation(Reading):
    """What the record makes of the program, by generated code."""

    def __init__(self, compiled: Compiled, record: Record) -> None:
        super().__init__(compiled.program, record, compiled, compiled.zone)
        self._compiled = compiled
        self._numbers = compiled.numbers
        self.cells = cells = RecordCells(self)
        self._entries: dict[tuple[str, int], EntryCells] = {}
        at_once = compiled.answered_at_once
        for form in record.answers.values():
            for item, answer in form.items.items():
                if type(answer) is Known and item in at_once:
                    cells[at_once[item]] = answer.value

    def value(self, cell: str) -> Possible:
        """What the cell can still be."""
        return self.cells[self._numbers[cell]]

    def row_value(self, cell: str, row: int) -> Possible:
        """What a cell of a repeating group is in one entry (from 0)."""
        number = self._numbers[cell]
        group = self._compiled.cells[number].row_of
        if group is None:
            raise LookupError(f"{cell} is no cell of a repeating group")
        return self.entry(group, row)[number]

    def entry(self, group: str, row: int) -> EntryCells:
        """The cells of one entry of a repeating group."""
        key = (group, row)
        if key not in self._entries:
            self._entries[key] = EntryCells(self, group, row)
        return self._entries[key]

    def work_out(self, number: int, entry: EntryCells | None = None) -> Possible:
        """What a cell can be, not worked out before."""
        compiled = self._compiled
        cell = compiled.cells[number]
        if cell.row_of is not None and entry is None:
            raise LookupError(f"{cell.id} is asked for outside the entries of {cell.row_of}")
        if compiled.lengths[number] > DEEP:
            self._work_out_before(number, entry)
        return self._run(number, entry)

    def _work_out_before(self, wanted: int, entry: EntryCells | None) -> None:
        """Work out what a long chain ends in, the ones read before the ones that read them."""
        lengths, reads, cells = self._compiled.lengths, self._compiled.reads, self.cells
        waiting, opened = [wanted], set[int]()
        while waiting:
            top = waiting[-1]
            if top not in opened:
                opened.add(top)
                long = (read for read in reads[top] if lengths[read] > DEEP)
                waiting.extend(read for read in long if read not in opened and read not in cells)
                continue
            waiting.pop()
            place = self._place(top, entry)
            if top != wanted and place is not None and top not in place:
                place[top] = self._run(top, entry)

    def _place(self, number: int, entry: EntryCells | None) -> dict[int, Possible] | None:
        """Where a cell's value is kept; None for a cell of entries that are not at hand."""
        group = self._compiled.cells[number].row_of
        if group is None:
            return self.cells
        return entry if entry is not None and entry.group == group else None

    def _run(self, number: int, entry: EntryCells | None) -> Possible:
        cell = self._compiled.cells[number]
        try:
            function = self._compiled.functions[number]
            return function(self.cells) if cell.row_of is None else function(self.cells, entry)
        except Exception as fault:
            self.failed(cell.id, cell.span if cell.expression is None else cell.expression.span, fault)
            return cell.widest


class RecordCells(dict[int, Possible]):
    """The cells of a record by number; one that is not there is worked out and kept."""

    __slots__ = ("_today", "now", "reading", "zone")

    def __init__(self, reading: Computation) -> None:
        super().__init__()
        self.reading = reading
        self.now: datetime = reading.record.at
        self.zone: tzinfo = reading.zone
        self._today: date | None = None

    @property
    def today(self) -> date:
        """The day of `at` in the pack's time zone."""
        if self._today is None:
            self._today = date_of(self.now, self.zone)
        return self._today

    def entries(self, group: str) -> Entries:
        """The entries of a repeating group."""
        return self.reading.entries(group)

    def entry(self, group: str, row: int) -> EntryCells:
        """The cells of one entry."""
        return self.reading.entry(group, row)

    def __missing__(self, number: int) -> Possible:
        value = self[number] = self.reading.work_out(number)
        return value


class EntryCells(dict[int, Possible]):
    """The cells of one entry of a repeating group by number."""

    __slots__ = ("_reading", "group", "row")

    def __init__(self, reading: Computation, group: str, row: int) -> None:
        super().__init__()
        self._reading = reading
        self.group = group
        self.row = row

    def __missing__(self, number: int) -> Possible:
        value = self[number] = self._reading.work_out(number, self)
        return value


def _chain_lengths(reads: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """How long the longest chain of cells is that ends in each; each comes after those it reads."""
    lengths: list[int] = []
    for number, ahead in enumerate(reads):
        lengths.append(1 + max((lengths[read] for read in ahead if read < number), default=0))
    return tuple(lengths)
