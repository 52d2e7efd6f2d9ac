"""The FHIR extensions that are read and written here, each by its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from decisionsupport.program.texts import Words

Resource = dict[str, Any]
"""A resource, or a part of one, as JSON has it."""

_CORE: Final = "http://hl7.org/fhir/StructureDefinition/"
_SDC: Final = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"

CALCULATED: Final = _SDC + "sdc-questionnaire-calculatedExpression"
CONSTRAINT: Final = _CORE + "questionnaire-constraint"
DATA_ABSENT: Final = _CORE + "data-absent-reason"
ENABLE_WHEN: Final = _SDC + "sdc-questionnaire-enableWhenExpression"
EXCLUSIVE: Final = _CORE + "questionnaire-optionExclusive"
HIDDEN: Final = _CORE + "questionnaire-hidden"
ITEM_CONTROL: Final = _CORE + "questionnaire-itemControl"
ITEM_WEIGHT: Final = _CORE + "itemWeight"
MAX_OCCURS: Final = _CORE + "questionnaire-maxOccurs"
MAX_PLACES: Final = _CORE + "maxDecimalPlaces"
MAX_QUANTITY: Final = _SDC + "sdc-questionnaire-maxQuantity"
MAX_VALUE: Final = _CORE + "maxValue"
MIN_QUANTITY: Final = _SDC + "sdc-questionnaire-minQuantity"
MIN_VALUE: Final = _CORE + "minValue"
ORDINAL: Final = _CORE + "ordinalValue"
TRANSLATION: Final = _CORE + "translation"
UNIT: Final = _CORE + "questionnaire-unit"
UNIT_OPTION: Final = _CORE + "questionnaire-unitOption"
VARIABLE: Final = _CORE + "variable"

_CONTROLS: Final = "http://hl7.org/fhir/questionnaire-item-control"


def extension(url: str, kind: str, value: object) -> Resource:
    """An extension with a value: `extension(MIN_VALUE, "Integer", 0)`."""
    return {"url": url, f"value{kind}": value}


def expression(url: str, fhirpath: str, name: str | None = None) -> Resource:
    """An extension that holds FHIRPath."""
    named = {"name": name} if name else {}
    return extension(url, "Expression", {**named, "language": "text/fhirpath", "expression": fhirpath})


def control(code: str) -> Resource:
    """How an item is drawn: `radio-button`, `check-box`, `help`."""
    return extension(ITEM_CONTROL, "CodeableConcept", {"coding": [{"system": _CONTROLS, "code": code}]})


def worded(field: str, words: Words) -> Resource:
    """A text in the pack's first language, with its translations beside it."""
    (_, first), *others = words.by_language or (("", ""),)
    made: Resource = {field: first}
    if translations := [_translation(language, text) for language, text in others]:
        made[f"_{field}"] = {"extension": translations}
    return made


def _translation(language: str, text: str) -> Resource:
    parts = [extension("lang", "Code", language), extension("content", "String", text)]
    return {"url": TRANSLATION, "extension": parts}


def found(of: Mapping[str, Any], url: str) -> list[Mapping[str, Any]]:
    """The extensions of a resource or element that have an address."""
    listed = of.get("extension")
    if not isinstance(listed, list):
        return []
    return [each for each in listed if isinstance(each, dict) and each.get("url") == url]


def value_of(of: Mapping[str, Any], url: str) -> Any:  # noqa: ANN401 (whatever a host sends)
    """The value of the first extension with an address; None where there is none."""
    for each in found(of, url):
        for key, value in each.items():
            if key.startswith("value"):
                return value
    return None
