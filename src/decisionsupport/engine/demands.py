"""What forms demand of their answers: where a demand is broken, the answers that it reads are unknown.

Law: a demand is broken only when it is false; one that is undecided says nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from decisionsupport.engine import reporting
from decisionsupport.engine.answers import shown
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.texts import make_text
from decisionsupport.execution.model import Executor, FormAnswers, Record, Rejected
from decisionsupport.outcome.record import Problem
from decisionsupport.outcome.values import NotApplicable, Unknown
from decisionsupport.program.model import Form, Must, Program
from decisionsupport.values.sets import truth


def demanded(
    program: Program,
    executor: Executor,
    record: Record,
    language: str,
    said: dict[tuple[object, ...], Any] | None = None,
) -> tuple[Situation, list[Problem]]:
    """The record with what breaks a form's demands made unknown, under way, and the problems of that."""
    remembered = {} if said is None else said
    situation = Situation(program, executor(record), language, remembered)
    broken: list[Problem] = []
    refused: set[str] = set()
    for form in reporting.given_forms(situation):
        for must in form.musts:
            if truth(situation.value(must.cell)) is False:
                items = sorted(_answers_behind(must.reads, program))
                broken.append(_broken(form, must, items, situation))
                refused.update(items)
    if not refused:
        return situation, broken
    answers = {form: _without(given, refused) for form, given in record.answers.items()}
    return Situation(program, executor(replace(record, answers=answers)), language, remembered), broken


def _broken(form: Form, must: Must, items: list[str], situation: Situation) -> Problem:
    expression = situation.program.cells[must.cell].expression
    span = expression.span if expression is not None else form.span
    return Problem(
        path=form.id,
        severity="error",
        message=str(make_text(must.otherwise, situation)),
        found=", ".join(f"{item} {shown(_given(item, situation))}" for item in items),
        allowed=" ".join(span.source.text[span.start : span.end].split()),
    )


def _given(item: str, situation: Situation) -> object:
    if item in situation.program.groups or situation.program.cells[item].row_of is not None:
        group = situation.program.cells[item].row_of or item
        form = situation.record.answers.get(situation.program.groups[group].form)
        return list(form.rows.get(group, ())) if form is not None else None
    value = reporting.host(item, situation)
    return value if not isinstance(value, Unknown | NotApplicable) else None


def _answers_behind(cells: tuple[str, ...], program: Program) -> set[str]:
    """The items that cells are made of; a repeating group itself where only its entries are counted."""
    found: set[str] = set()
    left, seen = [cells], set(cells)
    while left:
        together = left.pop()
        inside = {program.cells[cell].row_of for cell in together if cell in program.cells}
        for cell in together:
            if cell in program.groups:
                found.update({cell} - inside)
            elif cell in program.items and not program.items[cell].derived:
                found.add(cell)
            elif cell in program.cells:
                left.append(tuple(each for each in program.cells[cell].reads if each not in seen))
                seen.update(program.cells[cell].reads)
    return found


def _without(given: FormAnswers, refused: set[str]) -> FormAnswers:
    items = {item: Rejected() if item in refused else answer for item, answer in given.items.items()}
    refused_groups = given.rejected_groups | (refused & given.rows.keys())
    rows = {
        group: tuple(
            {item: Rejected() if item in refused else answer for item, answer in row.items()}
            for row in entries
        )
        for group, entries in given.rows.items()
        if group not in refused_groups
    }
    return FormAnswers(items, rows, refused_groups)
