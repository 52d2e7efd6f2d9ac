"""Hand-written Polars: what a programmer would write who needs the sum and the level of a table without nulls.

`sound` is what would come before it, if no answer were to be believed unseen: what ours always does.
"""

from __future__ import annotations

from functools import reduce

import polars as pl

from benchmarks.news2 import CHAINS, LEVEL_CHAIN, LEVELS, SUBS, Condition, Rows

_OPERATORS = {"<=": "le", ">=": "ge", "==": "eq"}


def summed(people: pl.DataFrame) -> pl.DataFrame:
    """Sum, whether a score is 3, and the level; columns named as the oracle's fields."""
    scores = {key: _chain(CHAINS[key], pl.Int8) for key in SUBS}
    return (
        people.lazy()
        .select(**scores)
        .select(
            total=reduce(lambda a, b: a + b, (pl.col(key) for key in SUBS)),
            red=pl.any_horizontal(pl.col(key) == 3 for key in SUBS),
        )
        .with_columns(level=_chain(LEVEL_CHAIN, pl.Enum(LEVELS)))
        .collect()
    )


_BETWEEN = {"rr": (0, 120), "scale": (1, 2), "spo2": (0, 100), "sbp": (20, 350), "pulse": (0, 300)}


def sound(people: pl.DataFrame) -> bool:
    """Whether every answer is one that may be given: within its bounds, and temperatures in whole tenths."""
    tests = {name: pl.col(name).is_between(*ends).all() for name, ends in _BETWEEN.items()}
    tests["temp"] = (pl.col("temp").is_between(25, 45) & (pl.col("temp").round(1) == pl.col("temp"))).all()
    return all(people.lazy().select(**tests).collect().row(0))


def _chain(rows: Rows, dtype: type[pl.DataType] | pl.DataType) -> pl.Expr:
    out = pl.lit(rows[-1][1], dtype=dtype)
    for conditions, value in reversed(rows[:-1]):
        holds = reduce(lambda a, b: a & b, (_test(each) for each in conditions))
        out = pl.when(holds).then(pl.lit(value, dtype=dtype)).otherwise(out)
    return out


def _test(condition: Condition) -> pl.Expr:
    field, op, limit = condition
    if isinstance(limit, bool):
        return pl.col(field) if limit else ~pl.col(field)
    limit = limit.lower() if isinstance(limit, str) else limit
    tested: pl.Expr = getattr(pl.col(field), _OPERATORS[op])(limit)
    return tested
