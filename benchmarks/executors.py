"""What the executors cost on one pack of many rules, beside one another: `python benchmarks/executors.py`.

A tenth of the rules fire. Every outcome is held equal to the interpreter's before anything is timed.
Processor time of this process; the medians of rounds that take turns.
"""

from __future__ import annotations

import statistics
import time
from typing import get_args

from decisionsupport.engine import Engine
from decisionsupport.engine.engine import from_files
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.named import ExecutorName
from decisionsupport.loading import File

ROUNDS = 7
AT = "2026-11-23T09:00:00+01:00"
PACK = """\
pack: bench
version: 1.0.0
languages: [en]
timezone: Europe/Stockholm
"""
FORM = """\
assessment: vitals
version: 1.0.0
title: Vitals
items:
"""
RULES = """\
set: many
version: 1.0.0
title: Many rules
actions:
  call:
    title: Call
rules:
"""


def files(rules: int) -> tuple[File, ...]:
    """A pack of so many rules over ten numbers."""
    items = [f"  v{item}: {{kind: integer, between: 0..999}}\n" for item in range(10)]
    written = [_rule(number) for number in range(rules)]
    texts = {"pack.yaml": PACK, "vitals.yaml": FORM + "".join(items), "many.yaml": RULES + "".join(written)}
    return tuple(File(name, text.encode()) for name, text in texts.items())


def _rule(number: int) -> str:
    first, second, third = (f"vitals.v{(number + step) % 10}" for step in (0, 3, 7))
    least = 900 if number % 10 else 100
    when = f"{first} >= {least} and ({second} < 500 or not {third} > {number % 700})"
    return f"  r{number}:\n    title: Rule {number}\n    when: {when}\n    propose: [call]\n"


def seconds(engine: Engine, times: int) -> float:
    """Processor time of one decision."""
    answers = {"vitals": {f"v{item}": 300 for item in range(10)}}
    start = time.process_time()
    for _ in range(times):
        outcome = engine.evaluate(answers, at=AT)
    assert outcome.ok
    return (time.process_time() - start) / times


def main() -> None:
    """Print milliseconds a decision, and how many times the default's each is."""
    for rules in (10, 100, 1000):
        pack = files(rules)
        engines: dict[str, Engine] = {}
        for name in get_args(ExecutorName):
            try:
                start = time.process_time()
                engines[name] = from_files(pack, None, name)
                print(f"{rules} rules, {name}: loaded in {time.process_time() - start:.2f} s")
            except InvalidCall as missing:
                print(missing)
        texts = {
            each.evaluate({"vitals": {f"v{item}": 300 for item in range(10)}}, at=AT).to_json()
            for each in engines.values()
        }
        assert len(texts) == 1
        times = max(1000 // rules, 2)
        measured: dict[str, list[float]] = {name: [] for name in engines}
        for _ in range(ROUNDS):
            for name, engine in engines.items():
                measured[name].append(seconds(engine, times))
        default = statistics.median(measured["python"])
        for name, taken in measured.items():
            median = statistics.median(taken)
            print(f"{rules} rules, {name}: {median * 1e3:.2f} ms, {median / default:.1f} times the default")


if __name__ == "__main__":
    main()
