"""A part of a population at once: answers as columns, a row a record; values, rules, proposals as frames.

Law: every row says what `evaluate` says of it alone. What columns cannot hold, or cannot say, goes through
`evaluate` itself, once for each different record. No row is lost: what is wrong is among the problems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from decisionsupport.engine.intake import Given, Intake
from decisionsupport.engine.many.alone import evaluated_alone
from decisionsupport.engine.many.asking import Asked, asked
from decisionsupport.engine.many.batch import PROBLEMS, Batch
from decisionsupport.engine.many.compiling import ALONE, PLACE, Compiled, compiled
from decisionsupport.engine.many.framing import (
    proposal_frames,
    rules_frame,
    undecided_frame,
    values_frame,
)
from decisionsupport.engine.many.reading import Part, Reader, as_given
from decisionsupport.engine.many.sources import Chunk, chunk_of
from decisionsupport.engine.many.telling import told_of
from decisionsupport.engine.situation import Situation
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.columns.preparing import all_series
from decisionsupport.execution.model import Executor, Record
from decisionsupport.outcome.model import Outcome
from decisionsupport.program.model import Program
from decisionsupport.values.time import zone_named

Evaluate = Callable[[Given], Outcome]


@dataclass(slots=True)
class Population:
    """A program at an instant, ready for any part of a population.

    What is worked out of the program for answers of one shape (which columns have answers, which have nulls)
    is kept for the next part.
    """

    program: Program
    executor: Executor
    at: datetime
    language: str
    parameters: Mapping[str, Any]
    alone: Evaluate
    situation: Callable[[Given], Situation]
    _plans: dict[Any, Compiled] = field(default_factory=dict)

    def evaluate(
        self, records: pl.DataFrame | Chunk, *, first_row: int = 0, about_columns: bool = True
    ) -> Batch:
        """Evaluate a part of a population, its rows counted from `first_row`.

        `about_columns`: problems of whole columns (unknown ones, missing ones) are told too.
        """
        chunk = records if isinstance(records, Chunk) else chunk_of(records)
        what = asked(chunk.frame.schema, self.program, every_form=chunk.maps)
        blank = Record({}, self.at, {}, self._parameters())
        part = Reader(self.program, self.executor, blank).read(chunk, what)
        plan = self._plan(part, blank, written=chunk.written)
        found = self._run(part, plan, first_row)
        rows = found[PLACE].filter(found[ALONE] | part.alone).to_list()
        others = evaluated_alone(rows, part, plan, self.program, self.alone, self.situation, first_row)
        proposals, withheld = proposal_frames(found, plan, zone_named(self.program.pack.timezone))
        own = chunk.frame.select(name for name in what.own if name != "row")
        values = others.added("values", values_frame(found, plan), by_row=True)
        return Batch(
            first_row=first_row,
            rows=chunk.height,
            values=pl.concat([values, own], how="horizontal") if own.width else values,
            rules=others.added("rules", rules_frame(found, plan), by_row=True),
            proposals=others.added("proposals", proposals),
            withheld=others.added("withheld", withheld),
            undecided=others.added("undecided", undecided_frame(found, plan)),
            problems=_with_columns(
                others.added("problems", _problems(found, part, plan)), what if about_columns else None
            ),
            lowered=plan.cells.lowered,
            by_python=tuple(plan.cells.by_python),
            one_by_one=others.outcomes,
        )

    def require(self, columns: Iterable[str]) -> None:
        """`InvalidCall` where none of the columns is an item, or a form, of the pack."""
        program = self.program
        if not any(
            name in program.items or name in program.groups or name in program.forms for name in columns
        ):
            raise InvalidCall("answers: no column is an item of the pack; columns are named form.item")

    def _parameters(self) -> Mapping[str, Any]:
        return Intake(self.program).record({}, self.at, {}, self.parameters).parameters

    def _plan(self, part: Part, blank: Record, *, written: bool) -> Compiled:
        key = (part.shape.key, tuple(sorted(part.refused)), part.asked.shown, written)
        if key not in self._plans:
            self._plans[key] = compiled(
                self.program,
                self.executor,
                blank,
                part.shape,
                frozenset(part.refused),
                forms=part.asked.shown,
                at=self.at,
                language=self.language,
                nobody=self.situation({}),
                read=as_given(written=written),
            )
        return self._plans[key]

    def _run(self, part: Part, plan: Compiled, first_row: int) -> pl.DataFrame:
        prepared = all_series(tuple(plan.cells.prepared.values()), part.answers)
        place = pl.Series(PLACE, range(part.chunk.height), dtype=pl.Int32)
        base = part.answers.base.with_columns(place, *prepared)
        found = plan.plan.over(base.lazy())
        given = [name for name in (f"given:{form}" for form in part.asked.shown) if name in base.columns]
        row = pl.Series("row", range(first_row, first_row + part.chunk.height), dtype=pl.Int64)
        return found.with_columns(row, *base.select(given).get_columns())


def _problems(found: pl.DataFrame, part: Part, plan: Compiled) -> pl.DataFrame:
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
