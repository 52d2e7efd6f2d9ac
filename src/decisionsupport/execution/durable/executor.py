"""The executor on durable-rules: rules and findings from the network, all else from the default one.

Law: what it gives is what the interpreter gives, cell by cell. We decide the comparisons, three-valued, and
merge what rules conclude; the network joins the comparisons, and chains what follows, one layer on another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from decisionsupport.execution.durable.network import (
    ChainedRule,
    FactKind,
    Layer,
    build_network,
    field_name,
    said,
)
from decisionsupport.execution.durable.rete import Session
from decisionsupport.execution.model import Executor, Failure, Record
from decisionsupport.execution.python import compile_program
from decisionsupport.execution.reading import Reading
from decisionsupport.program.meaning import meaning
from decisionsupport.program.model import Program
from decisionsupport.values.sets import UNDECIDED, Possible, truth
from decisionsupport.values.time import zone_named


def chain_program(program: Program) -> Chained:
    """Make the executor of a program; `InvalidCall` where durable-rules cannot be had."""
    return Chained(program)


class Chained:
    """A program as a Rete network; made once and shared freely between threads."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.zone = zone_named(program.pack.timezone)
        self.network = build_network(program)
        self.others: Executor = compile_program(program)
        """What works out all other cells."""

    def __call__(self, record: Record) -> Chaining:
        """Start evaluating a record."""
        return Chaining(self, record)


@dataclass(slots=True)
class _Sessions:
    """The sessions of one evaluation, one for each ruleset that is asked."""

    chained: Chained
    stack: ExitStack
    opened: dict[int, Session] = field(default_factory=dict)

    def of(self, ruleset: int) -> Session:
        if ruleset not in self.opened:
            session = self.chained.network.rulesets[ruleset].session()
            self.opened[ruleset] = self.stack.enter_context(session)
        return self.opened[ruleset]


class Chaining(Reading):
    """What the record makes of the program; the network is asked once, when a rule is first read."""

    def __init__(self, chained: Chained, record: Record) -> None:
        super().__init__(chained.program, record, chained, chained.zone)
        self._chained = chained
        self._others = chained.others(record)
        self._decided: dict[str, Possible] = {}
        self._begun = False

    def value(self, cell: str) -> Possible:
        """What the cell can still be."""
        if cell in self._chained.network.cells:
            if not self._begun:
                self._begun = True
                self._chain()
            if cell in self._decided:
                return self._decided[cell]
        return self._others.value(cell)

    def row_value(self, cell: str, row: int) -> Possible:
        """What a cell of a repeating group is in one entry (from 0)."""
        return self._others.row_value(cell, row)

    def failures(self) -> tuple[Failure, ...]:
        """What failed among the cells worked out so far, by cell."""
        found = {each.cell or each.message: each for each in (*self._others.failures(), *super().failures())}
        return tuple(found[cell] for cell in sorted(found))

    def _chain(self) -> None:
        with ExitStack() as stack:
            sessions = _Sessions(self._chained, stack)
            for layer in self._chained.network.layers:
                self._decide(layer, sessions)

    def _decide(self, layer: Layer, sessions: _Sessions) -> None:
        for kind in layer.facts:
            self._decided.update(self._judged(kind, sessions))
        for cell in layer.findings:
            self._decided[cell] = self._merged(cell)

    def _judged(self, kind: FactKind, sessions: _Sessions) -> Iterator[tuple[str, Possible]]:
        judged = [(rule, self._compared(rule)) for rule in kind.rules]
        fact: dict[str, str | int] = {"kind": kind.number}
        for rule, values in judged:
            for place, value in enumerate(values or ()):
                fact[field_name(rule.first + place)] = _said(value)
        try:
            met = sessions.of(kind.ruleset).met_by(fact)
        except Exception as fault:
            for rule in kind.rules:
                self.failed(rule.when, rule.condition.span, fault)
                yield rule.when, self.program.cells[rule.when].widest
            return
        for rule, values in judged:
            if values is None:
                yield rule.when, self._others.value(rule.when)
            elif rule.joins:
                fails = said(kind, rule, holds=False) in met
                yield rule.when, said(kind, rule, holds=True) in met or (False if fails else UNDECIDED)
            else:
                yield rule.when, values[0]

    def _compared(self, rule: ChainedRule) -> Sequence[Possible] | None:
        """The rule's comparisons, decided; None where one failed, which the default executor then tells."""
        try:
            return [meaning(part, self) for part in rule.comparisons]
        except MemoryError:
            raise
        except Exception:
            return None

    def _merged(self, finding: str) -> Possible:
        expression = self.program.cells[finding].expression
        if expression is None:
            return self._others.value(finding)
        try:
            return meaning(expression, self)
        except Exception as fault:
            self.failed(finding, expression.span, fault)
            return self.program.cells[finding].widest


def _said(value: Possible) -> str:
    judged = truth(value)
    return "T" if judged is True else "F" if judged is False else "U"
