"""Diagnostics as JSON: lines and columns from 1, columns in code points, the end not included."""

from __future__ import annotations

import json
from collections.abc import Iterable

from decisionsupport.diagnostics.model import Diagnostic
from decisionsupport.source import Span


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Give `{"diagnostics": […]}`; a diagnostic without a place has null for file, line and column."""
    return (
        json.dumps({"diagnostics": [_one(found) for found in diagnostics]}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _one(found: Diagnostic) -> dict[str, object]:
    return {
        "slug": found.slug,
        "severity": found.severity.value,
        "message": found.message,
        **_place(found.span),
        "help": found.help,
        "related": [{"message": near.message, **_place(near.span)} for near in found.related],
    }


def _place(span: Span | None) -> dict[str, object]:
    if span is None:
        return dict.fromkeys(("file", "line", "column", "end_line", "end_column"))
    begin, finish = span.begin, span.finish
    return {
        "file": span.source.path,
        "line": begin.line,
        "column": begin.column,
        "end_line": finish.line,
        "end_column": finish.column,
    }
