"""A population in columns: NEWS2's sum and level for millions, beside a hand-written Polars expression.

Both are given the same columns of a frame in memory, and what comes of them is collected. Ours looks at every
answer besides: its type, its bounds, its steps, its options.
"""

from __future__ import annotations

import resource
import statistics
from collections.abc import Callable, Mapping, Sequence
from time import process_time

import numpy as np
import polars as pl

from benchmarks import news2, packs
from benchmarks.peers import ours
from benchmarks.peers.polars import sound, summed
from benchmarks.tables import Table, figure, micros
from benchmarks.timing import WHOLE, Effort, seconds
from benchmarks.works.one_patient import ITEMS, LETTERS
from decisionsupport.engine import Engine, from_files, load
from decisionsupport.loading.shipped import shipped_packs

_ROWS, _FEW = 5_000_000, 200_000
_SLOW = 20.0
"""Seconds after which fewer rows are taken."""


def measure(effort: Effort) -> list[Table]:
    """Sum and level without and with nulls; then every rule of the shipped packs."""
    most = _ROWS if effort is WHOLE else _FEW
    rounds = 7 if effort is WHOLE else 1
    engine, shipped = from_files(packs.news2_summed()), load(*shipped_packs())
    _check(engine)
    rows = _affordable(engine, lambda tried: frame(tried, nulls=0.1), most)
    whole, holed = frame(rows, nulls=0.0), frame(rows, nulls=0.1)
    named = whole.rename({name: name.removeprefix("news2.") for name in whole.columns})
    few = _affordable(shipped, lambda tried: _shipped(frame(tried, nulls=0.02)), most // 5)
    patients = _shipped(frame(few, nulls=0.02))
    packed = f"decisionsupport, the shipped packs ({len(shipped.program.rules)} rules)"
    hand = "hand-written Polars expression, no nulls"
    runs: dict[str, tuple[int, Callable[[], object]]] = {
        hand: (rows, lambda: summed(named)),
        "the same, every answer checked by hand as well": (rows, lambda: sound(named) and summed(named)),
        "decisionsupport, sum and level, no nulls": (rows, lambda: _narrow(engine, whole)),
        "decisionsupport, sum and level with bounds, a tenth of every column null": (
            rows,
            lambda: _narrow(engine, holed),
        ),
        "decisionsupport, all six frames, no nulls": (rows, lambda: _batches(engine, whole)),
        "decisionsupport, all six frames, a tenth of every column null": (
            rows,
            lambda: _batches(engine, holed),
        ),
        f"{packed}: values": (few, lambda: _batches(shipped, patients, ("values",))),
        f"{packed}: all six frames, proposals and all": (few, lambda: _batches(shipped, patients)),
    }
    taken = _take_turns({name: run for name, (_, run) in runs.items()}, rounds)
    said = (
        "Eight columns of a frame in memory, the same for both sides. Out: sum, whether a score is 3, level, "
        "collected. Ours makes besides, of every answer, sure that it is one (type, bounds, whole steps, "
        "options), and says of each value its state and what it can still be: as narrow columns "
        "(`Many.narrow`), or as the six frames of a batch with their 64-bit numbers, texts and lists. "
        "Reading and writing files is not in it; making the plan is. Two threads: processor time is of both, "
        "and the steadier figure where others use the machine. Speed by hand is 1; a higher ratio is faster. "
        f"Peak memory of the process with its inputs: {_peak():,.0f} MB."
    )
    table = [
        _row(name, count, taken[name], taken[hand] if count == rows else None)
        for name, (count, _) in runs.items()
    ]
    heads = ("", "rows", "median", "processor time", "rows a second", "ratio of speeds")
    return [Table("A population in columns", said, heads, table)]


def frame(rows: int, *, nulls: float) -> pl.DataFrame:
    """Random answers as columns, such a share of each unanswered."""
    rng = np.random.default_rng(11)

    def mix(usual: tuple[int, int], wide: tuple[int, int]) -> np.ndarray:
        mostly = rng.random(rows) < 0.75
        return np.where(
            mostly, rng.integers(usual[0], usual[1] + 1, rows), rng.integers(wide[0], wide[1] + 1, rows)
        )

    letters = pl.Series(list("acvpu"), dtype=pl.Enum(list("acvpu")))
    columns = {
        "rr": mix((12, 20), (4, 40)).astype(np.int16),
        "scale": np.where(rng.random(rows) < 0.3, 2, 1).astype(np.int16),
        "spo2": mix((92, 100), (78, 100)).astype(np.int16),
        "o2": rng.random(rows) < 0.15,
        "sbp": mix((111, 180), (60, 240)).astype(np.int16),
        "pulse": mix((51, 90), (30, 160)).astype(np.int16),
        "acvpu": letters.gather(np.where(rng.random(rows) < 0.9, 0, rng.integers(0, 5, rows))),
        "temp": mix((361, 380), (340, 410)) / 10,
    }
    made = pl.DataFrame({f"news2.{name}": values for name, values in columns.items()})
    if not nulls:
        return made
    return made.with_columns(
        pl.when(pl.lit(pl.Series(rng.random(rows) >= nulls))).then(pl.col(name)).alias(name)
        for name in made.columns
    )


def _shipped(given: pl.DataFrame) -> pl.DataFrame:
    """The same answers to the shipped form."""
    names = {f"news2.{ours}": f"news2.{theirs}" for ours, theirs in ITEMS.items()}
    letters = {letter.lower(): option for letter, option in LETTERS.items()}
    return given.rename(names).select(
        *names.values(),
        pl.col("news2.acvpu")
        .cast(pl.String)
        .replace_strict(letters, default=None)
        .alias("news2.consciousness"),
        (pl.col("news2.scale") == 2).alias("news2.hypercapnic_target"),
    )


def _check(engine: Engine) -> None:
    """Both give the oracle's answers, patient by patient."""
    patients = news2.patients(500)
    given = pl.DataFrame([{**p, "acvpu": p["acvpu"].lower()} for p in patients])
    columns = given.rename({name: f"news2.{name}" for name in given.columns})
    many = engine.evaluate_many(columns, at=ours.AT)
    values, narrow = many.values, many.narrow(*_CELLS)
    hand = summed(given)
    assert sound(given)
    for cell in _CELLS:
        assert narrow[cell].to_list() == values[cell].to_list(), cell
    for row, p in enumerate(patients):
        wanted = news2.oracle(p)
        mine = (
            values["news2.total"][row],
            values["news2.red"][row],
            packs.LEVEL_IDS[values["news2.level"][row]],
        )
        theirs = (hand["total"][row], hand["red"][row], hand["level"][row])
        assert mine == theirs == (wanted["total"], wanted["red"], wanted["level"]), (p, mine, theirs)


_CELLS = ("news2.total", "news2.red", "news2.level")
_FRAMES = ("values", "rules", "proposals", "withheld", "undecided", "problems")


def _narrow(engine: Engine, given: pl.DataFrame) -> pl.DataFrame:
    return engine.evaluate_many(given, at=ours.AT).narrow(*_CELLS)


def _batches(engine: Engine, given: pl.DataFrame, frames: Sequence[str] = _FRAMES) -> int:
    """Read these frames of each batch."""
    batches = engine.evaluate_many(given, at=ours.AT).batches()
    return sum(getattr(batch, name).height for batch in batches for name in frames)


def _affordable(engine: Engine, made: Callable[[int], pl.DataFrame], most: int) -> int:
    """As many rows as can be evaluated in a while; some twenty thousand tell, unless even a thousand is slow."""
    few, some = made(1_000), made(20_000)
    _batches(engine, few)
    tried = few if seconds(lambda: _batches(engine, few)) > 2 else some
    each = seconds(lambda: _batches(engine, tried)) / tried.height
    return next(
        rows for rows in (most, most // 10, most // 100, 1_000) if each * rows < _SLOW or rows <= 1_000
    )


def _take_turns(
    runs: Mapping[str, Callable[[], object]], rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """Seconds of each by the clock and of the processor, in rounds in turns."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            before = process_time()
            spent = seconds(run)
            taken[name].append((spent, process_time() - before))
    return taken


def _row(
    name: str, rows: int, taken: list[tuple[float, float]], by_hand: list[tuple[float, float]] | None
) -> list[str]:
    spent, processor = (statistics.median(each) for each in zip(*taken, strict=True))
    speed = figure(rows / spent / 1e6)
    shown = [name, f"{rows:,}", micros(spent * 1e6), micros(processor * 1e6), f"{speed} M"]
    if by_hand is None:
        return [*shown, ""]
    return [*shown, f"{statistics.median(h / o for (h, _), (o, _) in zip(by_hand, taken, strict=True)):.2f}"]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
