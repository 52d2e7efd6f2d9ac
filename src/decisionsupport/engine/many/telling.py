"""What is told of answers besides their being refused: ignored, unusual, a form not made for this person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from decisionsupport.engine.answers import Refused, is_blank, read_answer, shown
from decisionsupport.engine.refusals import said_in
from decisionsupport.engine.showing import to_host
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.texts import make_text
from decisionsupport.engine.wording import say
from decisionsupport.execution.columns.cells import Cells
from decisionsupport.execution.columns.nodes import (
    FALSE,
    Flag,
    both,
    either,
    flag_column,
    less,
    number,
)
from decisionsupport.execution.columns.sets import Numbers, truth
from decisionsupport.outcome.record import Problem
from decisionsupport.program.model import Form, Item, Program
from decisionsupport.program.texts import Template

Told = Callable[[Any], Problem]
"""What is told of a record, by the answer that was given (by None where it is of no answer)."""


@dataclass(frozen=True, slots=True)
class Telling:
    """In which rows something is told, of which column's answers, and what."""

    flag: Flag
    column: str | None
    told: Told


@dataclass(frozen=True, slots=True)
class Tellings:
    """All that may be told. `ask`: rows to be evaluated alone."""

    all: tuple[Telling, ...]
    ask: Flag


def tellings(
    cells: Cells, refused: frozenset[str], listed: Sequence[str], nobody: Situation, read: Callable[..., Any]
) -> Tellings:
    """What may be told of answers of this shape; `read` makes of a raw answer what `evaluate` takes."""
    program = cells.program
    found: list[Telling] = []
    ask = broken(cells)
    for name in dict.fromkeys((*cells.shape.items, *refused)):
        found += _of_item(program.items[name], cells, refused, nobody, read)
    for form in cells.shape.forms:
        asked = program.forms[form]
        given = cells.given[form]
        if asked.applies_when is not None:
            holds, _ = truth(cells.of(asked.applies_when))
            flag = both(given, holds.inverse)
            if flag is not FALSE and asked.not_for is not None and not _is_plain(asked.not_for):
                ask = either(ask, flag)
            elif flag is not FALSE:
                found.append(Telling(flag, None, _said(_not_for(asked, nobody))))
    for group in listed:
        if _tells_of_entries(group, program):
            ask = either(ask, cells.listed[group])
    return Tellings(tuple(found), ask)


def broken(cells: Cells) -> Flag:
    """The rows whose answers break what their form demands: some of them then count as unknown."""
    found = FALSE
    for form in cells.shape.forms:
        for must in cells.program.forms[form].musts:
            holds, _ = truth(cells.of(must.cell))
            found = either(found, both(cells.given[form], holds.inverse))
    return found


def _tells_of_entries(group: str, program: Program) -> bool:
    hides = f"applies:{group}" in program.cells
    items = program.groups[group].items
    return hides or any(item.usual is not None or f"applies:{item.id}" in program.cells for item in items)


def _said(problem: Problem) -> Told:
    return lambda _: problem


def _is_plain(template: Template) -> bool:
    lines = (line for _, lines in template.by_language for line in lines)
    return all(not line.slots and line.when is None and line.loop is None for line in lines)


def _not_for(form: Form, nobody: Situation) -> Problem:
    text = (
        say("form_not_for", nobody.language) if form.not_for is None else str(make_text(form.not_for, nobody))
    )
    return said_in(nobody.language, Problem(path=form.id, severity="warning", message=text))


# Items -------------------------------------------------------------------------------------------------


def _of_item(
    item: Item, cells: Cells, refused: frozenset[str], nobody: Situation, read: Callable[..., Any]
) -> Iterator[Telling]:
    language, path = nobody.language, item.id
    answered = cells.answered[path]
    wrong = flag_column(f"refused:{path}") if path in refused else FALSE
    hidden = FALSE
    applies = f"applies:{path}"
    if applies in cells.program.cells:
        hidden = truth(cells.of(applies))[0].inverse
    if wrong is not FALSE:
        yield Telling(wrong, path, lambda raw: said_in(language, _refusal(item, read(item, raw))))

    def ignored(raw: Any) -> Problem:  # noqa: ANN401
        given = read(item, raw)
        answer = read_answer(given, item)
        found = None if isinstance(answer, Refused) or is_blank(given) else _host_shown(answer, item, nobody)
        message = "ignored: the question is not asked here"
        problem = Problem(path=path, severity="note", message=message, found=found, allowed="no answer")
        return said_in(language, problem)

    yield Telling(both(either(answered, wrong), hidden), path, ignored)
    if item.usual is not None:
        yield from _unusual(item, cells, both(answered, hidden.inverse), language, read)


def _refusal(item: Item, given: object) -> Problem:
    answer = read_answer(given, item)
    assert isinstance(answer, Refused)
    return Problem(
        path=item.id, severity="error", message=answer.message, found=answer.found, allowed=answer.allowed
    )


def _host_shown(answer: object, item: Item, nobody: Situation) -> str:
    return shown(to_host(answer.value, item.kind, nobody.zone))  # type: ignore[attr-defined]


def _unusual(
    item: Item, cells: Cells, here: Flag, language: str, read: Callable[..., Any]
) -> Iterator[Telling]:
    value = cells.of(item.id)
    if not isinstance(value, Numbers) or item.usual is None:
        return
    least, most = item.usual
    below = FALSE if least is None else less(value.least, number(least))
    above = FALSE if most is None else less(number(most), value.most)
    places = getattr(item.kind, "places", 0)
    least_text, most_text = ("" if end is None else _text(end, places) for end in item.usual)

    def told(raw: Any) -> Problem:  # noqa: ANN401
        answer = read_answer(read(item, raw), item)
        problem = Problem(
            path=item.id,
            severity="warning",
            message="unusual: check that it is right",
            found=_text(answer.value, places),  # type: ignore[union-attr, arg-type]
            allowed=f"usually {least_text}..{most_text}",
        )
        return said_in(language, problem)

    yield Telling(both(here, either(below, above)), item.id, told)


def _text(units: int, places: int) -> str:
    return str(Decimal(units).scaleb(-places))


# As rows -----------------------------------------------------------------------------------------------


def _different(column: pl.Series) -> tuple[list[Any], pl.Series]:
    """The different values of a column, and for each row which of them it has."""
    if not column.dtype.is_nested():
        unique = column.unique().sort()
        return unique.to_list(), unique.search_sorted(column).cast(pl.UInt32)
    values = list[Any]()
    places, seen = list[int](), dict[str, int]()
    for value in column.to_list():
        key = repr(value)
        if key not in seen:
            seen[key] = len(values)
            values.append(value)
        places.append(seen[key])
    return values, pl.Series(places, dtype=pl.UInt32)


def told_of(telling: Telling, rows: pl.Series, raw: pl.DataFrame) -> pl.DataFrame:
    """The problems of the rows in which the flag holds."""
    if telling.column is None:
        problems = [telling.told(None)]
        place = pl.Series([0], dtype=pl.UInt32).new_from_index(0, rows.len())
    else:
        values, place = _different(raw[telling.column].gather(rows))
        problems = [telling.told(value) for value in values]
    columns = {
        "path": [each.path for each in problems],
        "severity": [each.severity for each in problems],
        "reason": [each.message for each in problems],
        "found": [each.found for each in problems],
        "allowed": [each.allowed for each in problems],
    }
    table = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return table[place].insert_column(0, rows.cast(pl.Int64).alias("row"))
