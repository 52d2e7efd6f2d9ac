"""The outcome: everything an evaluation hands to a host. `to_json` and `from_json` are each other's inverse.

Laws: immutable and picklable all the way down; the same outcome is the same bytes;
`from_json(to_json(x)) == x`. A part may be made when it is first read: what it is made of cannot change, so
when that happens, and in which thread, makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from decisionsupport.outcome.care import Draft, Proposal, Withheld
from decisionsupport.outcome.reading import read_json
from decisionsupport.outcome.readonly import NOTHING, ReadOnly
from decisionsupport.outcome.record import FormState, PackUsed, ParameterUse, Problem
from decisionsupport.outcome.shapes import ASIDE
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.trace import Trace
from decisionsupport.outcome.unknowns import Failed, NotKnown, OpenQuestion, Undecided
from decisionsupport.outcome.values import Value, fixed_offset
from decisionsupport.outcome.writing import write_json

SchemaName: TypeAlias = Literal["decisionsupport/outcome/1"]
SCHEMA: Final[SchemaName] = "decisionsupport/outcome/1"


Make: TypeAlias = "Callable[[Outcome, str], object]"
"""What makes a field of an outcome, by its name."""


class _MadeWhenRead:
    """Beside its fields, what makes those that have not been read yet."""

    __slots__ = ("_make",)
    _make: Make


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(_MadeWhenRead):
    """What one evaluation says about one patient at one instant. A clinician decides."""

    schema: SchemaName = SCHEMA
    id: str
    pack: PackUsed
    site: str | None = None
    at: datetime
    language: str
    ok: bool = True
    forms: ReadOnly[FormState] = NOTHING
    parameters: tuple[ParameterUse, ...] = ()
    values: ReadOnly[ReadOnly[Value]] = NOTHING
    findings: ReadOnly[Value] = NOTHING
    proposals: tuple[Proposal, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    drafts: tuple[Draft, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    failed: tuple[Failed, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    not_known: tuple[NotKnown, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: ReadOnly[Text] = NOTHING
    fired: tuple[str, ...] = field(default=(), compare=False, repr=False, metadata=ASIDE)
    """The rules whose condition is true, by id, whatever holds back what they propose; not in the JSON."""
    trace: Trace | None = field(default=None, compare=False, repr=False, metadata=ASIDE)
    """How it came about, where `evaluate(..., trace=True)` asked; no part of the JSON or of a comparison."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", fixed_offset(self.at))

    @classmethod
    def later(cls, make: Make) -> Outcome:
        """An outcome each of whose fields `make` gives when it is first read."""
        made = _new(cls)
        _set_make(made, make)
        return made

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (any field)
        # Called only where a field has no value yet; two threads may both make it: they make the same.
        if name not in _FIELDS:
            raise AttributeError(f"an outcome has no {name!r}")
        value = self._make(self, name)
        object.__setattr__(self, name, value)
        return value

    def put_unsaid(self, undecided: tuple[Undecided, ...], questions: tuple[OpenQuestion, ...]) -> None:
        """Put in their places two fields that are made together: the same as if each had been read."""
        _put_undecided(self, undecided)
        _put_open_questions(self, questions)

    def proposal(self, of: str) -> Proposal | None:
        """The proposal of this action, or to assess this form; None when there is none."""
        return next((each for each in self.proposals if of in (each.action, each.assess)), None)

    def draft(self, request: str) -> Draft | None:
        """The draft of this request; None when there is none."""
        return next((each for each in self.drafts if each.request == request), None)

    def to_json(self, indent: int | None = None) -> str:
        """The outcome as JSON: one line, or indented."""
        return write_json(self, indent)

    @classmethod
    def from_json(cls, text: str | bytes) -> Outcome:
        """The outcome that `to_json` wrote; `InvalidRecord` names the path of what is not one."""
        return read_json(cls, text)


_new = object.__new__
_set_make = _MadeWhenRead.__dict__["_make"].__set__
_put_undecided, _put_open_questions = (
    Outcome.__dict__[name].__set__ for name in ("undecided", "open_questions")
)
_FIELDS: Final = frozenset(each.name for each in fields(Outcome))
