"""What Polars makes of a null, of NaN, of small numbers: why the lowering keeps to flags and 64 bits."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest

pl = pytest.importorskip("polars", reason="the extra `batch` is not installed")

from decisionsupport.engine.engine import Engine, load  # noqa: E402

AT = "2026-11-23T09:00:00+01:00"


@pytest.fixture(scope="module")
def shipped() -> Engine:
    return load("forms", "rules")


def first(expression: Any, **columns: Any) -> Any:
    return pl.DataFrame(columns).select(expression.alias("x"))["x"][0]


def test_a_missing_point_is_no_zero(shipped: Engine) -> None:
    assert first(pl.sum_horizontal("a", "b"), a=[3], b=pl.Series([None], dtype=pl.Int64)) == 3
    values = shipped.evaluate_many(pl.DataFrame({"news2.pulse": [131]}), at=AT).values
    assert values["news2.total"][0] is None
    assert (values["news2.total.least"][0], values["news2.total.most"][0]) == (3, 20)


def test_a_missing_point_may_be_the_highest(shipped: Engine) -> None:
    assert first(pl.max_horizontal("a", "b"), a=[1], b=pl.Series([None], dtype=pl.Int64)) == 1
    values = shipped.evaluate_many(pl.DataFrame({"news2.pulse": [80]}), at=AT).values
    assert values["news2.red"][0] is None


def test_an_unknown_condition_chooses_neither(shipped: Engine) -> None:
    unknown = pl.Series([None], dtype=pl.Boolean)
    assert first(pl.when(pl.col("a")).then(1).otherwise(2), a=unknown) == 2
    frame = pl.DataFrame({"news2.oxygen_saturation": [90]})
    values = shipped.evaluate_many(frame, at=AT).values
    assert (values["news2.total.least"][0], values["news2.total.most"][0]) == (0, 20)


def test_nan_is_not_the_highest_number(shipped: Engine) -> None:
    assert first(pl.col("a") >= 7, a=[math.nan]) is True
    many = shipped.evaluate_many(pl.DataFrame({"news2.temperature": [math.nan]}), at=AT)
    assert "news2.temperature" in many.problems.filter(pl.col("row") == 0)["path"].to_list()
    assert many.values["news2.total.state"].to_list() == ["unknown"]


def test_tenths_are_found_without_round(shipped: Engine) -> None:
    dice = random.Random(1)
    tenths = [dice.randrange(320, 421) for _ in range(300)]
    frame = pl.DataFrame({"news2.temperature": [tenth / 10 for tenth in tenths]})
    many = shipped.evaluate_many(frame, at=AT)
    assert not many.problems.filter(pl.col("severity") == "error").height
    off = pl.DataFrame({"news2.temperature": [36.05, math.nextafter(36.1, 37)]})
    refused = shipped.evaluate_many(off, at=AT).problems.filter(pl.col("severity") == "error")
    assert refused["row"].to_list() == [0, 1]


def test_small_numbers_do_not_wrap(shipped: Engine) -> None:
    assert first(pl.col("a") + pl.col("a"), a=pl.Series([100], dtype=pl.Int8)) == -56
    wide = pl.DataFrame({"news2.temperature": pl.Series([39], dtype=pl.Int64)})
    narrow = pl.DataFrame({"news2.temperature": pl.Series([39], dtype=pl.Int8)})
    found = [shipped.evaluate_many(each, at=AT).values for each in (wide, narrow)]
    assert found[0].equals(found[1])
    assert found[0]["news2.total.least"][0] == 1
