"""Cost by number of rules, both axes logarithmic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

from benchmarks.tables import Table

mpl.use("svg")
from matplotlib import pyplot as plt


def draw(tables: Sequence[Table], file: Path) -> None:
    """A line for each, from the tables' points."""
    lines: dict[str, list[tuple[int, float]]] = {}
    for table in tables:
        for name, micros in table.points:
            lines.setdefault(name, []).append((int(table.key), micros))
    # The same figures give the same file, but for its figures.
    plt.rcParams.update({"svg.hashsalt": "decisionsupport", "svg.fonttype": "none", "font.size": 9})
    figure, axes = plt.subplots(figsize=(10, 5.4), layout="constrained")
    for name, points in sorted(lines.items(), key=lambda line: -line[1][-1][1]):
        ours = name.startswith("decisionsupport")
        hand = name.startswith("hand-written")
        style = {"color": "crimson", "linewidth": 2.6, "zorder": 3} if ours else {"linewidth": 1.2}
        axes.plot(
            *zip(*sorted(points), strict=True),
            marker="o",
            markersize=4,
            label=name,
            linestyle="--" if hand else "-",
            **style,
        )
    axes.set(xscale="log", yscale="log", xlabel="rules", ylabel="µs for one patient")
    axes.grid(which="major", alpha=0.3)
    figure.legend(fontsize=8, loc="outside right upper", frameon=False)
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
