"""The plan: merged, due, overdue, recurring, done, conflicting; and in the patient's words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

import decisionsupport as ds
from decisionsupport.outcome.care import Repeat
from decisionsupport.review.plan.item import PlanItem
from tests.review.small_pack import (
    T0,
    authority,
    begun,
    decided,
    done,
    engine,
    hours,
    nurse,
    outcome,
    physician,
    staff,
)


def plan_of(review: ds.Review) -> ds.Plan:
    return review.plan(authority())


def item(review: ds.Review, what: str) -> PlanItem:
    found = plan_of(review).item(what)
    assert found is not None
    return found


def both() -> ds.Review:
    """Two outcomes, an hour apart, that both propose the plan; all accepted."""
    second = engine().evaluate({"f": {"b": True}}, at=hours(1), language="en")
    review = decided(begun(), "accept", "plan")
    review = review.take_in(second, by=nurse, at=hours(1))
    review = decided(review, "accept", "plan", at=hours(1))
    return decided(review, "accept", "rest", at=hours(1))


def test_only_what_was_accepted_is_in_the_plan() -> None:
    assert plan_of(begun()).items == ()
    review = decided(decided(begun(), "accept", "plan"), "reject", "drug", reason="no")
    assert [each.id for each in plan_of(review).items] == ["plan"]
    assert plan_of(decided(review, "reopen", "plan", reason="wait")).items == ()


def test_one_action_of_two_outcomes_is_one_thing_to_do() -> None:
    merged = item(both(), "plan")
    assert (merged.priority, merged.due, merged.due_at) == ("urgent", "1 days", hours(25))
    assert [reason.rule for reason in merged.reasons] == ["s.two", "s.one"]
    assert [(origin.at, origin.forms) for origin in merged.origins] == [(hours(1), ("f",)), (T0, ("f",))]
    assert merged.title == {"sv": "Gör en plan", "en": "Make a plan"}


def test_what_does_not_go_together_is_said_on_both_sides() -> None:
    review = both()
    assert item(review, "plan").conflicts == ("rest",)
    assert item(review, "rest").conflicts == ("plan",)
    assert item(done(review, "plan", at=hours(2)), "rest").conflicts == ()


def test_an_occasion_is_told_in_both_languages() -> None:
    rest = item(both(), "rest")
    assert (rest.due_at, rest.next_at, rest.open) == (None, None, True)
    assert rest.occasion == {"sv": "vid nästa besök", "en": "at the next visit"}


def test_a_change_counts() -> None:
    change = ds.Change(priority="urgent", due_at=hours(3), note="together with the daughter")
    review = decided(begun(), "change", "plan", reason="sooner", change=change)
    changed = item(review, "plan")
    assert (changed.priority, changed.due_at, changed.due) == ("urgent", hours(3), None)
    assert changed.notes == ("together with the daughter",)
    often = ds.Change(repeat=(Repeat(every="3 hours", for_="9 hours"),))
    assert item(decided(begun(), "change", "plan", reason="x", change=often), "plan").repeat == often.repeat


def test_what_is_done_is_closed_and_opened_anew_by_what_is_accepted_later() -> None:
    review = done(decided(begun(), "accept", "plan"), "plan", at=hours(1))
    assert not item(review, "plan").open
    assert item(review, "plan").next_at is None
    with pytest.raises(ds.InvalidStep, match="already been marked as done 2026-11-23T10:00"):
        done(review, "plan", at=hours(2))
    review = review.take_in(outcome(at=hours(30)), by=nurse, at=hours(30))
    assert not item(review, "plan").open
    review = decided(review, "accept", "plan", at=hours(31))
    again = item(review, "plan")
    assert (again.open, again.due_at) == (True, hours(30 + 24 * 7))
    assert len(again.done) == 1


def test_a_mark_is_taken_back_with_a_reason() -> None:
    review = done(decided(begun(), "accept", "plan"), "plan", at=hours(1))
    mark = review.done[0].id
    with pytest.raises(ds.InvalidStep, match="wants a reason"):
        review.undo(mark, by=nurse, at=hours(2), authority=authority(), reason=" ")
    taken_back = review.undo(mark, by=nurse, at=hours(2), authority=authority(), reason="wrong patient")
    assert item(taken_back, "plan").open
    assert taken_back.tampered() is None
    with pytest.raises(ds.InvalidStep, match="there is no"):
        taken_back.undo(mark, by=nurse, at=hours(3), authority=authority(), reason="again")


def test_overdue_at_an_instant() -> None:
    review = decided(decided(begun(), "accept", "plan"), "accept", "ordered", by=physician)
    plan = plan_of(review)
    assert plan.overdue(hours(2)) == ()
    assert [each.id for each in plan.overdue(hours(2.01))] == ["ordered"]
    assert [each.id for each in plan.overdue(hours(24 * 8))] == ["ordered", "plan"]


# What recurs ---------------------------------------------------------------------------------------------


def checks(*marks: float, **more: Any) -> PlanItem:
    review = decided(begun(), "accept", "checks")
    for hour in marks:
        review = done(review, "checks", by=staff, at=hours(hour), **more)
    return item(review, "checks")


@pytest.mark.parametrize(
    ("marks", "following"),
    [
        ([], 0),
        ([0], 1),
        ([0.2], 1),
        ([0.2, 0.9], 2),  # the second is early for the next
        ([0.2, 1.1], 2),
        ([3.5], 4),  # what was missed before it is no longer due
        ([4.5], 6),
        ([22.5], None),
        ([40], None),
    ],
)
def test_a_mark_closes_its_occasion_and_all_before(marks: list[float], following: float | None) -> None:
    found = checks(*marks)
    assert found.next_at == (None if following is None else hours(following))
    assert found.open == (following is not None)


def test_a_mark_may_say_which_occasion() -> None:
    assert checks(2.5, occurrence=hours(1)).next_at == hours(2)
    with pytest.raises(ds.InvalidStep, match="no occurrence at 2026-11-23T10:30"):
        checks(2.5, occurrence=hours(1.5))
    with pytest.raises(ds.InvalidStep, match="no occurrence"):
        done(decided(begun(), "accept", "plan"), "plan", at=hours(1), occurrence=hours(1))


def test_of_what_recurs_the_latest_accepted_holds() -> None:
    review = done(decided(begun(), "accept", "checks"), "checks", by=staff, at=hours(22.5))
    review = review.take_in(outcome(at=hours(72)), by=nurse, at=hours(72))
    review = decided(review, "accept", "checks", at=hours(72))
    found = item(review, "checks")
    assert (found.starts_at, found.next_at, len(found.origins)) == (hours(72), hours(72), 1)


def test_times_of_a_day() -> None:
    review = decided(decided(begun(), "accept", "checks"), "accept", "plan")
    plan = plan_of(review)
    midnight, next_midnight = (datetime.fromisoformat(f"2026-11-{day}T00:00+01:00") for day in (24, 25))
    assert len(plan.times(item(review, "checks"), T0, midnight)) == 9
    assert plan.times(item(review, "checks"), midnight, next_midnight) == tuple(
        hours(n) for n in (16, 18, 20, 22)
    )
    assert plan.times(item(review, "plan"), midnight, next_midnight) == ()


# The patient's words -------------------------------------------------------------------------------------


def test_the_patients_plan_in_both_languages() -> None:
    review = both()
    for action in ("checks", "drug", "needle", "falls"):
        review = decided(review, "accept", action, at=hours(1))
    review = done(review, "drug", at=hours(2))
    assert plan_of(review).for_patient("sv") == (
        "Din plan\n\n"
        "Det här ska göras\n"
        "- Vi ser till dig.\n"
        "  Hur ofta: varje timme i 4 timmar, sedan varannan timme i 20 timmar. När: senast 23 november 2026 kl. 09.00."
        " Vem: undersköterska.\n"
        "- Vi gör en plan med dig.\n"
        "  När: senast 24 november 2026 kl. 10.00. Vem: sjuksköterska och läkare.\n"
        "- Vi gör en bedömning: Fallriskbedömning.\n"
        "  När: senast 25 november 2026 kl. 09.00.\n"
        "- Du vilar.\n"
        "  När: vid nästa besök.\n\n"
        "Det här är gjort\n"
        "- 23 november 2026: Du får din medicin.\n\n"
        "Personalen gör också en sak som inte står här. Fråga gärna om den.\n"
    )
    english = plan_of(review).for_patient("en")
    assert "How often: every hour for 4 hours, then every 2 hours for 20 hours." in english
    assert "- 23 November 2026: You get your medicine." in english
    assert english.endswith("The staff also do one thing that is not written here. Please ask about it.\n")


def test_by_midnight_is_by_the_end_of_the_day() -> None:
    review = decided(begun(), "accept", "drug")
    assert "När: senast 23 november 2026. Vem" in plan_of(review).for_patient("sv")


def test_nothing_planned_is_said() -> None:
    assert plan_of(begun()).for_patient("en") == "Your plan\n\nNothing is planned just now.\n"


@pytest.mark.parametrize(
    ("every", "swedish"),
    [
        ("1 days", "varje dag"),
        ("2 weeks", "varannan vecka"),
        ("2 years", "vartannat år"),
        ("3 hours", "var tredje timme"),
        ("12 hours", "var 12:e timme"),
        ("21 days", "var 21:a dag"),
    ],
)
def test_how_often_in_swedish(every: str, swedish: str) -> None:
    change = ds.Change(repeat=(Repeat(every=every, for_=None),))
    review = decided(begun(), "change", "plan", reason="x", change=change)
    assert f"Hur ofta: {swedish}." in plan_of(review).for_patient("sv")
