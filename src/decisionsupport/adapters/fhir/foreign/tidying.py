"""What is not of the JSON type that FHIR gives it is taken away before anything is read, and named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from decisionsupport.adapters.fhir.losses import Losses

_TEXTS: Final = frozenset(
    {"resourceType", "id", "url", "version", "name", "title", "status", "language", "copyright", "publisher"}
    | {"description", "purpose", "linkId", "type", "text", "prefix", "answerValueSet", "enableBehavior"}
    | {"question", "operator", "system", "display", "expression"}
)
_LISTS: Final = frozenset(
    {
        "item",
        "extension",
        "answerOption",
        "enableWhen",
        "contained",
        "coding",
        "contains",
        "include",
        "concept",
    }
)
_MAPS: Final = frozenset(
    {"valueCoding", "valueExpression", "valueCodeableConcept", "answerCoding", "compose", "expansion"}
)
_DEEPEST: Final = 100


def tidied(part: Any, where: str, losses: Losses, depth: int = 0) -> Any:  # noqa: ANN401 (any JSON)
    """The part without what is of a wrong type."""
    if isinstance(part, list):
        return [tidied(each, where, losses, depth + 1) for each in part if depth < _DEEPEST]
    if not isinstance(part, Mapping):
        return part
    here = part["linkId"] if isinstance(part.get("linkId"), str) else where
    made = {}
    for key, value in part.items():
        if _fits(key, value):
            kept = [each for each in value if isinstance(each, Mapping)] if key in _LISTS else value
            made[key] = tidied(kept, here, losses, depth + 1)
        if not _fits(key, value) or (key in _LISTS and len(kept) < len(value)):
            losses.add(here, str(key), "is not of the type that FHIR gives it")
    return made


def _fits(key: object, value: object) -> bool:
    if key in _TEXTS:
        return isinstance(value, str)
    if key in _LISTS:
        return isinstance(value, list)
    if key in _MAPS:
        return isinstance(value, Mapping)
    return key != "code" or isinstance(value, str | list)
