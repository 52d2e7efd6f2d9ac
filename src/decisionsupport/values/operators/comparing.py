"""Comparisons: of numbers at one scale, dates, instants and times of day; of ordered options by their rank.

A comparison with what is not applicable is false, and `!=` is exactly `not ==`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

from decisionsupport.values.operators.conditions import negation, verdict
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Anything,
    Between,
    OneOf,
    Possible,
    RealBetween,
    between,
    may_be_not_applicable,
)

Operator = Literal["<", "<=", ">", ">=", "==", "!="]

_Ends: TypeAlias = tuple[Any, Any]
"""The least and the most of numbers, dates, instants or times, all of one kind."""


def less(x: Possible, y: Possible) -> Possible:
    """`x < y`."""
    if type(x) is int and type(y) is int:
        return x < y
    ends = _both_ends(x, y)
    if ends is None:
        return _without_ends(x, y)
    (least, most), (least_y, most_y) = ends
    return verdict(least < most_y, not most < least_y or _any_not_applicable(x, y))


def less_equal(x: Possible, y: Possible) -> Possible:
    """`x <= y`."""
    if type(x) is int and type(y) is int:
        return x <= y
    ends = _both_ends(x, y)
    if ends is None:
        return _without_ends(x, y)
    (least, most), (least_y, most_y) = ends
    return verdict(least <= most_y, not most <= least_y or _any_not_applicable(x, y))


def greater(x: Possible, y: Possible) -> Possible:
    """`x > y`."""
    if type(x) is int and type(y) is int:
        return x > y
    return less(y, x)


def greater_equal(x: Possible, y: Possible) -> Possible:
    """`x >= y`."""
    if type(x) is int and type(y) is int:
        return x >= y
    return less_equal(y, x)


def equal(x: Possible, y: Possible) -> Possible:
    """`x == y`."""
    if type(x) is int and type(y) is int:
        return x == y
    ends = _both_ends(x, y)
    if ends is None:
        return _without_ends(x, y)
    (least, most), (least_y, most_y) = ends
    can_fail = not least == most == least_y == most_y
    return verdict(least <= most_y and least_y <= most, can_fail or _any_not_applicable(x, y))


def not_equal(x: Possible, y: Possible) -> Possible:
    """`x != y`: exactly `not x == y`, so true of what is not applicable."""
    return negation(equal(x, y))


COMPARISONS: Final[Mapping[Operator, Callable[[Possible, Possible], Possible]]] = {
    "<": less,
    "<=": less_equal,
    ">": greater,
    ">=": greater_equal,
    "==": equal,
    "!=": not_equal,
}


def compare(operator: Operator, x: Possible, y: Possible) -> Possible:
    """The comparison that the operator names."""
    return COMPARISONS[operator](x, y)


def compare_ranked(operator: Operator, x: Possible, rank: Mapping[Any, int], y: Possible) -> Possible:
    """Ordered options compared by their rank; `rank` has every option of both."""
    if operator in ("==", "!="):
        same = _same_option(x, y)
        return same if operator == "==" else negation(same)
    return COMPARISONS[operator](_ranks(x, rank), _ranks(y, rank))


def _ranks(x: Possible, rank: Mapping[Any, int]) -> Possible:
    """The hull of the ranks: an order asks only for the least and the most."""
    if x is NOT_APPLICABLE:
        return x
    if isinstance(x, OneOf):
        ranks = [rank[option] for option in x.values]
        return between(min(ranks), max(ranks), x.maybe_not_applicable)
    return rank[x]


def _same_option(x: Possible, y: Possible) -> Possible:
    if x is NOT_APPLICABLE or y is NOT_APPLICABLE:
        return False
    options = x.values if isinstance(x, OneOf) else frozenset({x})
    others = y.values if isinstance(y, OneOf) else frozenset({y})
    can_fail = len(options | others) > 1 or _any_not_applicable(x, y)
    return verdict(can_hold=bool(options & others), can_fail=can_fail)


def _both_ends(x: Possible, y: Possible) -> tuple[_Ends, _Ends] | None:
    ends, others = _ends(x), _ends(y)
    return None if ends is None or others is None else (ends, others)


def _ends(x: Possible) -> _Ends | None:
    """The least and the most; None where there are none (nothing known, or not applicable)."""
    if isinstance(x, Between | RealBetween):
        return (x.least, x.most)
    if isinstance(x, Anything):
        return None if x.value is None else (x.value, x.value)
    return None if x is NOT_APPLICABLE else (x, x)


def _without_ends(x: Possible, y: Possible) -> Possible:
    return verdict(can_hold=x is not NOT_APPLICABLE and y is not NOT_APPLICABLE, can_fail=True)


def _any_not_applicable(x: Possible, y: Possible) -> bool:
    return may_be_not_applicable(x) or may_be_not_applicable(y)
