"""The language's functions: over points, over entries of a repeating group, over values; rounding, roots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from decisionsupport.loading.lowering.arithmetic import (
    RoundingMode,
    aligned,
    checked,
    common_kind,
    lower_real_function,
    number_kind,
    real,
    rounded,
    same_units,
)
from decisionsupport.loading.lowering.comparing import BOOLEAN
from decisionsupport.loading.lowering.context import Context, ExactMean, Lowered, Real, RowMean, describe
from decisionsupport.loading.lowering.moments import MOMENTS
from decisionsupport.loading.names import CellSymbol, GroupSymbol, PointsSymbol, Symbol, Unresolved, resolve
from decisionsupport.program import expressions as program
from decisionsupport.source import Span
from decisionsupport.syntax.expressions import nodes
from decisionsupport.syntax.expressions.walk import names as names_in
from decisionsupport.values import kinds

WHOLE = kinds.Number(0)
Aggregate = Literal["any", "all", "count", "sum", "min", "max", "mean", "distinct", "duplicates"]
AGGREGATES = frozenset({"any", "all", "count", "sum", "min", "max", "mean", "distinct", "duplicates"})


def lower_call(node: nodes.Call, context: Context) -> Lowered:
    """A function by its name; names and how many arguments they take were settled by the parser."""
    if node.function in MOMENTS:
        return MOMENTS[node.function](node, context)
    if node.function in AGGREGATES:
        return _aggregate(node, context)
    return _OF_ONE[node.function](node, context)


# Over several --------------------------------------------------------------------------------------------


def _symbols(node: nodes.Expression, context: Context) -> list[tuple[nodes.Name, Symbol]]:
    found = [(name, resolve(name.parts, context.scope, context.names)) for name in names_in(node)]
    return [(name, symbol) for name, symbol in found if not isinstance(symbol, Unresolved)]


def _unresolved(node: nodes.Call, context: Context) -> bool:
    """Whether a name in a call stands for nothing: then that is told, and nothing else."""
    found = [name for argument in node.arguments for name in names_in(argument)]
    wrong = [
        name for name in found if isinstance(resolve(name.parts, context.scope, context.names), Unresolved)
    ]
    for name in wrong:
        context.lower(name, context)
    return bool(wrong)


def _aggregate(node: nodes.Call, context: Context) -> Lowered:
    if len(node.arguments) == 1:
        argument = node.arguments[0]
        symbols = _symbols(argument, context)
        points = [symbol for _, symbol in symbols if isinstance(symbol, PointsSymbol)]
        groups = {
            symbol.row_of if isinstance(symbol, CellSymbol) else symbol.id
            for _, symbol in symbols
            if (isinstance(symbol, CellSymbol) and symbol.row_of not in (None, context.scope.row))
            or isinstance(symbol, GroupSymbol)
        }
        if len(groups) > 1:
            listed = " and ".join(f"`{group}`" for group in sorted(str(group) for group in groups))
            context.report.add(
                "two-groups",
                f"{listed} are read in one argument",
                argument.span,
                help="one repeating group an argument",
            )
            return None
        if groups:
            return _over_rows(node, argument, str(groups.pop()), context)
        if points:
            return _over_points(node, argument, points[0].items, context)
    if node.function in ("distinct", "duplicates"):
        if _unresolved(node, context):
            return None
        context.mismatch(
            f"`{node.function}` wants an item of a repeating group",
            node.span,
            "as `duplicates(patient.medicine.atc)`",
        )
        return None
    parts = [context.lower(argument, context) for argument in node.arguments]
    return _of_parts(node.function, parts, node.arguments, node.span, context)


def _over_points(
    node: nodes.Call, argument: nodes.Expression, items: tuple[str, ...], context: Context
) -> Lowered:
    if not items:
        context.report.add(
            "no-points",
            "no item here has points",
            argument.span,
            help="give items `points:`, or leave this out",
        )
        return None
    bare = isinstance(argument, nodes.Name)
    parts: list[Lowered] = [
        context.lower(argument, context.within(context.scope.inside(points_as=item))) for item in items
    ]
    if any(part is None for part in parts):
        return None
    if bare and node.function == "count":
        operands = tuple(part for part in parts if part is not None and not isinstance(part, Real))
        return program.CountApplicable(operands, WHOLE, node.span)
    return _of_parts(node.function, parts, tuple([argument] * len(parts)), node.span, context)


def _of_parts(
    function: str, parts: list[Lowered], written: tuple[nodes.Expression, ...], span: Span, context: Context
) -> Lowered:
    if any(part is None for part in parts):
        return None
    if function in ("any", "all", "count"):
        return _of_conditions(function, parts, written, span, context)
    exact: list[program.Expression] = []
    for part, node in zip(parts, written, strict=True):
        if isinstance(part, Real):
            if function == "mean":
                return real("mean", [each for each in parts if each is not None], span)
            context.report.add(
                "unrounded-real",
                f"`{function}` is taken of a number that is not rounded",
                node.span,
                help="round it first, as `round(…, 0.1)`",
            )
            return None
        if part is None:
            return None
        if number_kind(part) is None:
            context.mismatch(f"`{function}` is taken of {describe(part.kind)}", node.span, "it takes numbers")
            return None
        exact.append(part)
    operands = aligned(exact)
    if not same_units(operands, span, context):
        return None
    if function == "mean":
        return ExactMean(tuple(operands), span)
    fold = cast("Literal['sum', 'min', 'max']", function)
    return checked(program.Fold(fold, tuple(operands), common_kind(operands), span), context)


def _of_conditions(
    function: str, parts: list[Lowered], written: tuple[nodes.Expression, ...], span: Span, context: Context
) -> Lowered:
    operands: list[program.Expression] = []
    for part, node in zip(parts, written, strict=True):
        if part is None or isinstance(part, Real) or not isinstance(part.kind, kinds.Boolean):
            found = "a number" if isinstance(part, Real) else describe(part.kind) if part else "nothing"
            context.mismatch(
                f"`{function}` is taken of {found}", node.span, "it takes conditions, as `count(a >= 2, b)`"
            )
            return None
        operands.append(part)
    if function == "count":
        return program.CountTrue(tuple(operands), WHOLE, span)
    make = program.Or if function == "any" else program.And
    return make(tuple(operands), BOOLEAN, span)


def _over_rows(node: nodes.Call, argument: nodes.Expression, group: str, context: Context) -> Lowered:
    function = cast("Aggregate", node.function)
    inside = context.within(context.scope.inside(row=group))
    if isinstance(argument, nodes.Name) and isinstance(
        resolve(argument.parts, context.scope, context.names), GroupSymbol
    ):
        if function == "count":
            return program.OverRows("count", group, None, 0, "round", 1, WHOLE, node.span)
        context.mismatch(
            f"`{function}` is taken of the entries themselves",
            argument.span,
            f"only `count({argument.text})` is",
        )
        return None
    if function in ("any", "all", "count"):
        condition = inside.condition(argument)
        if condition is None:
            return None
        kind: kinds.Kind = WHOLE if function == "count" else BOOLEAN
        return program.OverRows(function, group, condition, 0, "round", 1, kind, node.span)
    body = inside.exact(argument)
    if body is None:
        return None
    if function == "distinct":
        return program.OverRows("distinct", group, body, 0, "round", 1, WHOLE, node.span)
    if function == "duplicates":
        return program.OverRows("duplicates", group, body, 0, "round", 1, BOOLEAN, node.span)
    of = number_kind(body)
    if of is None:
        context.mismatch(f"`{function}` is taken of {describe(body.kind)}", argument.span, "it takes numbers")
        return None
    if function == "mean":
        return RowMean(group, body, node.span)
    return checked(program.OverRows(function, group, body, 0, "round", 1, of, node.span), context)


# Of one --------------------------------------------------------------------------------------------------


def _absolute(node: nodes.Call, context: Context) -> Lowered:
    operand = context.lower(node.arguments[0], context)
    if operand is None:
        return None
    if isinstance(operand, Real):
        return real("abs", [operand], node.span)
    of = number_kind(operand)
    if of is None:
        context.mismatch(f"`abs` is taken of {describe(operand.kind)}", node.span, "it takes a number")
        return None
    return program.Absolute(operand, of, node.span)


def _round(mode: RoundingMode) -> Callable[[nodes.Call, Context], Lowered]:
    def lower(node: nodes.Call, context: Context) -> Lowered:
        operand = context.lower(node.arguments[0], context)
        if operand is None:
            return None
        if not isinstance(operand, Real) and number_kind(operand) is None:
            context.mismatch(f"`{mode}` is taken of {describe(operand.kind)}", node.span, "it takes a number")
            return None
        digits, places = 1, 0
        if len(node.arguments) == 2:
            step = node.arguments[1]
            if not isinstance(step, nodes.Number) or step.digits <= 0:
                context.mismatch(
                    f"the second argument of `{mode}` is the step",
                    step.span,
                    f"a number written out, as `{mode}(x, 0.1)`",
                )
                return None
            digits, places = step.digits, step.places
        return rounded(operand, digits, places, mode, node.span, context)

    return lower


def _root(function: Literal["sqrt", "log", "exp"]) -> Callable[[nodes.Call, Context], Lowered]:
    def lower(node: nodes.Call, context: Context) -> Lowered:
        operand = context.lower(node.arguments[0], context)
        if operand is None:
            return None
        if not isinstance(operand, Real) and number_kind(operand) is None:
            context.mismatch(
                f"`{function}` is taken of {describe(operand.kind)}", node.span, "it takes a number"
            )
            return None
        return lower_real_function(function, operand, node.span, context)

    return lower


_OF_ONE: dict[str, Callable[[nodes.Call, Context], Lowered]] = {
    "abs": _absolute,
    "round": _round("round"),
    "floor": _round("floor"),
    "ceil": _round("ceil"),
    "sqrt": _root("sqrt"),
    "log": _root("log"),
    "exp": _root("exp"),
}
