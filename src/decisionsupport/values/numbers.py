"""Exact numbers: decimals as whole numbers of units, rounded without ever passing through a float.

A decimal of `places` 1 is a whole number of tenths. Rounding is to the nearest, halves away from zero.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Final, Literal, assert_never

Mode = Literal["round", "floor", "ceil"]

_DECIMAL: Final = re.compile(r"(-?)(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,9}))?", re.ASCII)
_MOST_DIGITS: Final = 30


def parse_decimal(text: str) -> tuple[int, int] | None:
    """`38.60` as (3860, 2): its digits and how many of them are decimals; None where it is no number.

    At most 15 digits before the point and 9 after it, no leading zeros, no exponent.

    >>> parse_decimal("-0.5")
    (-5, 1)
    """
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return None
    sign, whole, decimals = match[1], match[2], match[3] or ""
    digits = int(whole + decimals)
    return (-digits if sign else digits, len(decimals))


def format_decimal(units: int, places: int) -> str:
    """A number of units of 10**-places with all its decimals.

    >>> format_decimal(386, 1)
    '38.6'
    >>> format_decimal(-5, 2)
    '-0.05'
    """
    if places == 0:
        return str(units)
    digits = str(abs(units)).rjust(places + 1, "0")
    return f"{'-' if units < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def on_grid(value: object, places: int, step: int = 1) -> int | None:
    """A host's number in units of 10**-places, where it is a whole number of `step`s of them; else None.

    A float is on the grid when it is the float nearest to a number on the grid: 38.6 is, 0.1 + 0.2 is not.
    A bool is no number; nor are NaN and the infinities.
    """
    match value:
        case bool():
            return None
        case int():
            units: int | None = value * power_of_ten(places)
        case float():
            units = _float_units(value, places)
        case Decimal():
            units = _decimal_units(value, places)
        case _:
            return None
    return units if units is not None and units % step == 0 else None


def _float_units(value: float, places: int) -> int | None:
    if not math.isfinite(value) or abs(value) >= 10.0**_MOST_DIGITS:
        return None
    units = round(value * 10**places)
    return units if units / 10**places == value else None


def _decimal_units(value: Decimal, places: int) -> int | None:
    # Bounded first: 1E+999999 would be a whole number of a million digits.
    if (
        not value.is_finite()
        or len(value.as_tuple().digits) > _MOST_DIGITS
        or abs(value.adjusted()) > _MOST_DIGITS
    ):
        return None
    numerator, denominator = value.as_integer_ratio()
    units, rest = divmod(numerator * power_of_ten(places), denominator)
    return None if rest else units


def power_of_ten(exponent: int) -> int:
    """10**exponent, for an exponent from 0 (whose type Python cannot tell)."""
    return int(10**exponent)


def rescale(digits: int, places: int, to_places: int) -> int | None:
    """The same number counted in other units; None where it has decimals that these lack."""
    if to_places >= places:
        return digits * power_of_ten(to_places - places)
    units, rest = divmod(digits, power_of_ten(places - to_places))
    return None if rest else units


def rescale_half_away(units: int, places: int, digits: int, to_places: int) -> int:
    """A number as whole `digits * 10**-to_places`, counted in units of 10**-to_places; halves away from zero.

    >>> rescale_half_away(2675, 3, 1, 2)
    268
    """
    return round_scaled(units, 1, to_places - places, digits, "round")


def round_ratio(numerator: int, denominator: int, mode: Mode = "round") -> int:
    """The whole number nearest to a ratio (halves away from zero), or next below or above it.

    >>> round_ratio(5, 2), round_ratio(-5, 2), round_ratio(5, 2, "floor")
    (3, -3, 2)
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    match mode:
        case "floor":
            return numerator // denominator
        case "ceil":
            return -(-numerator // denominator)
        case "round":
            half_up = (2 * abs(numerator) + denominator) // (2 * denominator)
            return half_up if numerator >= 0 else -half_up
        case _:
            assert_never(mode)


def round_units(units: int, shift: int, step: int, mode: Mode = "round") -> int:
    """A number with `shift` more decimals, as whole `step`s of the coarser units.

    >>> round_units(2675, 1, 1)
    268
    """
    return round_ratio(units, step * power_of_ten(shift), mode) * step


def round_scaled(numerator: int, denominator: int, scale: int, step: int, mode: Mode = "round") -> int:
    """`numerator * 10**scale / denominator` as whole `step`s; rounded once, exactly."""
    if scale >= 0:
        return round_ratio(numerator * power_of_ten(scale), denominator * step, mode) * step
    return round_ratio(numerator, denominator * step * power_of_ten(-scale), mode) * step


def round_float(real: float, places: int, step: int, mode: Mode = "round") -> int:
    """A real as whole `step`s of units of 10**-places, by its exact binary value."""
    numerator, denominator = real.as_integer_ratio()
    return round_scaled(numerator, denominator, places, step, mode)
