"""What generated code calls besides the operators. It knows nothing of how the code is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Protocol

from decisionsupport.execution.model import FormAnswers
from decisionsupport.execution.reading import Reading
from decisionsupport.program import expressions as x
from decisionsupport.program import meaning as means
from decisionsupport.program.meaning import FURTHER, Entries
from decisionsupport.values.operators.rows import count_rows
from decisionsupport.values.sets import UNDECIDED, Possible, join_all, one_of, truth


class EntryCells(Protocol):
    """The cells of one entry of a repeating group, by number."""

    row: int

    def __getitem__(self, number: int, /) -> Possible:
        """What the cell of that number can be in this entry."""
        ...


class Cells(Protocol):
    """The cells of one record, by number, and what else generated code asks."""

    now: datetime
    today: date
    zone: tzinfo
    reading: Reading
    answers: Mapping[str, FormAnswers]

    def __getitem__(self, number: int, /) -> Possible:
        """What the cell of that number can be."""
        ...

    def entries(self, group: str) -> Entries:
        """The entries of a repeating group."""
        ...

    def entry(self, group: str, row: int) -> EntryCells:
        """The cells of one entry."""
        ...


Body = Callable[[Cells, EntryCells], Possible]


def join_opaque(values: Iterable[Possible]) -> Possible:
    """The least set that holds texts, codes or times."""
    return join_all(values, opaque=True)


def ask(node: x.Expression, v: Cells, w: EntryCells | None = None) -> Possible:
    """A node that is about the record and so is asked of it: tests of the record, history."""
    return means.meaning(node, v.reading, None if w is None else w.row)


def since(node: x.SinceCompare, duration: Possible, v: Cells) -> Possible:
    """The time since a form was done, compared."""
    return means.since(v.reading.last_filled_in(node.form), node.operator, duration, v.now, v.zone)


def over_rows(node: x.OverRows, body: Body | None, v: Cells) -> Possible:
    """An aggregate over the entries of a repeating group."""
    entries = v.entries(node.group)
    if body is None:
        return count_rows(entries.given, entries.further)
    values = [body(v, v.entry(node.group, row)) for row in range(entries.given)]
    if not entries.further:
        return means.over_rows(node, values)
    return means.over_rows(node, values, entries.further, body(v, v.entry(node.group, FURTHER)))


def highest(levels: Sequence[tuple[bool | str, Sequence[int]]], lowest: Possible, v: Cells) -> Possible:
    """A finding: `levels` are its options from high to low, each with the cells of the rules concluding it.

    Looks no further down than the first that is concluded; `lowest` is what it is when none is.
    """
    possible: list[bool | str] = []
    for option, rules in levels:
        undecided = False
        for number in rules:
            value = v[number]
            holds = value if value is True or value is False else truth(value)
            if holds is True:
                return one_of([*possible, option])
            undecided = undecided or holds is UNDECIDED
        if undecided:
            possible.append(option)
    return join_all([*possible, lowest])
