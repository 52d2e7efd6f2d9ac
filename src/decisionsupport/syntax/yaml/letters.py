"""Bytes of a file into text: UTF-8 only, and no letter that one YAML reader takes otherwise than another.

What is forbidden is reported and then read as a space, so that the rest of the file still tells its mistakes.
"""

from __future__ import annotations

import re

from decisionsupport.diagnostics.model import Report
from decisionsupport.source import Source, Span

MOST_BYTES = 5_000_000

_ODD_BREAK = re.compile("[\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_FORBIDDEN = re.compile(f"{_ODD_BREAK.pattern}|{_CONTROL.pattern}")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BREAK_NAMES = {"\x85": "NEL", "\u2028": "LINE SEPARATOR", "\u2029": "PARAGRAPH SEPARATOR"}


def decode(path: str, data: bytes, report: Report) -> tuple[Source, str] | None:
    """Give the file as its author sees it and, as long as it, the text to parse; None when it is no text."""
    if len(data) > MOST_BYTES:
        source = Source(path, data[:1000].decode("utf-8", "replace"))
        report.add(
            "too-large",
            f"the file has {len(data):,} bytes; at most {MOST_BYTES:,} are read",
            Span(source, 0, 0),
            help="divide it into several files",
        )
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _report_bytes(path, data, error, report)
        return None
    source = Source(path, text.removeprefix("\ufeff"))
    if text.startswith("\ufeff"):
        report.add(
            "byte-order-mark",
            "the file starts with a byte order mark",
            Span(source, 0, 0),
            help="save it as UTF-8 without BOM",
        )
    if _FORBIDDEN.search(source.text) is None:
        return source, source.text
    _report_forbidden(source, report)
    return source, _FORBIDDEN.sub(" ", source.text)


def _report_bytes(path: str, data: bytes, error: UnicodeDecodeError, report: Report) -> None:
    if data.startswith(_UTF_16_MARKS):
        source = Source(path, data.decode("utf-16", "replace"))
        report.add("not-utf8", "the file is saved as UTF-16", Span(source, 0, 0), help="save it as UTF-8")
        return
    source = Source(path, data.decode("utf-8", "replace"))
    start = len(data[: error.start].decode("utf-8"))
    byte = data[error.start]
    letter = bytes([byte]).decode("cp1252", "ignore")
    guess = f"; in Windows-1252 it is `{letter}`" if letter.isprintable() and letter else ""
    report.add(
        "not-utf8",
        f"the byte 0x{byte:02X} is not UTF-8{guess}",
        Span(source, start, min(start + 1, len(source.text))),
        help="save the file as UTF-8",
    )


def _report_forbidden(source: Source, report: Report) -> None:
    if found := _ODD_BREAK.search(source.text):
        name = _BREAK_NAMES[found.group()]
        report.add(
            "odd-line-break",
            f"the character {name} (U+{ord(found.group()):04X}) ends a line in some readers of YAML only",
            Span(source, *found.span()),
            help="put an ordinary line break or a space there" + _more(_ODD_BREAK, source.text),
        )
    if found := _CONTROL.search(source.text):
        report.add(
            "control-character",
            f"the invisible character U+{ord(found.group()):04X} cannot stand in a file",
            Span(source, *found.span()),
            help="take it away" + _more(_CONTROL, source.text),
        )


def _more(pattern: re.Pattern[str], text: str) -> str:
    others = sum(1 for _ in pattern.finditer(text)) - 1
    return f"; {others} more like it" if others else ""
