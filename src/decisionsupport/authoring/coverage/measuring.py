"""What cases reach, place by place: each case is evaluated once, and every place asked what it came to.

Law: a condition counts as seen only where it speaks: a form's where the form is given, a rule's unknown where
the rule takes part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decisionsupport.authoring.cases.model import Case
from decisionsupport.authoring.cases.reached import Reaching, entries_of
from decisionsupport.authoring.coverage.messages import Messages
from decisionsupport.authoring.coverage.model import Coverage, Key, Place, Seen
from decisionsupport.authoring.coverage.options import Options
from decisionsupport.engine import Engine
from decisionsupport.engine.judging import takes_part
from decisionsupport.engine.situation import Situation
from decisionsupport.errors import InvalidCall
from decisionsupport.program import expressions as x
from decisionsupport.program.expressions import Expression
from decisionsupport.program.model import Cell, Program
from decisionsupport.program.walk import walk
from decisionsupport.values.kinds import Boolean
from decisionsupport.values.sets import truth

_ROOTS = ("unless", "applies", "must")


def coverage_of(cases: Iterable[tuple[Case, Engine]], engine: Engine) -> Coverage:
    """What cases reach of a pack, each with the engine of its site; `engine` is the pack's own."""
    measuring = Measuring(engine.program)
    for case, own in cases:
        measuring.note(case, own)
    return measuring.done()


class Measuring:
    """Notes what cases reach."""

    def __init__(self, program: Program) -> None:
        self.coverage = Coverage()
        self._reaching = Reaching()
        self._reaching.begin(program)
        self._messages = Messages(program, self.coverage)
        self._options = Options(program, self.coverage)
        self._conditions = {id(program): self._begin(program)}
        for rule in program.rules.values():
            self.coverage.add(Place("rule", rule.id, rule.span))
        self._rules = {rule.id: Place("rule", rule.id, rule.span).key for rule in program.rules.values()}

    def _begin(self, program: Program) -> list[tuple[Cell, Expression, Key]]:
        found = []
        for cell in program.cells.values():
            for node in _conditions(cell):
                place = Place("condition", " ".join(node.span.text.split()), node.span)
                self.coverage.add(place)
                found.append((cell, node, place.key))
        return found

    def note(self, case: Case, engine: Engine) -> None:
        """Add what a case reaches; one that cannot be run reaches nothing."""
        setting = case.setting
        self.coverage.cases += 1
        if setting.at is None:
            return
        given = {"at": setting.at, "history": setting.history, "parameters": setting.parameters or None}
        try:
            situation = engine.situation(setting.given, **given)  # type: ignore[arg-type]
            outcome = engine.evaluate(setting.given, **given, invalid="report")  # type: ignore[arg-type]
        except InvalidCall:
            return
        self._reaching.note_situation(situation)
        self._note_rules(situation)
        self._note_conditions(situation)
        self._options.note(situation)
        self._messages.note(outcome)

    def _note_rules(self, situation: Situation) -> None:
        for rule in situation.program.rules.values():
            state = _state(truth(situation.value(rule.when)))
            if state != "unknown" or takes_part(rule, situation):
                self.coverage.note(self._rules[rule.id], state)

    def _note_conditions(self, situation: Situation) -> None:
        program = situation.program
        if id(program) not in self._conditions:
            self._conditions[id(program)] = self._begin(program)
        part = {
            cell: takes_part(rule, situation)
            for rule in program.rules.values()
            for cell in (rule.when, rule.unless)
        }
        for cell, node, key in self._conditions[id(program)]:
            if cell.form is not None and cell.form not in situation.record.answers:
                continue
            for entry in entries_of(cell, situation):
                state = _state(truth(situation.evaluation.evaluate(node, row=entry)))
                if state != "unknown" or part.get(cell.id, True):
                    self.coverage.note(key, state)

    def done(self) -> Coverage:
        """What was reached."""
        reached = self._reaching.reached
        for row, taken in reached.rows.items():
            place = Place(reached.kinds[row], str(row), reached.places[row])
            self.coverage.add(place)
            if taken:
                self.coverage.note(place.key, "taken")
        return self.coverage


def _state(verdict: object) -> Seen:
    if verdict is True:
        return "true"
    return "false" if verdict is False else "unknown"


def _conditions(cell: Cell) -> Iterator[Expression]:
    """The parts of `and`, `or`, `not` and counts of conditions; exceptions, demands and guards as a whole."""
    if cell.expression is None:
        return
    if cell.id.partition(":")[0] in _ROOTS and _is_condition(cell.expression):
        yield cell.expression
    for node in walk(cell.expression):
        match node:
            case x.And(operands=operands) | x.Or(operands=operands) | x.CountTrue(operands=operands):
                yield from (operand for operand in operands if _is_condition(operand))
            case x.Not(operand=operand) if _is_condition(operand) and not isinstance(operand, x.And | x.Or):
                yield operand
            case _:
                pass


def _is_condition(node: Expression) -> bool:
    return isinstance(node.kind, Boolean) and not isinstance(node, x.Constant)
