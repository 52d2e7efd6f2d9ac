"""Texts of a program: plain words by language, and templates whose slots are looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from decisionsupport.program.expressions import Expression
from decisionsupport.source import Span
from decisionsupport.values.kinds import Choice, Kind, Text


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in one or more languages; the first is the pack's default."""

    by_language: tuple[tuple[str, str], ...]

    def in_language(self, language: str) -> str:
        """The words in a language, or in the first one there is."""
        for code, words in self.by_language:
            if code == language:
                return words
        return self.by_language[0][1] if self.by_language else ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One `{{ name | filter }}`: what it reads.

    `scored` has the items (form.item) behind the filter `why`.
    """

    name: str
    filters: tuple[str, ...]
    read: Expression
    scored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loop:
    """What a line goes through: a repeating group, a `choices` cell, in requests lists of the outcome."""

    over: Literal["rows", "choices", "proposals", "withheld", "findings", "reasons"]
    subject: str


PRIORITY_KIND = Choice(("routine", "soon", "urgent", "emergency"), ordered=True, of="priority")
_TEXT = Text()
LOOP_NAMES: Mapping[str, Mapping[str, Kind]] = MappingProxyType(
    {
        "proposals": MappingProxyType(
            {
                "title": _TEXT,
                "for_patient": _TEXT,
                "priority": PRIORITY_KIND,
                "performer": _TEXT,
                "due": _TEXT,
                "why": _TEXT,
            }
        ),
        "withheld": MappingProxyType({"title": _TEXT, "why": _TEXT, "against": _TEXT}),
        "findings": MappingProxyType({"title": _TEXT, "value": _TEXT}),
        "reasons": MappingProxyType({"title": _TEXT, "because": _TEXT}),
        "choices": MappingProxyType({"option": _TEXT}),
    }
)
"""The names that a line may use inside each loop; in a repeating group they are the entry's own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: said where `when` is true; an undecided `when` leaves it out and says what is missing.

    `template` is the authored string, slots written as in the file.
    """

    template: str
    slots: tuple[Slot, ...]
    when: Expression | None
    loop: Loop | None
    span: Span


@dataclass(frozen=True, slots=True)
class Template:
    """A text with slots, by language."""

    by_language: tuple[tuple[str, tuple[Line, ...]], ...]

    def in_language(self, language: str) -> tuple[Line, ...]:
        """The lines in a language, or in the first one there is."""
        for code, lines in self.by_language:
            if code == language:
                return lines
        return self.by_language[0][1] if self.by_language else ()
