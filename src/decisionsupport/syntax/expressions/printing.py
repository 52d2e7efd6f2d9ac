"""Write an expression in one canonical way: one space round operators, only the brackets it needs.

Reading what is written gives the same expression but for places.
"""

from __future__ import annotations

from typing import Final, assert_never

from decisionsupport.syntax.expressions.nodes import (
    And,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Expression,
    In,
    Is,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Power,
    RecordTest,
    String,
)

# How tightly each kind of expression binds.
_CONDITIONAL, _JOIN, _NOT, _COMPARISON, _SUM, _PRODUCT, _NEGATIVE, _POWER, _ATOM = range(9)
_TIGHTNESS: Final = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}


def print_expression(expression: Expression) -> str:
    """The canonical source of an expression."""
    return _write(expression, _CONDITIONAL)


def _write(node: Expression, least: int) -> str:
    """Write a node where only what binds at least as tightly as `least` may stand without brackets."""
    text, tightness = _plain(node)
    return text if tightness >= least else f"({text})"


def _plain(node: Expression) -> tuple[str, int]:
    match node:
        case Name():
            return node.text, _ATOM
        case Number():
            return _number(node), _NEGATIVE if node.digits < 0 else _ATOM
        case String():
            return f'"{node.value}"', _ATOM
        case Not():
            return f"not {_write(node.operand, _NOT)}", _NOT
        case And():
            return " and ".join(_write(operand, _NOT) for operand in node.operands), _JOIN
        case Or():
            return " or ".join(_write(operand, _NOT) for operand in node.operands), _JOIN
        case Negative():
            return f"-{_write(node.operand, _NEGATIVE)}", _NEGATIVE
        case Arithmetic():
            own = _TIGHTNESS[node.operator]
            return f"{_write(node.left, own)} {node.operator} {_write(node.right, own + 1)}", own
        case Power():
            return f"{_write(node.operand, _ATOM)} ** {node.exponent}", _POWER
        case Comparison():
            return _comparison(node), _COMPARISON
        case Is():
            sign = "is not" if node.negated else "is"
            return f"{_write(node.subject, _SUM)} {sign} {node.option.text}", _COMPARISON
        case RecordTest():
            sign = "is not" if node.negated else "is"
            return f"{_write(node.subject, _SUM)} {sign} {node.word}", _COMPARISON
        case In():
            sign = "not in" if node.negated else "in"
            return f"{_write(node.subject, _SUM)} {sign} {_container(node)}", _COMPARISON
        case Conditional():
            then, test = _write(node.then, _JOIN), _write(node.test, _JOIN)
            return f"{then} if {test} else {_write(node.otherwise, _CONDITIONAL)}", _CONDITIONAL
        case Call():
            arguments = [print_expression(argument) for argument in node.arguments]
            if node.within is not None:
                arguments.append(f"within={print_expression(node.within)}")
            return f"{node.function}({', '.join(arguments)})", _ATOM
    assert_never(node)


def _number(node: Number) -> str:
    digits = str(abs(node.digits)).rjust(node.places + 1, "0")
    whole, fraction = digits[: len(digits) - node.places], digits[len(digits) - node.places :]
    return ("-" if node.digits < 0 else "") + whole + ("." + fraction if fraction else "")


def _comparison(node: Comparison) -> str:
    written = [_write(operand, _SUM) for operand in node.operands]
    rest = (f" {operator} {operand}" for operator, operand in zip(node.operators, written[1:], strict=True))
    return written[0] + "".join(rest)


def _container(node: In) -> str:
    if isinstance(node.container, tuple):
        return f"[{', '.join(print_expression(word) for word in node.container)}]"
    return _write(node.container, _ATOM)
