"""Tabs used for indent: some readers of YAML take them, some refuse, and no author sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from decisionsupport.diagnostics.model import Report
from decisionsupport.source import Source, Span
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

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
    tabs = [found.span(1) for found in _TAB_INDENT.finditer(text)]
    if near is not None:
        mark = getattr(near, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 0
        tabs = [tab for tab in tabs if source.position(tab[0]).line in (line, line - 1)]
    elif tabs and root is not None:
        texts = [node.span for node in _scalars(root) if node.style in ("literal", "folded")]
        tabs = [tab for tab in tabs if not any(span.start < tab[0] < span.end for span in texts)]
    if not tabs:
        return False
    more = f"; {len(tabs) - 1} more lines have one" if len(tabs) > 1 else ""
    report.add(
        "tab-indent", "a tab is used for indent", Span(source, *tabs[0]), help=f"indent with spaces{more}"
    )
    return True


def _scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case Sequence(items=items):
            for item in items:
                yield from _scalars(item)
        case Mapping(entries=entries):
            for key, value in entries:
                yield key
                yield from _scalars(value)
