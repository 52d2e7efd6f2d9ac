"""What a work gives: tables of figures, as data that can be handed from process to process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from platform import python_version


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading; `said` is what must be known to read them. `key` names it for the plot."""

    title: str
    said: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    key: str = ""
    points: Sequence[tuple[str, float]] = ()
    """For the plot: by name, microseconds."""


def version_of(dist: str | None) -> str:
    """The version of a distribution; Python's own where it is none."""
    if dist is None:
        return f"Python {python_version()}"
    try:
        return version(dist)
    except PackageNotFoundError:
        return "?"


def micros(value: float) -> str:
    """Microseconds in the unit that reads best."""
    for limit, factor, unit in ((1e3, 1.0, "µs"), (1e6, 1e3, "ms")):
        if value < limit:
            return f"{figure(value / factor)} {unit}"
    return f"{figure(value / 1e6)} s"


def figure(value: float) -> str:
    """Three digits of a number."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
