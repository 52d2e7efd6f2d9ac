"""Decision tables: columns read, columns given, rows of cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import Field
from typing_extensions import override

from decisionsupport.documents.conditions import EXPRESSION, PRIORITY_WORD
from decisionsupport.documents.leaves import Decimals, DurationText, Flag, Range, Word
from decisionsupport.documents.options import Options
from decisionsupport.documents.reading import BROKEN, Broken, Entries, Reading, Reads, Written
from decisionsupport.documents.scalars import (
    DURATION_OR_NOW,
    FLAG,
    NUMBER_VALUE,
    RANGE,
    YesNo,
    number_of,
    range_of,
)
from decisionsupport.documents.shapes import NODE, either, entries_of, list_of, map_of, scalar, wrong_kind
from decisionsupport.documents.texts import TEXT, Text, Words
from decisionsupport.documents.words import REFERENCE, References, choice, new_id
from decisionsupport.source import Span
from decisionsupport.syntax.expressions.nodes import Expression
from decisionsupport.syntax.yaml.tree import Node, Scalar, Sequence

HIT_POLICIES: Final = ("unique", "any", "first", "collect")
COLUMN_KINDS: Final = ("action", "priority", "duration", "text", "boolean", "integer", "decimal")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is read: `values` of which one must hold; None takes everything (`any`)."""

    values: tuple[Word | Range, ...] | None
    span: Span


Output = Word | Decimals | DurationText | Flag | Text
"""A cell that is given; `unknown` options and ids are words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cell for each column read, a value for each column given."""

    cells: tuple[Cell, ...]
    gives: tuple[Output, ...]
    span: Span


class OptionColumn(Written):
    """A given column whose values are options."""

    noun = "a column of options"

    options: Options
    ordered: YesNo | None = None
    title: Words | None = None


def read_result(node: Node, at: Scalar | None, reading: Reading) -> Word | Decimals | Broken:
    """Read an option, or a number: what `first`, `bands` and a table of one column give."""
    if isinstance(node, Scalar):
        number = number_of(node.value, node.span)
        return number or (NUMBER_VALUE if node.value[:1] in "-.0123456789" else REFERENCE).read(
            node, at, reading
        )
    return wrong_kind(node, "an option or a number", at, reading)


RESULT: Reads[Word | Decimals] = Reads(read_result, (Word, Decimals), {"type": ["string", "number"]})
Result = Annotated[Word | Decimals, RESULT]
"""The id of an option, or a number."""

_GIVEN: Final[dict[str, Reads[Any]]] = {
    "action": REFERENCE,
    "priority": PRIORITY_WORD,
    "duration": DURATION_OR_NOW,
    "text": TEXT,
    "boolean": FLAG,
    "integer": NUMBER_VALUE,
    "decimal": NUMBER_VALUE,
}

_COLUMN_NAME = new_id("a column")
_COLUMNS_READ = entries_of(_COLUMN_NAME, EXPRESSION, "columns and what they read", least=1)
_COLUMN: Reads[Word | OptionColumn] = either(
    text=choice("a kind of column", *COLUMN_KINDS),
    map=map_of(OptionColumn),
    holds=(Word, OptionColumn),
    wanted="a kind of column, or a map with `options`",
)
_COLUMNS_GIVEN = entries_of(_COLUMN_NAME, _COLUMN, "columns and their kinds", least=1)


_DASHES: Final = ("-", "–", "—")
"""How other tables write a cell that takes every value."""


def _read_cell_value(node: Scalar, reading: Reading) -> Word | Range | Broken:
    if node.value in _DASHES:
        message, help = f"`{node.value}` is not a value", "a cell that takes every value is `any`"
        reading.report.add("table-cell", message, node.span, help=help, mend="any")
        return BROKEN
    made = range_of(node.value, node.span)
    if made is not None or node.value[:1] in "-.0123456789<>=≤≥":
        return RANGE.read(node, None, reading)
    return REFERENCE.read(node, None, reading)


_CELL_VALUE: Reads[Word | Range] = scalar(_read_cell_value, "a value, a range or `any`", Word, {})
_CELL_VALUES = list_of(_CELL_VALUE, "values", least=1)


def _read_cell(node: Node, reading: Reading) -> Cell | Broken:
    if isinstance(node, Scalar) and node.value == "any":
        return Cell(None, node.span)
    if isinstance(node, Sequence):
        several = _CELL_VALUES.read(node, None, reading)
        complete = not isinstance(several, Broken) and len(several) == len(node.items)
        return Cell(several, node.span) if complete and not isinstance(several, Broken) else BROKEN
    one = _CELL_VALUE.read(node, None, reading)
    return BROKEN if isinstance(one, Broken) else Cell((one,), node.span)


_ROWS: Reads[Any] = Reads(NODE.read, (tuple,), {"type": "array", "minItems": 1, "items": {"type": "array"}})
_OTHERWISE: Reads[Any] = Reads(NODE.read, (tuple,), {})


class Rows(Written):
    """What every table has; a table none of whose rows could be read is not handed on."""

    hit: Annotated[Word, choice("a hit policy", *HIT_POLICIES)] | None = None
    from_: Annotated[Entries[Expression], _COLUMNS_READ] = Field(alias="from")
    rows: Annotated[tuple[Row, ...], _ROWS]
    otherwise: Annotated[tuple[Output, ...], _OTHERWISE] | None = None

    @property
    def policy(self) -> str:
        """How rows share what they take: `unique` where nothing is said."""
        return "unique" if self.hit is None else self.hit.text

    @classmethod
    def given(cls, values: dict[str, Any]) -> list[Reads[Any]] | None:
        """The reader of each given column; None when these are not known."""
        return None if "rows" not in values else [RESULT]

    @classmethod
    @override
    def complete(cls, values: dict[str, Any], broken: set[str], reading: Reading) -> None:
        columns, given = values.get("from"), cls.given(values)
        rows, otherwise = values.pop("rows", None), values.pop("otherwise", None)
        if columns is None or given is None or rows is None:
            broken.add("rows")
            return
        made = _read_rows(rows, len(columns.pairs) + len(columns.broken), given, reading)
        if not made or columns.broken:
            broken.add("rows")
            return
        values["rows"] = made
        if len(made) < len(rows.items):
            broken.add("rows")
        if otherwise is not None:
            last = _read_otherwise(otherwise, given, reading)
            if isinstance(last, Broken):
                broken.add("otherwise")
            else:
                values["otherwise"] = last


def _read_rows(node: Node, reads: int, given: list[Reads[Any]], reading: Reading) -> tuple[Row, ...]:
    if not isinstance(node, Sequence) or not node.items:
        wrong_kind(node, "a list of rows, at least one,", None, reading)
        return ()
    rows = [_read_row(row, reads, given, reading) for row in node.items]
    return tuple(row for row in rows if not isinstance(row, Broken))


def _read_row(node: Node, reads: int, given: list[Reads[Any]], reading: Reading) -> Row | Broken:
    if not isinstance(node, Sequence):
        return wrong_kind(node, "a row (a list)", None, reading)
    wanted = reads + len(given)
    if len(node.items) != wanted:
        return row_length(node, wanted, f"{reads} read and {len(given)} given", reading)
    cells = [_read_cell(item, reading) for item in node.items[:reads]]
    outputs = _read_outputs(node.items[reads:], given, reading)
    whole = tuple(cell for cell in cells if not isinstance(cell, Broken))
    return BROKEN if isinstance(outputs, Broken) or len(whole) < reads else Row(whole, outputs, node.span)


def _read_otherwise(node: Node, given: list[Reads[Any]], reading: Reading) -> tuple[Output, ...] | Broken:
    if not isinstance(node, Sequence):
        if len(given) == 1:
            return _read_outputs((node,), given, reading)
        return wrong_kind(node, "a list of values", None, reading)
    if len(node.items) != len(given):
        return row_length(node, len(given), f"{len(given)} given", reading)
    return _read_outputs(node.items, given, reading)


def _read_outputs(
    nodes: tuple[Node, ...], given: list[Reads[Any]], reading: Reading
) -> tuple[Output, ...] | Broken:
    made = [reads.read(node, None, reading) for node, reads in zip(nodes, given, strict=True)]
    whole = tuple(value for value in made if not isinstance(value, Broken))
    return whole if len(whole) == len(nodes) else BROKEN


def row_length(node: Sequence, wanted: int, of: str, reading: Reading) -> Broken:
    """Report a row with more or fewer values than the table has columns."""
    message = f"the row has {len(node.items)} values, the table has {wanted} columns ({of})"
    reading.report.add("row-length", message, node.span, help="one value a column, in their order")
    return BROKEN


class Table(Rows):
    """A decision table of a set: `table.<id>.<column>`."""

    noun = "a table"

    title: Words | None = None
    evidence: References = ()
    gives: Annotated[Entries[Word | OptionColumn], _COLUMNS_GIVEN]

    @classmethod
    @override
    def given(cls, values: dict[str, Any]) -> list[Reads[Any]] | None:
        gives: Entries[Word | OptionColumn] | None = values.get("gives")
        if gives is None or gives.broken:
            return None
        return [_GIVEN[kind.text] if isinstance(kind, Word) else REFERENCE for _, kind in gives]


class OneColumnTable(Rows):
    """A table of one given column, as a computed value."""

    noun = "a table of one column"
