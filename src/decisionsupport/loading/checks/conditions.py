"""Checks of a single condition: tests that can only come out one way, hidden items under a negation."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.loading.lowering.arithmetic import bounds, number_kind
from decisionsupport.loading.lowering.context import Context
from decisionsupport.program import expressions as program
from decisionsupport.program.walk import children
from decisionsupport.values.numbers import format_decimal

_TESTS = (
    program.Compare
    | program.CompareRank
    | program.IsOneOf
    | program.Includes
    | program.CodeIn
    | program.TextIs
    | program.SinceCompare
)


def check_condition(condition: program.Expression, context: Context) -> None:
    """Report what is wrong with a condition that is otherwise well formed."""
    _check_decided(condition, context)
    for test, cell in _hidden_under_negation(condition, True, frozenset(), context):
        name = cell.removeprefix("points:")
        context.report.add(
            "negated-hidden",
            f"`{name}` can be hidden, and hidden counts as `no` here, so that `not` makes it true",
            test.span,
            help=f"write `{name} is applicable and …` before it",
        )


# Only one way --------------------------------------------------------------------------------------------


def _check_decided(condition: program.Expression, context: Context) -> None:
    decided = list(_decided(condition, context))
    for test, value in decided:
        _report_decided(test, value, context)
    if not decided and not isinstance(condition, program.Constant):
        whole = context.widest(condition)
        if isinstance(whole, bool):
            _report_decided(condition, whole, context)


def _decided(expression: program.Expression, context: Context) -> Iterator[tuple[program.Expression, bool]]:
    if isinstance(expression, _TESTS):
        value = context.widest(expression)
        if isinstance(value, bool):
            yield expression, value
            return
    for child in children(expression):
        yield from _decided(child, context)


def _report_decided(test: program.Expression, value: bool, context: Context) -> None:
    if isinstance(test, program.Compare) and _is_outside(test, context):
        context.report.add(
            "outside-range",
            f"`{_short(test)}` is always {'true' if value else 'false'}: the number cannot be reached",
            test.span,
            help=_why(test, context),
        )
        return
    slug, words = ("always-true", "always true") if value else ("never-true", "never true")
    context.report.add(slug, f"`{_short(test)}` is {words}", test.span, help=_why(test, context))


def _is_outside(test: program.Compare, context: Context) -> bool:
    """Whether a number is compared with one that lies outside all that it can be."""
    for side, other in ((test.left, test.right), (test.right, test.left)):
        if isinstance(side, program.Constant) or not isinstance(other, program.Constant):
            continue
        ends, written = bounds(side, context), other.value
        if ends is not None and isinstance(written, int) and number_kind(side) is not None:
            return not ends[0] <= written <= ends[1]
    return False


def _short(test: program.Expression) -> str:
    text = " ".join(test.span.text.split())
    return text if len(text) <= 60 else text[:57] + "…"


def _why(test: program.Expression, context: Context) -> str:
    if isinstance(test, program.Compare):
        for side in (test.left, test.right):
            kind, ends = number_kind(side), bounds(side, context)
            if isinstance(side, program.Constant) or kind is None or ends is None:
                continue
            least, most = (format_decimal(end, kind.places) for end in ends)
            return f"`{side.span.text}` is from {least} to {most}"
    return "say something that can come out both ways, or leave it out"


# Hidden under a negation ---------------------------------------------------------------------------------


def _hidden_under_negation(
    expression: program.Expression, positive: bool, guarded: frozenset[str], context: Context
) -> Iterator[tuple[program.Expression, str]]:
    match expression:
        case program.Not(operand=operand):
            yield from _hidden_under_negation(operand, not positive, guarded, context)
        case program.And(operands=operands):
            for operand in operands:
                yield from _hidden_under_negation(operand, positive, guarded, context)
                if isinstance(operand, program.IsApplicable) and isinstance(
                    operand.operand, program.Read | program.ReadRow
                ):
                    guarded = guarded | {operand.operand.cell}
        case program.Or(operands=operands):
            for operand in operands:
                yield from _hidden_under_negation(operand, positive, guarded, context)
        case program.IsApplicable():
            return
        case program.Read(cell=cell) | program.ReadRow(cell=cell):
            if not positive and cell not in guarded and context.hideable(cell):
                yield expression, cell
        case program.Compare() | program.CompareRank() if expression.operator == "!=":
            yield from _in_test(expression, not positive, guarded, context)
        case _ if isinstance(expression, _TESTS):
            yield from _in_test(expression, positive, guarded, context)
        case _:
            for child in children(expression):
                yield from _hidden_under_negation(child, True, guarded, context)


def _in_test(
    test: program.Expression, positive: bool, guarded: frozenset[str], context: Context
) -> Iterator[tuple[program.Expression, str]]:
    for child in children(test):
        if isinstance(child, program.Rescale):
            child = child.operand
        if isinstance(child, program.Read | program.ReadRow):
            if not positive and child.cell not in guarded and context.hideable(child.cell):
                yield test, child.cell
        else:
            yield from _hidden_under_negation(child, True, guarded, context)
