"""Small possible values to draw, their members, and the operator's law: the hull of what members give."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from hypothesis import strategies as st

from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Anything,
    Between,
    OneOf,
    Possible,
    RealBetween,
    Subset,
    between,
    join_all,
    one_of,
    subset,
)

OPTIONS = ("high", "low", "medium")
FAR = 6


def members(x: Possible) -> Iterator[Possible]:
    """Every member, one by one, as known values."""
    match x:
        case Between(least, most, na):
            yield from range(least, most + 1)
        case OneOf(values, na):
            yield from sorted(values, key=str)
        case Subset(chosen, undecided, na):
            for size in range(len(undecided) + 1):
                for added in itertools.combinations(sorted(undecided), size):
                    yield chosen | frozenset(added)
        case Anything() | RealBetween():
            raise AssertionError("members without number")
        case known:
            yield known
            return
    if na:
        yield NOT_APPLICABLE


def hull(operation: Callable[..., Possible], *operands: Possible) -> Possible:
    """The least possible value that holds what every combination of members gives."""
    return join_all(operation(*chosen) for chosen in itertools.product(*(members(x) for x in operands)))


def numbers(least: int = -FAR, most: int = FAR, *, na: bool = True) -> st.SearchStrategy[Possible]:
    """Known numbers, ranges, and (with `na`) what may be or is not applicable."""
    ends = st.tuples(st.integers(least, most), st.integers(least, most)).map(sorted)
    drawn = st.builds(lambda pair, maybe: between(pair[0], pair[1], maybe and na), ends, st.booleans())
    return st.one_of(drawn, st.just(NOT_APPLICABLE)) if na else drawn


def _options(values: tuple[bool | str, ...]) -> st.SearchStrategy[Possible]:
    drawn = st.builds(one_of, st.sets(st.sampled_from(values), min_size=1), st.booleans())
    return st.one_of(drawn, st.just(NOT_APPLICABLE))


conditions = _options((True, False))
choices = _options(OPTIONS)
several: st.SearchStrategy[Possible] = st.one_of(
    st.builds(subset, st.sets(st.sampled_from(OPTIONS)), st.sets(st.sampled_from(OPTIONS)), st.booleans()),
    st.just(NOT_APPLICABLE),
)
possible = st.one_of(numbers(), conditions, choices, several)
modes = st.sampled_from(["round", "floor", "ceil"])
