"""The peers from npm, in a process of Node; none where there is no Node or nothing is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.tables import figure, micros
from benchmarks.timing import Effort

_SCRIPT = Path(__file__).parents[1] / "node" / "peers.mjs"
_LONGEST = 300


def timed_by_node(
    work: str, workload: Mapping[str, Any], patients: Sequence[Any], expected: Sequence[Any], effort: Effort
) -> list[dict[str, Any]]:
    """By name: version and microseconds, median, least and most."""
    node = shutil.which("node")
    if node is None or not (_SCRIPT.parent / "node_modules").is_dir():
        return []
    asked = {"work": work, "patients": patients, "expected": expected}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "workload.json"
        file.write_text(
            json.dumps({**workload, **asked, "rounds": effort.rounds, "block": effort.block}), "utf-8"
        )
        done = subprocess.run(
            [node, _SCRIPT, file], capture_output=True, text=True, timeout=_LONGEST, check=True
        )
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def node_peers(
    work: str,
    workload: Mapping[str, Any],
    patients: Sequence[Any],
    expected: Sequence[Any],
    effort: Effort,
    hand: float,
) -> list[list[str]]:
    """Rows of a table; the ratio is to hand-written Python's median in the other process."""
    return [
        [
            each["name"],
            each["version"],
            micros(each["median"]),
            f"{micros(each['least'])} … {micros(each['most'])}",
            f"{figure(each['median'] / hand)} ×",
        ]
        for each in timed_by_node(work, workload, patients, expected, effort)
    ]
