"""Columns whose every answer is accepted, told by their least and their most: no row is judged by itself.

Law: in a column called sound, screening row by row accepts every answer, and makes the same of each. Whatever
may not be so is left to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from decisionsupport.execution.columns.emit import divided
from decisionsupport.execution.columns.items import base_type, bounds
from decisionsupport.program.model import Item
from decisionsupport.values.kinds import LIMIT, Boolean, Choice, Number

_EXACT = "exact:"


@dataclass(frozen=True, slots=True)
class _Sound:
    """The base column; and what must hold of it in every row with an answer, where the ends do not tell."""

    value: pl.Expr
    exact: pl.Expr | None = None


def sound(columns: Iterable[tuple[pl.Series, Item]]) -> dict[str, tuple[pl.Series, pl.Series]]:
    """Of the columns that are sound, by item: whether there is an answer, and the base column."""
    made = {item.id: (column, each) for column, item in columns if (each := _sound(column, item)) is not None}
    if not made:
        return {}
    values = [each.value.alias(f"value:{item}") for item, (_, each) in made.items()]
    tested = {item: each.exact for item, (_, each) in made.items() if each.exact is not None}
    exact = [test.alias(f"{_EXACT}{item}") for item, test in tested.items()]
    frame = pl.DataFrame([column for column, _ in made.values()]).lazy()
    if exact:
        frame = frame.select(*tested, *values).select(pl.col("^value:.*$"), *exact)
    else:
        frame = frame.select(values)
    done = frame.collect(engine="streaming", optimizations=pl.QueryOptFlags.none())
    return {
        item: (column.is_not_null().alias(f"known:{item}"), done[f"value:{item}"])
        for item, (column, each) in made.items()
        if each.exact is None or done[f"{_EXACT}{item}"].all()
    }


def _sound(column: pl.Series, item: Item) -> _Sound | None:
    values, dtype = pl.col(column.name), column.dtype
    match item.kind:
        case Boolean() if dtype == pl.Boolean:
            return _Sound(_filled(values, column, pl.lit(value=False)))
        case Choice(options=options) if dtype == pl.Enum(list(options)):
            place = values.to_physical().cast(base_type(item), wrap_numerical=True)
            return _Sound(_filled(place, column, pl.lit(0, dtype=base_type(item))))
        case Number() if dtype.is_integer():
            return _whole(column, item)
        case Number() if dtype.is_float():
            return _parts(column, item)
        case _:
            return None


def _filled(values: pl.Expr, column: pl.Series, instead: pl.Expr) -> pl.Expr:
    return values.fill_null(instead) if column.null_count() else values


def _within(item: Item, least: int, most: int) -> bool:
    low, high = bounds(item)
    return max(low, -LIMIT) <= least and most <= min(high, LIMIT)


def _whole(column: pl.Series, item: Item) -> _Sound | None:
    kind = item.kind
    assert isinstance(kind, Number)
    scale = 10**kind.places
    least, most = column.min(), column.max()
    if (
        not isinstance(least, int)
        or not isinstance(most, int)
        or not _within(item, least * scale, most * scale)
    ):
        return None
    # No answer is outside, so none wraps.
    units = pl.col(column.name).cast(base_type(item) if scale == 1 else pl.Int64, wrap_numerical=True)
    if scale != 1:
        units = (units * pl.lit(scale, dtype=pl.Int64)).cast(base_type(item))
    exact = _on_step(item, kind) if scale % kind.step else None
    return _Sound(_filled(units, column, pl.lit(least * scale, dtype=base_type(item))), exact)


def _parts(column: pl.Series, item: Item) -> _Sound | None:
    """Units of a float: the nearest; and the float must be the one nearest to them."""
    kind = item.kind
    assert isinstance(kind, Number)
    scale = 10**kind.places
    least, most = column.min(), column.max()
    # The ends pass over NaN, which is equal to nothing: so it is not exact.
    if not isinstance(least, float) or not isinstance(most, float) or not math.isfinite(most - least):
        return None
    low, high = (math.floor(end * float(scale) + 0.5) for end in (least, most))
    if not _within(item, low, high):
        return None
    moved = pl.col(column.name).cast(pl.Float64) * float(scale) + 0.5
    units = moved.floor().cast(base_type(item), wrap_numerical=True)
    exact = divided(pl.col(f"value:{item.id}"), scale).cast(column.dtype) == pl.col(column.name)
    if kind.step != 1:
        exact = exact & _on_step(item, kind)
    return _Sound(_filled(units, column, pl.lit(low, dtype=base_type(item))), exact)


def _on_step(item: Item, kind: Number) -> pl.Expr:
    return pl.col(f"value:{item.id}").cast(pl.Int64) % pl.lit(kind.step, dtype=pl.Int64) == 0
