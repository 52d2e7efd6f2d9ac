"""Read an expression: text to nodes, with every mistake at its place in the file.

`lex` cuts the words, `shape` says whether they fit together, Python's own parser gives the tree, `from_ast`
lets through what the language has. The verdict, the messages and the nodes are the same on every Python.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from decisionsupport.diagnostics import Report
from decisionsupport.syntax.expressions.from_ast import expression_from_ast
from decisionsupport.syntax.expressions.lex import cut
from decisionsupport.syntax.expressions.mistakes import Mistake
from decisionsupport.syntax.expressions.nodes import Expression
from decisionsupport.syntax.expressions.shape import check_shape
from decisionsupport.syntax.yaml.tree import Scalar

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
        unread = Mistake(
            "bad-expression", "the words do not fit together", 0, len(written), "write it in smaller parts"
        )
        _tell([unread], text, report)
        return None
    return expression_from_ast(tree.body, flat, text, report)


def _tell(mistakes: Iterable[Mistake], text: Scalar, report: Report) -> None:
    for mistake in mistakes:
        span = text.place(mistake.start, mistake.end) if text.value.strip() else text.span
        report.add(mistake.slug, mistake.message, span, help=mistake.help)
