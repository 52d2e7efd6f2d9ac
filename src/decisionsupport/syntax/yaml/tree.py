"""A YAML document as a tree in which every value keeps its place.

Scalars keep their own letters: what `no`, `12:30` or `1.10` mean is for the key that wants them to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from decisionsupport.source import Span
from decisionsupport.syntax.yaml.places import place_in

_BLANKS = re.compile(r"[ \t\r\n]*")
type_of_style = Literal["plain", "single", "double", "literal", "folded"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value: its letters after YAML's quoting and folding, and where it stands.

    `span` covers the whole scalar, quotes or block indicator included, empty lines after a block left out.
    """

    value: str
    style: type_of_style
    span: Span

    def place(self, start: int, end: int) -> Span:
        """Tell where `value[start:end]` stands in the file."""
        if self.style == "plain" and self.span.end - self.span.start == len(self.value):
            return Span(
                self.span.source, self.span.start + start, self.span.start + min(end, len(self.value))
            )
        written = self.span.text
        if self.style in ("literal", "folded"):  # the last line ends are part of its value
            after = _BLANKS.match(self.span.source.text, self.span.end)
            written += after.group() if after else ""
        first, last = place_in(written, self.value, self.style, start, end)
        return Span(self.span.source, self.span.start + first, self.span.start + last)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """A map, in the order written; keys are scalars and distinct."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """Give the value under a key, or None."""
        return next((node for scalar, node in self.entries if scalar.value == key), None)


Node = Scalar | Sequence | Mapping


def scalars_of(node: Node) -> Iterator[Scalar]:
    """Every scalar at or below a node, keys too, in the order written."""
    match node:
        case Scalar():
            yield node
        case Sequence(items=items):
            for item in items:
                yield from scalars_of(item)
        case Mapping(entries=entries):
            for key, value in entries:
                yield key
                yield from scalars_of(value)
