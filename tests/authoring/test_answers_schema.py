"""The schema of a form's answers: what the engine accepts satisfies it, and plain mistakes do not."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

import decisionsupport as ds
from decisionsupport.authoring.answers_schema import answers_schema
from decisionsupport.engine import Engine
from decisionsupport.loading.shipped import shipped_examples

AT = "2026-11-23T09:00:00+01:00"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return ds.load(*ds.shipped_packs())


def validator(engine: Engine, form: str) -> jsonschema.Draft202012Validator:
    schema = answers_schema(engine.program.forms[form], "sv")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_every_form_has_one(engine: Engine) -> None:
    for form in engine.program.forms:
        assert validator(engine, form).is_valid({})


def test_what_the_examples_answer_satisfies_it(engine: Engine) -> None:
    checked = 0
    for path in sorted(shipped_examples().rglob("*.json")):
        given = json.loads(path.read_text("utf-8"))
        if not isinstance(given, dict) or not given.keys() <= engine.program.forms.keys():
            continue  # no answers: a story, the parties of a request
        for form, answers in given.items():
            validator(engine, form).validate(answers.get("answers", answers))
            checked += 1
    assert checked > 3


@pytest.mark.parametrize(
    ("form", "answers", "fine"),
    [
        ("news2", {"pulse": 112, "consciousness": "alert", "temperature": 38.6}, True),
        ("news2", {"pulse": {"not_known": "declined"}, "temperature": None, "systolic": ""}, True),
        ("news2", {"pulse": "112"}, False),
        ("news2", {"pulse": True}, False),
        ("news2", {"temperature": 460}, False),
        ("news2", {"consciousness": "awake"}, False),
        ("news2", {"puls": 112}, False),
        ("news2", {"pulse": {"not_known": "why"}}, False),
        ("patient", {"medicine": [{"atc": "C03CA01"}, {}]}, True),
        ("patient", {"medicine": [{"atcc": "C03CA01"}]}, False),
        ("patient", {"medicine": [{}] * 1000}, False),
        ("downton", {"medicines": ["sedatives", "sedatives"]}, False),
    ],
)
def test_it_agrees_with_the_engine(engine: Engine, form: str, answers: dict[str, Any], fine: bool) -> None:
    assert validator(engine, form).is_valid(answers) is fine
    outcome = engine.evaluate({form: answers}, at=AT, invalid="report")
    assert (not any(problem.severity == "error" for problem in outcome.problems)) is fine
