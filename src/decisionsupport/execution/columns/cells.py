"""The cells of a program as nodes, for answers of one shape: which columns there are, and which have nulls.

Law: a cell that has no nodes gets its columns from the default executor, once for each different combination
of the answers it rests on. What no answer of the shape can change is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any

from decisionsupport.execution.columns.items import item_columns
from decisionsupport.execution.columns.lower import lowered
from decisionsupport.execution.columns.nodes import (
    FALSE,
    TRUE,
    Flag,
    TooLarge,
    both,
    either,
    flag_column,
)
from decisionsupport.execution.columns.preparing import Codes, Preparation, ThroughPython
from decisionsupport.execution.columns.rows import over_rows
from decisionsupport.execution.columns.sets import Columns, NotLowered, Options, constant, truth
from decisionsupport.execution.model import Evaluation, Executor, FormAnswers, Record
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Item, Program, RepeatingGroup
from decisionsupport.program.walk import children, walk
from decisionsupport.values.kinds import CodeSystem, Kind, everything
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import date_of, zone_named


@dataclass(frozen=True, slots=True)
class Shape:
    """Which answers a frame has. A form, item or group that is not named has none.

    The value says whether every row has one: then nothing hangs on whether it is there.
    """

    forms: Mapping[str, bool]
    items: Mapping[str, bool]
    groups: Mapping[str, bool]

    @property
    def key(self) -> tuple[Any, ...]:
        """The same for shapes that are alike."""
        return tuple(tuple(sorted(each.items())) for each in (self.forms, self.items, self.groups))


@dataclass(slots=True)
class Cells:
    """The nodes of cells, each made when first asked for. `blank` is somebody of whom nothing is given.

    `prepared`: base columns besides the answers, by name; `lowered`, `by_python`: how cells were made.
    """

    program: Program
    executor: Executor
    blank: Record
    shape: Shape
    prepared: dict[str, Preparation] = field(default_factory=dict)
    by_python: dict[str, None] = field(default_factory=dict)
    seen: dict[int, Columns] = field(default_factory=dict)
    given: dict[str, Flag] = field(init=False)
    answered: dict[str, Flag] = field(init=False)
    listed: dict[str, Flag] = field(init=False)
    zone: tzinfo = field(init=False)
    today: date = field(init=False)
    _made: dict[str, Columns] = field(default_factory=dict)
    _varies: dict[str, bool] = field(default_factory=dict)
    _nodes_vary: dict[int, bool] = field(default_factory=dict)
    _nobody: Evaluation = field(init=False)

    def __post_init__(self) -> None:
        self.zone = zone_named(self.program.pack.timezone)
        self.today = date_of(self.blank.at, self.zone)
        self._nobody = self.executor(self.blank)
        forms, items = self.shape.forms, self.shape.items
        self.given = {form: _there(f"given:{form}", forms.get(form)) for form in self.program.forms}
        self.listed = {group: _there(f"listed:{group}", every) for group, every in self.shape.groups.items()}
        self.answered = {
            item.id: _there(f"known:{item.id}", items.get(item.id))
            for item in self.program.items.values()
            if not item.derived and item.row_of is None
        }
        for cell in self.program.cells:
            # In order, so that no length of a chain costs stack.
            self.cell_varies(cell)

    @property
    def lowered(self) -> tuple[str, ...]:
        """The cells that became nodes."""
        return tuple(cell for cell in self._made if cell not in self.by_python)

    # Cells --------------------------------------------------------------------------------------------

    def of(self, cell: str) -> Columns:
        """The nodes of a cell outside repeating groups; those it reads are made before it."""
        if cell not in self._made:
            for ahead in self._needed(cell):
                self._made[ahead] = self._make(ahead)
        return self._made[cell]

    def expression(self, node: x.Expression, name: str) -> Columns:
        """The nodes of an expression outside the cells; `name` is for its columns, where it has no nodes."""
        for part in walk(node):
            if isinstance(part, x.Read):
                self.of(part.cell)
        try:
            return lowered(node, self)
        except (NotLowered, TooLarge):
            return self._through_python(name, node.kind, node)

    def _needed(self, cell: str) -> list[str]:
        """A cell and what it reads that is not made yet, in an order that can be followed."""
        found: dict[str, None] = {}
        waiting, opened = [cell], set[str]()
        while waiting:
            top = waiting[-1]
            ahead = (
                []
                if top in opened
                else [read for read in self._reads(top) if read not in found and read not in self._made]
            )
            opened.add(top)
            if ahead:
                waiting += ahead
                continue
            waiting.pop()
            if top not in self._made:
                found[top] = None
        return list(found)

    def _reads(self, cell: str) -> Iterator[str]:
        known = self.program.cells
        for read in (*known[cell].reads, f"applies:{cell}", *_past(known[cell].expression)):
            if read in known and known[read].row_of is None and read not in self.program.groups:
                yield read

    def _make(self, name: str) -> Columns:
        cell = self.program.cells[name]
        if not self.cell_varies(name):
            return constant(self._nobody.value(name), cell.kind)
        try:
            if cell.expression is not None:
                return lowered(cell.expression, self)
            shown = self._shown(name)
            return item_columns(self.program.items[name], cell.widest, self.answered[name], shown)
        except (NotLowered, TooLarge):
            return self._through_python(name, cell.kind, None)

    def _shown(self, name: str) -> tuple[Flag, Flag]:
        applies = f"applies:{name}"
        return truth(self.of(applies)) if applies in self.program.cells else (TRUE, FALSE)

    # Where expressions stand: see `Standing` -----------------------------------------------------------

    def varies(self, node: x.Expression) -> bool:
        """Whether an expression may differ from row to row."""
        known = self._nodes_vary.get(id(node))
        if known is None:
            inside = () if isinstance(node, x.OverRows) else children(node)
            known = self._node_varies(node) or any(self.varies(child) for child in inside)
            self._nodes_vary[id(node)] = known
        return known

    def _node_varies(self, node: x.Expression) -> bool:
        match node:
            case x.Read(cell=cell):
                return self.cell_varies(cell)
            case x.History(cell=cell, function=function):
                return function != "previous" and self.cell_varies(cell)
            case x.ReadRow():
                return True
            case x.RecordTest(form=form, cell=cell):
                return (form is not None and form in self.shape.forms) or self.cell_varies(cell)
            case x.FormRemaining(form=form) | x.SinceCompare(form=form):
                return form in self.shape.forms
            case x.OverRows(group=group):
                return self.cell_varies(group) or self.outer_varies(node)
            case _:
                return False

    def outer_varies(self, node: x.OverRows) -> bool:
        """Whether an aggregate may differ from row to row though no list was given."""
        inside = () if node.body is None else walk(node.body)
        return any(self._node_varies(part) for part in inside if not isinstance(part, x.ReadRow))

    def cell_varies(self, name: str) -> bool:
        """Whether a cell may differ from row to row."""
        if name not in self._varies:
            cell = self.program.cells[name]
            applies = f"applies:{name}"
            self._varies[name] = (
                name in self.shape.items
                or name in self.shape.groups
                or (cell.expression is not None and self.varies(cell.expression))
                or (applies in self.program.cells and self.cell_varies(applies))
            )
        return self._varies[name]

    def fixed(self, node: x.Expression) -> Possible:
        """What an expression is while nothing is given."""
        return self._nobody.evaluate(node)

    def fixed_with(self, form: str, node: x.Expression) -> Possible:
        """The same where that form is given, and nothing in it answered."""
        record = Record({form: FormAnswers()}, self.blank.at, {}, self.blank.parameters)
        return self.executor(record).evaluate(node)

    def cell(self, cell: str, *, row: bool) -> Columns:
        """What a cell of the record is."""
        if row:
            raise NotLowered(cell)
        return self.of(cell)

    def widest(self, cell: str) -> Possible:
        """Everything a cell can be."""
        return self.program.cells[cell].widest

    def is_group(self, cell: str) -> bool:
        """Whether it is a repeating group."""
        return cell in self.program.groups

    def unsettled(self, form: str) -> Iterable[Flag]:
        """For each item of a form that was given, whether it still wants an answer."""
        asked = self.program.forms[form]
        for entry in asked.entries:
            if isinstance(entry, RepeatingGroup):
                if entry.required or asked.word == "checklist" or any(item.required for item in entry.items):
                    raise NotLowered("entries that remain")
            elif not entry.derived and (entry.required or asked.word == "checklist"):
                holds, _ = self._shown(entry.id)
                yield both(holds, self._settled(entry).inverse)

    def _settled(self, item: Item) -> Flag:
        answered = self.answered[item.id]
        if item.word != "check" or answered is FALSE:
            return answered
        value = item_columns(item, self.widest(item.id), TRUE, (TRUE, FALSE))
        assert isinstance(value, Options)
        return both(answered, either(value.members["done"], value.members["not_relevant"]))

    def code_in(self, column: str, codes: frozenset[str], system: CodeSystem) -> Flag:
        """Whether the codes of a column are among these or lie under one."""
        name = f"code:{column}:{','.join(sorted(codes))}"
        self.prepared[name] = Codes(name, column, codes, system)
        return flag_column(name)

    def over_rows(self, node: x.OverRows) -> Columns:
        """An aggregate over the entries of a repeating group."""
        return over_rows(node, self)

    # The default executor ------------------------------------------------------------------------------

    def _through_python(self, name: str, kind: Kind, node: x.Expression | None) -> Columns:
        answers, forms = self._rests_on(name if node is None else None, node)
        widest = everything(kind, na=True) if node is not None else self.widest(name)
        made = ThroughPython(name, kind, widest, node, tuple(answers), tuple(forms))
        self.prepared[f"python:{name}"] = made
        self.by_python[name] = None
        return made.columns()

    def _rests_on(self, cell: str | None, node: x.Expression | None) -> tuple[list[str], list[str]]:
        """The columns of answers that it can change with, and the forms whose being given it asks about."""
        answers, forms = dict[str, None](), dict[str, None]()
        left = [cell] if cell is not None else []
        seen = set(left)
        for part in () if node is None else walk(node):
            left += [read for read in _read_by(part) if read not in seen]
            _add_form(part, forms)
        while left:
            name = left.pop()
            if name not in self.program.cells:
                continue
            if name in self.shape.items or name in self.shape.groups:
                answers[name] = None
            found = self.program.cells[name]
            further = {*found.reads, f"applies:{name}"}
            if found.row_of is not None:
                further.add(found.row_of)
            for part in () if found.expression is None else walk(found.expression):
                further.update(_read_by(part))
                _add_form(part, forms)
                if isinstance(part, x.FormRemaining):
                    further.update(entry.id for entry in self.program.forms[part.form].entries)
            left += [read for read in further if read not in seen]
            seen |= further
        asked = {self.program.cells[name].form for name in answers} | set(forms)
        return sorted(answers), sorted(
            form for form in asked if form in self.shape.forms and form is not None
        )


def _there(column: str, everywhere: bool | None) -> Flag:
    if everywhere is None:
        return FALSE
    return TRUE if everywhere else flag_column(column)


def _past(expression: x.Expression | None) -> Iterator[str]:
    for part in () if expression is None else walk(expression):
        if isinstance(part, x.History):
            yield part.cell


def _read_by(part: x.Expression) -> Iterator[str]:
    match part:
        case x.Read(cell=cell) | x.ReadRow(cell=cell) | x.RecordTest(cell=cell) | x.History(cell=cell):
            yield cell
        case x.OverRows(group=group):
            yield group
        case _:
            pass


def _add_form(part: x.Expression, forms: dict[str, None]) -> None:
    if isinstance(part, x.RecordTest | x.FormRemaining | x.SinceCompare) and part.form is not None:
        forms[part.form] = None
