"""N rules over one patient, a tenth of which fire: how the cost grows with their number."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from benchmarks import rules
from benchmarks.peers import ours
from benchmarks.peers.every import HAND, RULES
from benchmarks.tables import Table, figure, micros, version_of
from benchmarks.timing import Effort, Evaluate, check, take_turns
from benchmarks.works.node import timed_by_node

_CHECKED = 100


def measure(effort: Effort, size: int) -> list[Table]:
    """One table for one number of rules."""
    every, patients = rules.rules(size), rules.patients(_CHECKED)
    expected = [rules.oracle(every, p) for p in patients]
    evaluates: dict[str, Evaluate] = {}
    loads: dict[str, float] = {}
    for name, peer in RULES.items():
        if size <= peer.most:
            start = perf_counter()
            evaluates[name] = peer.make(every)
            loads[name] = perf_counter() - start
            check(name, evaluates[name], patients, expected, _plain_of(name))
    timed = take_turns(evaluates, patients, effort)
    hand = timed[HAND].median
    found = [
        (name, version_of(RULES[name].dist), each.median, each.ratio, loads[name])
        for name, each in timed.items()
    ]
    workload: dict[str, Any] = {"rules": every, "fields": rules.FIELDS}
    node = timed_by_node("rules", workload, patients, [sorted(fired) for fired in expected], effort)
    found += [(each["name"], each["version"], each["median"], each["median"] / hand, 0.0) for each in node]
    found.sort(key=lambda row: row[2])
    rows = [
        [name, version, micros(median), f"{figure(ratio)} ×", f"{load * 1e3:,.0f} ms" if load else ""]
        for name, version, median, ratio, load in found
    ]
    said = f"{size:,} rules of three comparisons over 21 answers; which of them fire (about a tenth). The whole outcome is more than which fire. Made ready: imports of its own included."
    head = ("", "version", "one patient", "ratio", "made ready in")
    points = [(name, median) for name, _, median, *_ in found]
    return [Table(f"{size:,} rules", said, head, rows, key=str(size), points=points)]


def _plain_of(name: str) -> Evaluate:
    if name.startswith("decisionsupport"):
        return lambda got: rules.plain(ours.plain_rules(got))
    return rules.plain
