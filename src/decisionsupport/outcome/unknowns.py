"""What an outcome does not know: what waits, for what, and what to ask next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from decisionsupport.outcome.shapes import ALTERNATIVE, chosen_alternative


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing something waits for: `Wait(item="news2.pulse")`, `Wait(form="downton")`.

    `history`: the form whose history was not given; `parameter`: one without a value; `problem`: the path of
    a refused answer, or the id of a rule that failed.
    """

    item: str | None = field(default=None, metadata=ALTERNATIVE)
    form: str | None = field(default=None, metadata=ALTERNATIVE)
    history: str | None = field(default=None, metadata=ALTERNATIVE)
    parameter: str | None = field(default=None, metadata=ALTERNATIVE)
    problem: str | None = field(default=None, metadata=ALTERNATIVE)

    def __post_init__(self) -> None:
        chosen_alternative(self, self.item, self.form, self.history, self.parameter, self.problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A rule that what was given does not decide; `priority` is the highest it could propose."""

    rule: str
    title: str
    priority: Literal["routine", "soon", "urgent", "emergency"] | None = None
    waits_for: tuple[Wait, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A rule that failed inside, by a fault that is not the author's nor the host's."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """An item to answer, or a form to fill in, and the undecided rules it could decide."""

    item: str | None = field(default=None, metadata=ALTERNATIVE)
    form: str | None = field(default=None, metadata=ALTERNATIVE)
    ask: str
    required: bool = False
    could_decide: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        chosen_alternative(self, self.item, self.form)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKnown:
    """An item that was answered with that it cannot be known, and why."""

    item: str
    reason: Literal["declined", "not_possible", "not_known"]
