"""Tabs and invisible spaces used for indent: some readers of YAML take them, and no author sees them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

import yaml

from decisionsupport.diagnostics.model import Report
from decisionsupport.source import Source, Span
from decisionsupport.syntax.yaml.tree import Node, scalars_of

_MOST_COUNTED = 1000
_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"


class _Indent(NamedTuple):
    """What stands where an indent should, and how that is told."""

    slug: str
    letters: str
    message: str
    help: str

    def found(self, text: str, *stretch: int) -> Iterator[re.Match[str]]:
        """Each run of it at the start of a line, or after the `-` of a list."""
        letters = self.letters
        pattern = rf"(?:(?<=\n)|(?<=\r)|\A)(?: *(?:-(?=[ {letters}]) *)*)([{letters}]+)"
        return re.compile(pattern).finditer(text, *stretch)


_INDENTS: Final = (
    _Indent("tab-indent", "\t", "a tab is used for indent", "indent with spaces"),
    _Indent(
        "control-character",
        _SPACES,
        "an invisible sign that is no ordinary space is used for indent",
        "delete it and type ordinary spaces",
    ),
)


def report_indents(
    source: Source,
    text: str,
    report: Report,
    *,
    root: Node | None = None,
    near: yaml.YAMLError | None = None,
) -> bool:
    """Report the first tab, and the first invisible space, that stands for an indent; tell whether one does.

    In a file that was read, those inside `|` and `>` are text. In one that was not (`near` says where reading
    stopped), only one on that line or the one before can be to blame.
    """
    told = False
    for indent in _INDENTS:
        if not any(letter in text for letter in indent.letters):
            continue
        places: Iterator[tuple[int, int]]
        if near is not None:
            places = (found.span(1) for found in indent.found(text, *_around(source, near)))
        else:
            places = _outside_blocks(indent.found(text), root)
        first = next(places, None)
        if first is None:
            continue
        others = sum(1 for _ in islice(places, _MOST_COUNTED))
        more = f"; {others} more lines have one" if others else ""
        report.add(indent.slug, indent.message, Span(source, *first), help=f"{indent.help}{more}")
        told = True
    return told


def _around(source: Source, near: yaml.YAMLError) -> tuple[int, int]:
    """Give the stretch of the line where reading stopped and of the one before it."""
    mark = getattr(near, "problem_mark", None)
    at = min(mark.index, len(source.text)) if mark is not None else 0
    place = source.position(at)
    start = at - place.column + 1
    before = source.position(start - 1).column if start else 0
    return start - before, start + len(source.line(place.line))


def _outside_blocks(found: Iterable[re.Match[str]], root: Node | None) -> Iterator[tuple[int, int]]:
    """Leave out those inside `|` and `>`, which are text."""
    nodes = scalars_of(root) if root is not None else ()
    blocks = [node.span for node in nodes if node.style in ("literal", "folded")]
    starts = [span.start for span in blocks]
    for each in found:
        index = bisect_right(starts, each.start(1)) - 1
        if index < 0 or each.start(1) >= blocks[index].end:
            yield each.span(1)
