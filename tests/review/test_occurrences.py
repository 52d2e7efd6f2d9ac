"""When recurring things fall due: on the instant and on the wall, over clock changes and short months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.outcome.care import Repeat
from decisionsupport.review.plan.occurrences import Schedule, schedule_of
from decisionsupport.values.time import zone_named

ZONE = zone_named("Europe/Stockholm")


def schedule(start: str, *repeats: tuple[str, str | None]) -> Schedule:
    return schedule_of(datetime.fromisoformat(start), [Repeat(every=e, for_=f) for e, f in repeats], ZONE)


def times(made: Schedule, most: int = 100) -> list[str]:
    return [at.isoformat(timespec="minutes") for at in islice(made.since(made.stretches[0].start), most)]


def test_one_stretch_after_the_other() -> None:
    found = times(schedule("2026-11-23T09:00+01:00", ("1 hours", "4 hours"), ("2 hours", "20 hours")))
    assert [each[8:16] for each in found] == [
        *("23T09:00", "23T10:00", "23T11:00", "23T12:00"),
        *("23T13:00", "23T15:00", "23T17:00", "23T19:00", "23T21:00", "23T23:00"),
        *("24T01:00", "24T03:00", "24T05:00", "24T07:00"),
    ]


def test_days_keep_the_clock_and_hours_the_distance_when_clocks_change() -> None:
    # The clocks go back on 2026-10-25.
    assert times(schedule("2026-10-24T08:00+02:00", ("1 days", None)), 3) == [
        "2026-10-24T08:00+02:00",
        "2026-10-25T08:00+01:00",
        "2026-10-26T08:00+01:00",
    ]
    assert times(schedule("2026-10-24T08:00+02:00", ("24 hours", None)), 3) == [
        "2026-10-24T08:00+02:00",
        "2026-10-25T07:00+01:00",
        "2026-10-26T07:00+01:00",
    ]


def test_a_clock_time_that_does_not_exist_is_moved_forward_that_day_only() -> None:
    assert times(schedule("2026-03-28T02:30+01:00", ("1 days", None)), 3) == [
        "2026-03-28T02:30+01:00",
        "2026-03-29T03:30+02:00",
        "2026-03-30T02:30+02:00",
    ]


def test_the_31st_is_not_lost_to_a_short_month() -> None:
    assert [each[:10] for each in times(schedule("2026-01-31T08:00+01:00", ("1 months", None)), 4)] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


def test_what_comes_after_a_stretch_without_end_does_not_count() -> None:
    assert len(schedule("2026-01-31T08:00+01:00", ("1 days", None), ("1 hours", "4 hours")).stretches) == 1


def test_a_stretch_shorter_than_its_step_has_one_occasion() -> None:
    assert times(schedule("2026-01-31T08:00+01:00", ("3 hours", "1 hours"))) == ["2026-01-31T08:00+01:00"]


@pytest.mark.parametrize("written", ["0 hours", "now", "often"])
def test_what_is_no_step_makes_no_occasions(written: str) -> None:
    assert schedule("2026-01-31T08:00+01:00", (written, None)).stretches == ()


steps = st.builds(
    lambda amount, unit: f"{amount} {unit}",
    st.integers(1, 40),
    st.sampled_from(["minutes", "hours", "days", "weeks", "months", "years"]),
)
repeats = st.lists(st.builds(Repeat, every=steps, for_=st.none() | steps), min_size=1, max_size=3)
starts = st.integers(0, 10 * 366 * 24 * 60).map(
    lambda n: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)


@given(starts, repeats, st.integers(-10_000, 40_000))
def test_questions_agree_with_going_through_them_all(
    start: datetime, repeat: list[Repeat], minutes: int
) -> None:
    made = schedule_of(start, repeat, ZONE)
    every = list(islice(made.since(start - timedelta(days=1)), 200))
    assert every[0] == start
    assert all(one < two for one, two in pairwise(every))
    for stretch in made.stretches:
        assert stretch.end is None or all(
            at < stretch.end for at in every if stretch.start <= at < stretch.end
        )
    at = start + timedelta(minutes=minutes)
    if len(every) == 200 and at >= every[-1]:
        return
    assert made.first_from(at) == next((each for each in every if each >= at), None)
    assert made.first_after(at) == next((each for each in every if each > at), None)
    assert made.last_until(at) == max((each for each in every if each <= at), default=None)


def test_far_away_is_found_at_once() -> None:
    made = schedule("2026-01-01T00:00+01:00", ("1 minutes", None))
    assert made.first_from(datetime.fromisoformat("2126-01-01T00:00:30+01:00")) == datetime.fromisoformat(
        "2126-01-01T00:01+01:00"
    )
    assert (
        schedule("9999-12-30T00:00+01:00", ("1 days", None)).first_after(
            datetime.fromisoformat("9999-12-31T12:00+01:00")
        )
        is None
    )
