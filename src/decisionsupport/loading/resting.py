"""What a rule rests on: the forms its condition reads through computed values, points, findings and tables.

History does not count: `previous`, `change`, `time_since` ask nothing of the record at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decisionsupport.program import expressions as x
from decisionsupport.program.model import Cell, TakingPart
from decisionsupport.program.walk import children

Forms = Mapping[str, str]
"""Each form's word: `assessment`, `checklist` or `facts`."""
FORM = "form:"
"""Before the name of a form that is read as a whole: what remains of it."""


class Resting:
    """Works out, once for each cell, which forms and parameters it rests on."""

    def __init__(self, cells: Mapping[str, Cell]) -> None:
        self._forms: dict[str, frozenset[str]] = {}
        self._parameters: dict[str, frozenset[str]] = {}
        for cell in cells.values():
            read = list(_read_now(cell.expression)) if cell.expression is not None else []
            own = {cell.form} if cell.form is not None else set()
            asked = {each.removeprefix(FORM) for each in read if each.startswith(FORM)}
            self._forms[cell.id] = frozenset(own | asked).union(
                *(self._forms.get(each, frozenset()) for each in read)
            )
            named = {cell.id.removeprefix("parameter.")} if cell.id.startswith("parameter.") else set()
            self._parameters[cell.id] = frozenset(named).union(
                *(self._parameters.get(each, frozenset()) for each in cell.reads)
            )

    def forms(self, cell: str) -> frozenset[str]:
        """The forms that a cell rests on."""
        return self._forms.get(cell, frozenset())

    def parameters(self, cell: str) -> frozenset[str]:
        """The parameters that a cell rests on."""
        return self._parameters.get(cell, frozenset())

    def taking_part(self, when: str, forms: Forms) -> TakingPart:
        """On which given forms an undecided rule with this condition is reported."""
        rests = self.forms(when)
        facts = frozenset(form for form in rests if forms[form] == "facts")
        return TakingPart(rests - facts, facts)


def _read_now(expression: x.Expression) -> Iterator[str]:
    match expression:
        case x.Read(cell=cell) | x.ReadRow(cell=cell) | x.RecordTest(cell=cell):
            yield cell
        case x.FormRemaining(form=form):
            yield FORM + form
        case x.Subtract(left=x.Read(cell=cell), right=x.History(function="previous", cell=before)) if (
            cell == before
        ):
            return
        case x.OverRows(group=group):
            yield group
    for child in children(expression):
        yield from _read_now(child)
