"""Outcomes as Bundles: valid, whole, the same every time, and nothing in them ordered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from decisionsupport.adapters.fhir.bundle import bundle_of
from decisionsupport.cli.demo_story import Step, outcome_of, steps
from decisionsupport.engine import Engine
from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.values import Unknown
from tests.adapters.fhir.given import AT, plain

STEPS = range(10)
HIGH = {
    "patient": {"age": 89},
    "news2": {
        "respiratory_rate": 25,
        "oxygen_saturation": 91,
        "hypercapnic_target": False,
        "supplemental_oxygen": False,
        "systolic": {"not_known": "declined"},
        "consciousness": "alert",
        "temperature": 38.6,
        "pulse": 900,
    },
}


@pytest.fixture(scope="module")
def story(shipped: Engine) -> list[Step]:
    told = list(steps("svea", shipped.program))
    assert len(told) == len(STEPS)
    return told


def _bundle(engine: Engine, outcome: Outcome, answers: Any) -> dict[str, Any]:
    made: dict[str, Any] = plain(
        bundle_of(engine.program, outcome, answers, subject="Patient/svea", requester="Practitioner/1")
    )
    return made


def _of(made: dict[str, Any], *kinds: str) -> list[dict[str, Any]]:
    return [each["resource"] for each in made["entry"] if each["resource"]["resourceType"] in kinds]


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("reference"), str):
            yield part["reference"]
        for each in part.values():
            yield from _references(each)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_the_story_validates(
    step: int, language: str, story: list[Step], shipped: Engine
) -> None:
    told = story[step]
    outcome = outcome_of(told, shipped, language)
    made = _bundle(shipped, outcome, told.case.setting.given)
    Bundle.model_validate(made)
    urls = [each["fullUrl"] for each in made["entry"]]
    assert len(set(urls)) == len(urls)
    assert set(_references(made)) <= {*urls, "Patient/svea", "Practitioner/1"}
    again = outcome_of(told, shipped, language)
    assert json.dumps(made) == json.dumps(_bundle(shipped, again, told.case.setting.given))


@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_left_out_and_nothing_is_ordered(step: int, story: list[Step], shipped: Engine) -> None:
    told = story[step]
    outcome = outcome_of(told, shipped, "en")
    made = _bundle(shipped, outcome, told.case.setting.given)
    values = [f"{form}.{name}" for form, found in outcome.values.items() for name in found]
    assert [each["code"]["coding"][0]["code"] for each in _of(made, "Observation")] == values
    assert len(_of(made, "QuestionnaireResponse")) == len(outcome.forms)
    assert len(_of(made, "RiskAssessment")) == len(outcome.findings)
    requests = _of(made, "ServiceRequest", "Task")
    assert len(requests) == len(outcome.proposals) + len(outcome.drafts)
    for each in (*requests, *_of(made, "CarePlan")):
        assert (each["intent"], each["status"]) == ("proposal", "draft")
    assert all(each["status"] == "preparation" for each in _of(made, "Communication"))


def test_each_request_says_by_which_pack_and_rule(story: list[Step], shipped: Engine) -> None:
    outcome = outcome_of(story[4], shipped, "en")
    made = _bundle(shipped, outcome, story[4].case.setting.given)
    sources = {target["reference"]: each for each in _of(made, "Provenance") for target in each["target"]}
    call = next(
        each for each in _of(made, "ServiceRequest") if each["code"]["coding"][0]["code"] == "call_112"
    )
    source = sources[f"urn:uuid:{call['id']}"]
    assert source["policy"] == ["urn:decisionsupport:home_care:PlanDefinition:fall.hip-fracture"]
    what = source["entity"][0]["what"]
    assert what["identifier"]["value"] == shipped.program.digest
    assert what["display"] == f"home_care {shipped.program.pack.version}"
    assert (call["priority"], call["performerType"]["text"]) == ("stat", "registered nurse")
    assert call["reasonCode"][0]["coding"][0]["code"] == "fall.hip_fracture"
    for each in _of(made, "ServiceRequest", "Task", "Observation", "QuestionnaireResponse", "RiskAssessment"):
        assert f"urn:uuid:{each['id']}" in sources


def test_what_cannot_wait_is_phoned(story: list[Step], shipped: Engine) -> None:
    phoned = []
    for told in story:
        made = _bundle(shipped, outcome_of(told, shipped, "en"), told.case.setting.given)
        phoned.append(_of(made, "Communication"))
    assert [len(each) for each in phoned] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    (call,) = phoned[4]
    assert call["priority"] == "stat"
    assert call["medium"][0]["coding"][0]["code"] == "PHONE"
    assert call["recipient"][0]["display"] == "Ambulance and emergency department"
    assert call["payload"][0]["contentString"].startswith("Call 112: Suspicion of a hip fracture is enough")


def test_unknown_is_said_with_its_bounds(shipped: Engine) -> None:
    outcome = shipped.evaluate(HIGH, at=AT, language="en", invalid="report")
    made = _bundle(shipped, outcome, HIGH)
    Bundle.model_validate(made)
    total, red, risk = (
        next(
            each for each in _of(made, "Observation") if each["code"]["coding"][0]["code"] == f"news2.{name}"
        )
        for name in ("total", "red", "risk")
    )
    assert not [key for key in total if key.startswith("value")]
    assert total["dataAbsentReason"]["coding"][0]["code"] == "asked-declined"
    ours = outcome.values["news2"]["total"]
    assert isinstance(ours, Unknown)
    assert [each["code"]["text"] for each in total["component"]] == ["at least", "at most"]
    assert [each["valueInteger"] for each in total["component"]] == [ours.least, ours.most]
    assert (total["status"], red["valueBoolean"]) == ("preliminary", True)
    assert risk.get("valueCodeableConcept") or len(risk["component"]) > 1


def test_unknown_that_nobody_declined_is_unknown(shipped: Engine) -> None:
    answers = {"news2": {"pulse": 88}}
    made = _bundle(shipped, shipped.evaluate(answers, at=AT), answers)
    for each in _of(made, "Observation"):
        assert each["dataAbsentReason"]["coding"][0]["code"] == "unknown"


def test_a_refused_answer_is_told(shipped: Engine) -> None:
    outcome = shipped.evaluate(HIGH, at=AT, language="en", invalid="report")
    (told,) = _of(_bundle(shipped, outcome, HIGH), "OperationOutcome")
    assert told["issue"][0]["severity"] == "error"
    assert told["issue"][0]["diagnostics"].startswith("news2.pulse: not possible; found 900")


def test_what_is_held_back_is_told_with_both_sides(story: list[Step], shipped: Engine) -> None:
    given = story[4].case.setting.given
    answers = {**given, "patient": {**given["patient"], "no_hospital": True}}
    outcome = shipped.evaluate(answers, at=AT, language="en", invalid="report")
    assert outcome.withheld
    made = _bundle(shipped, outcome, answers)
    Bundle.model_validate(made)
    issues = _of(made, "DetectedIssue")
    assert len(issues) == len(outcome.withheld)
    for issue in issues:
        assert "For: " in issue["detail"]
        assert "Against: " in issue["detail"]


def test_a_draft_tells_its_gaps_first(story: list[Step], shipped: Engine) -> None:
    outcome = outcome_of(story[0], shipped, "en")
    draft = outcome.draft("home_care_enrolment")
    assert draft is not None
    assert draft.gaps
    made = _bundle(shipped, outcome, story[0].case.setting.given)
    request = next(
        each
        for each in _of(made, "ServiceRequest")
        if each["code"]["coding"][0]["code"] == "home_care_enrolment"
    )
    notes = [each["text"] for each in request["note"]]
    assert all(each.startswith("Missing, cannot be signed without: ") for each in notes[: len(draft.gaps)])
    assert notes[-1] == str(draft.text)


def test_an_outcome_of_another_pack_is_refused(shipped: Engine) -> None:
    outcome = shipped.evaluate({"news2": {}}, at=AT)
    other = replace(outcome, pack=replace(outcome.pack, digest="0" * 64))
    with pytest.raises(InvalidCall, match="with the digest 000000000000"):
        bundle_of(shipped.program, other, {"news2": {}}, subject="Patient/1")
