"""`unused-source`: a source that nothing names as its evidence."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.authoring.checks.using import sources_named
from decisionsupport.diagnostics import Report


def unused_source(pack: Pack, report: Report) -> None:
    """Report `unused-source`."""
    used = frozenset(sources_named(pack.declared))
    for source, span in pack.places("source"):
        if source not in used:
            report.add(
                "unused-source",
                f"nothing names `{source}`",
                span,
                help="name it under `evidence:`, or leave it out",
            )
