"""All that was proposed and drafted for one patient, what was decided of it, and the trail of every step.

Laws: pure: a step gives a new review or `InvalidStep` and leaves the old one as it was; every step appends to
the trail; `from_json(to_json(x)) == x`; what differs from what the trail says is found by `tampered`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias

from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.care import Gap
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.reading import read_json
from decisionsupport.outcome.writing import write_json
from decisionsupport.review.authority import Authority
from decisionsupport.review.cycles import ProposalStep, RequestStep
from decisionsupport.review.doing import Done
from decisionsupport.review.marking import marked, taken_back
from decisionsupport.review.people import Actor, instant_given
from decisionsupport.review.plan.accepted import Accepted
from decisionsupport.review.plan.merging import merged_plan
from decisionsupport.review.plan.plan import Plan
from decisionsupport.review.proposals import (
    Change,
    ProposalReview,
    check_order,
    decided,
)
from decisionsupport.review.recording import (
    Subject,
    subjects,
    unfitting,
    with_mark,
    with_step,
    with_taking_in,
)
from decisionsupport.review.refusing import InvalidStep
from decisionsupport.review.requests import RequestState, handled
from decisionsupport.review.taking_in import OutcomeTaken, renewed_proposals, renewed_requests
from decisionsupport.review.trail import Trail

SchemaName: TypeAlias = Literal["decisionsupport/review/1"]
SCHEMA: Final[SchemaName] = "decisionsupport/review/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One patient's review: `patient` and `unit` are the host's own ids, kept as they are.

    >>> Review.begin("patient-1").legal("nothing")
    ()
    """

    schema: SchemaName = SCHEMA
    patient: str
    unit: str | None = None
    outcomes: tuple[OutcomeTaken, ...] = ()
    proposals: tuple[ProposalReview, ...] = ()
    requests: tuple[RequestState, ...] = ()
    done: tuple[Done, ...] = ()
    trail: Trail

    @classmethod
    def begin(cls, patient: str, unit: str | None = None) -> Review:
        """A review in which nothing has happened yet."""
        return cls(patient=patient, unit=unit, trail=Trail(of=patient))

    # What there is ---------------------------------------------------------------------------------------

    def proposal(self, of: str) -> ProposalReview | None:
        """The latest proposal of an action (or of a form to fill in), or the one with this id."""
        return next((each for each in reversed(self.proposals) if of in (each.what, each.key, each.id)), None)

    def request(self, of: str) -> RequestState | None:
        """The latest care request of this kind, or the one with this id."""
        return next((each for each in reversed(self.requests) if of in (each.draft.request, each.id)), None)

    def legal(self, of: str) -> tuple[str, ...]:
        """The steps that may be taken now, of a proposal or a care request; none where there is neither."""
        found = self.proposal(of) or self.request(of)
        return () if found is None else found.legal

    def plan(self, authority: Authority) -> Plan:
        """What is to be done of all that was accepted."""
        forms = {outcome.id: outcome.forms for outcome in self.outcomes}
        accepted = [Accepted(each, forms.get(each.outcome, ())) for each in self.proposals if each.stands]
        return merged_plan(self.patient, self.unit, accepted, self.done, authority.program)

    # Steps -----------------------------------------------------------------------------------------------

    def take_in(self, outcome: Outcome, *, by: Actor, at: datetime) -> Review:
        """The review with an outcome's proposals and drafts; the same outcome twice changes nothing.

        What was decided before is proposed anew and shows what became of it (`earlier`). What nobody has
        decided yet, and a draft that nobody has signed, gives way to the later one.
        """
        instant = instant_given("at", at)
        check_order(instant, outcome.at)
        if any(taken.id == outcome.id for taken in self.outcomes):
            return self
        outcomes = (*self.outcomes, OutcomeTaken.of(outcome))
        proposals = renewed_proposals(self.proposals, outcome)
        requests = renewed_requests(self.requests, outcome)
        after = tuple(subjects(outcomes, proposals, requests, self.done))
        trail = with_taking_in(self.trail, tuple(self._subjects()), after, by, instant)
        return replace(self, outcomes=outcomes, proposals=proposals, requests=requests, trail=trail)

    def decide(
        self,
        step: ProposalStep,
        proposal: str,
        *,
        by: Actor,
        at: datetime,
        authority: Authority,
        reason: str | None = None,
        change: Change | None = None,
    ) -> Review:
        """Accept, change, reject or reopen a proposal, named by its action, its form or its id."""
        instant = instant_given("at", at)
        found = self.proposal(proposal)
        if found is None:
            raise _no_such(proposal, [each.what for each in self.proposals])
        made = decided(found, step, by=by, at=instant, reason=reason, change=change)
        authority.check_decides(found.proposal, by)
        proposals = tuple(made if each.id == found.id else each for each in self.proposals)
        (subject,) = subjects(proposals=(made,))
        trail = with_step(self.trail, subject, found.state, made.steps[-1])
        return replace(self, proposals=proposals, trail=trail)

    def handle(
        self,
        step: RequestStep,
        request: str,
        *,
        by: Actor,
        at: datetime,
        authority: Authority,
        reason: str | None = None,
        gaps: Sequence[Gap] = (),
        outcome: Outcome | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Review:
        """Take a step with a care request, named by its kind or its id.

        `gaps`: what the way it is sent by wants besides, when signing (as `eremiss.gaps` finds them).
        `outcome`: when revising, the later outcome whose draft it becomes. `words`: when rewording, the
        sections with other words.
        """
        instant = instant_given("at", at)
        found = self.request(request)
        if found is None:
            raise _no_such(request, [each.draft.request for each in self.requests])
        draft = None if outcome is None else outcome.draft(found.draft.request)
        if outcome is not None and draft is None:
            raise InvalidCall(f"outcome: it drafts no {found.draft.request!r}")
        made = handled(found, step, by=by, at=instant, reason=reason, gaps=gaps, draft=draft, words=words)
        (authority.check_signs if step == "sign" else authority.check_handles)(by)
        requests = tuple(made if each.id == found.id else each for each in self.requests)
        (subject,) = subjects(requests=(made,))
        trail = with_step(self.trail, subject, found.state, made.steps[-1])
        return replace(self, requests=requests, trail=trail)

    def mark_done(
        self,
        what: str,
        *,
        by: Actor,
        at: datetime,
        authority: Authority,
        occurrence: datetime | None = None,
        note: str | None = None,
    ) -> Review:
        """Mark something of the plan as done: an action, or `assess:` and a form.

        `occurrence`: which one of what recurs; without it, the one that was due.
        """
        instant = instant_given("at", at)
        found = next((each for each in reversed(self.proposals) if what in (each.what, each.key)), None)
        if found is None:
            raise _no_such(what, [each.what for each in self.proposals])
        item = self.plan(authority).item(found.key)
        if item is None:
            raise InvalidStep("not_accepted", {"what": what})
        mark = marked(
            item,
            self.done,
            patient=self.patient,
            by=by,
            at=instant,
            authority=authority,
            occurrence=None if occurrence is None else instant_given("occurrence", occurrence),
            note=note,
        )
        return replace(self, done=(*self.done, mark), trail=with_mark(self.trail, mark))

    def undo(self, mark: str, *, by: Actor, at: datetime, authority: Authority, reason: str) -> Review:
        """Take back a mark that something was done, by the mark's id."""
        instant = instant_given("at", at)
        found = next((each for each in self.done if each.id == mark and each.undone is None), None)
        if found is None:
            raise _no_such(mark, [each.id for each in self.done if each.undone is None])
        made = taken_back(found, by=by, at=instant, reason=reason)
        authority.check_handles(by)
        assert made.undone is not None
        done = tuple(made if each.id == mark else each for each in self.done)
        (subject,) = subjects(done=(made,))
        return replace(self, done=done, trail=with_step(self.trail, subject, "done", made.undone))

    # Keeping ---------------------------------------------------------------------------------------------

    def tampered(self, head: str | None = None) -> str | None:
        """What does not fit, in words, or None: the trail itself, or a state it does not lead to."""
        found = self.trail.broken(head)
        if found is not None:
            return found.message
        if self.trail.of != self.patient:
            return "the trail is another patient's"
        return unfitting(self.trail, self._subjects())

    def _subjects(self) -> Iterator[Subject]:
        return subjects(self.outcomes, self.proposals, self.requests, self.done)

    def to_json(self, indent: int | None = None) -> str:
        """The review as JSON: one line, or indented."""
        return write_json(self, indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Review:
        """The review that `to_json` wrote; `InvalidRecord` names the path of what is not one."""
        return read_json(cls, text)


def _no_such(what: str, there: Sequence[str]) -> InvalidStep:
    return InvalidStep("no_such", {"what": what, "there": tuple(dict.fromkeys(there))})
