"""What a trace costs: Svea's fall on the shipped packs, evaluated with and without it, in turns.

    python benchmarks/trace.py [ROUNDS]

Prints the median time of each and their ratio. Both are timed in one run, one after the other, so that a busy
machine slows both alike.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from time import perf_counter

from decisionsupport.engine import load
from decisionsupport.loading.shipped import shipped_examples, shipped_packs

AT = "2026-03-20T06:40:00+01:00"


def _seconds(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


def main(rounds: int) -> None:
    """Time both, and print the ratio."""
    engine = load(*shipped_packs())
    answers = json.loads((shipped_examples() / "svea" / "fall.json").read_text("utf-8"))
    engine.evaluate(answers, at=AT, trace=True)
    plain, traced = [], []
    for _ in range(rounds):
        plain.append(_seconds(lambda: engine.evaluate(answers, at=AT)))
        traced.append(_seconds(lambda: engine.evaluate(answers, at=AT, trace=True)))
    without, with_ = statistics.median(plain), statistics.median(traced)
    ratio = with_ / without
    print(f"without a trace {without * 1000:.2f} ms, with one {with_ * 1000:.2f} ms: {ratio:.2f} times")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
