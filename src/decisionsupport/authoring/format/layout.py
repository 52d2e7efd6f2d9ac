"""Parts into lines. What stands in brackets stays there while it fits on its line; else each entry gets one.

Law: what is canonical comes out as it went in; only in texts does it matter where a line was broken.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from decisionsupport.authoring.format.order import Shape, in_order
from decisionsupport.authoring.format.parts import Part
from decisionsupport.authoring.format.scalars import bare_expression, key_of, lines_of, on_one_line, written
from decisionsupport.syntax.yaml.tree import Mapping, Scalar, Sequence

WIDTH: Final = 120
STEP: Final = 2


def lay_out(whole: Part, shape: Shape) -> str:
    """The document's text."""
    opening = _without_doubles(whole.above)
    lines = [*(opening[1:] if opening[:1] == [""] else opening), *_entries(whole, shape, 0)]
    return "\n".join(lines) + "\n"


# Entries, each on lines of its own -----------------------------------------------------------------------


def _entries(part: Part, shape: Shape, indent: int) -> list[str]:
    lines: list[str] = []
    for number, inner in enumerate(_ordered(part, shape)):
        above = _without_doubles(inner.above)
        lines += _indented(above[1:] if number == 0 and above[:1] == [""] else above, indent)
        lines += _entry(inner, _inner_shape(part, inner, shape), _condition(part, inner, shape), indent)
    return lines + _indented(_without_doubles(part.below), indent)


def _entry(part: Part, shape: Shape, condition: bool, indent: int) -> list[str]:
    head = f"{' ' * indent}-" if part.key is None else f"{' ' * indent}{key_of(part.key)}:"
    node = part.node
    if isinstance(node, Scalar):
        bare = bare_expression(node) if condition else None
        text = [bare] if bare is not None else _scalar(node, indent + STEP)
        beside = 0 if node.style in ("literal", "folded") else -1
        return _with_comment(_after(head, text), part, beside, indent)
    flat = None if not part.flow else _flat(part, shape)
    if flat is not None and len(head) + 1 + len(flat) <= WIDTH:
        return _with_comment([f"{head} {flat}"], part, 0, indent)
    if flat is not None and isinstance(node, Sequence) and (_is_row(part) or _are_words(part)):
        return _with_comment(_filled(head, part, shape, indent + STEP), part, -1, indent)
    if not part.parts:
        return _with_comment([f"{head} {'{}' if isinstance(node, Mapping) else '[]'}"], part, 0, indent)
    if part.key is not None:
        return [*_with_comment([head], part, 0, indent), *_entries(part, shape, indent + STEP)]
    hoisted = _indented([*part.beside, *_hoisted(part, shape)], indent)
    lines = _entries(part, shape, indent + STEP)
    return [*hoisted, f"{head} {lines[0].lstrip(' ')}", *lines[1:]]


def _scalar(node: Scalar, indent: int) -> list[str]:
    return [written(node)] if on_one_line(node) else lines_of(node, indent)


def _after(head: str, lines: list[str]) -> list[str]:
    return [f"{head} {lines[0]}" if lines[0] else head, *lines[1:]]


def _with_comment(lines: list[str], part: Part, at: int, indent: int) -> list[str]:
    """Lines with the comment beside one of them; if there are more, the others above."""
    *others, last = part.beside or [""]
    if last:
        lines = [*lines]
        lines[at] += f"  {last}"
    return [*_indented(others, indent), *lines]


def _hoisted(part: Part, shape: Shape) -> list[str]:
    """Take the comments above the first of an entry's parts: they stand above its `-`."""
    first = _ordered(part, shape)[0]
    above = [line for line in first.above if line]
    first.above = []
    if first.key is None and not isinstance(first.node, Scalar) and _flat_or_none(first, shape) is None:
        inner = _inner_shape(part, first, shape)
        above += [*first.beside, *_hoisted(first, inner)] if first.parts else []
        first.beside = []
    return above


def _flat_or_none(part: Part, shape: Shape) -> str | None:
    return _flat(part, shape) if part.flow else None


# In brackets ---------------------------------------------------------------------------------------------


def _flat(part: Part, shape: Shape) -> str | None:
    """A part on one line in brackets; None where it must have lines of its own."""
    node = part.node
    if isinstance(node, Scalar):
        return written(node) if on_one_line(node) else None
    if any(part.below):
        return None
    found: list[str] = []
    for inner in _ordered(part, shape):
        if any(inner.above) or inner.beside:
            return None
        if _condition(part, inner, shape) and isinstance(inner.node, Scalar) and bare_expression(inner.node):
            return None  # it needs its quotes here, and none in a line of its own
        text = _flat(inner, _inner_shape(part, inner, shape))
        if text is None:
            return None
        found.append(text if inner.key is None else f"{key_of(inner.key)}: {text}")
    joined = ", ".join(found)
    return f"{{{joined}}}" if isinstance(node, Mapping) else f"[{joined}]"


def _is_row(part: Part) -> bool:
    """Whether it is a list in a list: a row of a table, of vectors."""
    return part.key is None


def _are_words(part: Part) -> bool:
    return all(isinstance(inner.node, Scalar) and " " not in inner.node.value for inner in part.parts)


def _filled(head: str, part: Part, shape: Shape, indent: int) -> list[str]:
    """A list in brackets over as many lines as it needs."""
    texts = [_flat(inner, _inner_shape(part, inner, shape)) or "" for inner in part.parts]
    ends = [",", *"," * (len(texts) - 2), "]"] if len(texts) > 1 else ["]"]
    lines = [f"{head} ["]
    for text, end in zip(texts, ends, strict=True):
        gap = "" if lines[-1].endswith("[") else " "
        if gap and len(lines[-1]) + len(gap) + len(text) + 1 > WIDTH:
            lines.append(f"{' ' * indent}{text}{end}")
        else:
            lines[-1] += f"{gap}{text}{end}"
    return lines


# What all need -------------------------------------------------------------------------------------------


def _ordered(part: Part, shape: Shape) -> list[Part]:
    if not isinstance(part.node, Mapping):
        return part.parts
    return [part.parts[index] for index in in_order(shape, [key.value for key, _ in part.node.entries])]


def _inner_shape(part: Part, inner: Part, shape: Shape) -> Shape:
    if isinstance(part.node, Mapping) and inner.key is not None:
        return shape.under(part.node, inner.key.value)
    return shape.element()


def _condition(part: Part, inner: Part, shape: Shape) -> bool:
    if not isinstance(part.node, Mapping) or inner.key is None:
        return False
    return shape.is_condition([key.value for key, _ in part.node.entries], inner.key.value)


def _without_doubles(lines: Iterable[str]) -> list[str]:
    """Lines with at most one empty line on end."""
    kept: list[str] = []
    for line in lines:
        if line or not kept or kept[-1]:
            kept.append(line)
    return kept


def _indented(lines: Iterable[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{line}" if line else "" for line in lines]
