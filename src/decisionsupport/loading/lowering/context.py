"""What lowering an expression needs at hand, and what it gives while a real still waits to be rounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from decisionsupport.diagnostics import Report
from decisionsupport.loading.names import Names, Scope
from decisionsupport.program import expressions as program
from decisionsupport.program.model import Cell
from decisionsupport.source import Span
from decisionsupport.syntax.expressions import nodes
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible


@dataclass(frozen=True, slots=True)
class ExactQuotient:
    """One division of exact operands, to be rounded exactly."""

    numerator: program.Expression
    denominator: program.Expression
    span: Span


@dataclass(frozen=True, slots=True)
class ExactMean:
    """A mean of exact operands at one scale, to be rounded exactly."""

    operands: tuple[program.Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class RowMean:
    """A mean over a repeating group, to be rounded exactly."""

    group: str
    body: program.Expression
    span: Span


@dataclass(frozen=True, slots=True)
class RealTree:
    """Any other real, in binary64."""

    expression: program.Expression
    span: Span


Real = ExactQuotient | ExactMean | RowMean | RealTree
Lowered = program.Expression | Real | None
"""None: a mistake was reported, and nothing is said of what stands around it."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands and what is declared. `lower` lowers any part of it."""

    names: Names
    scope: Scope
    cells: Mapping[str, Cell]
    hideable: Callable[[str], bool]
    widest: Callable[[program.Expression], Possible]
    report: Report
    lower: Callable[[nodes.Expression, Context], Lowered]

    def within(self, scope: Scope) -> Context:
        """The same, in another scope."""
        return replace(self, scope=scope)

    def exact(self, node: nodes.Expression) -> program.Expression | None:
        """Lower a part that must be exact: a real that nobody rounded is reported."""
        lowered = self.lower(node, self)
        if isinstance(lowered, Real):
            self.report.add(
                "unrounded-real",
                "a division, mean, root or logarithm is compared, scored or shown without being rounded",
                lowered.span,
                help="round it, as `round(…, 0.1)`, or give it as a computed of its own with `step:`",
            )
            return None
        return lowered

    def condition(self, node: nodes.Expression) -> program.Expression | None:
        """Lower a part that must be a condition."""
        lowered = self.exact(node)
        if lowered is None:
            return None
        if isinstance(lowered.kind, kinds.Boolean):
            return lowered
        found = describe(lowered.kind)
        self.report.add(
            "not-a-condition",
            f"{found} stands where a condition is wanted",
            node.span,
            help=_as_condition(node, lowered),
        )
        return None

    def mismatch(self, message: str, span: Span, help: str) -> None:
        """Report that kinds do not fit."""
        self.report.add("kind-mismatch", message, span, help=help)


def _as_condition(node: nodes.Expression, lowered: program.Expression) -> str:
    written = f"`{node.span.text}" if len(node.span.text) <= 40 else "`…"
    match lowered.kind:
        case kinds.Number():
            return f"compare it, as {written} >= 1`"
        case kinds.Choice(options=options):
            return f"say which, as {written} is {options[0]}`" if options else "say which option"
        case kinds.Choices(options=options):
            return (
                f"say which is chosen, as `{options[0]} in {node.span.text}`"
                if options
                else "say which option"
            )
        case _:
            return "compare it with something, or ask whether it `is known`"


def describe(kind: kinds.Kind) -> str:
    """A kind in the author's words."""
    match kind:
        case kinds.Boolean():
            return "a yes-or-no"
        case kinds.Number():
            return "a number"
        case kinds.Choice():
            return "a choice"
        case kinds.Choices():
            return "a list of choices"
        case kinds.Text():
            return "a text"
        case kinds.Code():
            return "a code"
        case kinds.Codes():
            return "a list of codes"
        case kinds.Date():
            return "a date"
        case kinds.Instant():
            return "an instant"
        case kinds.TimeOfDay():
            return "a time of day"
        case kinds.DurationType():
            return "a duration"
        case _:
            return "a number that is not rounded"
