"""One record being read: what every executor's evaluation does alike.

An executor adds how cells are worked out; what the record, the clock and history say of them is here. Each
cell is a border: a fault inside it leaves it at its widest and is named with its place in the file; nothing
else fails.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime, tzinfo

from decisionsupport.execution.given import answer_to, entries_of, item_value, nobody_can_list, remaining
from decisionsupport.execution.history import compare_past
from decisionsupport.execution.model import Executor, Failure, Known, NotKnown, Record, Wait
from decisionsupport.program.expressions import Expression, History, RecordTest
from decisionsupport.program.meaning import FURTHER, Entries, meaning
from decisionsupport.program.model import Cell, Item, Program, RepeatingGroup
from decisionsupport.source import Span
from decisionsupport.values.kinds import everything
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Anything,
    Possible,
    between,
    is_known,
    truth,
)
from decisionsupport.values.time import EARLIEST, date_of


class Reading(ABC):
    """An evaluation without its way of working out cells. See `execution.model.Evaluation`."""

    def __init__(self, program: Program, record: Record, executor: Executor, zone: tzinfo) -> None:
        self.program = program
        self.record = record
        self.zone = zone
        self.waits: dict[tuple[str, int | None], tuple[Wait, ...]] = {}
        self._executor = executor
        self._failures: dict[str, Failure] = {}
        self._past: dict[tuple[str, int], Reading] = {}

    # What is asked of an evaluation -------------------------------------------------------------------

    @abstractmethod
    def value(self, cell: str) -> Possible:
        """What the cell can still be; a cell that failed is its widest."""

    @abstractmethod
    def row_value(self, cell: str, row: int) -> Possible:
        """What a cell of a repeating group is in one entry (from 0)."""

    def evaluate(
        self,
        expression: Expression,
        *,
        row: tuple[str, int] | None = None,
        local: Mapping[str, Possible] | None = None,
    ) -> Possible:
        """What an expression outside the cells is; where it fails, everything its kind allows."""
        try:
            return meaning(expression, self, None if row is None else row[1], local)
        except Exception as fault:
            self.failed("", expression.span, fault)
            return everything(expression.kind, na=True)

    def failures(self) -> tuple[Failure, ...]:
        """What failed among the cells worked out so far, by cell."""
        return tuple(self._failures[cell] for cell in sorted(self._failures))

    @property
    def has_failed(self) -> bool:
        """Whether anything failed so far."""
        return bool(self._failures)

    def failed(self, cell: str, span: Span, fault: Exception) -> None:
        """Write down a fault of ours. One of memory is not ours, and goes on its way."""
        if isinstance(fault, MemoryError):
            raise fault
        place = f"{span.source.path}:{span.begin.line}"
        self._failures.setdefault(cell or place, Failure(cell, f"{place}: {type(fault).__name__}: {fault}"))

    # What expressions ask: see `program.meaning.Reader` -----------------------------------------------

    def now(self) -> Possible:
        """The instant of `at`."""
        return self.record.at

    def today(self) -> Possible:
        """The day of `at` in the pack's time zone."""
        return date_of(self.record.at, self.zone)

    def tested(self, test: RecordTest, row: int | None) -> Possible:
        """What a record test gives; undecided for a form that was not given."""
        if test.form is not None and test.form not in self.record.answers:
            return UNDECIDED
        at = (FURTHER if row is None else row) if test.in_row else None
        value = self.value(test.cell) if at is None else self.row_value(test.cell, at)
        if test.test == "known":
            return is_known(value)
        item = self.program.items.get(test.cell)
        if item is None or item.derived:
            return self._listed(test.cell) if item is None else is_known(value)
        return value is not NOT_APPLICABLE and isinstance(answer_to(self.record, item, at), Known | NotKnown)

    def _listed(self, cell: str) -> bool:
        group = self.program.groups.get(cell)
        if group is None:
            return is_known(self.value(cell))
        return self.entries(cell).further == 0 or nobody_can_list(self.record, group)

    def remaining(self, form: str) -> Possible:
        """How many items of a form still want an answer."""
        return remaining(self.record, self.program.forms[form], self.applies, self.entries)

    def applies(self, cell: str, row: int | None = None) -> Possible:
        """Whether an item or a repeating group is shown: True, False or undecided."""
        name = f"applies:{cell}"
        if name not in self.program.cells:
            return True
        if self.program.cells[name].row_of is None:
            return truth(self.value(name))
        return truth(self.row_value(name, FURTHER if row is None else row))

    def entries(self, group: str) -> Entries:
        """The entries of a repeating group."""
        return entries_of(self.record, self.program.groups[group], self.applies(group))

    def before(self, history: History, within: Possible | None) -> Possible:
        """`previous`, `lowest`, `highest` of a cell."""
        return compare_past(self, history, within)

    def last_done(self, form: str) -> Possible:
        """The latest entry's instant."""
        past = self.record.history.get(form)
        if past is None:
            return Anything()
        return past[-1].at if past else EARLIEST

    def last_filled_in(self, form: str) -> Possible:
        """The latest entry's instant; now where the form is among the answers."""
        return self.record.at if form in self.record.answers else self.last_done(form)

    # What history asks --------------------------------------------------------------------------------

    def past(self, form: str, entry: int) -> Reading:
        """An earlier entry as a record of its own: only that form, then, with the same parameters."""
        key = (form, entry)
        if key not in self._past:
            past = self.record.history[form][entry]
            record = Record({form: past.answers}, past.at, {}, self.record.parameters)
            evaluation = self._executor(record)
            assert isinstance(evaluation, Reading)
            self._past[key] = evaluation
        return self._past[key]

    def past_instants(self, form: str) -> tuple[datetime, ...] | None:
        """When a form was done before, earliest first; None where that is unknown."""
        past = self.record.history.get(form)
        return None if past is None else tuple(entry.at for entry in past)

    # What is given rather than worked out -------------------------------------------------------------

    def given(self, cell: Cell, row: int | None = None) -> Possible:
        """A cell without an expression: an item, a repeating group (how many entries), a parameter."""
        item = self.program.items.get(cell.id)
        if item is not None:
            return self._item(item, cell, row)
        group = self.program.groups.get(cell.id)
        if group is not None:
            return self._group(group)
        return self.record.parameters.get(cell.id.removeprefix("parameter."), cell.widest)

    def _item(self, item: Item, cell: Cell, row: int | None) -> Possible:
        return item_value(cell.widest, answer_to(self.record, item, row), self.applies(cell.id, row))

    def _group(self, group: RepeatingGroup) -> Possible:
        applies = self.applies(group.id)
        if applies is False:
            return NOT_APPLICABLE
        entries = self.entries(group.id)
        hidden = applies is not True and entries.further > 0 and not nobody_can_list(self.record, group)
        return between(entries.given, entries.given + entries.further, hidden)
