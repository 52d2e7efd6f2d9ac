"""The forms in which diagnostics are reported: for people, programs, code scanning and GitHub."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from decisionsupport import __version__
from decisionsupport.cli.consoles import colours, output, write
from decisionsupport.cli.exits import ExitCode
from decisionsupport.diagnostics import Diagnostic, Severity
from decisionsupport.diagnostics.rendering import render_github, render_json, render_sarif, render_text


class ReportFormat(StrEnum):
    """How diagnostics are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class PlainFormat(StrEnum):
    """How an outcome is written."""

    TEXT = "text"
    JSON = "json"


def write_diagnostics(diagnostics: Iterable[Diagnostic], form: ReportFormat) -> None:
    """Write diagnostics to standard output; nothing in text and GitHub's form when there are none."""
    listed = list(diagnostics)
    match form:
        case ReportFormat.TEXT:
            rendered = render_text(listed, colour=colours(output()))
        case ReportFormat.JSON:
            rendered = render_json(listed)
        case ReportFormat.SARIF:
            rendered = render_sarif(listed, version=__version__)
        case ReportFormat.GITHUB:
            rendered = render_github(listed)
    if rendered:
        write(rendered)


def exit_code(diagnostics: Iterable[Diagnostic]) -> ExitCode:
    """An error or a warning is a finding; a note is none."""
    found = any(diagnostic.severity is not Severity.NOTE for diagnostic in diagnostics)
    return ExitCode.FINDINGS if found else ExitCode.CLEAN


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """Say how many there are of each severity: `2 errors, 1 warning`, or `no findings`."""
    listed = list(diagnostics)
    counts = {severity: sum(each.severity is severity for each in listed) for severity in Severity}
    return (
        ", ".join(count_of(count, severity) for severity, count in counts.items() if count) or "no findings"
    )


def count_of(count: int, noun: str) -> str:
    """Say how many there are: `1 form`, `2 forms`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
