"""What a name stands for while answers are missing: the set of values it can still take.

A **possible value** is one of

- a *known* value, as plain Python: `bool`; `int` (a number in units of 10**-places of its kind, a whole
  number); `float` (a real, inside a calculation that ends in a rounding); `str` (an option's id, a code, a
  text); `date`; `datetime` (UTC); `time`; `Duration`; `frozenset[str]` (a `choices` answer, codes);
- `NOT_APPLICABLE`;
- a set with more than one member: `OneOf`, `Between`, `RealBetween`, `Subset`, `Anything`.

Sets are made by the functions here, which give the plain value where one member is left: so `x is known`
is "not one of the five classes", and equal sets are equal values. A set is never empty.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final, TypeAlias

from decisionsupport.values.duration import Duration


class NotApplicable(enum.Enum):
    """The value of what does not apply; one member."""

    NOT_APPLICABLE = "not applicable"

    def __bool__(self) -> bool:
        return False


NOT_APPLICABLE: Final = NotApplicable.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class OneOf:
    """A boolean, choice or check that may be any of `values` (two or more, or one and not applicable)."""

    values: frozenset[bool | str]
    maybe_not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """A number from `least` to `most` (or one number and perhaps not applicable)."""

    least: int
    most: int
    maybe_not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class RealBetween:
    """A real (binary64) from `least` to `most` (or one real and perhaps not applicable)."""

    least: float
    most: float
    maybe_not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Subset:
    """A `choices` answer: `chosen` are in, `undecided` may be in or out, all others are out."""

    chosen: frozenset[str]
    undecided: frozenset[str]
    maybe_not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Anything:
    """A text, code, date, time or duration of which nothing is known.

    `value`: not None where it is this value or not applicable.
    """

    value: KnownValue | None = None
    maybe_not_applicable: bool = False


KnownValue: TypeAlias = bool | int | float | str | date | datetime | time | Duration | frozenset[str]
PossibleSet: TypeAlias = OneOf | Between | RealBetween | Subset | Anything
Possible: TypeAlias = KnownValue | NotApplicable | PossibleSet

_NUMBERS: Final = frozenset({int, Between})
SETS: Final = (OneOf, Between, RealBetween, Subset, Anything)
UNDECIDED: Final = OneOf(frozenset({True, False}))


# Making ------------------------------------------------------------------------------------------------


def one_of(values: Iterable[bool | str], na: bool = False) -> Possible:
    """One of `values`; the value itself where there is one, not applicable where there is none but `na`."""
    members = frozenset(values)
    if len(members) > 1 or (members and na):
        return OneOf(members, na)
    if members:
        return next(iter(members))
    if na:
        return NOT_APPLICABLE
    raise ValueError("a possible value has at least one member")


def between(least: int, most: int, na: bool = False) -> Possible:
    """A number from `least` to `most`."""
    if least > most:
        raise ValueError("a possible value has at least one member")
    return least if least == most and not na else Between(least, most, na)


def real_between(least: float, most: float, na: bool = False) -> Possible:
    """A real from `least` to `most`."""
    if not least <= most:
        raise ValueError("a possible value has at least one member")
    return least if least == most and not na else RealBetween(least, most, na)


def subset(chosen: Iterable[str], undecided: Iterable[str] = (), na: bool = False) -> Possible:
    """A choice of several: `chosen` are in, `undecided` may be."""
    sure = frozenset(chosen)
    open_ = frozenset(undecided) - sure
    return Subset(sure, open_, na) if open_ or na else sure


def anything(value: KnownValue | None = None, na: bool = False) -> Possible:
    """Anything at all; or, with `value`, that value (and perhaps not applicable)."""
    return value if value is not None and not na else Anything(value, na)


# Asking ------------------------------------------------------------------------------------------------


def is_known(x: Possible) -> bool:
    """Whether one member is left (not applicable is known too)."""
    return not isinstance(x, SETS)


def may_be_not_applicable(x: Possible) -> bool:
    """Whether not applicable is among the members."""
    return x.maybe_not_applicable if isinstance(x, SETS) else x is NOT_APPLICABLE


def without_not_applicable(x: Possible) -> Possible:
    """The members that are values; `NOT_APPLICABLE` itself has none and comes back as it is."""
    if not isinstance(x, SETS) or not x.maybe_not_applicable:
        return x
    match x:
        case OneOf(values):
            return one_of(values)
        case Between(least, most):
            return between(least, most)
        case RealBetween(least, most):
            return real_between(least, most)
        case Subset(chosen, undecided):
            return subset(chosen, undecided)
        case Anything(value):
            return anything(value)


def with_not_applicable(x: Possible) -> Possible:
    """The members, and not applicable."""
    if isinstance(x, SETS):
        return x if x.maybe_not_applicable else replace(x, maybe_not_applicable=True)
    match x:
        case NotApplicable():
            return x
        case bool():
            return OneOf(frozenset({x}), True)
        case int():
            return Between(x, x, True)
        case float():
            return RealBetween(x, x, True)
        case str():
            return OneOf(frozenset({x}), True)
        case frozenset():
            return Subset(x, frozenset(), True)
        case _:
            return Anything(x, True)


def contains(x: Possible, value: KnownValue | NotApplicable) -> bool:
    """Whether a known value, or `NOT_APPLICABLE`, is a member."""
    if not isinstance(x, SETS):
        return type(x) is type(value) and x == value
    if value is NOT_APPLICABLE:
        return x.maybe_not_applicable
    match x:
        case OneOf(values):
            return isinstance(value, bool | str) and value in values
        case Between(least, most):
            return type(value) is int and least <= value <= most
        case RealBetween(least, most):
            return type(value) is float and least <= value <= most
        case Subset(chosen, undecided):
            return isinstance(value, frozenset) and chosen <= value <= chosen | undecided
        case Anything(held):
            return held is None or held == value


def truth(x: Possible) -> Possible:
    """A value used as a condition: True, False or `UNDECIDED`; not applicable counts as false."""
    if x is True or x is False:
        return x
    if x is NOT_APPLICABLE:
        return False
    if isinstance(x, OneOf):
        can_hold = True in x.values
        can_fail = False in x.values or x.maybe_not_applicable
        return UNDECIDED if can_hold and can_fail else can_hold
    raise TypeError(f"{x!r} is no condition")


# Putting together --------------------------------------------------------------------------------------


def forget_options(x: Possible) -> Possible:
    """As a text or code: known or unknown, never one of several."""
    match x:
        case OneOf(values, na):
            return anything(next(iter(values)) if len(values) == 1 else None, na)
        case Subset(chosen, undecided, na):
            return anything(None if undecided else chosen, na)
        case _:
            return x


def join(a: Possible, b: Possible, *, opaque: bool = False) -> Possible:
    """The least set that holds both: numbers by their hull, choices by option.

    `opaque`: the strings are texts or codes, so two different ones are unknown rather than one of two.
    """
    if a is b:
        return forget_options(a) if opaque else a
    if type(a) in _NUMBERS and type(b) in _NUMBERS:
        (low, high), (low2, high2) = _ends(a), _ends(b)  # type: ignore[arg-type]
        na = (type(a) is Between and a.maybe_not_applicable) or (
            type(b) is Between and b.maybe_not_applicable
        )
        return between(low if low < low2 else low2, high if high > high2 else high2, na)
    if type(a) is type(b) and a == b:
        return forget_options(a) if opaque else a
    if a is NOT_APPLICABLE:
        joined = with_not_applicable(b)
    elif b is NOT_APPLICABLE:
        joined = with_not_applicable(a)
    else:
        joined = _join_values(a, b)
    return forget_options(joined) if opaque else joined


def join_all(values: Iterable[Possible], *, opaque: bool = False) -> Possible:
    """The least set that holds all of one or more."""
    joined: Possible | None = None
    for value in values:
        joined = value if joined is None else join(joined, value, opaque=opaque)
    if joined is None:
        raise ValueError("a possible value has at least one member")
    return joined


def _join_values(a: Possible, b: Possible) -> Possible:
    na = may_be_not_applicable(a) or may_be_not_applicable(b)
    match without_not_applicable(a), without_not_applicable(b):
        case ((bool() | str() | OneOf() as x), (bool() | str() | OneOf() as y)):
            return one_of(_options(x) | _options(y), na)
        case ((int() | Between() as x), (int() | Between() as y)):
            (low, high), (low2, high2) = _ends(x), _ends(y)
            return between(min(low, low2), max(high, high2), na)
        case ((float() | RealBetween() as x), (float() | RealBetween() as y)):
            (start, end), (start2, end2) = _real_ends(x), _real_ends(y)
            return real_between(min(start, start2), max(end, end2), na)
        case ((frozenset() | Subset() as x), (frozenset() | Subset() as y)):
            (sure, open_), (sure2, open2) = _chosen(x), _chosen(y)
            return subset(sure & sure2, sure | sure2 | open_ | open2, na)
        case x, y if type(x) is type(y) and x == y:
            return anything(None if isinstance(x, SETS) else x, na)  # type: ignore[arg-type]
        case _:
            return Anything(None, na)


def _options(x: bool | str | OneOf) -> frozenset[bool | str]:
    return x.values if isinstance(x, OneOf) else frozenset({x})


def _ends(x: int | Between) -> tuple[int, int]:
    return (x.least, x.most) if isinstance(x, Between) else (x, x)


def _real_ends(x: float | RealBetween) -> tuple[float, float]:
    return (x.least, x.most) if isinstance(x, RealBetween) else (x, x)


def _chosen(x: frozenset[str] | Subset) -> tuple[frozenset[str], frozenset[str]]:
    return (x.chosen, x.undecided) if isinstance(x, Subset) else (x, frozenset())


def narrower_or_equal(a: Possible, b: Possible) -> bool:
    """Whether every member of `a` is a member of `b`."""
    if may_be_not_applicable(a) and not may_be_not_applicable(b):
        return False
    if a is NOT_APPLICABLE:
        return True
    match without_not_applicable(a):
        case OneOf(values):
            return all(contains(b, value) for value in values)
        case Between(least, most) if isinstance(b, Between):
            return b.least <= least and most <= b.most
        case RealBetween(start, end) if isinstance(b, RealBetween):
            return b.least <= start and end <= b.most
        case Subset(chosen, undecided) if isinstance(b, Subset):
            return b.chosen <= chosen and chosen | undecided <= b.chosen | b.undecided
        case Between() | RealBetween() | Subset() | Anything():
            return isinstance(b, Anything) and b.value is None
        case known:
            return contains(b, known)
