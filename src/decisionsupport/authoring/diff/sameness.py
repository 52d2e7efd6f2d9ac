"""What a part of a program means by itself: without its place and what its names stand for elsewhere.

An option added to a form changes the kind of all that reads it; it is told once, at the option.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import get_args

from decisionsupport.program.expressions import Expression, UnlessFalse, WhenApplicable

_EXPRESSIONS = frozenset(get_args(Expression))


def meant(value: object) -> object:
    """A value as tuples and plain values, equal where the same is meant."""
    if isinstance(value, tuple):
        return tuple(meant(each) for each in value)
    if isinstance(value, Mapping):
        return tuple((key, meant(each)) for key, each in value.items())
    if not is_dataclass(value):
        return value
    left_out = {"span", "kind"} if type(value) in _EXPRESSIONS else {"span"}
    inner = (meant(getattr(value, each.name)) for each in fields(value) if each.name not in left_out)
    return (type(value).__name__, *inner)


def bare(expression: Expression | None) -> Expression | None:
    """An expression without the conditions of its form and item, which are cells of their own."""
    while isinstance(expression, UnlessFalse | WhenApplicable):
        expression = expression.body
    return expression


def hiding(expression: Expression | None) -> WhenApplicable | None:
    """The part of an expression that says what it gives where its item is hidden; None where it cannot be."""
    while isinstance(expression, UnlessFalse):
        expression = expression.body
    return expression if isinstance(expression, WhenApplicable) else None
