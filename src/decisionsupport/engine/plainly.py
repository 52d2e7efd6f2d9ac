"""Forms whose every answer is plain: read at once, and said as they are, with nothing in between.

Law: what is read, shown and named here is what taking the answers in one by one gives.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, TypeAlias, cast

from decisionsupport.engine.answers import read_answer
from decisionsupport.execution.model import FormAnswers, Known
from decisionsupport.execution.python.executor import Fixed
from decisionsupport.execution.python.picked import Plain, named
from decisionsupport.execution.python.whole import Whole, whole_form
from decisionsupport.outcome.digest import canonical_json
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.values import Value, iso
from decisionsupport.program.model import Form, Item, Program
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible

Values: TypeAlias = ReadOnly[ReadOnly[Value]]
"""The computed values by form and name."""


@dataclass(frozen=True, slots=True)
class PlainForms:
    """How to read forms at once. `numbers` are the cells that each reading gives.

    `only`: the one reading, where there is one. `usual`: places with what is usual there. `values` gives the
    computed values as the host gets them; None where a form has others than numbers, yes-or-no and choices.
    `optional`: places of items that may be left out. `states_alike`: of all items that are answered the same
    is said, and of all that are not. `said`: the answers as canonical JSON, letters and places.
    """

    wholes: tuple[tuple[str, Whole], ...]
    only: tuple[str, Whole] | None
    numbers: tuple[int, ...]
    usual: tuple[tuple[int, int, int], ...]
    values: Callable[[Plain], Values] | None
    optional: tuple[int, ...]
    states_alike: bool
    said: tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...]

    def read(self, answers: Mapping[str, Any]) -> Plain | None:
        """The values, or None where anything is not plain."""
        if self.only is not None:
            form, whole = self.only
            given = answers[form]
            return whole.read(given) if given.__class__ is dict else None
        values: Plain = ()
        for form, whole in self.wholes:
            given = answers[form]
            found = whole.read(given) if given.__class__ is dict else None
            if found is None:
                return None
            values = values + found if values else found
        return values

    def answers(self, values: Plain) -> dict[str, FormAnswers]:
        """The answers taken in, by form."""
        left, found = values, {}
        for form, whole in self.wholes:
            given = zip(whole.items, left, strict=False)
            found[form] = FormAnswers({item: Known(value) for item, value in given if value is not None})
            left = left[len(whole.numbers) :]
        return dict(sorted(found.items()))

    def place_of(self) -> dict[int, int]:
        """The place of each cell's value by its number."""
        return {number: place for place, number in enumerate(self.numbers)}

    def reach(self, program: Program) -> Iterator[tuple[int, tuple[int, int]]]:
        """By place of a number that is asked for, what it is known to be between."""
        for _, whole, start in _starts(self.wholes):
            for place, name in enumerate(whole.items, start):
                between = program.items[name].between
                if between is not None:
                    yield place, between

    def left_out(self, values: Plain) -> tuple[bool, ...]:
        """Which of the items are, that may be."""
        return tuple([values[place] is None for place in self.optional])

    def are_usual(self, values: Plain) -> bool:
        """Whether no value is outside what is usual."""
        for place, least, most in self.usual:
            value = values[place]
            if value is not None and not least <= cast("int", value) <= most:
                return False
        return True

    def given(self, values: Plain, at: datetime, language: str, site: str | None) -> str:
        """All that was given, as canonical JSON, where nothing but these answers was."""
        forms = []
        for form, items in self.said:
            pieces = []
            for letters, place, places in items:
                value = values[place]
                if value.__class__ is int:
                    pieces.append(letters + (_number(value, places) if places else str(value)))
                elif value.__class__ is bool:
                    pieces.append(letters + ("true" if value else "false"))
                elif value is not None:
                    pieces.append(f'{letters}"{value}"')
            forms.append(f"{form}{{{','.join(pieces)}}}")
        named = "null" if site is None else encode_basestring(site)
        return (
            f'{{"answers":{{{",".join(forms)}}},"at":"{iso(at)}","history":{{}},"language":"{language}",'
            f'"parameters":{{}},"site":{named}}}'
        )


def plain_forms(forms: Sequence[str], fixed: Fixed, wanted: Collection[int]) -> PlainForms | None:
    """How to read these forms at once; None where one of them wants reading one by one.

    `wanted` are the numbers of cells that rules read.
    """
    program = fixed.compiled.program
    wholes = []
    for form in forms:
        whole = whole_form(program.forms[form], fixed, _accepted, wanted)
        if whole is None or not whole.demands or not _is_for_all(form, fixed):
            return None
        wholes.append((form, whole))
    if not wholes:
        return None
    numbers = tuple(number for _, whole in wholes for number in whole.numbers)
    return PlainForms(
        wholes=tuple(wholes),
        only=wholes[0] if len(wholes) == 1 else None,
        numbers=numbers,
        usual=tuple(_usual(wholes, program)),
        values=_values(wholes, program),
        optional=tuple(_optional(wholes)),
        states_alike=not any(_has_states(program.forms[form], fixed) for form in forms),
        said=tuple(_said(wholes, program)),
    )


def _accepted(value: object, item: Item) -> Possible | None:
    found = read_answer(value, item)
    return found.value if isinstance(found, Known) else None


def _is_for_all(form: str, fixed: Fixed) -> bool:
    """Whether whom the form is made for is no question."""
    found = fixed.compiled.program.forms[form]
    if found.applies_when is None:
        return found.status != "retired"
    number = fixed.compiled.numbers[found.applies_when]
    return found.status != "retired" and fixed.holds(number) and fixed.value(number) is not False


def _has_states(form: Form, fixed: Fixed) -> bool:
    """Whether something in a form whose simple items are answered may be hidden, ticked or suggested."""
    cells = fixed.compiled.program.cells
    return any(
        f"applies:{entry.id}" in cells
        or (isinstance(entry, Item) and (entry.word == "check" or bool(entry.suggest)))
        for entry in form.entries
    )


def _starts(wholes: Sequence[tuple[str, Whole]]) -> Iterator[tuple[str, Whole, int]]:
    start = 0
    for form, whole in wholes:
        yield form, whole, start
        start += len(whole.numbers)


def _optional(wholes: Sequence[tuple[str, Whole]]) -> Iterator[int]:
    for _, whole, start in _starts(wholes):
        yield from range(start + whole.asked, start + len(whole.items))


def _usual(wholes: Sequence[tuple[str, Whole]], program: Program) -> Iterator[tuple[int, int, int]]:
    for _, whole, start in _starts(wholes):
        for place, name in enumerate(whole.items, start):
            item = program.items[name]
            if item.usual is not None and item.between is not None:
                least, most = item.usual
                outside = item.between
                yield place, outside[0] if least is None else least, outside[1] if most is None else most


def _values(wholes: Sequence[tuple[str, Whole]], program: Program) -> Callable[[Plain], Values] | None:
    found: dict[str, list[tuple[str, int, int]]] = {}
    for form, whole, start in _starts(wholes):
        cells = [program.cells[cell] for cell in program.forms[form].computed]
        simple = all(isinstance(cell.kind, kinds.Boolean | kinds.Number | kinds.Choice) for cell in cells)
        if whole.computed is None or not simple:
            return None
        found[form] = [
            (cell.id.partition(".")[2], start + place, getattr(cell.kind, "places", 0))
            for cell, place in zip(cells, whole.computed, strict=True)
        ]
    ordered = [(form, found[form]) for form in program.forms if form in found]
    made: Callable[[Plain], Values] = named(ordered, _decimal, ReadOnly.of)
    return made


def _said(
    wholes: Sequence[tuple[str, Whole]], program: Program
) -> Iterator[tuple[str, tuple[tuple[str, int, int], ...]]]:
    """Sorted as canonical JSON is: by form, the letters before each value, its place, its decimal places."""
    for form, whole, start in sorted(_starts(wholes), key=lambda each: each[0]):
        items = ((program.items[item], place) for place, item in enumerate(whole.items, start))
        said = sorted(
            (f"{encode_basestring(item.name)}:", place, getattr(item.kind, "places", 0))
            for item, place in items
        )
        yield f"{encode_basestring(form)}:", tuple(said)


@lru_cache(maxsize=4096)
def _number(units: int, places: int) -> str:
    return canonical_json(Decimal(units).scaleb(-places)).decode()


@lru_cache(maxsize=4096)
def _decimal(units: int, places: int) -> Decimal:
    return Decimal(units).scaleb(-places)
