"""durable-rules: a Rete network, called by its own words."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Sequence
from typing import Any

from durable.engine import Host, MessageNotHandledException

from benchmarks.news2 import ACTIONS, LEVEL_ROWS, ROWS, SUBS, Condition, Patient
from benchmarks.rules import Rule
from benchmarks.timing import Evaluate

_NAMES = {"<=": "$lte", "<": "$lt", ">": "$gt", ">=": "$gte"}


def news2() -> Evaluate:
    """A rule for each row; the sum is made between two facts of one session."""
    found: dict[str, Any] = {}

    def put(key: str, value: object) -> Callable[[Any], None]:
        def act(_: object) -> None:
            found[key] = value

        return act

    def put_level(level: str) -> Callable[[Any], None]:
        def act(closure: Any) -> None:
            found["level"] = level
            closure.assert_fact({"level": level})

        return act

    rules = {
        f"{key}_{place}": _rule(_all(conditions), put(key, score))
        for key in SUBS
        for place, (conditions, score) in enumerate(ROWS[key])
    }
    rules |= {f"level_{level}": _rule(_all(conditions), put_level(level)) for conditions, level in LEVEL_ROWS}
    rules |= {f"act_{level}": _rule({"level": level}, put("action", act)) for level, act in ACTIONS.items()}
    host = Host()
    host.set_rulesets({"news2": rules})
    numbers = itertools.count()

    def evaluate(p: Patient) -> dict[str, Any]:
        session = str(next(numbers))
        found.clear()
        host.assert_fact("news2", {"sid": session, **p})
        sums = {"total": sum(found[key] for key in SUBS), "red": any(found[key] == 3 for key in SUBS)}
        host.assert_fact("news2", {"sid": session, **sums})
        host.delete_state("news2", session)
        return {**found, **sums}

    return evaluate


def rules(every: Sequence[Rule]) -> Evaluate:
    """A rule each; its action says that it fired."""
    fired: list[int] = []

    def fire(number: int) -> Callable[[Any], None]:
        return lambda _: fired.append(number)

    host = Host()
    host.set_rulesets(
        {"many": {f"r{number}": _rule(_all(rule), fire(number)) for number, rule in enumerate(every)}}
    )
    numbers = itertools.count()

    def evaluate(p: Patient) -> list[int]:
        session = str(next(numbers))
        fired.clear()
        # The exception is its way of saying that no rule fired.
        with contextlib.suppress(MessageNotHandledException):
            host.assert_fact("many", {"sid": session, **p})
        host.delete_state("many", session)
        return list(fired)

    return evaluate


def _rule(condition: object, run: Callable[[Any], None]) -> dict[str, Any]:
    return {"all": [{"m": condition}], "run": run}


def _all(conditions: Sequence[Condition]) -> object:
    tests = [
        {field: limit} if op == "==" else {_NAMES[op]: {field: limit}} for field, op, limit in conditions
    ]
    return tests[0] if len(tests) == 1 else {"$and": tests}
