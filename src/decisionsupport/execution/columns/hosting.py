"""The columns of a set as hosts read them: the value where it is known, its state, bounds or options.

Law: a value that is not known is null, and its state says why; what it can still be stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from decisionsupport.execution.columns.emit import Node, divided
from decisionsupport.execution.columns.masks import IN_A_TABLE, masks_of, table, type_of
from decisionsupport.execution.columns.nodes import (
    FALSE,
    TRUE,
    Flag,
    Units,
    both,
    either,
    number,
    same,
    where,
)
from decisionsupport.execution.columns.sets import (
    Chosen,
    Columns,
    Numbers,
    Opaque,
    Options,
    known,
    options_of,
    values_in,
)
from decisionsupport.values.kinds import Choices, Date, Instant, Kind, Number, TimeOfDay

STATES = pl.Enum(["known", "unknown", "unknown or not applicable", "not applicable"])


@dataclass(frozen=True, slots=True)
class Hosted:
    """A cell for hosts: the nodes that the plan must give, and the columns made of them.

    `state`: the column of its state, null where the cell is not shown; None where every row shows it known.
    `masks`: columns of options, by the masks that say which, where there are too many for a table.
    """

    nodes: Mapping[str, Node]
    columns: tuple[pl.Expr, ...]
    state: str | None
    masks: Mapping[str, tuple[list[str], tuple[bool | str, ...]]]


def hosted(cell: str, kind: Kind, made: Columns, *, everywhere: bool) -> Hosted:
    """A cell as hosts read it; its columns read nodes named `cell|…`. `everywhere`: every row shows it."""
    state = state_of(made)
    if everywhere and state.fixed == 0 and isinstance(made, Numbers | Options):
        return _known_in_every_row(cell, kind, made)
    nodes: dict[str, Node] = {f"{cell}|state": state}
    masks: dict[str, tuple[list[str], tuple[bool | str, ...]]] = {}
    is_known = pl.col(f"{cell}|state") == 0
    is_shown = pl.col(f"{cell}|state").is_not_null()
    column = pl.when(is_shown).then(state_column(cell, state)).alias(f"{cell}.state")
    columns: list[pl.Expr] = []
    match made:
        case Numbers():
            nodes |= {f"{cell}|least": made.least, f"{cell}|most": made.most}
            least, most = (_decimal(pl.col(f"{cell}|{end}"), kind) for end in ("least", "most"))
            some = pl.col(f"{cell}|state") != 3
            columns = [
                pl.when(is_known).then(least).alias(cell),
                pl.when(some).then(least).alias(f"{cell}.least"),
                pl.when(some).then(most).alias(f"{cell}.most"),
            ]
        case Options():
            names = options_of(kind)
            nodes[f"{cell}|value"] = place_of(made, names)
            columns = [pl.when(is_known).then(_named(pl.col(f"{cell}|value"), names)).alias(cell)]
            found = masks_of(f"{cell}|mask", [made.members.get(name, FALSE) for name in names])
            open_ = pl.col(f"{cell}|state").is_between(1, 2)
            columns += _listed(f"{cell}.one_of", found, names, open_, masks)
            nodes |= found
        case Chosen():
            assert isinstance(kind, Choices)
            found = masks_of(f"{cell}|mask", [made.sure[name] for name in kind.options])
            columns = _listed(cell, found, kind.options, is_known, masks)
            nodes |= found
            return Hosted(nodes, (column, *columns), f"{cell}|state", masks)
        case Opaque(value=None):
            text = pl.lit(None, dtype=pl.String) if made.column is None else pl.col(f"{cell}|text")
            if made.column is not None:
                nodes[f"{cell}|text"] = Flag("column", made.column)
            columns = [pl.when(is_known).then(text).alias(cell)]
        case Opaque():
            assert made.value is not None
            nodes[f"{cell}|value"] = made.value
            columns = [pl.when(is_known).then(_moment(pl.col(f"{cell}|value"), kind, made)).alias(cell)]
    columns.insert(1, column)
    return Hosted(nodes, tuple(columns), f"{cell}|state", masks)


def _known_in_every_row(cell: str, kind: Kind, made: Numbers | Options) -> Hosted:
    known_ = pl.lit("known", dtype=STATES).alias(f"{cell}.state")
    if isinstance(made, Numbers):
        value = _decimal(pl.col(f"{cell}|least"), kind)
        ends = (value.alias(f"{cell}.{end}") for end in ("least", "most"))
        return Hosted({f"{cell}|least": made.least}, (value.alias(cell), known_, *ends), None, {})
    names = options_of(kind)
    value = _named(pl.col(f"{cell}|value"), names).alias(cell)
    one_of = pl.lit(None, dtype=pl.List(type_of(names))).alias(f"{cell}.one_of")
    return Hosted({f"{cell}|value": place_of(made, names)}, (value, known_, one_of), None, {})


def state_column(cell: str, state: Units) -> pl.Expr:
    """The state as hosts read it, of the column that its node became."""
    names = STATES.categories
    found: pl.Expr = pl.lit(names[state.high], dtype=STATES)
    # `cat.to` would look at every row once more.
    for place in reversed(range(state.low, state.high)):
        is_this = pl.col(f"{cell}|state") == pl.lit(place, dtype=pl.Int8)
        found = pl.when(is_this).then(pl.lit(names[place], dtype=STATES)).otherwise(found)
    return found.alias(f"{cell}.state")


def _listed(
    name: str,
    found: Mapping[str, Node],
    names: tuple[bool | str, ...],
    seen: pl.Expr,
    masks: dict[str, tuple[list[str], tuple[bool | str, ...]]],
) -> list[pl.Expr]:
    """A column of the options whose bits are in the masks, where that is to be seen."""
    if len(names) > IN_A_TABLE:
        masks[name] = (list(found), names)
        return []
    (mask,) = found
    place = pl.col(mask).cast(pl.UInt32, wrap_numerical=True)
    return [pl.lit(table(names)).gather(pl.when(seen).then(place)).alias(name)]


def state_of(made: Columns) -> Units:
    """Which of the states a cell has: its place among them."""
    some = values_in(made)
    one = _one_value(made)
    return where(some.inverse, number(3), where(made.na, number(2), where(one, number(0), number(1))))


def _one_value(made: Columns) -> Flag:
    """Whether there is one value, its not being applicable left aside."""
    match made:
        case Numbers():
            return same(made.least, made.most)
        case Options():
            return TRUE if made.single else either(known(Options(made.members)), values_in(made).inverse)
        case Chosen():
            return both(*(flag.inverse for flag in made.open.values()))
        case Opaque():
            return made.sure


def place_of(made: Options, names: Sequence[bool | str]) -> Units:
    """Of one that is known: the place of the option that it is."""
    places = [place for place, name in enumerate(names) if made.members.get(name, FALSE) is not FALSE]
    # The last one needs no flag: it is what is left.
    found = number(places[-1] if places else 0)
    for place in reversed(places[:-1]):
        found = where(made.members[names[place]], number(place), found)
    return found


def _named(place: pl.Expr, names: Sequence[bool | str]) -> pl.Expr:
    if names == (False, True):
        return place == 1
    return pl.lit(pl.Series([str(name) for name in names])).gather(place.cast(pl.UInt32, wrap_numerical=True))


def _decimal(units: pl.Expr, kind: Kind) -> pl.Expr:
    assert isinstance(kind, Number)
    if kind.places == 0:
        return units.cast(pl.Int64)
    return divided(units, 10**kind.places)


def _moment(value: pl.Expr, kind: Kind, made: Opaque) -> pl.Expr:
    match kind:
        case Date():
            return value.cast(pl.Int32).cast(pl.Date)
        case Instant():
            return value.cast(pl.Int64).cast(pl.Datetime("us", "UTC"))
        case TimeOfDay():
            return (value.cast(pl.Int64) * 1000).cast(pl.Time)
        case _:
            return place_in(value, [str(each) for each in made.constants])


def place_in(place: pl.Expr, names: Sequence[str]) -> pl.Expr:
    """The name at each place."""
    found: pl.Expr = pl.lit(None, dtype=pl.String)
    for at, name in enumerate(names):
        found = pl.when(place == at).then(pl.lit(name)).otherwise(found)
    return found
