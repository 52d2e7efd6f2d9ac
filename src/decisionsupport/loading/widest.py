"""Everything an expression can be, whatever is answered: bands, divisors, conditions are held against it."""

# ruff: noqa: ARG002 - the arguments are those of every reader

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from decisionsupport.loading.names import FormNames
from decisionsupport.program import expressions as x
from decisionsupport.program.meaning import Entries as RowEntries
from decisionsupport.program.model import Cell
from decisionsupport.values.sets import UNDECIDED, Anything, Possible, between, with_not_applicable


class Widest:
    """Reads every cell as the widest it can be: what expressions can be at all."""

    def __init__(
        self,
        cells: Mapping[str, Cell],
        forms: Mapping[str, FormNames],
        sizes: Mapping[str, int],
        zone: tzinfo,
    ) -> None:
        self.zone = zone
        self._cells = cells
        self._forms = forms
        self._sizes = sizes

    def value(self, cell: str) -> Possible:
        """Everything the cell can be."""
        return self._cells[cell].widest

    def row_value(self, cell: str, row: int) -> Possible:
        """The same, in any entry."""
        return self._cells[cell].widest

    def now(self) -> Possible:
        """Any instant."""
        return Anything()

    def today(self) -> Possible:
        """Any day."""
        return Anything()

    def tested(self, test: x.RecordTest, row: int | None) -> Possible:
        """Either way."""
        return UNDECIDED

    def remaining(self, form: str) -> Possible:
        """Any number of items."""
        return between(0, max(1, len(self._forms[form].items)))

    def entries(self, group: str) -> RowEntries:
        """Any number of entries."""
        return RowEntries(0, self._sizes[group])

    def before(self, history: x.History, within: Possible | None) -> Possible:
        """Anything the cell can be, or nothing."""
        return with_not_applicable(self._cells[history.cell].widest)

    def last_done(self, form: str) -> Possible:
        """Any instant."""
        return Anything()

    def last_filled_in(self, form: str) -> Possible:
        """Any instant."""
        return Anything()
