"""Numbers at load: kinds, units, grids, what must be rounded, what could pass all bounds; and exact results."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from decisionsupport.engine import Engine
from tests.loading.small_packs import (
    GAIT,
    PATIENT,
    form,
    helps,
    load,
    program_of,
    rule,
    told,
    told_of,
    told_of_form,
)

AT = "2026-11-23T09:00:00+01:00"
PARAMETER = "parameters: {limit: {kind: decimal, step: 0.5, value: 1.5, between: 0..10, title: Limit}}"


@pytest.mark.parametrize(
    ("when", "wrong"),
    [
        ("gait.aid > 2", "gait.aid > 2"),
        ("gait.aid + 1 > 2", "gait.aid"),
        ("gait.aid == stick", "gait.aid == stick"),
        ("gait.aid != stick", "gait.aid != stick"),
        ("gait.aid == gait.aid", "gait.aid == gait.aid"),
        ("patient.age is stick", "patient.age is stick"),
        ("patient.age is not none", "patient.age is not none"),
        ("gait.walks > 1", "gait.walks > 1"),
        ("sum(gait.walks) > 1", "gait.walks"),
        ("now > today", "now > today"),
    ],
)
def test_kinds_that_do_not_fit(when: str, wrong: str) -> None:
    assert told_of(when) == [("kind-mismatch", wrong)]


@pytest.mark.parametrize("when", ["gait.aid >= stick", "gait.aid < stick", "stick < gait.aid"])
def test_options_without_order_are_not_compared(when: str) -> None:
    assert told_of(when) == [("not-ordered", when)]


@pytest.mark.parametrize(
    ("when", "remedy"),
    [
        ("gait.aid >= stick", "gait.aid in [stick, walker]"),
        ("gait.aid < walker", "gait.aid in [none, stick]"),
        ("stick < gait.aid", "gait.aid in [walker]"),
        ("gait.aid > walker", "gait.aid in [none, stick]"),
    ],
)
def test_options_of_a_question_are_named_and_not_ordered(when: str, remedy: str) -> None:
    (told_help,) = helps(load(PATIENT, GAIT, rule(when))[1])
    assert told_help == f"name those that count, as `{remedy}`: a question's options have no order"


def test_what_can_be_ordered_may_be_ordered() -> None:
    finding = "findings: {frail: {title: Frail, options: {no_risk: none, risk: risk}}}"
    (told_help,) = helps(load(PATIENT, GAIT, rule("finding.frail >= risk", extra=finding))[1])
    assert told_help.startswith("say `ordered: true` where its options stand, low to high, or name those")


@pytest.mark.parametrize(
    ("when", "remedy"),
    [
        ("gait.walks == yes", "write `gait.walks`, or `gait.walks is yes`"),
        ("gait.walks != yes", "write `not gait.walks`, or `gait.walks is no`"),
        ("gait.walks == no", "write `not gait.walks`, or `gait.walks is no`"),
        ('gait.aid == "walker"', "write `gait.aid is walker`"),
    ],
)
def test_what_is_compared_otherwise_is_written_out(when: str, remedy: str) -> None:
    _, report = load(PATIENT, GAIT, rule(when))
    assert told(report) == [("kind-mismatch", when)]
    assert helps(report) == [remedy]


@pytest.mark.parametrize(
    "when",
    ["gait.weight > gait.height", "gait.weight - gait.speed > 3", "min(gait.weight, gait.height) > 1"],
)
def test_units_must_be_the_same(when: str) -> None:
    assert [slug for slug, _ in told_of(when)] == ["unit-mismatch"]


@pytest.mark.parametrize(
    "when",
    [
        "gait.weight > 51.2",
        "gait.weight * gait.height > 30",
        "gait.weight > patient.age",
        "gait.weight + 1 > 40",
    ],
)
def test_literals_and_what_has_no_unit_take_the_other_sides(when: str) -> None:
    assert told_of(when) == []


@pytest.mark.parametrize(
    ("when", "wrong", "nearest"),
    [
        ("gait.speed > 1.25", "1.25", "`1.2` and `1.3`"),
        ("1.25 > gait.speed", "1.25", "`1.2` and `1.3`"),
        ("patient.age == 64.5", "64.5", "`64` and `65`"),
        ("parameter.limit > 1.7", "1.7", "`1.5` and `2.0`"),
        ("round(gait.weight, 0.5) > 40.2", "40.2", "`40.0` and `40.5`"),
        ("0 < gait.height <= 1.605", "1.605", "`1.60` and `1.61`"),
    ],
)
def test_a_literal_between_two_steps(when: str, wrong: str, nearest: str) -> None:
    _, report = load(PATIENT, GAIT, rule(when, extra=PARAMETER))
    assert told(report) == [("off-grid", wrong)]
    assert helps(report) == [f"the nearest are {nearest}"]


@pytest.mark.parametrize(
    ("items", "wrong"),
    [
        ("a: {kind: decimal, step: 0.5, between: 0.2..10}", "0.2..10"),
        ("a: {kind: integer, between: 0..10.5}", "0..10.5"),
        ("a: {kind: integer, between: 0..9, points: {..4.5: 0, 5..: 1}}", "..4.5"),
        ("a: {kind: integer, between: 0..9, usual: 0.5..3}", "0.5..3"),
    ],
)
def test_ends_between_two_steps(items: str, wrong: str) -> None:
    assert told_of_form(items) == [("off-grid", wrong)]


def test_a_range_that_runs_backwards() -> None:
    assert told_of_form("a: {kind: integer, between: 9..0}") == [("bad-range", "9..0")]


@pytest.mark.parametrize(
    ("when", "wrong"),
    [
        ("gait.weight / gait.height > 3", "gait.weight / gait.height"),
        ("mean(patient.age, 3) > 3", "mean(patient.age, 3)"),
        ("sqrt(gait.weight) > 3", "sqrt(gait.weight)"),
        ("log(gait.weight) + 1 > 3", "log(gait.weight) + 1"),
        ("sum(gait.weight / 2, 3) > 3", "gait.weight / 2"),
        ("mean(patient.medicine.doses) > 3", "mean(patient.medicine.doses)"),
    ],
)
def test_a_real_can_only_be_rounded(when: str, wrong: str) -> None:
    assert told_of(when) == [("unrounded-real", wrong)]


@pytest.mark.parametrize(
    ("when", "told_wrong"),
    [
        ("round(gait.weight / gait.speed) > 3", ("may-divide-by-zero", "gait.speed")),
        ("round(1 / (patient.age - 3)) > 3", ("may-divide-by-zero", "patient.age - 3")),
        ("round(1 / count(patient.medicine)) > 3", ("may-divide-by-zero", "count(patient.medicine)")),
        ("round(sqrt(patient.age - 1)) > 3", ("outside-function", "sqrt(patient.age - 1)")),
        ("round(log(patient.age)) > 3", ("outside-function", "log(patient.age)")),
        ("round(exp(gait.weight)) > 3", ("outside-function", "exp(gait.weight)")),
        ("now > now - years(patient.age * 2)", ("number-too-large", "patient.age * 2")),
    ],
)
def test_nothing_divides_by_zero_or_overflows_later(when: str, told_wrong: tuple[str, str]) -> None:
    assert told_of(when) == [told_wrong]


def test_a_number_that_could_pass_ten_to_fifteen() -> None:
    product = " * ".join(["patient.age ** 3"] * 3)
    assert told_of(f"{product} > 3") == [("number-too-large", product)]
    assert told_of("patient.age ** 3 * patient.age ** 3 > 3") == []


@pytest.mark.parametrize(
    ("when", "told_wrong"),
    [
        ("patient.age >= 0", ("always-true", "patient.age >= 0")),
        ("patient.age > 120", ("never-true", "patient.age > 120")),
        ("patient.alone and 0.0 <= gait.speed", ("always-true", "0.0 <= gait.speed")),
        ("patient.alone or count(patient.medicine) > 10", ("never-true", "count(patient.medicine) > 10")),
        ("gait.aid in [none, stick, walker]", ("always-true", "gait.aid in [none, stick, walker]")),
    ],
)
def test_a_test_that_comes_out_one_way(when: str, told_wrong: tuple[str, str]) -> None:
    assert told_of(when) == [told_wrong]


# Results -------------------------------------------------------------------------------------------------


def value(computed: str, **answers: Any) -> Any:
    """The value of a computed of the gait."""
    text = GAIT + f"computed:\n  made: {computed}\n"
    engine = Engine(program_of(PATIENT, text))
    return engine.values({"gait": answers}, at=AT)["gait"]["made"]


BMI = "{value: weight / height ** 2, step: 0.1}"


def test_a_bmi_at_the_border_is_not_below_it() -> None:
    assert value(BMI, weight=Decimal("51.2"), height=Decimal("1.60")) == Decimal("20.0")
    below = "{value: 'round(weight / height ** 2, 0.1) < 20'}"
    assert value(below, weight=51.2, height=1.60) is False
    assert value(below, weight=51.0, height=1.60) is True


@pytest.mark.parametrize(
    ("computed", "expected"),
    [
        ("{value: weight / 4, step: 0.1}", "12.8"),
        ("{value: weight / 8, step: 1}", "6"),
        ("{value: 'round(weight / 4, 0.5)'}", "13.0"),
        ("{value: round(weight)}", "51"),
        ("{value: floor(weight)}", "51"),
        ("{value: ceil(weight)}", "52"),
        ("{value: 'round(0 - 51.2 / 1024, 0.1)'}", "-0.1"),
        ("{value: 'round((weight - 50.7) * 1)'}", "1"),
        ("{value: 'round((50.7 - weight) * 1)'}", "-1"),
        ("{value: '100 * weight / 300', step: 0.1}", "17.1"),
        ("{value: 'mean(weight, 51.3)', step: 0.1}", "51.3"),
        ("{value: 'mean(51.1, weight, 51.1)', step: 0.01}", "51.13"),
        ("{value: sqrt(weight), step: 0.001}", "7.155"),
        ("{value: weight ** 2}", "2621.44"),
        ("{value: weight, step: 5}", "50"),
    ],
)
def test_results_are_exact_and_halves_go_away_from_zero(computed: str, expected: str) -> None:
    assert value(computed, weight=Decimal("51.2")) == Decimal(expected)


def test_a_real_as_the_value_of_a_computed_needs_a_step() -> None:
    _, report = load(form("a: {kind: integer, between: 1..9}", "computed: {b: {value: a / 2}}"))
    assert told(report) == [("unrounded-real", "a / 2")]
