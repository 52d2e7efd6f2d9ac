"""The results as a page: every figure as it is, with the machine and the versions."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.tables import Table

_HEAD = """\
# What it costs

Made by `make bench` ({when}), on a shared machine of {cores} cores ({processor}), {system}, Python {python}{node}.

The same work for each, and each has given the oracle's answers before it is timed. Those of one table run in one process and
take turns in blocks: a **ratio** is the median over the rounds of a block's time to hand-written Python's in the same round, and
says more than the times, which come and go with what else the machine does. Rows marked Node ran in a process of their own:
theirs is the ratio of the two medians. `×` counts how many times as long; every figure is as it was measured, also where
a peer wins.
"""


@dataclass(frozen=True, slots=True)
class Failed:
    """A part that gave nothing, and why."""

    part: str
    why: str


def report(found: Sequence[Table | Failed]) -> str:
    """The page as Markdown."""
    parts = [_head()]
    plotted = False
    for each in found:
        match each:
            case Failed(part, why):
                parts.append(f"## {part}\n\n**Failed**: {why}\n")
            case Table() as table:
                if table.points and not plotted:
                    parts.append(
                        "## Cost by number of rules\n\n![Cost by number of rules, both axes logarithmic](rules.svg)\n"
                    )
                    plotted = True
                parts.append(f"## {table.title}\n\n{table.said}\n\n{_table(table)}\n")
    return "\n".join(parts)


def _head() -> str:
    node = _said("node", "--version")
    return _HEAD.format(
        when=f"{datetime.now(UTC):%Y-%m-%d}",
        cores=os.cpu_count(),
        processor=_processor(),
        system=platform.system(),
        python=platform.python_version(),
        node=f", Node {node.removeprefix('v')}" if node else "",
    )


def _table(table: Table) -> str:
    lines = [table.head, ["---", *("---:" for _ in table.head[1:])], *table.rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""
