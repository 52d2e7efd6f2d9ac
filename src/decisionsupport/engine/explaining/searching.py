"""The smallest change of answers that turns a condition or a value, searched over the borders of what it rests on.

By number of changes, then the order of items; bounded by count, never by time. Only changes that would be accepted
count: the item is asked, and the form's demands hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

from decisionsupport.engine.situation import Situation
from decisionsupport.execution.model import Executor, FormAnswers, Known, Record
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Item, Program
from decisionsupport.program.walk import walk
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible, truth

MOST_CHANGES = 3
MOST_EVALUATIONS = 20_000
Change = tuple[Item, Possible]
Turned = Callable[[Situation], bool]


class Search:
    """Tries changed answers against one program."""

    def __init__(self, situation: Situation, executor: Executor) -> None:
        self.situation = situation
        self.executor = executor
        self.evaluations = 0
        self.borders = Borders(situation.program, situation.record.parameters)

    def values(self, item: Item) -> tuple[Possible, ...]:
        """The answers worth trying, other than the one given."""
        form = self.situation.record.answers.get(item.form)
        given = form.items.get(item.id) if form else None
        current = given.value if isinstance(given, Known) else None
        return tuple(
            value
            for value in self.borders.of(item, current)
            if value != current or type(value) is not type(current)
        )

    def with_answers(self, changes: Sequence[Change]) -> Situation:
        """The situation that changed answers would give."""
        self.evaluations += 1
        record = changed(self.situation.record, changes)
        return Situation(self.situation.program, self.executor(record), self.situation.language)

    def accepted(self, situation: Situation, changes: Sequence[Change]) -> bool:
        """Whether the changed answers would be used, and break no demand."""
        cells = situation.program.cells
        for item, _ in changes:
            applies = f"applies:{item.id}"
            if applies in cells and truth(situation.value(applies)) is not True:
                return False
        forms = {item.form for item, _ in changes}
        return not any(
            truth(situation.value(must.cell)) is False
            for form in forms
            for must in situation.program.forms[form].musts
        )

    def smallest(self, items: Sequence[Item], turned: Turned) -> tuple[Sequence[Change], Situation] | None:
        """The first change that turns it: fewest answers, then the order of items."""
        choices = [(item, self.values(item)) for item in items if item.row_of is None]
        for count in range(1, MOST_CHANGES + 1):
            for chosen in combinations(choices, count):
                for picked in product(*(values for _, values in chosen)):
                    if self.evaluations >= MOST_EVALUATIONS:
                        return None
                    changes = [(item, value) for (item, _), value in zip(chosen, picked, strict=True)]
                    situation = self.with_answers(changes)
                    if turned(situation) and self.accepted(situation, changes):
                        return changes, situation
        return None


def changed(record: Record, changes: Sequence[Change]) -> Record:
    """A record with some answers changed; a form that was not given is given."""
    answers: dict[str, FormAnswers] = dict(record.answers)
    for item, value in changes:
        form = answers.get(item.form, FormAnswers())
        answers[item.form] = FormAnswers(
            {**form.items, item.id: Known(value)}, form.rows, form.rejected_groups
        )
    return replace(record, answers=answers)


class Borders:
    """The border values of items: each threshold, band and table edge that reads one, one step to either side."""

    def __init__(self, program: Program, parameters: Mapping[str, Possible]) -> None:
        self._parameters = parameters
        self._numbers: dict[str, set[int]] = {}
        for cell in program.cells.values():
            if cell.expression is not None:
                for node in walk(cell.expression):
                    self._note(node)

    def of(self, item: Item, current: Possible | None) -> Iterator[Possible]:
        """The values worth trying for an item, in order."""
        match item.kind:
            case kinds.Boolean():
                yield from (True, False)
            case kinds.Choice(options=options):
                yield from options
            case kinds.Choices() as kind:
                yield from _toggled(kind, current)
            case kinds.Number() as kind:
                yield from self._steps(item, kind)
            case _:
                return

    def _steps(self, item: Item, kind: kinds.Number) -> Iterator[int]:
        if item.between is None:
            return
        least, most = item.between
        edges = self._numbers.get(item.id, set()) | {least, most}
        near = {edge + side * kind.step for edge in edges for side in (-1, 0, 1)}
        yield from sorted(value for value in near if least <= value <= most)

    def _note(self, node: x.Expression) -> None:
        match node:
            case x.Bands(subject=x.Read(cell=cell), edges=edges):
                self._numbers.setdefault(cell, set()).update(
                    end for least, most, _ in edges for end in (least, most) if end is not None
                )
            case x.Compare(left=left, right=right):
                self._compared(left, right)
                self._compared(right, left)
            case _:
                pass

    def _compared(self, read: x.Expression, against: x.Expression) -> None:
        factor = 1
        if isinstance(read, x.Rescale):
            factor, read = read.factor, read.operand
        if not isinstance(read, x.Read):
            return
        limit: Possible | None = None
        if isinstance(against, x.Constant):
            limit = against.value
        elif isinstance(against, x.Read) and against.cell.startswith("parameter."):
            limit = self._parameters.get(against.cell.removeprefix("parameter."))
        if isinstance(limit, int) and not isinstance(limit, bool):
            self._numbers.setdefault(read.cell, set()).add(limit // factor)


def _toggled(kind: kinds.Choices, current: Possible | None) -> Iterator[Possible]:
    now = current if isinstance(current, frozenset) else frozenset()
    if not isinstance(current, frozenset):
        yield frozenset()
    for option in kind.options:
        if option in now:
            yield now - {option}
        elif option in kind.exclusive:
            yield frozenset({option})
        else:
            yield (now - kind.exclusive) | {option}
