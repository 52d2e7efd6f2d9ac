"""What `validate` says of a pack, recalled where it has said it before.

The checks, and all that reads YAML, are imported when a pack is first checked: see `loading`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module

from decisionsupport.diagnostics import Report
from decisionsupport.kept.kept import Kept
from decisionsupport.kept.remember import remember
from decisionsupport.loading.collecting import uncollected
from decisionsupport.source import File


def checked(files: Sequence[File], *, site: str | None = None, today: date | None = None) -> Kept:
    """All that loading and every check found; how many of what the pack has, where it has no errors."""

    def make() -> Kept:
        report = Report()
        checks = import_module("decisionsupport.authoring.checks")
        with uncollected():
            program = checks.check_files(files, report, site=site, today=today)
        counts = {}
        if program is not None and not report.has_errors:
            parts = {"form": program.forms, "rule": program.rules, "request": program.requests}
            counts = {noun: len(all_) for noun, all_ in parts.items()}
        return Kept(tuple(report), counts=counts)

    return remember(("check", site, today.isoformat() if today else None), files, make)
