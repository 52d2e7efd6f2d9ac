"""What an expression came to, part by part: the tree that an explanation shows."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.engine.explaining.model import AnswerUsed, Part, Place
from decisionsupport.engine.explaining.saying import Saying
from decisionsupport.engine.showing import to_host, to_shown
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.model import Known, NotKnown
from decisionsupport.outcome.texts.printing import printed
from decisionsupport.outcome.texts.wording import wording
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Item
from decisionsupport.program.walk import children
from decisionsupport.source import Span
from decisionsupport.values import kinds
from decisionsupport.values.sets import truth

DEEPEST = 4
"""How many computed values deep a condition is followed."""
_OPEN = (x.And, x.Or, x.Not, x.CountTrue, x.Fold, x.FirstOf, x.Conditional)


def place_of(span: Span) -> Place:
    """Where a span begins, with its line."""
    begin = span.begin
    return Place(span.source.path, begin.line, begin.column, span.source.line(begin.line).strip())


class Tracer:
    """Makes the parts of one evaluation's explanations."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.saying = Saying(situation.program, situation.language, situation.record.parameters)

    def part(self, node: x.Expression, depth: int = 0) -> Part:
        """An expression with what it came to; conditions and sums open up, and computed values behind them."""
        situation = self.situation
        value = situation.evaluation.evaluate(node) if not _in_row(node) else None
        if isinstance(node.kind, kinds.Boolean) and value is not None:
            value = truth(value)
        host = to_host(value, node.kind, situation.zone) if value is not None else None
        inner = tuple(self.part(child, depth) for child in self._inside(node))
        if not inner and depth < DEEPEST:
            inner = tuple(self.cell(cell, depth + 1) for cell in self._behind(node))
        return Part(self.saying.say(node), host if host is not None else "", place_of(node.span), inner)

    def cell(self, cell_id: str, depth: int = 0) -> Part:
        """A cell: what it is made of, or the answer itself."""
        situation = self.situation
        cell = situation.program.cells[cell_id]
        host = to_host(situation.value(cell_id), cell.kind, situation.zone)
        inner: tuple[Part, ...] = ()
        if cell.expression is not None and depth < DEEPEST:
            opened = self._unwrapped(cell.expression)
            inner = tuple(self.part(child, depth) for child in self._inside(opened))
            if not inner:
                inner = tuple(self.cell(each, depth + 1) for each in self._behind(opened) if each != cell_id)
        return Part(self.saying.name(cell_id), host, place_of(cell.span), inner)

    def _unwrapped(self, node: x.Expression) -> x.Expression:
        while isinstance(node, x.UnlessFalse | x.OrElse):
            node = node.body if isinstance(node, x.UnlessFalse) else node.operand
        return node

    def _inside(self, node: x.Expression) -> Iterator[x.Expression]:
        if isinstance(node, x.FirstOf):
            for test, _ in node.entries:
                yield test
                if truth(self.situation.evaluation.evaluate(test)) is True:
                    return
        elif isinstance(node, _OPEN):
            yield from children(node)

    def _behind(self, node: x.Expression) -> Iterator[str]:
        """The cells that a test reads and that are made of something."""
        for child in (node, *children(node)):
            inner = self._unwrapped(child)
            if isinstance(inner, x.Read):
                cell = self.situation.program.cells[inner.cell]
                if cell.expression is not None or isinstance(node, x.Read):
                    if inner is node and cell.expression is None:
                        return
                    yield inner.cell

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

    def answer(self, item: Item) -> AnswerUsed:
        """What was answered to an item."""
        situation = self.situation
        ask = item.ask.in_language(situation.language)
        words = wording(situation.language)
        form = situation.record.answers.get(item.form)
        if item.row_of is not None:
            rows = form.rows.get(item.row_of) if form else None
            count = len(rows) if rows is not None else None
            return AnswerUsed(
                item.id,
                ask,
                count,
                words.not_known_value if count is None else str(count),
                "answered" if count is not None else "unanswered",
            )
        answer = form.items.get(item.id) if form else None
        if isinstance(answer, Known):
            host = to_host(answer.value, item.kind, situation.zone)
            text = printed(
                to_shown(answer.value, None, item.kind, situation.program, situation.language), words
            )
            return AnswerUsed(item.id, ask, host, text, "answered")
        state = "not_known" if isinstance(answer, NotKnown) else "refused" if answer else "unanswered"
        if form is None:
            state = "not_given"
        return AnswerUsed(item.id, ask, None, words.not_known_value, state)  # type: ignore[arg-type]


def _in_row(node: x.Expression) -> bool:
    return any(isinstance(each, x.ReadRow) for each in (node, *children(node)))
