"""Numbers: one scale for both sides, units that fit, reals only until they are rounded, nothing too large."""

from __future__ import annotations

from math import gcd
from typing import Literal

from decisionsupport.loading.lowering.context import (
    Context,
    ExactMean,
    ExactQuotient,
    Lowered,
    Real,
    RealTree,
    RowMean,
    describe,
)
from decisionsupport.program import expressions as program
from decisionsupport.source import Span
from decisionsupport.syntax.expressions import nodes
from decisionsupport.values import kinds
from decisionsupport.values.sets import Between, OneOf

MOST = 10**15
RoundingMode = Literal["round", "floor", "ceil"]
RealFunction = Literal[
    "add", "subtract", "multiply", "divide", "sqrt", "log", "exp", "abs", "negate", "power", "mean"
]
REAL = kinds.Real()


def number_kind(expression: program.Expression) -> kinds.Number | None:
    """The kind of a number, or None."""
    return expression.kind if isinstance(expression.kind, kinds.Number) else None


def lower_number(node: nodes.Number) -> program.Constant:
    """A literal, at its own scale, trailing zeros left out."""
    digits, places = node.digits, node.places
    while places and digits % 10 == 0:
        digits, places = digits // 10, places - 1
    return program.Constant(digits, kinds.Number(places, max(1, abs(digits))), node.span)


def rescaled(expression: program.Expression, places: int) -> program.Expression:
    """The same number at `places` (not fewer than its own)."""
    kind = number_kind(expression)
    if kind is None or kind.places == places:
        return expression
    factor = int(10 ** (places - kind.places))
    finer = kinds.Number(places, kind.step * factor, kind.unit)
    if isinstance(expression, program.Constant) and isinstance(expression.value, int):
        return program.Constant(expression.value * factor, finer, expression.span)
    return program.Rescale(expression, factor, finer, expression.span)


def aligned(operands: list[program.Expression]) -> list[program.Expression]:
    """All numbers at the finest scale among them."""
    places = max((kind.places for each in operands if (kind := number_kind(each))), default=0)
    return [rescaled(each, places) for each in operands]


def same_units(operands: list[program.Expression], span: Span, context: Context) -> bool:
    """Whether those that carry a unit carry the same; else reported."""
    units = [(kind.unit, each) for each in operands if (kind := number_kind(each)) and kind.unit]
    for unit, each in units[1:]:
        if unit != units[0][0]:
            context.report.add(
                "unit-mismatch",
                f"`{units[0][1].span.text}` is in `{units[0][0]}` and `{each.span.text}` in `{unit}`",
                span,
                help="convert one side in a computed with its own `unit:`; nothing is converted for you",
            )
            return False
    return True


def common_kind(operands: list[program.Expression]) -> kinds.Number:
    """The kind that holds the sums and the members of numbers at one scale."""
    of_numbers = [kind for each in operands if (kind := number_kind(each))]
    unit = next((kind.unit for kind in of_numbers if kind.unit), None)
    return kinds.Number(
        of_numbers[0].places if of_numbers else 0, gcd(*(kind.step for kind in of_numbers)) or 1, unit
    )


def bounds(expression: program.Expression, context: Context) -> tuple[int, int] | None:
    """The least and the most an exact number can be, or None where it is never applicable."""
    match context.widest(expression):
        case bool():
            return None
        case int(value):
            return value, value
        case Between(least=least, most=most):
            return least, most
        case _:
            return None


def checked(expression: program.Expression, context: Context) -> program.Expression | None:
    """The number, unless it could pass 10**15 of its steps."""
    ends = bounds(expression, context)
    if ends is None or (ends[0] >= -MOST and ends[1] <= MOST):
        return expression
    context.report.add(
        "number-too-large",
        "the result can pass 1,000,000,000,000,000 of its steps",
        expression.span,
        help="narrow what goes in with `between:`, or round before going on",
    )
    return None


def numbers(parts: list[Lowered], written: tuple[nodes.Expression, ...], context: Context) -> bool:
    """Whether all parts are numbers, exact or real; else reported."""
    fine = True
    for part, node in zip(parts, written, strict=True):
        if part is None:
            fine = False
        elif not isinstance(part, Real) and number_kind(part) is None:
            context.mismatch(
                f"{describe(part.kind)} stands where a number is wanted",
                node.span,
                "arithmetic takes numbers; `count(a, b)` says how many conditions hold"
                if isinstance(part.kind, kinds.Boolean)
                else "arithmetic takes numbers",
            )
            fine = False
    return fine


def lower_arithmetic(node: nodes.Arithmetic, left: Lowered, right: Lowered, context: Context) -> Lowered:
    """`+ - * /` of numbers; time has been taken care of before."""
    if not numbers([left, right], (node.left, node.right), context) or left is None or right is None:
        return None
    if node.operator == "/":
        return _divide(left, right, node, context)
    if isinstance(left, ExactQuotient) and not isinstance(right, Real) and node.operator == "*":
        product = _multiply(left.numerator, right, node.span, context)
        return None if product is None else ExactQuotient(product, left.denominator, node.span)
    if isinstance(right, ExactQuotient) and not isinstance(left, Real) and node.operator == "*":
        product = _multiply(left, right.numerator, node.span, context)
        return None if product is None else ExactQuotient(product, right.denominator, node.span)
    if isinstance(left, Real) or isinstance(right, Real):
        function: RealFunction = {"+": "add", "-": "subtract", "*": "multiply"}[node.operator]  # type: ignore[assignment]
        return real(function, [left, right], node.span)
    if node.operator == "*":
        return _multiply(left, right, node.span, context)
    operands = aligned([left, right])
    if not same_units(operands, node.span, context):
        return None
    make = program.Add if node.operator == "+" else program.Subtract
    return checked(make(operands[0], operands[1], common_kind(operands), node.span), context)


def _multiply(
    left: program.Expression, right: program.Expression, span: Span, context: Context
) -> program.Expression | None:
    of_left, of_right = number_kind(left), number_kind(right)
    if of_left is None or of_right is None:
        return None
    kind = kinds.Number(of_left.places + of_right.places, max(1, of_left.step * of_right.step))
    return checked(program.Multiply(left, right, kind, span), context)


def _divide(
    left: program.Expression | Real,
    right: program.Expression | Real,
    node: nodes.Arithmetic,
    context: Context,
) -> Lowered:
    if _may_be_zero(right, context):
        context.report.add(
            "may-divide-by-zero",
            f"`{node.right.span.text}` can be 0",
            node.right.span,
            help="give what it is made of a `between:` that leaves 0 out",
        )
        return None
    if isinstance(left, Real) or isinstance(right, Real):
        return real("divide", [left, right], node.span)
    return ExactQuotient(left, right, node.span)


def _may_be_zero(divisor: program.Expression | Real, context: Context) -> bool:
    if isinstance(divisor, ExactQuotient):
        return _may_be_zero(divisor.numerator, context)
    if isinstance(divisor, Real):
        return _real_can(divisor, context, lambda least, most: least <= 0.0 <= most)
    ends = bounds(divisor, context)
    return ends is not None and ends[0] <= 0 <= ends[1]


def _real_can(value: Real, context: Context, is_bad: object) -> bool:
    ends = real_bounds(value, context)
    return ends is not None and bool(is_bad(*ends))  # type: ignore[operator]


def real_bounds(value: program.Expression | Real, context: Context) -> tuple[float, float] | None:
    """The least and the most of a real, or None where it is never applicable."""
    match context.widest(as_real(value)):
        case float(known):
            return known, known
        case int(known):
            return float(known), float(known)
        case OneOf():
            return None
        case found:
            least, most = getattr(found, "least", None), getattr(found, "most", None)
            return None if least is None or most is None else (float(least), float(most))


def lower_negative(node: nodes.Negative, context: Context) -> Lowered:
    """`-x`."""
    operand = context.lower(node.operand, context)
    if not numbers([operand], (node.operand,), context) or operand is None:
        return None
    if isinstance(operand, ExactQuotient):
        kind = operand.numerator.kind
        return ExactQuotient(
            program.Negative(operand.numerator, kind, node.span), operand.denominator, node.span
        )
    if isinstance(operand, Real):
        return real("negate", [operand], node.span)
    return program.Negative(operand, operand.kind, node.span)


def lower_power(node: nodes.Power, context: Context) -> Lowered:
    """`x ** 2`, `x ** 3`."""
    operand = context.lower(node.operand, context)
    if not numbers([operand], (node.operand,), context) or operand is None:
        return None
    if isinstance(operand, Real):
        return real("power", [operand], node.span, node.exponent)
    of = number_kind(operand)
    if of is None:
        return None
    kind = kinds.Number(of.places * node.exponent, of.step**node.exponent)
    return checked(program.Power(operand, node.exponent, kind, node.span), context)


# Reals -------------------------------------------------------------------------------------------------


def as_real(value: program.Expression | Real) -> program.Expression:
    """Any number as an expression over binary64."""
    match value:
        case ExactQuotient(numerator=numerator, denominator=denominator, span=span):
            return _operation("divide", (as_real(numerator), as_real(denominator)), span)
        case ExactMean(operands=operands, span=span):
            return _operation("mean", tuple(as_real(each) for each in operands), span)
        case RealTree(expression=expression):
            return expression
        case RowMean(group=group, body=body, span=span):
            kind = number_kind(body)
            fine = kinds.Number((kind.places if kind else 0) + 6)
            mean = program.OverRows("mean", group, body, 6, "round", 1, fine, span)
            return program.ToReal(mean, fine.places, REAL, span)
        case _:
            kind = number_kind(value)
            return program.ToReal(value, kind.places if kind else 0, REAL, value.span)


def _operation(
    function: RealFunction, operands: tuple[program.Expression, ...], span: Span, exponent: int = 1
) -> program.Expression:
    return program.RealOperation(function, operands, exponent, REAL, span)


def real(
    function: RealFunction, operands: list[program.Expression | Real], span: Span, exponent: int = 1
) -> RealTree:
    """A real made of exact numbers and reals."""
    return RealTree(_operation(function, tuple(as_real(each) for each in operands), span, exponent), span)


def lower_real_function(
    function: Literal["sqrt", "log", "exp"], operand: program.Expression | Real, span: Span, context: Context
) -> Lowered:
    """`sqrt`, `log`, `exp`: what they cannot take must be ruled out at load."""
    ends = real_bounds(operand, context)
    if ends is not None:
        forbidden = {
            "sqrt": (ends[0] < 0, "can be below 0"),
            "log": (ends[0] <= 0, "can be 0 or below"),
            "exp": (ends[1] > 30, "can be above 30"),
        }[function]
        if forbidden[0]:
            context.report.add(
                "outside-function",
                f"what `{function}` is taken of {forbidden[1]}",
                span,
                help="narrow what goes in with `between:`",
            )
            return None
    return real(function, [operand], span)


def rounded(
    value: program.Expression | Real,
    digits: int,
    places: int,
    mode: RoundingMode,
    span: Span,
    context: Context,
    unit: str | None = None,
) -> program.Expression | None:
    """A number rounded to whole steps of `digits / 10**places`."""
    kind = kinds.Number(places, digits, unit)
    match value:
        case ExactQuotient(numerator=numerator, denominator=denominator):
            above, below = number_kind(numerator), number_kind(denominator)
            if above is None or below is None:
                return None
            scale = below.places + places - above.places
            return checked(
                program.RoundQuotient(numerator, denominator, scale, mode, digits, kind, span), context
            )
        case ExactMean(operands=operands):
            of = number_kind(operands[0])
            scale = places - (of.places if of else 0)
            return checked(program.RoundMean(operands, scale, mode, digits, kind, span), context)
        case RowMean(group=group, body=body):
            of = number_kind(body)
            scale = places - (of.places if of else 0)
            return checked(program.OverRows("mean", group, body, scale, mode, digits, kind, span), context)
        case RealTree(expression=expression):
            return checked(program.RoundReal(expression, mode, digits, kind, span), context)
        case _:
            of = number_kind(value)
            if of is None:
                return None
            if unit is None:
                kind = kinds.Number(places, digits, of.unit)
            finer = rescaled(value, max(of.places, places))
            shift = max(of.places - places, 0)
            return checked(program.RoundTo(finer, mode, shift, digits, kind, span), context)
