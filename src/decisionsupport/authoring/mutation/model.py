"""A break of a pack, and what the cases made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from decisionsupport.program.expressions import Expression
from decisionsupport.program.model import Action, Parameter, Program, Request, Rule
from decisionsupport.source import Span

BreakKind = Literal[
    "comparison", "threshold", "and-or", "not", "listed", "band", "points", "row", "arithmetic", "guard",
    "demand", "rule", "unless", "proposal", "draft", "conclusion", "withholding", "priority", "due",
    "urgency", "parameter", "code",
]  # fmt: skip
State = Literal["killed", "survived", "equivalent"]
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Changed:
    """What a break puts in the place of parts of a program, by their ids."""

    cells: Mapping[str, Expression] = field(default_factory=lambda: _NOTHING)
    rules: Mapping[str, Rule] = field(default_factory=lambda: _NOTHING)
    actions: Mapping[str, Action] = field(default_factory=lambda: _NOTHING)
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: _NOTHING)
    requests: Mapping[str, Request] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small break. `of`: the form, set or request it lies in; `what`: its part; `said`: the break."""

    kind: BreakKind
    of: str
    what: str
    said: str
    span: Span
    changed: Changed

    @property
    def place(self) -> str:
        """Where it lies, as `file:line:column`."""
        begin = self.span.begin
        return f"{self.span.source.path}:{begin.line}:{begin.column}"

    @property
    def name(self) -> str:
        """What it is called: the part and the break."""
        return f"{self.what}: {self.said}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a break.

    `by` is the first case that noticed it. Of one that survived: `reached` cases came past it, `case` is a
    case that would catch it, written out (empty: none was found in `tried` answers), `note` says more.
    """

    number: int
    state: State
    by: str = ""
    reached: int = 0
    case: str = ""
    tried: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mutation:
    """All breaks of a pack, each with what became of it, in the order of their places."""

    mutants: tuple[Mutant, ...]
    verdicts: tuple[Verdict, ...]

    def in_state(self, state: State) -> tuple[tuple[Mutant, Verdict], ...]:
        """The breaks of which this became."""
        return tuple(
            (mutant, verdict)
            for mutant, verdict in zip(self.mutants, self.verdicts, strict=True)
            if verdict.state == state
        )

    @property
    def percent(self) -> float:
        """How many of a hundred breaks that change anything were noticed; 100 where there are none."""
        killed, survived = len(self.in_state("killed")), len(self.in_state("survived"))
        return 100 * killed / (killed + survived) if killed + survived else 100.0


def broken(program: Program, changed: Changed) -> Program:
    """The program with a break in it; what the loader worked out besides stays as it was."""
    cells = dict(program.cells)
    for cell, expression in changed.cells.items():
        cells[cell] = replace(cells[cell], expression=expression)
    parameters = {
        name: replace(program.parameters[name], values=parameter.values)
        for name, parameter in changed.parameters.items()
    }
    return replace(
        program,
        cells=cells,
        rules={**program.rules, **changed.rules},
        actions={**program.actions, **changed.actions},
        parameters={**program.parameters, **parameters},
        requests={**program.requests, **changed.requests},
    )
