"""An explanation: why a rule, a value, a proposal or a gap came out as it did, as data."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal

from decisionsupport.outcome.care import Evidence
from decisionsupport.outcome.record import ParameterUse
from decisionsupport.outcome.trace import Place
from decisionsupport.outcome.unknowns import Wait
from decisionsupport.outcome.values import NotApplicable, Unknown, Value
from decisionsupport.outcome.writing import Plain, plain_value, written

Verdict = Literal["true", "false", "unknown"]
Subject = Literal["rule", "value", "proposal", "request"]
State = Literal["fired", "held", "withheld", "undecided", "false"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a condition or of what makes a value: in words, with what it came to, and its own parts.

    `said` is what it came to, as a clause (*NEWS2 är 4*). `cell`: the value it is, None for an expression.
    `value` is None inside the entries of a repeating group, where it differs from entry to entry.
    """

    text: str
    said: str
    value: Value | None
    place: Place
    cell: str | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerUsed:
    """An answer that was read, as given; `value` is None where there is none."""

    item: str
    ask: str
    value: Value | None
    printed: str
    state: Literal["answered", "unanswered", "not_known", "refused", "not_given"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What answers to one open question would do: `into` is a verdict on a rule, or what a value becomes."""

    answers: tuple[str, ...]
    into: str


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An open question and what each answer to it would do, everything else unchanged."""

    item: str
    ask: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer changed; `said` says it shortly: what is added to a list, or taken from it."""

    item: str
    ask: str
    before: str
    after: str
    said: str


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """The fewest changed answers that turn it, or none within the search.

    `gave_up`: the search ended after its 20,000 evaluations. `into` is what it turns into. Where several
    changes are equally many, the one whose items come first in the pack; of one item's values, the one
    nearest to the answer given.
    """

    changes: tuple[Changed, ...]
    into: str
    evaluations: int
    gave_up: bool


@dataclass(frozen=True, slots=True)
class RuleWhy:
    """One rule: its state, its condition part by part, what it rests on and what would turn it."""

    rule: str
    title: str
    state: State
    condition: Part
    unless: Part | None
    because: str | None
    held_by: str | None
    """The exception that holds it, or what withholds all that it proposes."""
    waits_for: tuple[Wait, ...]
    answers: tuple[AnswerUsed, ...]
    parameters: tuple[ParameterUse, ...]
    evidence: tuple[Evidence, ...]
    place: Place
    open_answers: tuple[OpenAnswer, ...] = ()
    smallest: SmallestChange | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why. `lines` say it in a few sentences; the rest is what they rest on."""

    subject: Subject
    id: str
    title: str
    language: str
    lines: tuple[str, ...]
    rules: tuple[RuleWhy, ...] = ()
    value: Part | None = None
    needs: tuple[Part, ...] = ()
    """What a request cannot be signed without, and what each came to."""
    answers: tuple[AnswerUsed, ...] = ()
    open_answers: tuple[OpenAnswer, ...] = ()
    raises: tuple[SmallestChange, ...] = ()
    """The single answers that would raise a value, one for each item."""
    smallest: SmallestChange | None = None

    def as_data(self) -> dict[str, Plain]:
        """The explanation as plain data, for JSON; decimals are `Decimal` with the digits of their step."""
        return {each.name.rstrip("_"): _plain(getattr(self, each.name)) for each in fields(self)}

    def to_json(self, indent: int | None = None) -> str:
        """The explanation as JSON."""
        return written(self.as_data(), indent)


def _plain(value: object) -> Plain:
    match value:
        case Unknown() | NotApplicable() | bool() | int() | Decimal() | date() | time():
            return plain_value(value)
        case None | str():
            return value
        case list() | tuple():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return {each.name.rstrip("_"): _plain(getattr(value, each.name)) for each in fields(value)}
        case _:
            return str(value)
