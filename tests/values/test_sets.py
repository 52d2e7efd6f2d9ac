"""Sets of possible values: never empty, normal, and joined to the least that holds both."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.values.duration import Duration
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Anything,
    Between,
    OneOf,
    Possible,
    Subset,
    anything,
    between,
    contains,
    is_known,
    join,
    join_all,
    may_be_not_applicable,
    narrower_or_equal,
    one_of,
    real_between,
    subset,
    truth,
    with_not_applicable,
    without_not_applicable,
)
from tests.values.possible import choices, conditions, members, numbers, several

pairs = st.one_of(*(st.tuples(kind, kind) for kind in (numbers(), conditions, choices, several)))
triples = st.one_of(*(st.tuples(kind, kind, kind) for kind in (numbers(), conditions, choices, several)))
singles = st.one_of(numbers(), conditions, choices, several)


def test_a_set_of_one_is_its_member() -> None:
    assert between(3, 3) == 3
    assert one_of([True]) is True
    assert one_of([], na=True) is NOT_APPLICABLE
    assert subset(["a"], ["a"]) == frozenset({"a"})
    assert anything("x") == "x"
    assert type(real_between(1.0, 1.0)) is float


def test_one_value_and_not_applicable_is_no_known_value() -> None:
    for x in (
        between(3, 3, na=True),
        one_of(["a"], na=True),
        subset([], [], na=True),
        anything("x", na=True),
    ):
        assert not is_known(x)
        assert may_be_not_applicable(x)
        assert is_known(without_not_applicable(x))


@pytest.mark.parametrize(
    "make", [lambda: between(2, 1), lambda: one_of([]), lambda: real_between(2.0, 1.0), lambda: join_all([])]
)
def test_no_set_is_empty(make: object) -> None:
    with pytest.raises(ValueError, match="at least one member"):
        make()  # type: ignore[operator]


@given(singles)
def test_members_are_contained_and_one_member_is_known(x: Possible) -> None:
    listed = list(members(x))
    assert all(contains(x, member) for member in listed)
    assert is_known(x) == (len(listed) == 1)
    assert join_all(listed) == x


@given(pairs)
def test_join_is_the_least_set_that_holds_both(pair: tuple[Possible, Possible]) -> None:
    a, b = pair
    joined = join(a, b)
    assert joined == join(b, a)
    both = [*members(a), *members(b)]
    assert all(contains(joined, member) for member in both)
    assert may_be_not_applicable(joined) == (NOT_APPLICABLE in both)
    values = [member for member in both if member is not NOT_APPLICABLE]
    match without_not_applicable(joined):
        case Between(least, most):
            assert (least, most) == (min(values), max(values))  # type: ignore[type-var]
        case OneOf(options):
            assert options == frozenset(values)
        case Subset(chosen, undecided):
            assert chosen == frozenset.intersection(*values)  # type: ignore[arg-type]
            assert chosen | undecided == frozenset.union(*values)  # type: ignore[arg-type]
        case known:
            assert set(values) <= {known}


@given(pairs)
def test_narrower_or_equal_is_inclusion_of_members(pair: tuple[Possible, Possible]) -> None:
    a, b = pair
    assert narrower_or_equal(a, b) == all(contains(b, member) for member in members(a))
    assert narrower_or_equal(a, join(a, b))


@given(triples)
def test_join_is_associative_and_idempotent(triple: tuple[Possible, Possible, Possible]) -> None:
    a, b, c = triple
    assert join(join(a, b), c) == join(a, join(b, c))
    assert join(a, a) == a


@given(singles)
def test_not_applicable_comes_and_goes(x: Possible) -> None:
    assert contains(with_not_applicable(x), NOT_APPLICABLE)
    if x is not NOT_APPLICABLE:
        assert not may_be_not_applicable(without_not_applicable(x))
        assert without_not_applicable(with_not_applicable(x)) == without_not_applicable(x)


def test_join_of_what_has_no_options() -> None:
    first, second = date(2026, 3, 2), date(2026, 3, 3)
    assert join(first, second) == Anything()
    assert join(first, first) == first
    assert join(first, NOT_APPLICABLE) == Anything(first, True)
    assert join(Anything(first, True), first) == Anything(first, True)
    assert join(Anything(first, True), second) == Anything(None, True)
    assert join(Duration(48, "hours"), Duration(2, "days")) == Anything()
    assert join("N05", "N06", opaque=True) == Anything()
    assert join("N05", "N06") == OneOf(frozenset({"N05", "N06"}))
    assert join("N05", NOT_APPLICABLE, opaque=True) == Anything("N05", True)
    assert join(NOT_APPLICABLE, NOT_APPLICABLE, opaque=True) is NOT_APPLICABLE


def test_anything_holds_every_known_value_and_not_the_reverse() -> None:
    assert narrower_or_equal("x", Anything())
    assert narrower_or_equal(Anything("x", True), Anything(None, True))
    assert not narrower_or_equal(Anything(), "x")
    assert not narrower_or_equal(Anything(None, True), Anything())
    assert contains(Anything("x", True), "x")
    assert not contains(Anything("x", True), "y")


def test_a_truth_value_is_no_number() -> None:
    assert not contains(between(0, 3), True)
    assert not contains(1, True)
    assert not contains(True, 1)


@given(conditions)
def test_truth_counts_not_applicable_as_false(x: Possible) -> None:
    truths = {member is True for member in members(x)}
    assert truth(x) == (UNDECIDED if len(truths) == 2 else truths.pop())


def test_truth_of_what_is_no_condition_is_refused() -> None:
    with pytest.raises(TypeError):
        truth(between(0, 3))
