"""Base columns besides the answers: what is looked up or worked out before the plan is run.

Law: each is made once for each different value, or combination of answers, that there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from decisionsupport.execution.columns.emit import width
from decisionsupport.execution.columns.moments import CALENDAR
from decisionsupport.execution.columns.nodes import Units, flag_column, number_column
from decisionsupport.execution.columns.sets import (
    Chosen,
    Columns,
    Numbers,
    Opaque,
    Options,
    moment_units,
    options_of,
)
from decisionsupport.execution.model import Executor, Record
from decisionsupport.program import expressions as x
from decisionsupport.values import kinds
from decisionsupport.values.operators.codes import code_in
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Anything,
    Between,
    OneOf,
    Possible,
    Subset,
    may_be_not_applicable,
    without_not_applicable,
)

RecordOf = Callable[[Mapping[str, Any]], Record]
"""The record of a row of answers as they were given, by column."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of some records: as they were given, as base columns, and the entries of repeating groups.

    Frames of entries say in `row` whose they are.
    """

    raw: pl.DataFrame
    base: pl.DataFrame
    entries: Mapping[str, pl.DataFrame]
    record_of: RecordOf
    executor: Executor


class Preparation(Protocol):
    """What makes base columns."""

    def series(self, answers: Answers) -> list[pl.Series]:
        """The columns, a value a record."""
        ...


# Codes -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Codes:
    """Whether the codes of a column are among these or lie under one; a null is not."""

    name: str
    column: str
    codes: frozenset[str]
    system: kinds.CodeSystem

    def series(self, answers: Answers) -> list[pl.Series]:
        """One flag."""
        return [self.of(answers.base[self.column])]

    def of(self, column: pl.Series) -> pl.Series:
        """The flag for these codes."""
        found = column.unique().drop_nulls()
        held = found.filter(
            pl.Series([code_in(code, self.codes, self.system) is True for code in found], dtype=pl.Boolean)
        )
        return column.is_in(held.implode()).fill_null(value=False).alias(self.name)


# The default executor ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ThroughPython:
    """A cell (or an expression outside the cells) by the default executor, for each different combination."""

    name: str
    kind: kinds.Kind
    widest: Possible
    node: x.Expression | None
    answers: tuple[str, ...]
    forms: tuple[str, ...]

    def columns(self) -> Columns:
        """What it is, by its base columns."""
        na, some = flag_column(f"na:{self.name}"), flag_column(f"some:{self.name}")
        match self.kind:
            case kinds.Number():
                low, high = self._bounds()
                least = number_column(f"least:{self.name}", low, high)
                return Numbers(least, number_column(f"most:{self.name}", low, high), some, na)
            case kinds.Boolean() | kinds.Choice():
                names = options_of(self.kind)
                return Options({each: flag_column(f"can:{self.name}:{each}") for each in names}, na)
            case kinds.Choices(options=names):
                sure = {each: flag_column(f"sure:{self.name}:{each}") for each in names}
                return Chosen(
                    sure, {each: flag_column(f"can:{self.name}:{each}") for each in names}, some, na
                )
            case kinds.Date() | kinds.Instant() | kinds.TimeOfDay():
                value = number_column(f"value:{self.name}", *CALENDAR[type(self.kind)])
                return Opaque(value, flag_column(f"sure:{self.name}"), some, na)
            case _:
                return Opaque(None, flag_column(f"sure:{self.name}"), some, na)

    def _bounds(self) -> tuple[int, int]:
        rest = without_not_applicable(self.widest)
        if isinstance(rest, Between):
            return rest.least, rest.most
        return (rest, rest) if isinstance(rest, int) else (-kinds.LIMIT, kinds.LIMIT)

    def series(self, answers: Answers) -> list[pl.Series]:
        """Its base columns."""
        names = [*self.answers, *(f"given:{form}" for form in self.forms)]
        height = answers.base.height
        flags = (
            answers.base[name] if name in answers.base.columns else _everywhere(name, height)
            for name in (f"given:{form}" for form in self.forms)
        )
        given = pl.DataFrame([*(answers.raw[name] for name in self.answers), *flags])
        groups = given.with_row_index("·row").group_by(names, maintain_order=True).agg("·row")
        fields: dict[str, list[Any]] = {}
        for row in groups.select(names).iter_rows(named=True):
            for name, value in self._fields(self._value(row, answers)).items():
                fields.setdefault(name, []).append(value)
        columns = [pl.Series(name, values, dtype=self._type(name)) for name, values in fields.items()]
        made = groups.select("·row").with_columns(columns).explode("·row").sort("·row").drop("·row")
        return made.get_columns()

    def _value(self, row: Mapping[str, Any], answers: Answers) -> Possible:
        evaluation = answers.executor(answers.record_of(row))
        return evaluation.value(self.name) if self.node is None else evaluation.evaluate(self.node)

    def _type(self, name: str) -> Any:  # noqa: ANN401 (Polars' own types of types)
        match name.partition(":")[0]:
            case "least" | "most":
                return width(Units("column", *self._bounds()))
            case "value":
                return width(Units("column", *CALENDAR[type(self.kind)]))
            case _:
                return pl.Boolean

    def _fields(self, value: Possible) -> dict[str, Any]:
        na, rest = may_be_not_applicable(value), without_not_applicable(value)
        some = rest is not NOT_APPLICABLE
        found: dict[str, Any] = {f"na:{self.name}": na, f"some:{self.name}": some}
        match self.kind:
            case kinds.Number():
                low = self._bounds()[0]
                least, most = (rest.least, rest.most) if isinstance(rest, Between) else (rest, rest)
                found[f"least:{self.name}"] = least if some else low
                found[f"most:{self.name}"] = most if some else low
            case kinds.Boolean() | kinds.Choice():
                held = rest.values if isinstance(rest, OneOf) else frozenset({rest})
                for each in options_of(self.kind):
                    # By type too: 1 is True to Python.
                    found[f"can:{self.name}:{each}"] = some and each in held
            case kinds.Choices(options=names):
                sure = rest.chosen if isinstance(rest, Subset) else rest
                free = rest.undecided if isinstance(rest, Subset) else frozenset()
                for each in names:
                    found[f"sure:{self.name}:{each}"] = isinstance(sure, frozenset) and each in sure
                    found[f"can:{self.name}:{each}"] = each in free
            case _:
                known = rest.value if isinstance(rest, Anything) else rest
                found[f"sure:{self.name}"] = some and known is not None
                if type(self.kind) in CALENDAR:
                    found[f"value:{self.name}"] = (moment_units(known) if some else None) or 0
        return found


def _everywhere(name: str, height: int) -> pl.Series:
    return pl.Series(name, [True], dtype=pl.Boolean).new_from_index(0, height)


def all_series(preparations: Sequence[Preparation], answers: Answers) -> list[pl.Series]:
    """The columns of all preparations."""
    return [series for each in preparations for series in each.series(answers)]
