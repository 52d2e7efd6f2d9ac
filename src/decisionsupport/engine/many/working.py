"""The parts of a batch, each worked out when it is first asked for.

Law: every row says what `evaluate` says of it alone. What columns cannot hold, or cannot say, goes through
`evaluate` itself. No row is lost: what is wrong is among the problems.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from decisionsupport.engine.many.alone import Alone, Aside
from decisionsupport.engine.many.asking import Asked
from decisionsupport.engine.many.batch import PROBLEMS, How
from decisionsupport.engine.many.compiling import ALONE, BROKEN, PLACE, Compiled, Concluded, Planned
from decisionsupport.engine.many.framing import (
    proposal_frames,
    rules_frame,
    undecided_frame,
    values_frame,
)
from decisionsupport.engine.many.reading import Part
from decisionsupport.engine.many.telling import told_of
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.columns.narrowing import is_narrow, of_values
from decisionsupport.execution.columns.preparing import all_series
from decisionsupport.program.model import Program
from decisionsupport.values.time import zone_named


@dataclass(slots=True)
class Working:
    """A chunk that has been read, and the plans for its shape."""

    program: Program
    part: Part
    plans: Compiled
    alone: Alone
    about_columns: bool
    _concluded: tuple[pl.DataFrame, Concluded, Aside] | None = None
    _proposed: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def frame(self, name: str) -> pl.DataFrame:
        """One of the six frames."""
        return self._values() if name == "values" else _FRAMES[name](self)

    def how(self) -> How:
        """How it is worked out, all of it."""
        self.plans.shown()
        _, _, others = self._conclusions()
        cells = self.plans.cells
        return How(cells.lowered, tuple(cells.by_python), others.outcomes)

    # Values -------------------------------------------------------------------------------------------

    def _values(self) -> pl.DataFrame:
        plan = self.plans.shown()
        found = self._run(plan.planned)
        made = values_frame(found, plan)
        alone = (
            found[PLACE].filter(found[BROKEN] | self.part.alone)
            if plan.breaks
            else self.part.alone.arg_true()
        )
        if not alone.is_empty():
            rows = alone.to_list()
            others = self.alone.values(rows, [cell for cell, _, _ in plan.values])
            made = others.added("values", made, by_row=True)
        own = self.part.chunk.frame.select(name for name in self.part.asked.own if name != "row")
        return pl.concat([made, own], how="horizontal") if own.width else made

    def narrow(self, cells: Sequence[str]) -> pl.DataFrame:
        """Some values in narrow columns."""
        names = tuple(dict.fromkeys(cells))
        for name in names:
            _require(name, self.program)
        planned, columns = self.plans.narrow(names)
        height = self.part.chunk.height
        made = planned.plan.over(self._base(planned).lazy(), columns)
        if made.height != height:
            # Where nothing differs from row to row there is but one.
            made = pl.DataFrame([each.new_from_index(0, height) for each in made])
        alone = self.part.alone.any()
        if BROKEN in made.columns:
            alone = alone or made[BROKEN].any()
            made = made.drop(BROKEN)
        return self._with_those_alone(made, names) if alone else made

    def _with_those_alone(self, made: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
        """Where some records are evaluated alone: the same columns, made of those of hosts."""
        values, cells = self._values(), self.program.cells
        shown = [cells[name] for name in names if name in values.columns]
        columns = [each for cell in shown for each in of_values(cell.id, cell.kind, cell.widest)]
        return made.with_columns(values.select(columns).get_columns())

    # What rules come to -------------------------------------------------------------------------------

    def _conclusions(self) -> tuple[pl.DataFrame, Concluded, Aside]:
        if self._concluded is None:
            plan = self.plans.concluded()
            found = self._run(plan.planned)
            rows = found[PLACE].filter(found[ALONE] | self.part.alone).to_list()
            self._concluded = found, plan, self.alone.conclusions(rows)
        return self._concluded

    def _rules(self) -> pl.DataFrame:
        found, plan, others = self._conclusions()
        return others.added("rules", rules_frame(found, plan), by_row=True)

    def _undecided(self) -> pl.DataFrame:
        found, plan, others = self._conclusions()
        return others.added("undecided", undecided_frame(found, plan))

    def _either(self, name: str) -> pl.DataFrame:
        """Proposals, or what is withheld: they are worked out together."""
        if not self._proposed:
            found, plan, others = self._conclusions()
            frames = proposal_frames(found, plan, zone_named(self.program.pack.timezone))
            named = zip(("proposals", "withheld"), frames, strict=True)
            self._proposed = {each: others.added(each, frame) for each, frame in named}
        return self._proposed[name]

    def _problems(self) -> pl.DataFrame:
        found, plan, others = self._conclusions()
        made = others.added("problems", _problems(found, self.part, plan))
        return _with_columns(made, self.part.asked if self.about_columns else None)

    # Columns ------------------------------------------------------------------------------------------

    def _base(self, planned: Planned) -> pl.DataFrame:
        prepared = all_series(planned.prepared, self.part.answers)
        return self.part.answers.base.with_columns(prepared)

    def _run(self, planned: Planned) -> pl.DataFrame:
        height, first_row = self.part.chunk.height, self.alone.first_row
        place = pl.Series(PLACE, range(height), dtype=pl.Int32)
        base = self._base(planned).with_columns(place)
        found = planned.plan.over(base.lazy())
        given = [name for name in (f"given:{form}" for form in self.part.asked.shown) if name in base.columns]
        row = pl.Series("row", range(first_row, first_row + height), dtype=pl.Int64)
        return found.with_columns(row, *base.select(given).get_columns())


def _require(name: str, program: Program) -> None:
    """`InvalidCall` for what has no narrow columns."""
    computed = (cell for form in program.forms.values() for cell in form.computed)
    found = name in computed or name.removeprefix("finding.") in program.findings
    if not found or name not in program.cells or not is_narrow(program.cells[name].kind):
        raise InvalidCall(f"narrow: {name!r} is no number, boolean or choice that the pack works out")


_FRAMES: Mapping[str, Callable[[Working], pl.DataFrame]] = {
    "rules": Working._rules,
    "proposals": lambda work: work._either("proposals"),
    "withheld": lambda work: work._either("withheld"),
    "undecided": Working._undecided,
    "problems": Working._problems,
}


def _problems(found: pl.DataFrame, part: Part, plan: Concluded) -> pl.DataFrame:
    parts = []
    for telling, column in plan.tellings:
        here = found[column]
        if here.any():
            told = told_of(telling, found[PLACE].filter(here), part.answers.raw)
            parts.append(told.with_columns(found["row"].filter(here)))
    if not parts:
        return pl.DataFrame(schema=PROBLEMS)
    return pl.concat(parts).sort("row", "path", "reason", maintain_order=True).select(*PROBLEMS)


def _with_columns(problems: pl.DataFrame, what: Asked | None) -> pl.DataFrame:
    if what is None or not what.problems:
        return problems
    return pl.concat([pl.DataFrame(list(what.problems), schema=PROBLEMS, orient="row"), problems])
