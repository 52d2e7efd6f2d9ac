"""Choices and texts: which option it is, what is chosen, what the options give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from decisionsupport.values.operators.conditions import verdict
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Anything,
    OneOf,
    Possible,
    Subset,
    between,
    join_all,
    with_not_applicable,
)


def is_one_of(x: Possible, options: frozenset[bool | str]) -> Possible:
    """`x is alert`, `x in [alert, voice]`, `x is yes`: of a boolean, choice or check."""
    if isinstance(x, OneOf):
        can_fail = not x.values <= options or x.maybe_not_applicable
        return verdict(not x.values.isdisjoint(options), can_fail)
    return x in options


def text_is(x: Possible, value: str) -> Possible:
    """A text, or a code wholly, is equal to `value`."""
    match x:
        case Anything(held, na):
            return verdict(held is None or held == value, held is None or held != value or na)
        case OneOf():
            return is_one_of(x, frozenset({value}))
        case _:
            return x == value


def includes(option: str, x: Possible) -> Possible:
    """`sedatives in medicines`: a `choices` answer holds the option."""
    match x:
        case Subset(chosen, undecided, na):
            can_hold = option in chosen or option in undecided
            return verdict(can_hold, option not in chosen or na)
        case frozenset():
            return option in x
        case _:
            return False


def option_values(x: Possible, table: Mapping[Any, Possible]) -> Possible:
    """What a boolean's, choice's or check's answer gives by the table; not applicable where it is."""
    if isinstance(x, OneOf):
        # Sorted, as nothing may hang on the order of a set.
        reached = join_all(table[option] for option in sorted(x.values, key=str))
        return with_not_applicable(reached) if x.maybe_not_applicable else reached
    if x is NOT_APPLICABLE:
        return x
    return table[x]


def chosen_sum(x: Possible, points: Mapping[str, int]) -> Possible:
    """The sum of what the chosen options give; not applicable where the answer is."""
    match x:
        case frozenset():
            return sum(points[option] for option in x)
        case Subset(chosen, undecided, na):
            sure = sum(points[option] for option in chosen)
            least = sure + sum(min(points[option], 0) for option in undecided)
            most = sure + sum(max(points[option], 0) for option in undecided)
            return between(least, most, na)
        case _:
            return x
