"""Conditions that cannot hold together, and what follows: rules that never fire, entries that are never reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.authoring.checks.holding import Holding
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Cell
from decisionsupport.program.texts import Words
from decisionsupport.source import Source, Span
from decisionsupport.values import kinds
from decisionsupport.values.sets import Between, OneOf
from tests.authoring.checks.harness import a_rule, a_set, an_assessment, told

IMPOSSIBLE = "no patient can be all of this at once, so the rule never fires"
EXCEPTED = "whoever this takes is excepted by `unless`, so the rule never fires"


@pytest.mark.parametrize(
    "when",
    [
        "patient.age >= 80 and patient.age < 65",
        "patient.age > 64 and patient.age < 65",
        "patient.age == 70 and patient.age != 70",
        "patient.weight < 40 and patient.weight >= 40.0",
        "patient.alone and not patient.alone",
        "vitals.risk is high and vitals.risk is low",
        "vitals.risk >= medium and vitals.risk is low",
        "vitals.risk is high and vitals.total < 4",
        "vitals.risk in [low, medium] and vitals.total > 3",
        "finding.fall_risk is high and not patient.alone and not any(patient.medicine.atc in parameter.sedatives)",
        "vitals.temperature >= parameter.fever_limit and vitals.temperature < parameter.fever_limit",
        "(patient.age < 18 or patient.age > 90) and (patient.age >= 18 and patient.age <= 90)",
    ],
)
def test_a_rule_that_nobody_can_meet(when: str) -> None:
    assert told("never-fires", a_rule(when)) == [IMPOSSIBLE]


@pytest.mark.parametrize(
    "when",
    [
        "patient.age >= 65 and patient.age <= 80",
        "patient.age > 64 and patient.age < 66",
        "patient.weight < 40.1 and patient.weight >= 40.0",
        "vitals.risk is high and vitals.total >= 4",
        "vitals.risk is medium and vitals.total < 4",
        "patient.alone or (not patient.alone and patient.no_hospital)",
        "finding.fall_risk is high and not patient.alone",
        "patient.age >= 80 and vitals.pulse < 65",
        "vitals.temperature >= parameter.fever_limit and vitals.pulse < 40",
    ],
)
def test_a_rule_that_somebody_can_meet(when: str) -> None:
    assert told("never-fires", a_rule(when)) == []


def test_an_exception_that_takes_everyone() -> None:
    held = "unless: patient.age >= 65\npropose: [visit]"
    assert told("never-fires", a_rule("patient.age >= 80", held)) == [EXCEPTED]
    assert told("never-fires", a_rule("patient.age >= 60", held)) == []
    concluding = held + "\nconclude: {infected: true}"
    assert told("never-fires", a_rule("patient.age >= 80", concluding)) == []


def test_a_rule_that_fires_for_everybody() -> None:
    always = ["one part of this or another holds for everybody, so the rule always fires"]
    assert told("always-fires", a_rule("patient.age < 80 or patient.age >= 65")) == always
    assert told("always-fires", a_rule("patient.alone or not patient.alone")) == always
    assert told("always-fires", a_rule("patient.age < 65 or patient.age > 65")) == []
    hidden = a_rule("patient.pregnant is yes or patient.pregnant is no")
    assert told("always-fires", hidden) == []


def test_a_question_that_nobody_is_asked() -> None:
    form = an_assessment("x: {kind: text, show_when: patient.age < 18 and patient.age > 65}")
    assert told("never-shown", form) == ["`x` is never asked: nobody meets its `show_when`"]
    group = "g:\n  group: G\n  show_when: patient.age < 18\n  items:\n    x: {kind: text, show_when: patient.age > 65}"
    assert told("never-shown", an_assessment(group)) == ["`x` is never asked: nobody meets its `show_when`"]
    assert told("never-shown", an_assessment("x: {kind: text, show_when: patient.age < 18}")) == []


def test_an_entry_that_the_entries_above_leave_nobody_for() -> None:
    score = "a: {kind: integer, between: 0..9, points: answer}"
    levels = """
    computed:
      total: {value: sum(points)}
      level:
        options: {low: low, medium: medium, high: high}
        first:
          - {when: total >= %d, is: %s}
          - {when: total >= %d, is: %s}
          - {is: low}
    """
    wrong = an_assessment(score, levels % (3, "medium", 7, "high"))
    assert told("shadowed-entry", wrong) == ["entries above take everybody for whom `total >= 7` holds"]
    assert told("shadowed-entry", an_assessment(score, levels % (7, "high", 3, "medium"))) == []


def test_points_that_the_entries_above_leave_nobody_for() -> None:
    item = "a:\n  kind: boolean\n  points:\n    - {when: patient.age >= 65, points: {yes: 1, no: 0}}\n    - {when: patient.age >= 80, points: {yes: 2, no: 0}}\n    - {points: {yes: 0, no: 0}}"
    assert told("shadowed-entry", an_assessment(item)) == [
        "entries above take everybody for whom `patient.age >= 80` holds"
    ]


RULES = """
findings:
  colour: {title: Colour, options: {pale: pale, red: red}}
rules:
  one: {when: "%s", conclude: {colour: pale}}
  two: {when: "%s", conclude: {colour: red}}
"""


def test_two_words_for_one_finding() -> None:
    said = ["whoever this finds `pale` in `colour` is found `red` by `example.two`"]
    assert told("two-conclusions", a_set(RULES % ("patient.alone", "patient.alone"))) == said
    assert told("two-conclusions", a_set(RULES % ("patient.age > 80", "patient.age > 65"))) == said
    assert told("two-conclusions", a_set(RULES % ("patient.age > 65", "patient.age > 80"))) == []
    assert told("two-conclusions", a_set(RULES % ("patient.alone", "not patient.alone"))) == []


def test_a_proposal_that_is_always_taken_back() -> None:
    rules = "rules:\n  one: {when: %s, propose: [bed_rails]}\n  two: {when: %s, withhold: [bed_rails]}\n"
    said = ["whoever is proposed `bed_rails` here has it withheld by `example.two`"]
    assert told("contradictory-proposals", a_set(rules % ("patient.age > 80", "patient.age > 65"))) == said
    assert told("contradictory-proposals", a_set(rules % ("patient.age > 65", "patient.age > 80"))) == []


def test_proposals_that_do_not_go_together() -> None:
    actions = "actions: {sit: {title: Sit, conflicts_with: [visit]}}\n"
    said = ["whoever is proposed `sit` here gets `visit` too, which does not go with it"]
    assert told("contradictory-proposals", a_set(actions + "rules: {one: {when: patient.alone, propose: [sit, visit]}}")) == said  # fmt: skip
    two = "rules:\n  one: {when: patient.age > 80, propose: [sit]}\n  two: {when: patient.age > 65, propose: [visit]}"
    assert told("contradictory-proposals", a_set(actions + two)) == said
    apart = "rules:\n  one: {when: patient.age > 80, propose: [sit]}\n  two: {when: patient.age < 65, propose: [visit]}"
    assert told("contradictory-proposals", a_set(actions + apart)) == []


def test_a_band_that_nobody_reaches() -> None:
    form = an_assessment(
        "a: {kind: integer, between: 0..9, points: {..5: 0, 6..9: 1, 10..: 1}}",
        "computed: {total: {value: sum(points)}, level: {options: {low: low, high: high, top: top}, of: total, bands: {0: low, 1: high, 2..: top}}}",
    )
    assert told("band-unreachable", form) == [
        "nobody reaches `10..`: `a` is from 0 to 9",
        "nobody reaches `2..`: `total` is from 0 to 1",
    ]


# The law -------------------------------------------------------------------------------------------------

PLACE = Span(Source("x", ""), 0, 0)
BOOLEAN = kinds.Boolean()
NUMBER = kinds.Number()
WORD = kinds.Choice(("low", "high", "none"))
CELLS = {
    "n": Cell("n", NUMBER, None, Between(0, 4), None, None, Words(()), PLACE),
    "h": Cell("h", NUMBER, None, Between(0, 2, True), None, None, Words(()), PLACE),
    "w": Cell("w", WORD, None, OneOf(frozenset(WORD.options)), None, None, Words(()), PLACE),
}
PATIENTS = [{"n": n, "h": h, "w": w} for n in range(5) for h in (0, 1, 2, None) for w in WORD.options]
numbers = st.builds(
    lambda cell, operator, end: x.Compare(operator, x.Read(cell, NUMBER, PLACE), x.Constant(end, NUMBER, PLACE), BOOLEAN, PLACE),
    st.sampled_from(["n", "h"]),
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
    st.integers(-1, 5),
)  # fmt: skip
words = st.builds(
    lambda options: x.IsOneOf(x.Read("w", WORD, PLACE), options, BOOLEAN, PLACE),
    st.frozensets(st.sampled_from(WORD.options), min_size=1),
)
conditions = st.recursive(
    numbers | words,
    lambda inner: (
        st.builds(lambda a: x.Not(a, BOOLEAN, PLACE), inner)
        | st.builds(lambda a, b: x.And((a, b), BOOLEAN, PLACE), inner, inner)
        | st.builds(lambda a, b: x.Or((a, b), BOOLEAN, PLACE), inner, inner)
    ),
    max_leaves=6,
)


def holds(condition: x.Expression, patient: dict[str, object]) -> bool:
    """What a condition is for one patient of whom all is known, written once more by hand."""
    match condition:
        case x.Not(operand=operand):
            return not holds(operand, patient)
        case x.And(operands=operands):
            return all(holds(operand, patient) for operand in operands)
        case x.Or(operands=operands):
            return any(holds(operand, patient) for operand in operands)
        case x.IsOneOf(subject=x.Read(cell=cell), options=options):
            return patient[cell] in options
        case x.Compare(operator=operator, left=x.Read(cell=cell), right=x.Constant(value=end)):
            value = patient[cell]
            assert isinstance(end, int)
            if not isinstance(value, int):
                return operator == "!="
            return {"<": value < end, "<=": value <= end, ">": value > end, ">=": value >= end, "==": value == end, "!=": value != end}[operator]  # fmt: skip
    raise AssertionError(condition)


@given(conditions, conditions)
def test_no_is_only_said_when_no_patient_can_be_such(one: x.Expression, other: x.Expression) -> None:
    holding = Holding(CELLS)
    both = [patient for patient in PATIENTS if holds(one, patient) and holds(other, patient)]
    assert holding.together((one, True), (other, True)) is bool(both)
    only = [patient for patient in PATIENTS if holds(one, patient) and not holds(other, patient)]
    assert holding.implies(one, other) is not bool(only)


def test_a_border_between_the_steps_of_a_number_shuts_no_value_out() -> None:
    fives = kinds.Number(step=5)
    cells = {"n": Cell("n", fives, None, Between(0, 40), None, None, Words(()), PLACE)}
    n = x.Read("n", fives, PLACE)
    below = x.Compare("<", n, x.Constant(12, fives, PLACE), BOOLEAN, PLACE)
    from_ten = x.Compare(">=", n, x.Constant(10, fives, PLACE), BOOLEAN, PLACE)
    assert Holding(cells).together((below, True), (from_ten, True))
