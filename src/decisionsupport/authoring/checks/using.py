"""What a pack uses of what it declares: the cells it reads, the actions it proposes, the sources it names."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.loading.declare import Declared
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program, Proposing
from decisionsupport.program.texts import Template
from decisionsupport.program.walk import reads, walk
from decisionsupport.values.sets import OneOf


def cells_read(program: Program) -> Iterator[str]:
    """Every cell that something in the pack reads, now or in history."""
    for cell in program.cells.values():
        yield from cell.reads
        if cell.expression is not None:
            yield from _in_history(cell.expression)
    for expression in _expressions(program):
        yield from reads(expression)
        yield from _in_history(expression)
    for form in program.forms.values():
        for must in form.musts:
            yield from must.reads
    for request in program.requests.values():
        yield from (need.known for need in request.needs if need.known is not None)
    for text in _texts(program):
        yield from _read_by_text(text)


def _in_history(expression: x.Expression) -> Iterator[str]:
    return (part.cell for part in walk(expression) if isinstance(part, x.History))


def _read_by_text(text: Template) -> Iterator[str]:
    for _, lines in text.by_language:
        for line in lines:
            if line.when is not None:
                yield from reads(line.when)
            if line.loop is not None:
                yield line.loop.subject
            for slot in line.slots:
                yield from reads(slot.read)


def _expressions(program: Program) -> Iterator[x.Expression]:
    for item in program.items.values():
        yield from (expression for _, expression in item.suggest)
    for action in program.actions.values():
        if action.due is not None and action.due.expression is not None:
            yield action.due.expression
    for proposing in proposings(program):
        due = proposing.due.expression if proposing.due is not None else None
        for part in (proposing.action, proposing.priority, due):
            if isinstance(part, x.Expression):
                yield part
    for request in program.requests.values():
        yield from (need.that for need in request.needs if need.that is not None)


def _texts(program: Program) -> Iterator[Template]:
    for form in program.forms.values():
        found = [form.note, form.not_for, *(must.otherwise for must in form.musts)]
        yield from (text for text in found if text is not None)
    for rule_set in program.sets.values():
        if rule_set.not_for is not None:
            yield rule_set.not_for
    for rule in program.rules.values():
        if rule.because is not None:
            yield rule.because
    for request in program.requests.values():
        yield from (section.lines for section in request.sections)
        yield from (need.otherwise for need in request.needs if need.otherwise is not None)


def proposings(program: Program) -> Iterator[Proposing]:
    """Every entry of `propose` and of `instead`."""
    for rule in program.rules.values():
        yield from rule.proposes
        yield from (each.instead for each in rule.withholds if each.instead is not None)


def actions_of(proposing: Proposing, program: Program) -> tuple[str, ...]:
    """The actions that an entry can propose."""
    match proposing.action:
        case str(action):
            return (action,)
        case x.Read(cell=cell):
            widest = program.cells[cell].widest
            return tuple(
                sorted(str(each) for each in (widest.values if isinstance(widest, OneOf) else {widest}))
            )
        case _:
            return ()


def sources_named(declared: Declared) -> Iterator[str]:
    """Every source that something names under `evidence`."""
    for form in declared.forms.values():
        yield from (word.text for word in form.evidence)
        yield from (word.text for _, item, _ in form.each_item() for word in item.evidence)
    for parameter in declared.parameters.values():
        yield from (word.text for word in parameter.evidence)
    for action in declared.actions.values():
        yield from (word.text for word in action.evidence)
    for _, table in declared.tables.values():
        yield from (word.text for word in table.evidence)
    for _, _, rule in declared.rules.values():
        copies = rule.for_each or ()
        for word in rule.evidence:
            yield word.text
            yield from (value.text for _, words in copies for name, value in words if name.text == word.text)
