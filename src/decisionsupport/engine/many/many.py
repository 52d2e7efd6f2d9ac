"""A population: whatever source the records come from, worked through a batch at a time.

Law: a source is read once for each time that `batches` is asked for, in its own order, and never held whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import polars as pl

from decisionsupport.engine.many.batch import Batch, concatenated
from decisionsupport.engine.many.population import Population
from decisionsupport.engine.many.sources import NARROW, Opened, Size, Source, opened, whole


def evaluate_many(source: Source, population: Population) -> Many:
    """Evaluate every record of the source; `InvalidCall` where it cannot be read."""
    read = opened(source, population.program)
    if read.columns is not None:
        population.require(read.columns)
    return Many(read, population)


class Many:
    """What a population's records give; `row` counts from 0 in the order given.

    `batches()` works through the source, a batch at a time: so input larger than memory is evaluated. Each
    frame is that of all batches in one, worked out when it is first asked for. Problems of a whole column
    have no row and come with the first batch. See `Batch` for what the frames hold.
    """

    def __init__(self, source: Opened, population: Population) -> None:
        self._source = source
        self._population = population

    def batches(self) -> Iterator[Batch]:
        """The batches, in the order of the source; `InvalidCall` where it turns out not to be readable."""
        return self._batches(whole(self._population.program))

    def narrow(self, *cells: str) -> pl.DataFrame:
        """Some values alone, in narrow columns, of all records: see `Batch.narrow`."""
        return pl.concat([batch.narrow(*cells) for batch in self._batches(NARROW)])

    def _batches(self, size: Size) -> Iterator[Batch]:
        first_row = 0
        for chunk in self._source.chunks(size):
            yield self._population.evaluate(chunk, first_row=first_row, about_columns=first_row == 0)
            first_row += chunk.height

    @cached_property
    def whole(self) -> Batch:
        """All batches in one."""
        return concatenated(self.batches())

    @property
    def values(self) -> pl.DataFrame:
        """A row a record: computed values and findings."""
        return self.whole.values

    @property
    def rules(self) -> pl.DataFrame:
        """A row a record: whether each rule's condition holds; null: undecided."""
        return self.whole.rules

    @property
    def proposals(self) -> pl.DataFrame:
        """A row a proposal."""
        return self.whole.proposals

    @property
    def withheld(self) -> pl.DataFrame:
        """A row for all that is held back in a record."""
        return self.whole.withheld

    @property
    def undecided(self) -> pl.DataFrame:
        """A row for each undecided rule of a record, with what it waits for."""
        return self.whole.undecided

    @property
    def problems(self) -> pl.DataFrame:
        """A row a problem; those of a whole column have no row number."""
        return self.whole.problems

    @property
    def lowered(self) -> tuple[str, ...]:
        """The cells worked out as columns."""
        return self.whole.lowered

    @property
    def by_python(self) -> tuple[str, ...]:
        """The cells worked out by the default executor, once for each different combination."""
        return self.whole.by_python

    @property
    def one_by_one(self) -> int:
        """How many different records went through `evaluate`."""
        return self.whole.one_by_one
