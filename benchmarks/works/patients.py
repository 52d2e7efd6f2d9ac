"""The whole of the shipped packs over a file of made-up patients, read and evaluated a batch at a time.

The patients are made by hashing their numbers, in a process of its own: everybody has facts, and every fourth
each form; nine of ten questions are answered.
"""

from __future__ import annotations

import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from benchmarks.tables import Table, figure
from benchmarks.timing import WHOLE, Effort
from decisionsupport.engine.engine import Engine, load
from decisionsupport.execution.columns.emit import divided
from decisionsupport.loading.shipped import shipped_packs
from decisionsupport.program.model import Item, RepeatingGroup
from decisionsupport.values import kinds

_AT = "2026-11-23T09:00:00+01:00"
_ROWS, _FEW, _PART = 200_000, 2_000, 50_000
_SEEDS = itertools.count(1)
CHANCE = 0.25
ANSWERED = 0.9
CODES = ("N02AA01", "N05AB01", "N05BA01", "N05CF02", "C07AB02", "B01AA03", "A10BA02", "C03CA01", "N06AB04")
LATER = {"delegation.valid_to": 800, "discharge.ready_notice_at": 70}
"""Days by which what must come after something else is put off."""
DIAGNOSES = ("I50", "F00", "J44", "E11", "S72.0", "I63")


def measure(effort: Effort) -> list[Table]:
    """How long, and how much memory, a file takes."""
    rows = _ROWS if effort is WHOLE else _FEW
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "patients.parquet"
        subprocess.run([sys.executable, "-m", __name__, str(path), str(rows)], check=True)
        return [_evaluated(path, rows)]


def _evaluated(path: Path, rows: int) -> Table:
    engine = load(*shipped_packs())
    before = _peak()
    begin, processor = time.perf_counter(), time.process_time()
    found: Counter[str] = Counter()
    by_python: dict[str, None] = {}
    for batch in engine.evaluate_many(path, at=_AT).batches():
        for name in ("values", "rules", "proposals", "withheld", "undecided", "problems"):
            found[name] += getattr(batch, name).height
        found["alone"] += batch.one_by_one
        by_python.update(dict.fromkeys(batch.by_python))
    spent, processor = time.perf_counter() - begin, time.process_time() - processor
    assert found["values"] == rows, "no row is lost"
    said = (
        f"The shipped packs ({len(engine.program.rules)} rules, {len(engine.program.forms)} forms) over a Parquet file "
        f"of {rows:,} made-up patients ({path.stat().st_size / 1e6:,.0f} MB), a batch at a time, all six frames of each read. "
        f"{found['proposals']:,} proposals, {found['undecided']:,} undecided rules with what they wait for, "
        f"{found['problems']:,} problems; {found['alone']} records evaluated by themselves, "
        f"{len(by_python)} values worked out by Python. Making the plan is in it."
    )
    row = [
        f"{rows:,}",
        f"{spent:.1f} s",
        f"{processor:.1f} s",
        f"{figure(rows / spent)}",
        f"{before:,.0f} MB",
        f"{_peak():,.0f} MB",
    ]
    head = ("patients", "elapsed", "processor time", "patients a second", "memory before", "at most")
    return Table("A population from a file", said, head, [row])


def below(count: int, rows: int) -> pl.Series:
    """Numbers from 0, alike on every machine."""
    hashed = pl.int_range(rows, dtype=pl.UInt64, eager=True).hash(next(_SEEDS))
    return (hashed // 4096 % count).cast(pl.Int64)


def patients(engine: Engine, rows: int) -> pl.DataFrame:
    """Answers to every question of the pack, as hosts give them."""
    columns: list[pl.Series] = []
    for form in engine.program.forms.values():
        given = pl.Series([True]).new_from_index(0, rows)
        if form.id != "patient":
            given = below(1000, rows) < round(CHANCE * 1000)
        for entry in form.entries:
            if isinstance(entry, Item) and entry.derived:
                continue
            here = given & (below(1000, rows) < round(ANSWERED * 1000))
            made = answers_to(entry, rows) if isinstance(entry, Item) else entries(entry, rows)
            frame = made.alias(entry.id).to_frame()
            columns.append(frame.select(pl.when(pl.lit(here)).then(pl.col(entry.id))).to_series())
    return pl.DataFrame(columns)


def answers_to(item: Item, rows: int) -> pl.Series:
    """A plausible answer for each row."""
    match item.kind:
        case kinds.Boolean():
            return below(10, rows) < 2
        case kinds.Choice(options=options):
            return named(options, below(len(options), rows))
        case kinds.Choices(options=options):
            one = named([name for name in options if name not in item.kind.exclusive], below(2, rows))
            return one.to_frame("one").select(pl.concat_list("one")).to_series()
        case kinds.Number(places=places, step=step):
            least, most = item.usual or item.between or (0, 100)
            least, most = (least or 0), (most if most is not None else (least or 0) + 100)
            units = (below((most - least) // step + 1, rows) * step + least) // step * step
            return (
                units
                if not places
                else units.cast(pl.Float64).to_frame("u").select(divided(pl.col("u"), 10**places)).to_series()
            )
        case kinds.Date():
            return (below(730, rows) + 20_000 + LATER.get(item.id, 0)).cast(pl.Int32).cast(pl.Date)
        case kinds.Instant():
            minutes = below(60 * 24 * 60, rows) + 29_600_000 + LATER.get(item.id, 0) * 24 * 60
            return (minutes * 60_000_000).cast(pl.Datetime("us", "UTC"))
        case kinds.TimeOfDay():
            return (below(24 * 60, rows) * 60_000_000_000).cast(pl.Time)
        case kinds.Code():
            return named(CODES if item.kind.system == "atc" else DIAGNOSES, below(6, rows))
        case _:
            return named(["anything"], below(1, rows))


def named(names: Sequence[str], places: pl.Series) -> pl.Series:
    """The name at each place."""
    return pl.Series(list(names), dtype=pl.String).gather(places)


def entries(group: RepeatingGroup, rows: int) -> pl.Series:
    """Up to six entries of a repeating group."""
    counts = below(7, rows)
    owner = (
        pl.DataFrame({"row": range(rows), "n": counts}).select(pl.col("row").repeat_by("n")).explode("row")
    )
    owner = owner.drop_nulls()
    asked = [item for item in group.items if not item.derived]
    each = owner.with_columns(answers_to(item, owner.height).alias(item.name) for item in asked)
    lists = each.group_by("row").agg(pl.struct([item.name for item in asked]).alias("entries"))
    found = pl.DataFrame({"row": range(rows)}).join(lists, on="row", how="left", maintain_order="left")
    return found["entries"]


def make_file(path: Path, rows: int) -> None:
    """The patients as a Parquet file, a part at a time."""
    engine = load(*shipped_packs())
    parts = (patients(engine, min(_PART, rows - start)).lazy() for start in range(0, rows, _PART))
    pl.concat(list(parts)).sink_parquet(path, row_group_size=50_000)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    make_file(Path(sys.argv[1]), int(sys.argv[2]))
