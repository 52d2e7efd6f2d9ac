"""`hidden-in-sum`: a question that can be hidden is added with `+`, and takes the whole with it."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.program import expressions as x
from decisionsupport.program.walk import children, walk


def hidden_in_sum(pack: Pack, report: Report) -> None:
    """Report `hidden-in-sum`; an expression that asks whether it is applicable has thought of it."""
    for cell in pack.program.cells.values():
        if cell.expression is None:
            continue
        asked = {
            part.operand.cell
            for part in walk(cell.expression)
            if isinstance(part, x.IsApplicable) and isinstance(part.operand, x.Read | x.ReadRow)
        }
        for read in _added(cell.expression):
            if read.cell not in asked and f"applies:{read.cell}" in pack.program.cells:
                name = read.cell.rpartition(".")[2]
                report.add(
                    "hidden-in-sum",
                    f"`{name}` can be hidden, and then the whole is not applicable",
                    read.span,
                    help="write `sum(a, b)`, which passes hidden ones over, or `a if a is applicable else …`",
                )


def _added(expression: x.Expression) -> Iterator[x.Read | x.ReadRow]:
    """What is added or taken away directly."""
    for part in walk(expression):
        if isinstance(part, x.Add | x.Subtract):
            for side in children(part):
                while isinstance(side, x.Rescale):
                    side = side.operand
                if isinstance(side, x.Read | x.ReadRow):
                    yield side
