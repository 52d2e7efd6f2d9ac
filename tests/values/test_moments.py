"""Days, instants and clock times are known or unknown; numbers made of them run as far as the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from decisionsupport.values.duration import Duration
from decisionsupport.values.operators import comparing, moments
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Anything,
    Between,
    Possible,
    between,
    is_known,
)
from decisionsupport.values.time import zone_named

N = NOT_APPLICABLE
ZONE = zone_named("Europe/Stockholm")
DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
WEEK = Duration(7, "days")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (7, WEEK),
        (between(1, 3), Anything()),
        (N, N),
        (between(7, 7, na=True), Anything(WEEK, True)),
        (Between(1, 3, True), Anything(None, True)),
    ],
)
def test_make_duration(amount: Possible, expected: Possible) -> None:
    assert moments.make_duration("days", amount) == expected


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        (DAY, WEEK, date(2026, 11, 30)),
        (AT, WEEK, datetime(2026, 11, 30, 8, tzinfo=UTC)),
        (AT, Anything(), Anything()),
        (Anything(), WEEK, Anything()),
        (N, WEEK, N),
        (AT, N, N),
        (Anything(AT, True), WEEK, Anything(datetime(2026, 11, 30, 8, tzinfo=UTC), True)),
        (Anything(None, True), WEEK, Anything(None, True)),
    ],
)
def test_step(start: Possible, duration: Possible, expected: Possible) -> None:
    assert moments.step_by(start, duration, ZONE) == expected


def test_parts_of_an_instant() -> None:
    assert moments.date_of(AT, ZONE) == DAY
    assert moments.time_of(AT, ZONE) == time(9)
    assert moments.at_clock(DAY, time(9), ZONE) == AT
    assert moments.at_clock(DAY, Anything(), ZONE) == Anything()
    assert moments.date_of(N, ZONE) is N
    assert moments.elapsed(AT, Anything()) == Anything()
    assert moments.elapsed(AT, AT) == Duration(0, "hours")


def test_numbers_of_days() -> None:
    assert moments.days_between(DAY, date(2026, 11, 30)) == 7
    assert moments.days_between(DAY, N) is N
    assert moments.days_between(Anything(), DAY) == between((DAY - date.max).days, (DAY - date.min).days)
    assert moments.days_between(DAY, Anything(DAY, True)) == between(0, 0, na=True)
    assert moments.weekday(DAY) == 1
    assert moments.weekday(Anything()) == between(1, 7)
    assert moments.weekday(Anything(DAY, True)) == between(1, 1, na=True)
    assert moments.weekday(N) is N


def test_years() -> None:
    assert moments.years_since(date(1937, 11, 24), DAY) == 88
    assert moments.years_since(Anything(), DAY) == between(2026 - 9999 - 1, 2025)
    assert moments.years_since(N, DAY) is N
    assert not is_known(moments.years_since(Anything(None, True), DAY))


def test_comparisons_of_days() -> None:
    assert comparing.less(DAY, date(2026, 11, 24)) is True
    assert comparing.greater_equal(AT, AT) is True
    assert comparing.less(time(9), time(12)) is True
    assert comparing.less(DAY, Anything()) == UNDECIDED
    assert comparing.equal(Anything(DAY, True), DAY) == UNDECIDED
    assert comparing.less(Anything(DAY, True), DAY) is False
    assert comparing.not_equal(N, DAY) is True
