"""N random rules over twenty numbers and an age: generator, patients and oracle.

A rule is three comparisons on three fields, each true for about 46 % of the patients, so that about a tenth of
the rules fire. q0 to q14 are measurements 0 to 99, q15 to q19 are 0 or 1, age is 18 to 97.
"""

from __future__ import annotations

import operator
import random
from collections.abc import Callable, Iterable, Sequence

Patient = dict[str, int]
Rule = Sequence[tuple[str, str, int]]

FIELDS = (*(f"q{number}" for number in range(20)), "age")
FLAGS = ("q15", "q16", "q17", "q18", "q19")
SIZES = (10, 100, 1_000, 10_000)
_OPERATORS: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "==": operator.eq,
}  # fmt: skip


def rules(count: int, seed: int = 7) -> list[Rule]:
    """So many rules; a rule's number is its place."""
    rng = random.Random(seed)
    return [[_comparison(field, rng) for field in rng.sample(FIELDS, 3)] for _ in range(count)]


def _comparison(field: str, rng: random.Random) -> tuple[str, str, int]:
    if field in FLAGS:
        return field, "==", 1
    low, span = (18, 80) if field == "age" else (0, 100)
    share, op = rng.uniform(0.36, 0.57), rng.choice((">=", ">", "<=", "<"))
    cut = low + round(span * (1 - share if op in (">=", ">") else share))
    return field, op, cut - {">=": 0, ">": 1, "<=": 1, "<": 0}[op]


def patients(count: int, seed: int = 3) -> list[Patient]:
    """Random patients who answer everything."""
    rng = random.Random(seed)
    return [_patient(rng) for _ in range(count)]


def _patient(rng: random.Random) -> Patient:
    measured = {f"q{number}": rng.randrange(100) for number in range(15)}
    flags = {flag: int(rng.random() < 0.464) for flag in FLAGS}
    return measured | flags | {"age": rng.randrange(18, 98)}


def oracle(every: Sequence[Rule], patient: Patient) -> set[int]:
    """The numbers of the rules that fire."""
    return {
        number
        for number, rule in enumerate(every)
        if all(_OPERATORS[op](patient[field], limit) for field, op, limit in rule)
    }


def plain(got: Iterable[object]) -> set[int]:
    """Any peer's result as a set; `AssertionError` where a rule fired twice."""
    fired = [int(str(each)) for each in got]
    assert len(fired) == len(set(fired)), "a rule fired twice"
    return set(fired)


def text(rule: Rule, both: str) -> str:
    """A rule as most languages write it."""
    return f" {both} ".join(f"{field} {op} {limit}" for field, op, limit in rule)
