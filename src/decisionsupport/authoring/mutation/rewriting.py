"""An expression with some of its parts changed, all else as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from decisionsupport.program.expressions import Expression

Change = Callable[[Expression], Expression]


def rewritten(expression: Expression, changes: Mapping[int, Change]) -> Expression:
    """The expression in which the parts of these identities are changed; parts inside one stay."""
    change = changes.get(id(expression))
    if change is not None:
        return change(expression)
    changed: dict[str, Any] = {}
    for field in fields(expression):
        if field.name not in ("kind", "span"):
            before = getattr(expression, field.name)
            after = _rewritten(before, changes)
            if after is not before:
                changed[field.name] = after
    return replace(expression, **changed) if changed else expression


def _rewritten(part: object, changes: Mapping[int, Change]) -> object:
    if isinstance(part, Expression):
        return rewritten(part, changes)
    if isinstance(part, tuple):
        after = tuple(_rewritten(each, changes) for each in part)
        return after if any(a is not b for a, b in zip(after, part, strict=True)) else part
    return part
