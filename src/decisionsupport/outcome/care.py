"""What an outcome proposes and drafts, what it holds back, and the reasons for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

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

    def saying(self, because: Text) -> Reason:
        """The same with another `because`, as a constructor makes it, in half the time."""
        made = _new(Reason)
        _put_rule(made, self.rule)
        _put_title(made, self.title)
        _put_because(made, because)
        _put_evidence(made, self.evidence)
        return made


_new = object.__new__
_put_rule, _put_title, _put_because, _put_evidence = (
    Reason.__dict__[each.name].__set__ for each in fields(Reason)
)


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


class _Alike:
    """Beside its fields, where those that have not been read yet come from."""

    __slots__ = ("_identify", "_pattern")
    _pattern: Proposal
    _identify: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(_Alike):
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

    @classmethod
    def alike(
        cls,
        pattern: Proposal,
        identify: Callable[[], str],
        priority: Priority,
        due: str | None,
        due_at: datetime | None,
        reasons: tuple[Reason, ...],
        cautions: tuple[Caution, ...],
    ) -> Proposal:
        """A proposal that says of all else what `pattern` says, and whose id is made when it is first read.

        `due_at` has a fixed offset. As a constructor does, and in a third of the time.
        """
        made = _new(cls)
        _put_pattern(made, pattern)
        _put_identify(made, identify)
        _put_action(made, pattern.action)
        _put_assess(made, pattern.assess)
        _put_priority(made, priority)
        _put_due(made, due)
        _put_due_at(made, due_at)
        _put_reasons(made, reasons)
        _put_cautions(made, cautions)
        return made

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (any field)
        # Called only where a field has no value yet; two threads may both put it there: they put the same.
        if name not in _FIELDS:
            raise AttributeError(f"a proposal has no {name!r}")
        value = self._identify() if name == "id" else getattr(self._pattern, name)
        object.__setattr__(self, name, value)
        return value


_FIELDS: Final = frozenset(each.name for each in fields(Proposal))
_put_pattern = _Alike.__dict__["_pattern"].__set__
_put_identify = _Alike.__dict__["_identify"].__set__
_put_action, _put_assess, _put_priority, _put_due, _put_due_at, _put_reasons, _put_cautions = (
    Proposal.__dict__[name].__set__
    for name in ("action", "assess", "priority", "due", "due_at", "reasons", "cautions")
)


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
