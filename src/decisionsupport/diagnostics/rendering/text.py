"""Diagnostics as a person reads them: the place, the message, the line, carets under the stretch, the remedy.

What the author wrote is shown, never obeyed: control characters are drawn, wide letters count as wide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from decisionsupport.diagnostics.model import Diagnostic, Related
from decisionsupport.diagnostics.severity import Severity
from decisionsupport.source import Span

_WIDEST = 120
_TAB = "    "
_ZERO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS = frozenset("\u200d\ufe0f")
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_FRAME = "34"
_STRONG = "1"


@dataclass(frozen=True, slots=True)
class _Paint:
    """Puts colour on, or leaves it."""

    colour: bool

    def __call__(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text


def render_text(diagnostics: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """Draw every diagnostic in the order given, an empty line between them; of none, give an empty string."""
    paint = _Paint(colour)
    return "\n".join("\n".join(_one(found, paint)) + "\n" for found in diagnostics)


def _one(found: Diagnostic, paint: _Paint) -> list[str]:
    shade = _COLOURS[found.severity]
    head = f"{paint(shade, found.severity.value)}: {paint(_STRONG, _shown(found.message))} [{found.slug}]"
    help_lines = [_shown(line) for line in found.help.split("\n") if line.strip()]
    if found.span is None:
        return [head, *(f"  {paint(_FRAME, '=')} {line}" for line in help_lines)]
    width = max(len(str(span.begin.line)) for span in (found.span, *(near.span for near in found.related)))
    lines = [f"{_address(found.span)}: {head}"]
    picture = _picture(found.span, width, shade, paint)
    if help_lines and _width(_COLOUR.sub("", picture[-1])) + _width(help_lines[0]) < _WIDEST + 30:
        picture[-1] += f" {help_lines.pop(0)}"
    margin = " " * (width + 1)
    lines += picture
    lines += [f"{margin}{paint(_FRAME, '=')} {line}" for line in help_lines]
    for near in found.related:
        lines += _related(near, width, paint)
    return lines


def _related(near: Related, width: int, paint: _Paint) -> list[str]:
    margin = " " * (width + 1)
    head = f"{margin}{paint(_FRAME, '=')} {_address(near.span)}: {_shown(near.message)}"
    return [head, *_picture(near.span, width, _FRAME, paint)]


def _picture(span: Span, width: int, shade: str, paint: _Paint) -> list[str]:
    """Draw the line with its number, and carets under the stretch, to the line's end when it goes on."""
    begin, finish = span.begin, span.finish
    line = span.source.line(begin.line)
    first = min(begin.column - 1, len(line))
    last = finish.column - 1 if finish.line == begin.line else len(line.rstrip())
    last = max(min(last, len(line)), first)
    before, under, after = _window(line, first, last)
    bar = paint(_FRAME, "|")
    margin = " " * (width + 1)
    carets = paint(shade, "^" * max(_width(under), 1))
    drawn = f"{before}{under}{after}".rstrip()
    number = paint(_FRAME, f"{begin.line:>{width}}")
    return [
        f"{margin}{bar}",
        f"{number} {bar} {drawn}".rstrip(),
        f"{margin}{bar} {' ' * _width(before)}{carets}",
    ]


def _window(line: str, first: int, last: int) -> tuple[str, str, str]:
    """Cut a long line down to what surrounds the stretch, `…` where something is left out."""
    before, under, after = _drawn(line[:first]), _drawn(line[first:last]), _drawn(line[last:])
    if _width(before) + _width(under) + _width(after) <= _WIDEST:
        return before, under, after
    if _width(under) > _WIDEST * 2 // 3:
        under, after = f"{_take(under, _WIDEST * 2 // 3)}…", ""
    room = _WIDEST - _width(under)
    tail = min(_width(after), room // 2)
    if _width(before) > room - tail:
        before = f"…{_take(before[::-1], room - tail)[::-1]}"
    room -= _width(before)
    if _width(after) > max(room, 0):
        after = f"{_take(after, max(room, 0))}…"
    return before, under, after


def _take(text: str, width: int) -> str:
    """Give as much of the text's beginning as fits into the width."""
    used = 0
    for index, letter in enumerate(text):
        used += _width(letter)
        if used > width:
            return text[:index]
    return text


def _drawn(text: str) -> str:
    """Draw tabs as spaces and what has no shape as a sign that has one."""
    return "".join(_TAB if letter == "\t" else _sign(letter) for letter in text)


def _shown(text: str) -> str:
    """Put a message on one line."""
    return "".join("↵" if letter == "\n" else _sign(letter) for letter in text.replace("\r\n", "\n"))


def _sign(letter: str) -> str:
    if letter.isprintable() or letter in _JOINERS or unicodedata.category(letter) not in _HIDDEN:
        return letter
    if letter < " ":
        return chr(0x2400 + ord(letter))
    return "�"


def _width(text: str) -> int:
    """Count the columns a terminal gives to a text."""
    if text.isascii():
        return len(text)
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _address(span: Span) -> str:
    begin = span.begin
    return f"{_shown(span.source.path)}:{begin.line}:{begin.column}"
