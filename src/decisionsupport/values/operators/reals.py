"""Reals (binary64) on their way to be rounded, in the order written.

Each operation is monotone in each operand on one side of 0, also in floating point: so the extremes of a set
lie at its corners, and a rounding of the extremes holds every member's rounding. Of what is not applicable:
not applicable.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

from decisionsupport.values.numbers import Mode, round_float
from decisionsupport.values.operators.arithmetic import number_ends
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Possible,
    RealBetween,
    between,
    may_be_not_applicable,
    real_between,
)


def real_ends(x: Possible) -> tuple[float, float]:
    """The least and the most of a real, its not being applicable left aside."""
    if type(x) is float:
        return (x, x)
    if isinstance(x, RealBetween):
        return (x.least, x.most)
    raise TypeError(f"{x!r} is no real")


def to_real(x: Possible, places: int) -> Possible:
    """An exact number as the nearest binary64: units / 10**places."""
    scale = int(10**places)
    if type(x) is int:
        return x / scale
    if x is NOT_APPLICABLE:
        return x
    least, most = number_ends(x)
    return real_between(least / scale, most / scale, may_be_not_applicable(x))


def real_add(x: Possible, y: Possible) -> Possible:
    """`x + y`."""
    return _at_corners(lambda a, b: a + b, x, y)


def real_subtract(x: Possible, y: Possible) -> Possible:
    """`x - y`."""
    return _at_corners(lambda a, b: a - b, x, y)


def real_multiply(x: Possible, y: Possible) -> Possible:
    """`x * y`."""
    return _at_corners(lambda a, b: a * b, x, y)


def real_divide(x: Possible, y: Possible) -> Possible:
    """`x / y`; y is never 0."""
    if y is not NOT_APPLICABLE:
        least, most = real_ends(y)
        if least <= 0 <= most:
            raise ZeroDivisionError("a divisor that may be 0")
    return _at_corners(lambda a, b: a / b, x, y)


def real_negate(x: Possible) -> Possible:
    """`-x`."""
    return _at_ends(lambda a: -a, x)


def real_absolute(x: Possible) -> Possible:
    """`abs(x)`."""
    return _at_ends(abs, x, bottom=0.0)


def real_power(x: Possible, exponent: int) -> Possible:
    """`x ** 2`, `x ** 3`: multiplied out, as `**` of the machine differs between platforms."""
    return _at_ends(lambda a: math.prod([a] * exponent), x, bottom=0.0 if exponent % 2 == 0 else None)


def real_sqrt(x: Possible) -> Possible:
    """`sqrt(x)`; x is never negative."""
    return _at_ends(math.sqrt, x)


def real_log(x: Possible) -> Possible:
    """`log(x)`, the natural one; x is always positive."""
    return _at_ends(math.log, x)


def real_exp(x: Possible) -> Possible:
    """`exp(x)`."""
    return _at_ends(math.exp, x)


def real_mean(operands: Sequence[Possible]) -> Possible:
    """The mean of what is applicable, summed from left to right; not applicable when nothing is."""
    applicable = [operand for operand in operands if operand is not NOT_APPLICABLE]
    if not applicable:
        return NOT_APPLICABLE
    optional = [may_be_not_applicable(operand) for operand in applicable]
    ends = [real_ends(operand) for operand in applicable]
    least = _lowest_mean([low for low, _ in ends], optional)
    most = -_lowest_mean([-high for _, high in ends], optional)
    return real_between(least, most, all(optional))


def round_real(x: Possible, places: int, step: int, mode: Mode = "round") -> Possible:
    """A real as whole `step`s of units of 10**-places, by its exact binary value."""
    if type(x) is float:
        return round_float(x, places, step, mode)
    if x is NOT_APPLICABLE:
        return x
    least, most = (round_float(end, places, step, mode) for end in real_ends(x))
    return between(least, most, may_be_not_applicable(x))


def _at_corners(operation: Callable[[float, float], float], x: Possible, y: Possible) -> Possible:
    if type(x) is float and type(y) is float:
        return operation(x, y)
    if x is NOT_APPLICABLE or y is NOT_APPLICABLE:
        return NOT_APPLICABLE
    corners = [operation(end, end_y) for end in real_ends(x) for end_y in real_ends(y)]
    return real_between(min(corners), max(corners), may_be_not_applicable(x) or may_be_not_applicable(y))


def _at_ends(operation: Callable[[float], float], x: Possible, bottom: float | None = None) -> Possible:
    """The hull of what the ends give, and of `bottom`, which is reached at 0."""
    if type(x) is float:
        return operation(x)
    if x is NOT_APPLICABLE:
        return x
    least, most = real_ends(x)
    reached = [operation(least), operation(most)]
    if bottom is not None and least < 0 < most:
        reached.append(bottom)
    return real_between(min(reached), max(reached), may_be_not_applicable(x))


def _lowest_mean(values: list[float], optional: list[bool]) -> float:
    """The lowest mean that leaving out any of what is optional can give."""
    free = sorted((i for i, is_free in enumerate(optional) if is_free), key=lambda i: (values[i], i))
    sure = {i for i, is_free in enumerate(optional) if not is_free}
    # For each number of members the lowest mean is that of the lowest ones.
    kept = (sure.union(free[:count]) for count in range(len(free) + 1))
    return min(_mean([values[i] for i in sorted(members)]) for members in kept if members)


def _mean(values: list[float]) -> float:
    # Not `sum`, which Python 3.12 made more exact than 3.11.
    *_, summed = itertools.accumulate(values)
    return summed / len(values)
