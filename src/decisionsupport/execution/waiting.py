"""What an undecided condition waits for: one recursive definition, alike for every executor.

Nothing where a part is decided; of operators, what their undecided parts wait for; in the end items, forms,
histories, parameters and refused answers. The law kept here: what is undecided waits for something. An answer
that leaves a value unknown all the same (nobody can say, it could not be tested) is waited for itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from decisionsupport.execution.given import answer_to, nobody_can_list
from decisionsupport.execution.model import Evaluation, Rejected, Wait
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Cell, Item
from decisionsupport.program.walk import children, reads
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Possible,
    is_known,
    may_be_not_applicable,
    truth,
)

Place = tuple[str, int | None]
"""A cell, and the entry it stands in (None: outside repeating groups)."""
Found = dict[Wait, None]


def waits_for(
    evaluation: Evaluation, target: x.Expression | str, *, row: tuple[str, int] | None = None
) -> tuple[Wait, ...]:
    """What an expression, or the cell of that id, waits for: first found first, items in reading order."""
    waiting = _Waiting(evaluation)
    if isinstance(target, str):
        value = evaluation.value(target) if row is None else evaluation.row_value(target, row[1])
        return () if is_known(value) else waiting.of_cell((target, None if row is None else row[1]))
    return waiting.of_expression(target, None if row is None else row[1])


class _Waiting:
    """Follows undecided parts down.

    What cells wait for is kept in the evaluation, and found without recursion from cell to cell.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.program = evaluation.program
        self.record = evaluation.record
        self.known = evaluation.waits

    def of_expression(self, expression: x.Expression, row: int | None) -> tuple[Wait, ...]:
        """What an expression waits for: nothing unless it is undecided."""
        found: Found = {}
        if not is_known(self._of(expression, row)):
            self._add_undecided(expression, row, found)
            if not found:
                self._add_items_read(self._places(reads(expression), row), found)
        return tuple(found)

    # Cells --------------------------------------------------------------------------------------------

    def of_cell(self, wanted: Place) -> tuple[Wait, ...]:
        """What an undecided cell waits for."""
        known = self.known
        if wanted in known:
            return known[wanted]
        waiting, opened = [wanted], set[Place]()
        while waiting:
            top = waiting[-1]
            if top not in known and top not in opened:
                opened.add(top)
                waiting.extend(
                    place
                    for place in reversed(self._reads(top))
                    if place not in known and place not in opened and not is_known(self._value(place))
                )
                continue
            waiting.pop()
            if top not in known:
                known[top] = self._work_out(top)
        return known[wanted]

    def _value(self, place: Place) -> Possible:
        cell, row = place
        return self.evaluation.value(cell) if row is None else self.evaluation.row_value(cell, row)

    def _reads(self, place: Place) -> list[Place]:
        cell, row = place
        return self._places((*self.program.cells[cell].reads, f"applies:{cell}"), row)

    def _places(self, cells: Iterable[str], row: int | None) -> list[Place]:
        """Where cells stand that are read in an entry, or outside entries; those that do not are left out."""
        found: list[Place] = []
        for cell in cells:
            if cell in self.program.cells:
                inside = self.program.cells[cell].row_of is not None
                if not inside or row is not None:
                    found.append((cell, row if inside else None))
        return found

    def _work_out(self, place: Place) -> tuple[Wait, ...]:
        cell = self.program.cells[place[0]]
        found: Found = {}
        if cell.expression is None:
            self._add_given(cell, place[1], found)
        else:
            # Undecided, as its value is: what it is made of need not be worked out again to know that.
            self._add_undecided(cell.expression, place[1], found)
            if not found:
                self._add_items_read(self._reads(place), found)
        return tuple(found)

    def _add_given(self, cell: Cell, row: int | None, found: Found) -> None:
        if cell.id in self.program.items:
            self._add_item(self.program.items[cell.id], row, found)
        elif cell.id in self.program.groups:
            self._add_group(cell.id, found)
        else:
            found[Wait("parameter", cell.id.removeprefix("parameter."))] = None

    def _add_item(self, item: Item, row: int | None, found: Found) -> None:
        path = item.id
        if item.row_of is not None:
            path = f"{item.row_of}[{row}]{item.id.removeprefix(item.row_of)}"
        if item.form not in self.record.answers:
            found[Wait("form", item.form)] = None
            return
        answer = answer_to(self.record, item, row)
        if isinstance(answer, Rejected):
            found[Wait("problem", path)] = None
        elif answer is not None or not self._add_applies(item.id, row, found):
            found[Wait("item", path)] = None

    def _add_group(self, group_id: str, found: Found) -> None:
        group = self.program.groups[group_id]
        form = self.record.answers.get(group.form)
        if form is None:
            found[Wait("form", group.form)] = None
        elif group_id in form.rejected_groups:
            found[Wait("problem", group_id)] = None
        elif nobody_can_list(self.record, group) or (
            group_id not in form.rows and not self._add_applies(group_id, None, found)
        ):
            found[Wait("item", group_id)] = None

    def _add_applies(self, cell: str, row: int | None, found: Found) -> bool:
        """What it waits for to be shown; False where that is decided."""
        applies = self.program.cells.get(f"applies:{cell}")
        if applies is None:
            return False
        place = (applies.id, None if applies.row_of is None else row)
        if truth(self._value(place)) is not UNDECIDED:
            return False
        found.update(dict.fromkeys(self.of_cell(place)))
        return True

    def _add_items_read(self, places: list[Place], found: Found) -> None:
        """The items read, however deep: the answers that leave this unknown are among them."""
        waiting, seen = places[::-1], set(places)
        while waiting:
            top = waiting.pop()
            item = self.program.items.get(top[0])
            if item is not None and not item.derived and self._value(top) is not NOT_APPLICABLE:
                self._add_item(item, top[1], found)
                continue
            ahead = [read for read in self._reads(top) if read not in seen]
            seen.update(ahead)
            waiting.extend(reversed(ahead))

    # Expressions --------------------------------------------------------------------------------------

    def add(self, expression: x.Expression, row: int | None, found: Found) -> None:
        """Add what an expression waits for as a value: nothing unless it is undecided."""
        if not is_known(self._of(expression, row)):
            self._add_undecided(expression, row, found)

    def add_condition(self, expression: x.Expression, row: int | None, found: Found) -> Possible:
        """Add what it waits for as a condition, and give its truth."""
        holds = truth(self._of(expression, row))
        if holds is UNDECIDED:
            self._add_undecided(expression, row, found)
        return holds

    def _of(self, expression: x.Expression, row: int | None) -> Possible:
        match expression:
            case x.Constant(value=value):
                return value
            case x.Read(cell=cell):
                return self.evaluation.value(cell)
            case _:
                return self.evaluation.evaluate(expression, row=None if row is None else ("", row))

    def _add_undecided(self, expression: x.Expression, row: int | None, found: Found) -> None:
        match expression:
            case x.Read(cell=cell):
                found.update(dict.fromkeys(self.of_cell((cell, None))))
            case x.ReadRow(cell=cell):
                found.update(dict.fromkeys(self.of_cell((cell, row))))
            case x.RecordTest(form=str(form)) | x.FormRemaining(form=form):
                found[Wait("form", form)] = None
            case x.Not() | x.And() | x.Or() | x.CountTrue():
                for operand in children(expression):
                    self.add_condition(operand, row, found)
            case x.Conditional(test=test, then=then, otherwise=otherwise):
                self._add_first(((test, then),), otherwise, row, found)
            case x.FirstOf(entries=entries, otherwise=otherwise):
                self._add_first(entries, otherwise, row, found)
            case x.WhenApplicable(applies=applies, body=body):
                self._add_first(((applies, body),), None, row, found)
            case x.UnlessFalse(body=body):
                self.add(body, row, found)
            case x.Collect(entries=rows):
                for test, _ in rows:
                    self.add_condition(test, row, found)
            case x.Concluded(entries=rules, order=order):
                self._add_concluded(rules, order, row, found)
            case x.RequireAll(body=body, parts=parts):
                for part in (*parts, body):
                    self.add(part, row, found)
            case x.OverRows():
                self._add_rows(expression, found)
            case x.CountApplicable(operands=operands):
                for operand in operands:
                    if may_be_not_applicable(self._of(operand, row)):
                        self.add(operand, row, found)
            case x.SinceCompare(form=form, duration=duration):
                if form not in self.record.answers:
                    self._add_history(form, found)
                self.add(duration, row, found)
            case x.LastDone(form=form):
                self._add_history(form, found)
            case x.History():
                self._add_past(expression, row, found)
            case _:
                for child in children(expression):
                    self.add(child, row, found)

    def _add_first(
        self,
        entries: Iterable[tuple[x.Expression, x.Expression]],
        otherwise: x.Expression | None,
        row: int | None,
        found: Found,
    ) -> None:
        for test, value in entries:
            holds = self.add_condition(test, row, found)
            if holds is not False:
                self.add(value, row, found)
            if holds is True:
                return
        if otherwise is not None:
            self.add(otherwise, row, found)

    def _add_concluded(
        self,
        rules: tuple[tuple[x.Expression, bool | str], ...],
        order: tuple[bool | str, ...],
        row: int | None,
        found: Found,
    ) -> None:
        rank = {option: place for place, option in enumerate(order)}
        sure = max((rank[option] for test, option in rules if truth(self._of(test, row)) is True), default=-1)
        for test, option in rules:
            if rank[option] > sure:
                self.add_condition(test, row, found)

    def _add_rows(self, node: x.OverRows, found: Found) -> None:
        entries = self.evaluation.entries(node.group)
        if entries.further or node.body is None:
            self._add_group(node.group, found)
            return
        add = self.add_condition if node.function in ("any", "all", "count") else self.add
        for entry in range(entries.given):
            add(node.body, entry, found)

    # The past -----------------------------------------------------------------------------------------

    def _add_history(self, form: str, found: Found) -> None:
        if form not in self.record.history:
            found[Wait("history", form)] = None

    def _add_past(self, history: x.History, row: int | None, found: Found) -> None:
        if history.within is not None:
            self.add(history.within, row, found)
        before = len(found)
        self._add_history(history.form, found)
        if history.function == "previous":
            return
        value = self.evaluation.value(history.cell)
        if not is_known(value):
            found.update(dict.fromkeys(self.of_cell((history.cell, None))))
        if len(found) == before:
            found[Wait("history", history.form)] = None
