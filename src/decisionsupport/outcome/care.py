"""What an outcome proposes and drafts, what it holds back, and the reasons for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from decisionsupport.outcome.readonly import NOTHING, ReadOnly
from decisionsupport.outcome.shapes import ALTERNATIVE, chosen_alternative
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.unknowns import Wait
from decisionsupport.outcome.values import fixed_offset

Priority: TypeAlias = Literal["routine", "soon", "urgent", "emergency"]
Certainty: TypeAlias = Literal["law", "guideline", "study", "expert_opinion"]
CautionKind: TypeAlias = Literal["unchecked", "against", "population", "trial", "conflict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A source that a rule rests on."""

    source: str
    title: str
    certainty: Certainty | None = None
    publisher: str | None = None
    year: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A rule that speaks for (or against) something, and why; `rule` is its full id."""

    rule: str
    title: str
    because: Text | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """Something a clinician should weigh before acting, and what, if answered, would settle it."""

    kind: CautionKind
    rule: str | None = None
    text: Text
    waits_for: tuple[Wait, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """How often a thing is done, and for how long."""

    every: str
    for_: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed care action, or a form to fill in: either `action` or `assess` is an id, the other None.

    `due` is as the author wrote it, `due_at` the instant that makes of it.
    """

    id: str
    action: str | None = None
    title: str
    for_patient: str | None = None
    assess: str | None = None
    priority: Priority
    due: str | None = None
    due_at: datetime | None = None
    repeat: tuple[Repeat, ...] = ()
    performer: str | None = None
    with_: tuple[str, ...] = ()
    decided_by: str | None = None
    delegable: bool | None = None
    codes: ReadOnly[str] = NOTHING
    reasons: tuple[Reason, ...] = ()
    cautions: tuple[Caution, ...] = ()

    def __post_init__(self) -> None:
        if (self.action is None) == (self.assess is None):
            raise ValueError("a proposal is of an action or of a form to assess, one of them")
        if self.due_at is not None:
            object.__setattr__(self, "due_at", fixed_offset(self.due_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A proposal or draft that a rule would have made and that was held back."""

    action: str | None = field(default=None, metadata=ALTERNATIVE)
    assess: str | None = field(default=None, metadata=ALTERNATIVE)
    request: str | None = field(default=None, metadata=ALTERNATIVE)
    for_: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        chosen_alternative(self, self.action, self.assess, self.request)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What a draft lacks before it can be signed: a value to ask for, or a condition that does not hold."""

    needs: str
    ask: str | None = field(default=None, metadata=ALTERNATIVE)
    text: Text | None = field(default=None, metadata=ALTERNATIVE)
    state: Literal["unknown", "false"]

    def __post_init__(self) -> None:
        chosen_alternative(self, self.ask, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A drafted care request (*vårdbegäran*). It cannot be signed while it has gaps."""

    request: str
    title: str
    to: str
    urgency: Priority
    sections: ReadOnly[Text] = NOTHING
    text: Text
    reasons: tuple[Reason, ...] = ()
    cautions: tuple[Caution, ...] = ()
    gaps: tuple[Gap, ...] = ()
