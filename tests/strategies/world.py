"""An evaluator of our own, in plain Python over dicts, written from LANGUAGE.md and nothing else.

A *judge* takes a world (one patient's answers) and gives a value: `bool`, `Fraction`, `str`, `frozenset`, `date`,
`datetime`, or `NA` (not applicable). Where it cannot tell for want of an answer it raises `Unsure`; it then says
nothing of the value. It never sees the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")
Value = Any
Judge = Callable[["World"], Value]


class NotApplicable:
    """The value of what does not apply."""

    def __repr__(self) -> str:
        return "NA"


NA = NotApplicable()


class Unsure(Exception):
    """It depends on what is not answered."""


@dataclass
class World:
    """One patient: answers by form and item (None: form not given), the past, the clock, the parameters.

    `cells` are the judges of everything that has a name; `past` is worlds by form, earliest first.
    """

    cells: Mapping[str, Judge]
    answers: Mapping[str, Mapping[str, Any]]
    at: datetime
    past: Mapping[str, Sequence[World]]
    parameters: Mapping[str, Any]
    row: tuple[str, int] | None = None
    _known: dict[tuple[str, tuple[str, int] | None], Value] = field(default_factory=dict)

    def value(self, cell: str) -> Value:
        """What a cell is; `Unsure` where that is open."""
        key = (cell, self.row)
        if key not in self._known:
            try:
                self._known[key] = self.cells[cell](self)
            except Unsure as unsure:
                self._known[key] = unsure
        found = self._known[key]
        if isinstance(found, Unsure):
            raise found
        return found

    def answer(self, form: str, name: str) -> Any:
        """The answer to an item; `Unsure` where there is none, or nobody can say."""
        given = self.answers.get(form, {}).get(name)
        if given is None or isinstance(given, Mapping):
            raise Unsure
        return given

    def rows(self, form: str, group: str) -> Sequence[Mapping[str, Any]] | None:
        """The entries of a repeating group; None where they are not given."""
        found: Sequence[Mapping[str, Any]] | None = self.answers.get(form, {}).get(group)
        return found

    def in_row(self, group: str, index: int) -> World:
        """The same world, seen from one entry."""
        inner = World(self.cells, self.answers, self.at, self.past, self.parameters, (group, index))
        inner._known = self._known
        return inner


def truth(judge: Judge, world: World) -> bool:
    """A judge's value as a condition: what is not applicable counts as no."""
    return judge(world) is True


def maybe(judge: Judge, world: World) -> bool | None:
    """The same; None where that is open."""
    try:
        return truth(judge, world)
    except Unsure:
        return None


def all_of(parts: Iterable[Judge]) -> Judge:
    """Kleene's `and`."""
    listed = tuple(parts)

    def judge(world: World) -> Value:
        found = [maybe(part, world) for part in listed]
        if False in found:
            return False
        if None in found:
            raise Unsure
        return True

    return judge


def any_of(parts: Iterable[Judge]) -> Judge:
    """Kleene's `or`."""
    listed = tuple(parts)
    return not_(all_of([not_(part) for part in listed]))


def not_(part: Judge) -> Judge:
    """Exactly `not`."""
    return lambda world: not truth(part, world)


def lifted(operation: Callable[..., Value], *parts: Judge) -> Judge:
    """Arithmetic: not applicable where an operand is."""

    def judge(world: World) -> Value:
        values = [_or_unsure(part, world) for part in parts]
        if NA in values:
            return NA
        if Unsure in values:
            raise Unsure
        return operation(*values)

    return judge


def tested(test: Callable[..., bool], *parts: Judge) -> Judge:
    """A test: false where an operand is not applicable."""
    made = lifted(test, *parts)
    return lambda world: made(world) is True


def _or_unsure(part: Judge, world: World) -> Value:
    try:
        return part(world)
    except Unsure:
        return Unsure


def applicable(parts: Iterable[Judge], world: World) -> list[Value]:
    """The values of what is applicable."""
    return [value for value in [part(world) for part in parts] if value is not NA]


def first_of(entries: Sequence[tuple[Judge, Judge]], otherwise: Judge) -> Judge:
    """The first entry whose condition holds."""

    def judge(world: World) -> Value:
        for condition, value in entries:
            if truth(condition, world):
                return value(world)
        return otherwise(world)

    return judge


def constant(value: Value) -> Judge:
    """Always the same."""
    return lambda _: value
