"""Answer columns as base columns, and which rows have an answer that is refused.

Law: a row that passes has exactly the answers that reading it alone would accept. What is not plain for its
kind is read by the reader of single answers, once for each different value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from decisionsupport.execution.columns.emit import divided
from decisionsupport.execution.columns.items import base_type, bounds
from decisionsupport.execution.columns.moments import limits
from decisionsupport.execution.columns.sets import moment_units, options_of
from decisionsupport.execution.columns.sound import sound
from decisionsupport.execution.model import Answer, Known, NotKnown
from decisionsupport.program.model import Item
from decisionsupport.values.kinds import (
    LIMIT,
    Boolean,
    Choice,
    Choices,
    Code,
    Date,
    Instant,
    Number,
    Text,
    TimeOfDay,
)

ReadOne = Callable[[Item, Any], "Answer | None"]
"""An answer by the reader of single answers; None: no answer. `Rejected` where it is refused."""


@dataclass(frozen=True, slots=True)
class Screened:
    """An item's answers: the base columns (`known:…` among them), which are refused, which nobody can say."""

    item: Item
    columns: tuple[pl.Series, ...]
    known: pl.Series
    refused: pl.Series | None
    not_known: pl.Series | None


def screen(columns: Iterable[tuple[pl.Series, Item]], read_one: ReadOne) -> list[Screened]:
    """The answers of each item."""
    given = list(columns)
    accepted = sound(given)
    plain = [(column, item, None if item.id in accepted else _plain(column, item)) for column, item in given]
    wanted = [each.alias(name) for _, _, made in plain if made is not None for name, each in made.items()]
    frame = pl.DataFrame([column for column, _, made in plain if made is not None])
    done = frame.lazy().select(wanted).collect() if wanted else pl.DataFrame()
    found = []
    for column, item, made in plain:
        if item.id in accepted:
            known, value = accepted[item.id]
            found.append(Screened(item, (known, value), known, None, None))
            continue
        if made is not None:
            screened = _done(column, item, made, done)
        elif isinstance(item.kind, Code) and column.dtype == pl.String:
            screened = _codes(column, item, read_one)
        else:
            screened = _read_singly(column, item, read_one)
        found.append(_blank_is_none(screened, column, item))
    return found


def _done(column: pl.Series, item: Item, made: dict[str, pl.Expr], done: pl.DataFrame) -> Screened:
    known = done[f"known:{item.id}"]
    refused = None
    if known.sum() + column.null_count() < column.len():
        refused = column.is_not_null() & ~known
    return Screened(item, tuple(done[name] for name in made), known, refused, None)


def _blank_is_none(screened: Screened, column: pl.Series, item: Item) -> Screened:
    """Where some are refused: an empty text, or white space, is no answer."""
    if screened.refused is None or column.dtype != pl.String:
        return screened
    refused = screened.refused & (column.str.strip_chars() != "").fill_null(value=False)
    left = refused if refused.any() else None
    return Screened(item, screened.columns, screened.known, left, screened.not_known)


# Plain columns -----------------------------------------------------------------------------------------


def _plain(column: pl.Series, item: Item) -> dict[str, pl.Expr] | None:
    values, dtype = pl.col(column.name), column.dtype
    match item.kind:
        case Boolean() if dtype == pl.Boolean:
            return _base(item, values.is_not_null(), values.fill_null(value=False))
        case Choice(options=options) if dtype in (pl.String, pl.Enum, pl.Categorical):
            place = values.cast(pl.Enum(list(options)), strict=False).to_physical()
            return _base(
                item, place.is_not_null(), place.fill_null(0).cast(base_type(item), wrap_numerical=True)
            )
        case Choices(options=options) if dtype == pl.List(pl.String):
            return _several(item, values, options, item.kind.exclusive)
        case Number() if dtype.is_integer() or dtype.is_float():
            return _units(values, item, dtype)
        case Text() if dtype == pl.String:
            long = item.at_most if item.at_most is not None else 4000
            known = (values.str.len_chars() <= long) & ~values.str.contains("\0", literal=True)
            known = (known & (values.str.strip_chars() != "")).fill_null(value=False)
            return {f"known:{item.id}": known, f"text:{item.id}": pl.when(known).then(values)}
        case Date() if dtype == pl.Date:
            return _between(item, values.to_physical(), values.is_not_null())
        case Instant() if isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
            day = values.dt.date().to_physical()
            units = values.dt.convert_time_zone("UTC").dt.cast_time_unit("us").to_physical()
            there = day.is_between(*limits(Date()))
            return _between(item, units, there)
        case TimeOfDay() if dtype == pl.Time:
            return _between(item, values.to_physical() // 1000, values.is_not_null())
        case _:
            return None


def _base(item: Item, known: pl.Expr, value: pl.Expr) -> dict[str, pl.Expr]:
    return {f"known:{item.id}": known, f"value:{item.id}": value}


def _between(item: Item, units: pl.Expr, there: pl.Expr) -> dict[str, pl.Expr]:
    least, most = bounds(item)
    known = (there & units.is_between(least, most)).fill_null(value=False)
    return _base(item, known, _within(known, units, least, item))


def _within(known: pl.Expr, units: pl.Expr, least: int, item: Item) -> pl.Expr:
    """The units where they are accepted, which the base column holds."""
    return pl.when(known).then(units).otherwise(least).cast(base_type(item), wrap_numerical=True)


def _several(
    item: Item, values: pl.Expr, options: tuple[str, ...], exclusive: frozenset[str]
) -> dict[str, pl.Expr]:
    """Each option chosen at most once, and nothing else: then there are as many as the list is long."""
    held = {name: values.list.contains(name).fill_null(value=False) for name in options}
    count = pl.lit(0, dtype=pl.Int64)
    for each in held.values():
        count = count + each.cast(pl.Int64)
    known = values.list.len().cast(pl.Int64) == count
    for name in exclusive:
        known = known & (~held[name] | (count == 1))
    made = {f"known:{item.id}": known.fill_null(value=False)}
    return {**made, **{f"chosen:{item.id}:{name}": each for name, each in held.items()}}


def _units(values: pl.Expr, item: Item, dtype: pl.DataType) -> dict[str, pl.Expr]:
    kind = item.kind
    assert isinstance(kind, Number)
    scale = 10**kind.places
    least, most = bounds(item)
    if dtype.is_integer():
        nearest = (-(-least // scale), most // scale)
        whole = values.cast(pl.Int64, strict=False)
        known = whole.is_between(*nearest).fill_null(value=False)
        units = pl.when(known).then(whole).otherwise(nearest[0]) * pl.lit(scale, dtype=pl.Int64)
    else:
        wide = values.cast(pl.Float64)
        near = (wide.is_finite() & (wide.abs() * scale <= 2.0**52)).fill_null(value=False)
        moved = pl.when(near).then(wide).otherwise(0.0) * scale
        units = (moved + 0.5).floor().cast(pl.Int64)
        back = divided(units, scale)
        known = near & (back.cast(dtype) == values).fill_null(value=False)
    if kind.step != 1:
        known = known & (units % pl.lit(kind.step, dtype=pl.Int64) == 0)
    known = known & units.is_between(least, most)
    if least <= -LIMIT or most >= LIMIT:
        known = known & units.is_between(-LIMIT, LIMIT)
    return _base(item, known, _within(known, units, least, item))


def _codes(column: pl.Series, item: Item, read_one: ReadOne) -> Screened:
    """Codes: each different one is read once."""
    different = column.unique().drop_nulls()
    good = different.filter(
        pl.Series([isinstance(read_one(item, code), Known) for code in different], dtype=pl.Boolean)
    )
    known = column.is_in(good.implode()).fill_null(value=False).alias(f"known:{item.id}")
    refused = column.is_not_null() & ~known
    return Screened(
        item, (known, column.alias(f"text:{item.id}")), known, refused if refused.any() else None, None
    )


# One by one --------------------------------------------------------------------------------------------


def _read_singly(column: pl.Series, item: Item, read_one: ReadOne) -> Screened:
    read: dict[str, Answer | None] = {}
    answers: list[Answer | None] = []
    for value in column:
        plain = value.to_list() if isinstance(value, pl.Series) else value
        key = repr(plain)
        if key not in read:
            read[key] = None if plain is None else read_one(item, plain)
        answers.append(read[key])
    return of_answers(answers, item)


def of_answers(answers: list[Answer | None], item: Item) -> Screened:
    """Answers already read, as base columns."""
    known = pl.Series(f"known:{item.id}", [isinstance(each, Known) for each in answers], dtype=pl.Boolean)
    unsaid = pl.Series([isinstance(each, NotKnown) for each in answers], dtype=pl.Boolean)
    refused = pl.Series([each is not None for each in answers], dtype=pl.Boolean) & ~known & ~unsaid
    values = [each.value if isinstance(each, Known) else None for each in answers]
    return Screened(
        item,
        (known, *_columns_of(values, item)),
        known,
        refused if refused.any() else None,
        unsaid if unsaid.any() else None,
    )


def _columns_of(values: list[Any], item: Item) -> list[pl.Series]:
    match item.kind:
        case Boolean():
            flags = [value is True for value in values]
            return [pl.Series(f"value:{item.id}", flags, dtype=pl.Boolean)]
        case Choices(options=options):
            return [
                pl.Series(
                    f"chosen:{item.id}:{name}",
                    [value is not None and name in value for value in values],
                    dtype=pl.Boolean,
                )
                for name in options
            ]
        case Text() | Code():
            return [pl.Series(f"text:{item.id}", values, dtype=pl.String)]
        case _:
            least, _ = bounds(item)
            units = [least if value is None else _number_of(value, item) for value in values]
            return [pl.Series(f"value:{item.id}", units, dtype=base_type(item))]


def _number_of(value: Any, item: Item) -> int:  # noqa: ANN401 (an answer of any kind)
    if isinstance(item.kind, Choice):
        return options_of(item.kind).index(value)
    if isinstance(item.kind, Number):
        return int(value)
    units = moment_units(value)
    assert units is not None
    return units
