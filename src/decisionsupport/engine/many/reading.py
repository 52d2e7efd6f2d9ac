"""A chunk's answers as base columns, and which records cannot be read that way.

Law: a refused answer is unknown and its record says so; a record that columns cannot hold (an answer that
nobody can say, a unit, an entry that is refused) stands aside and is evaluated alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl

from decisionsupport.engine.answers import Refused, is_blank, read_answer
from decisionsupport.engine.intake import Intake
from decisionsupport.engine.many.asking import Asked
from decisionsupport.engine.many.sources import Chunk
from decisionsupport.execution.columns.cells import Shape
from decisionsupport.execution.columns.preparing import Answers
from decisionsupport.execution.columns.screening import ReadOne, Screened, screen
from decisionsupport.execution.model import Answer, Executor, Record, Rejected
from decisionsupport.program.model import Item, Program, RepeatingGroup
from decisionsupport.values import kinds

_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?", re.ASCII)
_BOOLEANS: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads chunks of one program at one instant."""

    program: Program
    executor: Executor
    blank: Record

    def read(self, chunk: Chunk, asked: Asked) -> Part:
        """The answers of a chunk."""
        frame = chunk.frame
        read_one = _read_written if chunk.written else _read_given
        screened = screen(((frame[item.id], item) for item in asked.items), read_one)
        groups = [_group(frame[group.id], group, read_one) for group in asked.groups]
        alone = pl.Series([False], dtype=pl.Boolean).new_from_index(0, chunk.height)
        for each in screened:
            if each.not_known is not None:
                alone = alone | each.not_known
        for group in groups:
            alone = alone | group.aside
        if chunk.alone:
            alone = alone | pl.Series(range(chunk.height)).is_in(list(chunk.alone))
        base = [series for each in screened for series in each.columns]
        base += [group.listed for group in groups]
        given = _given(frame, screened, groups, asked)
        refused = {each.item.id: each.refused for each in screened if each.refused is not None}
        columns = [*base, *given.values(), *(flag.alias(f"refused:{item}") for item, flag in refused.items())]
        raw = frame.select([*(item.id for item in asked.items), *(group.id for group in asked.groups)])
        answers = Answers(
            raw=raw,
            base=pl.DataFrame(columns) if columns else pl.DataFrame({"·": alone}),
            entries={group.group.id: group.entries for group in groups},
            record_of=lambda row: self._record(row, written=chunk.written),
            executor=self.executor,
        )
        return Part(answers, _shape(screened, groups, given), refused, alone, asked, chunk)

    def _record(self, row: Mapping[str, Any], *, written: bool) -> Record:
        given = answers_of(row, self.program, written=written)
        read = Intake(self.program).record(given, self.blank.at, {}, {})
        return Record(read.answers, self.blank.at, {}, self.blank.parameters)


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of a chunk. `refused`: by item, in which rows; `alone`: rows to evaluate by themselves."""

    answers: Answers
    shape: Shape
    refused: Mapping[str, pl.Series]
    alone: pl.Series
    asked: Asked
    chunk: Chunk

    def record(self, row: int, program: Program) -> Mapping[str, Any]:
        """A row's answers as `evaluate` takes them."""
        if row in self.chunk.alone:
            return self.chunk.alone[row]
        raw: dict[str, Any] = self.answers.raw.row(row, named=True) if self.answers.raw.width else {}
        for form in self.asked.forms:
            raw[f"given:{form}"] = self.chunk.frame[form][row] is True
        return answers_of(raw, program, written=self.chunk.written)


def answers_of(row: Mapping[str, Any], program: Program, *, written: bool) -> dict[str, dict[str, Any]]:
    """A row of columns as answers by form."""
    found: dict[str, dict[str, Any]] = {}
    for name, value in row.items():
        if name.startswith("given:"):
            if value:
                found.setdefault(name.removeprefix("given:"), {})
        elif not is_blank(value):
            entry = program.items.get(name) or program.groups[name]
            if isinstance(entry, Item) and written:
                value = _unwritten(entry, value)
            found.setdefault(entry.form, {})[entry.name] = _without_nulls(value)
    return found


def _without_nulls(value: Any) -> Any:  # noqa: ANN401 (any answer)
    if isinstance(value, dict):
        return {name: each for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    return value


# One answer --------------------------------------------------------------------------------------------


def _read_given(item: Item, value: Any) -> Answer | None:  # noqa: ANN401
    if is_blank(value):
        return None
    answer = read_answer(_without_nulls(value), item)
    return Rejected() if isinstance(answer, Refused) else answer


def _read_written(item: Item, value: Any) -> Answer | None:  # noqa: ANN401
    return None if is_blank(value) else _read_given(item, _unwritten(item, value))


def _unwritten(item: Item, value: Any) -> Any:  # noqa: ANN401
    """What letters in a file stand for; letters that stand for nothing stay as they are, to be refused."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    match item.kind:
        case kinds.Number() if _NUMBER.fullmatch(text):
            return Decimal(text)
        case kinds.Boolean():
            return _BOOLEANS.get(text.lower(), value)
        case kinds.Choices():
            return [each.strip() for each in text.split(";")]
        case _:
            return value


def as_given(*, written: bool) -> Callable[[Item, Any], Any]:
    """What makes of a value of a column the answer that `evaluate` takes."""
    return (
        (lambda item, value: _unwritten(item, value)) if written else (lambda _, value: _without_nulls(value))
    )


# Forms and repeating groups ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    group: RepeatingGroup
    entries: pl.DataFrame
    listed: pl.Series
    there: pl.Series
    aside: pl.Series


def _group(column: pl.Series, group: RepeatingGroup, read_one: ReadOne) -> _Group:
    """The entries of a repeating group. A record with an entry that columns cannot hold stands aside."""
    there = column.is_not_null()
    lengths = column.list.len().fill_null(0) if isinstance(column.dtype, pl.List) else there.cast(pl.UInt32)
    rows = pl.DataFrame({"row": pl.Series(range(column.len()), dtype=pl.Int32), "entry": column})
    inner = column.dtype.inner if isinstance(column.dtype, pl.List) else None
    if isinstance(inner, pl.Struct):
        exploded = rows.filter(lengths > 0).explode("entry")
        bad_rows = [exploded.filter(pl.col("entry").is_null())["row"]]
        entries = exploded.unnest("entry")
    else:
        # No lists of entries, or none with an entry in it.
        bad_rows = [rows.filter(lengths > 0)["row"]]
        entries = rows.select("row").clear()
    items = {item.name: item for item in group.items if not item.derived}
    strangers = (name for name in entries.columns if name not in items and name != "row")
    bad_rows += [entries.filter(pl.col(name).is_not_null())["row"] for name in strangers]
    missing = [pl.lit(None).alias(name) for name in items if name not in entries.columns]
    entries = entries.with_columns(missing)
    screened = screen(((entries[name].alias(item.id), item) for name, item in items.items()), read_one)
    for each in screened:
        wrong = (flags for flags in (each.refused, each.not_known) if flags is not None)
        bad_rows += [entries["row"].filter(flags) for flags in wrong]
    aside = rows["row"].is_in(pl.concat(bad_rows).unique().implode()) | (lengths > group.at_most)
    frame = pl.DataFrame([entries["row"], *(series for each in screened for series in each.columns)])
    # A record that stands aside has no entries here: whatever is made of them fits what is allowed.
    frame = frame.filter(~frame["row"].is_in(rows["row"].filter(aside).implode()))
    return _Group(group, frame, there.alias(f"listed:{group.id}"), there, aside)


def _given(
    frame: pl.DataFrame, screened: list[Screened], groups: list[_Group], asked: Asked
) -> dict[str, pl.Series]:
    """Whether each form has an answer in a row, or is said to be given."""
    found: dict[str, list[pl.Series]] = {}
    for each in screened:
        flags = found.setdefault(each.item.form, [])
        flags += [flag for flag in (each.known, each.refused, each.not_known) if flag is not None]
    for group in groups:
        found.setdefault(group.group.form, []).append(group.there)
    for form in asked.forms:
        found.setdefault(form, []).append(frame[form].fill_null(value=False))
    made = {}
    for form, flags in found.items():
        here = pl.DataFrame([flag.alias(str(place)) for place, flag in enumerate(flags)])
        made[form] = here.select(pl.any_horizontal(pl.all()).alias(f"given:{form}")).to_series()
    return made


def _shape(screened: list[Screened], groups: list[_Group], given: Mapping[str, pl.Series]) -> Shape:
    def everywhere(flags: Mapping[str, pl.Series]) -> dict[str, bool]:
        return {name: bool(flag.all()) for name, flag in flags.items() if flag.any()}

    return Shape(
        forms=everywhere(given),
        items=everywhere({each.item.id: each.known for each in screened}),
        groups=everywhere({group.group.id: group.there for group in groups}),
    )
