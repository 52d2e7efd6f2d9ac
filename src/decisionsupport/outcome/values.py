"""The values an outcome hands to a host: known as plain Python, unknown and not applicable as their own.

| what | in Python | in JSON |
|---|---|---|
| boolean | `bool` | `true` |
| whole number | `int` | `7` |
| decimal | `Decimal` with the digits of its step | `38.60` |
| option, text, code, duration | `str` | `"high"`, `"48 hours"` |
| date | `date` | `"2026-03-02"` |
| instant | aware `datetime` | `"2026-03-02T10:00:00+01:00"` |
| time | `time` | `"10:00"` |
| choices, codes | `tuple[str, ...]` | `["sedatives"]` |
| unknown | `Unknown` | `{"unknown": {"least": 5, "most": 11}}` |
| not applicable | `NotApplicable` | `{"not_applicable": true}` |

Law: a JSON string that reads as a date, an instant or a time is one; a text that looks like one is written
`{"text": "2026-03-02"}`. So what is written is read back as what it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import cache
from typing import Final, NoReturn, TypeAlias


def _refuse_truth(what: str) -> NoReturn:
    raise TypeError(
        f"{what} is neither true nor false: compare it with `==`, or test its type, before you branch on it"
    )


def _refuse_order(what: str) -> NoReturn:
    raise TypeError(f"{what} cannot be ordered: test whether the value is known before you compare it")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that what was given does not decide.

    `least`, `most`: the bounds of an unknown number. `one_of`: what an unknown choice, check or boolean may
    still be, in the author's order. `or_not_applicable`: it may also turn out not to apply.
    Neither true nor false, and without order: `bool()` and `<` raise `TypeError`.
    """

    least: int | Decimal | None = None
    most: int | Decimal | None = None
    one_of: tuple[bool | str, ...] | None = None
    or_not_applicable: bool = False

    def __bool__(self) -> NoReturn:
        _refuse_truth("an unknown value")

    def __lt__(self, other: object) -> NoReturn:
        _refuse_order("an unknown value")

    __le__ = __gt__ = __ge__ = __lt__


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The value of what does not apply to this patient; all are equal. `bool()` and `<` raise `TypeError`."""

    def __bool__(self) -> NoReturn:
        _refuse_truth("a value that is not applicable")

    def __lt__(self, other: object) -> NoReturn:
        _refuse_order("a value that is not applicable")

    __le__ = __gt__ = __ge__ = __lt__


NOT_APPLICABLE: Final = NotApplicable()
UNKNOWN: Final = Unknown()

Value: TypeAlias = (
    bool | int | Decimal | str | date | datetime | time | tuple[str, ...] | Unknown | NotApplicable
)


def in_zone(instant: datetime, zone: tzinfo) -> datetime:
    """The instant as the zone's clocks show it, with a fixed offset.

    A fixed offset, because two instants in the hour that a clock repeats are never equal in Python when one
    of them carries a zone with clock changes.
    """
    return instant.astimezone(_fixed(instant.astimezone(zone).utcoffset()))


def fixed_offset(instant: datetime) -> datetime:
    """The same clock reading and instant with a fixed offset; `ValueError` when it has none at all."""
    if type(instant.tzinfo) is timezone:
        return instant
    if instant.tzinfo is None:
        raise ValueError("an instant needs an offset from UTC")
    return instant.replace(tzinfo=_fixed(instant.utcoffset()), fold=0)


@cache
def _fixed(offset: timedelta | None) -> timezone:
    return timezone(offset) if offset else UTC


_DATE: Final = r"\d{4}-\d\d-\d\d"
_TIME: Final = r"\d\d:\d\d(?::\d\d(?:\.\d{6})?)?"
_OFFSET: Final = r"(?:Z|[+-]\d\d:\d\d(?::\d\d(?:\.\d{6})?)?)"
DATE_PATTERN: Final = f"^{_DATE}$"
TIME_PATTERN: Final = f"^{_TIME}$"
INSTANT_PATTERN: Final = f"^{_DATE}T{_TIME}{_OFFSET}$"
_MOMENT: Final = re.compile(
    f"(?:(?P<instant>{_DATE}T{_TIME}{_OFFSET})|(?P<date>{_DATE})|(?P<time>{_TIME}))", re.ASCII
)


def moment(text: str) -> date | datetime | time | None:
    """What a string reads as: an instant with an offset, a date, a time, or None."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        match found.lastgroup:
            case "instant":
                return datetime.fromisoformat(text)
            case "date":
                return date.fromisoformat(text)
            case _:
                return time.fromisoformat(text)
    except ValueError:
        return None


def iso(value: date | datetime | time) -> str:
    """The ISO text of a date, an instant or a time; a time without seconds as `10:00`."""
    match value:
        case datetime():
            return value.isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("auto" if value.second or value.microsecond else "minutes")
