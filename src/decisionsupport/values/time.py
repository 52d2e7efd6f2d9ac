"""Time, alike on every machine: instants in UTC, days and clock times on the wall of a time zone.

`hours` and `minutes` count on the instant, `days` to `years` step on the wall calendar at the same clock
time: the month's last day where there is none, forward by the gap where the clock time does not exist, the
earlier where it exists twice. Zones come from the `tzdata` package and never from the machine, so that every
machine gives the same bytes.
"""

from __future__ import annotations

import calendar
import importlib.resources
import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from decisionsupport.values.duration import Duration

EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
"""Before every instant: when a form that was never done was last done. No step leads away from it."""

_SECONDS: Final = {"hours": 3600, "minutes": 60, "seconds": 1, "now": 0}
_DAYS: Final = {"days": 1, "weeks": 7}
_MONTHS: Final = {"months": 1, "years": 12}

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME: Final = re.compile(r"\d{2}:\d{2}(:\d{2}(\.(\d{3}|\d{6}))?)?", re.ASCII)
_INSTANT: Final = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})[T ](?P<clock>\d{2}:\d{2}(?::\d{2}(?:\.(?:\d{3}|\d{6}))?)?)"
    r"(?P<offset>Z|[+-]\d{2}:\d{2}(?::\d{2})?)?",
    re.ASCII,
)

_Day = TypeVar("_Day", date, datetime)


class TimeOutOfRange(ArithmeticError):
    """A calculation that leads before year 1 or after year 9999."""


class UnknownTimeZone(ValueError):
    """A time zone that the IANA database does not have; the message is its name."""


# Zones -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """The IANA names of all zones, as `Europe/Stockholm`."""
    listed = importlib.resources.files("tzdata").joinpath("zones").read_text("utf-8")
    return tuple(sorted(listed.split()))


@lru_cache(maxsize=64)
def zone_named(name: str) -> tzinfo:
    """The zone of an IANA name; `UnknownTimeZone` when there is none."""
    if name not in zone_names():
        raise UnknownTimeZone(name)
    resource = importlib.resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    with resource.open("rb") as opened:
        return ZoneInfo.from_file(opened, key=name)


# Reading and writing -----------------------------------------------------------------------------------


def parse_date(text: str) -> date | None:
    """`2026-03-02`; None where it is no date."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """`12:30`, with seconds if need be; None where it is no clock time."""
    if _TIME.fullmatch(text) is None:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def parse_instant(text: str) -> datetime | None:
    """`2026-03-02T10:00:00+01:00` in UTC; None where it is no instant, or has no offset (`lacks_offset`)."""
    match = _INSTANT.fullmatch(text)
    if match is None or match["offset"] is None:
        return None
    day, clock, offset = parse_date(match["date"]), parse_time(match["clock"]), _parse_offset(match["offset"])
    if day is None or clock is None or offset is None:
        return None
    try:
        return datetime.combine(day, clock, offset).astimezone(UTC)
    except OverflowError:
        return None


def lacks_offset(text: str) -> bool:
    """Whether it would be an instant if it said which offset from UTC its clock has."""
    match = _INSTANT.fullmatch(text)
    return match is not None and match["offset"] is None and parse_instant(f"{text}Z") is not None


def _parse_offset(text: str) -> tzinfo | None:
    if text == "Z":
        return UTC
    parts = [int(part) for part in text[1:].split(":")]
    if any(part > 59 for part in parts[1:]) or parts[0] > 23:
        return None
    length = timedelta(**dict(zip(("hours", "minutes", "seconds"), parts, strict=False)))
    return timezone(-length if text[0] == "-" else length)


def format_instant(instant: datetime, zone: tzinfo) -> str:
    """ISO 8601 on the zone's clocks with their offset; fractions of a second only where there are some."""
    return _local(instant, zone).isoformat()


# Between the instant and the wall ----------------------------------------------------------------------


def _local(instant: datetime, zone: tzinfo) -> datetime:
    try:
        return instant.astimezone(zone)
    except OverflowError as error:
        raise TimeOutOfRange(f"{instant.isoformat()} lies outside the years 1 to 9999 in {zone}") from error


def at_wall(wall: datetime, zone: tzinfo) -> datetime:
    """The instant of a naive clock reading: forward by the gap where there is none, the earlier of two."""
    # fold 0 reads by the offset before a change, both what is twice and what is in a gap: just as wanted.
    try:
        return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    except OverflowError as error:
        raise TimeOutOfRange(f"{wall.isoformat()} lies outside the years 1 to 9999 in UTC") from error


def at_clock(day: date, clock: time, zone: tzinfo) -> datetime:
    """The instant when the zone's clocks show this day and time."""
    return at_wall(datetime.combine(day, clock.replace(tzinfo=None)), zone)


def date_of(instant: datetime, zone: tzinfo) -> date:
    """The day on the zone's calendar."""
    return date.min if instant == EARLIEST else _local(instant, zone).date()


def time_of(instant: datetime, zone: tzinfo) -> time:
    """The clock time in the zone."""
    return time() if instant == EARLIEST else _local(instant, zone).time().replace(fold=0)


def end_of(day: date, zone: tzinfo) -> datetime:
    """The instant when the day is over: the beginning of the next."""
    return at_wall(datetime.combine(_add_days(day, 1), time()), zone)


# Stepping ----------------------------------------------------------------------------------------------


def step(start: date | datetime, duration: Duration, zone: tzinfo, sign: int = 1) -> date | datetime:
    """A day or an instant plus (or, with `sign` -1, minus) a duration.

    Hours and minutes added to a day count from its beginning and give the day on which they end. Nothing
    added leaves the start as it is.
    """
    amount = duration.amount * sign
    if amount == 0:
        return start
    if not isinstance(start, datetime):
        return _step_day(start, amount, duration)
    if start == EARLIEST:
        return start
    seconds = _SECONDS.get(duration.unit)
    if seconds is not None:
        return _add_seconds(start, amount * seconds)
    wall = _local(start, zone).replace(tzinfo=None)
    return at_wall(_step_calendar(wall, amount, duration), zone)


def add_duration(instant: datetime, duration: Duration, zone: tzinfo) -> datetime:
    """An instant plus a duration."""
    later = step(instant, duration, zone)
    assert isinstance(later, datetime)
    return later


def exact_length(duration: Duration) -> timedelta | None:
    """The time that `now`, minutes or hours take; None of days and longer, which follow the calendar."""
    if duration.amount == 0:
        return timedelta()
    seconds = _SECONDS.get(duration.unit)
    return None if seconds is None else timedelta(seconds=duration.amount * seconds)


def _step_day(start: date, amount: int, duration: Duration) -> date:
    if duration.unit in _SECONDS:
        begin = datetime.combine(start, time(), UTC)
        return _add_seconds(begin, amount * _SECONDS[duration.unit]).date()
    return start if start == date.min else _step_calendar(start, amount, duration)


def _step_calendar(start: _Day, amount: int, duration: Duration) -> _Day:
    if duration.unit in _DAYS:
        return _add_days(start, amount * _DAYS[duration.unit])
    return _add_months(start, amount * _MONTHS[duration.unit])


def _add_days(start: _Day, days: int) -> _Day:
    try:
        return start + timedelta(days=days)
    except OverflowError as error:
        raise TimeOutOfRange(f"{start} and {days} days lead outside the years 1 to 9999") from error


def _add_months(start: _Day, months: int) -> _Day:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise TimeOutOfRange(f"{start} and {months} months lead outside the years 1 to 9999")
    last_day = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last_day))


def _add_seconds(start: datetime, seconds: int) -> datetime:
    try:
        return start + timedelta(seconds=seconds)
    except OverflowError as error:
        raise TimeOutOfRange(f"{start} and {seconds} seconds lead outside the years 1 to 9999") from error


# Measuring ---------------------------------------------------------------------------------------------


def days_between(start: date, end: date) -> int:
    """Whole days from `start` to `end`; negative where `end` is first."""
    return (end - start).days


def years_since(day: date, today: date) -> int:
    """Whole years from `day` to `today`, rounded down: an age.

    Who was born on 29 February is a year older on 1 March of a common year: a year counts when all of it has
    passed, so nobody is taken for older than they are. Negative where `day` lies ahead.
    """
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def weekday(day: date) -> int:
    """1 for Monday to 7 for Sunday."""
    return day.isoweekday()


def elapsed(start: datetime, end: datetime) -> Duration:
    """The time from one instant to another in UTC, in whole hours, minutes or seconds (fractions cut off)."""
    difference = end - start
    seconds = abs(difference) // timedelta(seconds=1)
    if difference < timedelta(0):
        seconds = -seconds
    for unit, length in (("hours", 3600), ("minutes", 60)):
        if seconds % length == 0:
            return Duration(seconds // length, "hours" if unit == "hours" else "minutes")
    return Duration(seconds, "seconds")
