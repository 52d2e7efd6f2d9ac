"""What a worker does with a part of a Spark frame: Arrow batches in, one row a record out.

Law: rows keep their order and are numbered through the parts. A part that is not as it was when it was
counted stops the work: a row is never numbered twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyarrow as pa
from pyspark import TaskContext

from decisionsupport.engine.many.batch import Batch
from decisionsupport.engine.many.sources import ROWS
from decisionsupport.engine.spark.shipping import unpacked

WHOLE = ("values", "rules")
"""Frames with a row a record."""
LISTS = ("proposals", "withheld", "undecided", "problems")
"""Frames with any number of rows a record."""
_AT_ONCE = 2_000
"""So many records go back to Java at a time, which holds them whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """What every part is evaluated by. `starts`: by part, its first row and the first after it."""

    shipped: Any  # a broadcast of `Shipped`
    digest: str
    columns: Sequence[str]
    starts: Mapping[int, tuple[int, int]]
    schema: pa.Schema


def counted(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """How many rows this part has."""
    rows = sum(batch.num_rows for batch in batches)
    yield pa.RecordBatch.from_pydict(
        {"part": [_number_of_part()], "rows": [rows]}, pa.schema([("part", pa.int64()), ("rows", pa.int64())])
    )


def evaluated(batches: Iterator[pa.RecordBatch], part: Part) -> Iterator[pa.RecordBatch]:
    """The part's records, each with all that is said of it."""
    population = unpacked(part.shipped.value, part.digest)
    row, end = part.starts.get(_number_of_part(), (0, 0))
    for table in _gathered(batches):
        frame = pl.from_arrow(table)
        assert isinstance(frame, pl.DataFrame)
        frame.columns = list(part.columns)
        first, row = row, row + frame.height
        if row > end:
            break
        batch = population.evaluate(frame, first_row=first, about_columns=False)
        yield from records_of(batch).to_arrow().cast(part.schema).to_batches(_AT_ONCE)
    if row != end:
        message = "the Spark frame gave other rows than when they were counted: persist it first"
        raise RuntimeError(message)


def records_of(batch: Batch) -> pl.DataFrame:
    """One row a record: its number, its values, its rules, and lists of what else is said of it."""
    whole = [
        plain(getattr(batch, name)).select(pl.struct(pl.all()).alias(name)).to_series() for name in WHOLE
    ]
    records = pl.DataFrame([batch.values["row"], *whole])
    for name in LISTS:
        frame = plain(getattr(batch, name)).filter(pl.col("row").is_not_null())
        lists = frame.group_by("row", maintain_order=True).agg(
            pl.struct("row", pl.exclude("row")).alias(name)
        )
        records = records.join(lists, on="row", how="left", maintain_order="left")
    return records


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame without kinds of columns that Spark does not have."""
    enums = [name for name, dtype in frame.schema.items() if dtype in (pl.Enum, pl.Categorical)]
    return frame.with_columns(pl.col(enums).cast(pl.String))


def _gathered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Spark's small batches as larger ones, without copying."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(each.num_rows for each in held) >= ROWS:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _number_of_part() -> int:
    context = TaskContext.get()
    assert context is not None
    return int(context.partitionId())
