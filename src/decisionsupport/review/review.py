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
from decisionsupport.outcome.care import Gap, Repeat
from decisionsupport.outcome.digest import sha256_of
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.reading import read_json
from decisionsupport.outcome.values import fixed_offset
from decisionsupport.outcome.writing import write_json
from decisionsupport.review.authority import Authority
from decisionsupport.review.cycles import ProposalStep, RequestStep
from decisionsupport.review.doing import Done
from decisionsupport.review.people import Actor, instant_given
from decisionsupport.review.plan.merging import Accepted, merged_plan
from decisionsupport.review.plan.occurrences import schedule_of
from decisionsupport.review.plan.plan import Plan
from decisionsupport.review.proposals import (
    Change,
    ProposalReview,
    Taken,
    check_order,
    decided,
    given_reason,
)
from decisionsupport.review.refusing import InvalidStep
from decisionsupport.review.requests import RequestState, handled
from decisionsupport.review.taking_in import renewed_proposals, renewed_requests
from decisionsupport.review.trail import Trail, appended, content_of
from decisionsupport.values.time import zone_named

SchemaName: TypeAlias = Literal["decisionsupport/review/1"]
SCHEMA: Final[SchemaName] = "decisionsupport/review/1"


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
        proposals = renewed_proposals(self.proposals, outcome)
        requests = renewed_requests(self.requests, outcome)
        taken = OutcomeTaken(
            id=outcome.id,
            at=outcome.at,
            pack=outcome.pack.name,
            version=outcome.pack.version,
            digest=outcome.pack.digest,
            forms=tuple(outcome.forms),
        )
        stamp = {"at": instant, "who": by.id, "role": by.role}
        trail = self.trail
        before = (*_subjects(self.proposals, self.requests),)
        after = (*_subjects(proposals, requests),)
        kept = {on for on, *_ in after}
        known = {on for on, *_ in before}
        for on, what, state, subject in before:
            if on not in kept:
                step = {"on": on, "what": what, "step": "replace", "from_": state, "to": REPLACED}
                trail = appended(trail, subject, {**stamp, **step})
        for on, what, state, subject in after:
            if on not in known:
                step = {
                    "on": on,
                    "what": what,
                    "step": "propose" if state == "proposed" else "draft",
                    "to": state,
                }
                trail = appended(trail, subject, {**stamp, **step})
        outcomes = (*self.outcomes, taken)
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
        trail = _stepped(self.trail, f"proposal:{made.id}", made.what, found.state, made.steps[-1], made)
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
        trail = _stepped(
            self.trail, f"request:{made.id}", made.draft.request, found.state, made.steps[-1], made
        )
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
        live = [mark for mark in self.done if mark.what == found.key and mark.undone is None]
        if not item.open:
            raise InvalidStep("already_done", {"what": what, "at": max(mark.at for mark in live).isoformat()})
        check_order(instant, min(origin.at for origin in item.origins))
        moment = None if occurrence is None else instant_given("occurrence", occurrence)
        if moment is not None and not _has_occurrence(item.starts_at, item.repeat, moment, authority):
            raise InvalidStep("no_occurrence", {"what": what, "occurrence": moment.isoformat()})
        used = frozenset(mark.delegation for mark in self.done if mark.delegation and mark.undone is None)
        delegation = authority.check_does(item, by, instant, used)
        mark = Done(
            id=sha256_of({"patient": self.patient, "done": found.key, "number": len(self.done) + 1}),
            what=found.key,
            at=instant,
            by=by.id,
            role=by.role,
            occurrence=moment,
            delegation=None if delegation is None else delegation.id,
            note=note,
        )
        entry = {"at": instant, "who": by.id, "role": by.role, "on": f"done:{mark.id}", "what": found.what}
        entry |= {"step": "done", "to": "done", "reason": note, "delegation": mark.delegation}
        return replace(self, done=(*self.done, mark), trail=appended(self.trail, mark, entry))

    def undo(self, mark: str, *, by: Actor, at: datetime, authority: Authority, reason: str) -> Review:
        """Take back a mark that something was done, by the mark's id."""
        instant = instant_given("at", at)
        found = next((each for each in self.done if each.id == mark and each.undone is None), None)
        if found is None:
            raise _no_such(mark, [each.id for each in self.done if each.undone is None])
        check_order(instant, found.at)
        authority.check_handles(by)
        taken = Taken(
            step="undo",
            state="undone",
            by=by.id,
            role=by.role,
            at=instant,
            reason=given_reason("undo", reason),
        )
        made = replace(found, undone=taken)
        done = tuple(made if each.id == mark else each for each in self.done)
        what = found.what.removeprefix("assess:")
        return replace(self, done=done, trail=_stepped(self.trail, f"done:{mark}", what, "done", taken, made))

    # Keeping ---------------------------------------------------------------------------------------------

    def tampered(self, head: str | None = None) -> str | None:
        """What does not fit, in words, or None: the trail itself, or a state it does not lead to."""
        found = self.trail.broken(head)
        if found is not None:
            return found.message
        if self.trail.of != self.patient:
            return "the trail is another patient's"
        last = {entry.on: entry for entry in self.trail.entries}
        there: dict[str, object] = {
            on: subject for on, _, _, subject in _subjects(self.proposals, self.requests)
        }
        there |= {f"done:{mark.id}": mark for mark in self.done}
        gone = [on for on, entry in last.items() if (entry.to == REPLACED) == (on in there)]
        if gone:
            return f"{gone[0]} is not where the trail says"
        wrong = [on for on, it in there.items() if on not in last or last[on].content != content_of(it)]
        return f"{wrong[0]} is not what its last entry says" if wrong else None

    def to_json(self, indent: int | None = None) -> str:
        """The review as JSON: one line, or indented."""
        return write_json(self, indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Review:
        """The review that `to_json` wrote; `InvalidRecord` names the path of what is not one."""
        return read_json(cls, text)


REPLACED: Final = "replaced"
"""The state of what gave way to a later outcome's: it is in the trail alone."""


def _subjects(
    proposals: Sequence[ProposalReview], requests: Sequence[RequestState]
) -> Iterator[tuple[str, str, str, object]]:
    """What the trail calls each, its action, form or request, its state, itself."""
    for proposal in proposals:
        yield f"proposal:{proposal.id}", proposal.what, proposal.state, proposal
    for request in requests:
        yield f"request:{request.id}", request.draft.request, request.state, request


def _stepped(trail: Trail, on: str, what: str, state: str, taken: Taken, subject: object) -> Trail:
    entry = {"at": taken.at, "who": taken.by, "role": taken.role, "on": on, "what": what}
    entry |= {"step": taken.step, "from_": state, "to": taken.state, "reason": taken.reason}
    return appended(trail, subject, entry)


def _has_occurrence(
    starts_at: datetime | None, repeat: Sequence[Repeat], moment: datetime, authority: Authority
) -> bool:
    if starts_at is None:
        return False
    zone = zone_named(authority.program.pack.timezone)
    return schedule_of(starts_at, repeat, zone).first_from(moment) == moment


def _no_such(what: str, there: Sequence[str]) -> InvalidStep:
    return InvalidStep("no_such", {"what": what, "there": tuple(dict.fromkeys(there))})
