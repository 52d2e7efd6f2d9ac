"""From a program's templates to the small frozen texts of an outcome: lines chosen, values copied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from decisionsupport.engine.showing import option_text, to_shown
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.model import Wait
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.texts import shown
from decisionsupport.outcome.texts.text import Line as HostLine
from decisionsupport.outcome.texts.text import Text
from decisionsupport.program import expressions as program
from decisionsupport.program.model import Cell
from decisionsupport.program.texts import Line, Slot, Template
from decisionsupport.values import kinds
from decisionsupport.values.sets import NOT_APPLICABLE, Between, Possible, Subset, truth


@dataclass(frozen=True, slots=True)
class Local:
    """A field of what a line goes through: its value for conditions, and how it is printed."""

    value: Possible
    shown: shown.Shown


Lists = Mapping[str, Sequence[Mapping[str, Local]]]
"""What a request's lines may go through: proposals, withheld, findings, reasons."""


def make_text(template: Template, situation: Situation, lists: Lists | None = None) -> Text:
    """The text in the reader's language. What an undecided line waits for is listed as missing."""

    def choose() -> tuple[tuple[HostLine, ...], tuple[str, ...]]:
        lines, missing = chosen_lines(template, situation, lists or {})
        return tuple(lines), tuple(dict.fromkeys(missing))

    return Text.later(situation.language, choose)


def is_fixed(template: Template, language: str) -> bool:
    """Whether a text says the same whoever it is about."""
    lines = template.in_language(language)
    return not any(line.slots or line.when is not None or line.loop is not None for line in lines)


def chosen_lines(template: Template, situation: Situation, lists: Lists) -> tuple[list[HostLine], list[str]]:
    """The lines that are said, and the names of what undecided lines wait for."""
    said: list[HostLine] = []
    missing: list[str] = []
    for line in template.in_language(situation.language):
        missing.extend(situation.named(_unlisted(line, situation)))
        for row, local in _passes(line, situation, lists):
            verdict: Possible = True
            if line.when is not None:
                values = {name: each.value for name, each in local.items()}
                verdict = truth(situation.evaluation.evaluate(line.when, row=row, local=values))
            if verdict is True:
                said.append(HostLine(line.template, _values(line, row, local, situation)))
            elif verdict is not False and line.when is not None:
                waits = situation.waits(_with_locals(line.when, local), row)
                missing.extend(situation.named(waits))
    return said, missing


def _with_locals(when: program.Expression, local: Mapping[str, Local]) -> program.Expression:
    """The condition with what the line goes through put in: that is known, and waits for nothing."""
    if not local:
        return when
    if isinstance(when, program.ReadLocal):
        return program.Constant(local[when.name].value, when.kind, when.span)
    changed: dict[str, Any] = {
        field.name: _put_in(getattr(when, field.name), local)
        for field in fields(when)
        if field.name not in ("kind", "span")
    }
    return replace(when, **changed)


def _put_in(part: object, local: Mapping[str, Local]) -> object:
    if isinstance(part, program.Expression):
        return _with_locals(part, local)
    if isinstance(part, tuple):
        return tuple(_put_in(each, local) for each in part)
    return part


def _unlisted(line: Line, situation: Situation) -> tuple[Wait, ...]:
    """What a line that goes through answers waits for to know them all: a list not given is not empty."""
    if line.loop is None or line.loop.over not in ("rows", "choices"):
        return ()
    return situation.waits(line.loop.subject)


def _passes(
    line: Line, situation: Situation, lists: Lists
) -> Iterator[tuple[tuple[str, int] | None, Mapping[str, Local]]]:
    if line.loop is None:
        yield None, {}
    elif line.loop.over == "rows":
        form = situation.record.answers.get(situation.program.groups[line.loop.subject].form)
        rows = form.rows.get(line.loop.subject, ()) if form else ()
        applies = f"applies:{line.loop.subject}"
        if applies in situation.program.cells and situation.value(applies) is False:
            rows = ()
        for index in range(len(rows)):
            yield (line.loop.subject, index), {}
    elif line.loop.over == "choices":
        value = situation.value(line.loop.subject)
        chosen = value.chosen if isinstance(value, Subset) else value
        kind = situation.program.cells[line.loop.subject].kind
        if isinstance(chosen, frozenset) and isinstance(kind, kinds.Choices):
            for option in kind.options:
                if option in chosen:
                    words = option_text(option, kind, situation.program, situation.language)
                    yield None, {"option": Local(option, shown.Words(words))}
    else:
        for entry in lists.get(line.loop.over, ()):
            yield None, entry


def _values(
    line: Line, row: tuple[str, int] | None, local: Mapping[str, Local], situation: Situation
) -> ReadOnly[shown.Shown]:
    return ReadOnly({slot.name: _slot(slot, row, local, situation) for slot in line.slots})


def _slot(
    slot: Slot, row: tuple[str, int] | None, local: Mapping[str, Local], situation: Situation
) -> shown.Shown:
    if isinstance(slot.read, program.ReadLocal):
        found = local.get(slot.read.name)
        return found.shown if found is not None else shown.MISSING
    cell = _cell_of(slot.read, situation)
    value = situation.evaluation.evaluate(slot.read, row=row)
    printed = to_shown(value, cell, slot.read.kind, situation.program, situation.language)
    if "why" in slot.filters:
        return shown.Scored(printed, scored_items(slot.scored, situation))
    return printed


def _cell_of(read: program.Expression, situation: Situation) -> Cell | None:
    if isinstance(read, program.Read | program.ReadRow):
        return situation.program.cells.get(read.cell)
    return None


def scored_items(items: Sequence[str], situation: Situation) -> tuple[shown.ScoredItem, ...]:
    """The items that count, or may count, more than nothing, with their points."""
    found = []
    for item in items:
        cell = situation.program.cells[f"points:{item}"]
        points = situation.value(cell.id)
        if points is NOT_APPLICABLE or points == 0:
            continue
        printed = to_shown(points, cell, cell.kind, situation.program, situation.language)
        if isinstance(points, int | Between) and isinstance(printed, shown.Number | shown.NumberRange):
            title = situation.program.items[item].ask.in_language(situation.language).rstrip("?")
            found.append(shown.ScoredItem(title, printed))
    return tuple(found)
