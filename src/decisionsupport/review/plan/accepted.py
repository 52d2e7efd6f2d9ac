"""A proposal as it was accepted: what was proposed, with what the clinician changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from decisionsupport.outcome.care import Priority, Repeat
from decisionsupport.review.plan.item import Origin
from decisionsupport.review.proposals import ProposalReview


@dataclass(frozen=True, slots=True)
class Accepted:
    """A proposal that was accepted, and the forms that its outcome was made from."""

    review: ProposalReview
    forms: tuple[str, ...]

    @property
    def at(self) -> datetime:
        """The instant of its outcome."""
        return self.review.at

    @property
    def priority(self) -> Priority:
        """The priority it was accepted with."""
        change = self.review.change
        return change.priority if change and change.priority else self.review.proposal.priority

    @property
    def due_at(self) -> datetime | None:
        """The instant by which it is to be done."""
        change = self.review.change
        return change.due_at if change and change.due_at else self.review.proposal.due_at

    @property
    def due(self) -> str | None:
        """When, as it was written; what a clinician changed has only its instant."""
        change = self.review.change
        return None if change and change.due_at else self.review.proposal.due

    @property
    def repeat(self) -> tuple[Repeat, ...]:
        """How often, and for how long."""
        change = self.review.change
        return change.repeat if change and change.repeat is not None else self.review.proposal.repeat

    @property
    def starts_at(self) -> datetime:
        """The first occurrence of what recurs: when it is due, else when it was accepted."""
        return self.due_at or self.review.steps[-1].at

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        review = self.review
        return Origin(
            proposal=review.id,
            outcome=review.outcome,
            at=review.at,
            forms=self.forms,
            accepted=review.steps[-1],
        )
