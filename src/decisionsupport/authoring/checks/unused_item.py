"""`unused-item`: a question of an assessment, or a fact, that nothing reads."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.program.model import Item, Program


def unused_item(pack: Pack, report: Report) -> None:
    """Report `unused-item`; a point of a checklist is used by being ticked off, a text by being written."""
    for item in pack.program.items.values():
        if not _counts(item, pack.program) and item.id not in pack.read:
            report.add(
                "unused-item",
                f"`{item.name}` is asked, and nothing reads the answer",
                item.span,
                help="read it in a rule, a computed value, a text or a request, or do not ask it",
            )


def _counts(item: Item, program: Program) -> bool:
    """Whether an answer serves by itself: it scores, is ticked off, or is a person's own words."""
    return item.scored or program.forms[item.form].word == "checklist" or item.word == "text"
