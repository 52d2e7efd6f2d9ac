"""The different patients that a table's column can tell apart: one case for each way its cells come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from decisionsupport.documents.leaves import Decimals, Range, Word
from decisionsupport.documents.tables import Cell
from decisionsupport.program import expressions as x
from decisionsupport.values import kinds
from decisionsupport.values.numbers import format_decimal
from decisionsupport.values.sets import Between, OneOf, Possible, may_be_not_applicable

NOT_APPLICABLE_TEXT = "not applicable"
TRUE_FALSE = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Case:
    """A value as an author would write it, which rows' cells take it, and the cell that would."""

    shown: str
    takes: tuple[bool, ...]
    cell: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column read and its cases."""

    name: str
    cases: tuple[Case, ...]


def holds(row: int, combination: Sequence[Case]) -> bool:
    """Whether a row takes a combination of cases."""
    return all(case.takes[row] for case in combination)


def cases_of(read: x.Expression, widest: Possible, cells: Sequence[Cell], name: str) -> Column | None:
    """The cases of a column, one for each way that the cells come out; None where they cannot be listed."""
    found: dict[tuple[bool, ...], Case] = {}
    values = _values(read.kind, widest, cells)
    if values is None:
        return None
    taken = [(*value, tuple(_takes(cell, value[0], read.kind) for cell in cells)) for value in values]
    for index, (value, shown, takes) in enumerate(taken):
        if takes not in found:
            found[takes] = Case(shown, takes, _cell(value, read.kind, taken[index:]))
    if may_be_not_applicable(widest):
        takes = tuple(cell.values is None for cell in cells)
        found.setdefault(takes, Case(NOT_APPLICABLE_TEXT, takes, "any"))
    return Column(name, tuple(found.values()))


Value = bool | int | str | frozenset[str]


def _values(kind: kinds.Kind, widest: Possible, cells: Sequence[Cell]) -> list[tuple[Value, str]] | None:
    match kind:
        case kinds.Boolean():
            possible = widest.values if isinstance(widest, OneOf) else {widest}
            return [(value, "`yes`" if value else "`no`") for value in (True, False) if value in possible]
        case kinds.Choice(options=options):
            possible = widest.values if isinstance(widest, OneOf) else {widest}
            return [(option, f"`{option}`") for option in options if option in possible]
        case kinds.Number():
            return [
                (value, f"`{format_decimal(value, kind.places)}`") for value in _borders(kind, widest, cells)
            ]
        case kinds.Choices():
            named = sorted(
                {value.text for cell in cells for value in cell.values or () if isinstance(value, Word)}
            )
            if len(named) > 12:
                return None
            return [
                (chosen, " and ".join(f"`{each}`" for each in sorted(chosen)) or "with nothing chosen")
                for chosen in _subsets(named)
            ]
        case _:
            return None


def _cell(value: Value, kind: kinds.Kind, following: Sequence[tuple[Value, str, tuple[bool, ...]]]) -> str:
    """The cell of a row for a value; for a number its whole stretch until the cells come out otherwise."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case frozenset():
            return min(value, default="any")
        case int():
            places = kind.places if isinstance(kind, kinds.Number) else 0
            same = takewhile(lambda each: each[2] == following[0][2], following)
            last = [each for each, _, _ in same][-1]
            first = format_decimal(value, places)
            return first if last == value else f"{first}..{format_decimal(int(str(last)), places)}"


def _subsets(named: Sequence[str]) -> Iterator[frozenset[str]]:
    for mask in range(1 << len(named)):
        yield frozenset(name for index, name in enumerate(named) if mask >> index & 1)


def _borders(kind: kinds.Number, widest: Possible, cells: Sequence[Cell]) -> list[int]:
    if isinstance(widest, Between):
        least, most = widest.least, widest.most
    elif isinstance(widest, int):
        least = most = widest
    else:
        return []
    found = {least, most}
    for cell in cells:
        for value in cell.values or ():
            if isinstance(value, Range):
                for end in (value.least, value.most):
                    units = None if end is None else end.units(kind.places)
                    if units is not None:
                        found.update((units - kind.step, units, units + kind.step))
    return sorted(value for value in found if least <= value <= most)


def _takes(cell: Cell, value: Value, kind: kinds.Kind) -> bool:
    if cell.values is None:
        return True
    return any(_is(written, value, kind) for written in cell.values)


def _is(written: Word | Range, value: Value, kind: kinds.Kind) -> bool:
    if isinstance(written, Word):
        if isinstance(value, frozenset):
            return written.text in value
        return TRUE_FALSE.get(written.text) is value if isinstance(value, bool) else written.text == value
    if not isinstance(kind, kinds.Number) or not isinstance(value, int):
        return False
    return _end(written.least, value, kind, below=True) and _end(written.most, value, kind, below=False)


def _end(end: Decimals | None, value: int, kind: kinds.Number, *, below: bool) -> bool:
    units = None if end is None else end.units(kind.places)
    return units is None or (units <= value if below else value <= units)
