"""The JSON Schemas of the outcome and of other records, from the classes themselves.

Law: every record that is written is valid, and what `from_json` refuses for its keys or kinds is not.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final, TypeAlias, assert_never

from decisionsupport.outcome.model import SCHEMA, Outcome
from decisionsupport.outcome.shapes import Keyed, Nullable, OneWord, Record, Several, Shape, Simple, record_of
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.values import INSTANT_PATTERN, Value

Schema: TypeAlias = dict[str, Any]
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def outcome_schema() -> Schema:
    """The JSON Schema (2020-12) of `Outcome.to_json`, its classes under `$defs`."""
    return record_schema(Outcome, SCHEMA)


def record_schema(cls: type[Any], name: str) -> Schema:
    """The JSON Schema (2020-12) of a record by its versioned name, its classes under `$defs`."""
    definitions: dict[str, Schema] = {}
    whole = _object(record_of(cls), definitions)
    if "#/$defs/Value" in json.dumps([whole, definitions]):
        definitions["Value"] = _VALUE
    return {
        "$schema": DIALECT,
        "$id": f"urn:{name.replace('/', ':')}",
        "title": name,
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def outcome_schema_json() -> str:
    """The schema as text, as `decisionsupport schema outcome` prints it."""
    return json.dumps(outcome_schema(), ensure_ascii=False, indent=2)


def _schema(shape: Shape, definitions: dict[str, Schema]) -> Schema:
    match shape:
        case Record(cls):
            if cls.__name__ not in definitions:
                definitions[cls.__name__] = _object(shape, definitions)
            return {"$ref": f"#/$defs/{cls.__name__}"}
        case Nullable(inner):
            return _or_null(_schema(inner, definitions))
        case Several(inner):
            return {"type": "array", "items": _schema(inner, definitions)}
        case Keyed(inner):
            return {"type": "object", "additionalProperties": _schema(inner, definitions)}
        case OneWord(words):
            return {"type": "string", "enum": list(words)}
        case Simple(of):
            return _SIMPLE[of]
        case _:
            assert_never(shape)


def _object(record: Record, definitions: dict[str, Schema]) -> Schema:
    made: Schema = {
        "type": "object",
        "description": (record.cls.__doc__ or "").partition("\n")[0],
        "additionalProperties": False,
        "required": [part.key for part in record.parts if part.always],
        "properties": {part.key: _schema(part.shape, definitions) for part in record.parts},
    }
    if record.alternatives:
        made["oneOf"] = [{"required": [part.key]} for part in record.parts if part.alternative]
    return made


def _or_null(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    made = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        made["enum"] = [*schema["enum"], None]
    return made


_STRING: Final[Schema] = {"type": "string"}
_UNKNOWN: Final[Schema] = {
    "type": "object",
    "description": "Not decided by what was given; a number's bounds, or what is still possible.",
    "additionalProperties": False,
    "properties": {
        "least": {"type": "number"},
        "most": {"type": "number"},
        "one_of": {"type": "array", "items": {"type": ["string", "boolean"]}},
        "or_not_applicable": {"const": True},
    },
}


def _only(key: str, schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": [key], "properties": {key: schema}}


_VALUE: Final[Schema] = {
    "description": (
        "A known value as itself (a string that reads as an ISO date, instant or time is one, and a text that"
        " only looks so is under `text`), or that it is unknown or not applicable."
    ),
    "anyOf": [
        {"type": ["boolean", "number", "string"]},
        {"type": "array", "items": _STRING},
        _only("text", _STRING),
        _only("unknown", _UNKNOWN),
        _only("not_applicable", {"const": True}),
    ],
}
_SIMPLE: Final[dict[Any, Schema]] = {
    str: _STRING,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Text: _STRING,
    Value: {"$ref": "#/$defs/Value"},
    datetime: {"type": "string", "format": "date-time", "pattern": INSTANT_PATTERN},
}
