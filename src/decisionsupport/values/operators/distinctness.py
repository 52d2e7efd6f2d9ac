"""How many different values several possible values can have, at least and at most.

Each operand is an entry that is there; its not being applicable is left aside. The most is a matching of
entries to values; the fewest is the least number of values that meets every entry's set.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Sequence

from decisionsupport.values.sets import (
    Anything,
    Between,
    OneOf,
    Possible,
    RealBetween,
    Subset,
    without_not_applicable,
)


def most_distinct(operands: Sequence[Possible]) -> int:
    """The most different values that the entries can have together."""
    members = [_members(operand, len(operands)) for operand in operands]
    # An entry with as many values as there are entries always finds one that no other has.
    free = sum(values is None for values in members)
    held_by: dict[Hashable, int] = {}
    limited = [values for values in members if values is not None]
    return free + sum(_find_place(entry, limited, held_by, set()) for entry in range(len(limited)))


def fewest_distinct(operands: Sequence[Possible]) -> int:
    """The fewest different values that the entries can have together."""
    if not operands:
        return 0
    values = [without_not_applicable(operand) for operand in operands]
    if any(type(value) is int or isinstance(value, Between) for value in values):
        return _fewest_points([_ends(value) for value in values])
    options = [_options(value) for value in values]
    return max(1, _fewest_options([held for held in options if held is not None]))


def may_coincide(operands: Sequence[Possible]) -> bool:
    """Whether two of the entries can have one value."""
    return any(_overlap(x, y) for x, y in itertools.combinations(map(without_not_applicable, operands), 2))


def _find_place(
    entry: int, members: list[list[Hashable]], held_by: dict[Hashable, int], tried: set[Hashable]
) -> bool:
    """Give the entry a value of its own, moving others if need be (an augmenting path)."""
    for value in members[entry]:
        if value in tried:
            continue
        tried.add(value)
        if value not in held_by or _find_place(held_by[value], members, held_by, tried):
            held_by[value] = entry
            return True
    return False


def _members(operand: Possible, entries: int) -> list[Hashable] | None:
    """The values an entry can have; None where there are at least as many as entries."""
    match without_not_applicable(operand):
        case Between(least, most):
            return None if most - least + 1 >= entries else list(range(least, most + 1))
        case OneOf(values):
            return None if len(values) >= entries else sorted(values, key=str)
        case Anything() | RealBetween():
            return None
        case Subset():
            raise TypeError("several choices are not told apart as one value")
        case known:
            return [known]


def _ends(value: Possible) -> tuple[int, int]:
    if isinstance(value, Between):
        return (value.least, value.most)
    assert type(value) is int
    return (value, value)


def _options(value: Possible) -> frozenset[Hashable] | None:
    """The values of an entry; None where it can be anything, and so the same as any other."""
    match value:
        case OneOf(values):
            return frozenset(values)
        case Anything():
            return None
        case _:
            return frozenset({value})


def _fewest_points(intervals: Iterable[tuple[int, int]]) -> int:
    """The fewest numbers that meet every interval: always the next end, in order."""
    count, last = 0, None
    for least, most in sorted(intervals, key=lambda ends: ends[1]):
        if last is None or least > last:
            count, last = count + 1, most
    return count


def _fewest_options(sets: list[frozenset[Hashable]]) -> int:
    """The fewest options that meet every set."""
    needed = [held for held in set(sets) if not any(other < held for other in sets)]
    needed.sort(key=lambda held: (len(held), sorted(map(str, held))))
    return next(count for count in itertools.count() if _can_meet(needed, count))


def _can_meet(sets: list[frozenset[Hashable]], count: int) -> bool:
    """Whether `count` options can meet all the sets."""
    if not sets:
        return True
    apart: list[frozenset[Hashable]] = []
    for held in sets:
        if all(held.isdisjoint(other) for other in apart):
            apart.append(held)
    if len(apart) > count:
        return False
    return any(_can_meet([held for held in sets if option not in held], count - 1) for option in sets[0])


def _overlap(x: Possible, y: Possible) -> bool:
    if isinstance(x, Anything) or isinstance(y, Anything):
        return True
    if isinstance(x, Between) or isinstance(y, Between):
        (least, most), (least_y, most_y) = _ends(x), _ends(y)
        return least <= most_y and least_y <= most
    held, other = _options(x), _options(y)
    return held is not None and other is not None and not held.isdisjoint(other)
