"""Every operator gives the hull of what the members give: nothing tighter, nothing looser."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.values.numbers import Mode
from decisionsupport.values.operators import arithmetic, choices, choosing, comparing, conditions, rounding
from decisionsupport.values.sets import NOT_APPLICABLE, UNDECIDED, Anything, Possible, between, one_of
from tests.values import possible
from tests.values.possible import FAR, OPTIONS, hull, modes, numbers

N = NOT_APPLICABLE


def lifted(plain: Callable[..., Any]) -> Callable[..., Possible]:
    """Arithmetic: not applicable where an operand is."""
    return lambda *known: N if N in known else plain(*known)


def judged(plain: Callable[..., bool]) -> Callable[..., Possible]:
    """A comparison: false where an operand is not applicable."""
    return lambda *known: False if any(value is N for value in known) else plain(*known)


# Conditions --------------------------------------------------------------------------------------------


@given(possible.conditions)
def test_negation(x: Possible) -> None:
    assert conditions.negation(x) == hull(lambda a: a is not True, x)


@given(st.lists(possible.conditions, max_size=4))
def test_conjunction_disjunction_and_count(operands: list[Possible]) -> None:
    assert conditions.conjunction(operands) == hull(lambda *k: all(a is True for a in k), *operands)
    assert conditions.disjunction(operands) == hull(lambda *k: any(a is True for a in k), *operands)
    assert conditions.count_true(operands) == hull(lambda *k: sum(a is True for a in k), *operands)


@pytest.mark.parametrize(
    ("operation", "decisive"), [(conditions.conjunction, False), (conditions.disjunction, True)]
)
def test_decided_operands_end_the_search(operation: Any, decisive: bool) -> None:
    def operands() -> Any:
        yield UNDECIDED
        yield decisive
        raise AssertionError("asked too far")

    assert operation(operands()) is decisive


@given(possible.possible)
def test_is_applicable(x: Possible) -> None:
    assert conditions.is_applicable(x) == hull(lambda a: a is not N, x)


# Comparisons -------------------------------------------------------------------------------------------

PLAIN: dict[comparing.Operator, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
}
operators = st.sampled_from(list(comparing.COMPARISONS))


def compared(operator: comparing.Operator, of: Callable[[Any], Any] = lambda a: a) -> Callable[..., Possible]:
    if operator == "!=":
        return lambda a, b: not compared("==", of)(a, b)
    return judged(lambda a, b: PLAIN[operator](of(a), of(b)))


@given(operators, numbers(), numbers())
def test_compare(operator: comparing.Operator, x: Possible, y: Possible) -> None:
    assert comparing.compare(operator, x, y) == hull(compared(operator), x, y)


@given(operators, possible.choices, possible.choices)
def test_compare_ranked(operator: comparing.Operator, x: Possible, y: Possible) -> None:
    rank = {option: place for place, option in enumerate(OPTIONS)}
    expected = hull(compared(operator, rank.__getitem__), x, y)
    assert comparing.compare_ranked(operator, x, rank, y) == expected


@given(operators)
def test_compare_with_what_is_not_known_at_all(operator: comparing.Operator) -> None:
    assert comparing.compare(operator, Anything(), Anything(None, True)) == UNDECIDED
    assert comparing.compare(operator, Anything(), N) is (operator == "!=")


# Choices -----------------------------------------------------------------------------------------------


@given(st.one_of(possible.choices, possible.conditions), st.frozensets(st.sampled_from([True, *OPTIONS])))
def test_is_one_of(x: Possible, options: frozenset[bool | str]) -> None:
    assert choices.is_one_of(x, options) == hull(judged(lambda a: a in options), x)


@given(possible.several)
def test_includes(x: Possible) -> None:
    assert choices.includes("low", x) == hull(judged(lambda a: "low" in a), x)


@given(possible.several, st.lists(st.integers(-FAR, FAR), min_size=3, max_size=3))
def test_chosen_sum(x: Possible, points: list[int]) -> None:
    table = dict(zip(OPTIONS, points, strict=True))
    assert choices.chosen_sum(x, table) == hull(lifted(lambda a: sum(table[o] for o in a)), x)


@given(possible.choices, st.lists(numbers(na=False), min_size=3, max_size=3))
def test_option_values(x: Possible, values: list[Possible]) -> None:
    table = dict(zip(OPTIONS, values, strict=True))
    assert choices.option_values(x, table) == hull(lambda a: N if a is N else table[a], x)


def test_option_values_of_a_boolean() -> None:
    assert choices.option_values(UNDECIDED, {True: 2, False: 0}) == between(0, 2)


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ("a", True),
        ("b", False),
        (N, False),
        (Anything(), UNDECIDED),
        (Anything("a", True), UNDECIDED),
        (Anything("b", True), False),
    ],
)
def test_text_is(x: Possible, expected: Possible) -> None:
    assert choices.text_is(x, "a") == expected


# Numbers -----------------------------------------------------------------------------------------------


@given(numbers(), numbers())
def test_add_subtract_multiply(x: Possible, y: Possible) -> None:
    assert arithmetic.add(x, y) == hull(lifted(lambda a, b: a + b), x, y)
    assert arithmetic.subtract(x, y) == hull(lifted(lambda a, b: a - b), x, y)
    assert arithmetic.multiply(x, y) == hull(lifted(lambda a, b: a * b), x, y)


@given(numbers())
def test_negate_absolute_power_rescale(x: Possible) -> None:
    assert arithmetic.negate(x) == hull(lifted(lambda a: -a), x)
    assert arithmetic.absolute(x) == hull(lifted(abs), x)
    assert arithmetic.power(x, 2) == hull(lifted(lambda a: a * a), x)
    assert arithmetic.power(x, 3) == hull(lifted(lambda a: a * a * a), x)
    assert arithmetic.rescale(x, 100) == hull(lifted(lambda a: a * 100), x)


def folded(plain: Callable[[list[Any]], Any], empty: Possible) -> Callable[..., Possible]:
    """Of what is applicable."""

    def fold(*known: Possible) -> Possible:
        left = [value for value in known if value is not N]
        return plain(left) if left else empty

    return fold


@given(st.lists(numbers(-3, 3), max_size=4))
def test_folds(operands: list[Possible]) -> None:
    assert arithmetic.total(operands) == hull(folded(sum, 0), *operands)
    assert arithmetic.minimum(operands) == hull(folded(min, N), *operands)
    assert arithmetic.maximum(operands) == hull(folded(max, N), *operands)
    assert arithmetic.count_applicable(operands) == hull(folded(len, 0), *operands)


# Rounding ----------------------------------------------------------------------------------------------


def rounded(value: Fraction, mode: Mode, step: int) -> int:
    """Whole steps, written out in fractions."""
    steps = value / step
    match mode:
        case "floor":
            return math.floor(steps) * step
        case "ceil":
            return math.ceil(steps) * step
        case "round":
            away = math.floor(abs(steps) + Fraction(1, 2))
            return (away if steps >= 0 else -away) * step


steps = st.sampled_from([1, 2, 5])


@given(numbers(-60, 60), st.integers(0, 2), steps, modes)
def test_round_to(x: Possible, shift: int, step: int, mode: Mode) -> None:
    expected = hull(lifted(lambda a: rounded(Fraction(a, 10**shift), mode, step)), x)
    assert rounding.round_to(x, shift, step, mode) == expected


@given(numbers(-20, 20), st.one_of(numbers(1, 9), numbers(-9, -1)), st.integers(-2, 2), steps, modes)
def test_round_quotient(x: Possible, y: Possible, scale: int, step: int, mode: Mode) -> None:
    expected = hull(lifted(lambda a, b: rounded(Fraction(a, b) * Fraction(10) ** scale, mode, step)), x, y)
    assert rounding.round_quotient(x, y, scale, step, mode) == expected


def test_a_denominator_that_may_be_0_is_refused() -> None:
    for denominator in (0, between(-1, 1), between(0, 4)):
        with pytest.raises(ZeroDivisionError):
            rounding.round_quotient(1, denominator, 0, 1)


@given(st.lists(numbers(-4, 4), max_size=4), st.integers(-1, 2), steps, modes)
def test_round_mean(operands: list[Possible], scale: int, step: int, mode: Mode) -> None:
    def mean(values: list[int]) -> int:
        return rounded(Fraction(sum(values), len(values)) * Fraction(10) ** scale, mode, step)

    assert rounding.round_mean(operands, scale, step, mode) == hull(folded(mean, N), *operands)


def test_body_mass_index_at_a_border_is_exact() -> None:
    # 51.2 kg at 160 cm: 20.0 exactly, where 51.2 / 1.6 ** 2 in floats is 19.999999999999996.
    assert rounding.round_quotient(512, arithmetic.power(160, 2), 4, 1) == 200


# Choosing ----------------------------------------------------------------------------------------------


@given(possible.conditions, numbers(), numbers())
def test_conditional(test: Possible, then: Possible, otherwise: Possible) -> None:
    expected = hull(lambda c, a, b: a if c is True else b, test, then, otherwise)
    assert choosing.conditional(test, lambda: then, lambda: otherwise) == expected
    assert choosing.when_applicable(test, lambda: then, otherwise) == expected


@given(st.lists(st.tuples(possible.conditions, numbers(-2, 2)), max_size=2), numbers(-2, 2))
def test_first_of(entries: list[tuple[Possible, Possible]], otherwise: Possible) -> None:
    def first(*known: Possible) -> Possible:
        pairs = zip(known[:-1:2], known[1::2], strict=True)
        return next((value for test, value in pairs if test is True), known[-1])

    flat = [part for entry in entries for part in entry]
    later = [(test, lambda value=value: value) for test, value in entries]
    assert choosing.first_of(later, lambda: otherwise) == hull(first, *flat, otherwise)


def test_first_of_asks_no_further_than_the_first_that_is_true() -> None:
    def entries() -> Any:
        yield (UNDECIDED, lambda: 3)
        yield (True, lambda: 5)
        raise AssertionError("asked too far")

    assert choosing.first_of(entries(), None) == between(3, 5)


def test_first_of_nothing_is_refused() -> None:
    with pytest.raises(LookupError):
        choosing.first_of([(False, lambda: 1)], None)


@given(st.lists(st.tuples(possible.conditions, st.sampled_from(OPTIONS)), max_size=4))
def test_collect(entries: list[tuple[Possible, str]]) -> None:
    def collected(*known: Possible) -> Possible:
        return frozenset(option for (_, option), test in zip(entries, known, strict=True) if test is True)

    assert choosing.collect(entries) == hull(collected, *(test for test, _ in entries))


EDGES: list[choosing.Band] = [(None, -3, 2), (-2, -2, between(0, 9)), (-1, 3, 0), (4, None, 1)]


@given(numbers())
def test_bands_of_numbers(x: Possible) -> None:
    def banded(known: Any) -> Possible:
        return 2 if known <= -3 else between(0, 9) if known == -2 else 0 if known <= 3 else 1

    assert choosing.bands(x, EDGES) == hull(lambda a: N if a is N else banded(a), x)


@given(numbers())
def test_bands_of_options(x: Possible) -> None:
    edges: list[choosing.Band] = [(None, -1, "low"), (0, 2, "medium"), (3, None, "high")]
    expected = hull(lifted(lambda a: "low" if a < 0 else "medium" if a < 3 else "high"), x)
    assert choosing.bands(x, edges) == expected


def test_a_number_outside_every_band_is_refused() -> None:
    with pytest.raises(LookupError):
        choosing.bands(5, [(None, 3, 0)])


@given(st.lists(st.tuples(possible.conditions, st.sampled_from(OPTIONS)), max_size=4))
def test_concluded_choice(entries: list[tuple[Possible, str]]) -> None:
    def highest(*known: Possible) -> Possible:
        places = [OPTIONS.index(o) for (_, o), test in zip(entries, known, strict=True) if test is True]
        return OPTIONS[max(places)] if places else N

    assert choosing.concluded(entries, OPTIONS) == hull(highest, *(test for test, _ in entries))


@given(st.lists(possible.conditions, max_size=4))
def test_concluded_boolean(tests: list[Possible]) -> None:
    expected = hull(lambda *known: any(test is True for test in known), *tests)
    assert choosing.concluded([(test, True) for test in tests], (False, True)) == expected


@given(possible.conditions, numbers())
def test_unless_false(applies: Possible, body: Possible) -> None:
    result = choosing.unless_false(applies, lambda: body)
    assert result == (N if conditions.disjunction([applies]) is False else body)


def test_require_all_waits_for_every_part() -> None:
    assert choosing.require_all(lambda: 3, [1, N, one_of(["low"])], between(0, 9)) == 3
    assert choosing.require_all(lambda: 3, [1, UNDECIDED], between(0, 9)) == between(0, 9)
