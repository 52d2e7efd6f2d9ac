"""Blocks that take turns in one process: on a shared machine ratios say more than times.

Law: whoever is timed has given the oracle's answers first. A ratio is the median over rounds of a block's time
to that of the first one's block in the same round, so that a slow spell hits both.
"""

from __future__ import annotations

import gc
import itertools
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

Evaluate = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure: rounds, and the seconds that a block aims at."""

    rounds: int
    block: float


WHOLE = Effort(rounds=9, block=0.1)
QUICK = Effort(rounds=3, block=0.02)


@dataclass(frozen=True, slots=True)
class Timed:
    """Microseconds for one evaluation, and how many times those of the first one timed beside it."""

    median: float
    least: float
    most: float
    ratio: float


def check(
    name: str, evaluate: Evaluate, cases: Sequence[Any], expected: Sequence[Any], plain: Evaluate
) -> None:
    """Stop where what is given is not what the oracle says."""
    for case, wanted in zip(cases, expected, strict=True):
        got = plain(evaluate(case))
        if got != wanted:
            raise AssertionError(f"{name}: {case} gave {got}, the oracle says {wanted}")


def take_turns(evaluates: Mapping[str, Evaluate], cases: Sequence[Any], effort: Effort) -> dict[str, Timed]:
    """Time them all, a block each in every round; the first is what the others are compared with."""
    counts = {name: _warmed(evaluate, cases, effort) for name, evaluate in evaluates.items()}
    taken: dict[str, list[float]] = {name: [] for name in evaluates}
    gc.collect()
    gc.freeze()
    for start in range(effort.rounds):
        for name, evaluate in evaluates.items():
            taken[name].append(_block(evaluate, cases, counts[name], start * 7) / counts[name])
    gc.unfreeze()
    first = taken[next(iter(taken))]
    return {
        name: Timed(
            statistics.median(times) * 1e6,
            min(times) * 1e6,
            max(times) * 1e6,
            statistics.median(time / base for time, base in zip(times, first, strict=True)),
        )
        for name, times in taken.items()
    }


def _warmed(evaluate: Evaluate, cases: Sequence[Any], effort: Effort) -> int:
    """How many evaluations make a block."""
    count = 1
    while (spent := _block(evaluate, cases, count, 0)) < effort.block / 5:
        count *= 4
    return max(1, int(count * effort.block / spent))


def _block(evaluate: Evaluate, cases: Sequence[Any], count: int, first: int) -> float:
    order = itertools.islice(itertools.cycle(cases), first % len(cases), None)
    some = list(itertools.islice(order, count))
    start = perf_counter()
    for case in some:
        evaluate(case)
    return perf_counter() - start


def seconds(run: Callable[[], object]) -> float:
    """How long it takes once."""
    start = perf_counter()
    run()
    return perf_counter() - start


def resident() -> float:
    """Megabytes of memory that this process holds."""
    (line,) = [
        each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmRSS")
    ]
    return int(line.split()[1]) / 1024
