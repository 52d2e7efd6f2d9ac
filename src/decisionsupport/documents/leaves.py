"""The single values of documents, each with its place in the file.

Numbers stay exact and as written: `38.60` is 3860 with two places, until a kind's step says what it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from decisionsupport.source import Span

DurationUnit = Literal["years", "months", "weeks", "days", "hours", "minutes"]
DURATION_UNITS: tuple[DurationUnit, ...] = ("years", "months", "weeks", "days", "hours", "minutes")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written: an id, a reference, one of an enumeration, or plain letters such as a unit."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    value: int
    span: Span


@dataclass(frozen=True, slots=True)
class Decimals:
    """An exact number, `digits / 10**places`; a whole number has no places."""

    digits: int
    places: int
    span: Span

    def units(self, places: int) -> int | None:
        """The number counted in units of `10**-places`, or None when it is finer than these."""
        if places >= self.places:
            return self.digits * int(10 ** (places - self.places))
        whole, rest = divmod(self.digits, 10 ** (self.places - places))
        return whole if rest == 0 else None

    @property
    def text(self) -> str:
        """The number as digits with a point."""
        if not self.places:
            return str(self.digits)
        digits = str(abs(self.digits)).rjust(self.places + 1, "0")
        return f"{'-' if self.digits < 0 else ''}{digits[: -self.places]}.{digits[-self.places :]}"


@dataclass(frozen=True, slots=True)
class Range:
    """From `least` to `most`, both included; None where it is open. A single number is both its ends."""

    least: Decimals | None
    most: Decimals | None
    span: Span


@dataclass(frozen=True, slots=True)
class DurationText:
    """A length of time; `text` is how it was written (`now` is no minutes)."""

    amount: int
    unit: DurationUnit
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class DateText:
    """A day."""

    value: date
    span: Span


@dataclass(frozen=True, slots=True)
class TimeText:
    """A clock time."""

    value: time
    span: Span


@dataclass(frozen=True, slots=True)
class InstantText:
    """A point in time, with its offset from UTC."""

    value: datetime
    span: Span


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""

    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Version:
    """A version, of up to three numbers; `text` is as written."""

    numbers: tuple[int, ...]
    text: str
    span: Span

    @property
    def major(self) -> int:
        """The number that changes when answers no longer mean the same."""
        return self.numbers[0]


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """The word `unknown` where a value could stand."""

    span: Span
