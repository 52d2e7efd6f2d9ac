"""The columns of a set as hosts read them: the value where it is known, its state, bounds or options."""

from __future__ import annotations

import polars as pl

from decisionsupport.values.kinds import Kind, Number

STATES = pl.Enum(["known", "unknown", "unknown or not applicable", "not applicable"])


def host_columns(cell: str, kind: Kind, options: tuple[bool | str, ...]) -> list[pl.Expr]:
    """`cell`, `cell.state`, and `cell.least`, `cell.most` or `cell.one_of`, of the columns `cell|field`."""
    na = pl.col(f"{cell}|na")
    if isinstance(kind, Number):
        least, most, some = (pl.col(f"{cell}|{name}") for name in ("least", "most", "some"))
        one = least == most
        ends = [_shown(pl.when(some).then(end).otherwise(None), kind) for end in (least, most)]
        value = pl.when(one & some & ~na).then(ends[0]).otherwise(None)
        bounds = [ends[0].alias(f"{cell}.least"), ends[1].alias(f"{cell}.most")]
        return [value.alias(cell), _state(cell, some, one, na), *bounds]
    flags = {option: pl.col(f"{cell}|is {option}") for option in options}
    some = pl.any_horizontal(flags.values())
    count = pl.lit(0, dtype=pl.Int64)
    listed = []
    found: pl.Expr = pl.lit(None, dtype=pl.Boolean if options == (False, True) else pl.String)
    for option, flag in flags.items():
        count = count + flag.cast(pl.Int64)
        found = pl.when(flag).then(pl.lit(option)).otherwise(found)
        listed.append(pl.when(flag).then(pl.lit(option)).otherwise(None))
    one = count == 1
    value = pl.when(one & ~na).then(found).otherwise(None)
    unknown = some & (~one | na)
    one_of = pl.when(unknown).then(pl.concat_list(listed).list.drop_nulls()).otherwise(None)
    return [value.alias(cell), _state(cell, some, one, na), one_of.alias(f"{cell}.one_of")]


def _shown(units: pl.Expr, kind: Number) -> pl.Expr:
    return units if kind.places == 0 else units.cast(pl.Float64) / float(10**kind.places)


def _state(cell: str, some: pl.Expr, one: pl.Expr, na: pl.Expr) -> pl.Expr:
    states = (
        pl.when(~some)
        .then(pl.lit("not applicable"))
        .when(na)
        .then(pl.lit("unknown or not applicable"))
        .when(one)
        .then(pl.lit("known"))
        .otherwise(pl.lit("unknown"))
    )
    return states.cast(STATES).alias(f"{cell}.state")
