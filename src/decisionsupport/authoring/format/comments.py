"""The comments and empty lines of a file, which the tree of values does not hold.

Between two scalars of a document there are only blanks, signs of structure and comments: so a `#` there
begins a comment, and no other `#` does but one beside the sign of a block scalar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from decisionsupport.syntax.yaml.tree import Node, Scalar, scalars_of

_REMARK = re.compile(r"#[^\n]*|(?<=\n)[ \t]*(?=\n)|\A[ \t]*(?=\n)")
_HEADER = re.compile(r"[|>][-+0-9]*(?:[ \t]+(?P<comment>#[^\n]*))?")
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, with its `#`, or an empty line (`text` is empty); `column` from 0."""

    start: int
    end: int
    column: int
    text: str
    own_line: bool


def comments_in(root: Node) -> Iterator[Comment]:
    """The comments and empty lines, in the order of the file; its lines end in LF."""
    text = root.span.source.text
    begin = 0
    for scalar in scalars_of(root):
        yield from _between(text, begin, scalar.span.start)
        header = _HEADER.match(text, scalar.span.start) if scalar.style in ("literal", "folded") else None
        if header is not None and header["comment"]:
            yield _comment(text, *header.span("comment"))
        begin = max(begin, end_of(scalar))
    yield from _between(text, begin, len(text))


def end_of(scalar: Scalar) -> int:
    """Where a scalar ends, with the empty lines that `|+` and `>+` keep."""
    span = scalar.span
    if scalar.style not in ("literal", "folded") or "+" not in span.text.partition("\n")[0].partition("#")[0]:
        return span.end
    after = _BLANK_LINES.match(span.source.text, span.end)
    return after.end() if after is not None and after.group() else span.end


def _between(text: str, begin: int, end: int) -> Iterator[Comment]:
    for found in _REMARK.finditer(text, begin, end):
        yield _comment(text, *found.span())


def _comment(text: str, start: int, end: int) -> Comment:
    line = text.rfind("\n", 0, start) + 1
    return Comment(start, end, start - line, text[start:end].rstrip(), not text[line:start].strip())
