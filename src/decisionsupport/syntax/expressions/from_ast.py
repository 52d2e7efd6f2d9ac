"""Make expression nodes of Python's syntax tree, by a whitelist.

Only the classes named here pass; the tree itself goes nowhere else and is never compiled. The depth is
measured before anything walks the tree recursively.
"""

from __future__ import annotations

import ast
from typing import Final, cast

from decisionsupport.diagnostics import Report
from decisionsupport.source import Span
from decisionsupport.syntax.expressions import nodes
from decisionsupport.syntax.expressions.foreign import SPLIT_UP
from decisionsupport.syntax.expressions.nodes import Expression
from decisionsupport.syntax.yaml.tree import Scalar

DEEPEST: Final = 60

_ARITHMETIC: Final[dict[type[ast.operator], nodes.ArithmeticOperator]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_COMPARISONS: Final[dict[type[ast.cmpop], nodes.ComparisonOperator]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_CHAINED: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_RECORD_WORDS: Final = frozenset({"answered", "known", "unknown", "applicable"})


def expression_from_ast(
    tree: ast.expr, text: str, scalar: Scalar, report: Report, *, words: int
) -> Expression | None:
    """Make the node of `tree`, which was parsed from `"(" + text + ")"`; None when a diagnostic was added.

    `words` is how many words the text has: few words cannot lie deep.
    """
    maker = _Maker(text, scalar, report)
    if words > DEEPEST and (deep := _beyond(tree)) is not None:
        message = f"operators within operators, deeper than {DEEPEST}"
        report.add("expression-limit", message, maker.place(deep), help=SPLIT_UP)
        return None
    return maker.make(tree)


def _beyond(tree: ast.expr) -> ast.expr | None:
    """The first operator that lies deeper than allowed, found without recursion."""
    level: list[ast.expr] = [tree]
    for _ in range(DEEPEST):
        level = [
            child
            for node in level
            for child in ast.iter_child_nodes(node)
            if isinstance(child, ast.expr) and not isinstance(node, ast.Attribute)
        ]
        if not level:
            return None
    return next(
        (node for node in level if not isinstance(node, ast.Name | ast.Attribute | ast.Constant)), None
    )


class _Maker:
    """Makes nodes of one text; a part that cannot be made gives None and a diagnostic, the rest goes on."""

    def __init__(self, text: str, scalar: Scalar, report: Report) -> None:
        self.text = text
        self.scalar = scalar
        self.report = report

    def place(self, node: ast.expr) -> Span:
        """Where a node stands in the file (one column less: the bracket put before the text)."""
        return self.scalar.place(*self._columns(node))

    def make(self, node: ast.expr) -> Expression | None:
        """Make one node."""
        match node:
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.Constant(value=str() as value):
                return nodes.String(value, self.place(node))
            case ast.Constant(value=int() | float()):
                return self._number(node, node, negative=False)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BoolOp():
                return self._joined(node)
            case ast.BinOp(op=ast.Pow()):
                return self._power(node)
            case ast.BinOp():
                left, right = self.make(node.left), self.make(node.right)
                operator = _ARITHMETIC.get(type(node.op))
                if left is None or right is None or operator is None:
                    return None
                return nodes.Arithmetic(operator, left, right, self.place(node))
            case ast.Compare(ops=[_]):
                return self._compared(node)
            case ast.Compare():
                return self._chained(node)
            case ast.IfExp():
                return self._conditional(node)
            case ast.Call(func=ast.Name()):
                return self._call(node)
            case _:
                self._refuse("bad-expression", "what stands here is not part of the language", node)
                return None

    def _columns(self, node: ast.expr) -> tuple[int, int]:
        return node.col_offset - 1, (node.end_col_offset or node.col_offset + 1) - 1

    def _refuse(self, slug: str, message: str, node: ast.expr, remedy: str = "") -> None:
        self.report.add(slug, message, self.place(node), help=remedy)

    def _name(self, node: ast.expr) -> nodes.Name:
        start, end = self._columns(node)
        parts = tuple(self.text[start:end].split("."))
        spans = []
        for part in parts:
            spans.append(self.scalar.place(start, start + len(part)))
            start += len(part) + 1
        return nodes.Name(parts, tuple(spans), self.place(node))

    def _number(self, literal: ast.expr, node: ast.expr, *, negative: bool) -> nodes.Number:
        start, end = self._columns(literal)
        whole, _, fraction = self.text[start:end].partition(".")
        digits = int(whole + fraction)
        return nodes.Number(-digits if negative else digits, len(fraction), self.place(node))

    def _unary(self, node: ast.UnaryOp) -> Expression | None:
        operand = self.make(node.operand)
        if operand is None:
            return None
        span = self.place(node)
        if isinstance(node.op, ast.Not):
            return nodes.Not(operand, span)
        if isinstance(operand, nodes.Number):
            return nodes.Number(-operand.digits, operand.places, span)
        return nodes.Negative(operand, span)

    def _joined(self, node: ast.BoolOp) -> Expression | None:
        made = [self.make(value) for value in node.values]
        operands = tuple(operand for operand in made if operand is not None)
        if len(operands) < len(made):
            return None
        join = nodes.And if isinstance(node.op, ast.And) else nodes.Or
        return join(operands, self.place(node))

    def _power(self, node: ast.BinOp) -> Expression | None:
        operand, right = self.make(node.left), node.right
        exponent = right.value if isinstance(right, ast.Constant) else None
        if type(exponent) is not int or exponent not in (2, 3):
            remedy = "write `x ** 2` or `x ** 3`; other powers are products, roots `sqrt(x)`"
            self._refuse("power-exponent", "an exponent other than 2 or 3", right, remedy)
            return None
        if operand is None:
            return None
        return nodes.Power(operand, 2 if exponent == 2 else 3, self.place(node))

    def _compared(self, node: ast.Compare) -> Expression | None:
        operator, right = node.ops[0], node.comparators[0]
        subject = self.make(node.left)
        match operator:
            case ast.Is() | ast.IsNot():
                if not isinstance(right, ast.Name):
                    self._refuse(
                        "is-needs-option", "after `is` stands no option", right, "write `x is alert`"
                    )
                    return None
                option = self._name(right)
                if subject is None:
                    return None
                return self._is(subject, option, node, negated=isinstance(operator, ast.IsNot))
            case ast.In() | ast.NotIn():
                container = self._container(right)
                if subject is None or container is None:
                    return None
                return nodes.In(subject, container, isinstance(operator, ast.NotIn), self.place(node))
            case _:
                other = self.make(right)
                if subject is None or other is None:
                    return None
                return nodes.Comparison((subject, other), (_COMPARISONS[type(operator)],), self.place(node))

    def _is(self, subject: Expression, option: nodes.Name, node: ast.Compare, *, negated: bool) -> Expression:
        word = option.parts[0]
        if word in _RECORD_WORDS:
            return nodes.RecordTest(subject, cast(nodes.RecordWord, word), negated, self.place(node))
        return nodes.Is(subject, option, negated, self.place(node))

    def _container(self, node: ast.expr) -> Expression | tuple[nodes.Name | nodes.String, ...] | None:
        match node:
            case ast.List(elts=elements):
                made = [self.make(element) for element in elements]
                return tuple(item for item in made if isinstance(item, nodes.Name | nodes.String))
            case ast.Name() | ast.Attribute() | ast.Call():
                return self.make(node)
            case _:
                remedy = "write `x in [alert, voice]`, or the name of a `codes` parameter or a `choices` item"
                self._refuse("in-needs-list", "after `in` stands neither a list nor a name", node, remedy)
                return None

    def _chained(self, node: ast.Compare) -> Expression | None:
        if not all(isinstance(operator, _CHAINED) for operator in node.ops):
            remedy = "only `<`, `<=`, `>`, `>=` make chains, as `0 <= x <= 3`; join others by `and`"
            self._refuse("chained-comparison", "comparisons in a chain", node, remedy)
            return None
        made = [self.make(operand) for operand in (node.left, *node.comparators)]
        operands = tuple(operand for operand in made if operand is not None)
        if len(operands) < len(made):
            return None
        operators = tuple(_COMPARISONS[type(operator)] for operator in node.ops)
        return nodes.Comparison(operands, operators, self.place(node))

    def _conditional(self, node: ast.IfExp) -> Expression | None:
        then, test, otherwise = self.make(node.body), self.make(node.test), self.make(node.orelse)
        if then is None or test is None or otherwise is None:
            return None
        return nodes.Conditional(test, then, otherwise, self.place(node))

    def _call(self, node: ast.Call) -> Expression | None:
        function = node.func
        if not isinstance(function, ast.Name):
            return None
        made = [self.make(argument) for argument in node.args]
        arguments = tuple(argument for argument in made if argument is not None)
        within = self.make(node.keywords[0].value) if node.keywords else None
        if len(arguments) < len(made) or (node.keywords and within is None):
            return None
        return nodes.Call(function.id, self.place(function), arguments, within, self.place(node))
