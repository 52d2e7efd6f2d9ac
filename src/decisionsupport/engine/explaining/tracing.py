"""What an expression came to, part by part: the tree that an explanation shows, down to the answers.

Law: a value's parts are shown once in a tree, where it is first met; later it is named with its value alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from decisionsupport.engine.explaining.model import AnswerUsed, Part
from decisionsupport.engine.explaining.saying import Saying
from decisionsupport.engine.showing import to_host
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.tracing import place_of
from decisionsupport.execution.model import FormAnswers, Known, NotKnown, Rejected
from decisionsupport.outcome.texts.wording import wording
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Item
from decisionsupport.program.walk import children, walk
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible, truth

DEEPEST: Final = 6
"""How many computed values deep a condition is followed."""
_WRAPPERS: Final = (x.UnlessFalse, x.OrElse, x.Rescale, x.ToReal, x.RequireAll)
_CONDITIONS: Final = ("when:", "unless:", "applies:", "must:")


class Tracer:
    """Makes the parts of one evaluation's explanations."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.saying = Saying(situation.program, situation.language, situation.record.parameters)

    # Trees ---------------------------------------------------------------------------------------------

    def tree(self, node: x.Expression) -> Part:
        """An expression with what it came to, opened down to answers and parameters."""
        return self._part(node, 0, set())

    def tree_of(self, cell_id: str) -> Part:
        """A cell, opened likewise."""
        return self._cell(cell_id, 0, set())

    def _part(self, node: x.Expression, depth: int, shown: set[str]) -> Part:
        node = _unwrapped(node)
        if isinstance(node, x.Read):
            return replace(self._cell(node.cell, depth, shown), text=self.saying.say(node))
        in_row = any(isinstance(each, x.ReadRow | x.ReadLocal) for each in _outside_rows(node))
        text = self.saying.say(node)
        if in_row:
            return Part(text, text, None, place_of(node.span))
        value = self.situation.evaluation.evaluate(node)
        if isinstance(node.kind, kinds.Boolean):
            value = truth(value)
            said = self._came_to(node, value)
        else:
            said = self.saying.value(value, node.kind)
        inner = tuple(self._inside(node, depth, shown))
        host = to_host(value, node.kind, self.situation.zone)
        return Part(text, said, host, place_of(node.span), None, inner)

    def _came_to(self, node: x.Expression, value: Possible) -> str:
        """A condition as it turned out: as it stands, or denied."""
        if value is False:
            return self.saying.denied(node)
        said = self.saying.say(node)
        return said if value is True else self.saying.words.undecided.format(said)

    def _cell(self, cell_id: str, depth: int, shown: set[str]) -> Part:
        program = self.situation.program
        cell = program.cells[cell_id]
        if cell_id.startswith(_CONDITIONS) and cell.expression is not None:
            return self._part(cell.expression, depth, shown)
        value = self.situation.value(cell_id)
        inner: tuple[Part, ...] = ()
        if cell.expression is not None and depth < DEEPEST and cell_id not in shown:
            shown.add(cell_id)
            inner = tuple(self._inside(_unwrapped(cell.expression), depth + 1, shown))
        host = to_host(value, cell.kind, self.situation.zone)
        said = self.saying.came_to(cell_id, value)
        return Part(self.saying.label(cell_id), said, host, place_of(cell.span), cell_id, inner)

    def _inside(self, node: x.Expression, depth: int, shown: set[str]) -> Iterator[Part]:
        """The parts of a node: conditions of conditions, else the cells that it reads."""
        if isinstance(node, x.Read):
            yield self._cell(node.cell, depth, shown)
        elif isinstance(node, x.FirstOf):
            yield from self._first(node, depth, shown)
        elif isinstance(node, x.Concluded | x.Collect):
            for test, _ in node.entries:
                yield self._part(test, depth, shown)
        elif isinstance(node, x.And | x.Or | x.Not | x.CountTrue | x.Conditional | x.WhenApplicable):
            for child in children(node):
                if not isinstance(_unwrapped(child), x.Constant):
                    yield self._part(child, depth, shown)
        else:
            yield from self._read(node, depth, shown)

    def _first(self, node: x.FirstOf, depth: int, shown: set[str]) -> Iterator[Part]:
        """The tests up to the first that holds, and what is read where that one gives its value."""
        for test, value in node.entries:
            yield self._part(test, depth, shown)
            if truth(self.situation.evaluation.evaluate(test)) is True:
                yield from self._inside(_unwrapped(value), depth, shown)
                return
        if node.otherwise is not None:
            yield from self._inside(_unwrapped(node.otherwise), depth, shown)

    def _read(self, node: x.Expression, depth: int, shown: set[str]) -> Iterator[Part]:
        program = self.situation.program
        met: set[str] = set()
        for each in _outside_rows(node):
            cell = each.cell if isinstance(each, x.Read | x.RecordTest) else None
            if cell is None or cell in met or cell in program.groups or program.cells[cell].row_of:
                continue
            met.add(cell)
            yield self._cell(cell, depth, shown)

    # Answers -------------------------------------------------------------------------------------------

    def items_behind(self, cells: tuple[str, ...]) -> list[Item]:
        """The asked items that cells rest on, in the pack's order."""
        program = self.situation.program
        seen: set[str] = set()
        left = list(cells)
        while left:
            cell = left.pop()
            if cell not in seen and cell in program.cells:
                seen.add(cell)
                left.extend(program.cells[cell].reads)
                left.append(f"applies:{cell}")
        return [item for item in program.items.values() if item.id in seen and not item.derived]

    def parameters_behind(self, cells: tuple[str, ...]) -> list[str]:
        """The parameters that cells rest on."""
        program, found = self.situation.program, []
        left, seen = list(cells), set[str]()
        while left:
            cell = left.pop()
            if cell in seen or cell not in program.cells:
                continue
            seen.add(cell)
            if cell.startswith("parameter."):
                found.append(cell.removeprefix("parameter."))
            left.extend(program.cells[cell].reads)
        return found

    def answer(self, item: Item) -> AnswerUsed:
        """What was answered to an item."""
        situation = self.situation
        ask = item.ask.in_language(situation.language)
        missing = wording(situation.language).not_known_value
        form = situation.record.answers.get(item.form)
        if form is None:
            return AnswerUsed(item.id, ask, None, missing, "not_given")
        if item.row_of is not None:
            return self._rows(item, item.row_of, form, ask, missing)
        match form.items.get(item.id):
            case Known(value):
                host = to_host(value, item.kind, situation.zone)
                return AnswerUsed(item.id, ask, host, self.saying.value(value, item.kind), "answered")
            case NotKnown():
                return AnswerUsed(item.id, ask, None, missing, "not_known")
            case Rejected():
                return AnswerUsed(item.id, ask, None, missing, "refused")
            case None:
                return AnswerUsed(item.id, ask, None, missing, "unanswered")

    def _rows(self, item: Item, group: str, form: FormAnswers, ask: str, missing: str) -> AnswerUsed:
        """The answers in the entries of a repeating group, one after another."""
        if group in form.rejected_groups:
            return AnswerUsed(item.id, ask, None, missing, "refused")
        rows = form.rows.get(group)
        if rows is None:
            return AnswerUsed(item.id, ask, None, missing, "unanswered")
        answers = [row.get(item.id) for row in rows]
        said = [
            self.saying.value(each.value, item.kind) if isinstance(each, Known) else missing
            for each in answers
        ]
        return AnswerUsed(item.id, ask, tuple(said), ", ".join(said), "answered")


def _unwrapped(node: x.Expression) -> x.Expression:
    """The node that is spoken of: not what a form's aim, hidden points or scales lay round it."""
    while isinstance(node, _WRAPPERS):
        node = node.body if isinstance(node, x.UnlessFalse | x.RequireAll) else node.operand
    return node


def _outside_rows(node: x.Expression) -> Iterator[x.Expression]:
    """A node and what it is made of, but for what is judged entry by entry."""
    if isinstance(node, x.OverRows):
        yield node
        for each in walk(node.body) if node.body is not None else ():
            if not isinstance(each, x.ReadRow):
                yield each
        return
    yield node
    for child in children(node):
        yield from _outside_rows(child)
