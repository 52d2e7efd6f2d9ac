"""A column called sound has nothing but answers that reading them one by one accepts, as the same units."""

from __future__ import annotations

import math
from typing import Any

import pytest

pl = pytest.importorskip("polars", reason="the extra `batch` is not installed")

from hypothesis import example, given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from decisionsupport.engine.answers import read_answer  # noqa: E402
from decisionsupport.engine.engine import Engine, from_files  # noqa: E402
from decisionsupport.execution.columns.items import base_type, bounds  # noqa: E402
from decisionsupport.execution.columns.sets import options_of  # noqa: E402
from decisionsupport.execution.columns.sound import sound  # noqa: E402
from decisionsupport.execution.model import Known  # noqa: E402
from decisionsupport.loading import File  # noqa: E402

FORM = """\
assessment: f
version: 1.0.0
title: F
items:
  whole: {ask: Whole?, kind: integer, between: -5..120}
  tenths: {ask: Tenths?, kind: decimal, step: 0.1, between: -9.0..45.0}
  halves: {ask: Halves?, kind: decimal, step: 0.5, between: 0.0..300.0}
  cents: {ask: Cents?, kind: decimal, step: 0.01, between: 0.00..9.99}
  flag: {ask: Flag?, kind: boolean}
  pick: {ask: Pick?, kind: choice, options: {a: {text: A}, b: {text: B}, c: {text: C}}}
"""
NAMES = ("whole", "tenths", "halves", "cents")


@pytest.fixture(scope="module")
def engine() -> Engine:
    pack = "pack: p\nversion: 1.0.0\nlanguages: [en]\ntimezone: Europe/Stockholm\n"
    return from_files([File("pack.yaml", pack.encode()), File("f.yaml", FORM.encode())])


def check(engine: Engine, name: str, column: Any) -> bool:
    """Whether the column is called sound; if so, every answer is what reading it alone makes of it."""
    item = engine.program.items[f"f.{name}"]
    found = sound([(column, item)])
    if not found:
        return False
    known, values = found[item.id]
    assert values.dtype == base_type(item) or values.dtype == pl.Boolean
    assert values.null_count() == 0
    low, high = bounds(item) if values.dtype != pl.Boolean else (0, 1)
    for answer, is_known, value in zip(column, known, values, strict=True):
        assert is_known == (answer is not None)
        assert low <= value <= high
        if answer is not None:
            read = read_answer(_meant(answer, column, item.kind), item)
            assert isinstance(read, Known), answer
            assert read.value == (options_of(item.kind)[value] if name == "pick" else value)
    return True


def _meant(answer: Any, column: Any, kind: Any) -> Any:
    """Of a float of 32 bits: the decimal that it is the nearest to."""
    if column.dtype != pl.Float32:
        return answer
    meant = round(answer, kind.places)
    assert pl.Series([meant], dtype=pl.Float32)[0] == answer
    return meant


odd = st.sampled_from(
    [math.nan, math.inf, -math.inf, -0.0, 36.05, 45.0, 45.1, -9.0, -9.1, 1e16, math.nextafter(26.1, 27)]
)
near = st.builds(
    lambda units, scale: units / scale, st.integers(-100, 3100), st.sampled_from([1, 2, 10, 100])
)


@given(st.sampled_from(NAMES), st.lists(st.none() | near | odd, max_size=6), st.sampled_from(["64", "32"]))
@example("tenths", [26.1, math.nextafter(26.1, 27)], "64")
@example("halves", [0.5, 0.25], "64")
@example("tenths", [None, math.nan], "64")
def test_floats(engine: Engine, name: str, answers: list[float | None], bits: str) -> None:
    dtype = pl.Float64 if bits == "64" else pl.Float32
    check(engine, name, pl.Series(f"f.{name}", answers, dtype=dtype))


@given(st.sampled_from(NAMES), st.lists(st.none() | st.integers(-130, 127), max_size=6), st.booleans())
def test_whole_numbers(engine: Engine, name: str, answers: list[int | None], wide: bool) -> None:
    held = [None if each is None else max(each, -128) for each in answers]
    check(engine, name, pl.Series(f"f.{name}", held, dtype=pl.Int64 if wide else pl.Int8))


def test_what_is_sound_and_what_is_not(engine: Engine) -> None:
    for name, answers, is_sound in [
        ("whole", [-5, None, 120], True),
        ("whole", [-6, 0], False),
        ("whole", [121], False),
        ("whole", [1.0, None], True),
        ("whole", [1.5], False),
        ("tenths", [unit / 10 for unit in range(-90, 451)], True),
        ("tenths", [36.05], False),
        ("tenths", [36.6, math.nan], False),
        ("tenths", [math.inf], False),
        ("tenths", [-9, 45], True),
        ("halves", [0.5, 299.5], True),
        ("halves", [0.5, 0.4], False),
        ("cents", [unit / 100 for unit in range(1000)], True),
        ("flag", [True, None], True),
        ("flag", [1, 0], False),
    ]:
        column = pl.Series(f"f.{name}", answers)
        assert check(engine, name, column) is is_sound, (name, answers)
    picked = pl.Series("f.pick", ["c", None, "a"])
    for options, is_sound in (("abc", True), ("cba", False), ("abcd", False)):
        assert check(engine, "pick", picked.cast(pl.Enum(list(options)))) is is_sound
