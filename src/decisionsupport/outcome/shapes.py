"""What the parts of an outcome look like, read once from their annotations.

Writing, reading and the JSON Schema walk these shapes, so that the three cannot disagree. A JSON key is
the attribute's name without a trailing underscore (`with_` is `with`). Fields with the metadata
`ALTERNATIVE` stand for each other: exactly one of a class's alternatives has a value, and is written. Fields
with the metadata `OPTIONAL` are written only when they have a value; those with `ASIDE` never.
"""

from __future__ import annotations

import operator
import types
import typing
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import reduce
from typing import Any, Final, TypeAlias

from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.values import Value


@dataclass(frozen=True, slots=True)
class Simple:
    """A string, a boolean, a whole number, an instant, a text or a value, by its class."""

    of: Any


@dataclass(frozen=True, slots=True)
class OneWord:
    """One of a few words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nullable:
    """Something, or `null`."""

    inner: Shape


@dataclass(frozen=True, slots=True)
class Several:
    """A list."""

    inner: Shape


@dataclass(frozen=True, slots=True)
class Keyed:
    """A map from ids."""

    inner: Shape


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a record."""

    key: str
    attribute: str
    shape: Shape
    alternative: bool
    optional: bool = False

    @property
    def always(self) -> bool:
        """Whether the key is always written."""
        return not (self.alternative or self.optional)


@dataclass(frozen=True, slots=True)
class Record:
    """A class of the outcome and its fields, in the order they are written; `alternatives` are attributes."""

    cls: type[Any]
    parts: tuple[Part, ...]
    alternatives: tuple[str, ...]


Shape: TypeAlias = Simple | OneWord | Nullable | Several | Keyed | Record

_ALTERNATIVE: Final = "alternative"
ALTERNATIVE: Final = {_ALTERNATIVE: True}
_OPTIONAL: Final = "optional"
OPTIONAL: Final = {_OPTIONAL: True}
_ASIDE: Final = "aside"
ASIDE: Final = {_ASIDE: True}
_SIMPLE: Final = (str, bool, int, datetime, Text, Value)
_RECORDS: Final[dict[type[Any], Record]] = {}  # read from annotations once


def chosen_alternative(record: object, *alternatives: object) -> None:
    """Hold a record to its law: `ValueError` unless exactly one of its alternatives has a value."""
    if alternatives.count(None) != len(alternatives) - 1:
        names = record_of(type(record)).alternatives
        raise ValueError(f"exactly one of {', '.join(names)} must be given")


def record_of(cls: type[Any]) -> Record:
    """The record of a class of the outcome."""
    found = _RECORDS.get(cls)
    return _RECORDS.setdefault(cls, _read_record(cls)) if found is None else found


def _read_record(cls: type[Any]) -> Record:
    hints = typing.get_type_hints(cls)
    parts = []
    for each in fields(cls):
        if each.metadata.get(_ASIDE):
            continue
        other, optional = bool(each.metadata.get(_ALTERNATIVE)), bool(each.metadata.get(_OPTIONAL))
        shape = shape_of(hints[each.name])
        if (other or optional) and isinstance(shape, Nullable):
            shape = shape.inner
        parts.append(Part(each.name.rstrip("_"), each.name, shape, other, optional))
    return Record(cls, tuple(parts), tuple(part.attribute for part in parts if part.alternative))


def shape_of(hint: object) -> Shape:
    """The shape of one annotation; `TypeError` for one that outcomes do not use."""
    if hint in _SIMPLE:
        return Simple(_SIMPLE[_SIMPLE.index(hint)])
    if is_dataclass(hint) and isinstance(hint, type):
        return record_of(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return OneWord(arguments)
    if origin is tuple and arguments[1:] == (...,):
        return Several(shape_of(arguments[0]))
    if origin is ReadOnly:
        return Keyed(shape_of(arguments[0]))
    if origin in (typing.Union, types.UnionType) and type(None) in arguments:
        given = (each for each in arguments if each is not type(None))
        return Nullable(shape_of(reduce(operator.or_, given)))
    raise TypeError(f"an outcome has no shape for {hint!r}")
