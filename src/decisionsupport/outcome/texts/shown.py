"""What a text can show: a copy of a value together with all that printing it needs.

The engine makes these when it evaluates; they are printed in the reader's language when the text is read.
What depends on the pack's languages (an option's text, a role's name, an item's title) is chosen before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Protocol, TypeAlias


class SupportsStr(Protocol):
    """Whatever `str()` renders: a `Text`."""

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """Text as it stands: an option's or a role's words in the language, a code, a text answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number of `units` of 10**-places, with the UCUM unit it is measured in: `Number(386, 1, "Cel")`."""

    units: int
    places: int = 0
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class NumberRange:
    """An unknown number between two bounds, both included; equal bounds are a number that may not apply."""

    least: int
    most: int
    places: int = 0
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """A boolean."""

    value: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    value: date


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant, already carrying the offset of the pack's time zone (see `values.in_zone`)."""

    value: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    value: time


@dataclass(frozen=True, slots=True)
class Lasting:
    """A duration in parts as written: `Lasting(((48, "hours"),))`; nothing in it is *now*.

    Units are `minutes hours days weeks months years`.
    """

    parts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values: *a, b och c*."""

    values: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A value of which nothing is known."""


@dataclass(frozen=True, slots=True)
class NotApplicableHere:
    """A value that does not apply."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Other texts, one after the other; they are rendered when this is printed, not before."""

    texts: tuple[SupportsStr, ...]


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """An item and the points it counts: *syn 1 p*; an unknown score is a range."""

    title: str
    points: Number | NumberRange


@dataclass(frozen=True, slots=True)
class Scored:
    """A value that rests on items with points; the filter `why` prints the items that scored."""

    value: Shown
    items: tuple[ScoredItem, ...]


MISSING: Final = Missing()
NOT_APPLICABLE: Final = NotApplicableHere()

Shown: TypeAlias = (
    Words
    | Number
    | NumberRange
    | Truth
    | Day
    | Instant
    | Clock
    | Lasting
    | Listed
    | Missing
    | NotApplicableHere
    | Quoted
    | Scored
)
