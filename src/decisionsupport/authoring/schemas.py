"""JSON Schemas of what authors write, by which editors check and complete it while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from decisionsupport.documents.from_yaml import DOCUMENT_MODELS
from decisionsupport.documents.schema import document_definitions

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
    references, definitions = document_definitions(_KINDS[kind])
    told_apart = [{"if": {"required": [key]}, "then": reference} for key, reference in references.items()]
    return {
        "$schema": _DIALECT,
        "$id": f"urn:decisionsupport:{kind}:1",
        "type": "object",
        "anyOf": [{"required": [key]} for key in references],
        "allOf": told_apart,
        "$defs": definitions,
    }
