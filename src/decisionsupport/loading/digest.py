"""The digest of a program: SHA-256 over what it means, texts included; places, files and map order left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction
from typing import cast

from decisionsupport.program.model import Program

_LEFT_OUT = frozenset({"span", "digest"})
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_FIELDS: dict[type, tuple[str, ...]] = {}


def digest_of(program: Program) -> str:
    """The digest, in hexadecimal."""
    text = json.dumps(_plain(program), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple:
        return [_plain(each) for each in cast("tuple[object, ...]", value)]
    names = _FIELDS.get(kind)
    if names is None and is_dataclass(kind):
        names = tuple(field.name for field in fields(kind) if field.name not in _LEFT_OUT)
        _FIELDS[kind] = names
    if names is not None:
        found: dict[str, object] = {name: _plain(getattr(value, name)) for name in names}
        found[""] = kind.__name__
        return found
    return _rarer(value)


def _rarer(value: object) -> object:
    match value:
        case float():
            return value.hex()
        case frozenset() | set():
            return sorted((_plain(each) for each in value), key=repr)
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case Enum():
            return value.name
        case date() | datetime() | time():
            return value.isoformat()
        case Fraction():
            return [value.numerator, value.denominator]
    raise TypeError(f"no plain form of {type(value).__name__}")
