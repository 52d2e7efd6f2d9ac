"""A later outcome meets what is under review: what is proposed anew, what gives way, what was before.

| what there was | what a later outcome's proposal or draft of the same does |
|---|---|
| a proposal nobody has decided, a draft nobody has signed | takes its place |
| anything decided, signed or sent | stands beside it, proposed or drafted anew, and shows it as `earlier` |
| what the later outcome does not propose | stays: another outcome may be of other forms |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from decisionsupport.outcome.digest import sha256_of
from decisionsupport.outcome.model import Outcome
from decisionsupport.review.proposals import Earlier, ProposalReview, earlier_of
from decisionsupport.review.requests import RequestState


def renewed_proposals(proposals: Sequence[ProposalReview], outcome: Outcome) -> tuple[ProposalReview, ...]:
    """The proposals under review, with those of the outcome; what gave way is no longer among them."""
    made = [
        ProposalReview(
            id=proposal.id, outcome=outcome.id, at=outcome.at, language=outcome.language, proposal=proposal
        )
        for proposal in outcome.proposals
    ]
    renewed = {each.key for each in made}
    kept = [each for each in proposals if each.key not in renewed or each.state != "proposed"]
    decided = [each for each in proposals if each.steps]
    return (*kept, *(_with_earlier(each, decided) for each in made))


def _with_earlier(made: ProposalReview, decided: Sequence[ProposalReview]) -> ProposalReview:
    earlier = tuple(earlier_of(each) for each in reversed(decided) if each.key == made.key)
    return replace(made, earlier=earlier) if earlier else made


def renewed_requests(requests: Sequence[RequestState], outcome: Outcome) -> tuple[RequestState, ...]:
    """The care requests under review, with the outcome's drafts."""
    drafted = {draft.request for draft in outcome.drafts}
    kept = [each for each in requests if each.draft.request not in drafted or each.state != "draft"]
    made = [
        RequestState(
            id=sha256_of({"outcome": outcome.id, "drafts": draft.request}),
            outcome=outcome.id,
            at=outcome.at,
            language=outcome.language,
            draft=draft,
            earlier=tuple(
                Earlier(
                    id=each.id,
                    outcome=each.outcome,
                    state=each.state,
                    last=each.steps[-1] if each.steps else None,
                )
                for each in reversed(requests)
                if each.draft.request == draft.request and each.steps
            ),
        )
        for draft in outcome.drafts
    ]
    return (*kept, *made)
