"""Where an expression stands while it becomes nodes: what names are there, what is the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, tzinfo
from typing import Protocol

from decisionsupport.execution.columns.nodes import Flag
from decisionsupport.execution.columns.sets import Columns
from decisionsupport.program import expressions as x
from decisionsupport.values.kinds import CodeSystem
from decisionsupport.values.sets import Possible


class Standing(Protocol):
    """What lowering asks of the place where an expression stands."""

    @property
    def seen(self) -> dict[int, Columns]:
        """The nodes of expressions met before, by identity: the program holds them."""
        ...

    @property
    def zone(self) -> tzinfo:
        """The pack's time zone."""
        ...

    @property
    def today(self) -> date:
        """The day of the instant in that zone."""
        ...

    @property
    def given(self) -> Mapping[str, Flag]:
        """Whether each form was given."""
        ...

    @property
    def answered(self) -> Mapping[str, Flag]:
        """Whether each item has an accepted answer."""
        ...

    def varies(self, node: x.Expression) -> bool:
        """Whether it may differ from row to row."""
        ...

    def fixed(self, node: x.Expression) -> Possible:
        """What an expression is that does not vary; of one that does, what it is while nothing is given."""
        ...

    def fixed_with(self, form: str, node: x.Expression) -> Possible:
        """What it is where that form alone is given, and nothing in it answered."""
        ...

    def cell(self, cell: str, *, row: bool) -> Columns:
        """What a cell is, of the record or of the entry at hand."""
        ...

    def widest(self, cell: str) -> Possible:
        """Everything a cell can be."""
        ...

    def is_group(self, cell: str) -> bool:
        """Whether it is a repeating group."""
        ...

    def unsettled(self, form: str) -> Iterable[Flag]:
        """For each item of a form that was given, whether it still wants an answer."""
        ...

    def code_in(self, column: str, codes: frozenset[str], system: CodeSystem) -> Flag:
        """Whether the codes of a column are among these or lie under one."""
        ...

    def over_rows(self, node: x.OverRows) -> Columns:
        """An aggregate over the entries of a repeating group."""
        ...
