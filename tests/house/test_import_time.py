"""`import decisionsupport` adds at most 80 ms to bare Python: the median of ten, side by side in one run.

Processor time is measured, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import os
import statistics
import sys

_BUDGET = 0.080


def _seconds(program: str) -> float:
    process = os.posix_spawn(sys.executable, [sys.executable, "-c", program], os.environ)
    _, status, used = os.wait4(process, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime


def test_importing_is_cheap() -> None:
    pairs = [(_seconds("import decisionsupport"), _seconds("pass")) for _ in range(10)]
    with_it, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    assert with_it - bare < _BUDGET
