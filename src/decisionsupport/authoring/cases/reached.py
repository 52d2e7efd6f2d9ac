"""What cases reach of a pack: rules fired, held, undecided and not; rows of tables, `first` lists and bands.

Law: a row counts as taken only where that is certain. It was not merely possible, and no row before it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from decisionsupport.authoring.cases.model import Case
from decisionsupport.engine import Engine
from decisionsupport.engine.judging import takes_part
from decisionsupport.engine.situation import Situation
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.model import Evaluation
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Cell, Program, Rule
from decisionsupport.program.walk import children, walk
from decisionsupport.source import Span
from decisionsupport.values.sets import truth

State = Literal["fired", "held", "undecided", "not"]
RowKind = Literal["row", "entry", "band"]


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A row of a table, an entry of a `first` list or a band.

    `of` is its name, `nth` which of the lists written there (from 0), `number` the row (from 1).
    """

    of: str
    nth: int
    number: int

    def __str__(self) -> str:
        return f"{self.of}, row {self.number}"


@dataclass(slots=True)
class Reached:
    """What was reached so far, of everything there is to reach."""

    rules: dict[str, set[State]] = field(default_factory=dict)
    rows: dict[Row, bool] = field(default_factory=dict)
    places: dict[Row, Span] = field(default_factory=dict)
    kinds: dict[Row, RowKind] = field(default_factory=dict)

    def rules_in(self, state: State) -> tuple[str, ...]:
        """The rules that were in a state in at least one case."""
        return tuple(rule for rule, states in sorted(self.rules.items()) if state in states)

    @property
    def never_fired(self) -> tuple[str, ...]:
        """The rules that fired in no case."""
        return tuple(rule for rule, states in sorted(self.rules.items()) if "fired" not in states)

    @property
    def never_false(self) -> tuple[str, ...]:
        """The rules whose condition was false in no case."""
        return tuple(rule for rule, states in sorted(self.rules.items()) if "not" not in states)

    @property
    def rows_never_taken(self) -> tuple[Row, ...]:
        """The rows that no case took."""
        return tuple(row for row, taken in sorted(self.rows.items()) if not taken)


@dataclass(frozen=True, slots=True)
class Lists:
    """Where a program has rows: the cells, and for each node with rows its name and which it is of that name.

    Nodes are known by their identity, so the program is kept with them.
    """

    program: Program
    cells: tuple[Cell, ...]
    names: Mapping[int, tuple[str, int]]


class Reaching:
    """Notes what cases reach, program by program (a site has its own)."""

    def __init__(self) -> None:
        self.reached = Reached()
        self._lists: dict[int, Lists] = {}

    def note(self, case: Case, engine: Engine) -> None:
        """Add what a case reaches; one that cannot be run reaches nothing."""
        try:
            situation = _situation(case, engine)
        except InvalidCall:
            self.begin(engine.program)
            return
        self.note_situation(situation)

    def note_situation(self, situation: Situation) -> None:
        """Add what an evaluation under way reaches."""
        program = situation.program
        lists = self._lists.get(id(program)) or self.begin(program)
        for rule in program.rules.values():
            self.reached.rules[rule.id].add(_state(rule, situation))
        given = situation.record.answers.keys()
        for cell in lists.cells:
            if cell.expression is None or not (cell.form is None or cell.form in given):
                continue
            for entry in entries_of(cell, situation):
                for node, number in _taken(cell.expression, situation.evaluation, entry):
                    self.reached.rows[Row(*lists.names[node], number)] = True

    def begin(self, program: Program) -> Lists:
        """Everything there is to reach in a program."""
        for rule in program.rules:
            self.reached.rules.setdefault(rule, set())
        names: dict[int, tuple[str, int]] = {}
        cells = tuple(_cells_with_lists(program))
        for cell in cells:
            for nth, node in enumerate(_lists_of(cell)):
                names[id(node)] = (_owner(cell), nth)
                for number, span in enumerate(_rows(node), start=1):
                    row = Row(_owner(cell), nth, number)
                    self.reached.rows.setdefault(row, False)
                    self.reached.places.setdefault(row, span)
                    self.reached.kinds.setdefault(row, _kind_of(row, node))
        return self._lists.setdefault(id(program), Lists(program, cells, names))


def reached_by(cases: Iterable[tuple[Case, Engine]]) -> Reached:
    """What cases reach, each with the engine of its site."""
    reaching = Reaching()
    for case, engine in cases:
        reaching.note(case, engine)
    return reaching.reached


def _situation(case: Case, engine: Engine) -> Situation:
    setting = case.setting
    if setting.at is None:
        raise InvalidCall("the case has no instant")
    return engine.situation(
        setting.given, at=setting.at, history=setting.history, parameters=setting.parameters or None
    )


def _state(rule: Rule, situation: Situation) -> State:
    when = truth(situation.value(rule.when))
    if when is False:
        return "not"
    applies = True if rule.set_applies is None else truth(situation.value(rule.set_applies))
    if when is not True:
        return "not" if applies is False or not takes_part(rule, situation) else "undecided"
    held = applies is False or (rule.unless is not None and truth(situation.value(rule.unless)) is True)
    return "held" if held else "fired"


# Rows -------------------------------------------------------------------------------------------------


def _cells_with_lists(program: Program) -> Iterator[Cell]:
    """The cells that have rows, each owner's once: a table's columns all have the same rows."""
    seen: set[str] = set()
    for cell in program.cells.values():
        owner = _owner(cell)
        if owner not in seen and _lists_of(cell):
            seen.add(owner)
            yield cell


def _lists_of(cell: Cell) -> tuple[x.Expression, ...]:
    """The parts of a cell that have rows, in the order written."""
    return tuple(node for node in walk(cell.expression) if _rows(node)) if cell.expression is not None else ()


def _owner(cell: Cell) -> str:
    """What the reader calls it: `table.x`, `form.computed`, `form.item`."""
    if cell.id.startswith("table."):
        return cell.id.rpartition(".")[0]
    return cell.id.removeprefix("points:")


def _kind_of(row: Row, node: x.Expression) -> RowKind:
    if isinstance(node, x.Bands):
        return "band"
    return "row" if row.of.startswith("table.") else "entry"


def _rows(node: x.Expression) -> tuple[Span, ...]:
    """The places of a node's rows; none for what has no rows."""
    match node:
        case x.FirstOf(entries=entries, otherwise=otherwise):
            last = () if otherwise is None else (otherwise.span,)
            return (*(value.span for _, value in entries), *last)
        case x.Collect(entries=collected):
            return tuple(condition.span for condition, _ in collected)
        case x.Bands(edges=edges):
            return (node.span,) * len(edges)
        case _:
            return ()


def entries_of(cell: Cell, situation: Situation) -> Iterator[tuple[str, int] | None]:
    """Where a cell is judged: once, or for each entry of its repeating group."""
    if cell.row_of is None:
        yield None
        return
    form = situation.record.answers.get(situation.program.groups[cell.row_of].form)
    for index in range(len(form.rows.get(cell.row_of, ())) if form is not None else 0):
        yield cell.row_of, index


def _taken(
    node: x.Expression, evaluation: Evaluation, row: tuple[str, int] | None
) -> Iterator[tuple[int, int]]:
    """The rows taken in a node and in what it comes to: the node's identity and the row's number."""
    match node:
        case x.FirstOf(entries=entries, otherwise=otherwise):
            for number, (condition, value) in enumerate(entries, start=1):
                verdict = truth(evaluation.evaluate(condition, row=row))
                if verdict is True:
                    yield id(node), number
                    yield from _taken(value, evaluation, row)
                if verdict is not False:
                    return
            if otherwise is not None:
                yield id(node), len(entries) + 1
                yield from _taken(otherwise, evaluation, row)
        case x.Collect(entries=collected):
            for number, (condition, _) in enumerate(collected, start=1):
                if truth(evaluation.evaluate(condition, row=row)) is True:
                    yield id(node), number
        case x.Bands(subject=subject, edges=edges):
            units = evaluation.evaluate(subject, row=row)
            if isinstance(units, int) and not isinstance(units, bool):
                for number, (least, most, _) in enumerate(edges, start=1):
                    if (least is None or units >= least) and (most is None or units <= most):
                        yield id(node), number
        case _:
            for child in children(node):
                yield from _taken(child, evaluation, row)
