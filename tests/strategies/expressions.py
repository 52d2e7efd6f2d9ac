"""Expressions as authors write them, each beside a judge that says in plain Python what it means.

What loading refuses is kept out: tests of what can be hidden stand under a negation only behind
`is applicable`, literals lie on the grid, divisors are never zero.
"""

from __future__ import annotations

from tests.strategies.conditions import Conditions
from tests.strategies.numbers import Numbers


class Writer(Conditions, Numbers):
    """Writes expressions for one place."""
