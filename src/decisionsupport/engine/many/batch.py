"""What a part of a population gives: six frames, each made when it is first read, and how they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

PROPOSALS: Mapping[str, Any] = {
    "row": pl.Int64,
    "action": pl.String,
    "assess": pl.String,
    "priority": pl.String,
    "due": pl.String,
    "due_at": pl.Datetime("us", "UTC"),
    "rules": pl.List(pl.String),
}
WITHHELD: Mapping[str, Any] = {
    "row": pl.Int64,
    "action": pl.String,
    "assess": pl.String,
    "request": pl.String,
    "rules": pl.List(pl.String),
    "against": pl.List(pl.String),
}
UNDECIDED: Mapping[str, Any] = {
    "row": pl.Int64,
    "rule": pl.String,
    "priority": pl.String,
    "waits_for": pl.List(pl.String),
}
PROBLEMS: Mapping[str, Any] = {
    "row": pl.Int64,
    "path": pl.String,
    "severity": pl.String,
    "reason": pl.String,
    "found": pl.String,
    "allowed": pl.String,
}


class Work(Protocol):
    """What works out the parts of a batch."""

    def frame(self, name: str) -> pl.DataFrame:
        """One of the six frames."""
        ...

    def narrow(self, cells: Sequence[str]) -> pl.DataFrame:
        """Some values in narrow columns."""
        ...

    def how(self) -> How:
        """How it was worked out."""
        ...


@dataclass(frozen=True, slots=True)
class How:
    """Which cells were worked out as columns and which by Python; how many records by themselves."""

    lowered: tuple[str, ...]
    by_python: tuple[str, ...]
    one_by_one: int


class Batch:
    """What `rows` records give, the first of which is row `first_row` of the population.

    Each frame is worked out when it is first read, so what is not read costs nothing; what they are made of
    cannot change.

    `values`: a row a record, with the columns given that belong to no form, and for every computed value of
    the forms given and every finding its value (null unless known), `.state`, and `.least` and `.most` or
    `.one_of`; null throughout where the form was not given in that row. `rules`: whether each condition holds
    (null: undecided). `proposals`, `withheld`, `undecided`, `problems`: a row each, by `row`. `lowered` and
    `by_python`: the cells worked out as columns and by the default executor. `one_by_one`: how many different
    records went through `evaluate`.
    """

    def __init__(
        self, first_row: int, rows: int, work: Work, instead: Mapping[str, pl.DataFrame] | None = None
    ) -> None:
        self.first_row = first_row
        self.rows = rows
        self._work = work
        self._frames = dict(instead or {})

    def _frame(self, name: str) -> pl.DataFrame:
        if name not in self._frames:
            self._frames[name] = self._work.frame(name)
        return self._frames[name]

    @property
    def values(self) -> pl.DataFrame:
        """A row a record: computed values and findings."""
        return self._frame("values")

    @property
    def rules(self) -> pl.DataFrame:
        """A row a record: whether each rule's condition holds; null: undecided."""
        return self._frame("rules")

    @property
    def proposals(self) -> pl.DataFrame:
        """A row a proposal."""
        return self._frame("proposals")

    @property
    def withheld(self) -> pl.DataFrame:
        """A row for all that is held back in a record."""
        return self._frame("withheld")

    @property
    def undecided(self) -> pl.DataFrame:
        """A row for each undecided rule of a record, with what it waits for."""
        return self._frame("undecided")

    @property
    def problems(self) -> pl.DataFrame:
        """A row a problem; those of a whole column have no row number."""
        return self._frame("problems")

    def narrow(self, *cells: str) -> pl.DataFrame:
        """Some values alone, a row a record, in narrow columns and without row numbers.

        Of each cell its value (null unless known) and `.state` as `values` has them, and `.least` and `.most`
        of a number, or for each option whether it is possible: `news2.risk.can.high`. Numbers are in the
        smallest type that holds them, options are an `Enum`. What is wrong with answers is in `problems`.
        `InvalidCall` for what is no number, boolean or choice worked out by the pack.
        """
        return self._work.narrow(cells)

    @property
    def lowered(self) -> tuple[str, ...]:
        """The cells worked out as columns."""
        return self._work.how().lowered

    @property
    def by_python(self) -> tuple[str, ...]:
        """The cells worked out by the default executor, once for each different combination."""
        return self._work.how().by_python

    @property
    def one_by_one(self) -> int:
        """How many different records went through `evaluate`."""
        return self._work.how().one_by_one

    def with_proposals(self, proposals: pl.DataFrame) -> Batch:
        """The same with other proposals."""
        return Batch(self.first_row, self.rows, self._work, {**self._frames, "proposals": proposals})


@dataclass(frozen=True, slots=True)
class _Joined:
    """Batches as one."""

    batches: Sequence[Batch]

    def frame(self, name: str) -> pl.DataFrame:
        """The frames of all."""
        found: list[pl.DataFrame] = [getattr(batch, name) for batch in self.batches]
        return pl.concat(found, how="diagonal_relaxed")

    def narrow(self, cells: Sequence[str]) -> pl.DataFrame:
        """The narrow columns of all."""
        return pl.concat([batch.narrow(*cells) for batch in self.batches])

    def how(self) -> How:
        """How all were worked out."""
        return How(
            lowered=tuple(dict.fromkeys(cell for batch in self.batches for cell in batch.lowered)),
            by_python=tuple(dict.fromkeys(cell for batch in self.batches for cell in batch.by_python)),
            one_by_one=sum(batch.one_by_one for batch in self.batches),
        )


def concatenated(batches: Iterable[Batch]) -> Batch:
    """All batches as one; there is at least one."""
    each = list(batches)
    return Batch(each[0].first_row, sum(batch.rows for batch in each), _Joined(each))
