"""Cells in narrow columns: numbers in the smallest type that holds all they can be, options as `Enum`, flags.

Law: they say what the columns of `hosting` say, row by row, in the same types for every shape of the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from decisionsupport.execution.columns.cells import Cells
from decisionsupport.execution.columns.emit import Node, divided, width, width_of
from decisionsupport.execution.columns.hosting import STATES, place_of, state_column, state_of
from decisionsupport.execution.columns.nodes import FALSE, TRUE, TooLarge, Units, number, same
from decisionsupport.execution.columns.sets import Numbers, Options, options_of
from decisionsupport.program.model import Cell
from decisionsupport.values.kinds import Boolean, Choice, Kind, Number
from decisionsupport.values.sets import Between, Possible, without_not_applicable

_FEW: Final = 8
"""So many options are told apart by a flag each; of more, the place of the known one becomes its name."""


def is_narrow(kind: Kind) -> bool:
    """Whether there are narrow columns of it."""
    return isinstance(kind, Number | Boolean | Choice)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The nodes that the plan must give, and the columns made of them."""

    nodes: Mapping[str, Node]
    columns: tuple[pl.Expr, ...]


def narrowed(cell: str, cells: Cells, form: str | None) -> Narrowed:
    """A cell in narrow columns, null where the form is not given; None: it is in every row."""
    found, made = cells.program.cells[cell], cells.of(cell)
    assert isinstance(made, Numbers | Options)
    state = state_of(made)
    nodes: dict[str, Node] = {}
    here = known = None
    if form is not None:
        nodes[f"given:{form}"] = cells.given[form]
        here = pl.col(f"given:{form}")
    shown = state_column(cell, state)
    if state.fixed != 0:
        nodes[f"{cell}|known"] = same(state, number(0))
        known = pl.col(f"{cell}|known")
        if state.high == 1:
            shown = (
                pl.when(known).then(pl.lit("known", dtype=STATES)).otherwise(pl.lit("unknown", dtype=STATES))
            )
        else:
            nodes[f"{cell}|state"] = state
    value, others = (
        _of_number(found, made, here, nodes)
        if isinstance(made, Numbers)
        else _of_options(found, made, here, nodes)
    )
    named = {
        cell: _where(_all_of(here, known), value),
        f"{cell}.state": _where(here, shown),
        **others,
    }
    return Narrowed(nodes, tuple(expression.alias(name) for name, expression in named.items()))


def _of_number(
    cell: Cell, made: Numbers, here: pl.Expr | None, nodes: dict[str, Node]
) -> tuple[pl.Expr, dict[str, pl.Expr]]:
    """What it is where it is known, and its ends; the nodes they read are added."""
    dtype = number_type(cell.kind, cell.widest)
    ends = {"least": made.least, "most": made.most}
    nodes |= {f"{cell.id}|{end}": node for end, node in ends.items()}
    if made.some is not TRUE:
        nodes[f"{cell.id}|some"] = made.some
        here = _all_of(here, pl.col(f"{cell.id}|some"))
    columns = {end: _number(f"{cell.id}|{end}", node, cell.kind, dtype) for end, node in ends.items()}
    others = {f"{cell.id}.{end}": _where(here, column) for end, column in columns.items()}
    return columns["least"], others


def _of_options(
    cell: Cell, made: Options, here: pl.Expr | None, nodes: dict[str, Node]
) -> tuple[pl.Expr, dict[str, pl.Expr]]:
    """What it is where it is known, and whether it can be each; the nodes they read are added."""
    names = options_of(cell.kind)
    flags = {name: made.members.get(name, FALSE) for name in names}
    nodes |= {f"{cell.id}|can:{name}": flag for name, flag in flags.items()}
    others = {can_be(cell.id, name): _where(here, pl.col(f"{cell.id}|can:{name}")) for name in names}
    if isinstance(cell.kind, Boolean):
        return pl.col(f"{cell.id}|can:{True}"), others
    enum = pl.Enum([str(name) for name in names])
    if len(names) > _FEW:
        nodes[f"{cell.id}|value"] = place_of(made, names)
        physical = pl.UInt8 if len(names) < 255 else pl.UInt16
        return pl.col(f"{cell.id}|value").cast(physical, wrap_numerical=True).cat.to(enum), others
    possible = [name for name in names if flags[name] is not FALSE] or list(names[:1])
    found: pl.Expr = pl.lit(possible[-1], dtype=enum)
    for name in reversed(possible[:-1]):
        found = pl.when(pl.col(f"{cell.id}|can:{name}")).then(pl.lit(name, dtype=enum)).otherwise(found)
    return found, others


def can_be(cell: str, option: bool | str) -> str:
    """The column that says whether a cell can be that option."""
    return f"{cell}.can.{str(option).lower() if isinstance(option, bool) else option}"


def number_type(kind: Kind, widest: Possible) -> Any:  # noqa: ANN401 (Polars' own types of types)
    """The type of a narrow column of a number that can be all this."""
    assert isinstance(kind, Number)
    if kind.places:
        return pl.Float64
    rest = without_not_applicable(widest)
    low, high = (rest.least, rest.most) if isinstance(rest, Between) else (rest, rest)
    if not isinstance(low, int) or not isinstance(high, int):
        return pl.Int64
    try:
        return width(Units("column", low, high))
    except TooLarge:
        return pl.Int64


def _where(holds: pl.Expr | None, then: pl.Expr) -> pl.Expr:
    return then if holds is None else pl.when(holds).then(then)


def _number(column: str, node: Units, kind: Kind, dtype: Any) -> pl.Expr:  # noqa: ANN401
    assert isinstance(kind, Number)
    if kind.places:
        return divided(pl.col(column), 10**kind.places)
    # What is outside the type is outside what the cell can be: it is where the column says nothing.
    return pl.col(column) if width_of(node) == dtype else pl.col(column).cast(dtype, wrap_numerical=True)


def _all_of(a: pl.Expr | None, b: pl.Expr | None) -> pl.Expr | None:
    return b if a is None else a if b is None else a & b


def of_values(cell: str, kind: Kind, widest: Possible) -> list[pl.Expr]:
    """The same columns made of those of hosts."""
    state = pl.col(f"{cell}.state")
    if isinstance(kind, Number):
        dtype = number_type(kind, widest)
        ends = (pl.col(f"{cell}.{end}").cast(dtype) for end in ("least", "most"))
        return [pl.col(cell).cast(dtype), state, *ends]
    names = options_of(kind)
    value = pl.col(cell) if isinstance(kind, Boolean) else pl.col(cell).cast(pl.Enum([str(n) for n in names]))
    cans = [
        pl.when(state == "known")
        .then(pl.col(cell) == pl.lit(name))
        .when(state.is_not_null())
        .then(pl.col(f"{cell}.one_of").list.contains(pl.lit(name)).fill_null(value=False))
        .alias(can_be(cell, name))
        for name in names
    ]
    return [value, state, *cans]
