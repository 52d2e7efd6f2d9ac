"""Walking an expression: its parts, in the order written, and the cells it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import cast, get_args

from decisionsupport.program.expressions import (
    Expression,
    OverRows,
    Read,
    ReadRow,
    RecordTest,
)

_FIELDS: dict[type, tuple[str, ...]] = {}
_KINDS = frozenset(get_args(Expression))


def children(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside, in the order written."""
    kind = type(expression)
    names = _FIELDS.get(kind)
    if names is None:
        names = tuple(field.name for field in fields(expression) if field.name not in ("kind", "span"))
        _FIELDS[kind] = names
    found: list[Expression] = []
    for name in names:
        _gather(getattr(expression, name), found)
    return tuple(found)


def _gather(value: object, found: list[Expression]) -> None:
    kind = type(value)
    if kind in _KINDS:
        found.append(cast("Expression", value))
    elif kind is tuple:
        for member in cast("tuple[object, ...]", value):
            _gather(member, found)


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it, outermost first."""
    yield expression
    for child in children(expression):
        yield from walk(child)


def reads(expression: Expression) -> tuple[str, ...]:
    """The cells an expression reads now, in order, each once; of a group's entries the group too."""
    found: dict[str, None] = {}
    for part in walk(expression):
        match part:
            case Read(cell=cell) | ReadRow(cell=cell) | RecordTest(cell=cell):
                found[cell] = None
            case OverRows(group=group):
                found[group] = None
            case _:
                pass
    return tuple(found)
