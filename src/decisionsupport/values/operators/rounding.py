"""Rounding of exact numbers, in whole numbers throughout: to a coarser grid, of one division, of a mean."""

from __future__ import annotations

from collections.abc import Sequence

from decisionsupport.values.numbers import Mode, round_scaled, round_units
from decisionsupport.values.operators.arithmetic import number_ends
from decisionsupport.values.sets import NOT_APPLICABLE, Possible, between, may_be_not_applicable


def round_to(x: Possible, shift: int, step: int, mode: Mode = "round") -> Possible:
    """A number with `shift` more decimals than wanted, as whole `step`s of the coarser units."""
    if type(x) is int:
        return round_units(x, shift, step, mode)
    if x is NOT_APPLICABLE:
        return x
    least, most = (round_units(end, shift, step, mode) for end in number_ends(x))
    return between(least, most, may_be_not_applicable(x))


def round_quotient(
    numerator: Possible, denominator: Possible, scale: int, step: int, mode: Mode = "round"
) -> Possible:
    """`numerator * 10**scale / denominator` as whole `step`s, rounded once; the denominator is never 0."""
    if type(numerator) is int and type(denominator) is int:
        return round_scaled(numerator, denominator, scale, step, mode)
    if numerator is NOT_APPLICABLE or denominator is NOT_APPLICABLE:
        return NOT_APPLICABLE
    least, most = number_ends(denominator)
    if least <= 0 <= most:
        raise ZeroDivisionError("a denominator that may be 0")
    # With a denominator of one sign the ratio is monotone in both: its extremes are at the corners.
    corners = [
        round_scaled(end, divisor, scale, step, mode)
        for end in number_ends(numerator)
        for divisor in (least, most)
    ]
    na = may_be_not_applicable(numerator) or may_be_not_applicable(denominator)
    return between(min(corners), max(corners), na)


def round_mean(operands: Sequence[Possible], scale: int, step: int, mode: Mode = "round") -> Possible:
    """The mean of what is applicable (`sum * 10**scale / how many`), rounded once.

    Not applicable when nothing is.
    """
    sure: list[tuple[int, int]] = []
    optional: list[tuple[int, int]] = []
    for operand in operands:
        if operand is not NOT_APPLICABLE:
            (optional if may_be_not_applicable(operand) else sure).append(number_ends(operand))
    if not sure and not optional:
        return NOT_APPLICABLE
    low_sum, low_count = _lowest_mean([low for low, _ in sure], [low for low, _ in optional])
    high_sum, high_count = _lowest_mean([-high for _, high in sure], [-high for _, high in optional])
    least = round_scaled(low_sum, low_count, scale, step, mode)
    most = round_scaled(-high_sum, high_count, scale, step, mode)
    return between(least, most, not sure)


def _lowest_mean(sure: list[int], optional: list[int]) -> tuple[int, int]:
    """Sum and count of the lowest mean: of all that is sure, and any of what is optional."""
    sum_, count = sum(sure), len(sure)
    for value in sorted(optional):
        # Another member lowers the mean exactly when it lies below it.
        if count and value * count >= sum_:
            break
        sum_ += value
        count += 1
    return sum_, count
