"""`review-overdue`: a source that nobody has looked at for two years."""

from __future__ import annotations

from datetime import date
from typing import Final

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report

YEARS: Final = 2


def review_overdue(pack: Pack, report: Report) -> None:
    """Report `review-overdue`, as of the day asked about; nothing where no day is."""
    if pack.today is None:
        return
    for name, source in pack.declared.sources.items():
        span = pack.declared.places["source", name]
        if source.accessed is None:
            report.add(
                "review-overdue",
                f"nobody says when `{name}` was last looked at",
                span,
                help=f"read it again and add `accessed: {pack.today}`",
            )
        elif _due(source.accessed.value) < pack.today:
            report.add(
                "review-overdue",
                f"`{name}` was last looked at {source.accessed.value}, more than {YEARS} years ago",
                source.accessed.span,
                help=f"read it again, mend what rests on it, and write `accessed: {pack.today}`",
            )


def _due(seen: date) -> date:
    leap = seen.month == 2 and seen.day == 29
    return seen.replace(year=seen.year + YEARS, day=28 if leap else seen.day)
