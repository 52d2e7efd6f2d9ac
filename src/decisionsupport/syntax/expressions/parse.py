"""Read expressions, and conditions made of them: text to nodes, every mistake at its place in the file.

`lex` cuts the words, `shape` says whether they fit together, Python's own parser gives the tree, `from_ast`
lets through what the language has. The verdict, the messages and the nodes are the same on every Python.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from typing import Final

from decisionsupport.diagnostics import Report
from decisionsupport.diagnostics.suggestions import nearest, one_of
from decisionsupport.source import Span
from decisionsupport.syntax.expressions.foreign import SPLIT_UP, SURE
from decisionsupport.syntax.expressions.from_ast import DEEPEST, expression_from_ast
from decisionsupport.syntax.expressions.lex import cut
from decisionsupport.syntax.expressions.mistakes import Mistake
from decisionsupport.syntax.expressions.nodes import And, Expression, Not, Or
from decisionsupport.syntax.expressions.shape import check_shape
from decisionsupport.syntax.expressions.walk import depth
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

_LINE_SPACE = re.compile(r"[\t\r\n]")


def parse_expression(text: Scalar, report: Report) -> Expression | None:
    """Read one expression; None when the report has been told why not."""
    written = text.value
    words, mistakes = cut(written)
    if not mistakes:
        mistakes = check_shape(words, written)
    if mistakes:
        _tell(mistakes, text, report)
        return None
    # In brackets line ends and leading space mean nothing; every character keeps its column, plus one.
    flat = _LINE_SPACE.sub(" ", written)
    try:
        tree = ast.parse(f"({flat})", mode="eval")
    except SyntaxError:
        # `shape` lets through only what Python reads; should they differ, the author is told.
        _tell([Mistake("bad-expression", "the words do not fit together", 0, len(written))], text, report)
        return None
    return expression_from_ast(tree.body, flat, text, report, words=len(words))


def parse_condition(node: Node, report: Report) -> Expression | None:
    """Read what `when`, `unless`, `that` and `show_when` hold: an expression, or a map of lists.

    The map has `all:`, `any:`, `none:` (not any of), nested, its keys joined by and. None when the report has
    been told why not.
    """
    made = _condition(node, report)
    if made is not None and isinstance(node, Mapping) and depth(made) > DEEPEST:
        message = f"conditions within conditions, deeper than {DEEPEST}"
        report.add("expression-limit", message, node.span, help=SPLIT_UP)
        return None
    return made


def _condition(node: Node, report: Report) -> Expression | None:
    match node:
        case Scalar():
            return parse_expression(node, report)
        case Mapping():
            return _map(node, report)
        case Sequence():
            remedy = "say how they are joined: `all:`, `any:` or `none:` before the list"
            message = "a list of conditions that does not say how they are joined"
            report.add("bad-condition", message, node.span, help=remedy)
            for item in node.items:
                _condition(item, report)
            return None


def _all(operands: tuple[Expression, ...], span: Span) -> Expression:
    return operands[0] if len(operands) == 1 else And(operands, span)


def _any(operands: tuple[Expression, ...], span: Span) -> Expression:
    return operands[0] if len(operands) == 1 else Or(operands, span)


def _none(operands: tuple[Expression, ...], span: Span) -> Expression:
    return Not(_any(operands, span), span)


_JOINS: Final[dict[str, Callable[[tuple[Expression, ...], Span], Expression]]] = {
    "all": _all,
    "any": _any,
    "none": _none,
}


def _map(node: Mapping, report: Report) -> Expression | None:
    made: list[Expression | None] = []
    for key, value in node.entries:
        join = _JOINS.get(key.value)
        if join is None:
            offered = nearest(key.value, _JOINS)
            remedy = f"did you mean `{offered}`?" if offered else one_of(_JOINS)
            report.add("unknown-key", f"`{key.value}` does not join conditions", key.span, help=remedy)
            made.append(None)
            continue
        operands = _listed(key, value, report)
        made.append(None if operands is None else join(operands, value.span))
    if not made:
        remedy = "write a condition, or `all:` and a list"
        report.add("bad-condition", "a condition without parts", node.span, help=remedy)
    parts = tuple(part for part in made if part is not None)
    return _all(parts, node.span) if parts and len(parts) == len(made) else None


def _listed(key: Scalar, value: Node, report: Report) -> tuple[Expression, ...] | None:
    """The conditions listed under a key; all of them are read, so that all their mistakes are told."""
    if not isinstance(value, Sequence) or not value.items:
        found, span = ("an empty list", key.span) if isinstance(value, Sequence) else ("no list", value.span)
        remedy = "write a list: a line with `- ` before each condition"
        report.add("bad-condition", f"`{key.value}` holds {found}", span, help=remedy)
        return None
    made = [_condition(item, report) for item in value.items]
    operands = tuple(operand for operand in made if operand is not None)
    return operands if len(operands) == len(made) else None


def _tell(mistakes: Iterable[Mistake], text: Scalar, report: Report) -> None:
    for mistake in mistakes:
        span = text.place(mistake.start, mistake.end) if text.value.strip() else text.span
        report.add(mistake.slug, mistake.message, span, help=mistake.help, mend=_mend(span))


def _mend(span: Span) -> str | None:
    """What a sign of another language stands for, apart from the words beside it where it is a word."""
    meant = SURE.get(span.text)
    if meant is None or not meant.isalpha():
        return meant
    before, after = span.source.text[: span.start][-1:], span.source.text[span.end :][:1]
    return f"{'' if before.isspace() else ' '}{meant}{'' if after.isspace() else ' '}"
