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
    names = _FIELDS.get(type(expression))
    if names is None:
        names = _FIELDS[type(expression)] = _names(expression)
    if not names:
        return ()
    found: list[Expression] = []
    for name in names:
        _gather(getattr(expression, name), found)
    return tuple(found)


def _names(expression: Expression) -> tuple[str, ...]:
    """The fields that hold expressions, by what their annotations say."""
    return tuple(field.name for field in fields(expression) if "Expression" in str(field.type))


def _gather(value: object, found: list[Expression]) -> None:
    kind = type(value)
    if kind in _KINDS:
        found.append(cast("Expression", value))
    elif kind is tuple:
        for member in cast("tuple[object, ...]", value):
            _gather(member, found)


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it, outermost first."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        yield part
        inside = children(part)
        if inside:
            waiting += inside[::-1]


def reads(expression: Expression) -> tuple[str, ...]:
    """The cells an expression reads now, in order, each once; of a group's entries the group too."""
    return tuple(dict.fromkeys(cell for part in walk(expression) for cell in reads_itself(part)))


def reads_itself(part: Expression) -> tuple[str, ...]:
    """The cells that an expression reads now, those inside it left out."""
    match part:
        case Read(cell=cell) | ReadRow(cell=cell) | RecordTest(cell=cell):
            return (cell,)
        case OverRows(group=group):
            return (group,)
        case _:
            return ()
