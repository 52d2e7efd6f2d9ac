"""Exact numbers: nothing passes through a float, and what a host sends is on the grid or refused."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.values.numbers import (
    Mode,
    format_decimal,
    on_grid,
    parse_decimal,
    rescale,
    rescale_half_away,
    round_float,
    round_ratio,
    round_scaled,
    round_units,
)
from tests.values.possible import modes
from tests.values.test_operators import rounded

units = st.integers(-(10**15), 10**15)
places = st.integers(0, 9)


@given(st.integers(-(10**15) + 1, 10**15 - 1), places)
def test_what_is_written_is_read(number: int, decimals: int) -> None:
    text = format_decimal(number, decimals)
    assert Fraction(text) == Fraction(number, 10**decimals)
    assert parse_decimal(text) == (number, decimals)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "010",
        ".5",
        "5.",
        "1e3",
        "1_000",
        "+1",
        " 1",
        "1 ",
        "38,6",
        "NaN",
        "inf",
        "1" * 16,
        "0.1234567890",
        "٣",
        "1\n",
        "--1",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert parse_decimal(text) is None


def test_digits_are_kept() -> None:
    assert parse_decimal("38.60") == (3860, 2)
    assert parse_decimal("-0.5") == (-5, 1)
    assert parse_decimal("0") == (0, 0)
    assert format_decimal(3860, 2) == "38.60"
    assert format_decimal(-5, 2) == "-0.05"


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_float_nearest_to_a_number_on_the_grid_is_on_it(number: int, decimals: int) -> None:
    assert on_grid(number / 10**decimals, decimals) == number
    assert on_grid(Decimal(number).scaleb(-decimals), decimals) == number
    assert on_grid(float(format_decimal(number, decimals)), decimals) == number


@given(st.floats(), st.integers(0, 6))
def test_a_float_off_the_grid_is_refused(value: float, decimals: int) -> None:
    found = on_grid(value, decimals)
    if found is not None:
        assert found / 10**decimals == value


@given(st.decimals(), st.integers(0, 6), st.sampled_from([1, 2, 5]))
def test_decimals(value: Decimal, decimals: int, step: int) -> None:
    found = on_grid(value, decimals, step)
    if value.is_finite() and abs(value.adjusted()) <= 30 and len(value.as_tuple().digits) <= 30:
        exact = Fraction(value) * 10**decimals
        assert found == (exact if exact.denominator == 1 and exact % step == 0 else None)
    else:
        assert found is None


@pytest.mark.parametrize(
    ("value", "decimals", "step", "expected"),
    [
        (38.6, 1, 1, 386),
        (0.1 + 0.2, 1, 1, None),
        (38.65, 1, 1, None),
        (38.5, 1, 5, 385),
        (38.6, 1, 5, None),
        (3, 0, 1, 3),
        (3.0, 0, 1, 3),
        (3.5, 0, 1, None),
        (-0.0, 0, 1, 0),
        (True, 0, 1, None),
        (False, 0, 1, None),
        ("3", 0, 1, None),
        (None, 0, 1, None),
        (float("nan"), 0, 1, None),
        (float("inf"), 0, 1, None),
        (float("-inf"), 2, 1, None),
        (1e308, 2, 1, None),
        (5e-324, 2, 1, None),
        (Decimal("38.60"), 1, 1, 386),
        (Decimal("NaN"), 1, 1, None),
        (Decimal("sNaN"), 1, 1, None),
        (Decimal("Infinity"), 1, 1, None),
        (Decimal("1E+999999"), 1, 1, None),
        (Decimal("1E-999999"), 1, 1, None),
        (3 + 0j, 0, 1, None),
    ],
)
def test_on_grid(value: object, decimals: int, step: int, expected: int | None) -> None:
    found = on_grid(value, decimals, step)
    assert found == expected
    assert found is None or type(found) is int


@given(units, units.filter(bool), modes)
def test_round_ratio(numerator: int, denominator: int, mode: Mode) -> None:
    assert round_ratio(numerator, denominator, mode) == rounded(Fraction(numerator, denominator), mode, 1)


@given(units, st.integers(0, 6), st.sampled_from([1, 2, 5, 25]), modes)
def test_round_units(number: int, shift: int, step: int, mode: Mode) -> None:
    assert round_units(number, shift, step, mode) == rounded(Fraction(number, 10**shift), mode, step)


@given(units, units.filter(bool), st.integers(-6, 6), st.sampled_from([1, 5]), modes)
def test_round_scaled(numerator: int, denominator: int, scale: int, step: int, mode: Mode) -> None:
    exact = Fraction(numerator, denominator) * Fraction(10) ** scale
    assert round_scaled(numerator, denominator, scale, step, mode) == rounded(exact, mode, step)


def test_halves_go_away_from_zero() -> None:
    assert [round_ratio(n, 2) for n in (-3, -1, 1, 3)] == [-2, -1, 1, 2]
    assert round_float(0.5, 0, 1) == 1
    assert round_float(-0.5, 0, 1) == -1


@given(units, st.integers(0, 4), st.integers(0, 4))
def test_rescale(number: int, start: int, end: int) -> None:
    found = rescale(number, start, end)
    exact = Fraction(number, 10**start) * 10**end
    assert found == (exact if exact.denominator == 1 else None)


@given(st.integers(-(10**8), 10**8), st.integers(0, 4), st.integers(0, 4))
def test_rescale_half_away_is_as_decimal_rounds(number: int, start: int, end: int) -> None:
    exact = Decimal(number).scaleb(-start)
    expected = exact.quantize(Decimal(1).scaleb(-end), ROUND_HALF_UP)
    assert rescale_half_away(number, start, 1, end) == int(expected.scaleb(end))
