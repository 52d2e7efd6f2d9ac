"""`import decisionsupport` adds at most 80 ms to bare Python: the median of ten, side by side in one run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

_BUDGET = 0.080


def _median(program: str) -> float:
    taken = []
    for _ in range(10):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def test_importing_is_cheap() -> None:
    assert _median("import decisionsupport") - _median("pass") < _BUDGET
