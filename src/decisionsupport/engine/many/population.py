"""A part of a population at once: answers as columns, a row a record; values, rules, proposals as frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from decisionsupport.engine.intake import Given, Intake
from decisionsupport.engine.many.alone import Alone
from decisionsupport.engine.many.asking import asked
from decisionsupport.engine.many.batch import Batch
from decisionsupport.engine.many.compiling import Compiled
from decisionsupport.engine.many.reading import Part, Reader, as_given
from decisionsupport.engine.many.sources import Chunk, chunk_of
from decisionsupport.engine.many.working import Working
from decisionsupport.engine.situation import Situation
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.columns.cells import Cells
from decisionsupport.execution.model import Executor, Record
from decisionsupport.outcome.model import Outcome
from decisionsupport.program.model import Program

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
        what = asked(chunk.frame.schema, self.program, language=self.language, every_form=chunk.maps)
        blank = Record({}, self.at, {}, self._parameters())
        part = Reader(self.program, self.executor, blank).read(chunk, what)
        alone = Alone(part, self.program, self.alone, self.situation, first_row)
        plans = self._plans_of(part, blank, written=chunk.written)
        return Batch(first_row, chunk.height, Working(self.program, part, plans, alone, about_columns))

    def require(self, columns: Iterable[str]) -> None:
        """`InvalidCall` where none of the columns is an item, or a form, of the pack."""
        program = self.program
        if not any(
            name in program.items or name in program.groups or name in program.forms for name in columns
        ):
            raise InvalidCall("answers: no column is an item of the pack; columns are named form.item")

    def _parameters(self) -> Mapping[str, Any]:
        return Intake(self.program).record({}, self.at, {}, self.parameters).parameters

    def _plans_of(self, part: Part, blank: Record, *, written: bool) -> Compiled:
        key = (part.shape.key, tuple(sorted(part.refused)), part.asked.shown, written)
        if key not in self._plans:
            self._plans[key] = Compiled(
                Cells(self.program, self.executor, blank, part.shape),
                frozenset(part.refused),
                part.asked.shown,
                self.at,
                self.language,
                self.situation({}),
                as_given(written=written),
            )
        return self._plans[key]
