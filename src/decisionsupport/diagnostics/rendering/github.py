"""Diagnostics as GitHub workflow commands, which a workflow run shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable

from decisionsupport.diagnostics.model import Diagnostic
from decisionsupport.diagnostics.severity import Severity
from decisionsupport.source import Span

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Give one command a line; related places are told in the message."""
    return "".join(f"{_one(found)}\n" for found in diagnostics)


def _one(found: Diagnostic) -> str:
    properties = [*_place(found.span), f"title={_property(found.slug)}"]
    lines = [found.message, *found.help.split("\n")] if found.help else [found.message]
    for near in found.related:
        begin = near.span.begin
        lines.append(f"{near.span.source.path}:{begin.line}:{begin.column}: {near.message}")
    return f"::{_COMMANDS[found.severity]} {','.join(properties)}::{_data(chr(10).join(lines))}"


def _place(span: Span | None) -> list[str]:
    if span is None:
        return []
    begin, finish = span.begin, span.finish
    place = [f"file={_property(span.source.path)}", f"line={begin.line}"]
    if begin.line != finish.line:
        return [*place, f"endLine={finish.line}"]  # columns are refused for more than one line
    return [*place, f"col={begin.column}", f"endLine={finish.line}", f"endColumn={finish.column}"]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
