"""Which of some flags hold, as numbers: so that what follows is worked out once for each different answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar

import polars as pl

from decisionsupport.execution.columns.nodes import Flag, Units, as_number, summed

BITS: Final = 60
"""So many flags fit in one number."""
_SMALL: Final = 1 << 16
"""Below it, a number finds its place in a table."""
IN_A_TABLE: Final = 8
"""Of so many options all sets are few enough to be written down beforehand."""
_Held = TypeVar("_Held")


def masks_of(name: str, flags: Sequence[Flag]) -> dict[str, Units]:
    """Numbers whose bits are the flags, by names of their own."""
    found = {}
    for start in range(0, len(flags), BITS) or (0,):
        some = flags[start : start + BITS]
        found[f"{name}{start}"] = summed(as_number(flag, 1 << place) for place, flag in enumerate(some))
    return found


def mask_expressions(name: str, flags: Sequence[pl.Expr]) -> list[pl.Expr]:
    """The same of flags that are columns already."""
    found = []
    for start in range(0, len(flags), BITS):
        total = pl.lit(0, dtype=pl.Int64)
        for place, flag in enumerate(flags[start : start + BITS]):
            total = total + flag.cast(pl.Int64) * pl.lit(1 << place, dtype=pl.Int64)
        found.append(total.alias(f"{name}{start}"))
    return found


def different(masks: pl.DataFrame) -> tuple[list[int], pl.Series]:
    """The different masks, none below 0, and for each row which of them it has."""
    if masks.width == 1:
        (only,) = masks.get_columns()
        values = only.unique().sort()
        found = values.to_list()
        if not found or found[-1] >= _SMALL:
            return found, values.search_sorted(only).cast(pl.UInt32)
        places = pl.Series([0], dtype=pl.UInt32).new_from_index(0, found[-1] + 1)
        return found, places.scatter(found, range(len(found))).gather(
            only.cast(pl.UInt32, wrap_numerical=True)
        )
    unique = masks.unique(maintain_order=True).with_row_index("·place")
    place = masks.join(unique, on=masks.columns, how="left", maintain_order="left")["·place"]
    rows = unique.drop("·place").rows()
    return [sum(mask << BITS * at for at, mask in enumerate(row)) for row in rows], place


def held(mask: int, of: Sequence[_Held]) -> list[_Held]:
    """What the mask's bits stand for."""
    return [each for place, each in enumerate(of) if mask >> place & 1]


def lists(masks: pl.DataFrame, of: Sequence[bool | str]) -> pl.Series:
    """For each row, what its mask stands for."""
    values, place = different(masks)
    made = pl.Series("lists", [held(mask, of) for mask in values], dtype=pl.List(type_of(of)))
    return made.gather(place) if values else made


def type_of(options: Sequence[bool | str]) -> Any:  # noqa: ANN401 (Polars' own types of types)
    """The type of a column of options."""
    return pl.Boolean if options and isinstance(options[0], bool) else pl.String


@lru_cache
def table(options: tuple[bool | str, ...]) -> pl.Series:
    """What each mask stands for, at its place."""
    lists = [held(mask, options) for mask in range(1 << len(options))]
    return pl.Series(lists, dtype=pl.List(type_of(options)))


def options_listed(
    frame: pl.DataFrame, masks: Mapping[str, tuple[list[str], tuple[bool | str, ...]]]
) -> Iterable[pl.Series]:
    """Columns of options by their masks."""
    for name, (columns, options) in masks.items():
        yield lists(frame.select(columns), options).alias(name)
