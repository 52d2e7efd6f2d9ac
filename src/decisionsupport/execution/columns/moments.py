"""Days, instants and clock times as whole numbers: days since 1970, microseconds since 1970 or midnight.

Law: as `values.time` has it, with the zone's own changes looked up in a table made from `tzdata`, never in
Polars' calendar of zones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Final

from decisionsupport.execution.columns.arithmetic import exactly
from decisionsupport.execution.columns.nodes import (
    FALSE,
    TRUE,
    Units,
    both,
    either,
    less,
    looked_up,
    minus,
    number,
    over,
    part_of_day,
    plus,
    same,
    step_months,
    times,
    where,
)
from decisionsupport.execution.columns.sets import (
    Columns,
    NotLowered,
    Numbers,
    Opaque,
    Options,
    condition,
    moment_units,
)
from decisionsupport.execution.columns.standing import Standing
from decisionsupport.program import expressions as x
from decisionsupport.values.duration import Duration
from decisionsupport.values.kinds import Date, Instant, Kind, TimeOfDay
from decisionsupport.values.time import years_since

SECOND: Final = 10**6
DAY: Final = 86_400 * SECOND
_FIRST_DAY: Final = (date.min - date(1970, 1, 1)).days
_LAST_DAY: Final = (date.max - date(1970, 1, 1)).days
_SECONDS: Final = {"hours": 3600, "minutes": 60, "seconds": 1, "now": 0}
_DAYS: Final = {"days": 1, "weeks": 7}
_MONTHS: Final = {"months": 1, "years": 12}
_TABLE: Final = (datetime(1800, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC))


# Comparing ---------------------------------------------------------------------------------------------


def compared(operator: x.ComparisonOperator, a: Opaque, b: Opaque) -> Options:
    """Two moments: decided where both are known."""
    if a.value is None or b.value is None or a.constants or b.constants:
        raise NotLowered("texts compared")
    some, na, sure = both(a.some, b.some), either(a.na, b.na), both(a.sure, b.sure)
    match operator:
        case "<":
            holds = less(a.value, b.value)
        case "<=":
            holds = less(b.value, a.value).inverse
        case ">":
            holds = less(b.value, a.value)
        case ">=":
            holds = less(a.value, b.value).inverse
        case _:
            holds = same(a.value, b.value)
    can_hold = both(some, either(sure.inverse, holds))
    can_fail = either(na, some.inverse, sure.inverse, holds.inverse)
    return condition(can_fail, can_hold) if operator == "!=" else condition(can_hold, can_fail)


# Stepping ----------------------------------------------------------------------------------------------


def stepped(start: Opaque, duration: Opaque, sign: int, kind: Kind, zone: tzinfo) -> Opaque:
    """A day or instant plus or minus a duration that is the same in every row."""
    if start.value is None:
        raise NotLowered("Step")
    some, na = both(start.some, duration.some), either(start.na, duration.na)
    sure = both(start.sure, duration.sure)
    if duration.sure is FALSE:
        return Opaque(number(0), FALSE, some, na)
    one = len(duration.constants) == 1 and isinstance(duration.constants[0], Duration)
    if duration.sure is not TRUE or not one:
        raise NotLowered("Step")
    return Opaque(_moved(start.value, _the_one(duration), sign, kind, zone), sure, some, na)


def _the_one(duration: Opaque) -> Duration:
    (only,) = duration.constants
    assert isinstance(only, Duration)
    return only


def _moved(start: Units, duration: Duration, sign: int, kind: Kind, zone: tzinfo) -> Units:
    amount = duration.amount * sign
    if amount == 0:
        return start
    if isinstance(kind, Date):
        found = _day_moved(start, amount, duration.unit)
        return _within(found, _FIRST_DAY, _LAST_DAY)
    if duration.unit in _SECONDS:
        return plus(start, number(amount * _SECONDS[duration.unit] * SECOND))
    day, clock = day_and_clock(start, zone)
    return at_clock(_day_moved(day, amount, duration.unit), clock, zone)


def _day_moved(day: Units, amount: int, unit: str) -> Units:
    if unit in _SECONDS:
        begin = plus(times(day, number(86_400)), number(amount * _SECONDS[unit]))
        return whole(begin, 86_400)
    if unit in _DAYS:
        return plus(day, number(amount * _DAYS[unit]))
    return step_months(day, amount * _MONTHS[unit])


def _within(units: Units, low: int, high: int) -> Units:
    if units.low < low or units.high > high:
        raise NotLowered("a moment outside the calendar")
    return units


def whole(units: Units, of: int) -> Units:
    """How many whole times `of` goes into it, rounded down."""
    up = max(0, -(units.low // of))
    return plus(over(plus(units, number(up * of)), number(of)), number(-up))


# Between the instant and the wall ----------------------------------------------------------------------


def day_and_clock(instant: Units, zone: tzinfo) -> tuple[Units, Units]:
    """The day and the clock time of an instant in the zone."""
    edges, _, offsets = _changes(zone)
    low, high = (round(end.timestamp()) * SECOND for end in _TABLE)
    local = plus(_within(instant, low, high), looked_up(instant, edges, offsets))
    day = whole(local, DAY)
    clock = minus(local, times(day, number(DAY)))
    return day, Units(clock.op, 0, DAY - 1, *clock.args) if clock.fixed is None else clock


def at_clock(day: Units, clock: Units, zone: tzinfo) -> Units:
    """The instant when the zone's clocks show this; forward by a gap, the earlier of two."""
    _, walls, offsets = _changes(zone)
    wall = plus(times(day, number(DAY)), clock)
    low, high = (round(end.timestamp()) * SECOND for end in _TABLE)
    return minus(_within(wall, low, high), looked_up(wall, walls, offsets))


def end_of_day(day: Units, zone: tzinfo) -> Units:
    """The instant when the day is over."""
    return at_clock(plus(day, number(1)), number(0), zone)


@lru_cache(maxsize=8)
def _changes(zone: tzinfo) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """When the zone's offset changes (by UTC, by the wall), and the offsets before, between and after.

    A reading of the wall counts by the offset before a change until both offsets have passed it: so what is
    in a gap goes forward, and what is twice is the earlier.
    """
    edges: list[datetime] = []
    moment, end = _TABLE
    step = timedelta(days=5)
    while moment < end:
        later = moment + step
        if later.astimezone(zone).utcoffset() != moment.astimezone(zone).utcoffset():
            edges.append(_change_between(moment, later, zone))
        moment = later
    offsets = [_TABLE[0].astimezone(zone).utcoffset(), *(edge.astimezone(zone).utcoffset() for edge in edges)]
    micros = [0 if offset is None else offset // timedelta(microseconds=1) for offset in offsets]
    at = [round(edge.timestamp()) * SECOND for edge in edges]
    walls = [edge + max(pair) for edge, pair in zip(at, pairwise(micros), strict=True)]
    return tuple(at), tuple(walls), tuple(micros)


def _change_between(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset():
            before = middle
        else:
            after = middle
    return after


# Functions by name -------------------------------------------------------------------------------------


def _ends(day: Opaque) -> tuple[Units, Units]:
    if day.value is None:
        raise NotLowered("a day")
    first, last = number(_FIRST_DAY), number(_LAST_DAY)
    return where(day.sure, day.value, first), where(day.sure, day.value, last)


def _days_between(operands: Sequence[Opaque], _: Standing) -> Columns:
    start, end = operands
    (start_low, start_high), (end_low, end_high) = _ends(start), _ends(end)
    some, na = both(start.some, end.some), either(start.na, end.na)
    least = minus(end_low, start_high)
    if start.sure is TRUE and end.sure is TRUE:
        return Numbers(least, least, some, na)
    return Numbers(least, minus(end_high, start_low), some, na)


def _years_since(operands: Sequence[Opaque], at: Standing) -> Columns:
    (day,), now = operands, at.today
    if day.value is None:
        raise NotLowered("years_since")
    years = minus(number(now.year), part_of_day("year", day.value, *_years(day.value)))
    of_year = plus(
        times(part_of_day("month", day.value, 1, 12), number(32)), part_of_day("day", day.value, 1, 31)
    )
    later = less(number(now.month * 32 + now.day), of_year)
    age = where(later, plus(years, number(-1)), years)
    if day.sure is TRUE:
        found = exactly(age)
        return Numbers(found.least, found.most, day.some, day.na)
    oldest, youngest = years_since(date.min, now), years_since(date.max, now)
    return Numbers(
        where(day.sure, age, number(youngest)), where(day.sure, age, number(oldest)), day.some, day.na
    )


def _years(day: Units) -> tuple[int, int]:
    return tuple((date(1970, 1, 1) + timedelta(days=end)).year for end in (day.low, day.high))  # type: ignore[return-value]


def _weekday(operands: Sequence[Opaque], _: Standing) -> Columns:
    (day,) = operands
    if day.value is None:
        raise NotLowered("weekday")
    from_monday = plus(day.value, number(3))
    found = minus(from_monday, times(whole(from_monday, 7), number(7)))
    found = plus(Units(found.op, 0, 6, *found.args) if found.fixed is None else found, number(1))
    if day.sure is TRUE:
        return Numbers(found, found, day.some, day.na)
    return Numbers(where(day.sure, found, number(1)), where(day.sure, found, number(7)), day.some, day.na)


def _date_of(operands: Sequence[Opaque], at: Standing) -> Columns:
    (instant,) = operands
    if instant.value is None:
        raise NotLowered("date_of")
    day, _ = day_and_clock(instant.value, at.zone)
    return Opaque(day, instant.sure, instant.some, instant.na)


def _time_of(operands: Sequence[Opaque], at: Standing) -> Columns:
    (instant,) = operands
    if instant.value is None:
        raise NotLowered("time_of")
    _, clock = day_and_clock(instant.value, at.zone)
    return Opaque(clock, instant.sure, instant.some, instant.na)


def _at_clock(operands: Sequence[Opaque], at: Standing) -> Columns:
    day, clock = operands
    if day.value is None or clock.value is None:
        raise NotLowered("at_clock")
    made = at_clock(day.value, clock.value, at.zone)
    return Opaque(made, both(day.sure, clock.sure), both(day.some, clock.some), either(day.na, clock.na))


def _elapsed(_: Sequence[Opaque], at: Standing) -> Columns:
    del at
    raise NotLowered("a duration between two instants")


TIME_FUNCTIONS: Final[Mapping[str, Callable[[Sequence[Opaque], Standing], Columns]]] = {
    "days_between": _days_between,
    "years_since": _years_since,
    "weekday": _weekday,
    "date_of": _date_of,
    "time_of": _time_of,
    "at_clock": _at_clock,
    "elapsed": _elapsed,
}


CALENDAR: Final[Mapping[type, tuple[int, int]]] = {
    Date: (_FIRST_DAY, _LAST_DAY),
    Instant: (_FIRST_DAY * DAY, (_LAST_DAY + 1) * DAY),
    TimeOfDay: (0, DAY - 1),
}
"""All that a moment of a kind can be."""


def limits(kind: Kind) -> tuple[int, int]:
    """The least and the most that an answer of a kind of moment can be."""
    first, last = date(1850, 1, 1), date(2199, 12, 31)
    if isinstance(kind, Date):
        return (first - date(1970, 1, 1)).days, (last - date(1970, 1, 1)).days
    if isinstance(kind, Instant):
        ends = (datetime(1849, 12, 30, tzinfo=UTC), datetime(2200, 1, 3, tzinfo=UTC))
        low, high = (moment_units(end) for end in ends)
        assert low is not None
        assert high is not None
        return low, high
    return 0, DAY - 1
