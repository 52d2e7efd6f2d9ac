"""Who may take which step: by the pack's roles, by what the host says, and by delegation.

| step | who |
|---|---|
| on a proposal | who decides it (`decided_by`); else who performs it, and the host's `reviewers` |
| signing a care request | the host's `signers`: who may issue one is the care provider's own routine |
| the other steps of a care request | any role of the pack |
| marking as done | who performs it, alone or with others; where it is delegable, to whom it is delegated |

Judging is not delegated: a delegation counts for doing, never for deciding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.care import Proposal
from decisionsupport.program.model import Program
from decisionsupport.review.people import Actor, Delegation, instant_given
from decisionsupport.review.refusing import InvalidStep
from decisionsupport.values.duration import parse_duration
from decisionsupport.values.time import add_duration, zone_named


class Doable(Protocol):
    """What can be done: a proposal, or an item of the plan."""

    @property
    def action(self) -> str | None: ...  # noqa: D102
    @property
    def assess(self) -> str | None: ...  # noqa: D102
    @property
    def performer(self) -> str | None: ...  # noqa: D102
    @property
    def with_(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def decided_by(self) -> str | None: ...  # noqa: D102
    @property
    def delegable(self) -> bool | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Authority:
    """What a pack (`engine.program`) and the care provider's routines say of who may do what.

    `signers`: the roles that may sign care requests. `reviewers`: the roles that may also decide proposals
    that the pack reserves for nobody. `longest_delegation`: no delegation counts that is for longer.
    """

    program: Program
    signers: Sequence[str]
    reviewers: Sequence[str] = ()
    longest_delegation: str = "1 years"

    def __post_init__(self) -> None:
        for name in ("signers", "reviewers"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
            for role in getattr(self, name):
                if role not in self.roles:
                    raise InvalidCall(
                        f"{name}: the pack has no role {role!r}; it has {', '.join(self.roles)}"
                    )
        if parse_duration(self.longest_delegation) is None:
            raise InvalidCall(f"longest_delegation={self.longest_delegation!r}: give a duration, as 1 years")

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of the pack."""
        return tuple(self.program.pack.roles)

    def check_decides(self, proposal: Proposal, actor: Actor) -> None:
        """`InvalidStep` unless the actor may accept, change, reject or reopen this proposal."""
        self._check_role(actor)
        if proposal.decided_by is not None:
            allowed: tuple[str, ...] = (proposal.decided_by,)
        else:
            performers = performers_of(proposal)
            allowed = (*performers, *self.reviewers) if performers else self.roles
        if actor.role not in allowed:
            raise InvalidStep("decided_by", _names(proposal, actor, roles=tuple(dict.fromkeys(allowed))))

    def check_signs(self, actor: Actor) -> None:
        """`InvalidStep` unless the actor may sign care requests."""
        self._check_role(actor)
        if actor.role not in self.signers:
            raise InvalidStep(
                "step_roles", {"step": "sign", "roles": self.signers, "role": f"`{actor.role}`"}
            )

    def check_handles(self, actor: Actor) -> None:
        """`InvalidStep` unless the actor's role is one of the pack's."""
        self._check_role(actor)

    def check_does(
        self, thing: Doable, actor: Actor, at: datetime, used: frozenset[str]
    ) -> Delegation | None:
        """`InvalidStep` unless the actor may do it; the delegation it is done under, if any.

        `used` are the ids of the delegations under which something has been done before.
        """
        self._check_role(actor)
        performers = performers_of(thing)
        if not performers or actor.role in performers:
            return None
        refusal = InvalidStep("performer", _names(thing, actor, roles=performers, who=actor.id))
        for delegation in actor.delegations:
            if delegation.action == thing.action:
                refused = self._against(delegation, thing, actor, at, used)
                if refused is None:
                    return delegation
                refusal = refused
        raise refusal

    def may_do(self, thing: Doable, actor: Actor, at: datetime, used: frozenset[str] = frozenset()) -> bool:
        """Whether `check_does` lets the actor do it: for worklists and buttons."""
        try:
            self.check_does(thing, actor, instant_given("at", at), used)
        except InvalidStep:
            return False
        return True

    def _against(
        self, delegation: Delegation, thing: Doable, actor: Actor, at: datetime, used: frozenset[str]
    ) -> InvalidStep | None:
        """What speaks against a delegation, the gravest first; None where it counts."""
        against = {
            "not_delegable": thing.delegable is not True,
            "delegated_to_other": delegation.to != actor.id,
            "delegated_to_self": delegation.by == delegation.to,
            "delegator_role": delegation.by_role not in (thing.performer, thing.decided_by),
            "delegation_recalled": delegation.recalled_at is not None and delegation.recalled_at <= at,
            "delegation_early": at < delegation.since,
            "delegation_endless": delegation.until is None and not delegation.once,
            "delegation_lapsed": delegation.until is not None and delegation.until <= at,
            "delegation_long": self._is_long(delegation),
            "delegation_used": delegation.once and delegation.id in used,
        }
        why = next((slug for slug, holds in against.items() if holds), None)
        if why is None:
            return None
        names = _names(thing, actor, roles=performers_of(thing), who=actor.id)
        return InvalidStep(why, {**names, **_told(delegation), "longest": self.longest_delegation})

    def _is_long(self, delegation: Delegation) -> bool:
        longest = parse_duration(self.longest_delegation)
        if delegation.until is None or longest is None:
            return False
        zone = zone_named(self.program.pack.timezone)
        return delegation.until > add_duration(delegation.since, longest, zone)

    def _check_role(self, actor: Actor) -> None:
        if actor.role not in self.roles:
            raise InvalidStep("unknown_role", {"role": actor.role, "roles": self.roles})


def performers_of(thing: Doable) -> tuple[str, ...]:
    """The roles that may do it; none where the pack leaves it to anyone."""
    return (*((thing.performer,) if thing.performer else ()), *thing.with_)


def _names(
    thing: Doable, actor: Actor, *, roles: Sequence[str], who: str = ""
) -> Mapping[str, str | Sequence[str]]:
    what = thing.action or thing.assess or ""
    return {"what": what, "role": f"`{actor.role}`", "roles": tuple(roles), "who": who}


def _told(delegation: Delegation) -> Mapping[str, str]:
    def day(at: datetime | None) -> str:
        return "" if at is None else at.isoformat(sep=" ", timespec="minutes")

    return {
        "id": delegation.id,
        "to": delegation.to,
        "by": delegation.by,
        "by_role": f"`{delegation.by_role}`",
        "since": day(delegation.since),
        "until": day(delegation.until),
        "recalled_at": day(delegation.recalled_at),
    }
