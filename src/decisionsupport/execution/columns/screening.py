"""Answer columns as the units that the program counts in, and which rows have an answer that is not plain.

Law: a row that passes has exactly the answers that reading it alone would accept. Every other row is left
to the reader of single answers, which says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from decisionsupport.execution.columns.sets import as_expr
from decisionsupport.program.model import Item
from decisionsupport.values.kinds import LIMIT, Boolean, Choice, Number

Accepts = Callable[[Item, object], bool]
"""Whether a single answer is accepted."""


def unblank(column: pl.Series) -> pl.Series:
    """The answers; empty texts and white space are none."""
    if column.dtype in (pl.Categorical, pl.Enum):
        column = column.cast(pl.String)
    if column.dtype == pl.String:
        blank = column.str.strip_chars() == ""
        return column.to_frame().select(pl.when(~blank).then(pl.col(column.name))).to_series()
    return column


def screen(column: pl.Series, item: Item, accepts: Accepts) -> tuple[pl.Series, pl.Series]:
    """The answers that are accepted (null elsewhere), and which rows have one that is not."""
    made = _plain(column, item)
    if made is None:
        good = pl.Series([value is not None and accepts(item, value) for value in column], dtype=pl.Boolean)
        kept = column.to_frame().select(pl.when(pl.lit(good)).then(pl.col(column.name))).to_series()
        return kept, column.is_not_null() & ~good
    return made, column.is_not_null() & made.is_null()


def _plain(column: pl.Series, item: Item) -> pl.Series | None:
    values, dtype = pl.col(column.name), column.dtype
    match item.kind:
        case Boolean() if dtype == pl.Boolean:
            return column
        case Choice(options=options) if dtype == pl.String:
            return column.to_frame().select(pl.when(values.is_in(list(options))).then(values)).to_series()
        case Number() as kind if dtype.is_integer() or dtype == pl.Float64:
            return column.to_frame().select(_units(values, kind, item, dtype.is_integer())).to_series()
        case _:
            return None


def _units(values: pl.Expr, kind: Number, item: Item, whole: bool) -> pl.Expr:
    scale = 10**kind.places
    least, most = item.between or (-LIMIT, LIMIT)
    if whole:
        wide = values.cast(pl.Int64, strict=False)
        near = wide.is_between(-(LIMIT // scale), LIMIT // scale)
        units = pl.when(near).then(wide).otherwise(None) * as_expr(scale)
        fits = units.is_not_null()
    else:
        near = values.is_finite() & (values.abs() * scale <= 2.0**52)
        moved = pl.when(near).then(values).otherwise(None) * scale
        units = (moved + 0.5).floor().cast(pl.Int64)
        fits = (units.cast(pl.Float64) / float(scale)) == values
    good = fits & (units % as_expr(kind.step) == 0) & units.is_between(least, most)
    return pl.when(good.fill_null(value=False)).then(units).otherwise(None)
