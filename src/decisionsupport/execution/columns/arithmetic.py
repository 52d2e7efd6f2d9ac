"""Exact arithmetic on columns: the least and the most of each operation, as `values.operators` has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Final

from decisionsupport.execution.columns.nodes import (
    FALSE,
    TRUE,
    Flag,
    Units,
    absolute,
    as_number,
    both,
    either,
    greater,
    less,
    lesser,
    minus,
    negative,
    number,
    over,
    plus,
    summed,
    times,
    where,
)
from decisionsupport.execution.columns.sets import Case, NotLowered, Numbers
from decisionsupport.values.numbers import Mode
from decisionsupport.values.sets import NOT_APPLICABLE

added = plus


def exactly(units: Units) -> Numbers:
    """One number, whatever else is not known."""
    return Numbers(units, units, TRUE, FALSE, ((TRUE, units),))


def is_exact(a: Numbers) -> bool:
    """Whether it is one number in every row where it is one at all."""
    return a.least is a.most


def rising(a: Numbers, made: Callable[[Units], Units]) -> Numbers:
    """What grows, or stays, as its operand grows."""
    least = made(a.least)
    cases: list[Case] = []
    for flag, of in a.cases:
        if not isinstance(of, Units):
            cases = []
            break
        cases.append((flag, made(of)))
    return Numbers(least, least if is_exact(a) else made(a.most), a.some, a.na, tuple(cases))


def turned(a: Numbers) -> Numbers:
    """`-a`."""
    least = negative(a.most)
    return Numbers(least, least if is_exact(a) else negative(a.least), a.some, a.na)


def sum_of_two(a: Numbers, b: Numbers) -> Numbers:
    """`a + b`."""
    least = plus(a.least, b.least)
    most = least if is_exact(a) and is_exact(b) else plus(a.most, b.most)
    return Numbers(least, most, both(a.some, b.some), either(a.na, b.na))


def difference(a: Numbers, b: Numbers) -> Numbers:
    """`a - b`."""
    least = minus(a.least, b.most)
    most = least if is_exact(a) and is_exact(b) else minus(a.most, b.least)
    return Numbers(least, most, both(a.some, b.some), either(a.na, b.na))


def multiplied(a: Numbers, b: Numbers) -> Numbers:
    """`a * b`: its extremes are at the corners."""
    some, na = both(a.some, b.some), either(a.na, b.na)
    if is_exact(a) and is_exact(b):
        product = times(a.least, b.least)
        return Numbers(product, product, some, na)
    if a.least.low >= 0 and b.least.low >= 0:
        return Numbers(times(a.least, b.least), times(a.most, b.most), some, na)
    corners = [times(end, other) for end in (a.least, a.most) for other in (b.least, b.most)]
    return Numbers(reduce(lesser, corners), reduce(greater, corners), some, na)


def powered(a: Numbers, exponent: int) -> Numbers:
    """`a ** 2`, `a ** 3`: of numbers from 0 up, or exact ones, it rises."""

    def power(units: Units) -> Units:
        return reduce(times, [units] * exponent)

    return rising(a, power)


def unsigned(a: Numbers) -> Numbers:
    """`abs(a)`."""
    if is_exact(a):
        found = absolute(a.least)
        return Numbers(found, found, a.some, a.na)
    least, most = absolute(a.least), absolute(a.most)
    spans = both(less(number(0), a.least).inverse, less(a.most, number(0)).inverse)
    return Numbers(where(spans, number(0), lesser(least, most)), greater(least, most), a.some, a.na)


# Folds: what is not applicable is passed over ----------------------------------------------------------


def total(parts: Sequence[Numbers]) -> Numbers:
    """`sum`; what may be not applicable is as good as 0."""

    def bound(part: Numbers, end: Units, nearest: Callable[[Units, Units], Units]) -> Units:
        if part.na is not FALSE:
            end = where(part.na, nearest(end, number(0)), end)
        return where(part.some, end, number(0))

    least = summed(bound(part, part.least, lesser) for part in parts)
    if all(is_exact(part) and (part.na is FALSE or part.na is part.some.inverse) for part in parts):
        return exactly(least)
    return Numbers(least, summed(bound(part, part.most, greater) for part in parts))


def lowest(parts: Sequence[Numbers]) -> Numbers:
    """`min`; what may be not applicable is no bound from above, unless all may be."""
    if not parts:
        return _NONE
    if _all_sure(parts):
        least = reduce(lesser, [part.least for part in parts])
        return (
            exactly(least) if _all_exact(parts) else Numbers(least, reduce(lesser, [p.most for p in parts]))
        )
    beyond = number(max(part.most.high for part in parts))
    before = number(min(part.most.low for part in parts))
    least = reduce(lesser, [where(part.some, part.least, beyond) for part in parts])
    sure = [both(part.some, part.na.inverse) for part in parts]
    bound = reduce(lesser, [where(flag, part.most, beyond) for flag, part in zip(sure, parts, strict=True)])
    furthest = reduce(greater, [where(part.some, part.most, before) for part in parts])
    bounded = either(*sure)
    return Numbers(
        least, where(bounded, bound, furthest), either(*(part.some for part in parts)), bounded.inverse
    )


def highest(parts: Sequence[Numbers]) -> Numbers:
    """`max`; what may be not applicable is no bound from below, unless all may be."""
    if not parts:
        return _NONE
    if _all_sure(parts):
        most = reduce(greater, [part.most for part in parts])
        return (
            exactly(most) if _all_exact(parts) else Numbers(reduce(greater, [p.least for p in parts]), most)
        )
    beyond = number(max(part.least.high for part in parts))
    before = number(min(part.least.low for part in parts))
    most = reduce(greater, [where(part.some, part.most, before) for part in parts])
    sure = [both(part.some, part.na.inverse) for part in parts]
    bound = reduce(greater, [where(flag, part.least, before) for flag, part in zip(sure, parts, strict=True)])
    furthest = reduce(lesser, [where(part.some, part.least, beyond) for part in parts])
    bounded = either(*sure)
    return Numbers(
        where(bounded, bound, furthest), most, either(*(part.some for part in parts)), bounded.inverse
    )


def _all_sure(parts: Sequence[Numbers]) -> bool:
    return all(part.some is TRUE and part.na is FALSE for part in parts)


def _all_exact(parts: Sequence[Numbers]) -> bool:
    return all(is_exact(part) for part in parts)


_NONE: Final = Numbers(number(0), number(0), FALSE, TRUE, ((TRUE, NOT_APPLICABLE),))


FOLDS: Final[Mapping[str, Callable[[Sequence[Numbers]], Numbers]]] = {
    "sum": total,
    "min": lowest,
    "max": highest,
}


# Rounding, in whole numbers throughout -----------------------------------------------------------------


def ratio(a: Units, b: Units, mode: Mode) -> Units:
    """The whole number nearest to `a / b` (halves away from 0), or next below or above; `b` from 1 up."""
    match mode:
        case "ceil":
            return negative(ratio(negative(a), b, "floor"))
        case "floor":
            if a.low >= 0:
                return over(a, b)
            # Below 0: the whole number next below is one further away where something is left.
            up = over(plus(absolute(a), minus(b, number(1))), b)
            return where(less(a, number(0)), negative(up), over(absolute(a), b))
        case _:
            near = over(plus(times(absolute(a), number(2)), b), times(b, number(2)))
            return near if a.low >= 0 else where(less(a, number(0)), negative(near), near)


def rounded(units: Units, divisor: int, step: int, mode: Mode) -> Units:
    """A number as whole `step`s of coarser units, `divisor` of which make a step."""
    return times(ratio(units, number(divisor), mode), number(step))


def quotient(a: Numbers, b: Numbers, scale: int, step: int, mode: Mode) -> Numbers:
    """`a * 10**scale / b` as whole `step`s, rounded once; its extremes are at the corners."""
    if b.least.low < 1:
        raise NotLowered("a divisor below 1")

    def of(above: Units, below: Units) -> Units:
        if scale >= 0:
            above, below = times(above, number(10**scale)), times(below, number(step))
        else:
            below = times(below, number(step * 10**-scale))
        return times(ratio(above, below, mode), number(step))

    some, na = both(a.some, b.some), either(a.na, b.na)
    if is_exact(a) and is_exact(b):
        found = of(a.least, b.least)
        return Numbers(found, found, some, na)
    if a.least.low >= 0:
        return Numbers(of(a.least, b.most), of(a.most, b.least), some, na)
    corners = [of(above, below) for above in (a.least, a.most) for below in (b.least, b.most)]
    return Numbers(reduce(lesser, corners), reduce(greater, corners), some, na)


def mean(parts: Sequence[Numbers], scale: int, step: int, mode: Mode) -> Numbers:
    """The mean of numbers that are all applicable, rounded once."""
    if not parts or any(part.some is not TRUE or part.na is not FALSE for part in parts):
        raise NotLowered("a mean of what may be not applicable")
    count = exactly(number(len(parts)))
    sums = total(parts)
    return quotient(sums, count, scale, step, mode)


def counted(flags: Sequence[Flag]) -> Units:
    """How many hold."""
    return summed(as_number(flag) for flag in flags)
