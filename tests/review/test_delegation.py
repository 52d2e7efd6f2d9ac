"""Doing, and doing by delegation: who may, and why not (SOSFS 1997:14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import decisionsupport as ds
from tests.review.small_pack import T0, authority, begun, decided, done, hours, nurse, physician, staff

DELEGATION = ds.Delegation(
    id="d1",
    action="drug",
    by="n1",
    by_role="nurse",
    to="s1",
    since=T0 - timedelta(days=30),
    until=T0 + timedelta(days=30),
)


def accepted(*actions: str) -> ds.Review:
    review = begun()
    for action in actions:
        review = decided(review, "accept", action)
    return review


def with_delegation(**changed: Any) -> ds.Actor:
    return replace(staff, delegations=(replace(DELEGATION, **changed),))


def refused(actor: ds.Actor, what: str = "drug", review: ds.Review | None = None) -> ds.InvalidStep:
    with pytest.raises(ds.InvalidStep) as caught:
        done(review or accepted("drug", "needle"), what, by=actor, at=hours(1))
    return caught.value


def test_the_performer_and_who_helps_may_do_it() -> None:
    assert done(accepted("plan"), "plan", by=nurse).done[0].delegation is None
    assert done(accepted("plan"), "plan", by=physician).done[0].role == "physician"
    assert done(accepted("falls"), "assess:falls", by=staff).done[0].what == "assess:falls"


def test_without_a_delegation_it_is_refused() -> None:
    assert str(refused(staff)) == "`drug` is done by `nurse`, not by `staff`, and s1 has no delegation for it"
    assert refused(with_delegation(action="needle")).why == "performer"


def test_a_delegation_that_counts_is_kept_with_what_was_done() -> None:
    review = done(accepted("drug"), "drug", by=with_delegation(), at=hours(1))
    assert review.done[0].delegation == "d1"
    assert review.trail.entries[-1].delegation == "d1"


@pytest.mark.parametrize(
    ("changed", "why", "says"),
    [
        ({"until": hours(1)}, "delegation_lapsed", "delegation d1 lapsed 2026-11-23 10:00+01:00"),
        ({"since": hours(2)}, "delegation_early", "delegation d1 is valid from 2026-11-23 11:00+01:00"),
        (
            {"recalled_at": hours(1)},
            "delegation_recalled",
            "delegation d1 was recalled 2026-11-23 10:00+01:00",
        ),
        ({"to": "s2"}, "delegated_to_other", "delegation d1 is personal and is s2's, not s1's"),
        ({"by": "s1"}, "delegated_to_self", "delegation d1 was given by s1 to themselves"),
        (
            {"by_role": "staff"},
            "delegator_role",
            "delegation d1 was given by `staff`, but `drug` is done by `nurse`",
        ),
        ({"until": None}, "delegation_endless", "delegation d1 does not say until when it is valid"),
        (
            {"until": DELEGATION.since + timedelta(days=366)},
            "delegation_long",
            "delegation d1 is valid for longer than is allowed (1 years)",
        ),
    ],
)
def test_a_delegation_that_does_not_count_is_refused_with_the_reason(
    changed: dict[str, Any], why: str, says: str
) -> None:
    refusal = refused(with_delegation(**changed))
    assert (refusal.why, str(refusal)) == (why, says)
    assert "delegeringen d1" in refusal.in_language("sv")


def test_a_year_and_the_instant_before_the_end_count() -> None:
    year = with_delegation(until=DELEGATION.since + timedelta(days=365))
    assert done(accepted("drug"), "drug", by=year, at=hours(1)).done
    assert done(
        accepted("drug"), "drug", by=with_delegation(until=hours(1)), at=hours(1) - timedelta(seconds=1)
    ).done
    assert done(accepted("drug"), "drug", by=with_delegation(recalled_at=hours(2)), at=hours(1)).done


def test_what_the_pack_forbids_is_not_delegated_whatever_the_delegation_says() -> None:
    refusal = refused(with_delegation(action="needle"), "needle")
    assert refusal.why == "not_delegable"
    assert refusal.in_language("sv") == "`needle` får inte delegeras"


def test_what_the_pack_says_nothing_of_is_not_delegated() -> None:
    assert (
        refused(
            with_delegation(action="ordered"), "ordered", decided(begun(), "accept", "ordered", by=physician)
        ).why
        == "not_delegable"
    )


def test_a_single_occasion_is_used_once() -> None:
    once = with_delegation(once=True, until=None)
    review = done(accepted("drug"), "drug", by=once, at=hours(1))
    again = decided(review.take_in(later(), by=nurse, at=hours(2)), "accept", "drug", at=hours(2))
    assert refused_at(again, once).why == "delegation_used"
    taken_back = again.undo(
        again.done[0].id, by=nurse, at=hours(2), authority=authority(), reason="it was not given"
    )
    assert done(taken_back, "drug", by=once, at=hours(3)).done[-1].delegation == "d1"


def later() -> ds.Outcome:
    from tests.review.small_pack import outcome

    return outcome(at=hours(2))


def refused_at(review: ds.Review, actor: ds.Actor) -> ds.InvalidStep:
    with pytest.raises(ds.InvalidStep) as caught:
        done(review, "drug", by=actor, at=hours(3))
    return caught.value


def test_of_two_delegations_one_that_counts_is_enough() -> None:
    both = replace(staff, delegations=(replace(DELEGATION, id="old", until=T0), DELEGATION))
    assert done(accepted("drug"), "drug", by=both, at=hours(1)).done[0].delegation == "d1"


def test_judging_is_not_delegated() -> None:
    with pytest.raises(ds.InvalidStep) as caught:
        decided(begun(), "accept", "drug", by=with_delegation())
    assert caught.value.why == "decided_by"


def test_a_site_may_allow_less_than_a_year() -> None:
    months = ds.Authority(authority().program, signers=(), longest_delegation="1 months")
    with pytest.raises(ds.InvalidStep, match="longer than is allowed \\(1 months\\)"):
        accepted("drug").mark_done("drug", by=with_delegation(), at=hours(1), authority=months)


def test_times_need_an_offset() -> None:
    with pytest.raises(ds.InvalidCall, match="until"):
        replace(DELEGATION, until=T0.replace(tzinfo=None))


def test_who_may_do_what_of_a_worklist() -> None:
    (item,) = accepted("drug").plan(authority()).items
    assert authority().may_do(item, nurse, hours(1))
    assert authority().may_do(item, with_delegation(), hours(1))
    assert not authority().may_do(item, staff, hours(1))
    assert not authority().may_do(item, with_delegation(once=True), hours(1), frozenset({"d1"}))
