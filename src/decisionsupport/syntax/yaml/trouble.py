"""Where the YAML parser gave up, and what is to be said of it: the two ends of an explanation."""

from __future__ import annotations

from dataclasses import dataclass

from decisionsupport.syntax.yaml.build import Builder
from decisionsupport.syntax.yaml.tree import Node


@dataclass(frozen=True, slots=True)
class Complaint:
    """A diagnostic in the making, places as offsets."""

    message: str
    start: int
    end: int
    help: str
    slug: str = "not-yaml"
    related: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where the parser gave up: its words, the place, where what it read there began, what it read last."""

    problem: str
    at: int
    began: int | None
    last: Node | None
    builder: Builder

    @property
    def text(self) -> str:
        """The whole file."""
        return self.builder.source.text

    def line_of(self, offset: int) -> int:
        """Give the number of the line an offset is on."""
        return self.builder.source.position(offset).line

    def line_start(self, offset: int) -> int:
        """Give the offset where the line of an offset starts."""
        return offset - self.builder.source.position(offset).column + 1

    def line_end(self, offset: int) -> int:
        """Give the offset where the line of an offset ends, blanks left out."""
        start = self.line_start(offset)
        return start + len(self.builder.source.line(self.line_of(offset)).rstrip())

    def same_line(self, one: int, other: int) -> bool:
        """Tell whether two offsets are on one line."""
        return self.line_of(one) == self.line_of(other)
