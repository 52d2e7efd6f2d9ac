"""Decision tables: rows as conditions, columns as expressions; overlap and holes found at load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import prod

from decisionsupport.diagnostics import Related
from decisionsupport.diagnostics.suggestions import one_of
from decisionsupport.documents.leaves import Decimals, DurationText, Flag, Range, Word
from decisionsupport.documents.reading import Entries
from decisionsupport.documents.tables import Cell, OptionColumn, Output, Row, Rows, Table
from decisionsupport.documents.texts import Text
from decisionsupport.loading.building import Building
from decisionsupport.loading.items import BOOLEAN, resolved_options
from decisionsupport.loading.lowering.context import describe
from decisionsupport.loading.names import Scope
from decisionsupport.loading.parameters import duration_of
from decisionsupport.loading.rows import Case, Column, cases_of, holds
from decisionsupport.program import expressions as x
from decisionsupport.program import model
from decisionsupport.program.texts import PRIORITY_KIND, Words
from decisionsupport.source import Span
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible

MOST_COMBINATIONS = 200_000
TRUE_FALSE = {"true": True, "yes": True, "false": False, "no": False}


class TableMaker:
    """Makes the columns of one table; its inputs are lowered once."""

    def __init__(self, table_id: str, written: Rows, scope: Scope, building: Building, span: Span) -> None:
        self.id = table_id
        self.written = written
        self.scope = scope
        self.building = building
        self.span = span
        self._conditions: list[x.Expression | None] | None = None

    def reads(self) -> list[str]:
        """The cells that the inputs name."""
        return [
            cell
            for _, expression in self.written.from_
            for cell in self.building.reads_of(expression, self.scope)
        ]

    def conditions(self) -> list[x.Expression | None]:
        """What each row asks, once; with it the whole table is checked."""
        if self._conditions is None:
            inputs = [self.building.exact(expression, self.scope) for _, expression in self.written.from_]
            known = [each for each in inputs if each is not None and self._can_be_read(each)]
            if len(known) < len(inputs):
                self._conditions = [None] * len(self.written.rows)
            else:
                self._conditions = [self._row(row, known) for row in self.written.rows]
                if all(condition is not None for condition in self._conditions):
                    self._check(known)
        return self._conditions

    def column(
        self, index: int, kind: kinds.Kind, value: Callable[[Output], Possible], place: Span
    ) -> x.Expression | None:
        """One column given, as an expression; `place` is where the column is declared."""
        conditions = self.conditions()
        if any(condition is None for condition in conditions):
            return None
        rows = self.written.rows
        if self.written.policy == "collect":
            return self._collected(index, kind, value, conditions, place)
        entries = tuple(
            (condition, x.Constant(value(row.gives[index]), kind, row.span))
            for condition, row in zip(conditions, rows, strict=True)
            if condition is not None
        )
        otherwise = self.written.otherwise
        last = None if otherwise is None else x.Constant(value(otherwise[index]), kind, self.span)
        return x.FirstOf(entries, last, kind, self.span)

    def _collected(
        self,
        index: int,
        kind: kinds.Kind,
        value: Callable[[Output], Possible],
        conditions: Sequence[x.Expression | None],
        place: Span,
    ) -> x.Expression | None:
        if not isinstance(kind, kinds.Choice):
            self.building.report.add(
                "collect-column",
                "a table that collects gives options or actions, and this column does not",
                place,
                help="use columns of options or actions",
            )
            return None
        entries = tuple(
            (condition, str(value(row.gives[index])))
            for condition, row in zip(conditions, self.written.rows, strict=True)
            if condition is not None
        )
        several = kinds.Choices(kind.options, of=kind.of)
        return x.Collect(entries, several, self.span)

    def _can_be_read(self, read: x.Expression) -> bool:
        if isinstance(read.kind, kinds.Boolean | kinds.Number | kinds.Choice | kinds.Choices):
            return True
        self.building.report.add(
            "kind-mismatch",
            f"a table asks yes-or-no, choices and numbers, and `{read.span.text}` is {describe(read.kind)}",
            read.span,
            help="give the table a computed value that is one of them",
        )
        return False

    # Rows ----------------------------------------------------------------------------------------------

    def _row(self, row: Row, inputs: Sequence[x.Expression]) -> x.Expression | None:
        asked: list[x.Expression] = []
        for cell, read in zip(row.cells, inputs, strict=True):
            if cell.values is None:
                continue
            condition = self._cell(cell, read)
            if condition is None:
                return None
            asked.append(condition)
        if not asked:
            return x.Constant(True, BOOLEAN, row.span)
        return asked[0] if len(asked) == 1 else x.And(tuple(asked), BOOLEAN, row.span)

    def _cell(self, cell: Cell, read: x.Expression) -> x.Expression | None:
        values = cell.values or ()
        kind = read.kind
        if isinstance(kind, kinds.Number):
            ranges = [self._range(value, read, kind) for value in values]
            fine = [each for each in ranges if each is not None]
            if len(fine) < len(ranges):
                return None
            return fine[0] if len(fine) == 1 else x.Or(tuple(fine), BOOLEAN, cell.span)
        words = [value for value in values if isinstance(value, Word)]
        if len(words) < len(values) or not isinstance(kind, kinds.Boolean | kinds.Choice | kinds.Choices):
            self._misfit(cell, read)
            return None
        if isinstance(kind, kinds.Boolean):
            if not self.building.all_known("option", words, tuple(TRUE_FALSE)):
                return None
            return x.IsOneOf(read, frozenset(TRUE_FALSE[word.text] for word in words), BOOLEAN, cell.span)
        if not self.building.all_known("option", words, kind.options):
            return None
        if isinstance(kind, kinds.Choices):
            held = tuple(x.Includes(word.text, read, BOOLEAN, cell.span) for word in words)
            return held[0] if len(held) == 1 else x.Or(held, BOOLEAN, cell.span)
        return x.IsOneOf(read, frozenset(word.text for word in words), BOOLEAN, cell.span)

    def _misfit(self, cell: Cell, read: x.Expression) -> None:
        allowed: tuple[str, ...] = ("true", "false", "any")
        if isinstance(read.kind, kinds.Choice | kinds.Choices):
            allowed = (*read.kind.options, "any")
        self.building.report.add(
            "table-cell",
            f"`{cell.span.text}` is a number or a range, and `{read.span.text}` is {describe(read.kind)}",
            cell.span,
            help=one_of(allowed),
        )

    def _range(self, value: Word | Range, read: x.Expression, kind: kinds.Number) -> x.Expression | None:
        if isinstance(value, Word):
            self.building.report.add(
                "table-cell",
                f"`{value.text}` is not a range, and `{read.span.text}` is a number",
                value.span,
                help="write a number, a range as `3..8`, or `any`",
            )
            return None
        parts: list[x.Expression] = []
        ends: tuple[tuple[Decimals | None, x.ComparisonOperator], ...] = (
            (value.least, ">="),
            (value.most, "<="),
        )
        for end, operator in ends:
            if end is not None:
                units = self.building.units(end, kind)
                if units is None:
                    return None
                parts.append(
                    x.Compare(operator, read, x.Constant(units, kind, end.span), BOOLEAN, value.span)
                )
        if not parts:
            return x.IsApplicable(read, BOOLEAN, value.span)
        return parts[0] if len(parts) == 1 else x.And(tuple(parts), BOOLEAN, value.span)

    # Checks --------------------------------------------------------------------------------------------

    def _check(self, inputs: Sequence[x.Expression]) -> None:
        if "rows" in self.written.broken:
            return  # a row that could not be read may take whom the others leave out
        columns = [
            cases_of(
                read, self.building.widest(read), [row.cells[index] for row in self.written.rows], name.text
            )
            for index, (read, (name, _)) in enumerate(zip(inputs, self.written.from_, strict=True))
        ]
        whole = [column for column in columns if column is not None]
        if len(whole) < len(columns) or prod(len(column.cases) for column in whole) > MOST_COMBINATIONS:
            if self.written.otherwise is None and self.written.policy != "collect":
                self.building.report.add(
                    "table-hole",
                    "the table is too large to prove that some row always holds",
                    self.span,
                    help="add `otherwise:`",
                )
            return
        self._check_combinations(whole)

    def _check_combinations(self, columns: Sequence[Column]) -> None:
        policy, rows = self.written.policy, self.written.rows
        reached: set[int] = set()
        before: dict[int, int] = {}
        told_overlap = told_hole = False
        for combination in product(*(column.cases for column in columns)):
            taking = [index for index in range(len(rows)) if holds(index, combination)]
            reached.update(taking[:1] if policy == "first" else taking)
            for index in taking[1:]:
                before.setdefault(index, taking[0])
            if not taking and not told_hole and self.written.otherwise is None and policy != "collect":
                told_hole = True
                self._hole(columns, combination)
            if len(taking) > 1 and not told_overlap and policy in ("unique", "any"):
                told_overlap = self._overlap(taking, columns, combination)
        for index, row in enumerate(rows):
            if index not in reached:
                self.building.report.add(
                    "row-unreachable",
                    "no patient reaches this row",
                    row.span,
                    help="move it up, change its cells, or leave it out"
                    if index in before
                    else "change its cells, or leave it out",
                    related=(Related("this row takes them first", rows[before[index]].span),)
                    if index in before
                    else (),
                )

    def _hole(self, columns: Sequence[Column], combination: Sequence[Case]) -> None:
        cells = [case.cell for case in combination] + ["…"] * len(self.written.rows[0].gives)
        nameless = "any" in cells and self.written.policy == "unique"
        self.building.report.add(
            "table-hole",
            f"no row takes {_patient(columns, combination)}",
            self.span,
            help="add `otherwise:`, for whom no cell can name"
            if nameless
            else f"add the row `[{', '.join(cells)}]`, or `otherwise:`",
        )

    def _overlap(self, taking: Sequence[int], columns: Sequence[Column], combination: Sequence[Case]) -> bool:
        rows = self.written.rows
        first, second = rows[taking[0]], rows[taking[1]]
        if self.written.policy == "any":
            same = {tuple(_plain(value) for value in rows[index].gives) for index in taking}
            if len(same) == 1:
                return False
            slug, help_ = "rows-disagree", "let them give the same, or choose `hit: first`"
        else:
            slug, help_ = "rows-overlap", "narrow one of them, or choose `hit: first`"
        self.building.report.add(
            slug,
            f"two rows take {_patient(columns, combination)}",
            second.span,
            help=help_,
            related=(Related("the other row", first.span),),
        )
        return True


def _plain(value: Output) -> object:
    match value:
        case Word(text=text) | DurationText(text=text):
            return text
        case Decimals():
            return value.text
        case Flag(value=flag):
            return flag
        case Text():
            return value.span.text


def _patient(columns: Sequence[Column], combination: Sequence[Case]) -> str:
    return ", ".join(f"{column.name} {case.shown}" for column, case in zip(columns, combination, strict=True))


# Tables of sets ------------------------------------------------------------------------------------------


def define_table(table_id: str, table: Table, scope: Scope, building: Building, span: Span) -> None:
    """Note the cells of a set's table: `table.<id>.<column>`."""
    maker = TableMaker(f"table.{table_id}", table, scope, building, span)
    reads = tuple(maker.reads())
    for index, (name, column) in enumerate(table.gives):
        building.define(
            f"table.{table_id}.{name.text}",
            reads,
            _column_maker(maker, table, index, name, column),
            name.span,
        )


def _column_maker(
    maker: TableMaker, table: Table, index: int, name: Word, column: Word | OptionColumn
) -> Callable[[], model.Cell | None]:
    def make() -> model.Cell | None:
        building, cell_id = maker.building, f"{maker.id}.{name.text}"
        outputs = [row.gives[index] for row in table.rows]
        if table.otherwise is not None:
            outputs.append(table.otherwise[index])
        kind = _column_kind(cell_id, column, outputs, building)
        if kind is None:
            return None
        made = maker.column(index, kind, lambda value: _given(value, kind, outputs, building), name.span)
        if made is None:
            return None
        title = column.title if isinstance(column, OptionColumn) else None
        return building.cell(cell_id, made, made.kind, name.span, title=building.words(title, name.text))

    return make


def _column_kind(
    cell_id: str, column: Word | OptionColumn, outputs: Sequence[Output], building: Building
) -> kinds.Kind | None:
    if isinstance(column, OptionColumn):
        options = resolved_options(column.options, cell_id, Entries(), building)
        if options is None:
            return None
        owner, entries = options
        words = [output for output in outputs if isinstance(output, Word)]
        fine = building.all_known("option", words, entries.words)
        return (
            kinds.Choice(entries.words, bool(column.ordered and column.ordered.value), of=owner)
            if fine
            else None
        )
    match column.text:
        case "action":
            words = [output for output in outputs if isinstance(output, Word)]
            fine = building.all_known("action", words, building.declared.actions)
            return kinds.Choice(tuple(sorted(building.declared.actions)), of="action") if fine else None
        case "priority":
            return PRIORITY_KIND
        case "duration":
            return kinds.DurationType()
        case "text":
            return _text_kind(cell_id, outputs, building)
        case "boolean":
            return BOOLEAN
        case _:
            places = max((output.places for output in outputs if isinstance(output, Decimals)), default=0)
            return kinds.Number(places)


def _text_kind(cell_id: str, outputs: Sequence[Output], building: Building) -> kinds.Kind:
    """A text of a table is one of its texts: an option, whose words are the text."""
    words: dict[str, Words] = {}
    for output in outputs:
        if isinstance(output, Text):
            words[_text_option(output, outputs)] = building.words(output)
    building.option_texts[cell_id] = words
    return kinds.Choice(tuple(words), of=cell_id)


def _text_option(output: Text, outputs: Sequence[Output]) -> str:
    return f"row_{next(index for index, each in enumerate(outputs) if each is output) + 1}"


def _given(value: Output, kind: kinds.Kind, outputs: Sequence[Output], building: Building) -> Possible:
    match value:
        case Word(text=text):
            return text
        case Decimals():
            return building.units(value, kind) or 0 if isinstance(kind, kinds.Number) else 0
        case DurationText():
            return duration_of(value)
        case Flag(value=flag):
            return flag
        case Text():
            return _text_option(value, outputs)
