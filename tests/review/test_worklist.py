"""The work of a day, over many patients' plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import decisionsupport as ds
from decisionsupport.outcome.care import Repeat
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.review.plan.item import PlanItem
from decisionsupport.review.plan.worklist import Work
from tests.review.small_pack import T0, hours

MIDNIGHT = datetime.fromisoformat("2026-11-24T00:00+01:00")


def thing(name: str, next_at: datetime | None, **more: object) -> PlanItem:
    given = {"id": name, "action": name, "title": ReadOnly({"en": name}), "open": True, "priority": "soon"}
    repeat = {"starts_at": next_at} if more.get("repeat") else {}
    return PlanItem(**{**given, "next_at": next_at, **repeat, **more})  # type: ignore[arg-type]


def plan(patient: str, *items: PlanItem, unit: str | None = "north") -> ds.Plan:
    return ds.Plan(patient=patient, unit=unit, pack="small", timezone="Europe/Stockholm", items=items)


def names(found: tuple[Work, ...]) -> list[tuple[str, str]]:
    return [(work.patient, work.item.id) for work in found]


PLANS = [
    plan("b", thing("today", hours(3)), thing("end_of_day", MIDNIGHT), thing("tomorrow", hours(20))),
    plan("a", thing("late", hours(-30)), thing("some_time", None), thing("done", None, open=False)),
    plan(
        "c",
        thing("nurse_only", hours(3), performer="nurse", with_=("staff",), priority="urgent"),
        unit="south",
    ),
]


def test_overdue_first_then_today_then_what_has_no_time() -> None:
    found = ds.worklist(PLANS, at=T0)
    assert names(found) == [
        ("a", "late"),
        ("c", "nurse_only"),
        ("b", "today"),
        ("b", "end_of_day"),
        ("a", "some_time"),
    ]
    assert [work.overdue for work in found] == [True, False, False, False, False]
    assert [work.due_at for work in found[-2:]] == [MIDNIGHT, None]


def test_by_unit_and_by_role() -> None:
    assert names(ds.worklist(PLANS, at=T0, unit="south")) == [("c", "nurse_only")]
    assert ds.worklist(PLANS, at=T0, unit="west") == ()
    assert ("c", "nurse_only") in names(ds.worklist(PLANS, at=T0, role="staff"))
    assert ("c", "nurse_only") not in names(ds.worklist(PLANS, at=T0, role="physician"))
    assert ("b", "today") in names(ds.worklist(PLANS, at=T0, role="physician"))


def test_what_recurs_comes_once_with_its_times_of_the_day() -> None:
    hourly = thing("hourly", hours(12), repeat=(Repeat(every="1 hours"),))
    (work,) = ds.worklist([plan("a", hourly)], at=T0)
    assert work.times == (hours(12), hours(13), hours(14), MIDNIGHT)
    (later,) = ds.worklist([plan("a", hourly)], at=hours(48))
    assert later.overdue
    assert (later.due_at, len(later.times)) == (hours(12), 24)


def test_a_day_is_the_plans_own() -> None:
    finnish = ds.Plan(patient="f", pack="small", timezone="Europe/Helsinki", items=(thing("x", MIDNIGHT),))
    swedish = ds.Plan(patient="s", pack="small", timezone="Europe/Stockholm", items=(thing("x", MIDNIGHT),))
    assert names(ds.worklist([finnish, swedish], at=T0)) == [("s", "x")]


def test_an_instant_needs_its_offset() -> None:
    with pytest.raises(ds.InvalidCall, match="aware datetime"):
        ds.worklist(PLANS, at=T0.replace(tzinfo=None))


def test_a_plan_is_replaced() -> None:
    index = ds.WorkIndex.of(PLANS).with_plan(plan("a", thing("new", hours(1))))
    assert names(index.due(at=T0, unit="north"))[0] == ("a", "new")
    assert ("a", "late") not in names(index.due(at=T0))
    assert names(index.with_plan(plan("z", thing("x", hours(1)), unit=None)).due(at=T0))[0] == ("a", "new")


def test_a_patient_who_moves_is_in_one_unit() -> None:
    index = ds.WorkIndex.of(PLANS).with_plan(plan("a", thing("new", hours(1)), unit="south"))
    assert names(index.due(at=T0, unit="north")) == [("b", "today"), ("b", "end_of_day")]
    assert ("a", "new") in names(index.due(at=T0, unit="south"))


def test_two_packs_plans_of_one_patient_both_count() -> None:
    other = replace(plan("a", thing("teeth", hours(1))), pack="dental")
    index = ds.WorkIndex.of([plan("a", thing("x", hours(2))), other])
    assert names(index.due(at=T0)) == [("a", "teeth"), ("a", "x")]
    assert names(index.with_plan(replace(other, items=())).due(at=T0)) == [("a", "x")]


things = st.builds(
    lambda n, hour, role: thing(f"t{n}", None if hour is None else hours(hour), performer=role),
    st.integers(0, 9),
    st.none() | st.integers(-40, 40),
    st.sampled_from([None, "nurse", "staff"]),
)
plans = st.builds(
    lambda patient, unit, items: plan(f"p{patient}", *{each.id: each for each in items}.values(), unit=unit),
    st.integers(0, 20),
    st.sampled_from([None, "north", "south"]),
    st.lists(things, max_size=5),
)


@given(
    st.lists(plans, max_size=8, unique_by=lambda each: each.patient),
    st.sampled_from([None, "nurse", "staff", "physician"]),
    st.sampled_from([None, "north", "south", "west"]),
    st.randoms(use_true_random=False),
)
def test_any_order_says_the_same_as_going_through_all(
    given_plans: list[ds.Plan], role: str | None, unit: str | None, random: Random
) -> None:
    found = ds.worklist(given_plans, at=T0, role=role, unit=unit)
    plain = {
        (each.patient, item.id)
        for each in given_plans
        for item in each.items
        if (unit is None or each.unit == unit)
        and (role is None or item.performer in (None, role))
        and (item.next_at is None or item.next_at <= MIDNIGHT)
    }
    assert set(names(found)) == plain
    assert [work.overdue for work in found] == sorted((work.overdue for work in found), reverse=True)
    shuffled = random.sample(given_plans, len(given_plans))
    assert ds.worklist(shuffled, at=T0, role=role, unit=unit) == found
    index = ds.WorkIndex.of([])
    for each in shuffled:
        index = index.with_plan(each)
    assert index.due(at=T0 + timedelta(0), role=role, unit=unit) == found
