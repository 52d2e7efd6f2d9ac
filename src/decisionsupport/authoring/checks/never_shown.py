"""`never-shown`: a question whose `show_when` no patient can meet."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.values.sets import truth


def never_shown(pack: Pack, report: Report) -> None:
    """Report `never-shown`; a single test that can never hold is `never-true`, told by loading."""
    for item in pack.program.items.values():
        cell = pack.program.cells.get(f"applies:{item.id}")
        if cell is None or cell.expression is None or truth(cell.widest) is False:
            continue
        if not pack.holding.together((cell.expression, True)):
            report.add(
                "never-shown",
                f"`{item.name}` is never asked: nobody meets its `show_when`",
                item.span,
                help="widen `show_when:`, here or at the group, or leave the question out",
            )
