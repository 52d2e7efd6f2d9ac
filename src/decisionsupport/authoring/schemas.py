"""JSON Schemas of what authors write, by which editors check and complete it while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from decisionsupport.documents.from_yaml import DOCUMENT_MODELS

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "pack": ("pack",),
    "form": ("assessment", "checklist", "facts"),
    "set": ("set",),
    "request": ("request",),
    "overrides": ("overrides",),
    "cases": ("cases_for",),
    "document": tuple(DOCUMENT_MODELS),
}
DOCUMENTS: Final = tuple(_KINDS)


def document_schema(kind: str) -> dict[str, Any]:
    """The schema of a kind of document; of `document` for any of them, told apart by their first key."""
    models = {key: DOCUMENT_MODELS[key] for key in _KINDS[kind]}
    by_model, shared = models_json_schema([(model, "validation") for model in models.values()])
    known = [(key, by_model[model, "validation"]) for key, model in models.items()]
    told_apart = [{"if": {"required": [key]}, "then": reference} for key, reference in known]
    return {
        "$schema": _DIALECT,
        "$id": f"urn:decisionsupport:{kind}:1",
        "type": "object",
        "anyOf": [{"required": [key]} for key, _ in known],
        "allOf": told_apart,
        "$defs": shared.get("$defs", {}),
    }
