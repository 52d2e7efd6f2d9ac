"""Numbers, said in FHIRPath: whole, so that sums and quotients are exact in every engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from decisionsupport.adapters.fhir.saying import (
    Lowering,
    Nodes,
    NotSaid,
    Said,
    any_aside,
)
from decisionsupport.adapters.fhir.spelling import (
    EMPTY,
    exists,
    joined,
    where,
)
from decisionsupport.program import expressions as x


def _scaled(at: Lowering, node: x.Rescale) -> Said:
    said = at.of(node.operand)
    return Said(f"({said.value} * {node.factor})", said.aside)


def _arithmetic(operator: str) -> Callable[[Lowering, Any], Said]:
    def said(at: Lowering, node: x.Add | x.Subtract | x.Multiply) -> Said:
        left, right = at.of(node.left), at.of(node.right)
        return Said(f"({left.value} {operator} {right.value})", any_aside(left, right))

    return said


def _negative(at: Lowering, node: x.Negative) -> Said:
    said = at.of(node.operand)
    return Said(f"(0 - {said.value})", said.aside)


def _power(at: Lowering, node: x.Power) -> Said:
    said = at.of(node.operand)
    return Said(joined("*", [said.value] * node.exponent), said.aside)


def _absolute(at: Lowering, node: x.Absolute) -> Said:
    said = at.of(node.operand)
    return Said(f"{said.value}.abs()", said.aside)


def _fold(at: Lowering, node: x.Fold) -> Said:
    parts = [at.of(operand) for operand in node.operands]
    if node.function == "sum":
        counted = [part.value if part.aside is None else where(part.aside, "0", part.value) for part in parts]
        return Said(joined("+", counted) if counted else "0")
    if not parts:
        return Said(EMPTY, "true")
    known = [
        exists(part.value) if part.aside is None else f"({exists(part.value)} or {part.aside})"
        for part in parts
    ]
    better = ">" if node.function == "max" else "<"
    best = (
        f"({' | '.join(part.value for part in parts)})"
        f".aggregate(iif($total.empty(), $this, iif($this {better} $total, $this, $total)))"
    )
    asides = [part.aside for part in parts]
    aside = None if None in asides else joined("and", [each for each in asides if each is not None])
    return Said(where(joined("and", known), best, EMPTY), aside)


def _count_applicable(at: Lowering, node: x.CountApplicable) -> Said:
    counted = []
    for operand in node.operands:
        part = at.of(operand)
        here = where(exists(part.value), "1", EMPTY)
        counted.append("1" if part.aside is None else where(part.aside, "0", here))
    return Said(joined("+", counted) if counted else "0")


def _round_quotient(at: Lowering, node: x.RoundQuotient) -> Said:
    """Exact, in whole numbers: twice the numerator and once the denominator, halves away from zero."""
    if node.mode != "round":
        raise NotSaid("rounds a quotient down or up")
    above, below = at.of(node.numerator), at.of(node.denominator)
    top = f"({above.value} * {2 * 10 ** max(node.scale, 0)})"
    bottom = _times(below.value, node.step * 10 ** max(-node.scale, 0))
    whole = f"(({top}.abs() + {bottom}.abs()) div ({bottom}.abs() * 2))"
    sign = where(f"({top} * {bottom} < 0)", "(-1)", "1")
    return Said(_times(f"({whole} * {sign})", node.step), any_aside(above, below))


def _times(value: str, factor: int) -> str:
    return value if factor == 1 else f"({value} * {factor})"


NUMBERS: Final[Nodes] = {
    x.Rescale: _scaled,
    x.Negative: _negative,
    x.Add: _arithmetic("+"),
    x.Subtract: _arithmetic("-"),
    x.Multiply: _arithmetic("*"),
    x.Power: _power,
    x.Absolute: _absolute,
    x.Fold: _fold,
    x.CountApplicable: _count_applicable,
    x.RoundQuotient: _round_quotient,
}
