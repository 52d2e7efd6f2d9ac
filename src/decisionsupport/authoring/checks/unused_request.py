"""`unused-request`: a care request that no rule drafts is never offered to anybody."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report


def unused_request(pack: Pack, report: Report) -> None:
    """Report `unused-request`."""
    used = {request for rule in pack.program.rules.values() for request in rule.drafts}
    for request, span in pack.places("request"):
        if request not in used:
            report.add(
                "unused-request",
                f"no rule drafts `{request}`",
                span,
                help="name it under `draft:` in a rule, or leave it out",
            )
