"""Histograms in text: how values lie, as bars of Unicode blocks that fit a terminal of 80 columns."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_MOST_ROWS: Final = 24


def bar(count: int, most: int, width: int) -> str:
    """A bar as long as the count's share of the most, to an eighth of a column; never none for some."""
    eighths = round(count * width * 8 / most) if most else 0
    full, rest = divmod(max(eighths, 1) if count else 0, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def bins(counts: Mapping[int, int]) -> Sequence[tuple[int, int, int]]:
    """Counts by whole number as (least, most, count), without a hole between; at most some twenty of them."""
    if not counts:
        return ()
    least, most = min(counts), max(counts)
    width = _width(most - least + 1)
    first = math.floor(least / width) * width
    made = dict.fromkeys(range(first, most + 1, width), 0)
    for value, count in counts.items():
        made[first + (value - first) // width * width] += count
    return [(start, start + width - 1, count) for start, count in made.items()]


def _width(span: int) -> int:
    """One, or the next of 2, 5, 10, 20, 50 … that needs few enough bins."""
    step = 1
    while True:
        for times in (1, 2, 5):
            if span / (times * step) <= _MOST_ROWS:
                return times * step
        step *= 10


def scaled(units: int, places: int, comma: str) -> str:
    """Whole steps as a number with its digits: 386 with one place is `38.6`."""
    return f"{Decimal(units).scaleb(-places):f}".replace(".", comma)
