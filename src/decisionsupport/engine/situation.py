"""One evaluation under way: the program, what the record makes of it, the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from decisionsupport.engine.once import once
from decisionsupport.execution.model import Evaluation, Record, Wait
from decisionsupport.execution.waiting import waits_for
from decisionsupport.outcome import unknowns
from decisionsupport.program.expressions import Constant, Expression
from decisionsupport.program.model import Item, Program
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import zone_named


@dataclass(frozen=True)
class Situation:
    """What every part of making an outcome reads; nothing in it changes."""

    program: Program
    evaluation: Evaluation
    language: str
    said: dict[tuple[object, ...], Any] = field(default_factory=dict, compare=False, repr=False)
    """What is the same in every situation of the program: made once and said again."""

    @property
    def record(self) -> Record:
        """What was given."""
        return self.evaluation.record

    @once
    def at(self) -> datetime:
        """The instant of the evaluation, in UTC."""
        return self.record.at

    @once
    def zone(self) -> tzinfo:
        """The pack's time zone."""
        return zone_named(self.program.pack.timezone)

    def value(self, cell: str) -> Possible:
        """What a cell can still be."""
        return self.evaluation.value(cell)

    def stated(self, expression: Expression) -> Possible:
        """What an expression is that a rule states: when something is due, how urgent it is, which it is."""
        return expression.value if isinstance(expression, Constant) else self.evaluation.evaluate(expression)

    def waits(self, of: str | Expression, row: tuple[str, int] | None = None) -> tuple[Wait, ...]:
        """What a cell or an expression (in an entry of a repeating group) waits for."""
        return waits_for(self.evaluation, of, row=row)

    def titles(self, cells: Sequence[str]) -> tuple[str, ...]:
        """What cells are called, without repeats."""
        found = (
            self.program.cells[cell].title.in_language(self.language)
            for cell in cells
            if cell in self.program.cells
        )
        return tuple(dict.fromkeys(title for title in found if title))

    def named(self, waits: Sequence[Wait]) -> tuple[str, ...]:
        """What is waited for, in words, without repeats; a question that is asked stands as a name."""
        return tuple(dict.fromkeys(self._name(wait).rstrip("?") for wait in waits))

    def _name(self, wait: Wait) -> str:
        if wait.what == "item" or wait.what == "problem":
            item = self.item(wait.name)
            return item.ask.in_language(self.language) if item else self._title(wait.name)
        if wait.what in ("form", "history"):
            form = self.program.forms.get(wait.name)
            return form.title.in_language(self.language) if form else wait.name
        return self._title(f"parameter.{wait.name}")

    def _title(self, path: str) -> str:
        found = self.program.groups.get(path) or self.program.cells.get(without_rows(path))
        return (found.title.in_language(self.language) if found else "") or path

    def item(self, path: str) -> Item | None:
        """The item of a path, entries of repeating groups left out (`patient.medicine[0].atc`)."""
        return self.program.items.get(without_rows(path))


def without_rows(path: str) -> str:
    """A path without the numbers of entries."""
    if "[" not in path:
        return path
    return "".join(part.partition("]")[2] if index else part for index, part in enumerate(path.split("[")))


def host_wait(wait: Wait) -> unknowns.Wait:
    """What is waited for, as the outcome says it."""
    return _HOST[wait.what](wait.name)


_HOST: dict[str, Callable[[str], unknowns.Wait]] = {
    "item": lambda name: unknowns.Wait(item=name),
    "form": lambda name: unknowns.Wait(form=name),
    "history": lambda name: unknowns.Wait(history=name),
    "parameter": lambda name: unknowns.Wait(parameter=name),
    "problem": lambda name: unknowns.Wait(problem=name),
}


def host_waits(waits: Sequence[Wait]) -> tuple[unknowns.Wait, ...]:
    """All that is waited for, as the outcome says it."""
    return tuple(host_wait(wait) for wait in waits)
