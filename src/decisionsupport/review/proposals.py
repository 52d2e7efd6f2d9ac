"""One proposal under review: accepted, changed or rejected by someone, and opened again with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.care import Priority, Proposal, Repeat
from decisionsupport.outcome.values import fixed_offset
from decisionsupport.review.cycles import PROPOSAL_STEPS, REASON_WANTED, ProposalState, ProposalStep
from decisionsupport.review.people import Actor, instant_given
from decisionsupport.review.refusing import InvalidStep
from decisionsupport.values.duration import parse_duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that was taken, and the state it led to."""

    step: str
    state: str
    by: str
    role: str
    at: datetime
    reason: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", fixed_offset(self.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a clinician changed in a proposal; what is None stays as it was proposed."""

    priority: Priority | None = None
    due_at: datetime | None = None
    repeat: tuple[Repeat, ...] | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        if self.due_at is not None:
            object.__setattr__(self, "due_at", instant_given("due_at", self.due_at))
        for each in self.repeat or ():
            for written in (each.every, each.for_):
                found = None if written is None else parse_duration(written)
                if written is not None and (found is None or not found.amount):
                    raise InvalidCall(f"repeat: {written!r} is no time between two occasions, as 2 hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What became of the same thing before: its id, the outcome it came from, its state and last step."""

    id: str
    outcome: str
    state: str
    last: Taken | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalReview:
    """A proposal, the state it is in, and how it came there.

    `id` is the proposal's; `outcome` the id of the outcome that proposed it, `at` its instant and `language`
    that of its words. `earlier` is what became of the same before, the latest first.
    """

    id: str
    outcome: str
    at: datetime
    language: str
    proposal: Proposal
    state: ProposalState = "proposed"
    change: Change | None = None
    steps: tuple[Taken, ...] = ()
    earlier: tuple[Earlier, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", fixed_offset(self.at))

    @property
    def what(self) -> str:
        """The id of the action, or of the form to fill in."""
        return self.proposal.action or self.proposal.assess or ""

    @property
    def key(self) -> str:
        """As `what`, but never the same for a form as for an action."""
        return self.what if self.proposal.action is not None else f"assess:{self.what}"

    @property
    def legal(self) -> tuple[ProposalStep, ...]:
        """The steps that may be taken now."""
        return tuple(PROPOSAL_STEPS[self.state])

    @property
    def stands(self) -> bool:
        """Whether it was accepted, as it was proposed or changed."""
        return self.state in ("accepted", "changed")


def decided(
    review: ProposalReview,
    step: ProposalStep,
    *,
    by: Actor,
    at: datetime,
    reason: str | None = None,
    change: Change | None = None,
) -> ProposalReview:
    """The proposal after the step; `InvalidStep` where there is no such step, or it lacks what it wants."""
    to = PROPOSAL_STEPS[review.state].get(step)
    if to is None:
        raise InvalidStep("illegal", {"what": review.what, "state": review.state, "step": step}, review.legal)
    taken = Taken(step=step, state=to, by=by.id, role=by.role, at=at, reason=given_reason(step, reason))
    check_order(at, review.steps[-1].at if review.steps else review.at)
    if (change is None or change == Change()) == (step == "change"):
        raise InvalidStep("nothing_changed" if step == "change" else "nothing_wanted", {"step": step})
    return replace(review, state=to, change=change, steps=(*review.steps, taken))


def earlier_of(review: ProposalReview) -> Earlier:
    """What a later proposal of the same shows of this one."""
    last = review.steps[-1] if review.steps else None
    return Earlier(id=review.id, outcome=review.outcome, state=review.state, last=last)


def given_reason(step: str, reason: str | None) -> str | None:
    """The reason, which some steps must have; blank is none."""
    said = (reason or "").strip() or None
    if said is None and step in REASON_WANTED:
        raise InvalidStep("reason", {"step": step})
    return said


def check_order(at: datetime, last: datetime) -> None:
    """`InvalidStep` where a step is dated before what it follows."""
    if at < last:
        raise InvalidStep("too_early", {"at": at.isoformat(), "last": last.isoformat()})
