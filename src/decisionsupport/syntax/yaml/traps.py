"""What YAML does silently to an expression or a text that needed quotes.

Each trap is reported, and the tree goes on with what the author most likely meant: the whole text, uncut.
"""

from __future__ import annotations

import re
from typing import Protocol, TypeGuard

from decisionsupport.source import Source, Span
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

EXPRESSION_KEYS = frozenset({"when", "unless", "value", "that", "show_when"})
_LISTS_OF_EXPRESSIONS = frozenset({"all", "any", "none"})
_COMMENT = re.compile(r"[ \t]+(#[^\r\n]*)")
_LITERAL = re.compile(r"[-+]?[\d.:-]+(?: [a-z]+)?|true|false|unknown|null|")
_FOLD = re.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t\r\n]*")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_MOST_CUTS = 20
_BLOCK_STYLE = "put the whole in quotes, or write it on a line of its own without `{ }`"


class Reading(Protocol):
    """What the traps need of a reading that is under way."""

    source: Source

    def complain(self, slug: str, message: str, place: Span, remedy: str) -> None:
        """Report a mistake."""


def is_template(start: int, children: list[Node]) -> bool:
    """Whether a flow map is `{{ … }}` without quotes: YAML reads a map whose key is a map."""
    first = children[0] if children else None
    return isinstance(first, Mapping) and first.span.start == start + 1


def template(reading: Reading, span: Span) -> Scalar:
    """Report an unquoted template and read it as its text."""
    message = "YAML takes `{{` without quotes for a map"
    reading.complain("unquoted-template", message, span, 'put the whole text in quotes: `"…"`')
    return _plain(reading, span.start, span.end)


def cut_entries(reading: Reading, children: list[Node]) -> list[Node]:
    """Find keys without `:` in a flow map: what a comma cut off from the value before, or a lone word."""
    if not any(isinstance(value, Scalar) and not value.value for value in children[1::2]):
        return children
    kept: list[Node] = []
    lone_keys: list[Scalar] = []
    cut: tuple[int, int] | None = None
    for key, value in zip(children[::2], children[1::2], strict=True):
        lone = isinstance(key, Scalar) and ":" not in reading.source.text[key.span.end : value.span.start]
        before = kept[-1] if kept else None
        if not lone or not isinstance(key, Scalar):
            _mend(reading, kept, cut)
            cut = None
            kept += [key, value]
        elif _is_plain(before) and _is_plain(key) and ":" not in key.value:
            cut = (before.span.start, key.span.end)
        else:
            lone_keys.append(key)
    _mend(reading, kept, cut)
    if lone_keys:
        _report_lone_key(reading, lone_keys[0])
    return kept


def cut_items(reading: Reading, items: list[Node]) -> list[Node]:
    """Find entries of a flow list that a comma inside `( )` tore apart."""
    opened = [_opened(item) for item in items]
    if not any(opened):
        return items
    kept: list[Node] = []
    index = 0
    while index < len(items):
        last = _closing(opened, index)
        kept.append(items[index])
        if last > index:
            _mend(reading, kept, (items[index].span.start, items[last].span.end))
        index = last + 1
    return kept


def cut_by_comment(reading: Reading, node: Mapping) -> None:
    """Warn of a comment on the line of an unquoted expression."""
    for key, value in node.entries:
        if key.value in EXPRESSION_KEYS:
            _check_comment(reading, value)
        elif key.value in _LISTS_OF_EXPRESSIONS and isinstance(value, Sequence):
            for item in value.items:
                _check_comment(reading, item)


def _check_comment(reading: Reading, node: Node) -> None:
    if not isinstance(node, Scalar) or node.style != "plain" or _LITERAL.fullmatch(node.value):
        return
    found = _COMMENT.match(reading.source.text, node.span.end)
    if found is not None:
        reading.complain(
            "cut-by-comment",
            f"the expression ends before this comment, at `{_short(node.value)}`",
            Span(reading.source, *found.span(1)),
            "if it belongs to the expression, take the `#` away; a remark goes on a line of its own",
        )


def _opened(item: Node) -> int | None:
    """Count the `(` that a plain entry leaves open, below zero where it closes; None for any other entry."""
    return item.value.count("(") - item.value.count(")") if _is_plain(item) else None


def _closing(opened: list[int | None], index: int) -> int:
    """Find the entry that closes the brackets which the one at `index` leaves open; else give `index`."""
    depth = 0
    for at in range(index, min(index + _MOST_CUTS, len(opened))):
        change = opened[at]
        if change is None:
            return index
        depth += change
        if depth <= 0:
            return at if depth == 0 else index
    return index


def _mend(reading: Reading, kept: list[Node], cut: tuple[int, int] | None) -> None:
    """Report what a comma cut off and put the whole in the place of the last kept."""
    if cut is None:
        return
    whole = _plain(reading, *cut)
    kept[-1] = whole
    if _DECIMAL_COMMA.fullmatch(whole.value):
        point = whole.value.replace(",", ".")
        kept[-1] = Scalar(point, "plain", whole.span)
        reading.complain("cut-by-comma", "YAML ends a number at the comma", whole.span, f"write `{point}`")
        return
    message = "YAML ends the value at the comma; the rest becomes an entry of its own"
    reading.complain("cut-by-comma", message, whole.span, _BLOCK_STYLE)


def _report_lone_key(reading: Reading, key: Scalar) -> None:
    if ":" in key.value and key.style == "plain":
        message = f"a space is missing after `:` in `{_short(key.value)}`"
        remedy = "write `key: value`"
    else:
        message = f"`{_short(key.value)}` stands between braces without `:` and a value"
        remedy = "write `[…]` for a list, and put a text with braces in quotes"
    reading.complain("lone-key", message, key.span, remedy)


def _is_plain(node: Node | None) -> TypeGuard[Scalar]:
    return isinstance(node, Scalar) and node.style == "plain" and node.value != ""


def _plain(reading: Reading, start: int, end: int) -> Scalar:
    span = Span(reading.source, start, end)
    return Scalar(_FOLD.sub(" ", span.text), "plain", span)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
