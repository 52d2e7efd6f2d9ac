"""Canonical JSON of anything a host gives, and its SHA-256: what outcomes are named by.

Law: what means the same has the same bytes. Keys are sorted by code point, numbers have no digit too many
(`38.60`, `38.6` and a float 38.6 are one; `38.0` is `38`), instants are in UTC, sets are sorted. It never
fails, for what a host gives by mistake must be named too: what is no data is written as its type's name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Final

from decisionsupport.outcome.values import NotApplicable, Unknown, iso

_DEEPEST: Final = 100
_LONGEST_BITS: Final = 10_000
_LONGEST_EXPONENT: Final = 60


def canonical_json(value: object) -> bytes:
    """The one way to write this value.

    >>> canonical_json({"b": 38.0, "a": [True, None]})
    b'{"a":[true,null],"b":38}'
    """
    # A lone surrogate is no text, yet a host may send one: it keeps its three bytes.
    return _canonical(value, 0).encode("utf-8", "surrogatepass")


def sha256_of(value: object) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of the value."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def outcome_id(given: object, digest: str) -> str:
    """The id of an outcome: of everything given, and the pack's digest."""
    return sha256_of({"given": given, "pack": digest})


def outcome_id_of_text(given: str, digest: str) -> str:
    """The same, of what was given as canonical JSON already."""
    return hashlib.sha256(f'{{"given":{given},"pack":"{digest}"}}'.encode()).hexdigest()


def proposal_id(outcome: str, of: str) -> str:
    """The id of a proposal: of its outcome, and the action (or form to assess) it proposes."""
    return hashlib.sha256(f'{{"outcome":"{outcome}","proposes":"{of}"}}'.encode()).hexdigest()


def _canonical(value: object, depth: int) -> str:
    write = _SIMPLE.get(type(value))
    if write is not None:
        return write(value)
    if depth >= _DEEPEST:
        return '{"too_deep":true}'
    if isinstance(value, Mapping):
        entries = sorted((str(key), _canonical(each, depth + 1)) for key, each in value.items())
        return "{" + ",".join([f"{encode_basestring(key)}:{each}" for key, each in entries]) + "}"
    if isinstance(value, AbstractSet):
        return "[" + ",".join(sorted(_canonical(each, depth + 1) for each in value)) + "]"
    if isinstance(value, list | tuple):
        return "[" + ",".join([_canonical(each, depth + 1) for each in value]) + "]"
    for kind, write_kind in _SIMPLE.items():
        if isinstance(value, kind):
            return write_kind(value)
    return f'{{"no_data":{encode_basestring(type(value).__name__)}}}'


def _whole(value: int) -> str:
    # Python refuses to write out integers of thousands of digits in decimal.
    return str(value) if value.bit_length() < _LONGEST_BITS else f'{{"number":"{value:#x}"}}'


def _float(value: float) -> str:
    return _decimal(Decimal(repr(value)))


def _decimal(value: Decimal) -> str:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return f'{{"number":"{str(value).lower()}"}}'
    if not any(digits):
        return "0"
    if abs(exponent) > _LONGEST_EXPONENT:
        mantissa = "".join(map(str, digits))
        kept = mantissa.rstrip("0")
        return f"{'-' * sign}{kept}e{exponent + len(mantissa) - len(kept)}"
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _instant(value: datetime) -> str:
    try:
        return f'"{iso(value.astimezone(UTC) if value.tzinfo else value)}"'
    except OverflowError:
        return f'"{iso(value)}"'


def _unknown(value: Unknown) -> str:
    return _canonical({"unknown": [value.least, value.most, value.one_of, value.or_not_applicable]}, 0)


_SIMPLE: Final[dict[type, Callable[..., str]]] = {
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    str: encode_basestring,
    int: _whole,
    float: _float,
    Decimal: _decimal,
    datetime: _instant,
    date: lambda value: f'"{iso(value)}"',
    time: lambda value: f'"{iso(value)}"',
    Unknown: _unknown,
    NotApplicable: lambda _: '{"not_applicable":true}',
}
