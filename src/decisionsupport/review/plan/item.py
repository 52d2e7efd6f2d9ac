"""One thing to do for one patient: why, by whom, when, how often, and what has been done of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from decisionsupport.outcome.care import Caution, Priority, Reason, Repeat
from decisionsupport.outcome.readonly import NOTHING, ReadOnly
from decisionsupport.outcome.values import fixed_offset
from decisionsupport.review.doing import Done
from decisionsupport.review.proposals import Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The proposal that a thing to do comes from, the forms behind its outcome, and who accepted it."""

    proposal: str
    outcome: str
    at: datetime
    forms: tuple[str, ...] = ()
    accepted: Taken

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", fixed_offset(self.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One thing to do: an action, or a form to fill in; `id` is the action, or `assess:` and the form.

    `title`, `for_patient` and `occasion` (such as *at the next visit*) are by language. `next_at` is when it
    is due next: None where it is done, or has no time. `starts_at` is the first occurrence of what recurs.
    `conflicts` are the items that it does not go with; `notes` what clinicians added when they changed it.
    """

    id: str
    action: str | None = None
    assess: str | None = None
    title: ReadOnly[str]
    for_patient: ReadOnly[str] = NOTHING
    open: bool
    priority: Priority
    due: str | None = None
    due_at: datetime | None = None
    occasion: ReadOnly[str] = NOTHING
    next_at: datetime | None = None
    repeat: tuple[Repeat, ...] = ()
    starts_at: datetime | None = None
    performer: str | None = None
    with_: tuple[str, ...] = ()
    decided_by: str | None = None
    delegable: bool | None = None
    codes: ReadOnly[str] = NOTHING
    notes: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    cautions: tuple[Caution, ...] = ()
    conflicts: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    done: tuple[Done, ...] = ()

    def __post_init__(self) -> None:
        for name in ("due_at", "next_at", "starts_at"):
            at = getattr(self, name)
            if at is not None:
                object.__setattr__(self, name, fixed_offset(at))

    @property
    def performers(self) -> tuple[str, ...]:
        """The roles that may do it without delegation; none where anyone may."""
        return (*((self.performer,) if self.performer else ()), *self.with_)

    def is_overdue(self, at: datetime) -> bool:
        """Whether it should have been done before this instant."""
        return self.next_at is not None and self.next_at < at
