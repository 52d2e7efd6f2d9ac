"""In which order keys stand, where the order says nothing: items, options and bands keep theirs.

A map with known keys is recognised by the JSON Schema of its document, which the models in `documents` give;
their order is the canonical one but for the few that `OWN_ORDER` names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from decisionsupport.documents.from_yaml import DOCUMENT_MODELS
from decisionsupport.documents.schema import document_definitions
from decisionsupport.syntax.yaml.tree import Mapping as MapNode

OWN_ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "Item": (
        "ask", "help", "kind", "system", "value", "step", "unit", "also_in", "between", "usual", "at_most",
        "required", "show_when", "options", "labels", "points", "points_when_hidden", "suggest", "code",
        "evidence",
    ),
    "Defaults": (
        "kind", "system", "step", "unit", "also_in", "between", "usual", "at_most", "required", "show_when",
        "options", "labels", "points", "points_when_hidden",
    ),
    "Case": (
        "name", "at", "site", "language", "given", "without", "history", "parameters", "only", "expect",
    ),
    "Computed": (
        "title", "kind", "ordered", "options", "value", "step", "unit", "shown", "of", "bands", "first",
        "table", "when_missing", "hidden", "code",
    ),
    "Finding": ("kind", "title", "help", "ordered", "options", "code"),
    "LineMap": ("for_each", "when", "say"),
    "Override": ("value", "because", "decided_by", "from"),
    "Parameter": (
        "kind", "system", "step", "unit", "ordered", "options", "value", "from", "between", "title",
        "evidence", "others_seen", "decided_by", "because",
    ),
    "Rule": (
        "for_each", "title", "when", "unless", "conclude", "propose", "draft", "withhold", "because",
        "evidence",
    ),
    "Table": ("title", "evidence", "hit", "from", "gives", "rows", "otherwise"),
}  # fmt: skip
"""Where the order in which authors read differs from that of the model's fields."""

_CONDITIONS: Final = frozenset({"when", "unless", "that", "show_when"})
_VALUES_OF: Final = frozenset({"Computed", "Item"})


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand in a place: models by name, maps of the author's own words, lists."""

    choices: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def model(self, keys: Sequence[str]) -> tuple[str, Mapping[str, Any]] | None:
        """The name and schema of the map with known keys that a map with these keys is."""
        maps = [choice for choice in self.choices if choice[1].get("type") == "object"]
        known = [sum(key in schema.get("properties", ()) for key in keys) for _, schema in maps]
        free = [not schema.get("properties") for _, schema in maps]
        best = max(range(len(maps)), key=lambda at: (known[at], free[at]), default=None)
        return None if best is None else maps[best]

    def under(self, node: MapNode, key: str) -> Shape:
        """What may stand under a key of a map."""
        found = self.model([each.value for each, _ in node.entries])
        if found is None:
            return NOTHING_KNOWN
        properties = found[1].get("properties", {})
        free = (*found[1].get("patternProperties", {}).values(), found[1].get("additionalProperties"))
        inner = properties.get(key) or next((each for each in free if isinstance(each, dict)), None)
        return NOTHING_KNOWN if inner is None else _shape(inner)

    def element(self) -> Shape:
        """What may stand in a list."""
        lists = [schema["items"] for _, schema in self.choices if isinstance(schema.get("items"), dict)]
        return Shape(tuple(choice for items in lists for choice in _shape(items).choices))

    def is_condition(self, keys: Sequence[str], key: str) -> bool:
        """Whether an expression stands under a key of a map with these keys."""
        found = self.model(keys)
        return found is not None and (
            (key in _CONDITIONS and key in found[1].get("properties", ()))
            or (key == "value" and found[0] in _VALUES_OF)
        )


NOTHING_KNOWN: Final = Shape()


def shape_of_document(root: MapNode) -> Shape:
    """The shape of a document, told by its first key that says what it is."""
    kind = next((key.value for key, _ in root.entries if key.value in DOCUMENT_MODELS), None)
    return NOTHING_KNOWN if kind is None else _shape(_definitions()[0][kind])


def in_order(shape: Shape, keys: Sequence[str]) -> list[int]:
    """The places of a map's keys, in the order in which they should stand.

    A key that the map does not have stays behind the one it stands after.
    """
    found = shape.model(keys)
    if found is None or not found[1].get("properties"):
        return list(range(len(keys)))
    order = _order(found[0], tuple(found[1]["properties"]))
    ranks: list[int] = []
    for key in keys:
        ranks.append(order.get(key, ranks[-1] if ranks else -1))
    return sorted(range(len(keys)), key=ranks.__getitem__)


def _order(name: str, fields: tuple[str, ...]) -> Mapping[str, int]:
    keys = OWN_ORDER.get(name, fields)
    says_what = [key for key in keys if key in DOCUMENT_MODELS and DOCUMENT_MODELS[key].__name__ == name]
    return {key: rank for rank, key in enumerate(dict.fromkeys((*says_what, *keys)))}


@cache
def _definitions() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return document_definitions(DOCUMENT_MODELS)


def _shape(schema: Mapping[str, Any]) -> Shape:
    return Shape(tuple(_choices("", schema)))


def _choices(name: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        yield from _choices(name, _definitions()[1][name])
    elif "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from _choices(name, each)
    else:
        yield name, schema
