"""common-expression-language: CEL by its Rust implementation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cel

from benchmarks.news2 import Patient, expressions
from benchmarks.rules import Rule, text
from benchmarks.timing import Evaluate


def news2() -> Evaluate:
    """Eleven programs, each reading what came before."""
    said = expressions(choose="({test} ? {then} : {other})", both="&&", either="||")
    programs = [(key, cel.compile(each)) for key, each in said.items()]

    def evaluate(p: Patient) -> dict[str, Any]:
        scope = dict(p)
        context = cel.Context(p)
        for key, program in programs:
            scope[key] = program.execute(context)
            context.add_variable(key, scope[key])
        return scope

    return evaluate


def rules(every: Sequence[Rule]) -> Evaluate:
    """A program a rule, in a loop over one context."""
    programs = [cel.compile(text(rule, "&&")) for rule in every]

    def evaluate(p: Patient) -> list[int]:
        context = cel.Context(p)
        return [number for number, program in enumerate(programs) if program.execute(context)]

    return evaluate
