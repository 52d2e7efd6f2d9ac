"""What an executor is given and what it gives: the one surface that all executors share.

An executor turns a program and a record into an `Evaluation`, which answers one question: what can this cell
still be? Everything made of the answers (proposals, drafts, texts) is worked out from that, alike for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from decisionsupport.program.expressions import Expression
from decisionsupport.program.meaning import Entries
from decisionsupport.program.model import Program
from decisionsupport.values.sets import Possible


@dataclass(frozen=True, slots=True)
class Known:
    """An accepted answer, as a known value of the item's kind."""

    value: Possible


@dataclass(frozen=True, slots=True)
class NotKnown:
    """An answer too: asked, and nobody can say."""

    reason: Literal["declined", "not_possible", "not_known"]


@dataclass(frozen=True, slots=True)
class Rejected:
    """An answer that was refused: unknown, and what waits for it waits for the problem."""


Answer = Known | NotKnown | Rejected
Row = Mapping[str, Answer]
"""One entry of a repeating group: answers by item id (`form.group.item`)."""


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """What was answered in one form: by item id, and for repeating groups that were given, by group id.

    A group in `rejected_groups` was refused as a whole; one that nobody can list is `NotKnown` in `items`.
    """

    items: Mapping[str, Answer] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    rejected_groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Past:
    """One entry of a form's history."""

    at: datetime
    answers: FormAnswers


@dataclass(frozen=True, slots=True)
class Record:
    """All that is given.

    Answers by form (a form is given when it is a key), the instant (UTC), history by form (earliest first; a
    form that is not a key has an unknown history), and each parameter's value at `at`.
    """

    answers: Mapping[str, FormAnswers]
    at: datetime
    history: Mapping[str, tuple[Past, ...]]
    parameters: Mapping[str, Possible]


@dataclass(frozen=True, slots=True, order=True)
class Wait:
    """Something that an undecided condition waits for.

    `name` is an item id (`form.group[0].item` in a repeating group's entry), a form, a form whose history is
    wanted, a parameter, or a refused answer's path.
    """

    what: Literal["item", "form", "history", "parameter", "problem"]
    name: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A fault of ours inside a cell: which, and what happened, with the place in the file."""

    cell: str
    message: str


class Evaluation(Protocol):
    """What the record makes of the program. Values never change; asking twice is free."""

    program: Program
    record: Record
    waits: dict[tuple[str, int | None], tuple[Wait, ...]]
    """What undecided cells wait for, as far as `waiting.waits_for` was asked."""

    def value(self, cell: str) -> Possible:
        """What the cell can still be; a cell that failed is its widest."""
        ...

    def row_value(self, cell: str, row: int) -> Possible:
        """What a cell of a repeating group is in one entry given (from 0)."""
        ...

    def evaluate(
        self,
        expression: Expression,
        *,
        row: tuple[str, int] | None = None,
        local: Mapping[str, Possible] | None = None,
    ) -> Possible:
        """What an expression outside the cells is: a text's condition, a table-driven proposal."""
        ...

    def applies(self, cell: str, row: int | None = None) -> Possible:
        """Whether an item or a repeating group is shown: True, False or undecided."""
        ...

    def entries(self, group: str) -> Entries:
        """The entries of a repeating group."""
        ...

    def failures(self) -> tuple[Failure, ...]:
        """What failed among the cells asked for so far."""
        ...


class Executor(Protocol):
    """Made once from a program; safe to share between threads."""

    def __call__(self, record: Record) -> Evaluation:
        """Start evaluating a record."""
        ...
