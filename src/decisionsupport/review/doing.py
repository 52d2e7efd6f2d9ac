"""The marks that something of the plan was done: by whom, when, which occurrence, under which delegation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from decisionsupport.outcome.values import fixed_offset
from decisionsupport.review.proposals import Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """`what` (an action, or `assess:` and a form) was done `at`; `undone` where the mark was taken back.

    `occurrence` is the occurrence of a recurring action that the mark is for; None: the one it was done at.
    """

    id: str
    what: str
    at: datetime
    by: str
    role: str
    occurrence: datetime | None = None
    delegation: str | None = None
    note: str | None = None
    undone: Taken | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", fixed_offset(self.at))
        if self.occurrence is not None:
            object.__setattr__(self, "occurrence", fixed_offset(self.occurrence))
