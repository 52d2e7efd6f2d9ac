"""From an expression as written to what it means: names looked up, kinds and units held against each other.

Every mistake is reported at its own place; a part with a mistake gives None, and nothing more is said of what
stands around it.
"""

from __future__ import annotations

from decisionsupport.loading.lowering.arithmetic import (
    aligned,
    common_kind,
    lower_arithmetic,
    lower_negative,
    lower_number,
    lower_power,
    same_units,
)
from decisionsupport.loading.lowering.calls import lower_call
from decisionsupport.loading.lowering.comparing import BOOLEAN, lower_comparison
from decisionsupport.loading.lowering.context import Context, Lowered, Real, describe
from decisionsupport.loading.lowering.membership import lower_in, lower_is
from decisionsupport.loading.lowering.moments import lower_step, now_or_today
from decisionsupport.loading.lowering.recorded import lower_record_test, outside_aggregate
from decisionsupport.loading.names import (
    CellSymbol,
    FormSymbol,
    GroupSymbol,
    LocalSymbol,
    PointsSymbol,
    RemainingSymbol,
    Unresolved,
    report_clash,
    report_unresolved,
    resolve,
)
from decisionsupport.program import expressions as program
from decisionsupport.syntax.expressions import nodes
from decisionsupport.values import kinds

_TIMES = kinds.Date | kinds.Instant | kinds.DurationType | kinds.TimeOfDay


def lower(node: nodes.Expression, context: Context) -> Lowered:
    """Give what an expression means, or None after reporting why it has no meaning."""
    match node:
        case nodes.Name():
            return _name(node, context)
        case nodes.Number():
            return lower_number(node)
        case nodes.String():
            return program.Constant(node.value, kinds.Text(), node.span)
        case nodes.Not():
            operand = context.condition(node.operand)
            return None if operand is None else program.Not(operand, BOOLEAN, node.span)
        case nodes.And() | nodes.Or():
            return _joined(node, context)
        case nodes.Negative():
            return lower_negative(node, context)
        case nodes.Arithmetic():
            return _arithmetic(node, context)
        case nodes.Power():
            return lower_power(node, context)
        case nodes.Comparison():
            return lower_comparison(node, context)
        case nodes.Is():
            return lower_is(node, context)
        case nodes.RecordTest():
            return lower_record_test(node, context)
        case nodes.In():
            return lower_in(node, context)
        case nodes.Conditional():
            return _conditional(node, context)
        case nodes.Call():
            return lower_call(node, context)


def _name(node: nodes.Name, context: Context) -> Lowered:
    if node.parts in (("now",), ("today",)):
        return now_or_today(node.parts[0], node.span)
    if report_clash(node, context.scope, context.names, context.report):
        return None
    symbol = resolve(node.parts, context.scope, context.names)
    match symbol:
        case Unresolved():
            if not _option_after_point(node, symbol, context):
                report_unresolved(node, symbol, context.names, context.report)
            return None
        case CellSymbol(id=cell_id, row_of=row_of):
            if row_of is not None and row_of != context.scope.row:
                outside_aggregate(node, context)
                return None
            cell = context.cells.get(cell_id)
            if cell is None:
                return None
            make = program.ReadRow if row_of is not None else program.Read
            return make(cell_id, cell.kind, node.span)
        case LocalSymbol(name=name, kind=kind):
            return program.ReadLocal(name, kind, node.span)
        case RemainingSymbol(form=form, complete=complete):
            return _remaining(node, form, complete, context)
        case PointsSymbol():
            wrong, remedy = (
                "is the points of several items",
                f"write `sum({node.text})` or `max({node.text})`",
            )
        case GroupSymbol():
            wrong, remedy = (
                "is a whole list of entries",
                f"write `count({node.text})` or `any({node.text}.…)`",
            )
        case FormSymbol():
            wrong, remedy = "is a whole form", f"name one of its items, as `{node.text}.…`"
    context.mismatch(f"`{node.text}` {wrong}", node.span, remedy)
    return None


def _option_after_point(node: nodes.Name, found: Unresolved, context: Context) -> bool:
    """`gait.aid.stick`: what follows the point is an option of what stands before it."""
    word = node.parts[found.part]
    before = ".".join(node.parts[: found.part])
    symbol = resolve(node.parts[: found.part], context.scope, context.names) if before else found
    cell = context.cells.get(symbol.id) if isinstance(symbol, CellSymbol) else None
    if cell is None or found.part + 1 < len(node.parts):
        return False
    match cell.kind:
        case kinds.Choice(options=options) if word in options:
            remedy = f"write `{before} is {word}`"
        case kinds.Choices(options=options) if word in options:
            remedy = f"write `{word} in {before}`"
        case _:
            return False
    context.report.add(
        "unknown-name", f"`{word}` is an option of `{before}`", node.part_spans[found.part], help=remedy
    )
    return True


def _remaining(node: nodes.Name, form: str, complete: bool, context: Context) -> Lowered:
    if not context.scope.record_tests:
        context.report.add(
            "record-test-here",
            f"`{node.text}` speaks of the record, and the next answer may turn it",
            node.span,
            help="allowed in `must`, in texts, and in the `when` and `unless` of rules that conclude nothing",
        )
        return None
    whole = kinds.Number(0)
    left = program.FormRemaining(form, whole, node.span)
    if not complete:
        return left
    return program.Compare("==", left, program.Constant(0, whole, node.span), BOOLEAN, node.span)


def _joined(node: nodes.And | nodes.Or, context: Context) -> Lowered:
    operands: list[program.Expression | None] = []
    for index, operand in enumerate(node.operands):
        if isinstance(node, nodes.Or) and _option_alone(node, index, context):
            operands.append(None)
        else:
            operands.append(context.condition(operand))
    made = tuple(operand for operand in operands if operand is not None)
    if len(made) < len(operands):
        return None
    return (program.And if isinstance(node, nodes.And) else program.Or)(made, BOOLEAN, node.span)


def _option_alone(node: nodes.Or, index: int, context: Context) -> bool:
    """`x is alert or voice`: the bare word is an option of what an `is` before it asked about."""
    word = node.operands[index]
    if not isinstance(word, nodes.Name) or len(word.parts) > 1:
        return False
    if not isinstance(resolve(word.parts, context.scope, context.names), Unresolved):
        return False
    for before in reversed(node.operands[:index]):
        if isinstance(before, nodes.Is) and isinstance(before.subject, nodes.Name):
            symbol = resolve(before.subject.parts, context.scope, context.names)
            cell = context.cells.get(symbol.id) if isinstance(symbol, CellSymbol) else None
            if cell is not None and isinstance(cell.kind, kinds.Choice) and word.text in cell.kind.options:
                context.report.add(
                    "option-as-condition",
                    f"`{word.text}` is an option, not a condition",
                    word.span,
                    help=f"write `{before.subject.text} in [{before.option.text}, {word.text}]`",
                )
                return True
    return False


def _arithmetic(node: nodes.Arithmetic, context: Context) -> Lowered:
    left, right = context.lower(node.left, context), context.lower(node.right, context)
    if left is None or right is None:
        return None
    if (
        not isinstance(left, Real)
        and not isinstance(right, Real)
        and (isinstance(left.kind, _TIMES) or isinstance(right.kind, _TIMES))
    ):
        return lower_step(node, left, right, context)
    return lower_arithmetic(node, left, right, context)


def _conditional(node: nodes.Conditional, context: Context) -> Lowered:
    test = context.condition(node.test)
    then, otherwise = context.exact(node.then), context.exact(node.otherwise)
    if test is None or then is None or otherwise is None:
        return None
    branches = unified([then, otherwise], context)
    if branches is None:
        return None
    kind, (then, otherwise) = branches
    return program.Conditional(test, then, otherwise, kind, node.span)


def unified(
    branches: list[program.Expression], context: Context
) -> tuple[kinds.Kind, list[program.Expression]] | None:
    """Several possible values as one kind, numbers at one scale; else reported."""
    first = branches[0].kind
    if all(isinstance(each.kind, kinds.Number) for each in branches):
        scaled = aligned(branches)
        if not same_units(scaled, branches[0].span, context):
            return None
        return common_kind(scaled), scaled
    for other in branches[1:]:
        if type(other.kind) is not type(first) or (
            isinstance(first, kinds.Choice | kinds.Choices) and other.kind != first
        ):
            context.mismatch(
                f"{describe(first)} in one case, {describe(other.kind)} in the other",
                other.span,
                "every case must give the same kind, with the same options",
            )
            return None
    return first, branches
