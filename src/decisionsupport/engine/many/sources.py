"""Where records come from, as chunks of columns.

Law: whatever cannot be read is an `InvalidCall` that says so; a record that does not fit its columns stands
aside as it was given, to be evaluated alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

import polars as pl

from decisionsupport.engine.answers import is_blank
from decisionsupport.engine.intake import Given
from decisionsupport.errors import InvalidCall
from decisionsupport.program.model import Item, Program, RepeatingGroup
from decisionsupport.values import kinds

ROWS = 25_000
"""So many maps are worked on at a time."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many records of a frame are worked on at a time: so many that memory stays small.

    `cells`: of answers, and of what comes `beside` them of each record.
    """

    cells: int
    most: int
    beside: int = 0

    def rows(self, columns: int) -> int:
        """So many, of so many columns."""
        return min(max(self.cells // max(columns + self.beside, 1), _FEWEST), self.most)


_FEWEST: Final = 10_000
NARROW: Final = Size(24_000_000, 3_000_000)
"""Where little comes of each record."""


def whole(program: Program) -> Size:
    """Where all may be asked that comes of each record: few of the rules say anything of it."""
    return Size(10_000_000, 500_000, len(program.rules) // 4)


Source: TypeAlias = "pl.DataFrame | pl.LazyFrame | str | Path | Iterable[Given]"


@dataclass(frozen=True, slots=True)
class Chunk:
    """So many records as columns.

    `alone`: by place in the chunk, records that have no columns here. `written`: answers are letters in a
    file, still to be read by their kinds. `maps`: the columns are made of maps, and may be others next time.
    """

    frame: pl.DataFrame
    height: int
    alone: Mapping[int, Given] = field(default_factory=dict)
    written: bool = False
    maps: bool = False


def chunk_of(frame: pl.DataFrame, *, written: bool = False) -> Chunk:
    """A frame as a chunk."""
    return Chunk(frame, frame.height, written=written)


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that can be read; each call of `chunks` reads it anew."""

    chunks: Callable[[Size], Iterator[Chunk]]
    columns: tuple[str, ...] | None
    """None where the records say themselves what is in them."""


def opened(source: Source, program: Program) -> Opened:
    """Open a source; at least one chunk comes of it, though it be empty."""
    if isinstance(source, pl.DataFrame):
        return Opened(lambda size: (chunk_of(part) for part in _slices(source, size)), tuple(source.columns))
    if isinstance(source, pl.LazyFrame):
        return _lazy(source)
    if isinstance(source, str | Path):
        return _from_file(Path(source))
    if isinstance(source, Mapping) or not isinstance(source, Iterable):
        found = type(source).__name__
        raise InvalidCall(f"answers: a {found}; give a frame, a .parquet or .csv file, or a list of maps")
    return Opened(lambda _: _from_maps(source, program), None)


def _slices(frame: pl.DataFrame, size: Size) -> Iterator[pl.DataFrame]:
    return frame.iter_slices(size.rows(frame.width)) if frame.height else iter([frame])


def _from_file(path: Path) -> Opened:
    match path.suffix:
        case ".parquet":
            return _parquet(path)
        case ".csv":
            # Letters, to be read by the kinds of the items: one bad answer does not spoil its column.
            return _lazy(pl.scan_csv(path, infer_schema=False), written=True)
        case _:
            raise InvalidCall(f"answers={str(path)!r}: give a .parquet or a .csv file")


def _parquet(path: Path) -> Opened:
    """By slices, which find their place by the index of the file: a stream reads far ahead of its reader."""
    scanned = pl.scan_parquet(path)
    with _Readable():
        schema = scanned.collect_schema()
        height = int(scanned.select(pl.len()).collect().item())

    def chunks(size: Size) -> Iterator[Chunk]:
        step = size.rows(len(schema))
        for start in range(0, max(height, 1), step):
            with _Readable():
                part = pl.scan_parquet(path).slice(start, step).collect()
            yield chunk_of(part)

    return Opened(chunks, tuple(schema))


def _lazy(frame: pl.LazyFrame, *, written: bool = False) -> Opened:
    with _Readable():
        schema = frame.collect_schema()

    def chunks(size: Size) -> Iterator[Chunk]:
        empty = True
        with _Readable():
            for part in frame.collect_batches(chunk_size=size.rows(len(schema)), maintain_order=True):
                if part.height:
                    empty = False
                    yield chunk_of(part, written=written)
        if empty:
            yield chunk_of(pl.DataFrame(schema=schema))

    return Opened(chunks, tuple(schema))


class _Readable:
    """Within it, what cannot be read is an `InvalidCall`."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, fault: BaseException | None, place: object) -> None:
        if isinstance(fault, pl.exceptions.PolarsError | OSError):
            raise InvalidCall(f"answers: {str(fault).splitlines()[0]}") from fault


# Maps of answers ---------------------------------------------------------------------------------------

_COLUMNS: Mapping[type, tuple[tuple[type, ...], Any]] = {
    kinds.Boolean: ((bool,), pl.Boolean),
    kinds.Choice: ((str,), pl.String),
    kinds.Choices: ((list, tuple), pl.List(pl.String)),
    kinds.Text: ((str,), pl.String),
    kinds.Code: ((str,), pl.String),
    kinds.Date: ((date,), pl.Date),
    kinds.Instant: ((datetime,), pl.Datetime("us", "UTC")),
    kinds.TimeOfDay: ((time,), pl.Time),
}
"""By kind of item: the Python types that have a column, and the column's."""


def _from_maps(records: Iterable[Given], program: Program) -> Iterator[Chunk]:
    coming = iter(records)
    first = True
    while (some := list(islice(coming, ROWS))) or first:
        yield _chunk_of_maps(some, program)
        first = False


def _chunk_of_maps(records: list[Given], program: Program) -> Chunk:
    columns: dict[str, list[Any]] = {}
    alone: dict[int, Given] = {}
    for place, record in enumerate(records):
        found = _flat(record, program)
        if found is None:
            alone[place] = record
            continue
        for name, value in found.items():
            column = columns.setdefault(name, [None] * len(records))
            column[place] = value
    made = [_column(name, values, program) for name, values in columns.items()]
    return Chunk(pl.DataFrame(made), len(records), alone, maps=True)


def _column(name: str, values: list[Any], program: Program) -> pl.Series:
    if name in program.forms:
        return pl.Series(name, [value is True for value in values], dtype=pl.Boolean)
    group = program.groups.get(name)
    if group is None:
        return pl.Series(name, values, dtype=_type(program.items[name], values), strict=False)
    entries = [entry for value in values if value is not None for entry in value]
    inner = {
        item.name: _type(item, [entry.get(item.name) for entry in entries])
        for item in group.items
        if not item.derived
    }
    return pl.Series(name, values, dtype=pl.List(pl.Struct(inner)), strict=False)


def _type(item: Item, values: Iterable[Any]) -> Any:  # noqa: ANN401 (Polars' own types of types)
    if isinstance(item.kind, kinds.Number):
        whole = all(type(value) is int for value in values if value is not None)
        return pl.Int64 if whole else pl.Float64
    return _COLUMNS[type(item.kind)][1]


def _flat(record: object, program: Program) -> dict[str, Any] | None:
    """The answers by column; None where some have none."""
    if not isinstance(record, Mapping):
        return None
    found: dict[str, Any] = {}
    for name, answers in record.items():
        if not isinstance(name, str) or name not in program.forms or not isinstance(answers, Mapping):
            return None
        found[name] = True
        for item, value in answers.items():
            if is_blank(value):
                continue
            path = f"{name}.{item}" if isinstance(item, str) else ""
            group, asked = program.groups.get(path), program.items.get(path)
            if group is not None:
                value = _entries(group, value)
            elif asked is None or not _fits(asked, value):
                return None
            if value is None:
                return None
            found[path] = value
    return found


def _entries(group: RepeatingGroup, value: object) -> list[dict[str, Any]] | None:
    """The entries of a list without what is blank; None where one has no columns."""
    if not isinstance(value, list | tuple):
        return None
    items = {item.name: item for item in group.items}
    found: list[dict[str, Any]] = []
    for entry in value:
        if not isinstance(entry, Mapping):
            return None
        answers = {name: each for name, each in entry.items() if not is_blank(each)}
        if not all(name in items and _fits(items[name], each) for name, each in answers.items()):
            return None
        # A name that is there, though blank, has to be one of the group's.
        if not items.keys() >= entry.keys():
            return None
        found.append(answers)
    return found


def _fits(item: Item, value: object) -> bool:
    if item.derived:
        return False
    if isinstance(item.kind, kinds.Number):
        small = isinstance(value, float) or (type(value) is int and abs(value) < 2**53)
        return small and not isinstance(value, bool)
    types, _ = _COLUMNS.get(type(item.kind), ((), None))
    if not types or type(value) not in types:
        return False
    if isinstance(value, datetime):
        return value.utcoffset() is not None
    if isinstance(value, list | tuple):
        return all(type(each) is str for each in value)
    return True
