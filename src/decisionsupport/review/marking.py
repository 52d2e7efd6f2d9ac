"""Marking something of the plan as done, and taking the mark back: who may, and what may be marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from decisionsupport.outcome.digest import sha256_of
from decisionsupport.review.authority import Authority
from decisionsupport.review.doing import Done
from decisionsupport.review.people import Actor
from decisionsupport.review.plan.item import PlanItem
from decisionsupport.review.plan.occurrences import schedule_of
from decisionsupport.review.proposals import Taken, check_order, given_reason
from decisionsupport.review.refusing import InvalidStep
from decisionsupport.values.time import zone_named


def marked(
    item: PlanItem,
    before: Sequence[Done],
    *,
    patient: str,
    by: Actor,
    at: datetime,
    authority: Authority,
    occurrence: datetime | None,
    note: str | None,
) -> Done:
    """The mark that an item was done, or `InvalidStep`; `before` are the patient's earlier marks."""
    what = item.action or item.assess or ""
    live = [mark for mark in before if mark.undone is None]
    if not item.open:
        last = max(mark.at for mark in live if mark.what == item.id)
        raise InvalidStep("already_done", {"what": what, "at": last.isoformat()})
    check_order(at, min(origin.at for origin in item.origins))
    if occurrence is not None and not _recurs_at(item, occurrence, authority):
        raise InvalidStep("no_occurrence", {"what": what, "occurrence": occurrence.isoformat()})
    used = frozenset(mark.delegation for mark in live if mark.delegation)
    delegation = authority.check_does(item, by, at, used)
    return Done(
        id=sha256_of({"patient": patient, "done": item.id, "number": len(before) + 1}),
        what=item.id,
        at=at,
        by=by.id,
        role=by.role,
        occurrence=occurrence,
        delegation=None if delegation is None else delegation.id,
        note=note,
    )


def taken_back(mark: Done, *, by: Actor, at: datetime, reason: str) -> Done:
    """The mark, taken back with a reason."""
    check_order(at, mark.at)
    said = given_reason("undo", reason)
    undone = Taken(step="undo", state="undone", by=by.id, role=by.role, at=at, reason=said)
    return replace(mark, undone=undone)


def _recurs_at(item: PlanItem, at: datetime, authority: Authority) -> bool:
    if item.starts_at is None:
        return False
    zone = zone_named(authority.program.pack.timezone)
    return schedule_of(item.starts_at, item.repeat, zone).first_from(at) == at
