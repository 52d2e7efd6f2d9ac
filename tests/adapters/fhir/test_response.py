"""Responses as answers: what was sent is what comes in, and each mistake is a problem at its place."""

from __future__ import annotations

import sys
from copy import deepcopy
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from decisionsupport.adapters.fhir import units
from decisionsupport.adapters.fhir.extensions import DATA_ABSENT
from decisionsupport.adapters.fhir.response import Received, answers_of
from decisionsupport.engine import Engine
from decisionsupport.engine.intake import Intake
from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.record import Problem
from tests.adapters.fhir.given import AT, answers, broken, response

CANONICAL = "urn:decisionsupport:home_care:Questionnaire:"


def test_what_was_written_is_read_back(shipped: Engine) -> None:
    random, program = Random(5), shipped.program
    for name, form in program.forms.items():
        for missing in (0.0, 0.3):
            given = answers(form, random, missing)
            for entry in form.entries:
                if random.random() < 0.1 and not getattr(entry, "derived", False):
                    given[entry.name] = {
                        "not_known": random.choice(["declined", "not_possible", "not_known"])
                    }
            received = answers_of(program, response(shipped, name, given))
            assert received.problems == ()
            written, read = Intake(program), Intake(program)
            assert read.record(received.answers, AT, {}, {}) == written.record({name: given}, AT, {}, {})
            assert read.problems == []


def _received(shipped: Engine, *items: dict[str, Any], form: str = "news2", **options: Any) -> Received:
    made = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{CANONICAL}{form.replace('_', '-')}|1.0.0",
        "status": "completed",
        "item": list(items),
    }
    return answers_of(shipped.program, made, **options)


def _answer(link: str, *values: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": link, "answer": list(values)}


def _quantity(value: Any, code: str) -> dict[str, Any]:
    return {
        "valueQuantity": {"value": value, "unit": code, "system": "http://unitsofmeasure.org", "code": code}
    }


def _only(received: Received) -> Problem:
    (problem,) = received.problems
    return problem


@pytest.mark.parametrize(
    ("form", "item", "sent", "taken"),
    [
        ("news2", "temperature", _quantity(100.4, "[degF]"), Decimal("38.0")),
        ("news2", "temperature", _quantity(38.6, "Cel"), 38.6),
        ("news2", "pulse", _quantity(88, "{beats}/min"), 88),
        ("news2", "pulse", _quantity(Decimal("1.5"), "/s"), 90),
        ("news2", "pulse", {"valueDecimal": 88.0}, 88.0),
        ("nutrition", "weight", _quantity(61500, "g"), Decimal("61.5")),
        ("nutrition", "height", _quantity(163, "cm"), {"value": 163, "unit": "cm"}),
        ("nutrition", "height", _quantity(1630, "mm"), Decimal("1.63")),
        ("news2", "oxygen_saturation", _quantity(Decimal("0.95"), "1"), 95),
    ],
)
def test_units_are_converted_exactly(
    form: str, item: str, sent: dict[str, Any], taken: Any, shipped: Engine
) -> None:
    received = _received(shipped, _answer(item, sent), form=form)
    assert received.problems == ()
    assert received.answers[form]["answers"] == {item: taken}


@pytest.mark.parametrize(
    ("sent", "place", "message"),
    [
        (
            [_answer("pulse", {"valueString": "88"})],
            "item[0].answer[0].valueString",
            "another type of answer",
        ),
        ([_answer("pulse", {"valueInteger": 900})], "item[0].answer[0].valueInteger", "not possible"),
        ([_answer("pulse", {"valueDecimal": 88.5})], "item[0].answer[0].valueDecimal", "between two steps"),
        (
            [_answer("temperature", _quantity(100.5, "[degF]"))],
            "item[0].answer[0].valueQuantity",
            "between two steps when it is converted (38.0556 Cel)",
        ),
        (
            [_answer("pulse", _quantity(88, "kg"))],
            "item[0].answer[0].valueQuantity",
            "not a unit of this item",
        ),
        (
            [_answer("pulse", _quantity(88, "beats"))],
            "item[0].answer[0].valueQuantity",
            "not a unit of this item",
        ),
        (
            [_answer("pulse", {"valueQuantity": {"value": 88}})],
            "item[0].answer[0].valueQuantity",
            "a quantity without a unit",
        ),
        (
            [_answer("pulse", {"valueQuantity": {"value": 88, "comparator": "<", "code": "/min"}})],
            "item[0].answer[0].valueQuantity",
            "a bound, not a value",
        ),
        (
            [_answer("consciousness", {"valueCoding": {"code": "alrt"}})],
            "item[0].answer[0].valueCoding",
            "not an option (did you mean alert?)",
        ),
        (
            [
                _answer(
                    "consciousness", {"valueCoding": {"system": "http://snomed.info/sct", "code": "alert"}}
                )
            ],
            "item[0].answer[0].valueCoding",
            "a code of another system",
        ),
        (
            [_answer("pulse", {"valueInteger": 88}), _answer("puls", {"valueInteger": 88})],
            "item[1]",
            "no such item (did you mean pulse?)",
        ),
        (
            [_answer("systolic", {"valueInteger": 120}), _answer("systolic", {"valueInteger": 130})],
            "item[1]",
            "answered more than once, so no answer is used",
        ),
        (
            [_answer("pulse", {"valueInteger": 88}, {"valueInteger": 90})],
            "item[0].answer[1]",
            "a second answer, so none is used",
        ),
        ([_answer("pulse", {})], "item[0].answer[0]", "an answer without a value"),
        ([{"answer": []}], "item[0]", "not an item"),
        (
            [
                {
                    "linkId": "pulse",
                    "extension": [{"url": DATA_ABSENT, "valueCode": "asked-declined"}],
                    "answer": [{"valueInteger": 88}],
                }
            ],
            "item[0]",
            "both an answer and why there is none",
        ),
        (
            [{"linkId": "pulse", "extension": [{"url": DATA_ABSENT, "valueCode": "tired"}]}],
            "item[0]",
            "not a reason why it is not known",
        ),
        (
            [{"linkId": "vitals", "item": [_answer("pulse", {"valueBoolean": True})]}],
            "item[0].item[0].answer[0].valueBoolean",
            "another type of answer",
        ),
    ],
)
def test_what_cannot_be_used_is_a_problem_at_its_place(
    sent: list[dict[str, Any]], place: str, message: str, shipped: Engine
) -> None:
    received = _received(shipped, *sent)
    problem = _only(received)
    assert (problem.path, problem.severity) == (f"QuestionnaireResponse.{place}", "error")
    assert problem.message == message
    assert problem.found
    assert problem.allowed
    assert "systolic" not in received.answers["news2"]["answers"]


@pytest.mark.parametrize(
    ("code", "taken"),
    [
        ("asked-declined", {"not_known": "declined"}),
        ("not-performed", {"not_known": "not_possible"}),
        ("unknown", {"not_known": "not_known"}),
        ("not-asked", None),
    ],
)
def test_a_data_absent_reason_is_an_answer(code: str, taken: Any, shipped: Engine) -> None:
    reason = {"extension": [{"url": DATA_ABSENT, "valueCode": code}]}
    for item in (
        {"linkId": "pulse", **reason},
        _answer("pulse", reason),
        _answer("pulse", {"_valueInteger": reason}),
        _answer("pulse", {"valueQuantity": reason}),
    ):
        received = _received(shipped, item)
        assert received.problems == ()
        assert received.answers["news2"]["answers"].get("pulse") == taken


def test_problems_are_told_in_the_readers_language(shipped: Engine) -> None:
    told = [
        _only(_received(shipped, _answer("pulse", sent), language="sv")).message
        for sent in ({"valueString": "88"}, {"valueInteger": 900}, _quantity(88, "kg"))
    ]
    assert told == ["en annan typ av svar", "inte möjligt", "ingen enhet för den här frågan"]


def test_items_are_found_by_code(shipped: Engine) -> None:
    loinc = [{"system": "http://loinc.org", "code": "8867-4"}]
    foreign = {
        "resourceType": "Questionnaire",
        "item": [{"linkId": "1", "item": [{"linkId": "1.1", "code": loinc}]}],
    }
    sent = {
        "linkId": "1",
        "item": [_answer("1.1", {"valueInteger": 88}), _answer("/8480-6", {"valueInteger": 120})],
    }
    received = _received(shipped, sent, questionnaire=foreign)
    assert received.problems == ()
    assert received.answers["news2"]["answers"] == {"pulse": 88, "systolic": 120}


def test_a_value_worked_out_elsewhere_is_left_aside(shipped: Engine) -> None:
    problem = _only(_received(shipped, _answer("total", {"valueInteger": 5})))
    assert (problem.severity, problem.path) == ("note", "QuestionnaireResponse.item[0]")


def test_a_choice_of_nothing_is_not_unanswered(shipped: Engine) -> None:
    sent = response(shipped, "downton", {"medicines": []})
    assert answers_of(shipped.program, sent).answers["downton"]["answers"] == {"medicines": []}
    sent["item"][0].pop("extension")
    assert answers_of(shipped.program, sent).answers["downton"]["answers"] == {}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"resourceType": "Observation"}, "QuestionnaireResponse"),
        ({"questionnaire": "https://example.org/other"}, "QuestionnaireResponse.questionnaire"),
        ({"status": "entered-in-error"}, "QuestionnaireResponse.status"),
        ({"item": "pulse"}, "QuestionnaireResponse.item"),
    ],
)
def test_a_response_that_is_none_of_ours(change: dict[str, Any], place: str, shipped: Engine) -> None:
    sent = {**response(shipped, "news2", {"pulse": 88}), **change}
    received = answers_of(shipped.program, sent)
    assert _only(received).path == place
    assert not received.answers.get("news2", {}).get("answers")


def test_another_major_version_is_the_engines_to_refuse(shipped: Engine) -> None:
    sent = response(shipped, "news2", {"pulse": 88})
    sent["questionnaire"] = sent["questionnaire"].replace("|1.0.0", "|2.0.0")
    received = answers_of(shipped.program, sent)
    outcome = shipped.evaluate(received.answers, at=AT, invalid="report")
    assert [problem.path for problem in outcome.problems] == ["news2.version"]


def test_the_form_may_be_named(shipped: Engine) -> None:
    sent = response(shipped, "news2", {"pulse": 88})
    sent["questionnaire"] = "https://example.org/vitals"
    received = answers_of(shipped.program, sent, form="news2")
    assert received.answers == {"news2": {"answers": {"pulse": 88}}}
    with pytest.raises(InvalidCall, match="form='vitals'"):
        answers_of(shipped.program, sent, form="vitals")


def test_nothing_that_can_be_sent_raises(shipped: Engine) -> None:
    random = Random(13)
    sent = response(shipped, "patient", answers(shipped.program.forms["patient"], random))
    for _ in range(300):
        answers_of(shipped.program, broken(deepcopy(sent), random))


def test_without_the_extra_the_message_names_it(shipped: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    units._registry.cache_clear()
    monkeypatch.setitem(sys.modules, "ucumvert", None)
    with pytest.raises(InvalidCall, match=r"decisionsupport\[fhir\]"):
        _received(shipped, _answer("temperature", _quantity(100.4, "[degF]")))
    assert _received(shipped, _answer("temperature", _quantity(38, "Cel"))).problems == ()
