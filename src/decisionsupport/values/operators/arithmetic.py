"""Exact arithmetic on numbers of units. Of what is not applicable: not applicable, but folds pass it over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decisionsupport.values.sets import NOT_APPLICABLE, Between, Possible, between, may_be_not_applicable


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
    return between(least + least_y, most + most_y, _any_not_applicable(x, y))


def subtract(x: Possible, y: Possible) -> Possible:
    """`x - y` at one scale."""
    if type(x) is int and type(y) is int:
        return x - y
    return add(x, negate(y))


def multiply(x: Possible, y: Possible) -> Possible:
    """`x * y`; the product's places are the sum of both."""
    if type(x) is int and type(y) is int:
        return x * y
    if x is NOT_APPLICABLE or y is NOT_APPLICABLE:
        return NOT_APPLICABLE
    corners = [end * end_y for end in number_ends(x) for end_y in number_ends(y)]
    return between(min(corners), max(corners), _any_not_applicable(x, y))


def negate(x: Possible) -> Possible:
    """`-x`."""
    if type(x) is int:
        return -x
    if x is NOT_APPLICABLE:
        return x
    least, most = number_ends(x)
    return between(-most, -least, may_be_not_applicable(x))


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
    return between(min(ends), max(ends), may_be_not_applicable(x))


def absolute(x: Possible) -> Possible:
    """`abs(x)`."""
    if type(x) is int:
        return abs(x)
    if x is NOT_APPLICABLE:
        return x
    least, most = number_ends(x)
    nearest = 0 if least <= 0 <= most else min(abs(least), abs(most))
    return between(nearest, max(abs(least), abs(most)), may_be_not_applicable(x))


def rescale(x: Possible, factor: int) -> Possible:
    """The same number in units `factor` times smaller."""
    return multiply(x, factor)


def total(operands: Iterable[Possible]) -> Possible:
    """`sum`: of what is applicable; of nothing it is 0."""
    least = most = 0
    for operand in operands:
        if type(operand) is int:
            least += operand
            most += operand
        elif operand is not NOT_APPLICABLE:
            low, high = number_ends(operand)
            optional = may_be_not_applicable(operand)
            least += min(low, 0) if optional else low
            most += max(high, 0) if optional else high
    return between(least, most)


def minimum(operands: Sequence[Possible]) -> Possible:
    """`min`: of what is applicable; not applicable when nothing is."""
    if operands and all(type(operand) is int for operand in operands):
        return min(operands)  # type: ignore[type-var]
    applicable = [operand for operand in operands if operand is not NOT_APPLICABLE]
    if not applicable:
        return NOT_APPLICABLE
    ends = [number_ends(operand) for operand in applicable]
    sure = [
        high
        for operand, (_, high) in zip(applicable, ends, strict=True)
        if not may_be_not_applicable(operand)
    ]
    least = min(low for low, _ in ends)
    # What may be left out is no bound from above, unless all may be: then one of them is what is left.
    most = min(sure) if sure else max(high for _, high in ends)
    return between(least, most, not sure)


def maximum(operands: Sequence[Possible]) -> Possible:
    """`max`: of what is applicable; not applicable when nothing is."""
    if operands and all(type(operand) is int for operand in operands):
        return max(operands)  # type: ignore[type-var]
    return negate(minimum([negate(operand) for operand in operands]))


def count_applicable(operands: Iterable[Possible]) -> Possible:
    """`count(points)`: how many are applicable."""
    sure = possible = 0
    for operand in operands:
        possible += operand is not NOT_APPLICABLE
        sure += not may_be_not_applicable(operand)
    return between(sure, possible)


def _any_not_applicable(x: Possible, y: Possible) -> bool:
    return may_be_not_applicable(x) or may_be_not_applicable(y)
