"""Many patients' plans, and the work of a day: what is due, for whom, who may do it.

Law: `worklist(plans, …)` says the same of plans in any order, prepared or not. What is overdue comes first,
then what falls due before the day ends on the pack's calendar (what is due by the end of the day is due at
the next midnight, and is this day's), then what has no time of its own.

A host that asks often prepares the plans once (`WorkIndex.of`) and replaces a plan when it changes: a
question then costs as much as its answer is long, however many plans there are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import TypeAlias

from decisionsupport.program.model import PRIORITIES, Priority
from decisionsupport.review.people import instant_given
from decisionsupport.review.plan.item import PlanItem
from decisionsupport.review.plan.plan import Plan
from decisionsupport.values.time import at_clock, date_of, end_of, zone_named

_RANK: Mapping[Priority, int] = {priority: -rank for rank, priority in enumerate(PRIORITIES)}
_Whose: TypeAlias = tuple[str, str]
_Day: TypeAlias = tuple[datetime, datetime]
_Entry: TypeAlias = tuple[float, str, str, Plan, PlanItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One thing to do today: for whom, what, when; `overdue` where it should have been done before `at`.

    `due_at` is when it is due next (None where it has no time of its own), and `times` its occurrences this
    day that are not done. `item.performers` may do it (anyone where there are none); where `item.delegable`,
    so may someone to whom it is delegated.
    """

    patient: str
    unit: str | None
    item: PlanItem
    due_at: datetime | None
    times: tuple[datetime, ...]
    overdue: bool


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One unit's open items: those with a time, the earliest first, and those without."""

    plans: Mapping[_Whose, Plan]
    timed: tuple[_Entry, ...]
    undated: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class WorkIndex:
    """Plans made ready to be asked again and again, by unit."""

    shelves: Mapping[str | None, _Shelf]
    timezones: frozenset[str]

    @classmethod
    def of(cls, plans: Iterable[Plan]) -> WorkIndex:
        """The plans; of several of one patient and one pack, the last."""
        latest = {(plan.patient, plan.pack): plan for plan in plans}
        units: dict[str | None, dict[_Whose, Plan]] = {}
        for whose, plan in latest.items():
            units.setdefault(plan.unit, {})[whose] = plan
        shelves = {unit: _shelf(found) for unit, found in units.items()}
        return cls(shelves, frozenset(plan.timezone for plan in latest.values()))

    def with_plan(self, plan: Plan) -> WorkIndex:
        """The index with a plan in the place of the patient's earlier one of the same pack, in any unit."""
        whose = (plan.patient, plan.pack)
        shelves = {
            unit: _shelf({key: each for key, each in shelf.plans.items() if key != whose})
            if whose in shelf.plans and unit != plan.unit
            else shelf
            for unit, shelf in self.shelves.items()
        }
        there = shelves[plan.unit].plans if plan.unit in shelves else {}
        shelves[plan.unit] = _shelf({**there, whose: plan})
        return WorkIndex(shelves, self.timezones | {plan.timezone})

    def due(self, *, at: datetime, role: str | None = None, unit: str | None = None) -> tuple[Work, ...]:
        """What `worklist` says, of these plans."""
        instant = instant_given("at", at)
        days = {name: _day(instant, name) for name in self.timezones}
        latest = max((end.timestamp() for _, end in days.values()), default=0.0)
        shelves = self.shelves.values() if unit is None else filter(None, (self.shelves.get(unit),))
        found = [
            work
            for shelf in shelves
            for entry in (*shelf.timed[: bisect_right(shelf.timed, latest, key=_time)], *shelf.undated)
            for work in _work(entry, role, instant, days)
        ]
        return tuple(sorted(found, key=_order))


def worklist(
    plans: Iterable[Plan] | WorkIndex, *, at: datetime, role: str | None = None, unit: str | None = None
) -> tuple[Work, ...]:
    """What is due on the day of `at`, or overdue, or has no time: for these roles' hands, in this unit.

    Overdue first, the longest first; then by time, priority and patient; what has no time last. `role`: only
    what this role may do without delegation. `unit`: only this unit's patients.
    """
    if not isinstance(plans, WorkIndex):
        plans = WorkIndex.of(plan for plan in plans if unit is None or plan.unit == unit)
    return plans.due(at=at, role=role, unit=unit)


def _shelf(plans: Mapping[_Whose, Plan]) -> _Shelf:
    timed: list[_Entry] = []
    undated: list[_Entry] = []
    for plan in plans.values():
        for item in plan.items:
            if item.open:
                at = item.next_at
                entry = (0.0 if at is None else at.timestamp(), plan.patient, item.id, plan, item)
                (undated if at is None else timed).append(entry)
    return _Shelf(plans, tuple(sorted(timed, key=_place)), tuple(undated))


def _place(entry: _Entry) -> tuple[float, str, str]:
    return entry[:3]


def _time(entry: _Entry) -> float:
    return entry[0]


def _work(entry: _Entry, role: str | None, at: datetime, days: Mapping[str, _Day]) -> Iterator[Work]:
    *_, plan, item = entry
    start, end = days[plan.timezone]
    if role is not None and item.performers and role not in item.performers:
        return
    if item.next_at is None or item.next_at <= end:
        yield Work(
            patient=plan.patient,
            unit=plan.unit,
            item=item,
            due_at=item.next_at,
            times=plan.times(item, start, end),
            overdue=item.is_overdue(at),
        )


def _day(at: datetime, timezone: str) -> _Day:
    zone = zone_named(timezone)
    day = date_of(at, zone)
    return at_clock(day, time(), zone), end_of(day, zone)


def _order(work: Work) -> tuple[bool, float, int, str, str, str]:
    at = work.due_at
    rank = _RANK[work.item.priority]
    first = 0.0 if at is None else at.timestamp()
    return (at is None, first, rank, work.patient, work.unit or "", work.item.id)
