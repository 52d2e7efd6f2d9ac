"""Where authored text lies: a source file, a place in it, a stretch of it.

An offset counts code points from the start of the file. Only LF, CRLF and CR end a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Position:
    """A line and a column, both counted from 1; columns in code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class File:
    """One file of a pack: its path as the author would say it, and its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was read: its path as the author would say it, and its text."""

    path: str
    text: str
    _line_starts: list[int] = field(default_factory=list, repr=False, compare=False)

    def _starts(self) -> list[int]:
        if not self._line_starts:
            ends = [match.end() for match in _LINE_END.finditer(self.text)]
            self._line_starts.extend([0, *ends])
        return self._line_starts

    def position(self, offset: int) -> Position:
        """Turn an offset into line and column."""
        starts = self._starts()
        index = bisect_right(starts, offset) - 1
        return Position(index + 1, offset - starts[index] + 1)

    def line(self, number: int) -> str:
        """Give the text of a line, without its line end; the first is 1."""
        starts = self._starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch of a source from offset `start` up to, not including, `end`."""

    source: Source
    start: int
    end: int

    @property
    def begin(self) -> Position:
        """Where the stretch begins."""
        return self.source.position(self.start)

    @property
    def finish(self) -> Position:
        """Where the stretch ends (the first column after it)."""
        return self.source.position(self.end)

    @property
    def text(self) -> str:
        """The authored letters themselves."""
        return self.source.text[self.start : self.end]
