"""Run by `test_spark` in a process of its own, so that a Java machine's noise stays there.

    python spark_population.py PACK ANSWERS OUT

Evaluates the answers on Spark, in three parts, and writes each frame as lines of JSON; how many engines each
worker has loaded in the end; and what is said of a frame whose rows change on the way.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession

import decisionsupport as ds
from decisionsupport.engine.spark import shipping

AT = "2026-11-23T09:00:00+01:00"
FRAMES = ("values", "rules", "proposals", "withheld", "undecided", "problems")


def session() -> SparkSession:
    """Two threads of one machine, made as quickly as can be."""
    return (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.default.parallelism", "3")
        .config("spark.driver.memory", "512m")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.sql.codegen.wholeStage", "false")
        .getOrCreate()
    )


def main(pack: Path, answers: Path, out: Path) -> None:
    """Write what came of it."""
    spark, engine = session(), ds.load(pack)
    frame = spark.createDataFrame(pl.read_parquet(answers).to_arrow())
    many: Any = engine.evaluate_many(frame, at=AT)
    many.records.persist()
    for name in FRAMES:
        found: Any = pl.from_arrow(getattr(many, name).toArrow())
        (out / name).write_text(found.write_ndjson(), encoding="utf-8")
    engine.evaluate_many(frame, at=AT).values.count()
    numbers = spark.range(0, 6, numPartitions=6).mapInArrow(_loaded, "process long, engines long").collect()
    (out / "loaded.json").write_text(json.dumps([list(each) for each in numbers]), encoding="utf-8")
    try:
        engine.evaluate_many(_changing(spark, out / "flag"), at=AT).values.collect()
    except PythonException as refused:
        (out / "refused").write_text(str(refused), encoding="utf-8")
    spark.stop()


def _loaded(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for _ in batches:
        yield pa.RecordBatch.from_pydict({"process": [os.getpid()], "engines": [len(shipping._ready)]})


def _changing(spark: SparkSession, flag: Path) -> DataFrame:
    """A frame of one row when it is read first, and of two thereafter."""
    one = spark.createDataFrame([(40.0,)], "`fever.temperature` double").toDF("c0").coalesce(1)

    def more(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch
            if flag.exists():
                yield batch
        flag.touch()

    return one.mapInArrow(more, "`c0` double").toDF("fever.temperature")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
