"""From accepted proposals and the marks of what was done, what is to be done.

Of the proposals of one action that were accepted and not yet done, the rules of a single outcome hold: the
highest priority, the earliest due, all reasons and cautions. Something done closes what was proposed until
then; what is proposed and accepted after that opens it anew. Of what recurs the latest accepted proposal
holds, and an occurrence done closes those before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.values import in_zone
from decisionsupport.program.model import PRIORITIES, Program
from decisionsupport.review.doing import Done
from decisionsupport.review.plan.accepted import Accepted
from decisionsupport.review.plan.item import PlanItem
from decisionsupport.review.plan.naming import by_language, occasion_words, patient_words, titles
from decisionsupport.review.plan.occurrences import Schedule, schedule_of
from decisionsupport.review.plan.plan import Plan
from decisionsupport.values.time import zone_named

_RANK = {priority: rank for rank, priority in enumerate(PRIORITIES)}


def merged_plan(
    patient: str,
    unit: str | None,
    accepted: Iterable[Accepted],
    done: Iterable[Done],
    program: Program,
) -> Plan:
    """The plan of one patient."""
    groups: dict[str, list[Accepted]] = {}
    for each in accepted:
        groups.setdefault(each.review.key, []).append(each)
    marks: dict[str, list[Done]] = {}
    for mark in sorted(done, key=lambda mark: mark.at):
        marks.setdefault(mark.what, []).append(mark)
    zone = zone_named(program.pack.timezone)
    items = [_merged(group, tuple(marks.get(key, ())), program, zone) for key, group in groups.items()]
    conflicting = [_with_conflicts(item, items, program) for item in items]
    used = sorted({role for item in items for role in (*item.performers, item.decided_by) if role})
    return Plan(
        patient=patient,
        unit=unit,
        pack=program.pack.name,
        timezone=program.pack.timezone,
        items=tuple(sorted(conflicting, key=_order)),
        roles=ReadOnly(
            {role: by_language(program.pack.roles[role]) for role in used if role in program.pack.roles}
        ),
    )


def _merged(group: Sequence[Accepted], marks: tuple[Done, ...], program: Program, zone: tzinfo) -> PlanItem:
    live = tuple(mark for mark in marks if mark.undone is None)
    latest = max(group, key=lambda each: (each.at, each.review.id))
    schedule = schedule_of(latest.starts_at, latest.repeat, zone)
    if schedule.stretches:
        holding: Sequence[Accepted] = [latest]
        next_at = next_occurrence(schedule, live, latest.at)
        is_open = next_at is not None
    else:
        last = max((mark.at for mark in live), default=None)
        still = [each for each in group if last is None or each.at > last]
        holding = still or [latest]
        next_at, is_open = None, bool(still)
    soonest = min(holding, key=lambda each: (each.due_at is None, each.due_at or each.at, each.review.id))
    if not schedule.stretches and is_open and soonest.due_at is not None:
        next_at = in_zone(soonest.due_at, zone)
    return _item(holding, soonest, marks, program, is_open=is_open, next_at=next_at)


def next_occurrence(schedule: Schedule, marks: Sequence[Done], since: datetime) -> datetime | None:
    """The first occurrence that no mark has closed; a mark closes its occurrence and all before it."""
    closed: datetime | None = None
    first = schedule.stretches[0].start
    for mark in marks:
        if mark.at < since:
            continue
        occurrence = mark.occurrence or schedule.last_until(mark.at)
        if mark.occurrence is None and (occurrence is None or (closed is not None and occurrence <= closed)):
            # Done early: it counts for the next.
            occurrence = schedule.first_from(first) if closed is None else schedule.first_after(closed)
        if occurrence is not None and (closed is None or occurrence > closed):
            closed = occurrence
    return schedule.first_from(first) if closed is None else schedule.first_after(closed)


def _item(
    holding: Sequence[Accepted],
    soonest: Accepted,
    marks: tuple[Done, ...],
    program: Program,
    *,
    is_open: bool,
    next_at: datetime | None,
) -> PlanItem:
    ordered = sorted(holding, key=lambda each: (-_RANK[each.priority], each.at, each.review.id))
    first = ordered[0].review.proposal
    repeat = soonest.repeat
    return PlanItem(
        id=ordered[0].review.key,
        action=first.action,
        assess=first.assess,
        title=titles(ordered[0], program),
        for_patient=patient_words(ordered[0], program),
        open=is_open,
        priority=ordered[0].priority,
        due=soonest.due,
        due_at=soonest.due_at,
        occasion=occasion_words(soonest, program),
        next_at=next_at,
        repeat=repeat,
        starts_at=soonest.starts_at if repeat else None,
        performer=first.performer,
        with_=first.with_,
        decided_by=first.decided_by,
        delegable=first.delegable,
        codes=first.codes,
        notes=tuple(
            each.review.change.note for each in ordered if each.review.change and each.review.change.note
        ),
        reasons=tuple(dict.fromkeys(reason for each in ordered for reason in each.review.proposal.reasons)),
        cautions=tuple(
            dict.fromkeys(caution for each in ordered for caution in each.review.proposal.cautions)
        ),
        origins=tuple(each.origin for each in ordered),
        done=marks,
    )


def _with_conflicts(item: PlanItem, items: Sequence[PlanItem], program: Program) -> PlanItem:
    if not item.open or item.action is None:
        return item
    own = _conflicts_of(item.action, program)
    against = sorted(
        other.id
        for other in items
        if other.open
        and other.action is not None
        and (other.action in own or item.action in _conflicts_of(other.action, program))
    )
    return replace(item, conflicts=tuple(against)) if against else item


def _conflicts_of(action: str, program: Program) -> tuple[str, ...]:
    found = program.actions.get(action)
    return found.conflicts_with if found is not None else ()


def _order(item: PlanItem) -> tuple[bool, int, bool, float, str]:
    at = item.next_at
    return (not item.open, -_RANK[item.priority], at is None, at.timestamp() if at else 0.0, item.id)
