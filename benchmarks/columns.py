"""What a population costs as columns: NEWS2 beside hand-written Polars, and the whole of the shipped packs.

    python benchmarks/columns.py [rows of NEWS2] [patients]

NEWS2 is worked out of answer columns in the units that the pack counts in (whole numbers, booleans), accepted
already, as a frame in memory; the same frames for both, in turns. The patients are made by hashing their
numbers: everybody has facts, and every fourth each form; nine of ten questions are answered.
"""

from __future__ import annotations

import itertools
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl

from decisionsupport.engine.engine import Engine, load
from decisionsupport.execution.columns.cells import Cells, Shape
from decisionsupport.execution.columns.emit import divided, plan
from decisionsupport.execution.columns.items import base_type, bounds
from decisionsupport.execution.columns.sets import Numbers, Options
from decisionsupport.execution.python import compile_program
from decisionsupport.program.model import Item, RepeatingGroup
from decisionsupport.values import kinds

AT = "2026-11-23T09:00:00+01:00"
ROUNDS = 7
_SEEDS = itertools.count(1)


def below(count: int, rows: int) -> pl.Series:
    """Numbers from 0, alike on every machine."""
    hashed = pl.int_range(rows, dtype=pl.UInt64, eager=True).hash(next(_SEEDS))
    return (hashed // 4096 % count).cast(pl.Int64)


def with_nulls(values: pl.Series, part: float) -> pl.Series:
    """The same with so many of them missing."""
    if not part:
        return values
    missing = below(1000, values.len()) < round(part * 1000)
    return values.to_frame().select(pl.when(~pl.lit(missing)).then(pl.col(values.name))).to_series()


# NEWS2 -------------------------------------------------------------------------------------------------

NEWS2 = {
    "respiratory_rate": (5, 40),
    "oxygen_saturation": (80, 100),
    "systolic": (80, 230),
    "pulse": (30, 150),
    "temperature": (340, 400),
    "consciousness": (0, 4),
}
BANDS = {
    "respiratory_rate": ((8, 3), (11, 1), (20, 0), (24, 2), (None, 3)),
    "systolic": ((90, 3), (100, 2), (110, 1), (219, 0), (None, 3)),
    "pulse": ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2), (None, 3)),
    "temperature": ((350, 3), (360, 1), (380, 0), (390, 1), (None, 2)),
}
SATURATIONS = (
    ((91, 3), (93, 2), (95, 1), (None, 0)),
    ((83, 3), (85, 2), (87, 1), (None, 0)),
    ((83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2), (None, 3)),
)


def news2_answers(rows: int, missing: float) -> pl.DataFrame:
    """Answers in the units that the pack counts in, in columns as small as they fit."""
    columns = []
    for name, (least, most) in NEWS2.items():
        values = (below(most - least + 1, rows) + least).cast(pl.Int8 if most < 128 else pl.Int16)
        columns.append(with_nulls(values.alias(name), missing))
    names = ("hypercapnic_target", "supplemental_oxygen")
    columns += [with_nulls((below(10, rows) < 3).alias(name), missing) for name in names]
    return pl.DataFrame(columns)


def by_hand(answers: pl.DataFrame) -> pl.DataFrame:
    """Score and level of answers without nulls, as one would write them in Polars."""

    def banded(value: pl.Expr, bands: tuple[tuple[int | None, int], ...]) -> pl.Expr:
        found = pl.when(value <= bands[0][0]).then(pl.lit(bands[0][1], dtype=pl.Int8))
        for most, points in bands[1:-1]:
            found = found.when(value <= most).then(pl.lit(points, dtype=pl.Int8))
        return found.otherwise(pl.lit(bands[-1][1], dtype=pl.Int8))

    saturation = pl.col("oxygen_saturation")
    points = {name: banded(pl.col(name), bands) for name, bands in BANDS.items()}
    points["oxygen_saturation"] = (
        pl.when(~pl.col("hypercapnic_target"))
        .then(banded(saturation, SATURATIONS[0]))
        .when(~pl.col("supplemental_oxygen"))
        .then(banded(saturation, SATURATIONS[1]))
        .otherwise(banded(saturation, SATURATIONS[2]))
    )
    points["consciousness"] = banded(pl.col("consciousness"), ((0, 0), (None, 3)))
    oxygen = pl.when("supplemental_oxygen").then(pl.lit(2, dtype=pl.Int8)).otherwise(pl.lit(0, dtype=pl.Int8))
    total, red = oxygen, pl.lit(value=False)
    for each in points.values():
        total, red = total + each, red | (each == 3)
    level = pl.when(total >= 7).then(pl.lit(4, dtype=pl.Int8)).when(total >= 5).then(pl.lit(3, dtype=pl.Int8))
    level = level.when(red).then(pl.lit(2, dtype=pl.Int8)).when(total >= 1).then(pl.lit(1, dtype=pl.Int8))
    return answers.lazy().select(total=total, level=level.otherwise(pl.lit(0, dtype=pl.Int8))).collect()


class AsColumns:
    """The same by the pack: bounds of the score, and the levels that are possible."""

    def __init__(self, engine: Engine, answers: pl.DataFrame) -> None:
        program = engine.program
        items = {name: program.items[f"news2.{name}"] for name in answers.columns}
        shape = Shape(
            {"news2": True}, {item.id: not answers[n].null_count() for n, item in items.items()}, {}
        )
        blank = engine.situation({}, at=AT).record
        cells = Cells(program, compile_program(program), blank, shape)
        total, level = cells.of("news2.total"), cells.of("news2.risk")
        assert isinstance(total, Numbers)
        assert isinstance(level, Options)
        assert not cells.by_python
        flags = {f"is {name}": flag for name, flag in level.members.items()}
        self.plan = plan({"least": total.least, "most": total.most, **flags})
        self.base = [expression for name, item in items.items() for expression in base(answers[name], item)]

    def __call__(self, answers: pl.DataFrame) -> pl.DataFrame:
        """Score and levels of these answers."""
        return self.plan.over(answers.lazy().select(self.base))


def base(column: pl.Series, item: Item) -> Iterator[pl.Expr]:
    """Answers already accepted as base columns: which are known, and the value where they are."""
    values = pl.col(column.name)
    if column.null_count():
        yield values.is_not_null().alias(f"known:{item.id}")
        values = values.fill_null(value=False if isinstance(item.kind, kinds.Boolean) else bounds(item)[0])
    cast = values if isinstance(item.kind, kinds.Boolean) else values.cast(base_type(item))
    yield cast.alias(f"value:{item.id}")


def check(engine: Engine) -> None:
    """The hand-written expression and the plan agree where nothing is missing."""
    answers = news2_answers(100_000, 0)
    hand, ours = by_hand(answers), AsColumns(engine, answers)(answers)
    assert (hand["total"] == ours["least"]).all()
    assert (hand["total"] == ours["most"]).all()
    names = ["none", "low", "low_medium", "medium", "high"]
    for level, name in enumerate(names):
        assert ((hand["level"] == level) == ours[f"is {name}"]).all(), name


def compare_news2(engine: Engine, rows: int) -> None:
    """Rounds in turns, so that a busy machine is as busy for each."""
    check(engine)
    whole, holes = news2_answers(rows, 0), news2_answers(rows, 0.1)
    ours_whole, ours_holes = AsColumns(engine, whole), AsColumns(engine, holes)
    works: dict[str, Callable[[], object]] = {
        "by hand, nothing missing": lambda: by_hand(whole),
        "columns, nothing missing": lambda: ours_whole(whole),
        "columns, a tenth missing, with bounds": lambda: ours_holes(holes),
    }
    times = timed(works)
    hand = statistics.median(times["by hand, nothing missing"])
    print(f"NEWS2, score and level, {rows:,} rows, medians of {ROUNDS} rounds in turns")
    for name, each in times.items():
        middle = statistics.median(each)
        print(f"  {name:40} {rows / middle / 1e6:6.1f} M rows/s  {hand / middle:5.2f} × by hand")


def timed(works: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """How long each took, in each round."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for round_number in range(ROUNDS + 1):
        for name, work in works.items():
            begin = time.perf_counter()
            work()
            if round_number:
                times[name].append(time.perf_counter() - begin)
    return times


# Patients ----------------------------------------------------------------------------------------------

CHANCE = 0.25
ANSWERED = 0.9
CODES = ("N02AA01", "N05AB01", "N05BA01", "N05CF02", "C07AB02", "B01AA03", "A10BA02", "C03CA01", "N06AB04")
LATER = {"delegation.valid_to": 800, "discharge.ready_notice_at": 70}
"""Days by which what must come after something else is put off."""
DIAGNOSES = ("I50", "F00", "J44", "E11", "S72.0", "I63")


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
    """The patients as a Parquet file."""
    engine = load("forms", "rules")
    parts = [patients(engine, min(100_000, rows - start)) for start in range(0, rows, 100_000)]
    pl.concat(parts).write_parquet(path, row_group_size=50_000)


def run_patients(engine: Engine, rows: int, folder: Path) -> None:
    """The whole of the shipped packs over a Parquet file that another process makes, batch by batch."""
    path = folder / "patients.parquet"
    subprocess.run([sys.executable, __file__, "make", str(path), str(rows)], check=True)
    print(f"patients: {rows:,} rows, {path.stat().st_size / 1e6:.0f} MB of Parquet")
    begin, processor = time.perf_counter(), time.process_time()
    proposals, undecided, problems, one_by_one = 0, 0, 0, 0
    by_python: dict[str, None] = {}
    for batch in engine.evaluate_many(path, at=AT).batches():
        proposals += batch.proposals.height
        undecided += batch.undecided.height
        problems += batch.problems.height
        one_by_one += batch.one_by_one
        by_python.update(dict.fromkeys(batch.by_python))
    seconds, processor = time.perf_counter() - begin, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  {seconds:.1f} s ({processor:.1f} s of processor), {rows / seconds:,.0f} patients/s")
    print(f"  {one_by_one} evaluated alone; by Python: {', '.join(by_python) or 'nothing'}")
    print(
        f"  {proposals:,} proposals, {undecided:,} undecided, {problems:,} problems; at most {memory:.2f} GB"
    )


def main() -> None:
    """Both, or the file of patients alone."""
    if sys.argv[1:2] == ["make"]:
        make_file(Path(sys.argv[2]), int(sys.argv[3]))
        return
    given = [int(each) for each in sys.argv[1:]]
    rows, count = given[0] if given else 4_000_000, given[1] if len(given) > 1 else 1_000_000
    engine = load("forms", "rules")
    if count:
        with tempfile.TemporaryDirectory() as folder:
            run_patients(engine, count, Path(folder))
    if rows:
        compare_news2(engine, rows)


if __name__ == "__main__":
    main()
