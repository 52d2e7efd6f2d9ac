"""What undecided cells wait for, as flags: beside `execution.waiting`, one part a node.

Law: in every row in which a cell is undecided, the flags that hold name what `waits_for` names there. They
are in the order in which the cell reads them, which is the same in every row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from decisionsupport.execution.columns.cells import Cells
from decisionsupport.execution.columns.lower import lowered
from decisionsupport.execution.columns.nodes import FALSE, TRUE, Flag, TooLarge, both, either, flag_column
from decisionsupport.execution.columns.sets import (
    Columns,
    NotLowered,
    known,
    truth,
    values_in,
)
from decisionsupport.execution.model import Wait
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Cell, Item
from decisionsupport.program.walk import children, walk
from decisionsupport.values.sets import is_known

Found = dict[Wait, Flag]
"""By what is waited for, the rows in which it is."""
ASK: Final = Wait("problem", "")
"""In these rows it has to be asked of the record itself."""


@dataclass(slots=True)
class Waits:
    """Follows undecided parts down, for all rows. `refused`: items of which some answer was refused."""

    cells: Cells
    refused: frozenset[str]
    _found: dict[str, Found] = field(default_factory=dict)

    def of(self, cell: str) -> Found:
        """What a cell waits for, in rows in which it is undecided."""
        if cell not in self._found:
            for ahead in self._before(cell):
                try:
                    self._found[ahead] = self._work_out(self.cells.program.cells[ahead])
                except (NotLowered, TooLarge):
                    self._found[ahead] = {ASK: TRUE}
        return self._found[cell]

    def _before(self, cell: str) -> list[str]:
        """The cell and what it reads that is not worked out, in an order that can be followed."""
        found: dict[str, None] = {}
        waiting, opened = [cell], set[str]()
        while waiting:
            top = waiting[-1]
            ahead = [] if top in opened else [read for read in self._reads(top) if read not in opened]
            opened.add(top)
            if ahead:
                waiting += reversed(ahead)
                continue
            waiting.pop()
            if top not in self._found:
                found[top] = None
        return list(found)

    def _reads(self, cell: str) -> list[str]:
        known_cells = self.cells.program.cells
        names = (*known_cells[cell].reads, f"applies:{cell}")
        return [
            name
            for name in dict.fromkeys(names)
            if name in known_cells and known_cells[name].row_of is None and name not in self._found
        ]

    # Cells --------------------------------------------------------------------------------------------

    def _work_out(self, cell: Cell) -> Found:
        found: Found = {}
        if cell.expression is None:
            self._add_given(cell, TRUE, found)
            return found
        self._add_undecided(cell.expression, TRUE, found)
        nothing = either(*found.values()).inverse
        if any(_may_stay_unknown(part) for part in walk(cell.expression)):
            self._add_items_read(cell, nothing, found)
        else:
            _add(found, ASK, nothing)
        return found

    def _add_given(self, cell: Cell, when: Flag, found: Found) -> None:
        program = self.cells.program
        if cell.id in program.items:
            self._add_item(program.items[cell.id], when, found)
        elif cell.id in program.groups:
            self._add_group(cell.id, when, found)
        else:
            _add(found, Wait("parameter", cell.id.removeprefix("parameter.")), when)

    def _add_item(self, item: Item, when: Flag, found: Found) -> None:
        if item.row_of is not None:
            raise NotLowered(item.id)
        given = self.cells.given[item.form]
        _add(found, Wait("form", item.form), both(when, given.inverse))
        here = both(when, given)
        if item.id in self.refused:
            refused = flag_column(f"refused:{item.id}")
            _add(found, Wait("problem", item.id), both(here, refused))
            here = both(here, refused.inverse)
        answered = self.cells.answered[item.id]
        hidden = self._add_applies(item.id, both(here, answered.inverse), found)
        _add(found, Wait("item", item.id), both(here, either(answered, hidden.inverse)))

    def _add_group(self, group: str, when: Flag, found: Found) -> None:
        form = self.cells.program.groups[group].form
        given = self.cells.given[form]
        _add(found, Wait("form", form), both(when, given.inverse))
        empty = self.cells.listed.get(group, FALSE).inverse
        here = both(when, given, empty)
        hidden = self._add_applies(group, here, found)
        _add(found, Wait("item", group), both(here, hidden.inverse))

    def _add_applies(self, cell: str, when: Flag, found: Found) -> Flag:
        """Add what it waits for to be shown; the rows in which that is undecided."""
        applies = f"applies:{cell}"
        if applies not in self.cells.program.cells:
            return FALSE
        holds, fails = truth(self.cells.of(applies))
        undecided = both(holds, fails)
        _merge(found, self.of(applies), both(when, undecided))
        return undecided

    def _add_items_read(self, cell: Cell, when: Flag, found: Found) -> None:
        """Where nothing was found: the items read, however deep, that are applicable."""
        if when is FALSE:
            return
        program = self.cells.program
        waiting = [(name, when) for name in reversed(self._all_reads(cell.id))]
        seen = {name for name, _ in waiting}
        while waiting:
            name, here = waiting.pop()
            item = program.items.get(name)
            if item is not None and not item.derived:
                some = values_in(self.cells.of(name))
                self._add_item(item, both(here, some), found)
                here = both(here, some.inverse)
            if here is FALSE:
                continue
            ahead = [read for read in self._all_reads(name) if read not in seen]
            if here is when:
                seen.update(ahead)
            waiting += [(read, here) for read in reversed(ahead)]

    def _all_reads(self, cell: str) -> list[str]:
        known_cells = self.cells.program.cells
        names = (*known_cells[cell].reads, f"applies:{cell}")
        return [
            name for name in dict.fromkeys(names) if name in known_cells and known_cells[name].row_of is None
        ]

    # Expressions --------------------------------------------------------------------------------------

    def _columns(self, node: x.Expression) -> Columns:
        return lowered(node, self.cells)

    def _add_value(self, node: x.Expression, when: Flag, found: Found) -> None:
        """What it waits for as a value: nothing where it is known."""
        if when is FALSE or isinstance(node, x.Constant):
            return
        if not self.cells.varies(node):
            if not is_known(self.cells.fixed(node)):
                self._add_undecided(node, when, found)
            return
        self._add_undecided(node, both(when, known(self._columns(node)).inverse), found)

    def _add_condition(self, node: x.Expression, when: Flag, found: Found) -> tuple[Flag, Flag]:
        """What it waits for as a condition; whether it can hold and can fail."""
        holds, fails = truth(self._columns(node))
        self._add_undecided(node, both(when, holds, fails), found)
        return holds, fails

    def _add_undecided(self, node: x.Expression, when: Flag, found: Found) -> None:
        if when is FALSE:
            return
        match node:
            case x.Read(cell=cell):
                _merge(found, self.of(cell), when)
            case x.RecordTest(form=str(form)) | x.FormRemaining(form=form):
                _add(found, Wait("form", form), when)
            case x.Not() | x.And() | x.Or() | x.CountTrue():
                for operand in children(node):
                    self._add_condition(operand, when, found)
            case x.Conditional(test=test, then=then, otherwise=otherwise):
                self._add_first(((test, then),), otherwise, when, found)
            case x.FirstOf(entries=entries, otherwise=otherwise):
                self._add_first(entries, otherwise, when, found)
            case x.WhenApplicable(applies=applies, body=body):
                self._add_first(((applies, body),), None, when, found)
            case x.UnlessFalse(body=body):
                self._add_value(body, when, found)
            case x.Collect(entries=rows):
                for test, _ in rows:
                    self._add_condition(test, when, found)
            case x.Concluded(entries=rules, order=order):
                self._add_concluded(rules, order, when, found)
            case x.RequireAll(body=body, parts=parts):
                for part in (*parts, body):
                    self._add_value(part, when, found)
            case x.OverRows():
                self._add_rows(node, when, found)
            case x.CountApplicable(operands=operands):
                for operand in operands:
                    self._add_value(operand, both(when, self._columns(operand).na), found)
            case x.SinceCompare(form=form, duration=duration):
                _add(found, Wait("history", form), both(when, self.cells.given[form].inverse))
                self._add_value(duration, when, found)
            case x.LastDone(form=form):
                _add(found, Wait("history", form), when)
            case x.History(form=form, within=within):
                if within is not None:
                    self._add_value(within, when, found)
                _add(found, Wait("history", form), when)
                if node.function != "previous":
                    undecided = known(self.cells.of(node.cell)).inverse
                    _merge(found, self.of(node.cell), both(when, undecided))
            case x.ReadRow():
                raise NotLowered(node.cell)
            case _:
                for child in children(node):
                    self._add_value(child, when, found)

    def _add_first(
        self,
        entries: Iterable[tuple[x.Expression, x.Expression]],
        otherwise: x.Expression | None,
        when: Flag,
        found: Found,
    ) -> None:
        for test, value in entries:
            holds, fails = self._add_condition(test, when, found)
            self._add_value(value, both(when, holds), found)
            when = both(when, fails)
        if otherwise is not None:
            self._add_value(otherwise, when, found)

    def _add_concluded(
        self,
        rules: tuple[tuple[x.Expression, bool | str], ...],
        order: tuple[bool | str, ...],
        when: Flag,
        found: Found,
    ) -> None:
        rank = {option: place for place, option in enumerate(order)}
        judged = [(rank[option], truth(self._columns(test))) for test, option in rules]
        for test, option in rules:
            # One that is concluded as high, or higher, leaves nothing to wait for.
            settled = either(*(fails.inverse for place, (_, fails) in judged if place >= rank[option]))
            self._add_condition(test, both(when, settled.inverse), found)

    def _add_rows(self, node: x.OverRows, when: Flag, found: Found) -> None:
        empty = self.cells.listed.get(node.group, FALSE).inverse
        self._add_group(node.group, when if node.body is None else both(when, empty), found)
        if node.body is not None:
            _add(found, ASK, both(when, empty.inverse))


def _add(found: Found, wait: Wait, when: Flag) -> None:
    if when is not FALSE:
        found[wait] = either(found.get(wait, FALSE), when)


def _merge(found: Found, others: Mapping[Wait, Flag], when: Flag) -> None:
    for wait, flag in others.items():
        _add(found, wait, both(when, flag))


def _may_stay_unknown(node: x.Expression) -> bool:
    """Whether it can be unknown though all it reads is known: an option that could not be tested."""
    match node:
        case x.Constant(value=value):
            return not is_known(value)
        case x.OptionValues(values=values):
            return not all(is_known(value) for _, value in values)
        case x.Bands(edges=edges):
            return not all(is_known(value) for _, _, value in edges)
        case _:
            return False
