"""clipspy: CLIPS, a Rete network in C, called from Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import clips

from benchmarks.news2 import ACTIONS, FIELDS, LEVEL_ROWS, ROWS, SUBS, Condition, Patient
from benchmarks.rules import FIELDS as NUMBERS
from benchmarks.rules import Rule
from benchmarks.timing import Evaluate


def news2() -> Evaluate:
    """A rule for each row; what a row finds is a fact that the sum is made from."""
    found: dict[str, Any] = {}

    def put(key: str, value: object) -> None:
        found[key] = value

    environment = clips.Environment()
    environment.define_function(put, "found")
    for construct in _constructs():
        environment.build(construct)
    patient = environment.find_template("patient")
    truth = {True: clips.Symbol("TRUE"), False: clips.Symbol("FALSE")}

    def evaluate(p: Patient) -> dict[str, Any]:
        found.clear()
        environment.reset()
        patient.assert_fact(**{**p, "o2": truth[p["o2"]]})
        environment.run()
        return dict(found)

    return evaluate


def _constructs() -> list[str]:
    slots = " ".join(f"(slot {field})" for field in FIELDS)
    made = [f"(deftemplate patient {slots})", "(deftemplate sub (slot name) (slot value))"]
    made.append("(deftemplate sums (slot total) (slot red))")
    made += [
        f"(defrule {key}-{place} (patient {_pattern(conditions)})"
        f" => (found {key} {score}) (assert (sub (name {key}) (value {score}))))"
        for key in SUBS
        for place, (conditions, score) in enumerate(ROWS[key])
    ]
    subs = " ".join(f"(sub (name {key}) (value ?{key}))" for key in SUBS)
    total, red = " ".join(f"?{key}" for key in SUBS), " ".join(f"(eq ?{key} 3)" for key in SUBS)
    made.append(
        f"(defrule sums {subs} => (bind ?t (+ {total})) (bind ?r (or {red}))"
        " (found total ?t) (found red ?r) (assert (sums (total ?t) (red ?r))))"
    )
    made += [
        f"(defrule level-{level} (sums {_pattern(conditions)})"
        f' => (found level "{level}") (found action "{ACTIONS[level]}"))'
        for conditions, level in LEVEL_ROWS
    ]
    return made


def rules(every: Sequence[Rule]) -> Evaluate:
    """A rule each; its action says that it fired."""
    fired: list[int] = []

    def fire(number: int) -> None:
        fired.append(number)

    environment = clips.Environment()
    environment.define_function(fire)
    environment.build("(deftemplate patient " + " ".join(f"(slot {field})" for field in NUMBERS) + ")")
    for number, rule in enumerate(every):
        environment.build(f"(defrule r{number} (patient {_pattern(rule)}) => (fire {number}))")
    patient = environment.find_template("patient")

    def evaluate(p: Patient) -> list[int]:
        fired.clear()
        environment.reset()
        patient.assert_fact(**p)
        environment.run()
        return list(fired)

    return evaluate


def _pattern(conditions: Sequence[Condition]) -> str:
    """The conditions by field, as slots of one pattern."""
    by_field: dict[str, list[tuple[str, Any]]] = {}
    for field, op, limit in conditions:
        by_field.setdefault(field, []).append((op, limit))
    return " ".join(_slot(field, tests) for field, tests in by_field.items())


def _slot(field: str, tests: Sequence[tuple[str, Any]]) -> str:
    if tests[0][0] == "==":
        return f"({field} {_literal(tests[0][1])})"
    tested = "".join(f"&:({op} ?{field} {_literal(limit)})" for op, limit in tests)
    return f"({field} ?{field}{tested})"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f'"{value}"' if isinstance(value, str) else repr(value)
