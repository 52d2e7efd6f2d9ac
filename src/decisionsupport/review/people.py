"""Who takes a step, and what was delegated to them: what the host knows and gives.

Delegation (*delegering*) as SOSFS 1997:14 has it: personal, of one clearly defined task, by someone who is
competent for it, for at most a year or for a single occasion, and recalled when it is not safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.values import fixed_offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """One action, delegated `by` someone (in the role `by_role`) `to` someone, from `since` until `until`.

    `once`: for a single occasion, and then without `until`. `id` is the host's, and is kept with what was
    done under it.
    """

    id: str
    action: str
    by: str
    by_role: str
    to: str
    since: datetime
    until: datetime | None = None
    once: bool = False
    recalled_at: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("since", "until", "recalled_at"):
            at = getattr(self, name)
            if at is not None:
                object.__setattr__(self, name, instant_given(name, at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone who takes a step: their id in the host, the role they act in, what was delegated to them."""

    id: str
    role: str
    delegations: tuple[Delegation, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "delegations", tuple(self.delegations))


def instant_given(name: str, at: object) -> datetime:
    """An aware instant, as it was given; `InvalidCall` where it has no offset or is none."""
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise InvalidCall(f"{name}={at!r}: give an aware datetime, with its offset from UTC")
    return fixed_offset(at)
