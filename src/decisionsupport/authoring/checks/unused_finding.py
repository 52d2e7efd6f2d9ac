"""`unused-finding`: a finding that no rule concludes stays false, or not applicable, for everybody."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report


def unused_finding(pack: Pack, report: Report) -> None:
    """Report `unused-finding`."""
    used = {finding.id for finding in pack.program.findings.values() if finding.concluded_by}
    for finding, span in pack.places("finding"):
        if finding not in used:
            report.add(
                "unused-finding",
                f"no rule concludes `{finding}`",
                span,
                help="conclude it in a rule, or leave it out",
            )
