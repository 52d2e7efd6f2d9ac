"""`need-unasked`: a care request needs what nobody is asked, so its gap can never be closed."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.program.model import Cell, Need
from decisionsupport.program.walk import reads
from decisionsupport.values.sets import truth


def need_unasked(pack: Pack, report: Report) -> None:
    """Report `need-unasked`: an item of a retired form, or one that is never shown."""
    for request in pack.program.requests.values():
        for need in request.needs:
            for why in _unasked(need, pack):
                report.add(
                    "need-unasked",
                    f"`{request.id}` needs what nobody can answer: {why}",
                    need.span,
                    help="need something that is asked, or ask it",
                )
                break


def _unasked(need: Need, pack: Pack) -> Iterator[str]:
    program = pack.program
    for cell in (need.known,) if need.known is not None else reads(need.that) if need.that else ():
        form = program.cells[cell].form
        shown = program.cells.get(f"applies:{cell}")
        if form is not None and program.forms[form].status == "retired":
            yield f"the form `{form}` is retired, and its answers are not used"
        elif shown is not None and not _can_hold(shown, pack):
            yield f"`{cell}` is never shown"


def _can_hold(cell: Cell, pack: Pack) -> bool:
    made = cell.expression
    return made is None or (truth(cell.widest) is not False and pack.holding.together((made, True)))
