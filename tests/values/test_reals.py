"""Reals: the extremes of a set are at its corners, and rounding is by the exact binary value."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.values.numbers import Mode
from decisionsupport.values.operators import reals
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Possible,
    RealBetween,
    between,
    contains,
    join_all,
    real_between,
)
from tests.values.possible import hull, modes, numbers
from tests.values.test_operators import rounded

N = NOT_APPLICABLE
floats = st.floats(-1e6, 1e6, allow_subnormal=False)


def ranges(least: float = -1e6, most: float = 1e6) -> st.SearchStrategy[tuple[Possible, float]]:
    """A range, and one number inside it."""
    three = st.tuples(*[st.floats(least, most, allow_subnormal=False)] * 3).map(sorted)
    return three.map(lambda ends: (real_between(ends[0], ends[2]), ends[1]))


@given(ranges(), ranges())
def test_binary_operations_hold_every_member_and_reach_their_ends(
    left: tuple[Possible, float], right: tuple[Possible, float]
) -> None:
    (x, a), (y, b) = left, right
    operations: list[tuple[Callable[..., Possible], Callable[[float, float], float]]] = [
        (reals.real_add, lambda p, q: p + q),
        (reals.real_subtract, lambda p, q: p - q),
        (reals.real_multiply, lambda p, q: p * q),
    ]
    low, high = reals.real_ends(y)
    if not low <= 0 <= high:
        operations.append((reals.real_divide, lambda p, q: p / q))
    for operation, plain in operations:
        result = operation(x, y)
        assert reals.real_ends(result)[0] <= plain(a, b) <= reals.real_ends(result)[1]
        corners = [plain(p, q) for p in reals.real_ends(x) for q in reals.real_ends(y)]
        assert result == join_all(corners)


@given(ranges(1e-6, 700.0))
def test_unary_operations(drawn: tuple[Possible, float]) -> None:
    x, a = drawn
    for operation, plain in (
        (reals.real_sqrt, math.sqrt),
        (reals.real_log, math.log),
        (reals.real_exp, math.exp),
    ):
        least, most = reals.real_ends(operation(x))
        assert least <= plain(a) <= most


@given(ranges(-1000.0, 1000.0))
def test_powers_and_abs_hold_the_turning_point(drawn: tuple[Possible, float]) -> None:
    x, a = drawn
    least, most = reals.real_ends(x)
    for operation, plain in (
        (lambda p: reals.real_power(p, 2), lambda p: p * p),
        (lambda p: reals.real_power(p, 3), lambda p: p * p * p),
        (reals.real_absolute, abs),
        (reals.real_negate, lambda p: -p),
    ):
        result = operation(x)
        assert reals.real_ends(result)[0] <= plain(a) <= reals.real_ends(result)[1]
        reached = [plain(end) for end in (least, most)] + (
            [0.0] if least < 0 < most and plain(1) == plain(-1) else []
        )
        assert result == join_all(reached)


@given(st.lists(st.tuples(floats, st.booleans()), min_size=1, max_size=4))
def test_mean_passes_over_what_is_not_applicable(entries: list[tuple[float, bool]]) -> None:
    operands: list[Possible] = [RealBetween(a, a, True) if optional else a for a, optional in entries]

    def mean(*known: Possible) -> Possible:
        left = [value for value in known if isinstance(value, float)]
        return math.fsum(left) / len(left) if left else N

    choices = [(a, N) if optional else (a,) for a, optional in entries]

    expected = join_all(mean(*known) for known in itertools.product(*choices))
    found = reals.real_mean(operands)
    assert type(found) is type(expected) or found == expected
    if expected is not N:
        scale = 1 + max(abs(a) for a, _ in entries)
        for end, other in zip(reals.real_ends(found), reals.real_ends(expected), strict=True):
            assert math.isclose(end, other, rel_tol=1e-12, abs_tol=1e-12 * scale)


@given(floats, st.integers(0, 4), st.sampled_from([1, 2, 5]), modes)
def test_round_real_is_exact(a: float, places: int, step: int, mode: Mode) -> None:
    assert reals.round_real(a, places, step, mode) == rounded(Fraction(a) * 10**places, mode, step)


@given(ranges(), st.integers(0, 3), modes)
def test_round_real_of_a_range(drawn: tuple[Possible, float], places: int, mode: Mode) -> None:
    x, a = drawn
    least, most = (reals.round_real(end, places, 1, mode) for end in reals.real_ends(x))
    assert isinstance(least, int)
    assert isinstance(most, int)
    assert reals.round_real(x, places, 1, mode) == between(least, most)
    assert contains(between(least, most), reals.round_real(a, places, 1, mode))  # type: ignore[arg-type]


@given(numbers(-1000, 1000), st.integers(0, 3))
def test_to_real(x: Possible, places: int) -> None:
    expected = hull(lambda a: N if a is N else float(Fraction(a, 10**places)), x)
    assert reals.to_real(x, places) == expected


def test_not_applicable_stays_so() -> None:
    for operation in (reals.real_add, reals.real_subtract, reals.real_multiply, reals.real_divide):
        assert operation(N, 2.0) is N
        assert operation(2.0, N) is N
    for unary in (reals.real_sqrt, reals.real_log, reals.real_exp, reals.real_absolute, reals.real_negate):
        assert unary(N) is N
        assert unary(RealBetween(4.0, 9.0, True)) == RealBetween(
            *sorted(reals.real_ends(unary(RealBetween(4.0, 9.0)))), True
        )
    assert reals.round_real(N, 0, 1) is N


def test_a_divisor_that_may_be_0_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        reals.real_divide(1.0, RealBetween(-1.0, 1.0))


def test_half_of_a_float_is_judged_by_its_binary_value() -> None:
    assert reals.round_real(2.5, 0, 1) == 3
    assert reals.round_real(-2.5, 0, 1) == -3
    assert reals.round_real(0.15, 1, 1) == 1  # the float nearest to 0.15 lies below it
