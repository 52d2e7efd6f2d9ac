"""From the plan's columns to the frames of a batch.

Law: a frame has a row for whatever `evaluate` would list, in its order within each record; what is the same
in many records is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Final

import polars as pl

from decisionsupport.engine.entries import RANK
from decisionsupport.engine.many.batch import PROPOSALS, UNDECIDED, WITHHELD
from decisionsupport.engine.many.compiling import Concluded, Shown
from decisionsupport.engine.many.proposing import Family, Standing, When, by_urgency, outcome, said
from decisionsupport.execution.columns.masks import different, held, mask_expressions, options_listed
from decisionsupport.program.model import PRIORITIES
from decisionsupport.values.kinds import Date, Kind, TimeOfDay

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def values_frame(found: pl.DataFrame, plan: Shown) -> pl.DataFrame:
    """The values of hosts; null where the form was not given."""
    shown: list[pl.Expr] = []
    columns: list[pl.Expr] = [pl.col("row")]
    for _, form, hosted in plan.values:
        if hosted.state is not None and form is not None:
            # What is made by a state that is null is null.
            shown.append(pl.when(_given(form, found)).then(pl.col(hosted.state)).alias(hosted.state))
        columns += hosted.columns
        for series in options_listed(found, hosted.masks):
            assert hosted.state is not None
            state = pl.col(hosted.state)
            seen = state.is_between(1, 2) if series.name.endswith(".one_of") else state == 0
            columns.append(pl.when(seen).then(pl.lit(series)).alias(series.name))
    return found.lazy().with_columns(shown).select(columns).collect()


def _given(form: str, found: pl.DataFrame) -> pl.Expr:
    name = f"given:{form}"
    return pl.col(name) if name in found.columns else pl.lit(value=False)


def rules_frame(found: pl.DataFrame, plan: Concluded) -> pl.DataFrame:
    """Whether each condition holds; null while undecided."""
    columns = [
        pl.when(~(pl.col(holds) & pl.col(fails))).then(pl.col(holds)).alias(rule)
        for rule, holds, fails in plan.rules
    ]
    return found.lazy().select("row", *columns).collect()


# Long frames -------------------------------------------------------------------------------------------


def _long(
    found: pl.DataFrame, parts: Iterable[tuple[int, pl.Series, Sequence[str]]]
) -> tuple[pl.DataFrame, list[tuple[int, int]]]:
    """Some rows of each part, a row each; and the different masks of the parts.

    In `·set` stands which of those a row has. A part is its number, which rows, and the columns of its masks.
    """
    rows: list[pl.Series] = []
    numbers: list[pl.Series] = []
    places: list[pl.Series] = []
    sets: list[tuple[int, int]] = []
    for number, here, columns in parts:
        some = found["row"].filter(here)
        if not some.len():
            continue
        here_set = [found[column].filter(here) for column in columns]
        masks, place = different(pl.DataFrame(here_set)) if here_set else ([0], None)
        first = pl.Series([len(sets)], dtype=pl.UInt32).new_from_index(0, some.len())
        rows.append(some)
        numbers.append(pl.Series([number], dtype=pl.Int32).new_from_index(0, some.len()))
        places.append(first if place is None else first + place)
        sets += [(number, mask) for mask in masks]
    if not rows:
        return pl.DataFrame(schema={"row": pl.Int64, "·part": pl.Int32, "·set": pl.UInt32}), []
    named = {"row": pl.concat(rows), "·part": pl.concat(numbers), "·set": pl.concat(places)}
    return pl.DataFrame(named), sets


# Undecided ---------------------------------------------------------------------------------------------


def undecided_frame(found: pl.DataFrame, plan: Concluded) -> pl.DataFrame:
    """A row for each undecided rule, with what it waits for."""
    rules = plan.undecided
    parts = ((number, found[each.column], each.masks) for number, each in enumerate(rules))
    long, sets = _long(found, parts)
    if not sets:
        return pl.DataFrame(schema=UNDECIDED)
    table: dict[str, list[Any]] = {
        "rule": [rules[number].rule.id for number, _ in sets],
        "priority": [rules[number].rule.own_priority for number, _ in sets],
        "waits_for": [[wait.name for wait in held(mask, rules[number].waits)] for number, mask in sets],
    }
    # One number says where a row stands: the record's, and among them the rule's.
    order = (long["row"] * len(rules) + long["·part"]).arg_sort()
    which = long["·set"].gather(order)
    columns = {name: pl.Series(each, dtype=UNDECIDED[name]).gather(which) for name, each in table.items()}
    return pl.DataFrame({"row": long["row"].gather(order), **columns})


# Proposals and what is withheld ------------------------------------------------------------------------


def proposal_frames(found: pl.DataFrame, plan: Concluded, zone: tzinfo) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Proposals, and what is withheld."""
    families = plan.families
    parts = ((number, _any_bit(found, masks), masks) for number, (_, masks, _) in enumerate(families))
    long, sets = _long(found, parts)
    standing: list[dict[str, Any]] = []
    aside: list[dict[str, Any]] = []
    for at, (number, mask) in enumerate(sets):
        family = families[number][0]
        made = outcome(family, lambda place, mask=mask: bool(mask >> place & 1))  # type: ignore[misc]
        standing += [{"·set": at, **_proposal(each)} for each in made.standing.values()]
        aside += [
            {"·set": at, "action": action, "rules": list(for_), "against": list(against), "·name": action}
            for action, for_, against in made.withheld
        ]
    proposals = _proposals(found, plan, long, standing, zone)
    withheld = _held(found, plan)
    if aside:
        withheld.append(long.join(_table(aside), on="·set", how="inner", maintain_order="left"))
    for request, drafters, against in plan.drafted:
        withheld += _withheld_requests(found, request, drafters, against)
    return proposals, _in_order(withheld, WITHHELD)


def _proposals(
    found: pl.DataFrame,
    plan: Concluded,
    long: pl.DataFrame,
    standing: Sequence[Mapping[str, Any]],
    zone: tzinfo,
) -> pl.DataFrame:
    """What stands in each row: which line of a table, so that texts and lists are fetched in the end."""
    if not standing:
        return pl.DataFrame(schema=PROPOSALS)
    table = pl.DataFrame(list(standing), schema=_PROPOSED, orient="row")
    table = table.with_columns(pl.col("·name").rank("dense").cast(pl.Int32))
    lines = table.select("·set").with_row_index("·line")
    rows = long.join(lines, on="·set", how="inner", maintain_order="left").drop("·set")
    moved = _moving_dues(found, plan, rows, zone)
    line = rows["·line"]
    place = _places(rows, table, moved)
    line = line.gather(place)
    columns = {name: table[name].gather(line) for name in PROPOSALS if name != "row"}
    if moved.height:
        instants = pl.Series([None], dtype=pl.Int64).new_from_index(0, rows.height)
        texts = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
        instants = instants.scatter(moved["·at"], moved["·due_at"]).gather(place)
        here = instants.is_not_null()
        at = instants.cast(PROPOSALS["due_at"])
        columns["due_at"] = at.zip_with(here, columns["due_at"])
        said_there = _scattered(texts, moved["·at"], moved["·due"]).gather(place)
        columns["due"] = said_there.zip_with(here, columns["due"])
    return pl.DataFrame({"row": rows["row"].gather(place), **columns})


def _places(rows: pl.DataFrame, table: pl.DataFrame, moved: pl.DataFrame) -> pl.Series:
    """The rows in order: by record, then the most urgent first, the earliest due, the name."""
    line = rows["·line"]
    if not moved.height:
        # All else is the same in every record: the place of each line among the lines.
        rank = (
            table.select(pl.struct("·priority", "·order", "·name").rank("ordinal")).to_series().gather(line)
        )
        return (rows["row"] * table.height + rank.cast(pl.Int64)).arg_sort()
    order = table["·order"].gather(line).scatter(moved["·at"], moved["·due_at"])
    keys = [
        (rows["row"] * 8 + table["·priority"].gather(line)).alias("·first"),
        order.alias("·second"),
        table["·name"].gather(line).alias("·third"),
    ]
    return pl.DataFrame(keys).select(pl.arg_sort_by("·first", "·second", "·third")).to_series()


def _scattered(texts: pl.Series, at: pl.Series, values: pl.Series) -> pl.Series:
    """Texts put in their places."""
    places = pl.DataFrame({"·at": at.cast(pl.UInt32), "·value": values})
    rows = pl.DataFrame({"·at": pl.Series(range(texts.len()), dtype=pl.UInt32)})
    return rows.join(places, on="·at", how="left", maintain_order="left")["·value"]


def _any_bit(found: pl.DataFrame, masks: Sequence[str]) -> pl.Series:
    here = found[masks[0]] != 0
    for mask in masks[1:]:
        here = here | (found[mask] != 0)
    return here


def _table(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """What is withheld, by set."""
    schema = {"·set": pl.UInt32, **{name: dtype for name, dtype in WITHHELD.items() if name != "row"}}
    return pl.DataFrame(list(rows), schema={**schema, "·name": pl.String}, orient="row")


def _held(found: pl.DataFrame, plan: Concluded) -> list[pl.DataFrame]:
    """What rules that are held would have proposed."""
    parts = ((number, found[column], ()) for number, (_, _, _, column) in enumerate(plan.held))
    long, sets = _long(found, parts)
    if not sets:
        return []
    made = []
    for at, (number, _) in enumerate(sets):
        what, name, rule, _ = plan.held[number]
        made.append({"·set": at, what: name, "rules": [rule], "against": [rule], "·name": name})
    return [long.join(_table(made), on="·set", how="left", maintain_order="left")]


_PROPOSED: Final[Mapping[str, Any]] = {
    "·set": pl.UInt32,
    **{name: dtype for name, dtype in PROPOSALS.items() if name != "row"},
    "·priority": pl.Int64,
    "·order": pl.Int64,
    "·name": pl.String,
}
_LATEST: Final = 2**62
"""After every instant; occasions come then, in their order, and in the end what has no due."""


def _proposal(standing: Sequence[Standing]) -> dict[str, Any]:
    """One proposal of what stands, as far as it is the same in every row."""
    ordered = by_urgency(standing)
    fixed = [each for each in standing if each.entry.when.moves is None]
    when = min(fixed, key=_earliness).entry.when if fixed else None
    first = ordered[0].entry
    return {
        "action": None if first.assess else first.of,
        "assess": first.of if first.assess else None,
        "priority": first.priority,
        "due": None if when is None else when.written,
        "due_at": None if when is None else when.at,
        "rules": list(dict.fromkeys(rule for each in ordered for rule in each.reasons)),
        "·priority": len(PRIORITIES) - RANK[first.priority],
        "·order": _LATEST + _LATEST // 2 if when is None else _order(when),
        "·name": first.of,
    }


def _order(when: When) -> int:
    match when.order:
        case (0, _):
            assert when.at is not None
            return _micros(when.at)
        case (1, place):
            return _LATEST + place
        case _:
            return _LATEST + _LATEST // 2


def _earliness(each: Standing) -> tuple[int, int, int, str]:
    when = each.entry.when
    return (when.order[0], 0 if when.at is None else _micros(when.at), when.order[1], each.entry.rule)


def _micros(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


def _moving_dues(found: pl.DataFrame, plan: Concluded, rows: pl.DataFrame, zone: tzinfo) -> pl.DataFrame:
    """Where a due of the answers is the earliest: the row's place, the instant, what is said."""
    parts = [
        _moving(found, rows, number, family, flags, zone)
        for number, (family, _, flags) in enumerate(plan.families)
        if family.moves
    ]
    if not parts:
        return pl.DataFrame(schema={"·at": pl.UInt32, "·due_at": pl.Int64, "·due": pl.String})
    return pl.concat(parts)


def _moving(
    found: pl.DataFrame, rows: pl.DataFrame, part: int, family: Family, flags: Sequence[str], zone: tzinfo
) -> pl.DataFrame:
    """The earliest instant of all that is due at one; of two at the same, the rule whose id comes first."""
    at = (rows["·part"] == part).arg_true()
    place = (rows["row"].gather(at) - found["row"][0]).cast(pl.UInt32) if at.len() else at
    best = pl.Series([None], dtype=pl.Int64).new_from_index(0, at.len())
    text = pl.Series([None], dtype=pl.String).new_from_index(0, at.len())
    ordered = sorted(enumerate(family.entries), key=lambda pair: pair[1].rule)
    for number, entry in ordered if at.len() else ():
        if entry.when.order[0] != 0:
            continue
        instant, own = _due(found, family, number, place, zone)
        sooner = found[flags[number]].gather(place) & ((instant < best) | best.is_null()).fill_null(
            value=False
        )
        best, text = instant.zip_with(sooner, best), own.zip_with(sooner, text)
    moved = pl.DataFrame({"·at": at.cast(pl.UInt32), "·due_at": best, "·due": text})
    return moved.filter(best.is_not_null())


def _due(
    found: pl.DataFrame, family: Family, number: int, place: pl.Series, zone: tzinfo
) -> tuple[pl.Series, pl.Series]:
    """The instant of an entry's due in some rows, and what is said."""
    entry = family.entries[number]
    moves = entry.when.moves
    if moves is None:
        assert entry.when.at is not None
        at = pl.Series([_micros(entry.when.at)], dtype=pl.Int64).new_from_index(0, place.len())
        return at, pl.Series([entry.when.written], dtype=pl.String).new_from_index(0, place.len())
    values = found[f"said:{entry.key}:{number}"].gather(place)
    instants = found[f"due:{entry.key}:{number}"].gather(place).cast(pl.Int64)
    return instants, _texts(values, entry.when.written, moves.kind, zone)


def _texts(values: pl.Series, written: str | None, kind: Kind, zone: tzinfo) -> pl.Series:
    """How each moment is said: once for each different one."""
    if written is not None:
        return pl.repeat(written, values.len(), dtype=pl.String, eager=True)
    unique = values.unique().sort()
    texts = pl.Series([said(_moment(units, kind), kind, zone) for units in unique], dtype=pl.String)
    return texts.gather(unique.search_sorted(values))


def _moment(units: int, kind: Kind) -> date | datetime:
    assert not isinstance(kind, TimeOfDay)
    if isinstance(kind, Date):
        return date(1970, 1, 1) + timedelta(days=units)
    return _EPOCH + timedelta(microseconds=units)


def _withheld_rows(
    rows: pl.Series, what: str, name: str, rules: Sequence[str], against: Sequence[str]
) -> pl.DataFrame:
    table = pl.DataFrame(
        [{what: name, "rules": list(rules), "against": list(against), "·name": name}],
        schema={**{each: WITHHELD[each] for each in WITHHELD if each != "row"}, "·name": pl.String},
        orient="row",
    )
    return pl.DataFrame({"row": rows}).join(table, how="cross")


def _withheld_requests(
    found: pl.DataFrame,
    request: str,
    drafters: Sequence[tuple[str, str]],
    against: Sequence[tuple[str, str]],
) -> Iterator[pl.DataFrame]:
    flags = [*drafters, *against]
    drafted, withheld = ([pl.col(column) for _, column in side] for side in (drafters, against))
    some = found.select(pl.any_horizontal(drafted) & pl.any_horizontal(withheld)).to_series()
    if not some.any():
        return
    here = found.filter(some)
    values, place = different(
        here.select(mask_expressions("mask", [pl.col(column).alias("·") for _, column in flags]))
    )
    for number, mask in enumerate(values):
        present = held(mask, list(range(len(flags))))
        for_ = [flags[at][0] for at in present if at < len(drafters)]
        own = [flags[at][0] for at in present if at >= len(drafters)]
        yield _withheld_rows(here["row"].filter(place == number), "request", request, for_, own)


def _in_order(parts: Sequence[pl.DataFrame], schema: Mapping[str, Any]) -> pl.DataFrame:
    """What is withheld as one frame, record by record, by name."""
    if not parts:
        return pl.DataFrame(schema=schema)
    whole = pl.concat(parts, how="diagonal_relaxed")
    return whole.sort("row", "·name", maintain_order=True).select(*schema)
