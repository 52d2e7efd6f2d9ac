"""A program as plans over answers of one shape: of the values, of all that rules come to, of some cells.

Law: what is made for a shape (which columns have answers, which have nulls) is made once, when it is first
asked for, and used for all chunks of that shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Final, TypeVar

import polars as pl

from decisionsupport.engine.many.judging import Judged, judged
from decisionsupport.engine.many.proposing import Family, Proposed, families, proposed
from decisionsupport.engine.many.telling import Telling, broken, tellings
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.columns.cells import Cells
from decisionsupport.execution.columns.emit import Node, Plan, plan
from decisionsupport.execution.columns.hosting import Hosted, hosted
from decisionsupport.execution.columns.masks import masks_of
from decisionsupport.execution.columns.narrowing import narrowed
from decisionsupport.execution.columns.nodes import FALSE, Flag, both, either, number_column
from decisionsupport.execution.columns.preparing import Preparation
from decisionsupport.execution.columns.waits import ASK, Waits
from decisionsupport.execution.model import Wait
from decisionsupport.program.model import Program, Rule

ALONE: Final = "alone"
BROKEN: Final = "broken"
PLACE: Final = "place"
"""The number of a record in its chunk."""
_PLACE: Final = number_column(PLACE, 0, 2**31 - 1)
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule that is undecided where the column says so; what it may wait for, by the bits of the masks."""

    rule: Rule
    column: str
    waits: tuple[Wait, ...]
    masks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what makes the columns that it reads besides the answers."""

    plan: Plan
    prepared: tuple[Preparation, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The values as hosts read them."""

    planned: Planned
    values: tuple[tuple[str, str | None, Hosted], ...]
    """Cell, the form that must be given for it to be shown (None: it always is), and its columns."""
    breaks: bool
    """Whether the plan says which rows break a demand, by the column `BROKEN`."""


@dataclass(frozen=True, slots=True)
class Concluded:
    """What the columns of the plan are. Flags that nothing can make true have no column."""

    planned: Planned
    rules: tuple[tuple[str, str, str], ...]
    """A rule, and the columns of whether its condition can hold and can fail."""
    undecided: tuple[Undecided, ...]
    families: tuple[tuple[Family, tuple[str, ...], tuple[str, ...]], ...]
    """With the masks of its flags, and, where a due differs from row to row, a column for each entry's."""
    held: tuple[tuple[str, str, str, str], ...]
    """`action`, `assess` or `request`; which; the rule; the column."""
    drafted: tuple[tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], ...]
    """A request that may be withheld; the rules that draft it and those that withhold it, with columns."""
    tellings: tuple[tuple[Telling, str], ...]


@dataclass(slots=True)
class _Wanted:
    """The columns that the plan must give; flags that are the same have one."""

    nodes: dict[str, Node] = field(default_factory=lambda: {PLACE: _PLACE})
    names: dict[int, str] = field(default_factory=dict)

    def masks(self, flags: Sequence[Flag]) -> tuple[str, ...]:
        """The columns of numbers whose bits are these flags."""
        made = masks_of(f"mask{len(self.nodes)}:", flags)
        self.nodes |= made
        return tuple(made)

    def flag(self, flag: Flag) -> str:
        """The column of a flag."""
        if id(flag) not in self.names:
            self.names[id(flag)] = name = f"flag{len(self.names)}"
            self.nodes[name] = flag
        return self.names[id(flag)]


@dataclass(slots=True)
class Compiled:
    """The plans for answers of a shape; `forms` are those whose values are shown."""

    cells: Cells
    refused: frozenset[str]
    forms: tuple[str, ...]
    at: datetime
    language: str
    nobody: Situation
    read: Callable[..., Any]
    _made: dict[Any, Any] = field(default_factory=dict)
    _making: Lock = field(default_factory=Lock)

    def shown(self) -> Shown:
        """The plan of the values."""
        return self._once("shown", self._shown)

    def concluded(self) -> Concluded:
        """The plan of all that rules come to, and of what is told of answers."""
        return self._once("concluded", self._concluded)

    def narrow(self, names: tuple[str, ...]) -> tuple[Planned, tuple[pl.Expr, ...]]:
        """The plan of some values, and what makes narrow columns of its own."""
        return self._once(names, lambda: self._narrow(names))

    def _once(self, name: Any, make: Callable[[], _Made]) -> _Made:  # noqa: ANN401 (any key)
        with self._making:
            if name not in self._made:
                self._made[name] = make()
            made: _Made = self._made[name]
            return made

    def _planned(self, nodes: Mapping[str, Node]) -> Planned:
        return Planned(plan(nodes), tuple(self.cells.prepared.values()))

    def _form(self, cell: str) -> str | None:
        """The form that must be given for the cell to be shown; None where that is so in every row."""
        form = self.cells.program.cells[cell].form
        return None if form is None or self.cells.shape.forms.get(form) else form

    def _shown(self) -> Shown:
        cells = self.cells
        values = []
        for cell in _values(cells.program, self.forms):
            form = self._form(cell)
            kind = cells.program.cells[cell].kind
            values.append((cell, form, hosted(cell, kind, cells.of(cell), everywhere=form is None)))
        nodes: dict[str, Node] = {PLACE: _PLACE}
        for _, _, columns in values:
            nodes |= columns.nodes
        breaks = self._broken()
        return Shown(self._planned(nodes | breaks), tuple(values), bool(breaks))

    def _broken(self) -> dict[str, Node]:
        flag = broken(self.cells)
        return {} if flag is FALSE else {BROKEN: flag}

    def _narrow(self, names: tuple[str, ...]) -> tuple[Planned, tuple[pl.Expr, ...]]:
        nodes: dict[str, Node] = self._broken()
        columns = [pl.col(name) for name in nodes]
        for cell in names:
            made = narrowed(cell, self.cells, self._form(cell))
            nodes |= made.nodes
            columns += made.columns
        return self._planned(nodes), tuple(columns)

    def _concluded(self) -> Concluded:
        cells, program = self.cells, self.cells.program
        wanted = _Wanted()
        rules = [judged(rule, cells) for rule in program.rules.values()]
        made = proposed(rules, cells, self.at, self.language)
        told = tellings(cells, self.refused, tuple(cells.shape.groups), self.nobody, self.read)
        undecided, unsure = _undecided(rules, cells, self.refused, wanted)
        groups, clash = _families(made, wanted)
        wanted.nodes[ALONE] = either(told.ask, made.ask, unsure, clash)
        return Concluded(
            rules=tuple((each.rule.id, wanted.flag(each.holds), wanted.flag(each.fails)) for each in rules),
            undecided=undecided,
            families=groups,
            held=_held(made, wanted),
            drafted=_drafted(made, wanted),
            tellings=tuple((each, wanted.flag(each.flag)) for each in told.all if each.flag is not FALSE),
            planned=self._planned(wanted.nodes),
        )


def _values(program: Program, forms: Sequence[str]) -> Sequence[str]:
    """The computed values of the forms, and every finding."""
    computed = [cell for form in forms for cell in program.forms[form].computed]
    return [*computed, *(f"finding.{finding}" for finding in program.findings)]


def _undecided(
    rules: Sequence[Judged], cells: Cells, refused: frozenset[str], wanted: _Wanted
) -> tuple[tuple[Undecided, ...], Flag]:
    waits, unsure = Waits(cells, refused), FALSE
    found = []
    for each in rules:
        if each.undecided is FALSE:
            continue
        for_ = waits.of(each.rule.when)
        unsure = either(unsure, both(each.undecided, for_.get(ASK, FALSE)))
        waited = tuple(wait for wait in for_ if wait != ASK)
        masks = wanted.masks([for_[wait] for wait in waited])
        found.append(Undecided(each.rule, wanted.flag(each.undecided), waited, masks))
    return tuple(found), unsure


def _families(
    made: Proposed, wanted: _Wanted
) -> tuple[tuple[tuple[Family, tuple[str, ...], tuple[str, ...]], ...], Flag]:
    clash = FALSE
    found = []
    for family in families(made):
        if family.moves and family.withholders:
            # A due that differs from row to row, and what may stand instead: each such record alone.
            clash = either(clash, *(each.flag for each in family.withholders))
            family = Family(family.entries, ())
        for place, entry in enumerate(family.entries):
            if entry.when.moves is not None:
                wanted.nodes[f"due:{entry.key}:{place}"] = entry.when.moves.instant
                wanted.nodes[f"said:{entry.key}:{place}"] = entry.when.moves.value
        flags = tuple(wanted.flag(entry.flag) for entry in family.entries) if family.moves else ()
        found.append((family, wanted.masks(family.flags), flags))
    return tuple(found), clash


def _held(made: Proposed, wanted: _Wanted) -> tuple[tuple[str, str, str, str], ...]:
    found = [
        ("assess" if entry.assess else "action", entry.of, entry.rule, wanted.flag(entry.flag))
        for entry in made.held
    ]
    found += [("request", request, rule, wanted.flag(flag)) for request, rule, flag in made.held_drafts]
    return tuple(found)


def _drafted(
    made: Proposed, wanted: _Wanted
) -> tuple[tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], ...]:
    found = []
    for request in dict.fromkeys(each.request for each in made.withholders if each.request is not None):
        drafters = tuple((rule, wanted.flag(flag)) for name, rule, flag in made.drafts if name == request)
        against = tuple(
            (each.rule, wanted.flag(each.flag)) for each in made.withholders if each.request == request
        )
        if drafters:
            found.append((request, drafters, against))
    return tuple(found)
