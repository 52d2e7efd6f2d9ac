"""Answers to forms at random, and resources as plain JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

from decisionsupport.adapters.fhir.answered import response_of
from decisionsupport.adapters.fhir.extensions import CALCULATED
from decisionsupport.adapters.fhir.questionnaire import questionnaire_of
from decisionsupport.engine import Engine
from decisionsupport.engine.intake import Intake
from decisionsupport.outcome.values import NotApplicable, Unknown
from decisionsupport.program.model import Form, Item
from decisionsupport.values import kinds

AT = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
_CODES = {"atc": "N05A", "icd10se": "I10", "snomed": "129839007", "loinc": "9279-1", "kva": "AU120"}


def plain(resource: Any) -> Any:
    """A resource as it is once it has been written and read."""
    return json.loads(json.dumps(resource, default=float))


def answer(item: Item, random: Random) -> Any:
    """An answer that is accepted; more often a usual one."""
    match item.kind:
        case kinds.Boolean():
            return random.random() < 0.5
        case kinds.Number() as kind:
            assert item.between is not None
            least, most = item.between
            if random.random() < 0.6 and item.usual is not None:
                least, most = item.usual[0] or least, item.usual[1] or most
            units = random.randrange(least, most + 1, kind.step)
            return Decimal(units).scaleb(-kind.places) if kind.places else units
        case kinds.Choice(options=options):
            return random.choice(options)
        case kinds.Choices(options=options, exclusive=exclusive):
            if exclusive and random.random() < 0.2:
                return [min(exclusive)]
            return [each for each in options if each not in exclusive and random.random() < 0.3]
        case kinds.Code(system=system):
            return _CODES[system]
        case kinds.Date():
            return "2026-01-02"
        case kinds.Instant():
            return "2026-01-02T10:00:00+01:00"
        case kinds.TimeOfDay():
            return "10:30"
        case kinds.DurationType():
            return "48 hours"
        case _:
            return "something"


def answers(form: Form, random: Random, missing: float = 0.0) -> dict[str, Any]:
    """Answers to a form, some of them missing."""
    given: dict[str, Any] = {}
    for entry in form.entries:
        if random.random() < missing:
            continue
        if isinstance(entry, Item):
            if not entry.derived:
                given[entry.name] = answer(entry, random)
        else:
            rows = range(random.randrange(min(entry.at_most, 2) + 1))
            given[entry.name] = [
                {item.name: answer(item, random) for item in entry.items if not item.derived} for _ in rows
            ]
    return given


def response(engine: Engine, form: str, given: dict[str, Any]) -> dict[str, Any]:
    """The QuestionnaireResponse of answers."""
    record = Intake(engine.program).record({form: given}, AT, {}, {})
    made: dict[str, Any] = plain(response_of(engine.program, form, record.answers[form], authored=AT))
    return made


def questionnaire(engine: Engine, form: str) -> dict[str, Any]:
    """The Questionnaire of a form."""
    made: dict[str, Any] = plain(questionnaire_of(engine.program, form, day=AT.date()).questionnaire)
    return made


def calculated(questionnaire: dict[str, Any]) -> dict[str, str]:
    """The FHIRPath of each calculated item."""
    return {
        item["linkId"]: each["valueExpression"]["expression"]
        for item in questionnaire["item"]
        for each in item.get("extension", ())
        if each["url"] == CALCULATED
    }


def expected(engine: Engine, form: str, given: dict[str, Any]) -> dict[str, Any]:
    """What our engine makes of answers, as JSON has it; None where it is unknown or not applicable."""
    values = engine.values({form: given}, at=AT)[form]
    found = {
        name: None if isinstance(value, Unknown | NotApplicable) else value for name, value in values.items()
    }
    made: dict[str, Any] = json.loads(
        json.dumps(found, default=lambda value: float(value) if isinstance(value, Decimal) else str(value))
    )
    return made


def broken(sent: Any, random: Random) -> Any:
    """Somewhere below, something else: what was sent is changed in place and given back."""
    here = sent
    while isinstance(here, dict | list) and here:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = random.choice(keys)
        if random.random() < 0.25 or not isinstance(here[key], dict | list):
            here[key] = random.choice([None, 1, "x", [], {}, [None], [[1]], {"item": 1}, True, -1, 1e400])
            return sent
        here = here[key]
    return sent
