"""Walking an expression: its parts, in the order written, and the cells it reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from decisionsupport.program.expressions import (
    Expression,
    OverRows,
    Read,
    ReadRow,
    RecordTest,
)

_FIELDS: dict[type, tuple[str, ...]] = {}


def children(expression: Expression) -> Iterator[Expression]:
    """The expressions directly inside, in the order written."""
    kind = type(expression)
    names = _FIELDS.get(kind)
    if names is None:
        names = tuple(field.name for field in fields(expression) if field.name not in ("kind", "span"))
        _FIELDS[kind] = names
    for name in names:
        yield from _expressions_in(getattr(expression, name))


def _expressions_in(value: object) -> Iterator[Expression]:
    if isinstance(value, tuple):
        for member in value:
            yield from _expressions_in(member)
    elif isinstance(value, Expression):
        yield value


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it, outermost first."""
    yield expression
    for child in children(expression):
        yield from walk(child)


def reads(expression: Expression) -> tuple[str, ...]:
    """The cells an expression reads now, in order, without repeats; a repeating group's entries by the group too."""
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
