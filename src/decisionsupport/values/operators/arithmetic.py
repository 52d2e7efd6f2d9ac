"""Exact arithmetic on numbers of units. Of what is not applicable: not applicable, but folds pass it over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from decisionsupport.values.sets import NOT_APPLICABLE, Between, Possible, between, may_be_not_applicable

_KNOWN_NUMBERS: Final = {int}


def number_ends(x: Possible) -> tuple[int, int]:
    """The least and the most of a number, its not being applicable left aside."""
    if type(x) is int:
        return (x, x)
    if isinstance(x, Between):
        return (x.least, x.most)
    raise TypeError(f"{x!r} is no number")


def add(x: Possible, y: Possible) -> Possible:
    """`x + y` at one scale."""
    if type(x) is int and type(y) is int:
        return x + y
    if x is NOT_APPLICABLE or y is NOT_APPLICABLE:
        return NOT_APPLICABLE
    (least, most), (least_y, most_y) = number_ends(x), number_ends(y)
    return between(least + least_y, most + most_y, _is_optional(x) or _is_optional(y))


def subtract(x: Possible, y: Possible) -> Possible:
    """`x - y` at one scale."""
    if type(x) is int and type(y) is int:
        return x - y
    if x is NOT_APPLICABLE or y is NOT_APPLICABLE:
        return NOT_APPLICABLE
    (least, most), (least_y, most_y) = number_ends(x), number_ends(y)
    return between(least - most_y, most - least_y, _is_optional(x) or _is_optional(y))


def multiply(x: Possible, y: Possible) -> Possible:
    """`x * y`; the product's places are the sum of both."""
    if type(x) is int and type(y) is int:
        return x * y
    if x is NOT_APPLICABLE or y is NOT_APPLICABLE:
        return NOT_APPLICABLE
    corners = [end * end_y for end in number_ends(x) for end_y in number_ends(y)]
    return between(min(corners), max(corners), _is_optional(x) or _is_optional(y))


def negate(x: Possible) -> Possible:
    """`-x`."""
    if type(x) is int:
        return -x
    if x is NOT_APPLICABLE:
        return x
    least, most = number_ends(x)
    return between(-most, -least, _is_optional(x))


def power(x: Possible, exponent: int) -> Possible:
    """`x ** 2`, `x ** 3`; the places are multiplied by the exponent."""
    if type(x) is int:
        return int(x**exponent)
    if x is NOT_APPLICABLE:
        return x
    least, most = number_ends(x)
    ends = [int(least**exponent), int(most**exponent)]
    if exponent % 2 == 0 and least < 0 < most:
        ends.append(0)
    return between(min(ends), max(ends), _is_optional(x))


def absolute(x: Possible) -> Possible:
    """`abs(x)`."""
    if type(x) is int:
        return abs(x)
    if x is NOT_APPLICABLE:
        return x
    least, most = number_ends(x)
    nearest = 0 if least <= 0 <= most else min(abs(least), abs(most))
    return between(nearest, max(abs(least), abs(most)), _is_optional(x))


def rescale(x: Possible, factor: int) -> Possible:
    """The same number in units `factor` times smaller."""
    return x * factor if type(x) is int else multiply(x, factor)


def total(operands: Iterable[Possible]) -> Possible:
    """`sum`: of what is applicable; of nothing it is 0."""
    least = most = 0
    for operand in operands:
        if type(operand) is int:
            least += operand
            most += operand
        elif operand is not NOT_APPLICABLE:
            low, high = number_ends(operand)
            optional = _is_optional(operand)
            least += min(low, 0) if optional else low
            most += max(high, 0) if optional else high
    return between(least, most)


def minimum(operands: Sequence[Possible]) -> Possible:
    """`min`: of what is applicable; not applicable when nothing is."""
    if set(map(type, operands)) == _KNOWN_NUMBERS:
        return min(operands)  # type: ignore[type-var]
    lows, highs, sure = _by_ends(operands)
    if not lows:
        return NOT_APPLICABLE
    # What may be left out is no bound from above, unless all may be: then one of them is what is left.
    bounds = [high for high, is_sure in zip(highs, sure, strict=True) if is_sure]
    return between(min(lows), min(bounds) if bounds else max(highs), not bounds)


def maximum(operands: Sequence[Possible]) -> Possible:
    """`max`: of what is applicable; not applicable when nothing is."""
    if set(map(type, operands)) == _KNOWN_NUMBERS:
        return max(operands)  # type: ignore[type-var]
    lows, highs, sure = _by_ends(operands)
    if not lows:
        return NOT_APPLICABLE
    bounds = [low for low, is_sure in zip(lows, sure, strict=True) if is_sure]
    return between(max(bounds) if bounds else min(lows), max(highs), not bounds)


def count_applicable(operands: Iterable[Possible]) -> Possible:
    """`count(points)`: how many are applicable."""
    sure = possible = 0
    for operand in operands:
        possible += operand is not NOT_APPLICABLE
        sure += not may_be_not_applicable(operand)
    return between(sure, possible)


def _by_ends(operands: Iterable[Possible]) -> tuple[list[int], list[int], list[bool]]:
    """Of each applicable operand: the least, the most, and whether it is applicable for sure."""
    lows: list[int] = []
    highs: list[int] = []
    sure: list[bool] = []
    for operand in operands:
        if operand is not NOT_APPLICABLE:
            low, high = number_ends(operand)
            lows.append(low)
            highs.append(high)
            sure.append(not _is_optional(operand))
    return lows, highs, sure


def _is_optional(x: Possible) -> bool:
    return isinstance(x, Between) and x.maybe_not_applicable
