"""Days, instants, clock times and durations: known or unknown. Of what is not applicable: not applicable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from typing import Any

from decisionsupport.values import time as clocks
from decisionsupport.values.duration import Duration, Unit
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Anything,
    KnownValue,
    Possible,
    anything,
    between,
    is_known,
    may_be_not_applicable,
    without_not_applicable,
)

_ALL_DAYS = (date.min, date.max)


def make_duration(unit: Unit, amount: Possible) -> Possible:
    """`days(n)` and its kin."""
    return _made(lambda n: Duration(n, unit), amount)


def step_by(start: Possible, duration: Possible, zone: tzinfo, sign: int = 1) -> Possible:
    """A day or an instant plus (`sign` 1) or minus (-1) a duration."""

    def stepped(moment: date | datetime, length: Duration) -> date | datetime:
        return clocks.step(moment, length, zone, sign)

    return _made(stepped, start, duration)


def elapsed(start: Possible, end: Possible) -> Possible:
    """The duration from one instant to another."""
    return _made(clocks.elapsed, start, end)


def date_of(instant: Possible, zone: tzinfo) -> Possible:
    """The day of an instant on the zone's calendar."""
    return _made(lambda moment: clocks.date_of(moment, zone), instant)


def time_of(instant: Possible, zone: tzinfo) -> Possible:
    """The clock time of an instant in the zone."""
    return _made(lambda moment: clocks.time_of(moment, zone), instant)


def at_clock(day: Possible, clock: Possible, zone: tzinfo) -> Possible:
    """The instant when the zone's clocks show this day and time."""

    def instant(known_day: date, known_clock: time) -> datetime:
        return clocks.at_clock(known_day, known_clock, zone)

    return _made(instant, day, clock)


def days_between(start: Possible, end: Possible) -> Possible:
    """Whole days from one day to another; `end - start`."""
    return _counted(clocks.days_between, start, end)


def years_since(day: Possible, today: Possible) -> Possible:
    """Whole years from a day to today."""
    return _counted(clocks.years_since, day, today)


def weekday(day: Possible) -> Possible:
    """1 for Monday to 7 for Sunday."""
    if day is NOT_APPLICABLE:
        return day
    known = without_not_applicable(day)
    if isinstance(known, date):
        number = clocks.weekday(known)
        return between(number, number, may_be_not_applicable(day))
    return between(1, 7, may_be_not_applicable(day))


def _made(operation: Callable[..., KnownValue], *operands: Possible) -> Possible:
    """What the operation makes of known operands; anything while one is unknown."""
    if any(operand is NOT_APPLICABLE for operand in operands):
        return NOT_APPLICABLE
    if all(is_known(operand) for operand in operands):
        return operation(*operands)
    na = any(may_be_not_applicable(operand) for operand in operands)
    values = [without_not_applicable(operand) for operand in operands]
    if all(is_known(value) for value in values):
        return anything(operation(*values), na)
    return Anything(None, na)


def _counted(measure: Callable[[Any, Any], int], x: Possible, y: Possible) -> Possible:
    """A number that grows or shrinks with each day: its extremes are at the ends of the calendar."""
    if x is NOT_APPLICABLE or y is NOT_APPLICABLE:
        return NOT_APPLICABLE
    numbers = [measure(day, other) for day in _days(x) for other in _days(y)]
    return between(min(numbers), max(numbers), may_be_not_applicable(x) or may_be_not_applicable(y))


def _days(x: Possible) -> tuple[Any, ...]:
    known = without_not_applicable(x)
    return (known,) if is_known(known) else _ALL_DAYS
