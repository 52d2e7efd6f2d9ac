"""What the executors cost for a whole outcome, beside one another: `python benchmarks/executors.py`.

On the cases of the shipped packs, and on packs of many rules of which a tenth fire. Processor time of this
process; the medians of rounds that take turns. That all give the same is what the tests hold.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import cache
from typing import get_args

from decisionsupport.authoring.cases import Case, from_documents
from decisionsupport.diagnostics import Report
from decisionsupport.engine import Engine
from decisionsupport.engine.engine import from_files
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.named import ExecutorName
from decisionsupport.loading import File, cases_in, read_files
from decisionsupport.loading.shipped import shipped_packs

ROUNDS = 5
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


def decide_one(engine: Engine) -> int:
    """One patient whose answers are all plain."""
    assert engine.evaluate({"vitals": {f"v{item}": 300 for item in range(10)}}, at=AT).ok
    return 1


def decide_cases(engine: Engine) -> int:
    """Every patient of the shipped packs' cases; says how many."""
    settings = [
        case.setting for case in _cases() if case.setting.at is not None and case.setting.site is None
    ]
    for each in settings:
        assert each.at is not None
        outcome = engine.evaluate(
            each.given, at=each.at, history=each.history, parameters=each.parameters or None, invalid="report"
        )
        assert outcome.ok
    return len(settings)


@cache
def _cases() -> tuple[Case, ...]:
    return tuple(from_documents(cases_in(read_files(shipped_packs()), Report())))


def compare(name: str, pack: tuple[File, ...], decide: Callable[[Engine], int], times: int) -> None:
    """Print milliseconds a decision, and how many times the default's each is."""
    engines: dict[str, Engine] = {}
    for executor in get_args(ExecutorName):
        try:
            engines[executor] = from_files(pack, None, executor)
        except InvalidCall as missing:
            print(missing)
    measured: dict[str, list[float]] = {executor: [] for executor in engines}
    for round_ in range(ROUNDS + 1):
        for executor, engine in engines.items():
            start = time.process_time()
            decided = sum(decide(engine) for _ in range(times))
            if round_:  # the first one warms up
                measured[executor].append((time.process_time() - start) / decided)
    default = statistics.median(measured["python"])
    for executor, taken in measured.items():
        median = statistics.median(taken)
        print(f"{name}, {executor}: {median * 1e3:.3g} ms, {median / default:.1f} times the default")


def main() -> None:
    """The shipped packs, then packs of many rules."""
    compare("the shipped packs' cases", read_files(shipped_packs()), decide_cases, 1)
    for rules in (10, 100, 1000):
        compare(f"{rules:,} rules", files(rules), decide_one, max(1000 // rules, 2))


if __name__ == "__main__":
    main()
