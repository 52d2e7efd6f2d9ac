"""What is said of an answer that a response gives wrongly: written in English, in Swedish from here.

What the engine says too is said in its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from decisionsupport.engine.refusals import said_in
from decisionsupport.outcome.record import Problem

_SWEDISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "another type of answer": "en annan typ av svar",
        "a coding without a code": "en kodning utan kod",
        "a code of another system": "en kod ur ett annat system",
        "not a quantity": "ingen kvantitet",
        "value and unit": "värde och enhet",
        "a bound, not a value": "en gräns, inte ett värde",
        "a quantity without comparator": "en kvantitet utan jämförelsetecken",
        "a quantity without a number": "en kvantitet utan tal",
        "a quantity without a unit": "en kvantitet utan enhet",
        "a unit of another system": "en enhet ur ett annat system",
        "not a unit": "ingen enhet",
        "a UCUM code": "en UCUM-kod",
        "both an answer and why there is none": "både ett svar och varför det inte finns något",
        "not a QuestionnaireResponse": "inget QuestionnaireResponse",
        "no form of the pack": "inget formulär i paketet",
        "entered in error, so it is not used": "inmatat av misstag och används därför inte",
        "another response": "ett annat svar",
        "not a list of items": "ingen lista med frågor",
        "nested too deep": "nästlat för djupt",
        "not an item": "ingen fråga",
        "an item with a linkId": "en fråga med linkId",
        "answered more than once, so no answer is used": "besvarad flera gånger, så inget av svaren används",
        "one item": "en fråga",
        "a second answer, so none is used": "ett andra svar, så inget av dem används",
        "one answer": "ett svar",
        "an answer without a value": "ett svar utan värde",
        "more than one value": "mer än ett värde",
        "worked out from other answers, so what was sent is not used": (
            "räknas fram ur andra svar, så det som sändes används inte"
        ),
    }
)
_CONVERTED: Final = "between two steps when it is converted"


def remark_in(language: str, problem: Problem) -> Problem:
    """The problem in a language; one without a table reads English."""
    said = said_in(language, problem)
    if language.partition("-")[0] != "sv":
        return said
    message = _SWEDISH.get(said.message, said.message)
    message = message.replace(_CONVERTED, "mellan två steg när det räknas om")
    allowed = None if said.allowed is None else _SWEDISH.get(said.allowed, said.allowed)
    return replace(said, message=message, allowed=allowed)
