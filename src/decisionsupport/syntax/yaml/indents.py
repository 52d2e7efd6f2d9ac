"""Tabs used for indent: some readers of YAML take them, some refuse, and no author sees them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

import yaml

from decisionsupport.diagnostics.model import Report
from decisionsupport.source import Source, Span
from decisionsupport.syntax.yaml.tree import Node, scalars_of

_MOST_COUNTED = 1000
_TAB_INDENT = re.compile(r"(?:(?<=\n)|(?<=\r)|\A)(?: *(?:-(?=[ \t]) *)*)(\t+)")


def report_tabs(
    source: Source,
    text: str,
    report: Report,
    *,
    root: Node | None = None,
    near: yaml.YAMLError | None = None,
) -> bool:
    """Report the first tab that stands where an indent should; tell whether there was one.

    In a file that was read, tabs inside `|` and `>` are text. In one that was not (`near` says where reading
    stopped), only a tab on that line or the one before can be to blame.
    """
    if "\t" not in text:
        return False
    tabs: Iterator[tuple[int, int]]
    if near is not None:
        tabs = (tab.span(1) for tab in _TAB_INDENT.finditer(text, *_around(source, near)))
    else:
        tabs = _outside_blocks(_TAB_INDENT.finditer(text), root)
    first = next(tabs, None)
    if first is None:
        return False
    others = sum(1 for _ in islice(tabs, _MOST_COUNTED))
    more = f"; {others} more lines have one" if others else ""
    report.add(
        "tab-indent", "a tab is used for indent", Span(source, *first), help=f"indent with spaces{more}"
    )
    return True


def _around(source: Source, near: yaml.YAMLError) -> tuple[int, int]:
    """Give the stretch of the line where reading stopped and of the one before it."""
    mark = getattr(near, "problem_mark", None)
    at = min(mark.index, len(source.text)) if mark is not None else 0
    place = source.position(at)
    start = at - place.column + 1
    before = source.position(start - 1).column if start else 0
    return start - before, start + len(source.line(place.line))


def _outside_blocks(found: Iterable[re.Match[str]], root: Node | None) -> Iterator[tuple[int, int]]:
    """Leave out the tabs inside `|` and `>`, which are text."""
    nodes = scalars_of(root) if root is not None else ()
    blocks = [node.span for node in nodes if node.style in ("literal", "folded")]
    starts = [span.start for span in blocks]
    for tab in found:
        index = bisect_right(starts, tab.start(1)) - 1
        if index < 0 or tab.start(1) >= blocks[index].end:
            yield tab.span(1)
