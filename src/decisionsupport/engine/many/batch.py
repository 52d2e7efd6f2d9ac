"""What a part of a population gives: six frames, and how they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Batch:
    """What `rows` records give, the first of which is row `first_row` of the population.

    `values`: a row a record, with the columns given that belong to no form, and for every computed value of
    the forms given and every finding its value (null unless known), `.state`, and `.least` and `.most` or
    `.one_of`; null throughout where the form was not given in that row. `rules`: whether each condition holds
    (null: undecided). `proposals`, `withheld`, `undecided`, `problems`: a row each, by `row`. `lowered` and
    `by_python`: the cells worked out as columns and by the default executor. `one_by_one`: how many different
    records went through `evaluate`.
    """

    first_row: int
    rows: int
    values: pl.DataFrame
    rules: pl.DataFrame
    proposals: pl.DataFrame
    withheld: pl.DataFrame
    undecided: pl.DataFrame
    problems: pl.DataFrame
    lowered: tuple[str, ...]
    by_python: tuple[str, ...]
    one_by_one: int


def concatenated(batches: Iterable[Batch]) -> Batch:
    """All batches as one; there is at least one."""
    each = list(batches)

    def frames(name: str) -> pl.DataFrame:
        found: list[pl.DataFrame] = [getattr(batch, name) for batch in each]
        return pl.concat(found, how="diagonal_relaxed")

    return Batch(
        first_row=each[0].first_row,
        rows=sum(batch.rows for batch in each),
        values=frames("values"),
        rules=frames("rules"),
        proposals=frames("proposals"),
        withheld=frames("withheld"),
        undecided=frames("undecided"),
        problems=frames("problems"),
        lowered=tuple(dict.fromkeys(cell for batch in each for cell in batch.lowered)),
        by_python=tuple(dict.fromkeys(cell for batch in each for cell in batch.by_python)),
        one_by_one=sum(batch.one_by_one for batch in each),
    )
