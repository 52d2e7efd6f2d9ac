"""Answers, histories and parameters for a pack; and every way in which what is not answered may be."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.strategies.choices import Choices, chance, pick
from tests.strategies.forms import FormSpec, Slot
from tests.strategies.kinds import months_back
from tests.strategies.packs import Pack
from tests.strategies.world import Judge, World, maybe

AT = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
Answers = dict[str, dict[str, Any]]
NOT_KNOWN = {"not_known": "declined"}


@dataclass(frozen=True)
class Given:
    """All that a host gives in one call."""

    answers: Answers
    history: dict[str, list[dict[str, Any]]]
    parameters: dict[str, Any]
    at: datetime = AT

    def world(self, pack: Pack) -> World:
        """The same, for our own judges."""
        past = {
            form: [
                World(
                    pack.cells,
                    {form: entry["answers"]},
                    datetime.fromisoformat(entry["at"]),
                    {},
                    self.parameters,
                )
                for entry in sorted(entries, key=lambda each: each["at"])
            ]
            for form, entries in self.history.items()
        }
        return World(pack.cells, self.answers, self.at, past, self.parameters)


def make_given(choices: Choices, pack: Pack, *, most: int = 150, not_known: bool = True) -> Given:
    """Some answers, such that what is left open can be completed in at most so many ways."""
    history: dict[str, list[dict[str, Any]]] = {}
    for form in pack.forms:
        how = choices.number(3)
        if how:
            history[form.id] = [_entry(choices, pack, form, index) for index in range(how - 1)]
    parameters = {
        name: pick(choices, values) for name, values in pack.parameters.items() if chance(choices, 10)
    }
    given = Given({}, history, parameters)
    answers: Answers = {}
    for form in pack.forms:
        if chance(choices, 80):
            answers[form.id] = {}
            given = replace(given, answers=answers)
            _fill(choices, pack, form, given, percent=pick(choices, (50, 80, 20, 100)), not_known=not_known)
    given = replace(given, answers=answers)
    while ways(pack, answers) > most:
        if not _answer_one(choices, pack, given):
            break
    return given


def _entry(choices: Choices, pack: Pack, form: FormSpec, index: int) -> dict[str, Any]:
    at = AT - timedelta(days=(3, 100)[index] + choices.number(250), hours=choices.number(20))
    if chance(choices, 40):
        # On the very border of a window of months.
        at = months_back(AT, 1 + index * 3 + choices.number(2))
    answers: Answers = {form.id: {}}
    given = Given(answers, {}, {}, at)
    _fill(choices, pack, form, given, percent=80, not_known=True)
    return {"at": at.isoformat(), "version": "1.0.0", "answers": answers[form.id]}


def with_more(choices: Choices, pack: Pack, given: Given, unset: set[str]) -> Given:
    """The same with a history for the forms that had none, and a value for the parameters that had none."""
    history = {
        form.id: [_entry(choices, pack, form, index) for index in range(choices.number(2))]
        for form in pack.forms
        if form.id not in given.history and not unset
    }
    # A parameter may hide what was answered in the past, where that is no problem: so only without a past.
    lone = not any(given.history.values())
    parameters = {name: pick(choices, pack.parameters[name]) for name in sorted(unset) if lone}
    return replace(given, history={**given.history, **history}, parameters={**given.parameters, **parameters})


def _hidden(show: Judge | None, world: World) -> bool:
    return show is not None and maybe(show, world) is False


def _fill(
    choices: Choices, pack: Pack, form: FormSpec, given: Given, *, percent: int, not_known: bool
) -> None:
    into = given.answers[form.id]
    for slot in form.slots:
        if _hidden(slot.show, given.world(pack)) or not chance(choices, percent):
            continue
        if slot.rows:
            into[slot.name] = [{} for _ in range(choices.number(2))]
            for index in range(len(into[slot.name])):
                for inner in slot.rows:
                    world = given.world(pack).in_row(f"{form.id}.{slot.name}", index)
                    if not _hidden(inner.show, world) and chance(choices, percent):
                        into[slot.name][index][inner.name] = pick(choices, inner.domain)
        elif not_known and chance(choices, 5):
            into[slot.name] = dict(NOT_KNOWN)
        else:
            into[slot.name] = pick(choices, slot.domain)


@dataclass(frozen=True)
class Place:
    """Where an answer goes: an item, a repeating group as a whole, or an item of one entry."""

    form: str
    slot: Slot
    group: str | None = None
    index: int = 0

    @property
    def path(self) -> str:
        """As waits and problems name it."""
        if self.group is None:
            return f"{self.form}.{self.slot.name}"
        return f"{self.form}.{self.group}[{self.index}].{self.slot.name}"

    def answered(self, answers: Answers) -> bool:
        holder = self._holder(answers)
        return holder is not None and self.slot.name in holder

    def put(self, answers: Answers, value: Any) -> None:
        answers.setdefault(self.form, {})
        holder = self._holder(answers)
        assert holder is not None
        holder[self.slot.name] = value

    def _holder(self, answers: Answers) -> dict[str, Any] | None:
        form = answers.get(self.form)
        if form is None or self.group is None:
            return form
        rows: list[dict[str, Any]] = form.get(self.group, [])
        return rows[self.index] if self.index < len(rows) else None

    def hidden(self, pack: Pack, given: Given) -> bool | None:
        """Whether it is shown, as far as that can be told: None where it cannot."""
        world = given.world(pack)
        if self.group is not None:
            world = world.in_row(f"{self.form}.{self.group}", self.index)
        if self.slot.show is None:
            return False
        shown = maybe(self.slot.show, world)
        return None if shown is None else not shown

    def values(self) -> list[Any]:
        """All that may be answered: for a repeating group, every list of entries not filled in yet."""
        return [[], [{}], [{}, {}]] if self.slot.rows else self.slot.domain


def places(pack: Pack, answers: Answers) -> list[Place]:
    """Every place that can be answered, in an order in which nothing is shown by what comes later."""
    found: list[Place] = []
    for form in pack.forms:
        for slot in form.slots:
            found.append(Place(form.id, slot))
            for index in range(len(answers.get(form.id, {}).get(slot.name, ())) if slot.rows else 0):
                found += [Place(form.id, inner, slot.name, index) for inner in slot.rows]
    return found


def ways(pack: Pack, answers: Answers) -> int:
    """How many completions there are at most."""
    count = 1
    for place in places(pack, answers):
        if not place.answered(answers):
            count *= _ways_of(place.slot)
    return count


def _ways_of(slot: Slot) -> int:
    if not slot.rows:
        return len(slot.domain)
    row = 1
    for inner in slot.rows:
        row *= len(inner.domain)
    return 1 + row + row * row


def _answer_one(choices: Choices, pack: Pack, given: Given) -> bool:
    open_ = [
        place
        for place in places(pack, given.answers)
        if not place.answered(given.answers) and place.hidden(pack, given) is not True
    ]
    if not open_:
        return False
    largest = max(open_, key=lambda place: _ways_of(place.slot))
    largest.put(given.answers, copy.deepcopy(pick(choices, largest.values())))
    return True


def completions(pack: Pack, given: Given, order: Choices | None = None) -> Iterator[Given]:
    """Every full completion: all that is shown is answered. Where it cannot be told, both ways.

    With `order`, the values of each place are begun at another one, so that a few completions differ much.
    """
    answers = copy.deepcopy(given.answers)
    for form in pack.forms:
        answers.setdefault(form.id, {})
    yield from _completed(pack, replace(given, answers=answers), 0, order)


def _completed(pack: Pack, given: Given, start: int, order: Choices | None) -> Iterator[Given]:
    listed = places(pack, given.answers)
    for at in range(start, len(listed)):
        place = listed[at]
        if place.answered(given.answers):
            continue
        hidden = place.hidden(pack, given)
        if hidden is True:
            continue
        values = place.values()
        first = order.number(len(values) - 1) if order is not None else 0
        for value in [*values[first:], *values[:first]]:
            answers = copy.deepcopy(given.answers)
            place.put(answers, copy.deepcopy(value))
            yield from _completed(pack, replace(given, answers=answers), at + 1, order)
        if hidden is None:
            yield from _completed(pack, given, at + 1, order)
        return
    yield given
