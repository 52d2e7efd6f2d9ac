"""What is declared and that nothing uses: actions, parameters, findings, tables, sources.

Law: each is a finding and never an error; a pack that grows from the other end must load meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.diagnostics import Report
from decisionsupport.loading.declare import Declared
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program, Proposing
from decisionsupport.program.texts import Template
from decisionsupport.program.walk import reads
from decisionsupport.values.sets import OneOf

_SAID = {
    "action": ("no rule proposes `{}`", "propose it, or leave it out"),
    "parameter": ("nothing reads `{}`", "write `parameter.{}` where the number stands, or leave it out"),
    "finding": ("no rule concludes `{}`", "conclude it in a rule, or leave it out"),
    "table": ("nothing reads `{}`", "read a column of it, as `table.{}.…`, or leave it out"),
    "source": ("nothing names `{}`", "name it under `evidence:`, or leave it out"),
}


def check_unused(program: Program, declared: Declared, report: Report) -> None:
    """Report `unused-action`, `unused-parameter`, `unused-finding`, `unused-table` and `unused-source`."""
    read = set(cells_read(program))
    used = {
        "action": set(_proposed(program)),
        "parameter": {cell.split(".")[1] for cell in read if cell.startswith("parameter.")},
        "finding": {finding.id for finding in program.findings.values() if finding.concluded_by},
        "table": {cell.split(".")[1] for cell in read if cell.startswith("table.")},
        "source": set(_named_sources(declared)),
    }
    for (what, thing), span in declared.places.items():
        if what in used and thing not in used[what]:
            message, remedy = _SAID[what]
            report.add(f"unused-{what}", message.format(thing), span, help=remedy.format(thing))


def cells_read(program: Program) -> Iterator[str]:
    """Every cell that something in the pack reads."""
    for cell in program.cells.values():
        yield from cell.reads
    for expression in _expressions(program):
        yield from reads(expression)
    for text in _texts(program):
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
    for proposing in _proposings(program):
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


def _proposings(program: Program) -> Iterator[Proposing]:
    for rule in program.rules.values():
        yield from rule.proposes
        yield from (each.instead for each in rule.withholds if each.instead is not None)


def _proposed(program: Program) -> Iterator[str]:
    for proposing in _proposings(program):
        match proposing.action:
            case str(action):
                yield action
            case x.Read(cell=cell):
                widest = program.cells[cell].widest
                yield from (str(each) for each in (widest.values if isinstance(widest, OneOf) else {widest}))
            case _:
                pass


def _named_sources(declared: Declared) -> Iterator[str]:
    for form in declared.forms.values():
        yield from (word.text for word in form.evidence)
    for parameter in declared.parameters.values():
        yield from (word.text for word in parameter.evidence)
    for action in declared.actions.values():
        yield from (word.text for word in action.evidence)
    for _, _, rule in declared.rules.values():
        copies = rule.for_each or ()
        for word in rule.evidence:
            yield word.text
            yield from (value.text for _, words in copies for name, value in words if name.text == word.text)
