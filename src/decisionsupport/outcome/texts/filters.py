"""The filters of templates: `{{ downton.total | why }}`. A new one is a function and a row in `FILTERS`.

Law: a filter never fails; what it has nothing to say about, it prints as it would be printed without it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from decisionsupport.outcome.texts.printing import printed, printed_date, printed_time
from decisionsupport.outcome.texts.shown import (
    Clock,
    Day,
    Instant,
    Listed,
    Missing,
    Number,
    NumberRange,
    Scored,
    Shown,
    Words,
)
from decisionsupport.outcome.texts.wording import Wording

Filter: TypeAlias = Callable[[Shown | str, Wording], str]


def why(value: Shown | str, words: Wording) -> str:
    """The items that scored: *tidigare fall 1 p, syn 1 p*."""
    if not isinstance(value, Scored):
        return _plain(value, words)
    scored = [
        item for item in value.items if not (isinstance(item.points, Number) and item.points.units == 0)
    ]
    if not scored:
        return words.no_points
    return ", ".join(
        f"{item.title} {printed(_counted(item.points), words)} {words.points}" for item in scored
    )


def _counted(points: Number | NumberRange) -> Number | NumberRange:
    """Points that may not apply count nothing then."""
    if isinstance(points, NumberRange) and points.least == points.most:
        return NumberRange(min(points.least, 0), max(points.most, 0), points.places, points.unit)
    return points


def capitalize(value: Shown | str, words: Wording) -> str:
    """The first letter as a capital, the rest as it is."""
    text = _plain(value, words)
    return text[:1].upper() + text[1:]


def lower(value: Shown | str, words: Wording) -> str:
    """All in small letters."""
    return _plain(value, words).lower()


def day(value: Shown | str, words: Wording) -> str:
    """The date of an instant, without the time: *2 mars 2026*."""
    match value:
        case Instant(at):
            return printed_date(at.date(), words)
        case Day(at):
            return printed_date(at, words)
        case _:
            return _plain(value, words)


def clock(value: Shown | str, words: Wording) -> str:
    """The time of an instant, without the date: *10.00*."""
    match value:
        case Instant(at):
            return printed_time(at.time(), words)
        case Clock(at):
            return printed_time(at, words)
        case _:
            return _plain(value, words)


def count(value: Shown | str, words: Wording) -> str:
    """How many a list holds; a single value is one."""
    match value:
        case Listed(values):
            return str(len(values))
        case Missing() | str():
            return _plain(value, words)
        case Words():
            return "1"
        case _:
            return _plain(value, words)


def _plain(value: Shown | str, words: Wording) -> str:
    return value if isinstance(value, str) else printed(value, words)


FILTERS: Final[dict[str, Filter]] = {
    "why": why,
    "capitalize": capitalize,
    "lower": lower,
    "date": day,
    "time": clock,
    "count": count,
}
