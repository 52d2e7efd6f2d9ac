"""Outcomes and other records back from JSON, strictly: what is not one is refused with its path.

Law: any text gives a record or `InvalidRecord`, never another exception.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, TypeVar, assert_never, cast

from decisionsupport.errors import DecisionSupportError
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.shapes import Keyed, Nullable, OneWord, Record, Several, Shape, Simple, record_of
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.values import NOT_APPLICABLE, Unknown, Value, moment

T = TypeVar("T")


class InvalidRecord(DecisionSupportError, ValueError):
    """A text that is not what it should be: `path` leads to what is wrong, as in `proposals[0].priority`."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path or 'the text'}: {message}")
        self.path = path
        self.message = message

    def __reduce__(self) -> tuple[type[InvalidRecord], tuple[str, str]]:
        return (InvalidRecord, (self.path, self.message))


def read_json(cls: type[T], text: str | bytes) -> T:
    """The record of this class that the text holds."""
    try:
        data = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_duplicates
        )
    except InvalidRecord:
        raise
    except RecursionError:
        raise InvalidRecord("", "nested too deep") from None
    except (ValueError, ArithmeticError) as error:
        raise InvalidRecord("", f"not JSON: {error}") from None
    return cast("T", _read(record_of(cls), data, ""))


def _no_constant(name: str) -> None:
    raise InvalidRecord("", f"not JSON: `{name}` is not a number")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InvalidRecord("", f"the key {_shown(twice)} is there twice")
    return found


def _read(shape: Shape, data: object, path: str) -> object:
    match shape:
        case Record():
            return _read_record(shape, data, path)
        case Nullable(inner):
            return None if data is None else _read(inner, data, path)
        case Several(inner):
            return tuple(
                _read(inner, each, f"{path}[{n}]") for n, each in enumerate(_wanted(list, data, path))
            )
        case Keyed(inner):
            entries = _wanted(dict, data, path)
            return ReadOnly({key: _read(inner, each, _below(path, key)) for key, each in entries.items()})
        case OneWord(words):
            if data in words and isinstance(data, str):
                return data
            raise InvalidRecord(
                path, f"{_shown(data)} is not one of {', '.join(f'`{word}`' for word in words)}"
            )
        case Simple(of):
            return _SIMPLE[of](data, path)
        case _:
            assert_never(shape)


def _read_record(record: Record, data: object, path: str) -> object:
    entries = _wanted(dict, data, path)
    known = {part.key: part for part in record.parts}
    for key in entries:
        if key not in known:
            raise InvalidRecord(_below(path, key), "unknown key")
    given = {}
    for key, part in known.items():
        if key in entries:
            given[part.attribute] = _read(part.shape, entries[key], _below(path, key))
        elif part.always:
            raise InvalidRecord(path, f"the key `{key}` is missing")
    try:
        return record.cls(**given)
    except ValueError as error:
        raise InvalidRecord(path, str(error)) from None


def _below(path: str, key: str) -> str:
    shown = key if len(key) <= 80 else key[:79] + "…"
    return f"{path}.{shown}" if path else shown


_NAMES: Final[dict[type[Any], str]] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    Decimal: "a number",
    list: "a list",
    dict: "a map",
    type(None): "null",
}


def _wanted(kind: type[T], data: object, path: str) -> T:
    # Exactly: Python's `True` is an int too.
    if type(data) is kind:
        return data
    raise InvalidRecord(path, f"{_NAMES[kind]} is wanted, {_shown(data)} was found")


def _shown(data: object) -> str:
    if isinstance(data, str):
        return f"`{data if len(data) <= 60 else data[:59] + '…'}`"
    return _NAMES.get(type(data), "something else")


def _read_text(data: object, path: str) -> Text:
    return Text.plain(_wanted(str, data, path))


def _read_instant(data: object, path: str) -> datetime:
    found = moment(_wanted(str, data, path))
    if isinstance(found, datetime):
        return found
    raise InvalidRecord(path, f"{_shown(data)} is not an instant with an offset")


def _read_value(data: object, path: str) -> Value:
    match data:
        case bool() | int():
            return data
        case Decimal():
            return _read_decimal(data, path)
        case str():
            found = moment(data)
            return data if found is None else found
        case list():
            return tuple(_wanted(str, each, f"{path}[{n}]") for n, each in enumerate(data))
        case {"text": str(text), **rest} if not rest:
            return text
        case {"not_applicable": True, **rest} if not rest:
            return NOT_APPLICABLE
        case {"unknown": dict(bounds), **rest} if not rest:
            return _read_unknown(bounds, _below(path, "unknown"))
        case _:
            raise InvalidRecord(path, f"{_shown(data)} is not a value")


def _read_unknown(bounds: dict[str, Any], path: str) -> Unknown:
    known: dict[str, Any] = {}
    for key, given in bounds.items():
        below = _below(path, key)
        match key:
            case "least" | "most":
                known[key] = _read_number(given, below)
            case "one_of":
                known[key] = tuple(
                    _read_option(each, f"{below}[{n}]") for n, each in enumerate(_wanted(list, given, below))
                )
            case "or_not_applicable" if given is True:
                known[key] = True
            case _:
                raise InvalidRecord(below, "unknown key")
    return Unknown(**known)


def _read_option(data: object, path: str) -> bool | str:
    return data if isinstance(data, bool) else _wanted(str, data, path)


def _read_number(data: object, path: str) -> int | Decimal:
    return _read_decimal(data, path) if isinstance(data, Decimal) else _wanted(int, data, path)


def _read_decimal(data: Decimal, path: str) -> Decimal:
    if data.is_finite():
        return data
    raise InvalidRecord(path, "the number is too large")


_SIMPLE: Final[dict[Any, Callable[[object, str], object]]] = {
    str: lambda data, path: _wanted(str, data, path),
    bool: lambda data, path: _wanted(bool, data, path),
    int: lambda data, path: _wanted(int, data, path),
    Text: _read_text,
    Value: _read_value,
    datetime: _read_instant,
}
