"""The border values of items: each threshold, band and table edge that reads one, one step to either side.

Law: the values of an item depend on the program, the parameters and the other answers alone, and come nearest
to the answer given first; without an answer, what is usual first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from decisionsupport.engine.answers import FIRST_DAY, LAST_DAY
from decisionsupport.engine.situation import Situation
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Item
from decisionsupport.program.walk import walk
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible, is_known

Edge: TypeAlias = int | str | date | time
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)


class Borders:
    """The values worth trying for each item of one situation."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._edges: dict[str, dict[Edge, None]] = {}
        for cell in situation.program.cells.values():
            if cell.expression is not None:
                for node in walk(cell.expression):
                    self._note(node)

    def of(self, item: Item, current: Possible | None) -> tuple[Possible, ...]:
        """The values worth trying for an item other than the one it has, the nearest first."""
        return tuple(
            value
            for value in self._all(item, current)
            if value != current or isinstance(value, bool) is not isinstance(current, bool)
        )

    def _all(self, item: Item, current: Possible | None) -> Iterable[Possible]:
        match item.kind:
            case kinds.Boolean():
                return (True, False)
            case kinds.Choice(options=options):
                return options
            case kinds.Choices() as kind:
                return _toggled(kind, current)
            case kinds.Number() as kind:
                return self._numbers(item, kind, current)
            case kinds.Date() | kinds.Instant() | kinds.TimeOfDay():
                return self._moments(item)
            case kinds.Code():
                return sorted(edge for edge in self._edges_of(item) if isinstance(edge, str))
            case _:
                return ()

    def _edges_of(self, item: Item) -> Iterator[Edge]:
        return iter(self._edges.get(item.id, {}))

    def _numbers(self, item: Item, kind: kinds.Number, current: Possible | None) -> list[int]:
        if item.between is None:
            return []
        least, most = item.between
        edges = [edge for edge in self._edges_of(item) if isinstance(edge, int)]
        near = {
            (edge + side * kind.step) // kind.step * kind.step
            for edge in (*edges, least, most)
            for side in (-1, 0, 1)
        }
        possible = [value for value in near if least <= value <= most]
        if isinstance(current, int):
            return sorted(possible, key=lambda value: (abs(value - current), value))
        return sorted(possible, key=lambda value: (_unusual(value, item), value))

    def _moments(self, item: Item) -> Iterator[Possible]:
        for edge in self._edges_of(item):
            match edge:
                case datetime() if FIRST_DAY < edge.date() < LAST_DAY:
                    yield from (edge - _MINUTE, edge, edge + _MINUTE)
                case date() if not isinstance(edge, datetime) and FIRST_DAY < edge < LAST_DAY:
                    yield from (edge - _DAY, edge, edge + _DAY)
                case time():
                    whole = datetime.combine(date(2000, 1, 2), edge)
                    yield from ((whole + side * _MINUTE).time() for side in (-1, 0, 1))
                case _:
                    pass

    # Finding edges -------------------------------------------------------------------------------------

    def _note(self, node: x.Expression) -> None:
        match node:
            case x.Bands(subject=subject, edges=edges):
                for least, most, _ in edges:
                    self._add(subject, [end for end in (least, most) if end is not None])
            case x.Compare(left=left, right=right):
                self._add(left, self._known(right))
                self._add(right, self._known(left))
            case x.CodeIn(subject=subject, codes=codes):
                known = self._known(codes)
                self._add(
                    subject, [str(code) for each in known if isinstance(each, frozenset) for code in each]
                )
            case x.TextIs(subject=subject, value=value):
                self._add(subject, [value])
            case _:
                pass

    def _known(self, node: x.Expression) -> list[Possible]:
        """What the other side of a comparison is now, where that is known."""
        if any(isinstance(each, x.ReadRow | x.ReadLocal) for each in walk(node)):
            return []
        value = self._situation.evaluation.evaluate(node)
        return [value] if is_known(value) else []

    def _add(self, read: x.Expression, values: Iterable[Possible]) -> None:
        factor = 1
        while isinstance(read, x.Rescale):
            factor, read = factor * read.factor, read.operand
        if isinstance(read, x.Read) and read.cell in self._situation.program.items:
            edges = self._edges.setdefault(read.cell, {})
            for value in values:
                if isinstance(value, int) and not isinstance(value, bool):
                    edges[value // factor] = None
                elif isinstance(value, str | date | time):
                    edges[value] = None


def _unusual(value: int, item: Item) -> int:
    """How far a value lies from what is usual."""
    least, most = item.usual or (None, None)
    if least is not None and value < least:
        return least - value
    return value - most if most is not None and value > most else 0


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
