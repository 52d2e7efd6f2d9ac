"""What Polars makes of a null, of NaN, of small numbers: why the lowering keeps to flags and 64 bits."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars", reason="the extra `batch` is not installed")

from decisionsupport.engine.engine import Engine, load  # noqa: E402
from decisionsupport.execution.columns.arithmetic import exactly, powered, rounded  # noqa: E402
from decisionsupport.execution.columns.emit import divided, plan, width  # noqa: E402
from decisionsupport.execution.columns.nodes import (  # noqa: E402
    TooLarge,
    both,
    either,
    flag_column,
    less,
    number,
    number_column,
    same,
    times,
)

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


def test_a_division_by_a_number_is_not_the_nearest() -> None:
    """Polars multiplies with the reciprocal of a number; by a column of it, it divides."""
    tenths = pl.DataFrame({"units": range(1000)})
    nearest = [units / 10 for units in range(1000)]
    assert tenths.select(pl.col("units") / 10.0)["units"].to_list() != nearest
    assert tenths.select(divided(pl.col("units"), 10))["units"].to_list() == nearest


@pytest.mark.parametrize("negated", [True, False])
def test_what_is_read_twice_is_worked_out_once(negated: bool) -> None:
    """Also through a not, and as a part of something longer."""
    some = either(less(number(5), number_column("a", 0, 9)), same(number_column("a", 0, 9), number(3)))
    first = some.inverse if negated else some
    found = plan({"first": first, "second": (both if negated else either)(first, flag_column("b"))})
    written = " ".join(str(each) for level in (*found.levels, found.wanted) for each in level)
    assert written.count("(5)") == 1
    assert written.count("|") + written.count("&") == 2
    rows = found.over(pl.LazyFrame({"a": pl.Series([3, 4, 4], dtype=pl.Int8), "b": [True, True, False]}))
    if negated:
        assert rows.rows() == [(False, False), (True, True), (True, False)]
    else:
        assert rows.rows() == [(True, True), (False, True), (False, False)]


def test_powers_and_halves_are_exact() -> None:
    """Polars rounds halves to even or by binary64; a power of whole numbers may wrap."""
    assert first(pl.col("a") ** 2, a=pl.Series([100], dtype=pl.Int8)) == 16
    assert first(pl.col("a").round(0), a=[2.5]) == 2
    units = number_column("a", -1000, 1000)
    found = plan({"square": powered(exactly(units), 2).least, "half": rounded(units, 10, 1, "round")})
    rows = found.over(pl.LazyFrame({"a": pl.Series([-25, -15, 15, 25, 1000], dtype=pl.Int16)}))
    assert rows["square"].to_list() == [625, 225, 225, 625, 1_000_000]
    assert rows["half"].to_list() == [-3, -2, 2, 3, 100]


def test_the_lowering_uses_none_of_them() -> None:
    """What drops nulls, takes sides on them, or rounds is nowhere where nodes become Polars."""
    for module in ("emit", "rows", "hosting"):
        text = (Path("src/decisionsupport/execution/columns") / f"{module}.py").read_text("utf-8")
        for name in ("sum_horizontal", "max_horizontal", "min_horizontal", ".round(", ".pow("):
            assert name not in text, (module, name)


def test_numbers_that_64_bits_may_not_hold_are_not_made() -> None:
    wide = number_column("a", 0, 10**15)
    with pytest.raises(TooLarge):
        times(wide, number(10**6))
    assert width(number_column("a", -128, 127)) == pl.Int8
    assert width(number_column("a", -128, 128)) == pl.Int16
