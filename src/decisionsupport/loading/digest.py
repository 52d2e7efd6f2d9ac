"""The digest of a program: SHA-256 over what it means, texts included; places, files, map order left out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction
from typing import cast, get_args

from decisionsupport.program.model import Program
from decisionsupport.values.kinds import Kind

_LEFT_OUT = frozenset({"span", "digest"})
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_KINDS = frozenset(get_args(Kind))


def digest_of(program: Program) -> str:
    """The digest, in hexadecimal."""
    plain = _Plain().of(program)
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class _Plain:
    """Makes lists, maps, strings and numbers of a program; the same kind, met again and again, once."""

    def __init__(self) -> None:
        self._fields: dict[type, tuple[str, ...]] = {}
        self._kinds: dict[int, object] = {}

    def of(self, value: object) -> object:
        """A value; of a dataclass its name and its fields in order."""
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        if kind is tuple:
            return [self.of(each) for each in cast("tuple[object, ...]", value)]
        names = self._fields.get(kind)
        if names is None:
            if not is_dataclass(kind):
                return self._rarer(value)
            names = tuple(field.name for field in fields(kind) if field.name not in _LEFT_OUT)
            self._fields[kind] = names
        if kind not in _KINDS:
            return [kind.__name__, *(self.of(getattr(value, name)) for name in names)]
        known = self._kinds.get(id(value))
        if known is None:
            known = self._kinds[id(value)] = [
                kind.__name__,
                *(self.of(getattr(value, name)) for name in names),
            ]
        return known

    def _rarer(self, value: object) -> object:
        match value:
            case float():
                return value.hex()
            case frozenset() | set():
                return sorted((self.of(each) for each in value), key=repr)
            case Mapping():
                return {str(key): self.of(each) for key, each in value.items()}
            case Enum():
                return value.name
            case date() | datetime() | time():
                return value.isoformat()
            case Fraction():
                return [value.numerator, value.denominator]
        raise TypeError(f"no plain form of {type(value).__name__}")
