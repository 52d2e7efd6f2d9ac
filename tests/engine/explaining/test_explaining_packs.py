"""Explaining on the shipped packs: Svea's fall and first visit, and every rule, action and request in words."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from decisionsupport.engine import Engine, load
from decisionsupport.engine.explaining.explain import Explaining
from decisionsupport.engine.explaining.model import Explanation, Part
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.python import compile_program

ROOT = Path(__file__).parents[3]
FALL_AT = "2026-03-20T06:40:00+01:00"
FIRST_AT = "2026-03-06T13:00:00+01:00"
_ID = re.compile(r"\b[a-z][a-z0-9]*_[a-z0-9_]+\b|\b[a-z0-9]+\.[a-z][a-z0-9_]+\b")
_PYTHON = re.compile(r"None,|None$|True\b|False\b|Unknown\(|frozenset|Decimal\(|[<>]=|==|\{|\}")


@cache
def _engine() -> Engine:
    return load(ROOT / "forms", ROOT / "rules")


def _answers(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "examples" / "svea" / f"{name}.json").read_text("utf-8"))
    return found


@cache
def _fall(subject: str, language: str = "sv") -> Explanation:
    return _engine().explain(_answers("fall"), subject, at=FALL_AT, language=language)


@cache
def _first(subject: str, language: str = "sv") -> Explanation:
    return _engine().explain(_answers("first_visit"), subject, at=FIRST_AT, language=language)


# Svea --------------------------------------------------------------------------------------------------


def test_three_lines_say_why_112_although_news2_is_4() -> None:
    proposed, because, others = _fall("call_112").lines
    assert proposed.startswith(
        "”Ring 112” föreslås (akut, genast), därför att regeln ”Misstänkt höftfraktur” gäller"
    )
    assert "NEWS2 inväntas inte" in because
    assert "hindrar inte" in others
    assert (
        "”NEWS2 7 eller mer: ring 112” gäller inte (klinisk risk enligt NEWS2 är låg (NEWS2 är 4))" in others
    )


def test_the_same_three_lines_in_english() -> None:
    proposed, because, others = _fall("call_112", "en").lines
    assert proposed.startswith(
        "“Call 112” is proposed (emergency, now), because the rule “Suspected hip fracture”"
    )
    assert "NEWS2 is not waited for" in because
    assert "is low" in others
    assert "is 4" in others


def test_which_single_answer_would_raise_her_fall_risk() -> None:
    explanation = _first("fall_risk")
    assert explanation.lines[0] == "Fallrisk är hög."
    raises = {each.changes[0].item: each.into for each in explanation.raises}
    assert raises == dict.fromkeys(
        ("downton.medicines", "downton.impairments", "downton.cognition"), "Downton fallriskindex är 6"
    )
    assert all(len(each.changes) == 1 for each in explanation.raises)
    (line,) = (line for line in explanation.lines if line.startswith("Ett enda svar som höjer det:"))
    assert "”Orientering”: Helt orienterad → Inte helt orienterad eller kognitivt nedsatt" in line
    assert "lägg till ”Nedsatt hörsel”" in line


def test_a_rule_that_fired_shows_its_condition_answers_place_and_evidence() -> None:
    (why,) = _fall("fall.hip_fracture").rules
    assert why.state == "fired"
    assert why.condition.value is True
    told = {part.cell: part.value for part in why.condition.parts}
    assert told["fall_event.leg_short_or_rotated"] is True
    assert {answer.item: answer.state for answer in why.answers}[
        "fall_event.cannot_bear_weight"
    ] == "unanswered"
    assert why.place.file.endswith("rules/fall.yaml")
    assert why.place.text == "hip_fracture:"
    assert [each.source for each in why.evidence] == ["ambulance_hip"]


def test_a_rule_that_did_not_fire_says_the_smallest_change() -> None:
    explanation = _fall("news2_response.high")
    (why,) = explanation.rules
    assert why.state == "false"
    assert why.smallest is not None
    assert [(each.item, each.before, each.after) for each in why.smallest.changes] == [
        ("news2.systolic", "118 mmHg", "90 mmHg")
    ]


def test_an_undecided_rule_names_the_answers_and_what_each_would_do() -> None:
    explanation = _fall("fall.screening")
    (why,) = explanation.rules
    assert why.state == "undecided"
    assert len(why.open_answers) >= 3
    for answer in why.open_answers:
        assert {effect.into for effect in answer.effects} <= {"true", "false", "unknown"}
    assert (
        "Svar på ”Har du fallit det senaste året”: ja → gäller; nej → fortfarande inte avgjort."
        in explanation.lines
    )


def test_parameters_say_who_set_them() -> None:
    given = _engine().explain(
        _answers("first_visit"), "fall.prevention_plan", at=FIRST_AT, parameters={"downton_limit": 4}
    )
    (used,) = given.rules[0].parameters
    assert (used.parameter, used.value, used.from_) == ("downton_limit", 4, "call")
    (site,) = (each.parameters for each in _first("fall.prevention_plan").rules)
    assert site[0].from_ == "pack"


def test_values_in_sentences_are_the_options_text() -> None:
    assert _fall("news2.risk").lines[0] == "Klinisk risk enligt NEWS2 är låg."
    assert _fall("news2.risk", "en").lines[0] == "Clinical risk by NEWS2 is low."


def test_a_draft_says_its_gap_and_a_need_by_name() -> None:
    drafted = _first("home_care_enrolment")
    assert (
        drafted.lines[-1]
        == "Den kan inte signeras än: svar på ”Närstående eller kontaktperson, med telefon” saknas."
    )
    need = _first("home_care_enrolment.patient.contact")
    assert need.lines[0] == "Det saknas: ”Närstående eller kontaktperson, med telefon”."
    assert len(need.needs) == 1


def test_an_unknown_name_is_the_callers_mistake_with_a_suggestion() -> None:
    with pytest.raises(InvalidCall, match=r"did you mean fall\.hip_fracture"):
        _fall("fall.hip_fractur")
    with pytest.raises(InvalidCall, match="is no need of the request"):
        _fall("home_care_enrolment.nothing_such")


# Every rule, action and request ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("visit", ["fall", "first_visit", "nothing"])
def test_everything_in_the_packs_renders_without_ids_or_python(visit: str, language: str) -> None:
    engine = _engine()
    answers = {} if visit == "nothing" else _answers(visit)
    situation = engine.situation(answers, at=FALL_AT if visit == "fall" else FIRST_AT, language=language)
    explaining = Explaining(situation, compile_program(engine.program), ())
    program = engine.program
    for rule in program.rules.values():
        # The search for the smallest change is tested below: it is the slow part, and adds one sentence.
        why = explaining.why(rule, search=False)
        _hold(rule.id, [*explaining.lines.of_rule(why), *_said(why.condition)])
    for name in (*program.actions, *program.requests):
        explanation = explaining.of(name)
        assert explanation.lines
        _hold(name, explanation.lines)
        json.loads(explanation.to_json())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_sentences_of_the_search_are_without_ids_or_python(language: str) -> None:
    rules = (
        "bladder_care.alarm",
        "fall.medicines",
        "fall.worse_after_fall",
        "cognition.delirium",
        "pain.mild",
    )
    for name in (*rules, "discharge_clocks.estimated_day", "news2.risk", "fall_risk", "downton.total"):
        for explanation in (_fall(name, language), _first(name, language)):
            _hold(name, explanation.lines)


def _said(part: Part) -> list[str]:
    return [part.said, *(said for each in part.parts for said in _said(each))]


def _hold(name: str, lines: Sequence[str]) -> None:
    for line in lines:
        assert line, name
        assert not _ID.search(line), (name, line)
        assert not _PYTHON.search(line), (name, line)
        assert "  " not in line, (name, line)
        assert "\n" not in line, (name, line)


def test_explanations_are_the_same_every_time() -> None:
    again = load(ROOT / "rules", ROOT / "forms")
    for subject in ("call_112", "fall_risk", "news2_response.high"):
        one = _engine().explain(_answers("fall"), subject, at=FALL_AT).to_json()
        assert again.explain(_answers("fall"), subject, at=FALL_AT).to_json() == one
