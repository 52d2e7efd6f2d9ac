"""The default executor: cells worked out by generated functions, each when it is first read.

What it costs follows the cells asked for. A chain of cells longer than `DEEP` is worked out from its
beginning, so that no length of it costs stack.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import reduce
from operator import or_
from typing import Final
from weakref import ref

from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.model import FormAnswers, Known, Record
from decisionsupport.execution.python.functions import Functions
from decisionsupport.execution.reading import Reading
from decisionsupport.program import expressions as x
from decisionsupport.program.meaning import Entries
from decisionsupport.program.model import Cell, Program
from decisionsupport.program.walk import reads, walk
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import EARLIEST, date_of, zone_named

DEEP: Final = 40
TIME: Final = 1
"""The bit of what can change though nothing else does."""
PARAMETERS: Final = 2
"""The bit of parameters, which sites, days and calls set."""
HISTORY: Final = 4
"""The bit of earlier entries of forms."""
EVERYTHING: Final = -1
"""All bits."""


def compile_program(program: Program) -> Compiled:
    """Make the executor of a program. Each cell's function is compiled when it is first asked for."""
    return Compiled(program)


class Compiled:
    """A program as generated Python; made once and shared freely between threads."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.zone = zone_named(program.pack.timezone)
        self.functions = Functions(program)
        cells, numbers = self.functions.cells, self.functions.numbers
        self.cells = cells
        self.numbers = numbers
        """Numbers of all cells, by id."""
        self.outside = {cell.id: number for number, cell in enumerate(cells) if cell.row_of is None}
        """Numbers of those outside repeating groups."""
        self.answered_at_once = {
            cell: number
            for cell, number in self.outside.items()
            if cells[number].expression is None and f"applies:{cell}" not in numbers
        }
        self.reads = tuple(
            tuple(numbers[read] for read in (*cell.reads, f"applies:{cell.id}") if read in numbers)
            for cell in cells
        )
        self.lengths = _chain_lengths(self.reads)
        self.long = frozenset(number for number, length in enumerate(self.lengths) if length > DEEP)
        """Cells that a long chain ends in."""
        self.forms = {form: HISTORY << 1 + place for place, form in enumerate(program.forms)}
        self.rests_on = tuple(_rests_on(cells, self.reads, self.forms))
        """By cell what it can change with, as bits."""
        self.blank = Interpreter(program)(Record({}, EARLIEST, {}, {}))
        """Nothing given: what cells are that rest only on forms a record does not have. Each is asked for
        once, which is not worth compiling it."""

    def changes_with(self, expression: x.Expression) -> int:
        """The bits of what an expression outside repeating groups can change with."""
        bits = self.asks(expression)
        for cell in reads(expression):
            bits |= self.rests_on[self.numbers[cell]]
        return bits

    def asks(self, expression: x.Expression) -> int:
        """The bits of what an expression asks of the record itself, not of cells."""
        return _of_nodes(expression, self.forms)

    def __call__(self, record: Record, fixed: Fixed | None = None) -> Computation:
        """Start evaluating a record; `fixed` is what all records of its forms and parameters share."""
        return Computation(self, record, fixed)


class Fixed:
    """What is the same for all records with these forms and parameters, whatever is answered in them.

    `remembers`: they have a history.
    """

    def __init__(
        self,
        compiled: Compiled,
        forms: Collection[str],
        parameters: Mapping[str, Possible],
        *,
        remembers: bool,
    ) -> None:
        self.compiled = compiled
        self.forms = frozenset(forms)
        always = TIME | HISTORY if remembers else TIME
        self.changing = reduce(or_, (compiled.forms[form] for form in forms), always)
        """The bits of what differs from record to record."""
        self.blank = Interpreter(compiled.program)(Record({}, EARLIEST, {}, parameters))
        """Somebody with these parameters of whom nothing is given."""

    def holds(self, number: int) -> bool:
        """Whether a cell is the same for all."""
        return not self.compiled.rests_on[number] & self.changing

    def value(self, number: int) -> Possible:
        """What such a cell is."""
        return self.blank.value(self.compiled.cells[number].id)


class Computation(Reading):
    """What the record makes of the program, by generated code."""

    def __init__(self, compiled: Compiled, record: Record, fixed: Fixed | None = None) -> None:
        super().__init__(compiled.program, record, compiled, compiled.zone)
        self.compiled = compiled
        self._outside = compiled.outside
        self._blank = compiled.blank if fixed is None else fixed.blank
        if fixed is None:
            forms = (compiled.forms[form] for form in record.answers if form in compiled.forms)
            always = TIME | PARAMETERS | HISTORY if record.history else TIME | PARAMETERS
            self.changing = reduce(or_, forms, always)
        else:
            self.changing = fixed.changing
        self.cells = cells = RecordCells(self)
        self._entries: dict[tuple[str, int], EntryCells] = {}
        at_once = compiled.answered_at_once
        for form in record.answers.values():
            for item, answer in form.items.items():
                if type(answer) is Known and item in at_once:
                    cells[at_once[item]] = answer.value

    def value(self, cell: str) -> Possible:
        """What the cell can still be."""
        return self.cells[self._outside[cell]]

    def row_value(self, cell: str, row: int) -> Possible:
        """What a cell of a repeating group is in one entry (from 0)."""
        number = self.compiled.numbers[cell]
        group = self.compiled.cells[number].row_of
        if group is None:
            raise LookupError(f"{cell} is no cell of a repeating group")
        return self.entry(group, row)[number]

    def entry(self, group: str, row: int) -> EntryCells:
        """The cells of one entry of a repeating group."""
        key = (group, row)
        if key not in self._entries:
            self._entries[key] = EntryCells(self, group, row)
        return self._entries[key]

    def blank(self, number: int) -> Possible | None:
        """What a cell is while nothing is given; None where a fault would have to be told again here."""
        blank = self._blank
        value = blank.value(self.compiled.cells[number].id)
        return None if blank.has_failed else value

    def failed_at(self, number: int, fault: Exception) -> Possible:
        """Write down a fault in a cell, and give its widest."""
        cell = self.compiled.cells[number]
        self.failed(cell.id, cell.span if cell.expression is None else cell.expression.span, fault)
        return cell.widest

    def work_out_before(self, wanted: int, entry: EntryCells | None) -> None:
        """Work out what a long chain ends in, the ones read before the ones that read them."""
        reads, long, cells = self.compiled.reads, self.compiled.long, self.cells
        waiting, opened = [wanted], set[int]()
        while waiting:
            top = waiting[-1]
            if top not in opened:
                opened.add(top)
                ahead = (read for read in reads[top] if read in long)
                waiting.extend(read for read in ahead if read not in opened and read not in cells)
                continue
            waiting.pop()
            place = self._place(top, entry)
            if top != wanted and place is not None and top not in place:
                place.run(top)

    def _place(self, number: int, entry: EntryCells | None) -> RecordCells | EntryCells | None:
        """Where a cell's value is kept; None for a cell of entries that are not at hand."""
        group = self.compiled.cells[number].row_of
        if group is None:
            return self.cells
        return entry if entry is not None and entry.group == group else None


class RecordCells(dict[int, Possible]):
    """The cells of a record by number; one that is not there is worked out and kept."""

    __slots__ = (
        "_changing",
        "_functions",
        "_long",
        "_reading",
        "_rests_on",
        "_today",
        "answers",
        "now",
        "zone",
    )

    def __init__(self, reading: Computation) -> None:
        super().__init__()
        self._reading = ref(reading)
        self.answers: Mapping[str, FormAnswers] = reading.record.answers
        self.now: datetime = reading.record.at
        self.zone: tzinfo = reading.zone
        self._functions = reading.compiled.functions.by_number
        self._long = reading.compiled.long
        self._rests_on = reading.compiled.rests_on
        self._changing = reading.changing
        self._today: date | None = None

    @property
    def reading(self) -> Computation:
        """What they are cells of."""
        return _alive(self._reading)

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
        if not self._rests_on[number] & self._changing:
            value = self.reading.blank(number)
            if value is not None:
                self[number] = value
                return value
        if number in self._long:
            self.reading.work_out_before(number, None)
        return self.run(number)

    def run(self, number: int) -> Possible:
        """Work a cell out and keep it. This is the border that no fault of ours crosses."""
        try:
            value = self._functions[number](self)
        except Exception as fault:
            value = self.reading.failed_at(number, fault)
        self[number] = value
        return value


class EntryCells(dict[int, Possible]):
    """The cells of one entry of a repeating group by number."""

    __slots__ = ("_reading", "group", "row")

    def __init__(self, reading: Computation, group: str, row: int) -> None:
        super().__init__()
        self._reading = ref(reading)
        self.group = group
        self.row = row

    def __missing__(self, number: int) -> Possible:
        reading = _alive(self._reading)
        if number in reading.compiled.long:
            reading.work_out_before(number, self)
        return self.run(number)

    def run(self, number: int) -> Possible:
        """Work a cell out and keep it."""
        reading = _alive(self._reading)
        try:
            value = reading.compiled.functions.by_number[number](reading.cells, self)
        except Exception as fault:
            value = reading.failed_at(number, fault)
        self[number] = value
        return value


def _alive(reading: ref[Computation]) -> Computation:
    """A computation holds its cells, they it weakly: in a circle both would wait for the collector."""
    found = reading()
    assert found is not None
    return found


def _chain_lengths(reads: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """How long the longest chain of cells is that ends in each; each comes after those it reads."""
    lengths: list[int] = []
    for number, ahead in enumerate(reads):
        lengths.append(1 + max((lengths[read] for read in ahead if read < number), default=0))
    return tuple(lengths)


def _rests_on(
    cells: Sequence[Cell], reads: Sequence[Sequence[int]], forms: Mapping[str, int]
) -> Iterator[int]:
    """By cell, the bits of all that it can change with, through all that it reads."""
    found: list[int] = []
    for number, cell in enumerate(cells):
        bits = 0
        for read in reads[number]:
            # What is read comes before; of anything else nothing is known.
            bits |= found[read] if read < number else EVERYTHING
        if cell.expression is None:
            bits |= forms[cell.form] if cell.form is not None else PARAMETERS
        else:
            bits |= _of_nodes(cell.expression, forms)
        found.append(bits or TIME)
        yield found[-1]


def _of_nodes(expression: x.Expression, forms: Mapping[str, int]) -> int:
    """The bits of what is asked of the record itself, not of cells."""
    bits = 0
    for node in walk(expression):
        match node:
            case x.Now() | x.Today() | x.TimeFunction():
                bits |= TIME
            case x.SinceCompare(form=form):
                # It is now that is asked about where the form is given, and history where it is not.
                bits |= HISTORY | forms.get(form, TIME)
            case x.History(function="lowest" | "highest"):
                # The present is one of those compared, and may be whatever it rests on.
                bits |= TIME
            case x.History() | x.LastDone():
                bits |= HISTORY
            case x.FormRemaining() | x.RecordTest():
                bits |= forms.get(node.form or "", TIME)
            case _:
                pass
    return bits
