"""The exported FHIRPath, evaluated by fhirpathpy: the same totals as ours, and no number where one is unknown."""

from __future__ import annotations

import warnings
from decimal import Decimal
from random import Random
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import fhirpathpy
    from fhirpathpy.models import models

from decisionsupport.engine import Engine
from tests.adapters.fhir.given import answers, calculated, expected, questionnaire, response

SCORES = {
    "abbey": {"total", "level"},
    "downton": {"total", "level"},
    "four_at": {"total", "result"},
    "fresh": {"total", "frail"},
    "katz": {"dependent", "letter"},
    "modified_norton": {"total", "risk"},
    "mouth_status": {"worst", "areas_to_treat", "areas_to_refer"},
    "news2": {"total", "red", "risk"},
    "nutrition": {"bmi"},
    "pain_nrs": {"to_treat"},
    "pressure_ulcer": {"category"},
    "qsofa": {"total", "high"},
    "rbt": {"total", "risk"},
}
_HIDDEN = {"rbt": ("albumin",)}
"""Items that are not asked of everyone, and count what their form says."""
_COMPILED: dict[str, Any] = {}


def evaluated(fhirpath: str, resource: dict[str, Any], env: dict[str, Any]) -> Any:
    if fhirpath not in _COMPILED:
        _COMPILED[fhirpath] = fhirpathpy.compile(fhirpath, models["r4"])
    return _COMPILED[fhirpath](resource, env)


def values(made: dict[str, Any], answered: dict[str, Any]) -> dict[str, Any]:
    env: dict[str, Any] = {"resource": answered, "questionnaire": made}
    for each in made.get("extension", ()):
        if "valueExpression" in each:
            env[each["valueExpression"]["name"]] = evaluated(
                each["valueExpression"]["expression"], answered, env
            )
    found = {}
    for link, fhirpath in calculated(made).items():
        result = evaluated(fhirpath, answered, env)
        assert len(result) <= 1
        first = result[0] if result else None
        found[link] = first["code"] if isinstance(first, dict) else first
    return found


@pytest.mark.parametrize("form", SCORES)
def test_the_same_totals(form: str, shipped: Engine) -> None:
    made, random = questionnaire(shipped, form), Random(form)
    assert set(calculated(made)) >= SCORES[form]
    for number in range(12):
        given = answers(shipped.program.forms[form], random, missing=(number % 3) * 0.15)
        found = values(made, response(shipped, form, given))
        ours = expected(shipped, form, given)
        for link, value in found.items():
            if value is not None:
                said = float(value) if isinstance(value, Decimal) else value
                assert said == ours[link], (form, link, given)
            elif number % 3 == 0:
                assert ours[link] is None, (form, link, given)


@pytest.mark.parametrize("form", ["news2", "downton", "rbt", "modified_norton", "qsofa", "fresh", "abbey"])
def test_one_answer_missing_is_no_total(form: str, shipped: Engine) -> None:
    made = questionnaire(shipped, form)
    full = answers(shipped.program.forms[form], Random(3))
    scored = [item.name for item in shipped.program.items.values() if item.form == form and item.scored]
    asked = [name for name in scored if shipped.program.items[f"{form}.{name}"].required and name in full]
    assert asked
    for name in asked:
        given = {key: value for key, value in full.items() if key != name}
        if name in _HIDDEN.get(form, ()):
            continue
        assert values(made, response(shipped, form, given))["total"] is None, name
        declined = {**given, name: {"not_known": "declined"}}
        assert values(made, response(shipped, form, declined))["total"] is None, name
