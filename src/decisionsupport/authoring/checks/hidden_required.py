"""`hidden-required`: a required question that another one hides, which is itself not required."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Related, Report


def hidden_required(pack: Pack, report: Report) -> None:
    """Report `hidden-required`: the form waits for the question, and shows nothing to answer."""
    items = pack.program.items
    for item in items.values():
        applies = pack.program.cells.get(f"applies:{item.id}")
        if applies is None or not item.required or item.derived:
            continue
        for gate in (items[cell] for cell in applies.reads if cell in items):
            if gate.form == item.form and not gate.required and not gate.derived:
                report.add(
                    "hidden-required",
                    f"`{item.name}` is required, and `{gate.name}`, which shows it, is not",
                    item.span,
                    help=f"write `required: true` at `{gate.name}`, or `required: false` here",
                    related=(Related("what shows it", gate.span),),
                )
                break
