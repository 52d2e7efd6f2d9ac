"""A population as a Spark frame: evaluated where its parts lie, by Polars, part by part.

Law: the rows, and what is said of them, are those of one machine that reads the parts in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias

import polars as pl
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as spark_functions
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from decisionsupport.engine.many.population import Population
from decisionsupport.engine.spark.parts import Part, counted, evaluated, plain, records_of
from decisionsupport.engine.spark.shipping import Shipped

SparkFrame: TypeAlias = DataFrame


def evaluate_spark(frame: SparkFrame, population: Population, shipped: Shipped) -> SparkMany:
    """Evaluate every row of a Spark frame; nothing but counting is done before a frame of it is asked for."""
    population.require(frame.columns)
    return SparkMany(frame, population, shipped)


class SparkMany:
    """What a population's records give, as Spark frames of the same names and columns as `Many`.

    All are read from `records`, one row a record; `many.records.persist()` lets several be read from one
    evaluation. `row` counts from 0 through the parts of the frame, in their order.
    """

    def __init__(self, frame: DataFrame, population: Population, shipped: Shipped) -> None:
        # Spark's way from frames to Arrow fails at names with a dot.
        self._frame = frame.toDF(*(f"c{place}" for place in range(len(frame.columns))))
        self._columns = tuple(frame.columns)
        self._shipped = shipped
        given = pl.from_arrow(self._frame.limit(0).toArrow())
        assert isinstance(given, pl.DataFrame)
        given.columns = list(self._columns)
        self._nothing = population.evaluate(given)

    @cached_property
    def records(self) -> DataFrame:
        """One row a record: `row`, `values` and `rules` as structs, the others as lists of structs."""
        session = self._frame.sparkSession
        schema = from_arrow_schema(records_of(self._nothing).to_arrow().schema, prefer_timestamp_ntz=False)
        part = Part(
            session.sparkContext.broadcast(self._shipped),
            self._shipped.digest,
            self._columns,
            self._starts(),
            to_arrow_schema(schema, timezone="UTC"),
        )

        def evaluate(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            return evaluated(batches, part)

        return self._frame.mapInArrow(evaluate, schema)

    def _starts(self) -> dict[int, tuple[int, int]]:
        """By part, the number of its first row and of the first after it."""
        found = self._frame.mapInArrow(counted, "part long, rows long").collect()
        rows = dict(sorted(tuple(each) for each in found))
        ends = list(accumulate(rows.values()))
        return {part: (end - count, end) for (part, count), end in zip(rows.items(), ends, strict=True)}

    @property
    def values(self) -> DataFrame:
        """A row a record: computed values and findings."""
        return self._whole("values")

    @property
    def rules(self) -> DataFrame:
        """A row a record: whether each rule's condition holds; null: undecided."""
        return self._whole("rules")

    @property
    def proposals(self) -> DataFrame:
        """A row a proposal."""
        return self._listed("proposals")

    @property
    def withheld(self) -> DataFrame:
        """A row for all that is held back in a record."""
        return self._listed("withheld")

    @property
    def undecided(self) -> DataFrame:
        """A row for each undecided rule of a record, with what it waits for."""
        return self._listed("undecided")

    @property
    def problems(self) -> DataFrame:
        """A row a problem; those of a whole column have no row number, and come first."""
        about = plain(self._nothing.problems).to_arrow()
        rows = self._listed("problems")
        session = self._frame.sparkSession
        return session.createDataFrame(about.to_pylist(), rows.schema).unionByName(rows)

    def _whole(self, name: str) -> DataFrame:
        return self.records.select(f"{name}.*")

    def _listed(self, name: str) -> DataFrame:
        return self.records.select(spark_functions.inline(name))
