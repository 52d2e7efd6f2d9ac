"""The sets of possible values as columns: a flag for each option, the least and the most of a number.

Law: no column made here is ever null. Not knowing is a flag, so that nothing hangs on what Polars makes of a
null. Flags and numbers that are the same in every row stay Python's own and fold away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import polars as pl

from decisionsupport.values.kinds import Boolean, Choice, Kind
from decisionsupport.values.kinds import Number as NumberKind
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Between,
    OneOf,
    Possible,
    may_be_not_applicable,
    without_not_applicable,
)

Flag: TypeAlias = bool | pl.Expr
Units: TypeAlias = int | pl.Expr
BEYOND = 10**16
"""Further than any number of the language."""


class NotLowered(Exception):
    """This has no columns; the default executor works it out."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """From `least` to `most` where `some` (else they say nothing); `na`: may be not applicable."""

    least: Units
    most: Units
    some: Flag = True
    na: Flag = False


@dataclass(frozen=True, slots=True)
class Options:
    """A flag for each boolean or option that is possible; `na`: may be not applicable."""

    members: Mapping[bool | str, Flag]
    na: Flag = False


Columns: TypeAlias = Numbers | Options


# Flags -------------------------------------------------------------------------------------------------


def both(*flags: Flag) -> Flag:
    """All of them."""
    found: Flag = True
    for flag in flags:
        if flag is False or found is False:
            return False
        if isinstance(flag, bool):
            continue
        found = flag if isinstance(found, bool) else found & flag
    return found


def either(*flags: Flag) -> Flag:
    """Any of them."""
    found: Flag = False
    for flag in flags:
        if flag is True or found is True:
            return True
        if isinstance(flag, bool):
            continue
        found = flag if isinstance(found, bool) else found | flag
    return found


def inverse(flag: Flag) -> Flag:
    """Not it."""
    return not flag if isinstance(flag, bool) else ~flag


def as_units(flag: Flag) -> Units:
    """1 where it holds, 0 where not."""
    return int(flag) if isinstance(flag, bool) else flag.cast(pl.Int64)


# Numbers -----------------------------------------------------------------------------------------------


def where(flag: Flag, then: Units, otherwise: Units) -> Units:
    """One number or the other."""
    if isinstance(flag, bool):
        return then if flag else otherwise
    if then is otherwise:
        return then
    return pl.when(flag).then(as_expr(then)).otherwise(as_expr(otherwise))


def as_expr(units: Units) -> pl.Expr:
    """A number as a column of 64 bits: a literal of Polars' own choice may be too small and wrap."""
    return pl.lit(units, dtype=pl.Int64) if isinstance(units, int) else units


def less(a: Units, b: Units) -> Flag:
    """`a < b`."""
    return as_expr(a) < as_expr(b) if isinstance(a, pl.Expr) or isinstance(b, pl.Expr) else a < b


def at_most(a: Units, b: Units) -> Flag:
    """`a <= b`."""
    return inverse(less(b, a))


def same(a: Units, b: Units) -> Flag:
    """`a == b`."""
    if a is b:
        return True
    return as_expr(a) == as_expr(b) if isinstance(a, pl.Expr) or isinstance(b, pl.Expr) else a == b


def lesser(a: Units, b: Units) -> Units:
    """The lesser of two."""
    return a if a is b else where(less(a, b), a, b)


def greater(a: Units, b: Units) -> Units:
    """The greater of two."""
    return a if a is b else where(less(a, b), b, a)


def plus(a: Units, b: Units) -> Units:
    """The sum of two."""
    if isinstance(a, int) and isinstance(b, int):
        return a + b
    if isinstance(b, int):
        a, b = b, a
    return b if isinstance(a, int) and a == 0 else as_expr(a) + as_expr(b)


def times(a: Units, b: Units) -> Units:
    """The product of two."""
    return a * b if isinstance(a, int) and isinstance(b, int) else as_expr(a) * as_expr(b)


def summed(units: Iterable[Units]) -> Units:
    """The sum of all."""
    total: Units = 0
    for each in units:
        total = plus(total, each)
    return total


# Sets --------------------------------------------------------------------------------------------------


def constant(value: Possible, kind: Kind) -> Columns:
    """A set that is the same in every row."""
    na, rest = may_be_not_applicable(value), without_not_applicable(value)
    match kind:
        case NumberKind():
            match rest:
                case Between(least, most):
                    return Numbers(least, most, True, na)
                case int():
                    return Numbers(rest, rest, True, na)
                case _:
                    return Numbers(0, 0, False, True)
        case Boolean() | Choice():
            options = (False, True) if isinstance(kind, Boolean) else kind.options
            held: frozenset[object] = frozenset()
            if rest is not NOT_APPLICABLE:
                held = frozenset(rest.values) if isinstance(rest, OneOf) else frozenset({rest})
            # By type too: 1 is True to Python.
            return Options({option: option in held for option in options}, na)
        case _:
            raise NotLowered(type(kind).__name__)


def condition(can_hold: Flag, can_fail: Flag) -> Options:
    """True, false or undecided."""
    return Options({True: can_hold, False: can_fail})


def truth(x: Columns) -> tuple[Flag, Flag]:
    """Whether a condition can hold and can fail; not applicable counts as false."""
    assert isinstance(x, Options)
    return x.members.get(True, False), either(x.members.get(False, False), x.na)


def values_in(x: Columns) -> Flag:
    """Whether it can be a value at all."""
    return x.some if isinstance(x, Numbers) else either(*x.members.values())


def known(x: Columns) -> Flag:
    """Whether one member is left."""
    if isinstance(x, Numbers):
        value = both(x.some, inverse(x.na), same(x.least, x.most))
        return either(value, both(x.na, inverse(x.some)))
    flags = [*x.members.values(), x.na]
    return same(summed(map(as_units, flags)), 1)


def select(reached: Sequence[tuple[Flag, Columns]]) -> Columns:
    """The least set that holds, in each row, all that is reached there."""
    used = [each for each in reached if each[0] is not False] or list(reached[:1])
    if len(used) == 1 and used[0][0] is True:
        return used[0][1]
    na = either(*(both(flag, part.na) for flag, part in used))
    if all(isinstance(part, Numbers) for _, part in used):
        numbers = [(both(flag, part.some), part) for flag, part in used if isinstance(part, Numbers)]
        least = reduce(lesser, [where(flag, part.least, BEYOND) for flag, part in numbers])
        most = reduce(greater, [where(flag, part.most, -BEYOND) for flag, part in numbers])
        return Numbers(least, most, either(*(flag for flag, _ in numbers)), na)
    names: dict[bool | str, None] = {}
    for _, part in used:
        assert isinstance(part, Options)
        names.update(dict.fromkeys(part.members))
    members = {
        name: either(
            *(both(flag, part.members.get(name, False)) for flag, part in used if isinstance(part, Options))
        )
        for name in names
    }
    return Options(members, na)
