"""From the letters of a scalar's value back to the letters of the file.

YAML drops quotes, escapes, indents and line ends on the way to a value; here the source is walked beside the
value, by YAML's own rules of folding, so that every letter of a value knows the stretch it was written as.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Style = Literal["plain", "single", "double", "literal", "folded"]
Stretch = tuple[int, int]

_BREAK = re.compile(r"\r\n|\n|\r")
_FOLDED_RUN = re.compile(r"[ \t]*(?:(?:\r\n|\n|\r)[ \t]*)+")
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\r\n])")
_ESCAPED_BREAK = re.compile(r"\\(?:\r\n|\n|\r)[ \t]*")


def place_in(written: str, value: str, style: Style, start: int, end: int) -> Stretch:
    """Where `value[start:end]` stands within `written`, the source of the scalar."""
    start = max(0, min(start, len(value)))
    end = max(start, min(end, len(value)))
    if style == "plain" and written == value:
        return (start, end)
    if style in ("single", "double") and len(written) == len(value) + 2 and "\\" not in written:
        return (start + 1, end + 1)
    stretches = _stretches(written, value, style)
    if len(stretches) != len(value):
        return (0, len(written))
    if not stretches:
        at = 1 if style in ("single", "double") else 0
        return (at, at)
    if start == end:
        at = stretches[start][0] if start < len(stretches) else stretches[-1][1]
        return (at, at)
    return (stretches[start][0], stretches[end - 1][1])


@lru_cache(maxsize=32)
def _stretches(written: str, value: str, style: Style) -> tuple[Stretch, ...]:
    match style:
        case "plain":
            return tuple(_flow(written, 0, len(written), style))
        case "single" | "double":
            return tuple(_flow(written, 1, len(written) - 1, style))
        case "literal" | "folded":
            return tuple(_block(written, value, folded=style == "folded"))


def _flow(written: str, index: int, end: int, style: Style) -> list[Stretch]:
    """Plain and quoted scalars: one line end is a space, more of them are one line end less."""
    found: list[Stretch] = []
    while index < end:
        letter = written[index]
        if letter in " \t\r\n" and (run := _FOLDED_RUN.match(written, index, end)):
            found += _folded(written, index, run.end())
            index = run.end()
        elif style == "single" and letter == "'":
            found.append((index, index + 2))
            index += 2
        elif style == "double" and letter == "\\" and (run := _ESCAPED_BREAK.match(written, index, end)):
            index = run.end()
            while more := _BREAK.match(written, index, end):
                found.append(more.span())
                index = more.end()
                index += len(written[index:end]) - len(written[index:end].lstrip(" \t"))
        elif style == "double" and letter == "\\" and (run := _ESCAPE.match(written, index, end)):
            found.append(run.span())
            index = run.end()
        else:
            found.append((index, index + 1))
            index += 1
    return found


def _folded(written: str, start: int, end: int) -> list[Stretch]:
    breaks = [found.span() for found in _BREAK.finditer(written, start, end)]
    return [(start, end)] if len(breaks) == 1 else breaks[1:]


def _block(written: str, value: str, *, folded: bool) -> list[Stretch]:
    """`|` and `>`: indents go, and in `>` a lone line end between two flush lines is a space."""
    lines = _lines(written)[1:]
    indent = _indent(written, value, lines)
    found: list[Stretch] = []
    pending: Stretch | None = None
    empty: list[Stretch] = []
    flush = False
    for start, stop, after in lines:
        content = min(start + indent, stop)
        if content == stop:
            empty.append((stop, after))
            continue
        now_flush = written[content] not in " \t"
        joined = folded and flush and now_flush and bool(empty)
        if pending is not None and not joined:
            found.append(pending)
        found += empty
        found += [(at, at + 1) for at in range(content, stop)]
        pending, empty, flush = (stop, after), [], now_flush
    tail = ([pending] if pending is not None else []) + empty
    return found + tail[: len(value) - len(found)]


def _lines(written: str) -> list[tuple[int, int, int]]:
    """Start, end and end with line break of every line."""
    lines: list[tuple[int, int, int]] = []
    start = 0
    for found in _BREAK.finditer(written):
        lines.append((start, found.start(), found.end()))
        start = found.end()
    return [*lines, (start, len(written), len(written))]


def _indent(written: str, value: str, lines: list[tuple[int, int, int]]) -> int:
    """How many spaces the block drops: each empty line before the first text gave the value one line end."""
    text = value.lstrip("\n")
    skipped = len(value) - len(text)
    if not text or skipped >= len(lines):
        return max((stop - start for start, stop, _ in lines), default=0)
    start, stop, _ = lines[skipped]
    line = written[start:stop]
    return (len(line) - len(line.lstrip(" "))) - (len(text) - len(text.lstrip(" ")))
