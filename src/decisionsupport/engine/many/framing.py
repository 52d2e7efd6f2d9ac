"""From the plan's columns to the frames of a batch.

Law: a frame has a row for whatever `evaluate` would list, in its order within each record; what is the same
in many records is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, Final

import polars as pl

from decisionsupport.engine.many.batch import PROPOSALS, UNDECIDED, WITHHELD
from decisionsupport.engine.many.compiling import Compiled, Undecided
from decisionsupport.engine.many.proposing import Family, Standing, by_urgency, outcome, said
from decisionsupport.engine.proposing import RANK
from decisionsupport.execution.columns.masks import different, held, mask_expressions, options_listed
from decisionsupport.program.model import PRIORITIES
from decisionsupport.values.kinds import Date, Kind, TimeOfDay

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ORDER: Final = ("·class", "·at", "·place")


def values_frame(found: pl.DataFrame, plan: Compiled) -> pl.DataFrame:
    """The values of hosts; null where the form was not given."""
    columns: list[pl.Expr] = [pl.col("row")]
    lists: dict[str, pl.Series] = {}
    for cell, form, hosted in plan.values:
        here = None if form is None else _given(form, found)
        for series in options_listed(found, hosted.masks):
            lists[series.name] = series
        columns += [_where_given(expression, here) for expression in hosted.columns]
        for name in hosted.masks:
            state = pl.col(f"{cell}|state")
            seen = (state == 1) | (state == 2) if name != cell else state == 0
            columns.append(_where_given(pl.when(seen).then(pl.lit(lists[name])).alias(name), here))
    return found.lazy().select(columns).collect()


def _given(form: str, found: pl.DataFrame) -> pl.Expr:
    name = f"given:{form}"
    return pl.col(name) if name in found.columns else pl.lit(value=False)


def _where_given(each: pl.Expr, given: pl.Expr | None) -> pl.Expr:
    if given is None:
        return each
    return pl.when(given).then(each).otherwise(None).alias(each.meta.output_name())


def rules_frame(found: pl.DataFrame, plan: Compiled) -> pl.DataFrame:
    """Whether each condition holds; null while undecided."""
    columns = [
        pl.when(~(pl.col(holds) & pl.col(fails))).then(pl.col(holds)).alias(rule)
        for rule, holds, fails in plan.rules
    ]
    return found.lazy().select("row", *columns).collect()


# Undecided ---------------------------------------------------------------------------------------------


def undecided_frame(found: pl.DataFrame, plan: Compiled) -> pl.DataFrame:
    """A row for each undecided rule, with what it waits for."""
    parts = [part for each in plan.undecided if (part := _undecided(found, each)) is not None]
    return _in_order(parts, UNDECIDED, ())


def _undecided(found: pl.DataFrame, each: Undecided) -> pl.DataFrame | None:
    here = found[each.column]
    if not here.any():
        return None
    names = list(dict.fromkeys(column for _, column in each.waits))
    rows = found.select("row", *names).filter(here)
    places = {name: place for place, name in enumerate(names)}
    bits = [(1 << places[column], wait.name) for wait, column in each.waits]
    masks = rows.select(mask_expressions("mask", [pl.col(name) for name in names]))
    values, place = different(masks)
    lists = pl.Series(
        [[name for bit, name in bits if mask & bit] for mask in values], dtype=pl.List(pl.String)
    )
    return pl.DataFrame(
        {
            "row": rows["row"],
            "rule": pl.repeat(each.rule.id, rows.height, dtype=pl.String, eager=True),
            "priority": pl.repeat(each.rule.own_priority, rows.height, dtype=pl.String, eager=True),
            "waits_for": lists.gather(place),
        }
    )


# Proposals and what is withheld ------------------------------------------------------------------------


def proposal_frames(found: pl.DataFrame, plan: Compiled, zone: tzinfo) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Proposals, and what is withheld."""
    proposals: list[pl.DataFrame] = []
    withheld: list[pl.DataFrame] = []
    for what, name, rule, column in plan.held:
        rows = found["row"].filter(found[column])
        if rows.len():
            withheld.append(_withheld_rows(rows, what, name, [rule], [rule]))
    for family, columns in plan.families:
        _add_family(found, family, columns, zone, proposals, withheld)
    for request, drafters, against in plan.drafted:
        withheld += _withheld_requests(found, request, drafters, against)
    made = _in_order(proposals, PROPOSALS, ("·priority", *_ORDER, "·name"))
    return made, _in_order(withheld, WITHHELD, ("·name",))


def _add_family(
    found: pl.DataFrame,
    family: Family,
    columns: Sequence[str],
    zone: tzinfo,
    proposals: list[pl.DataFrame],
    withheld: list[pl.DataFrame],
) -> None:
    names = list(dict.fromkeys(columns))
    bit_of = {name: 1 << place for place, name in enumerate(names)}
    bits = [bit_of[name] for name in columns]
    some = found.select(pl.any_horizontal(columns[: len(family.entries)])).to_series()
    if not some.any():
        return
    here = found.filter(some)
    values, place = different(here.select(mask_expressions("mask", [pl.col(name) for name in names])))
    rows = pl.DataFrame({"row": here["row"], "·set": place.cast(pl.UInt32)})
    standing: list[dict[str, Any]] = []
    aside: list[dict[str, Any]] = []
    for number, mask in enumerate(values):
        made = outcome(family, lambda at, mask=mask: bool(mask & bits[at]))  # type: ignore[misc]
        standing += [{"·set": number, **_proposal(each)} for each in made.standing.values()]
        for action, for_, against in made.withheld:
            aside.append({"·set": number, "action": action, "rules": list(for_), "against": list(against)})
    schema = {"·set": pl.UInt32, **_PROPOSED}
    table = pl.DataFrame(standing, schema=schema, orient="row")
    made_rows = rows.join(table, on="·set", how="inner", maintain_order="left")
    if family.moves:
        made_rows = _with_moving_dues(made_rows, here, family, columns, zone)
    proposals.append(made_rows.drop("·set"))
    if aside:
        held_table = pl.DataFrame(
            aside,
            schema={"·set": pl.UInt32, **{name: WITHHELD[name] for name in ("action", "rules", "against")}},
            orient="row",
        )
        parts = rows.join(held_table, on="·set", how="inner", maintain_order="left").drop("·set")
        withheld.append(parts.with_columns(pl.col("action").alias("·name")))


_PROPOSED: Final[Mapping[str, Any]] = {
    **{name: dtype for name, dtype in PROPOSALS.items() if name != "row"},
    "·priority": pl.Int8,
    "·class": pl.Int8,
    "·at": pl.Int64,
    "·place": pl.Int32,
    "·name": pl.String,
}


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
        "·class": 2 if when is None else when.order[0],
        "·at": 0 if when is None or when.at is None else _micros(when.at),
        "·place": 0 if when is None else when.order[1],
        "·name": first.of,
    }


def _earliness(each: Standing) -> tuple[int, int, int, str]:
    when = each.entry.when
    return (when.order[0], 0 if when.at is None else _micros(when.at), when.order[1], each.entry.rule)


def _micros(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


def _with_moving_dues(
    made: pl.DataFrame, here: pl.DataFrame, family: Family, columns: Sequence[str], zone: tzinfo
) -> pl.DataFrame:
    """Where a due of the answers is earlier than what is the same in every row, that due.

    Of two at one instant, that of the rule whose id comes first.
    """
    ordered = sorted(range(len(family.entries)), key=lambda place: family.entries[place].rule)
    best = pl.DataFrame({"row": here["row"]}).with_columns(
        pl.lit(None, dtype=pl.Int64).alias("·best"), pl.lit(None, dtype=pl.String).alias("·said")
    )
    for place in ordered:
        entry = family.entries[place]
        if entry.when.order[0] != 0:
            continue
        moves = entry.when.moves
        if moves is None:
            assert entry.when.at is not None
            at = pl.Series([_micros(entry.when.at)], dtype=pl.Int64).new_from_index(0, here.height)
            text = pl.repeat(entry.when.written, here.height, dtype=pl.String, eager=True)
        else:
            at = here[f"due:{entry.key}:{place}"].cast(pl.Int64)
            text = _texts(here[f"said:{entry.key}:{place}"], entry.when.written, moves.kind, zone)
        there = here[columns[place]]
        sooner = there & ((at < best["·best"]) | best["·best"].is_null())
        best = best.with_columns(
            best["·best"].zip_with(~sooner, at).alias("·best"),
            best["·said"].zip_with(~sooner, text).alias("·said"),
        )
    joined = made.join(best, on="row", how="left", maintain_order="left")
    moved = pl.col("·best").is_not_null()
    return joined.with_columns(
        pl.when(moved).then(pl.col("·best")).otherwise(pl.col("·at")).alias("·at"),
        pl.when(moved).then(pl.lit(0, dtype=pl.Int8)).otherwise(pl.col("·class")).alias("·class"),
        pl.when(moved).then(pl.lit(0, dtype=pl.Int32)).otherwise(pl.col("·place")).alias("·place"),
        pl.when(moved).then(pl.col("·said")).otherwise(pl.col("due")).alias("due"),
        pl.when(moved)
        .then(pl.col("·best").cast(PROPOSALS["due_at"]))
        .otherwise(pl.col("due_at"))
        .alias("due_at"),
    ).drop("·best", "·said")


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


def _in_order(parts: Sequence[pl.DataFrame], schema: Mapping[str, Any], by: Sequence[str]) -> pl.DataFrame:
    """The parts as one frame, record by record; within one as they come, or by those columns."""
    if not parts:
        return pl.DataFrame(schema=schema)
    whole = pl.concat(parts, how="diagonal_relaxed")
    missing = [
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in schema.items() if name not in whole.columns
    ]
    return whole.with_columns(missing).sort("row", *by, maintain_order=True).select(*schema)
