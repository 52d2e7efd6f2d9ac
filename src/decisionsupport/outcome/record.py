"""What was given, as the outcome read it: forms, parameters and the problems with answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from decisionsupport.outcome.readonly import NOTHING, ReadOnly
from decisionsupport.outcome.shapes import OPTIONAL
from decisionsupport.outcome.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class PackUsed:
    """The pack that made the outcome; `digest` is of its meaning."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class ItemState:
    """Whether to show an item now (None: not decided yet), and whether it is answered.

    `suggested`: what the pack suggests as the answer, until someone confirms or changes it: the options, or
    the value. None where nothing is suggested. A suggestion is never used as an answer.
    """

    applicable: bool | None
    answered: bool
    suggested: Value | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """A form that was given."""

    version: str
    status: Literal["trial", "active", "retired"]
    complete: bool
    items: ReadOnly[ItemState] = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterUse:
    """A parameter's value and where it came from."""

    parameter: str
    value: Value
    from_: Literal["pack", "site", "call"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong, or odd, with what was given. An `error` was refused and counts as not answered.

    A `warning` is used all the same (or is an answer that no one asked for); a `note` only informs.
    """

    path: str
    severity: Literal["error", "warning", "note"]
    message: str
    found: str | None = None
    allowed: str | None = None
