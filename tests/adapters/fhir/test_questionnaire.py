"""Forms as Questionnaires: valid R4 (R4B of fhir.resources), whole, and honest about what they lack."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from decisionsupport.adapters.fhir.questionnaire import questionnaire_of
from decisionsupport.engine import Engine
from tests.adapters.fhir.given import answers, plain, questionnaire, response

_BASE = "http://hl7.org/fhir/StructureDefinition/"


def test_every_form_is_a_valid_questionnaire(shipped: Engine) -> None:
    for form in shipped.program.forms:
        Questionnaire.model_validate(questionnaire(shipped, form))


def test_every_response_is_valid(shipped: Engine) -> None:
    from random import Random

    random = Random(11)
    for name, form in shipped.program.forms.items():
        made = response(shipped, name, answers(form, random, missing=0.2))
        QuestionnaireResponse.model_validate(made)


def _item(made: dict[str, Any], link: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [each for each in _all(made["item"]) if each["linkId"] == link]
    return found[0]


def _all(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for item in items for each in (item, *_all(item.get("item", [])))]


def _value(of: dict[str, Any], url: str) -> Any:
    found = next(each for each in of["extension"] if each["url"] == url)
    return next(value for key, value in found.items() if key.startswith("value"))


def test_an_item_has_its_unit_bounds_code_and_translation(shipped: Engine) -> None:
    made = questionnaire(shipped, "news2")
    pulse = _item(made, "pulse")
    assert (pulse["type"], pulse["required"]) == ("integer", True)
    assert pulse["code"] == [{"system": "http://loinc.org", "code": "8867-4"}]
    assert _value(pulse, _BASE + "questionnaire-unit")["code"] == "/min"
    assert _value(pulse, _BASE + "minValue") == 0
    assert _value(pulse, _BASE + "maxValue") == 300
    assert pulse["text"] == "Pulsfrekvens"
    translation = pulse["_text"]["extension"][0]["extension"]
    assert [each.get("valueCode") or each.get("valueString") for each in translation] == ["en", "Pulse rate"]
    temperature = _item(made, "temperature")
    assert (temperature["type"], _value(temperature, _BASE + "maxDecimalPlaces")) == ("decimal", 1)


def test_options_carry_their_points(shipped: Engine) -> None:
    medicines = _item(questionnaire(shipped, "downton"), "medicines")
    assert medicines["repeats"] is True
    codings = {each["valueCoding"]["code"]: each["valueCoding"] for each in medicines["answerOption"]}
    assert _value(codings["sedatives"], _BASE + "ordinalValue") == 1
    assert _value(codings["other"], _BASE + "ordinalValue") == 0
    none = next(each for each in medicines["answerOption"] if each["valueCoding"]["code"] == "none")
    assert _value(none, _BASE + "questionnaire-optionExclusive") is True


def test_show_when_is_enable_when(shipped: Engine) -> None:
    made = questionnaire(shipped, "pressure_ulcer")
    assert _item(made, "place")["enableWhen"] == [
        {"question": "present", "operator": "=", "answerBoolean": True}
    ]
    pregnant = _item(questionnaire(shipped, "patient"), "pregnant")
    said = _value(
        pregnant, "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"
    )
    assert said["expression"] == "%pregnantApplies"


def test_a_repeating_group_repeats(shipped: Engine) -> None:
    medicine = _item(questionnaire(shipped, "patient"), "medicine")
    assert (medicine["type"], medicine["repeats"]) == ("group", True)
    assert _value(medicine, _BASE + "questionnaire-maxOccurs") > 1
    assert [each["linkId"] for each in medicine["item"]][:1] == ["medicine.atc"]


def test_other_units_are_offered(shipped: Engine) -> None:
    height = _item(questionnaire(shipped, "nutrition"), "height")
    assert height["type"] == "quantity"
    offered = [each["valueCoding"]["code"] for each in height["extension"] if "valueCoding" in each]
    assert offered == ["m", "cm"]


def test_addresses_are_the_hosts(shipped: Engine) -> None:
    made = questionnaire_of(
        shipped.program, "four_at", day=date(2026, 11, 26), base="https://example.org/fhir/"
    ).questionnaire
    assert (made["id"], made["url"]) == ("four-at", "https://example.org/fhir/Questionnaire/four-at")


@pytest.mark.parametrize(
    ("form", "where", "what", "why"),
    [
        ("news2", "news2", "applies_when", "reads `patient.age`, of another form"),
        ("downton", "downton", "parameter downton_limit", "is written in as 3"),
        ("downton", "downton.medicines", "suggest", "other forms"),
        ("katz", "katz.dependent_change", "calculated value", "reads earlier answers"),
        ("nutrition", "nutrition.underweight", "calculated value", "reads `patient.age`, of another form"),
        ("discharge", "discharge.liability_from", "calculated value", "steps along the calendar"),
        ("patient", "patient.medicine.sedative", "calculated value", "each entry"),
        ("pain_nrs", "pain_nrs.score", "labels", "no words for single numbers"),
    ],
)
def test_what_is_not_said_is_named(form: str, where: str, what: str, why: str, shipped: Engine) -> None:
    losses = questionnaire_of(shipped.program, form, day=date(2026, 11, 26)).losses
    assert [each for each in losses if (each.where, each.what) == (where, what) and why in each.why]


def test_every_computed_value_is_there_or_named(shipped: Engine) -> None:
    for name, form in shipped.program.forms.items():
        made = questionnaire_of(shipped.program, name, day=date(2026, 11, 26))
        links = {each["linkId"] for each in _all(plain(made.questionnaire)["item"])}
        named = {loss.where for loss in made.losses}
        for cell in form.computed:
            assert cell.removeprefix(f"{name}.") in links or cell in named, cell
