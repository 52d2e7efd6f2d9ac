"""Aggregates over entries: of every number of further entries, and every member of each, the hull."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.values.operators import rows
from decisionsupport.values.operators.distinctness import fewest_distinct
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Anything,
    Between,
    Possible,
    between,
    join_all,
    one_of,
    subset,
)
from tests.values import possible
from tests.values.possible import members, numbers
from tests.values.test_operators import folded, rounded

N = NOT_APPLICABLE
more = st.integers(0, 2)


def over(
    aggregate: Callable[..., Possible], values: Sequence[Possible], further: int, row_any: Possible
) -> Possible:
    """The hull over 0 to `further` more entries, each with any member of `row_any`."""
    results = []
    for count in range(further + 1):
        entries = [*values, *[row_any] * count]
        results += [aggregate(*known) for known in itertools.product(*(members(entry) for entry in entries))]
    return join_all(results)


@given(st.lists(possible.conditions, max_size=3), more, possible.conditions)
def test_conditions_over_rows(values: list[Possible], further: int, row_any: Possible) -> None:
    given_rows = (values, further, row_any)
    assert rows.any_row(*given_rows) == over(lambda *k: any(a is True for a in k), *given_rows)
    assert rows.all_rows(*given_rows) == over(lambda *k: all(a is True for a in k), *given_rows)
    assert rows.count_true_rows(*given_rows) == over(lambda *k: sum(a is True for a in k), *given_rows)


@given(st.lists(numbers(-2, 3), max_size=2), more, numbers(-2, 3))
def test_numbers_over_rows(values: list[Possible], further: int, row_any: Possible) -> None:
    given_rows = (values, further, row_any)

    def mean(known: list[int]) -> int:
        return rounded(Fraction(10 * sum(known), len(known)), "round", 1)

    assert rows.sum_rows(*given_rows) == over(folded(sum, 0), *given_rows)
    assert rows.min_rows(*given_rows) == over(folded(min, N), *given_rows)
    assert rows.max_rows(*given_rows) == over(folded(max, N), *given_rows)
    averaged = rows.mean_rows(values, 1, 1, "round", further, row_any)
    assert averaged == over(folded(mean, N), *given_rows)


def how_many(*known: Possible) -> Possible:
    return len({value for value in known if value is not N})


def twice(*known: Possible) -> Possible:
    left = [value for value in known if value is not N]
    return len(set(left)) < len(left)


entries_of_one_kind = st.one_of(
    *(st.tuples(st.lists(kind, max_size=3), more, kind) for kind in (numbers(0, 4), possible.choices)),
    st.tuples(st.lists(possible.conditions, max_size=3), more, possible.conditions),
)


@given(entries_of_one_kind)
def test_distinct_and_duplicates(drawn: tuple[list[Possible], int, Possible]) -> None:
    values, further, row_any = drawn
    # A hull has no holes, so the least and the most say it all.
    assert rows.distinct_rows(values, further, row_any) == over(how_many, values, further, row_any)
    assert rows.duplicate_rows(values, further, row_any) == over(twice, values, further, row_any)


def test_codes_and_texts_can_be_anything() -> None:
    assert rows.distinct_rows(["a", "b", Anything()]) == between(2, 3)
    assert rows.distinct_rows([Anything(), Anything()]) == between(1, 2)
    assert rows.distinct_rows(["a", Anything("a", True), Anything("b", True)]) == between(1, 2)
    assert rows.duplicate_rows(["a", "b", Anything()]) == UNDECIDED
    assert rows.duplicate_rows(["a", "a", Anything()]) is True
    assert rows.duplicate_rows([Anything()], 0) is False
    assert rows.duplicate_rows([], 1, Anything()) is False
    assert rows.duplicate_rows([], 2, Anything()) == UNDECIDED


def test_nothing_given_and_nothing_known() -> None:
    assert rows.count_rows(0, 60) == Between(0, 60)
    assert rows.count_rows(3) == 3
    assert rows.any_row([]) is False
    assert rows.all_rows([]) is True
    assert rows.sum_rows([]) == 0
    assert rows.max_rows([]) is N
    assert rows.mean_rows([], 0, 1) is N
    assert rows.distinct_rows([]) == 0
    assert rows.any_row([True], 60) is True
    assert rows.count_true_rows([True, False], 58) == Between(1, 59)
    assert rows.sum_rows([2], 10, between(0, 3)) == Between(2, 32)


def test_the_fewest_options_that_meet_many_sets_are_found_at_once() -> None:
    pairs = [one_of([f"a{i}", f"b{i}"]) for i in range(40)]
    assert fewest_distinct(pairs) == 40
    assert fewest_distinct([one_of([f"a{i}", "shared"]) for i in range(40)]) == 1


def test_choices_of_several_are_no_value_to_tell_apart() -> None:
    with pytest.raises(TypeError):
        rows.distinct_rows([subset(["a"], ["b"])])


@given(st.lists(numbers(0, 30, na=False), min_size=1, max_size=6))
def test_known_entries_need_no_search(values: list[Any]) -> None:
    known = [next(iter(members(value))) for value in values]
    assert rows.distinct_rows(known) == len(set(known))
