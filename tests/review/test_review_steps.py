"""Proposals and care requests: each step, who may take it, what it lacks, what a later outcome does."""

from __future__ import annotations

import pickle
from datetime import timedelta
from typing import Any

import pytest

import decisionsupport as ds
from decisionsupport.outcome.care import Gap, Repeat
from decisionsupport.review.words import REFUSALS, STATES, STEPS
from tests.review.small_pack import (
    COMPLETE,
    T0,
    authority,
    begun,
    decided,
    engine,
    handled,
    hours,
    nurse,
    outcome,
    physician,
    staff,
)


def refused(call: Any, *arguments: Any, **more: Any) -> ds.InvalidStep:
    with pytest.raises(ds.InvalidStep) as caught:
        call(*arguments, **more)
    return caught.value


def test_a_step_gives_a_new_review_and_leaves_the_old_one() -> None:
    before = begun()
    after = decided(before, "accept", "plan", at=hours(1), reason=" seen at the visit ")
    assert before.proposal("plan").state == "proposed"  # type: ignore[union-attr]
    found = after.proposal("plan")
    assert found is not None
    assert found.state == "accepted"
    assert found.legal == ("reopen",)
    (taken,) = found.steps
    assert (taken.by, taken.role, taken.at, taken.reason) == ("n1", "nurse", hours(1), "seen at the visit")


def test_an_illegal_step_names_the_legal_ones() -> None:
    review = decided(begun(), "accept", "plan")
    refusal = refused(decided, review, "reject", "plan", reason="no")
    assert refusal.legal == ("reopen",)
    assert str(refusal) == "`plan` is accepted: `reject` is no step from there; the steps are `reopen`"
    assert (
        refusal.in_language("sv")
        == "`plan` är godtagen: därifrån går det inte att avvisa. Det som går: öppna igen"
    )
    ended = handled(begun(), "cancel", reason="not needed")
    assert str(refused(handled, ended, "sign")).endswith("the steps are none")


def test_what_is_not_there_is_named() -> None:
    assert "there is no `bed` here: `checks`" in str(refused(decided, begun(), "accept", "bed"))
    assert refused(handled, ds.Review.begin("p"), "sign").why == "no_such"


@pytest.mark.parametrize("step", ["reject", "reopen", "change"])
@pytest.mark.parametrize("reason", [None, "", "  "])
def test_what_turns_away_from_a_proposal_says_why(step: str, reason: str | None) -> None:
    review = begun()
    if step == "reopen":
        review = decided(review, "accept", "plan")
    change = ds.Change(priority="urgent") if step == "change" else None
    assert refused(decided, review, step, "plan", reason=reason, change=change).why == "reason"


def test_a_change_says_what_changes_and_nothing_else_does() -> None:
    review = begun()
    assert refused(decided, review, "change", "plan", reason="x").why == "nothing_changed"
    assert refused(decided, review, "change", "plan", reason="x", change=ds.Change()).why == "nothing_changed"
    assert refused(decided, review, "accept", "plan", change=ds.Change(note="x")).why == "nothing_wanted"
    changed = decided(review, "change", "plan", reason="sooner", change=ds.Change(due_at=hours(5)))
    assert changed.proposal("plan").state == "changed"  # type: ignore[union-attr]
    opened = decided(changed, "reopen", "plan", reason="not so")
    assert opened.proposal("plan").change is None  # type: ignore[union-attr]
    with pytest.raises(ds.InvalidCall, match="0 hours"):
        ds.Change(repeat=(Repeat(every="0 hours"),))


def test_a_step_before_what_it_follows_is_refused() -> None:
    assert refused(decided, begun(), "accept", "plan", at=T0 - timedelta(seconds=1)).why == "too_early"
    review = decided(begun(), "accept", "plan", at=hours(2))
    assert refused(decided, review, "reopen", "plan", at=hours(1), reason="x").why == "too_early"
    with pytest.raises(ds.InvalidCall, match="aware datetime"):
        decided(begun(), "accept", "plan", at=T0.replace(tzinfo=None))


def test_who_decides() -> None:
    review = begun()
    assert decided(review, "accept", "ordered", by=physician)
    refusal = refused(decided, review, "accept", "ordered", by=nurse)
    assert str(refusal) == "`ordered` is decided by `physician`, not by `nurse`"
    # The pack reserves it for nobody: who performs it, and the host's reviewers.
    assert decided(review, "accept", "checks", by=staff)
    assert decided(review, "accept", "checks", by=nurse)
    assert refused(decided, review, "accept", "checks", by=physician).why == "decided_by"
    # Anyone of the pack where nobody is named: a form to fill in.
    assert decided(review, "accept", "falls", by=staff)
    stranger = ds.Actor(id="x", role="gardener")
    assert str(refused(decided, review, "accept", "falls", by=stranger)) == (
        "the pack has no role `gardener`: it has `nurse`, `physician` or `staff`"
    )


def test_authority_names_only_roles_of_the_pack() -> None:
    with pytest.raises(ds.InvalidCall, match="gardener"):
        ds.Authority(engine().program, signers=("gardener",))
    with pytest.raises(ds.InvalidCall, match="long"):
        ds.Authority(engine().program, signers=(), longest_delegation="long")


# Care requests -------------------------------------------------------------------------------------------


def test_a_request_with_gaps_cannot_be_signed_and_says_which() -> None:
    refusal = refused(handled, begun(), "sign")
    assert [gap.needs for gap in refusal.gaps] == ["f.contact", "f.consent"]
    assert str(refusal) == "`referral` cannot be signed: Contact person; Consent is missing."
    swedish = refused(handled, begun(outcome(language="sv")), "sign")
    assert swedish.in_language("sv") == "`referral` kan inte signeras: Kontaktperson; Samtycke saknas."
    assert handled(begun(outcome(**COMPLETE)), "sign").request("referral").signed is not None  # type: ignore[union-attr]


def test_what_the_channel_wants_is_a_gap_too() -> None:
    gap = Gap(needs="eremiss.patient.person_id", ask="Personal identity number", state="unknown")
    refusal = refused(handled, begun(outcome(**COMPLETE)), "sign", gaps=(gap,))
    assert refusal.gaps == (gap,)


def test_only_signers_sign() -> None:
    review = begun(outcome(**COMPLETE))
    assert (
        str(refused(handled, review, "sign", by=staff))
        == "`sign` is for `nurse` or `physician`, not for `staff`"
    )
    assert handled(review, "cancel", by=staff, reason="twice").request("referral").state == "cancelled"  # type: ignore[union-attr]


def test_a_request_goes_all_the_way_and_back_once() -> None:
    review = begun(outcome(**COMPLETE))
    steps: list[tuple[Any, dict[str, Any]]] = [
        ("sign", {}),
        ("send", {}),
        ("receive", {}),
        ("return", {"reason": "which leg?"}),
        ("revise", {"outcome": outcome(at=hours(1), contact="Kim, 070", consent=True)}),
        ("reword", {"words": {"situation": "The left leg."}}),
        ("sign", {}),
        ("send", {}),
        ("receive", {}),
        ("accept", {}),
        ("complete", {}),
    ]
    for n, (step, more) in enumerate(steps):
        review = handled(review, step, at=hours(n), **more)
    request = review.request("referral")
    assert request is not None
    assert (request.state, request.version) == ("completed", 2)
    assert str(request.draft.text).splitlines()[:2] == ["Situation", "The left leg."]
    assert [taken.step for taken in request.steps] == [step for step, _ in steps]
    assert request.signed is not None
    assert request.signed.at == hours(6)
    assert review.tampered() is None


def test_words_and_drafts_come_only_where_they_are_wanted() -> None:
    review = begun(outcome(**COMPLETE))
    assert refused(handled, review, "sign", words={"situation": "x"}).why == "nothing_wanted"
    with pytest.raises(ds.InvalidCall, match="no section 'end'"):
        handled(review, "reword", words={"end": "x"})
    returned = handled(handled(handled(handled(review, "sign"), "send"), "receive"), "return", reason="why?")
    nothing_drafted = engine().evaluate({"f": {"b": True}}, at=T0)
    with pytest.raises(ds.InvalidCall, match="drafts no 'referral'"):
        handled(returned, "revise", outcome=nothing_drafted)
    assert handled(returned, "revise").request("referral").version == 2  # type: ignore[union-attr]


# Later outcomes ------------------------------------------------------------------------------------------


def test_what_was_rejected_is_proposed_anew_and_shows_it() -> None:
    review = decided(begun(), "reject", "plan", at=hours(1), reason="has one already")
    review = review.take_in(outcome(at=hours(24)), by=nurse, at=hours(24))
    latest = review.proposal("plan")
    assert latest is not None
    assert latest.state == "proposed"
    (earlier,) = latest.earlier
    assert earlier.last is not None
    assert (earlier.state, earlier.last.reason, earlier.last.by) == ("rejected", "has one already", "n1")
    assert [each.state for each in review.proposals if each.what == "plan"] == ["rejected", "proposed"]


def test_the_same_outcome_twice_changes_nothing() -> None:
    review = begun()
    assert review.take_in(outcome(), by=nurse, at=hours(1)) is review


def test_what_nobody_has_decided_gives_way_to_the_later() -> None:
    review = begun(outcome(), outcome(at=hours(1), contact="Kim"))
    assert len([each for each in review.proposals if each.what == "plan"]) == 1
    assert review.proposal("plan").at == hours(1)  # type: ignore[union-attr]
    assert [gap.needs for gap in review.request("referral").draft.gaps] == ["f.consent"]  # type: ignore[union-attr]
    assert [each.draft.request for each in review.requests] == ["referral"]
    assert review.tampered() is None


def test_a_reopened_proposal_that_gives_way_is_still_shown() -> None:
    review = decided(begun(), "accept", "plan")
    review = decided(review, "reopen", "plan", reason="wait")
    review = review.take_in(outcome(at=hours(1)), by=nurse, at=hours(1))
    (found,) = (each for each in review.proposals if each.what == "plan")
    assert [each.last.step for each in found.earlier if each.last] == ["reopen"]


def test_a_signed_request_stands_beside_the_new_draft() -> None:
    review = handled(begun(outcome(**COMPLETE)), "sign")
    review = review.take_in(outcome(at=hours(1), **COMPLETE), by=nurse, at=hours(1))
    assert [each.state for each in review.requests] == ["signed", "draft"]
    assert [each.state for each in review.requests[1].earlier] == ["signed"]


def test_what_a_later_outcome_does_not_propose_stays() -> None:
    other = engine().evaluate({"f": {"b": True}}, at=hours(1), language="en")
    review = begun(outcome(), other)
    assert {each.what for each in review.proposals} >= {"drug", "rest", "plan"}


def test_an_outcome_that_comes_late_does_not_put_out_a_newer_one() -> None:
    newer, older = outcome(at=hours(2), **COMPLETE), outcome(at=hours(1))
    review = begun(newer).take_in(older, by=nurse, at=hours(3))
    assert review.proposal("plan").at == hours(2)  # type: ignore[union-attr]
    assert review.request("referral").draft.gaps == ()  # type: ignore[union-attr]
    assert [each.id for each in review.outcomes] == [newer.id, older.id]
    assert review.tampered() is None
    # What was decided is proposed anew by it all the same.
    decided_first = decided(begun(newer), "accept", "plan", at=hours(2))
    assert decided_first.take_in(older, by=nurse, at=hours(3)).proposal("plan").at == hours(1)  # type: ignore[union-attr]


# Words ---------------------------------------------------------------------------------------------------


def test_a_refusal_survives_a_pickle_and_speaks_both_languages() -> None:
    refusal = refused(handled, begun(), "sign")
    again = pickle.loads(pickle.dumps(refusal))
    assert (str(again), again.gaps, again.legal) == (str(refusal), refusal.gaps, refusal.legal)
    assert all(
        len(words) == 2 and all(words) for table in (STATES, STEPS, REFUSALS) for words in table.values()
    )


def test_every_state_and_step_has_words() -> None:
    from decisionsupport.review.cycles import PROPOSAL_STEPS, REQUEST_STEPS

    for table in (PROPOSAL_STEPS, REQUEST_STEPS):
        for state, steps in table.items():
            assert state in STATES
            assert set(steps) <= set(STEPS)
            assert set(steps.values()) <= set(table)
    assert authority().roles == ("nurse", "physician", "staff")
