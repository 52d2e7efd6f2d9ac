"""The shapes of documents: maps with known keys, maps of the author's own words, lists, single values.

A node of another shape is `wrong-kind`; it says what is wanted and what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeVar, get_args

from pydantic.json_schema import JsonSchemaValue

from decisionsupport.diagnostics.suggestions import nearest, one_of, only_one_near
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.reading import BROKEN, Broken, Entries, Reading, Reads, Written
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

T = TypeVar("T")
U = TypeVar("U")
M = TypeVar("M", bound=Written)

_LONGEST_SHOWN: Final = 40
_OF_A_TEXT: Final = frozenset({"value", "title", "name", "when", "that"})
_ELSEWHERE: AnyMapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "question": ("ask",),
        "label": ("ask", "title", "text"),
        "text": ("ask", "title"),
        "type": ("kind",),
        "min": ("between",),
        "max": ("between",),
        "range": ("between", "bands"),
        "choices": ("options",),
        "values": ("options",),
        "score": ("points",),
        "scores": ("points",),
        "description": ("help", "title"),
        "hint": ("help",),
        "name": ("title",),
        "condition": ("when", "that", "show_when"),
        "if": ("when",),
        "then": ("propose", "is", "say"),
        "except": ("unless",),
        "actions": ("propose",),
        "deadline": ("due",),
        "reason": ("because",),
        "visible": ("show_when",),
        "formula": ("value",),
        "expression": ("value",),
        "default": ("value",),
        "requests": ("draft",),
        "source": ("evidence",),
        "default_points": ("points",),
    }
)
"""What the same key is called elsewhere."""


def found(node: Node) -> str:
    """Say what a node is: a list, a map, nothing, or the text itself."""
    match node:
        case Sequence():
            return "a list"
        case Mapping():
            return "a map"
        case Scalar(value="", style="plain"):
            return "nothing"
        case Scalar():
            line = node.value.strip().splitlines()[0] if node.value.strip() else ""
            return f"the text `{line if len(line) <= 40 else line[:39] + '…'}`"


def wrong_kind(node: Node, wanted: str, at: Scalar | None, reading: Reading, help: str = "") -> Broken:
    """Report a node of another shape than wanted."""
    wants = f"{wanted} is wanted" if at is None else f"`{at.value}` wants {wanted}"
    remedy = help or _in_another_shape(node, wanted, at)
    reading.report.add("wrong-kind", f"{wants}, {found(node)} was found", place(node, at), help=remedy)
    return BROKEN


def _in_another_shape(node: Node, wanted: str, at: Scalar | None) -> str:
    """How what was found is probably to be written."""
    match node:
        case Scalar(value="", style="plain") if at is not None:
            return f"write it after `{at.value}:`, or take the key away"
        case Sequence(items=(Scalar(value=least), Scalar(value=most))) if wanted == "a range":
            return f"write `{least}..{most}`"
        case Sequence(items=(Scalar(value=first), *_)) if wanted.startswith("a map"):
            return f"write each entry as `key: value`, the first as `{first}: …`"
        case Sequence(items=(Scalar(value=first), *_)) if wanted == "an id" and at is not None:
            return f"write one: `{at.value}: {first}`" + (
                ", and the others under `with:`" if at.value == "performer" else ""
            )
        case Scalar(value=value) if wanted in ("a map of actions", "a map of requests"):
            return f"write `[{value}]`"
        case Scalar(value=value) if wanted.startswith("a map of"):
            return f"write `key: value`, as `{{…: {value}}}`"
        case _:
            return ""


def place(node: Node, at: Scalar | None) -> Span:
    """Where to point for a node as a whole: a text itself, else the key, else where it begins."""
    if isinstance(node, Scalar):
        return node.span if node.span.start < node.span.end or at is None else at.span
    if at is not None:
        return at.span
    if isinstance(node, Mapping) and node.entries:
        return node.entries[0][0].span
    return Span(node.span.source, node.span.start, min(node.span.end, node.span.start + 1))


def _as_a_map(node: Node, fields: AnyMapping[str, _Field]) -> str:
    """How a text is written as a map with the keys that are needed, under the one that it probably is."""
    needed = [known.key for known in fields.values() if known.needed]
    if not isinstance(node, Scalar) or not node.value or not needed:
        return ""
    meant = next((key for key in ("value", *needed) if key in fields and key in _OF_A_TEXT), None)
    line = node.value if len(node.value) <= _LONGEST_SHOWN and "\n" not in node.value else "…"
    entries = [f"{meant}: {line}"] if meant else []
    entries += [f"{key}: …" for key in needed if key != meant]
    return f"write `{{{', '.join(entries)}}}`"


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    key: str
    reads: Reads[Any]
    needed: bool


@cache
def _fields(model: type[Written]) -> dict[str, _Field]:
    """The keys a map may have, by key; the reader of a field is the first found in its annotation."""
    fields: dict[str, _Field] = {}
    for name, info in model.model_fields.items():
        if name in Written.model_fields:
            continue
        reads = next((mark for mark in info.metadata if isinstance(mark, Reads)), None) or _within(
            info.annotation
        )
        if reads is None:
            raise TypeError(f"{model.__name__}.{name} has no reader")
        key = info.alias or name
        fields[key] = _Field(name, key, reads, info.is_required())
    return fields


def _within(annotation: object) -> Reads[Any] | None:
    for part in (*getattr(annotation, "__metadata__", ()), *get_args(annotation)):
        inner = part if isinstance(part, Reads) else _within(part)
        if inner is not None:
            return inner
    return None


def read_map(model: type[M], node: Node, at: Scalar | None, reading: Reading) -> M | Broken:
    """Read a map with known keys: every key that is unknown, missing or not readable is reported."""
    fields = _fields(model)
    if not isinstance(node, Mapping):
        return wrong_kind(node, f"a map ({model.noun})", at, reading, _as_a_map(node, fields))
    model.prepare(node, reading)
    values: dict[str, Any] = {}
    places: dict[str, Span] = {}
    broken: set[str] = set()
    meant: set[str | None] = set()
    for key, child in node.entries:
        known = fields.get(key.value)
        if known is None:
            meant.add(_unknown_key(model, key, fields, node, reading))
            continue
        places[key.value] = key.span
        value = known.reads.read(child, key, reading)
        if value is BROKEN:
            broken.add(key.value)
        else:
            values[key.value] = value
    here = place(node, at)
    model.complete(values, broken, reading)
    usable = _fill(model, fields, values, here, reading, said=places.keys() | meant)
    if not usable:
        return BROKEN
    written = {"span": node.span, "places": tuple(places.items()), "broken": frozenset(broken)}
    made = model.model_validate(values | written)
    made.check(here, reading)
    return made


def _fill(
    model: type[Written],
    fields: dict[str, _Field],
    values: dict[str, Any],
    here: Span,
    reading: Reading,
    *,
    said: Set[str | None],
) -> bool:
    """Report the needed keys that are missing and stand in for them where that is harmless.

    `said` are the keys that were written, or that an unknown key was meant to be.
    """
    usable = True
    for key, known in fields.items():
        if not known.needed or key in values:
            continue
        if key not in said:
            reading.report.add("missing-key", f"{model.noun} needs `{key}`", here, help=f"add `{key}:`")
        if known.reads.stand_in is None:
            usable = False
        else:
            values[key] = known.reads.stand_in(here)
    return usable


def _unknown_key(
    model: type[Written], key: Scalar, fields: dict[str, _Field], node: Mapping, reading: Reading
) -> str | None:
    """Report a key that the map does not have; give the key that was meant, where that can be told."""
    free = [name for name in fields if node.get(name) is None] or list(fields)
    meant = next((name for name in _ELSEWHERE.get(key.value, ()) if name in free), None) or nearest(
        key.value, free
    )
    offer = f"did you mean `{meant}`?\n" if meant else ""
    reading.report.add(
        "unknown-key",
        f"`{key.value}` is not a key of {model.noun}",
        key.span,
        help=f"{offer}{one_of(fields, limit=30)}",
        mend=only_one_near(key.value, free) if key.style == "plain" else None,
    )
    return meant


def map_of(model: type[M], stand_in: Callable[[Span], M] | None = None) -> Reads[M]:
    """A map with the keys of `model`."""

    def read(node: Node, at: Scalar | None, reading: Reading) -> M | Broken:
        return read_map(model, node, at, reading)

    return Reads(read, (model,), model_schema(model), stand_in)


def model_schema(model: type[Written]) -> JsonSchemaValue:
    """The JSON Schema of a map, defined once in a document's schema."""
    return defined(model.__name__)


DEFINITIONS: Final = "https://decisionsupport.invalid/definitions/"
"""Where definitions stand until a document's schema gathers them."""


def defined(name: str) -> JsonSchemaValue:
    """A JSON Schema that a document's schema has once, by name."""
    return {"$ref": f"{DEFINITIONS}{name}"}


def list_of(reads: Reads[T], wanted: str, *, least: int = 0, whole: bool = False) -> Reads[tuple[T, ...]]:
    """A list; elements that cannot be read are left out, or, where `whole`, the list is.

    `wanted` is the plural for messages.
    """

    def read_list(node: Node, at: Scalar | None, reading: Reading) -> tuple[T, ...] | Broken:
        if not isinstance(node, Sequence):
            return wrong_kind(node, f"a list of {wanted}", at, reading, _as_a_list(node, reads))
        if len(node.items) < least:
            return wrong_kind(node, f"at least {least} of {wanted}", at, reading)
        made = [reads.read(item, None, reading) for item in node.items]
        read = tuple(value for value in made if not isinstance(value, Broken))
        return BROKEN if whole and len(read) < len(made) else read

    schema = {"type": "array", "items": reads.schema} | ({"minItems": least} if least else {})
    return Reads(read_list, (tuple,), schema)


def _as_a_list(node: Node, reads: Reads[Any]) -> str:
    """How one thing is written as a list of one."""
    models = [kind for kind in reads.holds if issubclass(kind, Written)]
    if isinstance(node, Mapping) and models:
        in_braces = node.span.text.startswith("{")
        return (
            "put it in brackets: `[{…}]`"
            if in_braces
            else "write `- ` before its first key, and the others beneath that"
        )
    if not isinstance(node, Scalar) or not node.value:
        return ""
    if len(models) == 1 and reads.schema == model_schema(models[0]):  # nothing but maps
        as_map = _as_a_map(node, _fields(models[0]))
        return as_map.replace("`{", "`[{").replace("}`", "}]`")
    if node.value.startswith(("https://", "http://")):
        return (
            f"declare a source with `url: {node.value}` under `sources:` of a set, and name it, as `[its_id]`"
        )
    return f"write `[{node.value}]`" if node.value.isidentifier() else ""


def entries_of(word: Reads[Word], reads: Reads[T], wanted: str, *, least: int = 0) -> Reads[Entries[T]]:
    """A map of the author's own words. `wanted` says of what, in the plural."""

    def read(node: Node, at: Scalar | None, reading: Reading) -> Entries[T] | Broken:
        if not isinstance(node, Mapping):
            return wrong_kind(node, f"a map of {wanted}", at, reading)
        if len(node.entries) < least:
            return wrong_kind(node, f"at least {least} of {wanted}", at, reading)
        pairs: list[tuple[Word, T]] = []
        broken: list[Word] = []
        for key, child in node.entries:
            name = word.read(key, at, reading)
            value = reads.read(child, key, reading)
            if isinstance(name, Broken) or isinstance(value, Broken):
                broken.append(Word(key.value, key.span))
            else:
                pairs.append((name, value))
        return BROKEN if least and not pairs else Entries(tuple(pairs), tuple(broken))

    described: JsonSchemaValue = {"additionalProperties": reads.schema}
    if names := word.schema.get("pattern"):
        described = {"patternProperties": {names: reads.schema}, "additionalProperties": False}
    return Reads(read, (Entries,), {"type": "object"} | described)


def pairs_of(keys: Reads[T], values: Reads[U], wanted: str) -> Reads[tuple[tuple[T, U], ...]]:
    """A map whose keys are not words, as bands and dates; it means something only whole."""

    def read(node: Node, at: Scalar | None, reading: Reading) -> tuple[tuple[T, U], ...] | Broken:
        if not isinstance(node, Mapping):
            return wrong_kind(node, f"a map of {wanted}", at, reading)
        pairs: list[tuple[T, U]] = []
        for key, child in node.entries:
            left = keys.read(key, at, reading)
            right = values.read(child, key, reading)
            if not isinstance(left, Broken) and not isinstance(right, Broken):
                pairs.append((left, right))
        return BROKEN if len(pairs) < len(node.entries) else tuple(pairs)

    return Reads(read, (tuple,), {"type": "object", "additionalProperties": values.schema})


def either(
    *,
    text: Reads[Any] | None = None,
    items: Reads[Any] | None = None,
    map: Reads[Any] | None = None,
    holds: tuple[type, ...],
    wanted: str,
) -> Reads[Any]:
    """What is written in one of several shapes; the shape decides the reader. `wanted` names them all."""
    shapes = {Scalar: text, Sequence: items, Mapping: map}
    given = [reads for reads in shapes.values() if reads is not None]

    def read(node: Node, at: Scalar | None, reading: Reading) -> object:
        reads = shapes[type(node)]
        empty = isinstance(node, Scalar) and not node.value and node.style == "plain"
        return (
            wrong_kind(node, wanted, at, reading) if reads is None or empty else reads.read(node, at, reading)
        )

    return Reads(read, holds, {"anyOf": [reads.schema for reads in given]})


def scalar(
    read: Callable[[Scalar, Reading], T | Broken],
    wanted: str,
    holds: type,
    schema: JsonSchemaValue,
    stand_in: Callable[[Span], T] | None = None,
) -> Reads[T]:
    """A single value, read from its letters; an empty one is not a value."""

    def read_node(node: Node, at: Scalar | None, reading: Reading) -> T | Broken:
        if not isinstance(node, Scalar) or (not node.value and node.style == "plain"):
            return wrong_kind(node, wanted, at, reading)
        return read(node, reading)

    return Reads(read_node, (holds,), schema, stand_in)


NODE: Reads[Any] = Reads(lambda node, *_: node, (Scalar, Sequence, Mapping), {})
"""Kept as the YAML node: what it means depends on a declaration elsewhere."""


def letters(pattern: str | None = None, **more: object) -> JsonSchemaValue:
    """The JSON Schema of a single value, perhaps with the pattern its letters match whole."""
    described: JsonSchemaValue = {"type": ["string", "number", "boolean"]}
    if pattern is not None:
        # `conclude: {at_risk: true}`: editors' YAML reads a boolean where we read letters.
        described = {"type": ["string", "number", "boolean"], "pattern": f"^(?:{pattern})$"}
    return described | more
