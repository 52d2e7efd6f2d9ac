"""Columns whose every answer is accepted, told by their least and their most: no row is judged by itself.

Law: in a column called sound, screening row by row accepts every answer, and makes the same of each. Whatever
may not be so is left to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from decisionsupport.execution.columns.emit import divided
from decisionsupport.execution.columns.items import base_type, bounds
from decisionsupport.program.model import Item
from decisionsupport.values.kinds import LIMIT, Boolean, Choice, Number

_EXACT = "exact:"


@dataclass(frozen=True, slots=True)
class _Sound:
    """The base column; what must hold of it in every row with an answer; between what it must lie."""

    value: pl.Expr
    exact: pl.Expr | None = None
    within: tuple[int, int] | None = None


def sound(columns: Iterable[tuple[pl.Series, Item]]) -> dict[str, tuple[pl.Series, pl.Series]]:
    """Of the columns that are sound, by item: whether there is an answer, and the base column."""
    given = [(column, item) for column, item in columns if _may_be_sound(column, item)]
    ends = _ends([column for column, _ in given if column.dtype.is_integer()])
    made = {
        item.id: (column, each)
        for column, item in given
        if (each := _sound(column, item, ends.get(column.name))) is not None
    }
    if not made:
        return {}
    done = _done(made)
    return {
        item: (column.is_not_null().alias(f"known:{item}"), done[f"value:{item}"])
        for item, (column, each) in made.items()
        if (each.exact is None or done[f"{_EXACT}{item}"].all())
        and (each.within is None or _lies(done[f"value:{item}"], each.within))
    }


def _done(made: Mapping[str, tuple[pl.Series, _Sound]]) -> pl.DataFrame:
    values = [each.value.alias(f"value:{item}") for item, (_, each) in made.items()]
    tested = {item: each.exact for item, (_, each) in made.items() if each.exact is not None}
    frame = pl.DataFrame([column for column, _ in made.values()]).lazy()
    if tested:
        names = [pl.col(f"value:{item}") for item in made]
        exact = [test.alias(f"{_EXACT}{item}") for item, test in tested.items()]
        frame = frame.select(*tested, *values).select(*names, *exact)
    else:
        frame = frame.select(values)
    return frame.collect(engine="streaming", optimizations=pl.QueryOptFlags.none())


def _may_be_sound(column: pl.Series, item: Item) -> bool:
    dtype = column.dtype
    match item.kind:
        case Boolean():
            return dtype == pl.Boolean
        case Choice(options=options):
            return dtype == pl.Enum(list(options))
        case Number():
            return dtype.is_integer() or dtype.is_float()
        case _:
            return False


def _ends(columns: list[pl.Series]) -> dict[str, Any]:
    """The least and the most of each column, by name."""
    if not columns:
        return {}
    every = pl.all()
    found = pl.DataFrame(columns).lazy().select(every.min().name.suffix(" least"), every.max())
    row = found.collect().row(0)
    names = [column.name for column in columns]
    return dict(zip(names, zip(row[: len(names)], row[len(names) :], strict=True), strict=True))


def _sound(column: pl.Series, item: Item, ends: Any) -> _Sound | None:  # noqa: ANN401
    values = pl.col(column.name)
    match item.kind:
        case Boolean():
            return _Sound(_filled(values, column, pl.lit(value=False)))
        case Choice():
            place = values.to_physical().cast(base_type(item), wrap_numerical=True)
            return _Sound(_filled(place, column, pl.lit(0, dtype=base_type(item))))
        case Number():
            return _whole(column, item, ends) if column.dtype.is_integer() else _parts(column, item)
        case _:
            return None


def _filled(values: pl.Expr, column: pl.Series, instead: pl.Expr) -> pl.Expr:
    return values.fill_null(instead) if column.null_count() else values


def _allowed(item: Item) -> tuple[int, int]:
    low, high = bounds(item)
    return max(low, -LIMIT), min(high, LIMIT)


def _whole(column: pl.Series, item: Item, ends: tuple[int | None, int | None]) -> _Sound | None:
    kind = item.kind
    assert isinstance(kind, Number)
    scale = 10**kind.places
    low, high = _allowed(item)
    least, most = ends
    if least is None or most is None or least * scale < low or most * scale > high:
        return None
    # No answer is outside, so none wraps.
    units = pl.col(column.name).cast(base_type(item) if scale == 1 else pl.Int64, wrap_numerical=True)
    if scale != 1:
        units = (units * pl.lit(scale, dtype=pl.Int64)).cast(base_type(item))
    exact = _on_step(item, kind) if scale % kind.step else None
    return _Sound(_filled(units, column, pl.lit(least * scale, dtype=base_type(item))), exact)


def _parts(column: pl.Series, item: Item) -> _Sound:
    """Units of a float: the nearest.

    The float must be the one nearest to those units, as no NaN is, nothing infinite, and nothing that wraps.
    """
    kind = item.kind
    assert isinstance(kind, Number)
    scale = 10**kind.places
    low, high = _allowed(item)
    units = pl.col(column.name).cast(pl.Float64) * float(scale) + 0.5
    if low < 0:
        units = units.floor()
    value = _filled(
        units.cast(base_type(item), wrap_numerical=True), column, pl.lit(low, dtype=base_type(item))
    )
    exact = divided(pl.col(f"value:{item.id}"), scale).cast(column.dtype) == pl.col(column.name)
    if kind.step != 1:
        exact = exact & _on_step(item, kind)
    return _Sound(value, exact, (low, high))


def _lies(values: pl.Series, within: tuple[int, int]) -> bool:
    least, most = values.min(), values.max()
    return isinstance(least, int) and isinstance(most, int) and within[0] <= least and most <= within[1]


def _on_step(item: Item, kind: Number) -> pl.Expr:
    return pl.col(f"value:{item.id}").cast(pl.Int64) % pl.lit(kind.step, dtype=pl.Int64) == 0
