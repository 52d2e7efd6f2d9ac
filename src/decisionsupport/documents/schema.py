"""The JSON Schema of each document, by which editors complete and check while an author types.

Law: whatever it accepts may still be wrong (it knows no names); what the reader accepts, it accepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic.json_schema import JsonSchemaValue

from decisionsupport.documents.conditions import CONDITION_SCHEMA
from decisionsupport.documents.from_yaml import DOCUMENT_MODELS
from decisionsupport.documents.reading import Written
from decisionsupport.documents.shapes import DEFINITIONS, model_schema
from decisionsupport.documents.texts import TEXT_SCHEMA


def document_definitions(
    keys: Iterable[str],
) -> tuple[dict[str, JsonSchemaValue], dict[str, JsonSchemaValue]]:
    """The JSON Schemas (2020-12) of documents: a reference for each key, and what stands in `$defs`."""
    references = {key: model_schema(DOCUMENT_MODELS[key]) for key in keys}
    named = {found.__name__: found for found in _models(Written)}
    definitions: dict[str, JsonSchemaValue] = {}
    waiting = list(_references(references))
    while waiting:
        name = waiting.pop()
        if name not in definitions:
            definitions[name] = _NAMED[name] if name in _NAMED else _of_model(named[name])
            waiting += _references(definitions[name])
    return _pointed(references), _pointed(dict(sorted(definitions.items())))


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
