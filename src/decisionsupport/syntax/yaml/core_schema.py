"""A tree as plain values by YAML 1.2's core schema: for answers inside cases, and nowhere else.

By it `no`, `12:30` and `1_000` are texts, `010` is ten, `0o10` eight. Decimals are exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import assert_never

from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

PlainValue = None | bool | int | Decimal | str | list["PlainValue"] | dict[str, "PlainValue"]

_MOST_DIGITS = 400


def _decimal(text: str) -> Decimal:
    return Decimal(text)


_RESOLVERS: tuple[tuple[re.Pattern[str], Callable[[str], PlainValue]], ...] = (
    (re.compile(r"null|Null|NULL|~|"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"0o[0-7]+"), lambda text: int(text[2:], 8)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: int(text[2:], 16)),
    (re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,4})?"), _decimal),
)


def core_schema(node: Node) -> PlainValue:
    """Give the node as None, bool, int, Decimal, str, list or dict."""
    match node:
        case Scalar():
            return _scalar(node)
        case Sequence(items=items):
            return [core_schema(item) for item in items]
        case Mapping(entries=entries):
            return {key.value: core_schema(value) for key, value in entries}
        case _:
            assert_never(node)


def _scalar(node: Scalar) -> PlainValue:
    if node.style != "plain" or len(node.value) > _MOST_DIGITS:
        return node.value
    for pattern, value_of in _RESOLVERS:
        if pattern.fullmatch(node.value):
            return value_of(node.value)
    return node.value
