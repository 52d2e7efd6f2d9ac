"""A form as YAML text: blocks of keys, every text quoted, so that nothing in it is read as anything else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias


class Words(dict[str, str]):
    """A text by language, written on one line."""


class Plain(str):
    """Letters written as they are: an id, a number, a range."""

    __slots__ = ()


Tree: TypeAlias = "Mapping[str, Tree] | list[str] | str | bool | int | Decimal"


def yaml_text(tree: Mapping[str, Tree], comments: Iterable[str] = ()) -> str:
    """The tree as a YAML document, with comments at its head."""
    head = [f"# {' '.join(comment.split())}" for comment in comments]
    return "\n".join([*head, *_block(tree, 0)]) + "\n"


def _block(tree: Mapping[str, Tree], depth: int) -> Iterable[str]:
    for key, value in tree.items():
        start = f"{'  ' * depth}{key}:"
        if isinstance(value, Mapping) and not isinstance(value, Words):
            yield start
            yield from _block(value, depth + 1)
        else:
            yield f"{start} {_inline(value)}"


def _inline(value: Tree) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Plain() | int() | Decimal():
            return str(value)
        case str():
            return _quoted(value)
        case Words():
            return "{" + ", ".join(f"{language}: {_quoted(text)}" for language, text in value.items()) + "}"
        case list():
            return "[" + ", ".join(_inline(each) for each in value) + "]"
        case _:
            raise TypeError(f"{value!r} is written as a block")


def _quoted(text: str) -> str:
    """Double quotes, as JSON has them, which YAML reads alike; what neither can write is left out."""
    return json.dumps(
        "".join(letter for letter in text if letter.isprintable() or letter in "\n\t"), ensure_ascii=False
    )
