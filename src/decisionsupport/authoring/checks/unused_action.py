"""`unused-action`: an action that no rule proposes is one that no patient will ever be offered."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.authoring.checks.using import actions_of, proposings
from decisionsupport.diagnostics import Report


def unused_action(pack: Pack, report: Report) -> None:
    """Report `unused-action`."""
    used = {action for entry in proposings(pack.program) for action in actions_of(entry, pack.program)}
    for action, span in pack.places("action"):
        if action not in used:
            report.add(
                "unused-action",
                f"no rule proposes `{action}`",
                span,
                help="propose it, or leave it out",
            )
