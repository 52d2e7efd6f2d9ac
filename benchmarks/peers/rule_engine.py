"""rule-engine: expressions over Python objects, in Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import rule_engine

from benchmarks.news2 import Patient, expressions
from benchmarks.rules import Rule, text
from benchmarks.timing import Evaluate


def news2() -> Evaluate:
    """Eleven expressions, each reading what came before."""
    said = expressions(choose="({test} ? {then} : {other})", both="and", either="or")
    made = [(key, rule_engine.Rule(each)) for key, each in said.items()]

    def evaluate(p: Patient) -> dict[str, Any]:
        scope = dict(p)
        for key, rule in made:
            scope[key] = rule.evaluate(scope)
        return scope

    return evaluate


def rules(every: Sequence[Rule]) -> Evaluate:
    """A rule each, in a loop."""
    made = [rule_engine.Rule(text(rule, "and")) for rule in every]

    def evaluate(p: Patient) -> list[int]:
        return [number for number, rule in enumerate(made) if rule.matches(p)]

    return evaluate
