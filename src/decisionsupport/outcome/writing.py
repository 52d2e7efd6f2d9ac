"""Outcomes as JSON, decimals with the digits of their step.

Law: the same outcome gives the same text, on any Python, whatever the hash seed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, Final, TypeAlias, assert_never

from decisionsupport.outcome.shapes import Keyed, Nullable, OneWord, Record, Several, Shape, Simple, record_of
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.values import NotApplicable, Unknown, Value, iso, moment

Plain: TypeAlias = "bool | int | Decimal | str | Sequence[Plain] | Mapping[str, Plain] | None"


def write_json(outcome: object, indent: int | None = None) -> str:
    """A record of the outcome as JSON text, keys in the order of its class."""
    if indent is None:
        return _writer(record_of(type(outcome)))(outcome)
    return written(plain(record_of(type(outcome)), outcome), indent)


# In one line: a writer a shape, made once; `plain` and `written` say the same, for whoever indents -------


_Write: TypeAlias = Callable[[Any], str]
_WRITERS: Final[dict[int, tuple[Shape, _Write]]] = {}


def _writer(shape: Shape) -> _Write:
    """What writes everything of a shape."""
    known = _WRITERS.get(id(shape))
    if known is None:
        # The shape is kept beside its writer, so that no other can come to have its identity.
        known = _WRITERS.setdefault(id(shape), (shape, _write_of(shape)))
    return known[1]


def _write_of(shape: Shape) -> _Write:
    match shape:
        case Record():
            return _record_writer(shape)
        case Nullable(inner):
            write = _writer(inner)
            return lambda value: "null" if value is None else write(value)
        case Several(inner):
            each = _writer(inner)
            return lambda value: f"[{','.join([each(one) for one in value])}]" if value else "[]"
        case Keyed(inner):
            of = _writer(inner)
            return lambda value: (
                "{" + ",".join([f"{quoted(key)}:{of(one)}" for key, one in value.items()]) + "}"
            )
        case OneWord():
            return quoted
        case Simple(of=simple):
            return _WRITTEN[simple]
        case _:
            assert_never(shape)


def _record_writer(record: Record) -> _Write:
    parts = tuple(
        (f"{quoted(part.key)}:", attrgetter(part.attribute), _writer(part.shape), part.always)
        for part in record.parts
    )

    def write(value: object) -> str:
        pieces = []
        for key, get, of, always in parts:
            given = get(value)
            if given is not None or always:
                pieces.append(key + of(given))
        return "{" + ",".join(pieces) + "}"

    return write


def _value(value: Value) -> str:
    if value.__class__ is int:
        return str(value)
    return written(plain_value(value))


def plain(shape: Shape, value: Any) -> Plain:  # noqa: ANN401 - its shape says what it is
    """A part of an outcome as maps, lists, strings, numbers and booleans."""
    match shape:
        case Record(_, parts):
            return {
                part.key: plain(part.shape, given)
                for part in parts
                if (given := getattr(value, part.attribute)) is not None or part.always
            }
        case Nullable(inner):
            return None if value is None else plain(inner, value)
        case Several(inner):
            return [plain(inner, each) for each in value]
        case Keyed(inner):
            return {key: plain(inner, each) for key, each in value.items()}
        case OneWord():
            return str(value)
        case Simple(of):
            return _SIMPLE[of](value)
        case _:
            assert_never(shape)


def plain_value(value: Value) -> Plain:
    """A value of the outcome, as the table in `values` shows."""
    match value:
        case str():
            # A text that reads as a moment would come back as one.
            return value if moment(value) is None else {"text": value}
        case bool() | int() | Decimal():
            return value
        case date() | time():
            return iso(value)
        case tuple():
            return list(value)
        case Unknown():
            return {"unknown": _plain_unknown(value)}
        case NotApplicable():
            return {"not_applicable": True}
        case _:
            assert_never(value)


def _plain_unknown(value: Unknown) -> dict[str, Plain]:
    known: dict[str, Plain] = {}
    if value.least is not None:
        known["least"] = value.least
    if value.most is not None:
        known["most"] = value.most
    if value.one_of is not None:
        known["one_of"] = list(value.one_of)
    if value.or_not_applicable:
        known["or_not_applicable"] = True
    return known


_SIMPLE: Final[dict[Any, Callable[[Any], Plain]]] = {
    str: str,
    bool: bool,
    int: int,
    Text: str,
    Value: plain_value,
    datetime: iso,
}


_WRITTEN: Final[dict[Any, _Write]] = {
    str: lambda value: quoted(value),
    bool: lambda value: "true" if value else "false",
    int: str,
    Text: lambda value: quoted(str(value)),
    Value: _value,
    datetime: lambda value: f'"{iso(value)}"',
}


def written(value: Plain, indent: int | None = None) -> str:
    """Plain data as JSON text, in the order it has."""
    pieces: list[str] = []
    _write(value, pieces.append, "" if indent is None else "\n", " " * (indent or 0))
    return "".join(pieces)


def _write(value: Plain, put: Callable[[str], None], line: str, step: str) -> None:
    """`line` is the line break and indent of this level, empty for JSON in one line."""
    match value:
        case None:
            put("null")
        case bool():
            put("true" if value else "false")
        case int():
            put(str(value))
        case str():
            put(quoted(value))
        case Decimal():
            put(number(value))
        case Mapping():
            pairs = [(quoted(key) + (": " if line else ":"), each) for key, each in value.items()]
            _write_all(pairs, "{}", put, line, step)
        case _:
            _write_all([("", each) for each in value], "[]", put, line, step)


def _write_all(
    parts: Sequence[tuple[str, Plain]], brackets: str, put: Callable[[str], None], line: str, step: str
) -> None:
    if not parts:
        put(brackets)
        return
    inner = line and line + step
    between = brackets[0] + inner
    for before, each in parts:
        put(between + before)
        _write(each, put, inner, step)
        between = "," + inner
    put(line + brackets[1])


_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_EXACT_LIMIT: Final = 60


def quoted(text: str) -> str:
    """A JSON string; letters as they are, lone surrogates escaped, for they have no bytes in UTF-8."""
    found = encode_basestring(text)
    if found.isascii():
        return found
    return _SURROGATES.sub(lambda one: f"\\u{ord(one[0]):04x}", found)


def number(value: Decimal) -> str:
    """A JSON number with all the digits of the decimal: `38.60`."""
    if not value.is_finite():
        raise ValueError(f"{value} is not a number that JSON can hold")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and abs(exponent) <= _EXACT_LIMIT:
        return format(value, "f")
    return str(value)
