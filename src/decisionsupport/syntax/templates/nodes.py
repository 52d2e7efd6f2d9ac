"""A text's template as it was written: letters, and slots whose names are not yet looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from decisionsupport.source import Span
from decisionsupport.syntax.expressions.nodes import Name
from decisionsupport.syntax.expressions.walk import renamed

FILTERS: Final = ("why", "capitalize", "lower", "date", "time", "count")
"""The filters there are; `why` stands for the items that scored."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One `| filter` of a slot."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Slot:
    """`{{ name }}` or `{{ name | filter | filter }}`; the span covers the braces too."""

    name: Name
    filters: tuple[Filter, ...]
    span: Span

    @property
    def text(self) -> str:
        """The slot in one canonical way of writing."""
        return "{{ " + " | ".join([self.name.text, *(one.name for one in self.filters)]) + " }}"


@dataclass(frozen=True, slots=True)
class Template:
    """Letters and slots in turn; no two letter parts stand side by side, none is empty."""

    parts: tuple[str | Slot, ...]
    span: Span

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots, in the order written."""
        return tuple(part for part in self.parts if isinstance(part, Slot))

    @property
    def text(self) -> str:
        """The template as a string, its slots in one canonical way of writing."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def substitute_slots(template: Template, mapping: Mapping[str, tuple[str, ...]]) -> Template:
    """Replace the first part of the slots' names, as `for_each` says; places stay as written."""
    parts = tuple(
        part if isinstance(part, str) else replace(part, name=renamed(part.name, mapping))
        for part in template.parts
    )
    return Template(parts, template.span)
