"""How a single value is written. The author chooses whether a text is quoted; by which signs is canonical.

Quotes are double, but round a text that would need escapes in them; an expression has none where it can stand
without.
"""

from __future__ import annotations

import re
from typing import Final

from decisionsupport.syntax.yaml.tree import Scalar

_NOT_PLAIN: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What some reader of YAML takes for something else than a name."""
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_PLAIN_EXPRESSION: Final = re.compile(r"(?![-?:](?: |$))[a-z(][^\n\t]*(?<![ :])")
_WORD_OF_IT: Final = re.compile(r"[a-z]+[(._ ]|[a-z]\w+$")


def on_one_line(scalar: Scalar) -> bool:
    """Whether the scalar is written on one line, and can stand in brackets."""
    return scalar.style not in ("literal", "folded") and "\n" not in scalar.span.text


def key_of(scalar: Scalar) -> str:
    """A key, as it is written anywhere: an id has no quotes."""
    value = scalar.value
    return value if _ID.fullmatch(value) and value not in _NOT_PLAIN else written(scalar)


def written(scalar: Scalar) -> str:
    """A scalar that stands on one line, as it is written anywhere."""
    value, raw = scalar.value, scalar.span.text
    if scalar.style == "plain":
        return value
    if scalar.style == "single" and "\\" not in value and '"' not in value:
        return f'"{value}"'
    return raw


def bare_expression(scalar: Scalar) -> str | None:
    """An expression in quotes as it can stand without them in a line of its own; None where it cannot."""
    value = scalar.value
    if scalar.style == "plain" or not on_one_line(scalar) or value in _NOT_PLAIN:
        return None
    stands = _PLAIN_EXPRESSION.fullmatch(value) and _WORD_OF_IT.match(value)
    return value if stands and ": " not in value and " #" not in value else None


def lines_of(scalar: Scalar, indent: int) -> list[str]:
    """A scalar of several lines: the first as it follows its key, the others indented."""
    if scalar.style in ("literal", "folded"):
        return _block(scalar, indent)
    first, *rest = scalar.span.text.split("\n")
    return [_ended(first), *(_indented(_ended(line.lstrip(" \t")), indent) for line in rest)]


def _ended(line: str) -> str:
    r"""A line without the blanks at its end, which mean nothing but after a `\`."""
    bare = line.rstrip(" \t")
    return f"{bare} " if bare.endswith("\\") and bare != line else bare


def _block(scalar: Scalar, indent: int) -> list[str]:
    header, *rest = scalar.span.text.split("\n")
    sign = header.partition("#")[0].strip(" \t")
    kept = scalar.value[len(scalar.value.rstrip("\n")) :] if "+" in sign else ""
    filled = [len(line) - len(line.lstrip(" ")) for line in rest if line.strip(" ")]
    own = _own_indent(scalar, rest) if filled else 0
    sign = re.sub(r"[0-9]", "", sign)
    first = next((line for line in rest if line.strip(" ")), "")
    if first[own : own + 1] in (" ", "\t") or _blank_before(rest, own):
        sign = f"{sign[0]}2{sign[1:]}"
    lines = [_indented(line[own:], indent) for line in rest]
    return [sign, *lines, *([""] * (len(kept) - 1))]


def _own_indent(scalar: Scalar, lines: list[str]) -> int:
    """How many blanks the block has before each line: those that the value does not have."""
    at = next(index for index, line in enumerate(lines) if line.strip(" "))
    value = scalar.value.lstrip("\n")
    return (len(lines[at]) - len(lines[at].lstrip(" "))) - (len(value) - len(value.lstrip(" ")))


def _blank_before(lines: list[str], own: int) -> bool:
    """Whether the block opens with a line of blanks that are part of its value."""
    return bool(lines) and not lines[0].strip(" ") and len(lines[0]) > own


def _indented(line: str, indent: int) -> str:
    return f"{' ' * indent}{line}" if line else ""
