"""A program as one plan over answers of one shape: everything that a batch is made from, worked out together.

Law: a plan is made once for each shape (which columns have answers, which have nulls) and used for all chunks
of that shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from decisionsupport.engine.many.judging import Judged, judged
from decisionsupport.engine.many.proposing import Family, Proposed, families, proposed
from decisionsupport.engine.many.telling import Telling, tellings
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.columns.cells import Cells, Shape
from decisionsupport.execution.columns.emit import Node, Plan, plan
from decisionsupport.execution.columns.hosting import Hosted, hosted
from decisionsupport.execution.columns.masks import masks_of
from decisionsupport.execution.columns.nodes import FALSE, Flag, both, either, number_column
from decisionsupport.execution.columns.waits import ASK, Waits
from decisionsupport.execution.model import Executor, Record, Wait
from decisionsupport.program.model import Program, Rule

ALONE: Final = "alone"
PLACE: Final = "place"
"""The number of a record in its chunk."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule that is undecided where the column says so; what it may wait for, by the bits of the masks."""

    rule: Rule
    column: str
    waits: tuple[Wait, ...]
    masks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The plan, and what its columns are. Flags that nothing can make true have no column."""

    cells: Cells
    plan: Plan
    values: tuple[tuple[str, str | None, Hosted], ...]
    """Cell, the form that must be given for it to be shown, and its columns."""
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

    nodes: dict[str, Node] = field(default_factory=lambda: {PLACE: number_column(PLACE, 0, 2**31 - 1)})
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


def compiled(
    program: Program,
    executor: Executor,
    blank: Record,
    shape: Shape,
    refused: frozenset[str],
    *,
    forms: Sequence[str],
    at: datetime,
    language: str,
    nobody: Situation,
    read: Callable[..., Any],
) -> Compiled:
    """The plan for answers of a shape; `forms` are those whose values are shown."""
    cells = Cells(program, executor, blank, shape)
    wanted = _Wanted()
    rules = [judged(rule, cells) for rule in program.rules.values()]
    made = proposed(rules, cells, at, language)
    told = tellings(cells, refused, tuple(shape.groups), nobody, read)
    undecided, unsure = _undecided(rules, cells, refused, wanted)
    groups, clash = _families(made, wanted)
    wanted.nodes[ALONE] = either(told.ask, made.ask, unsure, clash)
    values = [
        (
            cell,
            form,
            hosted(
                cell,
                program.cells[cell].kind,
                cells.of(cell),
                everywhere=form is None or shape.forms.get(form, False),
            ),
        )
        for cell, form in _shown(program, forms)
    ]
    for _, _, columns in values:
        wanted.nodes |= columns.nodes
    return Compiled(
        cells=cells,
        values=tuple(values),
        rules=tuple((each.rule.id, wanted.flag(each.holds), wanted.flag(each.fails)) for each in rules),
        undecided=undecided,
        families=groups,
        held=_held(made, wanted),
        drafted=_drafted(made, wanted),
        tellings=tuple((each, wanted.flag(each.flag)) for each in told.all if each.flag is not FALSE),
        plan=plan(wanted.nodes),
    )


def _shown(program: Program, forms: Sequence[str]) -> Sequence[tuple[str, str | None]]:
    """The computed values of the forms, and every finding."""
    computed = [(cell, form) for form in forms for cell in program.forms[form].computed]
    return [*computed, *((f"finding.{finding}", None) for finding in program.findings)]


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
