"""A later outcome meets what is under review: what is proposed anew, what gives way, what was before.

| what there was | what a later outcome's proposal or draft of the same does |
|---|---|
| a proposal nobody has decided, a draft nobody has signed | takes its place |
| anything decided, signed or sent | stands beside it, proposed or drafted anew, and shows it as `earlier` |
| what the later outcome does not propose | stays: another outcome may be of other forms |

An outcome of an earlier instant may come late: then what is newer and not decided stands, its own does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from decisionsupport.outcome.digest import sha256_of
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.values import fixed_offset
from decisionsupport.review.proposals import Earlier, ProposalReview, earlier_of
from decisionsupport.review.requests import RequestState


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeTaken:
    """An outcome whose proposals and drafts are under review, and the forms it was made from."""

    id: str
    at: datetime
    pack: str
    version: str
    digest: str
    forms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", fixed_offset(self.at))

    @classmethod
    def of(cls, outcome: Outcome) -> OutcomeTaken:
        """What a review keeps of an outcome besides its proposals and drafts."""
        pack = outcome.pack
        return cls(
            id=outcome.id,
            at=outcome.at,
            pack=pack.name,
            version=pack.version,
            digest=pack.digest,
            forms=tuple(outcome.forms),
        )


def renewed_proposals(proposals: Sequence[ProposalReview], outcome: Outcome) -> tuple[ProposalReview, ...]:
    """The proposals under review, with those of the outcome; what gave way is no longer among them."""
    waiting = {each.key: each for each in proposals if each.state == "proposed"}
    made = {
        review.key: replace(review, earlier=_earlier(review.key, proposals))
        for review in (
            ProposalReview(
                id=proposal.id,
                outcome=outcome.id,
                at=outcome.at,
                language=outcome.language,
                proposal=proposal,
            )
            for proposal in outcome.proposals
        )
        if review.key not in waiting or waiting[review.key].at <= outcome.at
    }
    kept = [each for each in proposals if each.key not in made or each.state != "proposed"]
    return (*kept, *made.values())


def _earlier(key: str, proposals: Sequence[ProposalReview]) -> tuple[Earlier, ...]:
    return tuple(earlier_of(each) for each in reversed(proposals) if each.key == key and each.steps)


def renewed_requests(requests: Sequence[RequestState], outcome: Outcome) -> tuple[RequestState, ...]:
    """The care requests under review, with the outcome's drafts; what gave way is no longer among them."""
    waiting = {each.draft.request: each for each in requests if each.state == "draft"}
    made = {
        draft.request: RequestState(
            id=sha256_of({"outcome": outcome.id, "drafts": draft.request}),
            outcome=outcome.id,
            at=outcome.at,
            language=outcome.language,
            draft=draft,
            earlier=_earlier_requests(draft.request, requests),
        )
        for draft in outcome.drafts
        if draft.request not in waiting or waiting[draft.request].at <= outcome.at
    }
    kept = [each for each in requests if each.draft.request not in made or each.state != "draft"]
    return (*kept, *made.values())


def _earlier_requests(kind: str, requests: Sequence[RequestState]) -> tuple[Earlier, ...]:
    return tuple(
        Earlier(id=each.id, outcome=each.outcome, state=each.state, last=each.steps[-1])
        for each in reversed(requests)
        if each.draft.request == kind and each.steps
    )
