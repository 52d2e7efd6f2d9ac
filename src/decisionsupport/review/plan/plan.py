"""What is to be done for one patient: a frozen value that a host keeps, shows and sends.

Laws: the same review gives the same plan; a plan reads no clock, so that what is overdue is asked `at` an
instant; `from_json(to_json(x)) == x`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final, Literal, TypeAlias

from decisionsupport.outcome.reading import read_json
from decisionsupport.outcome.readonly import NOTHING, ReadOnly
from decisionsupport.outcome.writing import write_json
from decisionsupport.review.people import instant_given
from decisionsupport.review.plan.item import PlanItem
from decisionsupport.review.plan.occurrences import schedule_of
from decisionsupport.review.plan.patient import patient_text
from decisionsupport.values.time import zone_named

SchemaName: TypeAlias = Literal["decisionsupport/plan/1"]
SCHEMA: Final[SchemaName] = "decisionsupport/plan/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that was accepted for one patient, the open things first, the most urgent first.

    `pack` is the pack whose proposals they were, `timezone` its time zone; `roles` are the names of the roles
    that occur, by role and language.
    """

    schema: SchemaName = SCHEMA
    patient: str
    unit: str | None = None
    pack: str
    timezone: str
    items: tuple[PlanItem, ...] = ()
    roles: ReadOnly[ReadOnly[str]] = NOTHING

    def item(self, what: str) -> PlanItem | None:
        """The item of this action, or of this form (`assess:nutrition`); None when there is none."""
        return next((each for each in self.items if each.id == what), None)

    def overdue(self, at: datetime) -> tuple[PlanItem, ...]:
        """What should have been done before this instant, the longest overdue first."""
        instant = instant_given("at", at)
        late = [(each.next_at, each) for each in self.items if each.next_at and each.next_at < instant]
        return tuple(each for _, each in sorted(late, key=lambda pair: (pair[0], pair[1].id)))

    def times(self, item: PlanItem, after: datetime, until: datetime) -> tuple[datetime, ...]:
        """When the item is due, of what is not done: after one instant, and until another or at it."""
        if item.next_at is None:
            return ()
        if not item.repeat or item.starts_at is None:
            return (item.next_at,) if after < item.next_at <= until else ()
        schedule = schedule_of(item.starts_at, item.repeat, zone_named(self.timezone))
        since = max(item.next_at, after + timedelta(microseconds=1))
        return tuple(takewhile(lambda at: at <= until, schedule.since(since)))

    def for_patient(self, language: str) -> str:
        """The plan in plain words for the patient, in this language where the pack has its texts."""
        return patient_text(self.items, self.roles, zone_named(self.timezone), language)

    def to_json(self, indent: int | None = None) -> str:
        """The plan as JSON: one line, or indented."""
        return write_json(self, indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Plan:
        """The plan that `to_json` wrote; `InvalidRecord` names the path of what is not one."""
        return read_json(cls, text)
