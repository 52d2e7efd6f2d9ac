"""Tests of the record (`is answered`, `is known`, `is applicable`), and where they may be asked."""

from __future__ import annotations

from typing import Literal

from decisionsupport.loading.lowering.comparing import BOOLEAN, negated
from decisionsupport.loading.lowering.context import Context, Lowered, Real
from decisionsupport.loading.names import CellSymbol, FormSymbol, Unresolved, report_unresolved, resolve
from decisionsupport.program import expressions as program
from decisionsupport.syntax.expressions import nodes


def lower_record_test(node: nodes.RecordTest, context: Context) -> Lowered:
    """`x is answered | known | unknown | applicable`."""
    if node.word == "applicable":
        operand = context.lower(node.subject, context)
        if operand is None:
            return None
        if isinstance(operand, Real):
            return context.exact(node.subject)
        return negated(program.IsApplicable(operand, BOOLEAN, node.span), node.negated)
    if not context.scope.record_tests:
        context.report.add(
            "record-test-here",
            f"`is {node.word}` speaks of the record, and the next answer may turn it",
            node.span,
            help="allowed in `must`, in texts, and in the `when` and `unless` of rules that conclude nothing",
        )
        return None
    if not isinstance(node.subject, nodes.Name):
        context.mismatch(
            f"`is {node.word}` wants a name", node.subject.span, "name an item, a computed or a finding"
        )
        return None
    symbol = resolve(node.subject.parts, context.scope, context.names)
    if isinstance(symbol, Unresolved):
        report_unresolved(node.subject, symbol, context.names, context.report)
        return None
    if not isinstance(symbol, CellSymbol):
        form = symbol.id if isinstance(symbol, FormSymbol) else "form"
        context.mismatch(
            f"`{node.subject.text}` is not one value",
            node.subject.span,
            f"ask for an item, or whether all of a form is answered, as `{form}.complete`",
        )
        return None
    if symbol.row_of is not None and symbol.row_of != context.scope.row:
        outside_aggregate(node.subject, context)
        return None
    cell = context.cells.get(symbol.id)
    if cell is None:
        return None
    test: Literal["answered", "known"] = "answered" if node.word == "answered" else "known"
    made = program.RecordTest(symbol.id, test, symbol.row_of is not None, cell.form, BOOLEAN, node.span)
    return negated(made, node.negated != (node.word == "unknown"))


def outside_aggregate(name: nodes.Name, context: Context) -> None:
    """Report a repeating group's item that is read as if there were one."""
    context.report.add(
        "row-outside-aggregate",
        f"`{name.text}` has one value for each entry",
        name.span,
        help=f"say of which: `any({name.text} …)`, `all(…)`, `count(…)`, `sum(…)`, `max(…)`",
    )
