"""`unused-computed`: a hidden computed value that nothing reads."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report


def unused_computed(pack: Pack, report: Report) -> None:
    """Report `unused-computed`; one that is shown in the outcome is used there."""
    program = pack.program
    for form in program.forms.values():
        for cell in form.hidden_computed:
            if cell not in pack.read:
                name = cell.rpartition(".")[2]
                report.add(
                    "unused-computed",
                    f"`{name}` is hidden, and nothing reads it",
                    program.cells[cell].span,
                    help="read it, show it by leaving `hidden: true` out, or leave it out",
                )
