"""Aggregates over the entries of a repeating group: the entries as a frame of their own, a row an entry.

Law: as `values.operators.rows` has it. A list that was given is the whole list; where none was given, the
aggregate is the same in every row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Final, Protocol

import polars as pl

from decisionsupport.execution.columns import arithmetic
from decisionsupport.execution.columns.emit import Node, plan, width
from decisionsupport.execution.columns.items import item_columns
from decisionsupport.execution.columns.lower import lowered
from decisionsupport.execution.columns.nodes import (
    FALSE,
    TRUE,
    Flag,
    as_number,
    flag_column,
    number,
    number_column,
    where,
)
from decisionsupport.execution.columns.preparing import Answers, Codes, Preparation
from decisionsupport.execution.columns.sets import (
    Columns,
    NotLowered,
    Numbers,
    Opaque,
    Options,
    condition,
    constant,
    one_of_these,
    truth,
)
from decisionsupport.execution.columns.standing import Standing
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.values.kinds import CodeSystem
from decisionsupport.values.sets import Possible


class Outside(Standing, Protocol):
    """The record around the entries."""

    @property
    def program(self) -> Program:
        """The pack."""
        ...

    def cell_varies(self, name: str) -> bool:
        """Whether a cell may differ from row to row."""
        ...

    def outer_varies(self, node: x.OverRows) -> bool:
        """Whether an aggregate may differ from row to row though no list was given."""
        ...

    @property
    def listed(self) -> Mapping[str, Flag]:
        """Whether each repeating group was listed, of those that were in some record."""
        ...

    @property
    def prepared(self) -> dict[str, Preparation]:
        """Base columns by name, to which those of the aggregates are added."""
        ...


def over_rows(node: x.OverRows, at: Outside) -> Columns:
    """An aggregate, by base columns that are made of the entries."""
    applies = f"applies:{node.group}"
    if applies in at.program.cells and at.cell_varies(applies):
        raise NotLowered("entries that may be hidden")
    if applies in at.program.cells and truth(at.cell(applies, row=False))[0] is FALSE:
        return constant(at.fixed(node), node.kind)
    unlisted = of_further(node, at) if at.outer_varies(node) else constant(at.fixed(node), node.kind)
    if node.group not in at.listed:
        return unlisted
    name = f"rows:{node.group}:{len(at.prepared)}"
    aggregate, columns = _aggregated(node, name, at)
    at.prepared[name] = aggregate
    listed = at.listed[node.group]
    return one_of_these([(listed, columns), (listed.inverse, unlisted)])


def of_further(node: x.OverRows, at: Outside) -> Columns:
    """Where no list was given: up to so many entries, of which nothing is known."""
    most = at.program.groups[node.group].at_most
    if node.body is None:
        return Numbers(number(0), number(most))
    body = lowered(node.body, Entry(at, node.group, further=True))
    if isinstance(body, Options) and node.function in ("any", "all", "count"):
        holds, fails = truth(body)
        match node.function:
            case "any":
                return condition(holds, TRUE)
            case "all":
                return condition(TRUE, fails)
            case _:
                return Numbers(number(0), where(holds, number(most), number(0)))
    raise NotLowered("entries of which nothing is known")


# Aggregates --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Columns made of the entries of one group: `parts` of each entry, put together by `together`.

    Of records without entries: `of_none`, by column.
    """

    group: str
    codes: tuple[Codes, ...]
    parts: Mapping[str, Node]
    together: Sequence[pl.Expr]
    of_none: Mapping[str, object]

    def series(self, answers: Answers) -> list[pl.Series]:
        """The columns, a value a record."""
        entries = answers.entries[self.group]
        entries = entries.with_columns(codes.of(entries[codes.column]) for codes in self.codes)
        each = plan({"row": number_column("row", 0, 2**31 - 1), **self.parts}).over(entries.lazy())
        made = each.lazy().group_by("row").agg(self.together)
        rows = pl.LazyFrame({"row": pl.Series(range(answers.base.height), dtype=pl.Int32)})
        found = rows.join(made, on="row", how="left", maintain_order="left").drop("row").collect()
        filled = [found[name].fill_null(value) for name, value in self.of_none.items()]
        return [series.cast(made_type) for series, made_type in zip(filled, self._types(found), strict=True)]

    def _types(self, found: pl.DataFrame) -> list[pl.DataType]:
        return [found.schema[name] for name in self.of_none]


def _aggregated(node: x.OverRows, name: str, at: Outside) -> tuple[Aggregate, Columns]:
    most = at.program.groups[node.group].at_most
    if node.body is None:
        count = number_column(f"most:{name}", 0, most)
        together = [pl.len().cast(width(count)).alias(f"most:{name}")]
        made = Aggregate(node.group, (), {}, together, {f"most:{name}": 0})
        return made, arithmetic.exactly(count)
    entry = Entry(at, node.group)
    return _AGGREGATES[node.function](lowered(node.body, entry), name, most, entry)


def _judged(body: Columns, name: str, most: int, entry: Entry) -> tuple[Aggregate, Columns]:
    """`any`: it can hold where it can for an entry, and can fail where it can for all."""
    del most
    holds, fails = truth(body)
    together = [pl.col("holds").any().alias(f"holds:{name}"), pl.col("fails").all().alias(f"fails:{name}")]
    of_none = {f"holds:{name}": False, f"fails:{name}": True}
    made = Aggregate(entry.group, entry.codes, {"holds": holds, "fails": fails}, together, of_none)
    return made, condition(flag_column(f"holds:{name}"), flag_column(f"fails:{name}"))


def _judged_all(body: Columns, name: str, most: int, entry: Entry) -> tuple[Aggregate, Columns]:
    """`all`."""
    del most
    holds, fails = truth(body)
    together = [pl.col("holds").all().alias(f"holds:{name}"), pl.col("fails").any().alias(f"fails:{name}")]
    of_none = {f"holds:{name}": True, f"fails:{name}": False}
    made = Aggregate(entry.group, entry.codes, {"holds": holds, "fails": fails}, together, of_none)
    return made, condition(flag_column(f"holds:{name}"), flag_column(f"fails:{name}"))


def _counted(body: Columns, name: str, most: int, entry: Entry) -> tuple[Aggregate, Columns]:
    """`count(…)`."""
    holds, fails = truth(body)
    parts = Numbers(as_number(fails.inverse), as_number(holds))
    return _summed_up(parts, name, most, entry)


def _summed(body: Columns, name: str, most: int, entry: Entry) -> tuple[Aggregate, Columns]:
    """`sum(…)`."""
    if not isinstance(body, Numbers):
        raise NotLowered("sum")
    return _summed_up(arithmetic.total([body]), name, most, entry)


def _summed_up(each: Numbers, name: str, most: int, entry: Entry) -> tuple[Aggregate, Columns]:
    low, high = min(0, each.least.low * most), max(0, each.most.high * most)
    least = number_column(f"least:{name}", low, high)
    ends = {"least": each.least, "most": each.most}
    together = [pl.col(end).cast(pl.Int64).sum().cast(width(least)).alias(f"{end}:{name}") for end in ends]
    of_none = {f"{end}:{name}": 0 for end in ends}
    made = Aggregate(entry.group, entry.codes, ends, together, of_none)
    return made, Numbers(least, number_column(f"most:{name}", low, high))


def _told_apart(body: Columns) -> dict[str, Node]:
    """Texts, codes and moments that are known or not: the value, and whether it is."""
    if not isinstance(body, Opaque) or body.constants or body.na is not FALSE or body.some is not TRUE:
        raise NotLowered("entries told apart")
    if body.value is not None:
        return {"value": body.value, "sure": body.sure}
    assert body.column is not None
    return {"value": Flag("column", body.column), "sure": body.sure}


_UNIQUE: Final = pl.col("value").filter(pl.col("sure")).n_unique()
_SURE: Final = pl.col("sure").sum()


def _duplicated(body: Columns, name: str, most: int, entry: Entry) -> tuple[Aggregate, Columns]:
    """`duplicates(…)`: an entry of which nothing is known can be like any other."""
    del most
    coincide = (_UNIQUE < _SURE) | ((pl.len() > _SURE) & (pl.len() >= 2))
    together = [coincide.alias(f"holds:{name}"), (_UNIQUE == _SURE).alias(f"fails:{name}")]
    of_none = {f"holds:{name}": False, f"fails:{name}": True}
    made = Aggregate(entry.group, entry.codes, _told_apart(body), together, of_none)
    return made, condition(flag_column(f"holds:{name}"), flag_column(f"fails:{name}"))


def _distinct(body: Columns, name: str, most: int, entry: Entry) -> tuple[Aggregate, Columns]:
    """`distinct(…)`."""
    least = number_column(f"least:{name}", 0, most)
    fewest = pl.when(_UNIQUE == 0).then(1).otherwise(_UNIQUE)
    together = [
        fewest.cast(width(least)).alias(f"least:{name}"),
        (_UNIQUE + pl.len() - _SURE).cast(width(least)).alias(f"most:{name}"),
    ]
    of_none = {f"least:{name}": 0, f"most:{name}": 0}
    made = Aggregate(entry.group, entry.codes, _told_apart(body), together, of_none)
    return made, Numbers(least, number_column(f"most:{name}", 0, most))


def _through_python(body: Columns, name: str, most: int, entry: Entry) -> tuple[Aggregate, Columns]:
    del body, name, most, entry
    raise NotLowered("this aggregate")


_AGGREGATES: Final[Mapping[str, Callable[[Columns, str, int, Entry], tuple[Aggregate, Columns]]]] = {
    "any": _judged,
    "all": _judged_all,
    "count": _counted,
    "sum": _summed,
    "min": _through_python,
    "max": _through_python,
    "mean": _through_python,
    "distinct": _distinct,
    "duplicates": _duplicated,
}


# One entry ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Entry:
    """Where an expression stands inside an entry; `further`: one that may be, of which nothing is known."""

    outside: Outside
    group: str
    further: bool = False
    seen: dict[int, Columns] = field(default_factory=dict)
    given: dict[str, Flag] = field(init=False)
    answered: dict[str, Flag] = field(init=False)
    _codes: dict[str, Codes] = field(default_factory=dict)
    _made: dict[str, Columns] = field(default_factory=dict)

    def __post_init__(self) -> None:
        group = self.outside.program.groups[self.group]
        self.given = dict(self.outside.given) if self.further else {group.form: TRUE}
        asked = [item.id for item in group.items if not item.derived]
        self.answered = {item: FALSE if self.further else flag_column(f"known:{item}") for item in asked}

    @property
    def codes(self) -> tuple[Codes, ...]:
        """What is to be looked up in the frame of entries."""
        return tuple(self._codes.values())

    @property
    def zone(self) -> tzinfo:
        """The pack's time zone."""
        return self.outside.zone

    @property
    def today(self) -> date:
        """The day of the instant."""
        return self.outside.today

    def varies(self, node: x.Expression) -> bool:
        """Whether an expression may differ from entry to entry, or record to record."""
        return self.outside.varies(node)

    def fixed(self, node: x.Expression) -> Possible:
        """What it is in every entry."""
        return self.outside.fixed(node)

    def fixed_with(self, form: str, node: x.Expression) -> Possible:
        """What it is where that form alone is given."""
        return self.outside.fixed_with(form, node)

    def cell(self, cell: str, *, row: bool) -> Columns:
        """What a cell of the entry is; what varies from record to record is not had here."""
        if not row:
            if self.further:
                return self.outside.cell(cell, row=False)
            raise NotLowered(cell)
        if cell not in self._made:
            self._made[cell] = self._make(cell)
        return self._made[cell]

    def _make(self, name: str) -> Columns:
        cell = self.outside.program.cells[name]
        if cell.expression is not None:
            return lowered(cell.expression, self)
        applies = f"applies:{name}"
        shown = (
            truth(self.cell(applies, row=True)) if applies in self.outside.program.cells else (TRUE, FALSE)
        )
        return item_columns(self.outside.program.items[name], cell.widest, self.answered[name], shown)

    def widest(self, cell: str) -> Possible:
        """Everything a cell can be."""
        return self.outside.widest(cell)

    def is_group(self, cell: str) -> bool:
        """Whether it is a repeating group."""
        return self.outside.is_group(cell)

    def unsettled(self, form: str) -> Iterable[Flag]:
        """Not asked of an entry."""
        raise NotLowered(form)

    def code_in(self, column: str, codes: frozenset[str], system: CodeSystem) -> Flag:
        """Whether the codes of a column are among these or lie under one."""
        name = f"code:{column}:{','.join(sorted(codes))}"
        self._codes[name] = Codes(name, column, codes, system)
        return flag_column(name)

    def over_rows(self, node: x.OverRows) -> Columns:
        """No list is in a list."""
        raise NotLowered(node.group)
