"""Whether a break makes a difference that an evaluation could show.

Two looks, the cheap one first: does what was broken come out otherwise where it stands; then, does that reach
anything of an outcome (a form given, a finding, a rule that fires or is reported, a text that is said)? Law:
where this says no, the outcome is the same. Where that cannot be told cheaply (history, broken demands) it
says yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cached_property

from decisionsupport.authoring.mutation.model import Changed, broken
from decisionsupport.engine.intake import value_at
from decisionsupport.engine.judging import takes_part
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.model import Record, Rejected
from decisionsupport.program import expressions as x
from decisionsupport.program.expressions import Expression
from decisionsupport.program.meaning import FURTHER
from decisionsupport.program.model import Cell, Program, Rule
from decisionsupport.program.walk import walk
from decisionsupport.values.sets import is_known, truth
from decisionsupport.values.time import date_of


class Reading:
    """What reads what in a program, worked out once for all breaks."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.past = _read_in_history(program)
        self._readers: dict[str, set[str]] = {}
        for cell in program.cells.values():
            for read in (*cell.reads, f"applies:{cell.id}", *_of_records(cell)):
                self._readers.setdefault(read, set()).add(cell.id)
        self.by_when = {rule.when: rule for rule in program.rules.values()}
        self.texts = {rule.id: frozenset(_cells_in(self._parts(rule))) for rule in program.rules.values()}
        self.notes = {
            form.id: frozenset(_cells_in((form.note, tuple(must.otherwise for must in form.musts))))
            for form in program.forms.values()
        }
        self._resting: dict[frozenset[str], tuple[str, ...]] = {}

    def resting_on(self, cells: Iterable[str]) -> tuple[str, ...]:
        """The cells, and all that rest on them, in the order of the program."""
        wanted = frozenset(cells)
        if wanted not in self._resting:
            found, waiting = set[str](), list(wanted)
            while waiting:
                cell = waiting.pop()
                if cell not in found:
                    found.add(cell)
                    waiting.extend(self._readers.get(cell, ()))
            self._resting[wanted] = tuple(cell for cell in self.program.cells if cell in found)
        return self._resting[wanted]

    def actions_of(self, rule: Rule) -> Iterator[str]:
        """The actions that a rule may propose."""
        for proposing in (*rule.proposes, *(each.instead for each in rule.withholds if each.instead)):
            if isinstance(proposing.action, str):
                yield proposing.action
            elif proposing.action is not None:
                yield from self.program.actions

    def _parts(self, rule: Rule) -> tuple[object, ...]:
        """What speaks when a rule fires, beside its conditions."""
        program = self.program
        requests = tuple(program.requests[name] for name in rule.drafts)
        return (rule, requests, tuple(program.actions[name] for name in self.actions_of(rule)))


class Infection:
    """One break, looked for in evaluations of a pack as it stands."""

    def __init__(self, changed: Changed, reading: Reading) -> None:
        self._changed = changed
        self._reading = reading
        self._cells = reading.program.cells
        parameters = [f"parameter.{name}" for name in changed.parameters]
        self._resting = reading.resting_on((*changed.cells, *parameters))
        self._guarded = [
            (rule, cell)
            for rule in reading.program.rules.values()
            for cell in (rule.unless, rule.set_applies)
            if cell is not None and cell in self._resting
        ]
        names = set(changed.rules)
        for rule in reading.program.rules.values():
            if not set(changed.actions).isdisjoint(reading.actions_of(rule)):
                names.add(rule.id)
            if not set(changed.requests).isdisjoint(rule.drafts):
                names.add(rule.id)
        self._rules = [rule for rule in reading.program.rules.values() if rule.id in names]

    @cached_property
    def _executor(self) -> Interpreter:
        return Interpreter(broken(self._reading.program, self._changed))

    def shows_in(self, situation: Situation) -> bool:
        """Whether the outcome may come out otherwise."""
        if any(stirs(rule, situation) for rule in self._rules):
            return True
        record = self._record(situation)
        if record is None or not self._differs_where_it_stands(situation, record):
            return False
        if self._is_beyond(situation):
            return True
        after = Situation(self._executor.program, self._executor(record), situation.language)
        return self._reaches(situation, after)

    # Where it stands -----------------------------------------------------------------------------------

    def _record(self, situation: Situation) -> Record | None:
        """The record that the broken pack is given; None where its parameters are not used here."""
        record = situation.record
        if not self._changed.parameters:
            return record if self._changed.cells else None
        day = date_of(record.at, situation.zone)
        parameters = dict(record.parameters)
        for name, other in self._changed.parameters.items():
            own = situation.program.parameters[name]
            before, _ = value_at(own, day)
            after, _ = value_at(replace(own, values=other.values), day)
            if before == after or record.parameters.get(name) != before:
                return None  # a site, or the case itself, says another
            parameters[name] = after
        return replace(record, parameters=parameters)

    def _differs_where_it_stands(self, situation: Situation, record: Record) -> bool:
        if record is not situation.record or _refused(record):
            return True
        for name, other in self._changed.cells.items():
            cell = self._cells[name]
            if cell.row_of is not None:
                for row in _rows(cell.row_of, situation):
                    if situation.evaluation.row_value(name, row[1]) != situation.evaluation.evaluate(
                        other, row=row
                    ):
                        return True
                continue
            before, after = situation.value(name), situation.evaluation.evaluate(other)
            if before != after or (not is_known(after) and situation.waits(name) != situation.waits(other)):
                return True
            if name in self._reading.past and not record.history.keys().isdisjoint(self._reading.past[name]):
                return True
        return False

    def _is_beyond(self, situation: Situation) -> bool:
        """Whether it passes through history, or through demands that are broken."""
        history = situation.record.history
        past = self._reading.past
        return _refused(situation.record) or any(
            cell in past and not history.keys().isdisjoint(past[cell]) for cell in self._resting
        )

    # How far it reaches --------------------------------------------------------------------------------

    def _reaches(self, before: Situation, after: Situation) -> bool:
        given = before.record.answers
        differing = set[str]()
        for name in self._resting:
            cell = self._cells[name]
            if cell.row_of is not None:
                if cell.form in given and any(
                    before.evaluation.row_value(name, row) != after.evaluation.row_value(name, row)
                    for _, row in _rows(cell.row_of, before)
                ):
                    return True
            elif before.value(name) != after.value(name):
                differing.add(name)
                if cell.form in given or name.startswith("finding."):
                    return True
            rule = self._reading.by_when.get(name)
            if rule is not None and self._rule_differs(rule, name in differing, before, after):
                return True
        return self._is_told(differing, before, after)

    def _rule_differs(self, rule: Rule, otherwise: bool, before: Situation, after: Situation) -> bool:
        if not stirs(rule, before) and not stirs(rule, after):
            return False
        if otherwise:
            return True
        value = before.value(rule.when)
        return not is_known(value) and before.waits(rule.when) != after.waits(rule.when)

    def _is_told(self, differing: set[str], before: Situation, after: Situation) -> bool:
        """Whether an exception, a proposal or a text that speaks here reads what differs."""
        if any(not self._reading.notes[form].isdisjoint(differing) for form in before.record.answers):
            return True
        for rule in self._reading.program.rules.values():
            reads = {*self._reading.texts[rule.id], rule.unless, rule.set_applies}
            if not differing.isdisjoint(reads) and (stirs(rule, before) or stirs(rule, after)):
                return True
        return any(
            not is_known(before.value(cell))
            and stirs(rule, before)
            and before.waits(cell) != after.waits(cell)
            for rule, cell in self._guarded
        )


def stirs(rule: Rule, situation: Situation) -> bool:
    """Whether a rule does anything here: it fires, is held, or is undecided and reported or withholding."""
    when = truth(situation.value(rule.when))
    return when is True or (when is not False and (bool(rule.withholds) or takes_part(rule, situation)))


def _rows(group: str, situation: Situation) -> Iterator[tuple[str, int]]:
    """The entries of a repeating group that are given, and one that may be."""
    form = situation.record.answers.get(situation.program.groups[group].form)
    yield from ((group, row) for row in range(len(form.rows.get(group, ())) if form else 0))
    yield group, FURTHER


def _refused(record: Record) -> bool:
    """Whether answers were refused, perhaps by a demand: what they were is not known here."""
    return any(
        isinstance(answer, Rejected) for form in record.answers.values() for answer in form.items.values()
    )


def _cells_in(part: object) -> Iterator[str]:
    """The cells that the expressions in a part of a program read."""
    if isinstance(part, Expression):
        yield from (node.cell for node in walk(part) if isinstance(node, x.Read))
    elif isinstance(part, tuple):
        for each in part:
            yield from _cells_in(each)
    elif is_dataclass(part) and type(part).__module__.startswith("decisionsupport.program"):
        for field in fields(part):
            yield from _cells_in(getattr(part, field.name))


def _of_records(cell: Cell) -> Iterator[str]:
    """What tests of the record look at beside cells: whether a form's items apply."""
    if cell.expression is not None:
        for node in walk(cell.expression):
            if isinstance(node, x.FormRemaining):
                yield f"remaining:{node.form}"


def _read_in_history(program: Program) -> Mapping[str, frozenset[str]]:
    """The cells that history works out again, and of which forms."""
    found: dict[str, set[str]] = {}
    for cell in program.cells.values():
        for node in walk(cell.expression) if cell.expression is not None else ():
            if isinstance(node, x.History):
                _note(node.cell, node.form, program, found)
    return {cell: frozenset(forms) for cell, forms in found.items()}


def _note(cell: str, form: str, program: Program, found: dict[str, set[str]]) -> None:
    waiting = [cell]
    while waiting:
        name = waiting.pop()
        if name in program.cells and form not in found.setdefault(name, set()):
            found[name].add(form)
            waiting += [*program.cells[name].reads, f"applies:{name}"]
