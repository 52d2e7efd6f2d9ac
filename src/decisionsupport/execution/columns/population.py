"""The cells of a program over a frame of answers, in the order in which each comes after those it reads.

Law: a cell that has no columns as an expression gets them from the default executor, once for each different
combination of the answers it rests on; nothing else is asked of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from decisionsupport.execution.columns.lower import Lowering
from decisionsupport.execution.columns.sets import (
    Columns,
    Flag,
    NotLowered,
    Numbers,
    Options,
    constant,
    inverse,
    select,
    truth,
)
from decisionsupport.execution.model import Executor, FormAnswers, Known, Record
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Cell, Item, Program
from decisionsupport.program.walk import walk
from decisionsupport.values.kinds import Boolean, Choice, Kind, Number
from decisionsupport.values.sets import NOT_APPLICABLE, Possible, without_not_applicable

Value = Callable[[Item, Any], Possible]
"""An accepted answer, as the program has it."""


@dataclass(slots=True)
class Population:
    """A frame of accepted answers (a column an item, a flag `given:form` a form), and the cells over it.

    `asked` are the items that have a column, `blank` the record of somebody of whom nothing is given.
    `lowered` and `by_python` are the cells worked out so far, by how.
    """

    program: Program
    executor: Executor
    blank: Record
    frame: pl.DataFrame
    asked: frozenset[str]
    forms: frozenset[str]
    value_of: Value
    cells: dict[str, Columns] = field(default_factory=dict)
    opaque: dict[str, list[Possible]] = field(default_factory=dict)
    lowered: list[str] = field(default_factory=list)
    by_python: list[str] = field(default_factory=list)

    def work_out(self, wanted: Iterable[str]) -> None:
        """Work out cells and all that they read."""
        needed = self._needed(wanted)
        nobody = self.executor(self.blank)
        for cell in self.program.cells.values():
            if cell.id not in needed or cell.row_of is not None or cell.id in self.program.groups:
                continue
            rests = self._rests_on(cell)
            try:
                made = self._lower(cell) if rests else constant(nobody.value(cell.id), cell.kind)
            except NotLowered:
                self._through_python(cell, sorted(rests))
            else:
                self._keep(cell, made)
                self.lowered.append(cell.id)

    def values(self, cell: str) -> list[Possible]:
        """What a cell of an opaque kind can be, in each row."""
        return self.opaque[cell]

    def _needed(self, wanted: Iterable[str]) -> set[str]:
        left, found = list(wanted), set[str]()
        while left:
            cell = left.pop()
            if cell in found or cell not in self.program.cells:
                continue
            found.add(cell)
            left += [*self.program.cells[cell].reads, f"applies:{cell}"]
        return found

    def _rests_on(self, cell: Cell) -> frozenset[str]:
        """The columns it can change with: items that have one, and whether forms are given."""
        found, left, seen = set[str](), [cell.id], {cell.id}
        while left:
            own, further = self._direct(left.pop())
            found |= own
            left += further - seen
            seen |= further
        return frozenset(found)

    def _direct(self, name: str) -> tuple[set[str], set[str]]:
        """The columns that a cell itself rests on, and the cells it reads."""
        cell = self.program.cells.get(name)
        if cell is None:
            return set(), set()
        found, further = {name} & self.asked, {*cell.reads, f"applies:{name}"}
        for part in () if cell.expression is None else walk(cell.expression):
            if isinstance(part, x.RecordTest | x.FormRemaining | x.SinceCompare) and part.form in self.forms:
                found.add(f"given:{part.form}")
            if isinstance(part, x.FormRemaining):
                entries = {entry.id for entry in self.program.forms[part.form].entries}
                further |= entries | {f"applies:{entry}" for entry in entries}
        return found, further

    # Columns -------------------------------------------------------------------------------------------

    def _lower(self, cell: Cell) -> Columns:
        if cell.id in self.program.items and cell.expression is None:
            return self._item(cell)
        if cell.expression is None:
            raise NotLowered(cell.id)
        given: dict[str, Flag] = {form: pl.col(f"given:{form}") for form in self.forms}
        answered: dict[str, Flag] = {
            item.id: pl.col(item.id).is_not_null() if item.id in self.asked else False
            for item in self.program.items.values()
            if not item.derived
        }
        return Lowering(self.cells, given, answered).of(cell.expression)

    def _item(self, cell: Cell) -> Columns:
        widest = constant(without_not_applicable(cell.widest), cell.kind)
        shown = self.cells.get(f"applies:{cell.id}")
        if shown is None and f"applies:{cell.id}" in self.program.cells:
            raise NotLowered(cell.id)
        holds, fails = (True, False) if shown is None else truth(shown)
        hidden = constant(NOT_APPLICABLE, cell.kind)
        if cell.id not in self.asked:
            return select([(holds, widest), (fails, hidden)])
        column = pl.col(cell.id)
        answered: Flag = column.is_not_null() if self.frame[cell.id].null_count() else True
        if isinstance(widest, Numbers):
            value: Columns = Numbers(column.fill_null(0), column.fill_null(0))
            if answered is True:
                value = Numbers(column, column)
        else:
            value = Options({name: _is_option(column, name) for name in widest.members})
        known = select([(answered, value), (inverse(answered), widest)])
        return select([(holds, known), (_all(fails, inverse(_all(holds, answered))), hidden)])

    def _keep(self, cell: Cell, made: Columns) -> None:
        fields = fields_of(made)
        names = {name: f"{cell.id}|{name}" for name in fields}
        single = isinstance(made, Numbers) and made.most is made.least
        self.frame = self.frame.with_columns(
            each.alias(names[name])
            for name, each in fields.items()
            if isinstance(each, pl.Expr) and not (single and name == "most")
        )
        if single:
            names["most"] = names["least"]
        self.cells[cell.id] = _over(made, names)

    # The default executor ------------------------------------------------------------------------------

    def _through_python(self, cell: Cell, rests: list[str]) -> None:
        values = self._distinct(cell, rests)
        if cell.id not in self.program.items:
            self.by_python.append(cell.id)
        if not isinstance(cell.kind, Number | Boolean | Choice):
            self.opaque[cell.id] = values
            return
        sets = [fields_of(constant(value, cell.kind)) for value in values]
        first = fields_of(constant(cell.widest, cell.kind))
        columns = {
            name: pl.Series(
                f"{cell.id}|{name}",
                [each[name] for each in sets],
                dtype=pl.Int64 if name in ("least", "most") else pl.Boolean,
            )
            for name in first
        }
        self.frame = self.frame.with_columns(columns.values())
        shape = constant(cell.widest, cell.kind)
        self.cells[cell.id] = _over(shape, {name: f"{cell.id}|{name}" for name in first}, always=True)

    def _distinct(self, cell: Cell, rests: list[str]) -> list[Possible]:
        items = [self.program.items[name] for name in rests if name in self.asked]
        forms = sorted(
            {item.form for item in items}
            | {name.removeprefix("given:") for name in rests if name not in self.asked}
        )
        found: dict[str, Possible] = {}
        values = []
        names = [*(f"given:{form}" for form in forms), *(item.id for item in items)]
        rows = self.frame.select(names).rows() if names else [()] * self.frame.height
        for row in rows:
            key = repr(row)
            if key not in found:
                record = self._record(dict(zip(names, row, strict=True)), forms, items)
                found[key] = self.executor(record).value(cell.id)
            values.append(found[key])
        return values

    def _record(self, row: Mapping[str, Any], forms: list[str], items: list[Item]) -> Record:
        answers = {
            form: FormAnswers(
                {
                    item.id: Known(self.value_of(item, row[item.id]))
                    for item in items
                    if item.form == form and row[item.id] is not None
                }
            )
            for form in forms
            if row[f"given:{form}"]
        }
        return replace(self.blank, answers=answers)


def _all(a: Flag, b: Flag) -> Flag:
    if isinstance(a, bool):
        return b if a else False
    if isinstance(b, bool):
        return a if b else False
    return a & b


def _is_option(column: pl.Expr, option: bool | str) -> pl.Expr:
    return (column == pl.lit(option)).fill_null(value=False)


def fields_of(made: Columns) -> dict[str, Any]:
    """The flags and numbers that a set is made of, by name."""
    if isinstance(made, Numbers):
        return {"least": made.least, "most": made.most, "some": made.some, "na": made.na}
    return {**{f"is {name}": flag for name, flag in made.members.items()}, "na": made.na}


def _over(made: Columns, names: Mapping[str, str], *, always: bool = False) -> Columns:
    """The same set, read from the frame's columns of these names."""

    def read(name: str, found: Any) -> Any:  # noqa: ANN401 (a flag gives a flag, a number a number)
        return pl.col(names[name]) if always or isinstance(found, pl.Expr) else found

    if isinstance(made, Numbers):
        least = read("least", made.least)
        most = least if names["most"] == names["least"] else read("most", made.most)
        return Numbers(least, most, read("some", made.some), read("na", made.na))
    members = {name: read(f"is {name}", flag) for name, flag in made.members.items()}
    return Options(members, read("na", made.na))


def plain_kind(kind: Kind) -> bool:
    """Whether a value of the kind has columns of its own; of others there is a text."""
    return isinstance(kind, Number | Boolean | Choice)


def widened(made: Columns) -> dict[str, pl.Expr]:
    """Each field of a set as an expression, those that are the same in every row too."""
    return {
        name: each if isinstance(each, pl.Expr) else _literal(each) for name, each in fields_of(made).items()
    }


def _literal(each: bool | int) -> pl.Expr:
    return pl.lit(each, dtype=pl.Boolean if isinstance(each, bool) else pl.Int64)
