"""What a name stands for while answers are missing: the set of values it can still take.

A **possible value** is one of

- a *known* value, as plain Python: `bool`; `int` (a number in units of 10**-places of its type, a whole
  number); `str` (an option's id, a code, a text); `date`; `datetime` (UTC); `time`; `Duration`;
  `frozenset[str]` (a `choices` answer, a codes parameter);
- `NOT_APPLICABLE`;
- a set with more than one member: `OneOf`, `Between`, `Subset`, `Anything`.

Sets are made by the functions here, which give the plain value where one member is left: so `x is known`
is "not one of the four classes", and equal sets are equal values. A set is never empty.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final


class NotApplicable(enum.Enum):
    """The value of what does not apply; one member."""

    NOT_APPLICABLE = "not applicable"


NOT_APPLICABLE: Final = NotApplicable.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class OneOf:
    """A boolean, choice or check that may be any of `values` (two or more, or one and not applicable)."""

    values: frozenset[bool | str]
    maybe_not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """A number from `least` to `most` (or one number and perhaps not applicable)."""

    least: int
    most: int
    maybe_not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Subset:
    """A `choices` answer: `chosen` are in, `undecided` may be in or out, all others are out."""

    chosen: frozenset[str]
    undecided: frozenset[str]
    maybe_not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Anything:
    """A text, code, date, time or duration of which nothing is known.

    `value`: not None where it is this value or not applicable.
    """

    value: object = None
    maybe_not_applicable: bool = False


UNDECIDED: Final = OneOf(frozenset({True, False}))
