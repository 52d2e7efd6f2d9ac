"""A program's rules as conditions of a Rete network: made once, and only of comparisons that we decide.

Every comparison is one field of a fact: `T`, `F`, or `U` while undecided. Every rule's condition is held
twice, when it is true and when it is false, with negation pushed down to the fields, so that neither holds
while it is undecided. Nothing is joined, and nothing absent is asked about: that never ends in durable-rules.

Law: a rule's layer comes after those of all findings that its comparisons read, through whatever cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from decisionsupport.execution.durable.rete import (
    MOST_ACTIONS,
    MOST_CONDITIONS,
    MOST_FIELDS,
    Definition,
    Ruleset,
)
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program

DEEP = 24
"""Conditions nested deeper than this are not the network's."""


@dataclass(frozen=True, slots=True)
class ChainedRule:
    """A rule in the network: its `when` cell, its condition, and the comparisons that this joins.

    `first`: the number of its first comparison among those of a fact; `place`: its own among the rules.
    """

    when: str
    condition: x.Expression
    comparisons: tuple[x.Expression, ...]
    first: int = 0
    place: int = 0

    @property
    def joins(self) -> bool:
        """Whether the condition is more than one comparison."""
        return self.comparisons[0] is not self.condition

    def fields(self) -> Mapping[int, str]:
        """The field of each comparison, by the comparison's identity."""
        return {id(part): field_name(self.first + place) for place, part in enumerate(self.comparisons)}


@dataclass(frozen=True, slots=True)
class FactKind:
    """Rules decided by one fact: those of a layer, or as many of them as a fact can carry."""

    number: int
    ruleset: int
    rules: tuple[ChainedRule, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """Rules decided together, and the findings that follow then."""

    facts: tuple[FactKind, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """All of a program's rules that the network decides, and its findings, in layers."""

    layers: tuple[Layer, ...]
    rulesets: tuple[Ruleset, ...]
    cells: frozenset[str]
    """The cells that it gives."""


def build_network(program: Program) -> Network:
    """Lower a program's rules, and register them under the pack's digest."""
    depths = _depths(program)
    findings = [f"finding.{name}" for name in program.findings if f"finding.{name}" in depths]
    numbers = _Numbers()
    layers = tuple(
        Layer(
            tuple(numbers.facts(_rules_at(depth, program, depths))),
            tuple(cell for cell in findings if depths[cell] == depth),
        )
        for depth in range(max(depths.values(), default=0) + 1)
    )
    rulesets = [dict[str, Definition]() for _ in range(numbers.rulesets)]
    for kind in (kind for layer in layers for kind in layer.facts):
        rulesets[kind.ruleset].update(conditions(kind))
    rules = (rule.when for layer in layers for kind in layer.facts for rule in kind.rules)
    registered = (Ruleset(f"{program.digest}:{place}", each) for place, each in enumerate(rulesets))
    return Network(layers, tuple(registered), frozenset((*rules, *findings)))


def _depths(program: Program) -> Mapping[str, int]:
    """By cell, how many rules at most follow on one another up to and with it."""
    whens = {rule.when for rule in program.rules.values()}
    depths: dict[str, int] = {}
    for cell in program.cells.values():
        ahead = max((depths.get(read, 0) for read in (*cell.reads, f"applies:{cell.id}")), default=0)
        depths[cell.id] = ahead + (cell.id in whens)
    return depths


def _rules_at(depth: int, program: Program, depths: Mapping[str, int]) -> Iterator[ChainedRule]:
    for rule in program.rules.values():
        cell = program.cells.get(rule.when)
        if cell is None or cell.expression is None or depths[rule.when] != depth:
            continue
        lowered = lower(rule.when, cell.expression)
        if lowered is not None:
            yield lowered


def lower(when: str, condition: x.Expression) -> ChainedRule | None:
    """A condition as a rule of the network; None where it is more than a fact can carry."""
    comparisons: dict[int, x.Expression] = {}
    waiting = [(condition, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEP or len(comparisons) == MOST_FIELDS:
            return None
        parts = _joined(part)
        if parts is None:
            comparisons[id(part)] = part
        else:
            waiting.extend((each, depth + 1) for each in parts)
    return ChainedRule(when, condition, tuple(comparisons.values()))


def field_name(number: int) -> str:
    """What a comparison is called in a fact; few names, since durable-rules tells them apart by a hash."""
    return f"c{number}"


def said(kind: FactKind, rule: ChainedRule, *, holds: bool) -> str:
    """The name of the condition that is met when a rule is true, or when it is false."""
    return f"k{kind.number}r{rule.place}{'T' if holds else 'F'}"


def _joined(condition: x.Expression) -> tuple[x.Expression, ...] | None:
    match condition:
        case x.And(operands=operands) | x.Or(operands=operands) if operands:
            return operands
        case x.Not(operand=operand):
            return (operand,)
        case _:
            return None


def _definition(condition: x.Expression, fields: Mapping[int, str], holds: bool) -> Definition:
    match condition:
        case x.Not(operand=operand):
            return _definition(operand, fields, not holds)
        case x.And(operands=operands) | x.Or(operands=operands) if operands:
            parts = [_definition(operand, fields, holds) for operand in operands]
            join = "$and" if isinstance(condition, x.And) is holds else "$or"
            return parts[0] if len(parts) == 1 else {join: parts}
        case _:
            return {fields[id(condition)]: "T" if holds else "F"}


def conditions(kind: FactKind) -> Iterator[tuple[str, Definition]]:
    """What a kind of fact is asked for: by name, when each of its rules is true and when it is false."""
    for rule in kind.rules:
        fields = rule.fields()
        for holds in (True, False):
            condition = _definition(rule.condition, fields, holds)
            yield said(kind, rule, holds=holds), {"$and": [{"kind": kind.number}, condition]}


class _Numbers:
    """Numbers kinds of facts through all layers, and puts so many into each ruleset."""

    def __init__(self) -> None:
        self._kinds = 0
        self._actions = MOST_ACTIONS
        self.rulesets = 0

    def facts(self, rules: Iterable[ChainedRule]) -> Iterator[FactKind]:
        """The rules of a layer in as few facts as can carry them."""
        together: list[ChainedRule] = []
        fields = 0
        for rule in rules:
            fields += len(rule.comparisons)
            if together and (fields > MOST_FIELDS or 2 * len(together) >= MOST_CONDITIONS):
                yield self._kind(together)
                together, fields = [], len(rule.comparisons)
            together.append(rule)
        if together:
            yield self._kind(together)

    def _kind(self, rules: Sequence[ChainedRule]) -> FactKind:
        if self._actions + 2 * len(rules) > MOST_ACTIONS:
            self.rulesets += 1
            self._actions = 0
        self._actions += 2 * len(rules)
        self._kinds += 1
        firsts = accumulate((len(rule.comparisons) for rule in rules), initial=0)
        placed = (
            replace(rule, first=first, place=place)
            for place, (rule, first) in enumerate(zip(rules, firsts, strict=False))
        )
        return FactKind(self._kinds, self.rulesets - 1, tuple(placed))
