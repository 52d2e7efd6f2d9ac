"""A change of meaning, and the document it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from decisionsupport.source import Span


class Effect(StrEnum):
    """What a change does, the gravest first."""

    BREAKING = "breaking for hosts"
    """A host that asks, stores or reads it must change: something is gone, or no longer accepted."""
    CARE = "changes care"
    """Other answers are wanted, other values come out, or something else is proposed."""
    WORDING = "wording"
    """Other words, other sources, or something declared that nothing rests on yet."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is said differently: `subject` is its name, `before` and `after` empty where it was not.

    `touches` are the cells, `rule:…`, `action:…` and `request:…` that it makes mean something else.
    """

    subject: str
    what: str
    effect: Effect
    before: str = ""
    after: str = ""
    span: Span | None = None
    touches: frozenset[str] = frozenset()

    @property
    def short(self) -> str:
        """The change in a few words, as a reason."""
        return f"{self.subject}: {self.what}"


@dataclass(frozen=True, slots=True)
class Unit:
    """What carries a version: a pack, a form, a set, a request, a site's overrides."""

    word: str
    id: str
    version: str
    span: Span


@dataclass(frozen=True, slots=True)
class Unraised:
    """A version that does not say that something changed."""

    version: str
    span: Span


@dataclass(frozen=True, slots=True)
class UnitDiff:
    """What changed in one document, or the documents of one set; versions are empty where there was none."""

    word: str
    id: str
    old_version: str
    new_version: str
    changes: tuple[Change, ...]
    unraised: Unraised | None = None

    def of(self, effect: Effect) -> tuple[Change, ...]:
        """The changes with one effect."""
        return tuple(change for change in self.changes if change.effect is effect)


@dataclass(frozen=True, slots=True)
class Record:
    """Somebody's answers, to be evaluated by both: a case, or what a host recorded."""

    name: str
    at: datetime
    answers: Mapping[str, Any]
    history: Mapping[str, Any] | None = None
    parameters: Mapping[str, Any] | None = None
    site: str | None = None
