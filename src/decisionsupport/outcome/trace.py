"""The trace: where every rule stood and what every value was, with its place. Made only when asked for.

It is no part of the outcome's JSON and of no comparison of outcomes: it says how, not what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from decisionsupport.outcome.values import Value
from decisionsupport.outcome.writing import Plain, plain_value, written


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: file, line and column (from 1), and the line itself."""

    file: str
    line: int
    column: int
    text: str

    def as_data(self) -> dict[str, Plain]:
        """The place as plain data, for JSON."""
        return {"file": self.file, "line": self.line, "column": self.column, "text": self.text}


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """Where a rule stood. `takes_part`: an undecided rule is reported only when it does."""

    rule: str
    state: Literal["fired", "held", "undecided", "not"]
    takes_part: bool
    place: Place


@dataclass(frozen=True, slots=True)
class ValueTrace:
    """What a named value was: an item, its points, a computed value, a condition, a finding, a parameter."""

    name: str
    value: Value
    place: Place


@dataclass(frozen=True, slots=True)
class Trace:
    """Every rule, by id, and every value outside repeating groups, each after those it is made of."""

    rules: tuple[RuleTrace, ...]
    values: tuple[ValueTrace, ...]

    def rule(self, rule: str) -> RuleTrace:
        """The trace of one rule; `KeyError` where there is none."""
        return {each.rule: each for each in self.rules}[rule]

    def value(self, name: str) -> ValueTrace:
        """The trace of one value; `KeyError` where there is none."""
        return {each.name: each for each in self.values}[name]

    def as_data(self) -> dict[str, Plain]:
        """The trace as plain data, for JSON."""
        return {
            "rules": [
                {
                    "rule": each.rule,
                    "state": each.state,
                    "takes_part": each.takes_part,
                    "place": each.place.as_data(),
                }
                for each in self.rules
            ],
            "values": [
                {"name": each.name, "value": plain_value(each.value), "place": each.place.as_data()}
                for each in self.values
            ],
        }

    def to_json(self, indent: int | None = None) -> str:
        """The trace as JSON."""
        return written(self.as_data(), indent)
