"""The life cycles as state machines: any order of steps, legal or not, held to the tables of the issue.

The tables are written out here once more, so that a change of the code's tables is seen.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import decisionsupport as ds
from tests.review.small_pack import COMPLETE, authority, begun, decided, handled, hours, nurse, outcome

PROPOSAL = {
    "proposed": {"accept": "accepted", "change": "changed", "reject": "rejected"},
    "accepted": {"reopen": "proposed"},
    "changed": {"reopen": "proposed"},
    "rejected": {"reopen": "proposed"},
}
REQUEST = {
    "draft": {"sign": "signed", "cancel": "cancelled", "reword": "draft"},
    "signed": {"send": "sent", "cancel": "cancelled"},
    "sent": {"receive": "received", "cancel": "cancelled"},
    "received": {"accept": "accepted", "return": "returned", "decline": "declined"},
    "returned": {"revise": "draft", "cancel": "cancelled"},
    "accepted": {"complete": "completed", "cancel": "cancelled"},
    "declined": {},
    "completed": {},
    "cancelled": {},
}
PROPOSAL_STEPS = sorted({step for steps in PROPOSAL.values() for step in steps})
REQUEST_STEPS = sorted({step for steps in REQUEST.values() for step in steps})
WANTS_REASON = {"change", "reject", "reopen", "return", "decline", "cancel"}


class Reviewing(RuleBasedStateMachine):
    """One patient: steps on a proposal and a request, marks, later outcomes, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.hour = 0
        self.review = begun(outcome(**COMPLETE))
        self.proposal = "proposed"
        self.request = "draft"
        self.heads = [self.review.trail.head]

    def later(self) -> Any:
        self.hour += 1
        return hours(self.hour)

    def keep(self, review: ds.Review) -> None:
        assert review.trail.entries[: len(self.review.trail.entries)] == self.review.trail.entries
        self.review = review
        self.heads.append(review.trail.head)

    @rule(step=st.sampled_from(PROPOSAL_STEPS), reason=st.sampled_from([None, "because"]))
    def decide(self, step: str, reason: str | None) -> None:
        at, before = self.later(), self.review
        change = ds.Change(note="gently") if step == "change" else None
        to = PROPOSAL[self.proposal].get(step)
        if to is None or (reason is None and step in WANTS_REASON):
            with pytest.raises(ds.InvalidStep) as caught:
                decided(before, step, "plan", at=at, reason=reason, change=change)
            assert caught.value.why == ("reason" if to else "illegal")
            if to is None:
                assert list(caught.value.legal) == list(PROPOSAL[self.proposal])
            return
        self.keep(decided(before, step, "plan", at=at, reason=reason, change=change))
        self.proposal = to

    @rule(step=st.sampled_from(REQUEST_STEPS), reason=st.sampled_from([None, "because"]))
    def handle(self, step: str, reason: str | None) -> None:
        at, before = self.later(), self.review
        to = REQUEST[self.request].get(step)
        if to is None or (reason is None and step in WANTS_REASON):
            with pytest.raises(ds.InvalidStep) as caught:
                handled(before, step, at=at, reason=reason)
            assert caught.value.why == ("reason" if to else "illegal")
            if to is None:
                assert set(caught.value.legal) == set(REQUEST[self.request])
            return
        self.keep(handled(before, step, at=at, reason=reason))
        self.request = to

    @rule()
    def mark(self) -> None:
        at = self.later()
        item = self.review.plan(authority()).item("plan")
        if item is None or not item.open:
            with pytest.raises(ds.InvalidStep) as caught:
                self.review.mark_done("plan", by=nurse, at=at, authority=authority())
            assert caught.value.why == ("not_accepted" if item is None else "already_done")
            return
        self.keep(self.review.mark_done("plan", by=nurse, at=at, authority=authority()))
        after = self.review.plan(authority()).item("plan")
        assert after is not None
        assert not after.open

    @rule()
    def take_in(self) -> None:
        at = self.later()
        self.keep(self.review.take_in(outcome(at=at, **COMPLETE), by=nurse, at=at))
        self.proposal, self.request = "proposed", "draft"

    @invariant()
    def states_are_those_of_the_tables(self) -> None:
        proposal, request = self.review.proposal("plan"), self.review.request("referral")
        assert proposal is not None
        assert request is not None
        assert (proposal.state, request.state) == (self.proposal, self.request)
        assert list(proposal.legal) == list(PROPOSAL[self.proposal])
        assert set(request.legal) == set(REQUEST[self.request])

    @invariant()
    def the_plan_has_what_stands(self) -> None:
        stands = any(each.stands for each in self.review.proposals)
        assert bool(self.review.plan(authority()).items) == stands

    def teardown(self) -> None:
        assert self.review.tampered() is None
        assert all(self.review.trail.broken(head) is None for head in self.heads[-3:])
        assert ds.Review.from_json(self.review.to_json()) == self.review


TestReviewing = Reviewing.TestCase
TestReviewing.settings = settings(max_examples=50, stateful_step_count=15, deadline=None)
