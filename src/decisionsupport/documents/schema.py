"""The JSON Schema of each document, by which editors complete and check while an author types.

Law: whatever it accepts may still be wrong (it knows no names); what the reader accepts, it accepts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pydantic.json_schema import JsonSchemaValue

from decisionsupport.documents.conditions import CONDITION_SCHEMA
from decisionsupport.documents.from_yaml import DOCUMENT_MODELS
from decisionsupport.documents.reading import Written
from decisionsupport.documents.shapes import DEFINITIONS
from decisionsupport.documents.texts import TEXT_SCHEMA

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def document_schema(key: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document that has the key `key`, as `assessment` or `set`."""
    model = DOCUMENT_MODELS[key]
    named = {found.__name__: found for found in _models(Written)}
    root = _of_model(model)
    definitions: dict[str, JsonSchemaValue] = {}
    waiting = list(_references(root))
    while waiting:
        name = waiting.pop()
        if name in definitions:
            continue
        definitions[name] = _NAMED[name] if name in _NAMED else _of_model(named[name])
        waiting += _references(definitions[name])
    titled = {"$schema": DIALECT, "title": f"decisionsupport: {key}"}
    made: dict[str, Any] = _pointed(titled | root | {"$defs": dict(sorted(definitions.items()))})
    return made


_NAMED: Final = {"Text": TEXT_SCHEMA, "Condition": CONDITION_SCHEMA}


def _of_model(model: type[Written]) -> JsonSchemaValue:
    made: JsonSchemaValue = _authored(model.model_json_schema())
    return {key: value for key, value in made.items() if key != "title"}


def _authored(schema: object) -> Any:  # noqa: ANN401 JSON
    """Leave out what Python fills in: null for what is absent, defaults, generated titles."""
    if isinstance(schema, list):
        return [_authored(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _authored(value) for key, value in schema.items() if key != "default"}
    if isinstance(kept.get("title"), str):
        del kept["title"]
    choices = [each for each in kept.get("anyOf", ()) if each != {"type": "null"}]
    if "anyOf" in kept:
        rest = {key: value for key, value in kept.items() if key != "anyOf"}
        return rest | choices[0] if len(choices) == 1 else rest | {"anyOf": choices}
    return kept


def _models(model: type[Written]) -> Iterator[type[Written]]:
    for inner in model.__subclasses__():
        yield inner
        yield from _models(inner)


def _references(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        reference = schema.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix(DEFINITIONS)
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


def _pointed(schema: object) -> Any:  # noqa: ANN401 JSON
    """Let references point to the document's own definitions."""
    if isinstance(schema, list):
        return [_pointed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: f"#/$defs/{value.removeprefix(DEFINITIONS)}" if key == "$ref" else _pointed(value)
        for key, value in schema.items()
    }
