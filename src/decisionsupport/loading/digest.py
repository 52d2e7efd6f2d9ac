"""The digest of a program: SHA-256 over what it means, texts included; places, files and map order left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction

from decisionsupport.program.model import Program

_LEFT_OUT = frozenset({"span", "digest"})
_FIELDS: dict[type, tuple[str, ...]] = {}


def digest_of(program: Program) -> str:
    """The digest, in hexadecimal."""
    text = json.dumps(_plain(program), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value.hex()
        case tuple() | list():
            return [_plain(each) for each in value]
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
        case _ if is_dataclass(value):
            return {"": type(value).__name__} | {
                name: _plain(getattr(value, name)) for name in _names(type(value))
            }
    raise TypeError(f"no plain form of {type(value).__name__}")


def _names(kind: type) -> tuple[str, ...]:
    names = _FIELDS.get(kind)
    if names is None:
        names = tuple(field.name for field in fields(kind) if field.name not in _LEFT_OUT)
        _FIELDS[kind] = names
    return names
