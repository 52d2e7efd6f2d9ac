"""What would turn a rule or a value: what each open answer would do, and the smallest change of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Final

from decisionsupport.engine.explaining.borders import Borders
from decisionsupport.engine.explaining.model import Changed, Effect, OpenAnswer, SmallestChange
from decisionsupport.engine.explaining.searching import Change, Search
from decisionsupport.engine.explaining.sentences import sentences
from decisionsupport.engine.explaining.tracing import Tracer
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.model import Executor
from decisionsupport.program.model import Item, Rule
from decisionsupport.values import kinds
from decisionsupport.values.sets import (
    Between,
    OneOf,
    Possible,
    is_known,
    may_be_not_applicable,
    truth,
    without_not_applicable,
)

MOST_ANSWERS: Final = 6
LOWEST: Final = -(10**16)


class Turning:
    """Tries other answers on one situation."""

    def __init__(self, situation: Situation, executor: Executor, tracer: Tracer) -> None:
        self.situation = situation
        self.executor = executor
        self.tracer = tracer
        self.saying = tracer.saying
        self.words = sentences(situation.language)

    @cached_property
    def _borders(self) -> Borders:
        return Borders(self.situation)

    def _new_search(self) -> Search:
        return Search(self.situation, self.executor, self._borders)

    # Rules ---------------------------------------------------------------------------------------------

    def smallest_for(self, rule: Rule, against: Sequence[Rule]) -> SmallestChange:
        """The smallest change that makes a rule stand, or, where it stands, no longer hold.

        `against` are the rules that withhold all that it proposes.
        """
        stands = standing(rule, against)
        wanted = not stands(self.situation)
        holds = truth(self.situation.value(rule.when)) is True
        cells = [rule.when]
        if wanted:
            if holds:
                cells = []
            cells += [cell for cell in (rule.unless, rule.set_applies) if cell is not None]
            cells += [each.when for each in against]

        def turned(situation: Situation) -> bool:
            return stands(situation) if wanted else truth(situation.value(rule.when)) is False

        items = self.tracer.items_behind(tuple(cells or [rule.when]))
        return self.smallest(items, turned, lambda _: self.words["true" if wanted else "untrue"])

    def smallest(
        self, items: Sequence[Item], turned: Callable[[Situation], bool], into: Callable[[Situation], str]
    ) -> SmallestChange:
        """The smallest change of answers to these items."""
        search = self._new_search()
        found = search.smallest(items, turned)
        if found is None:
            return SmallestChange((), "", search.evaluations, search.gave_up)
        changes, situation = found
        return self._change(changes, into(situation), search.evaluations)

    def _change(self, changes: Sequence[Change], into: str, evaluations: int) -> SmallestChange:
        return SmallestChange(tuple(self._changed(change) for change in changes), into, evaluations, False)

    def open_answers(self, cell: str, waiting: Sequence[Item]) -> tuple[OpenAnswer, ...]:
        """What each answer to each open item would make of a condition or a value, all else unchanged."""
        search, found = self._new_search(), []
        for item in waiting:
            outcomes = [
                (value, self._outcome(search.with_answers([(item, value)]), cell))
                for value in search.values(item)
            ]
            if outcomes and item.row_of is None:
                found.append(OpenAnswer(item.id, self._ask(item), self._effects(item, outcomes)))
        return tuple(found)

    def _outcome(self, situation: Situation, cell: str) -> str:
        value = situation.value(cell)
        if cell.startswith("when:"):
            value = truth(value)
            return "unknown" if not isinstance(value, bool) else "true" if value else "false"
        return self.saying.came_to(cell, value)

    def _effects(self, item: Item, outcomes: Sequence[tuple[Possible, str]]) -> tuple[Effect, ...]:
        into = list(dict.fromkeys(outcome for _, outcome in outcomes))
        if isinstance(item.kind, kinds.Number):
            in_order = sorted(outcomes, key=lambda each: each[0] if isinstance(each[0], int) else 0)
            return tuple(Effect(tuple(self._ranges(item, in_order, each)), each) for each in into)
        return tuple(
            Effect(_few([self._one(item, value) for value, outcome in outcomes if outcome == each]), each)
            for each in into
        )

    def _ranges(self, item: Item, outcomes: Sequence[tuple[Possible, str]], wanted: str) -> Iterator[str]:
        """The runs of values with one outcome; between two borders tried nothing changes."""
        run: list[Possible] = []
        for value, outcome in [*outcomes, (False, "")]:
            if outcome == wanted:
                run.append(value)
            elif run:
                first, last = run[0], run[-1]
                whole = Between(int(str(first)), int(str(last))) if first != last else first
                yield self._printed(item, whole)
                run = []

    # Values --------------------------------------------------------------------------------------------

    def other_value(self, cell: str, items: Sequence[Item]) -> SmallestChange:
        """The smallest change that raises a value, or, at its highest or without an order, gives another."""
        now, kind = self.situation.value(cell), self.tracer.situation.program.cells[cell].kind
        raised = raising(cell, kind, now)

        def other(situation: Situation) -> bool:
            value = situation.value(cell)
            return is_known(value) and value != now

        turned = other if raised is None or highest(kind, now) else raised
        return self.smallest(items, turned, lambda each: self.saying.came_to(cell, each.value(cell)))

    def raises(self, cell: str, items: Sequence[Item]) -> tuple[SmallestChange, ...]:
        """For each item, the answer nearest to the one given that alone raises a value."""
        raised = raising(cell, self.situation.program.cells[cell].kind, self.situation.value(cell))
        if raised is None:
            return ()
        found = []
        for item in items:
            search = self._new_search()
            first = next(search.turning([item], raised, 1), None)
            if first is not None:
                into = self.saying.came_to(cell, first[1].value(cell))
                found.append(self._change(first[0], into, search.evaluations))
        return tuple(found)

    # Words ---------------------------------------------------------------------------------------------

    def _changed(self, change: Change) -> Changed:
        item, value = change
        before, after, ask = self.tracer.answer(item), self._printed(item, value), self._ask(item)
        said = self.words["answer" if before.state != "answered" else "change"]
        option = ""
        if isinstance(value, frozenset) and isinstance(before.value, tuple):
            was = frozenset(before.value)
            if len(was ^ value) == 1:
                option = self.saying.option(next(iter(was ^ value)), item.kind)
                said = self.words["add" if value > was else "remove"]
        said = said.format(ask=ask, before=before.printed, after=after, option=option)
        return Changed(item.id, ask, before.printed, after, said)

    def _ask(self, item: Item) -> str:
        return item.ask.in_language(self.situation.language).rstrip("?: ")

    def _printed(self, item: Item, value: Possible) -> str:
        return self.saying.value(value, item.kind)

    def _one(self, item: Item, value: Possible) -> str:
        """An answer beside others; one that has commas of its own is quoted."""
        said = self._printed(item, value)
        return self.saying.quoted(said) if ", " in said else said


def standing(rule: Rule, against: Sequence[Rule]) -> Callable[[Situation], bool]:
    """Whether a rule holds, and no exception, aim or withholding rule keeps what it proposes back."""

    def stands(situation: Situation) -> bool:
        return (
            truth(situation.value(rule.when)) is True
            and (rule.unless is None or truth(situation.value(rule.unless)) is not True)
            and (rule.set_applies is None or truth(situation.value(rule.set_applies)) is not False)
            and not any(standing(each, ())(situation) for each in against)
        )

    return stands


def raising(cell: str, kind: kinds.Kind, now: Possible) -> Callable[[Situation], bool] | None:
    """Whether the least that a value can be is higher than now; None where its kind has no order."""
    least = floor(kind, now)
    if least is None:
        return None

    def raised(situation: Situation) -> bool:
        then = floor(kind, situation.value(cell))
        return then is not None and then > least

    return raised


def floor(kind: kinds.Kind, value: Possible) -> int | None:
    """The place of the least that a value can be in its order; not applicable is below all."""
    if may_be_not_applicable(value):
        return LOWEST
    value = without_not_applicable(value)
    match kind:
        case kinds.Boolean():
            return int(value is True)
        case kinds.Choice(options=options, ordered=True):
            possible = value.values if isinstance(value, OneOf) else {value}
            return min(options.index(str(each)) for each in possible)
        case kinds.Number():
            return value.least if isinstance(value, Between) else value if isinstance(value, int) else None
        case _:
            return None


def highest(kind: kinds.Kind, value: Possible) -> bool:
    """Whether nothing is higher than a value."""
    return value is True or (isinstance(kind, kinds.Choice) and kind.ordered and value == kind.options[-1])


def _few(values: Sequence[str]) -> tuple[str, ...]:
    """Not more answers than a reader takes in: the first and the last of many."""
    if len(values) <= MOST_ANSWERS:
        return tuple(values)
    return (*values[: MOST_ANSWERS - 2], "…", values[-1])
