"""What a review writes in its trail, and whether what it holds is what the trail leads to.

Law: every subject (an outcome, a proposal, a care request, a mark) has an entry for each of its steps, and
its last entry carries the SHA-256 of what it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from decisionsupport.review.doing import Done
from decisionsupport.review.people import Actor
from decisionsupport.review.proposals import ProposalReview, Taken
from decisionsupport.review.requests import RequestState
from decisionsupport.review.taking_in import OutcomeTaken
from decisionsupport.review.trail import Trail, appended, content_of

REPLACED: Final = "replaced"
"""The state of what gave way to a later outcome's: it is in the trail alone."""
_BEGUN: Final = {"taken": "take_in", "proposed": "propose", "draft": "draft"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What the trail calls something (`proposal:…`), its action, form or request, its state, itself."""

    on: str
    what: str
    state: str
    it: object


def subjects(
    outcomes: Iterable[OutcomeTaken] = (),
    proposals: Iterable[ProposalReview] = (),
    requests: Iterable[RequestState] = (),
    done: Iterable[Done] = (),
) -> Iterator[Subject]:
    """All of these as the trail calls them."""
    for outcome in outcomes:
        yield Subject(f"outcome:{outcome.id}", outcome.pack, "taken", outcome)
    for proposal in proposals:
        yield Subject(f"proposal:{proposal.id}", proposal.what, proposal.state, proposal)
    for request in requests:
        yield Subject(f"request:{request.id}", request.draft.request, request.state, request)
    for mark in done:
        yield Subject(f"done:{mark.id}", mark.what, "done", mark)


def with_taking_in(
    trail: Trail, before: Sequence[Subject], after: Sequence[Subject], by: Actor, at: datetime
) -> Trail:
    """The trail with what a later outcome replaced, and with what it proposed and drafted."""
    kept, known = {each.on for each in after}, {each.on for each in before}
    stamp = {"at": at, "who": by.id, "role": by.role}
    for gone in (each for each in before if each.on not in kept):
        step = {"on": gone.on, "what": gone.what, "step": "replace", "from_": gone.state, "to": REPLACED}
        trail = appended(trail, gone.it, {**stamp, **step})
    for new in (each for each in after if each.on not in known):
        step = {"on": new.on, "what": new.what, "step": _BEGUN[new.state], "to": new.state}
        trail = appended(trail, new.it, {**stamp, **step})
    return trail


def with_step(trail: Trail, subject: Subject, before: str, taken: Taken) -> Trail:
    """The trail with a step that was taken; `subject` is what it made, `before` the state it came from."""
    entry = {"at": taken.at, "who": taken.by, "role": taken.role, "on": subject.on, "what": subject.what}
    entry |= {"step": taken.step, "from_": before, "to": taken.state, "reason": taken.reason}
    return appended(trail, subject.it, entry)


def with_mark(trail: Trail, mark: Done) -> Trail:
    """The trail with a mark that something was done."""
    entry = {"at": mark.at, "who": mark.by, "role": mark.role, "on": f"done:{mark.id}", "what": mark.what}
    entry |= {"step": "done", "to": "done", "reason": mark.note, "delegation": mark.delegation}
    return appended(trail, mark, entry)


def unfitting(trail: Trail, there: Iterable[Subject]) -> str | None:
    """The first subject that is not what the trail leads to, in words; None where all are."""
    last = {entry.on: entry for entry in trail.entries}
    found = {each.on: each.it for each in there}
    for on, entry in last.items():
        if (entry.to == REPLACED) == (on in found):
            return f"{on} is not where the trail says"
    for on, it in found.items():
        if on not in last or last[on].content != content_of(it):
            return f"{on} is not what its last entry says"
    return None
