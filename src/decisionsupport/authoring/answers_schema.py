"""The JSON Schema of the answers to one form, for hosts that check before they ask.

What the engine accepts satisfies it. It is looser only where JSON Schema cannot say it: steps of decimals,
exclusive options, code systems.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from decisionsupport.engine.answers import FIRST_DAY, LAST_DAY, REASONS
from decisionsupport.program.model import Form, Item, RepeatingGroup
from decisionsupport.values import kinds

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
_NOT_KNOWN: Final[Schema] = {
    "type": "object",
    "properties": {"not_known": {"enum": list(REASONS)}},
    "required": ["not_known"],
    "additionalProperties": False,
}
_UNANSWERED: Final[list[Schema]] = [{"type": "null"}, {"type": "string", "pattern": r"^\s*$"}]
_SIMPLE: Final[dict[type, Schema]] = {
    kinds.Boolean: {"type": "boolean"},
    kinds.Date: {"type": "string", "format": "date", "description": f"{FIRST_DAY} to {LAST_DAY}"},
    kinds.Instant: {"type": "string", "format": "date-time", "description": "with its offset from UTC"},
    kinds.TimeOfDay: {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d)?$"},
    kinds.DurationType: {
        "type": "string",
        "pattern": r"^(now|\d{1,6} (years?|months?|weeks?|days?|hours?|minutes?))$",
    },
    kinds.Code: {"type": "string", "minLength": 1, "maxLength": 60},
}


def answers_schema(form: Form, language: str) -> Schema:
    """The schema of one form's answers, by item; titles in a language."""
    return {
        "$schema": _DIALECT,
        "$id": f"urn:decisionsupport:answers:{form.id}:{form.version}",
        "title": form.title.in_language(language),
        **_answers(form.entries, language),
    }


def _answers(entries: tuple[Item | RepeatingGroup, ...], language: str) -> Schema:
    properties = {
        entry.name: _entry(entry, language)
        for entry in entries
        if isinstance(entry, RepeatingGroup) or not entry.derived
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _entry(entry: Item | RepeatingGroup, language: str) -> Schema:
    if isinstance(entry, Item):
        return {"title": entry.ask.in_language(language), "anyOf": [*_item(entry), _NOT_KNOWN, *_UNANSWERED]}
    rows = {"type": "array", "maxItems": entry.at_most, "items": _answers(entry.items, language)}
    return {"title": entry.title.in_language(language), "anyOf": [rows, _NOT_KNOWN, *_UNANSWERED]}


def _item(item: Item) -> list[Schema]:
    match item.kind:
        case kinds.Number() as kind:
            return _number(item, kind)
        case kinds.Choice(options=options):
            return [{"enum": list(options)}]
        case kinds.Choices(options=options):
            return [{"type": "array", "uniqueItems": True, "items": {"enum": list(options)}}]
        case kinds.Text():
            return [{"type": "string", "maxLength": item.at_most}]
        case other:
            return [_SIMPLE[type(other)]]


def _number(item: Item, kind: kinds.Number) -> list[Schema]:
    schema: Schema = {"type": "number" if kind.places else "integer"}
    if item.between is not None:
        least, most = (_decimal(end, kind.places) for end in item.between)
        schema |= {"minimum": least, "maximum": most}
    if kind.unit is not None:
        schema["description"] = kind.unit
    units = [*([kind.unit] if kind.unit is not None else []), *(unit for unit, _ in item.also_in)]
    in_unit: Schema = {
        "type": "object",
        "properties": {"value": {"type": "number"}, "unit": {"enum": units}},
        "required": ["value", "unit"],
        "additionalProperties": False,
    }
    return [schema, in_unit] if units else [schema]


def _decimal(units: int, places: int) -> int | float:
    return float(Decimal(units).scaleb(-places)) if places else units
