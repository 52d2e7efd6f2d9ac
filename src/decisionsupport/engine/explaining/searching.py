"""The smallest change of answers that turns something, searched over the borders of what it rests on.

By number of changes, then the order of items, then the value nearest to the answer given; bounded by count,
never by time. Only changes that would be accepted count: the item is asked, and the forms' demands hold.
Entries of repeating groups are left as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Final, TypeAlias

from decisionsupport.engine.explaining.borders import Borders
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.model import Executor, FormAnswers, Known, Record
from decisionsupport.program.model import Item
from decisionsupport.values.sets import Possible, truth

MOST_CHANGES: Final = 3
MOST_EVALUATIONS: Final = 20_000
Change: TypeAlias = tuple[Item, Possible]
Turned: TypeAlias = Callable[[Situation], bool]


class Search:
    """Tries changed answers on one situation, counted in `evaluations`; `gave_up`: they were too many."""

    def __init__(self, situation: Situation, executor: Executor, borders: Borders | None = None) -> None:
        self.situation = situation
        self.executor = executor
        self.borders = borders or Borders(situation)
        self.evaluations = 0
        self.gave_up = False

    def values(self, item: Item) -> tuple[Possible, ...]:
        """The answers worth trying, other than the one given."""
        form = self.situation.record.answers.get(item.form)
        given = form.items.get(item.id) if form else None
        return self.borders.of(item, given.value if isinstance(given, Known) else None)

    def with_answers(self, changes: Sequence[Change]) -> Situation:
        """The situation that changed answers would give."""
        self.evaluations += 1
        record = changed(self.situation.record, changes)
        return Situation(self.situation.program, self.executor(record), self.situation.language)

    def accepted(self, situation: Situation, changes: Sequence[Change]) -> bool:
        """Whether the changed answers would be used, and break no demand."""
        program = situation.program
        for item, _ in changes:
            applies = f"applies:{item.id}"
            if applies in program.cells and truth(situation.value(applies)) is not True:
                return False
        return not any(
            truth(situation.value(must.cell)) is False
            for form in situation.record.answers
            if form in program.forms
            for must in program.forms[form].musts
        )

    def smallest(self, items: Sequence[Item], turned: Turned) -> tuple[Sequence[Change], Situation] | None:
        """The first change that turns it, or None: `gave_up` tells whether there may be one."""
        return next(self.turning(items, turned), None)

    def turning(
        self, items: Sequence[Item], turned: Turned, most: int = MOST_CHANGES
    ) -> Iterator[tuple[Sequence[Change], Situation]]:
        """Every change that turns it, the smallest first."""
        for changes in self.candidates(items, most):
            if self.evaluations >= MOST_EVALUATIONS:
                self.gave_up = True
                return
            situation = self.with_answers(changes)
            if turned(situation) and self.accepted(situation, changes):
                yield changes, situation

    def candidates(self, items: Sequence[Item], most: int = MOST_CHANGES) -> Iterator[Sequence[Change]]:
        """The space that is searched, in its order."""
        choices = [(item, self.values(item)) for item in items if item.row_of is None]
        for count in range(1, most + 1):
            for chosen in combinations(choices, count):
                for picked in product(*(values for _, values in chosen)):
                    yield [(item, value) for (item, _), value in zip(chosen, picked, strict=True)]


def changed(record: Record, changes: Sequence[Change]) -> Record:
    """A record with some answers changed; a form that was not given is given."""
    answers: dict[str, FormAnswers] = dict(record.answers)
    for item, value in changes:
        form = answers.get(item.form, FormAnswers())
        answers[item.form] = replace(form, items={**form.items, item.id: Known(value)})
    return replace(record, answers=answers)
