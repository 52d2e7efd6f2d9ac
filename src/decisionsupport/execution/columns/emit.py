"""Nodes as Polars: a plan in levels, in which whatever is read twice is worked out once.

Law: none of what Polars does with nulls, NaN or small numbers is leant on: no column is null, and a column of
whole numbers is as wide as the bounds of its node and of what it is made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from typing import Any, Final, TypeAlias

import polars as pl

from decisionsupport.execution.columns.nodes import Flag, TooLarge, Units

Node: TypeAlias = Flag | Units
_WIDTHS: Final = (pl.Int8, pl.Int16, pl.Int32, pl.Int64)
_PLAIN: Final = frozenset({"true", "false", "column", "number", "not"})
"""Too little work to keep."""


def width(*nodes: Units) -> Any:  # noqa: ANN401 (Polars' own types of types)
    """The smallest integer that holds all that the numbers can be."""
    low, high = min(node.low for node in nodes), max(node.high for node in nodes)
    for bits, dtype in zip((8, 16, 32, 64), _WIDTHS, strict=True):
        if -(1 << bits - 1) <= low and high < 1 << bits - 1:
            return dtype
    raise TooLarge


def divided(units: pl.Expr, by: int) -> pl.Expr:
    """The binary64 nearest to `units / by`.

    By a column of that number: by the number itself Polars multiplies with its reciprocal, less near.
    """
    wide = units.cast(pl.Float64)
    return wide / (wide * 0.0 + float(by))


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes the wanted columns of a frame, a level at a time."""

    levels: tuple[tuple[pl.Expr, ...], ...]
    """Each with the columns that are read later on: what is not is let go."""
    wanted: tuple[pl.Expr, ...]

    def over(self, frame: pl.LazyFrame, last: Sequence[pl.Expr] = ()) -> pl.DataFrame:
        """The wanted columns; or what the last expressions make of them, row by row.

        What there is to share is shared already, so Polars need not look for it: that would cost more than
        the work itself where there are few rows.
        """
        for level in self.levels:
            frame = frame.select(level)
        frame = frame.select(self.wanted)
        if last:
            frame = frame.select(last)
        return frame.collect(engine="streaming", optimizations=pl.QueryOptFlags.none())


def plan(wanted: Mapping[str, Node]) -> Plan:
    """The plan of columns by name."""
    return _Planning().plan(wanted)


@dataclass(slots=True)
class _Planning:
    numbers: dict[tuple[Any, ...], int] = field(default_factory=dict)
    by_node: dict[int, int] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    parts: list[tuple[int, ...]] = field(default_factory=list)
    uses: list[int] = field(default_factory=list)

    def plan(self, wanted: Mapping[str, Node]) -> Plan:
        tops = {name: self.number(node) for name, node in wanted.items()}
        for parts in self.parts:
            for part in parts:
                self.uses[part] += 1
        for node, parts in zip(self.nodes, self.parts, strict=True):
            # The lesser of two is written with each of them twice.
            for part in parts if node.op in ("lesser", "greater") else ():
                self.uses[part] += 1
        for top in tops.values():
            self.uses[top] += 1
        for place in reversed(range(len(self.nodes))):
            # What is not kept itself is written wherever it is read, and its part with it.
            if self.nodes[place].op == "not":
                self.uses[self.parts[place][0]] += self.uses[place] - 1
        kept = [node.op not in _PLAIN and uses > 1 for node, uses in zip(self.nodes, self.uses, strict=True)]
        levels: list[list[pl.Expr]] = []
        level_of: list[int] = []
        written: list[pl.Expr] = []
        for place, node in enumerate(self.nodes):
            expression = _written(node, [written[part] for part in self.parts[place]])
            level = max((level_of[part] for part in self.parts[place]), default=0)
            if kept[place]:
                while len(levels) <= level:
                    levels.append([])
                levels[level].append(expression.alias(f"·{place}"))
                expression, level = pl.col(f"·{place}"), level + 1
            written.append(expression)
            level_of.append(level)
        last = tuple(written[top].alias(name) for name, top in tops.items())
        return Plan(_with_what_is_read_later(levels, last), last)

    def number(self, top: Node) -> int:
        """The number of a node; alike ones have the same. Without recursion: chains may be long."""
        waiting = [top]
        while waiting:
            node = waiting[-1]
            if id(node) in self.by_node:
                waiting.pop()
                continue
            ahead = [part for part in node.args if isinstance(part, Flag | Units)]
            further = [part for part in ahead if id(part) not in self.by_node]
            if further:
                waiting += further
                continue
            waiting.pop()
            self._add(node, tuple(self.by_node[id(part)] for part in ahead))
        return self.by_node[id(top)]

    def _add(self, node: Node, parts: tuple[int, ...]) -> None:
        if node.op in ("and", "or"):
            parts = tuple(dict.fromkeys(parts))
            if len(parts) == 1:
                # What is joined says the same.
                self.by_node[id(node)] = parts[0]
                return
        plain = tuple(each for each in node.args if not isinstance(each, Flag | Units))
        ends = (node.low, node.high) if isinstance(node, Units) else ()
        ordered = tuple(sorted(parts)) if node.op in ("and", "or", "plus") else parts
        key = (type(node), node.op, ends, ordered, plain)
        if key not in self.numbers:
            self.numbers[key] = len(self.nodes)
            self.nodes.append(node)
            self.parts.append(parts)
            self.uses.append(0)
        self.by_node[id(node)] = self.numbers[key]


def _with_what_is_read_later(
    levels: Sequence[Sequence[pl.Expr]], last: Sequence[pl.Expr]
) -> tuple[tuple[pl.Expr, ...], ...]:
    read = _roots(last)
    found: list[tuple[pl.Expr, ...]] = []
    for level in reversed(levels):
        made = {expression.meta.output_name() for expression in level}
        kept = [name for name in read if name not in made]
        found.append((*map(pl.col, kept), *level))
        read = {**dict.fromkeys(kept), **_roots(level)}
    return tuple(reversed(found))


def _roots(expressions: Iterable[pl.Expr]) -> dict[str, None]:
    return dict.fromkeys(name for each in expressions for name in each.meta.root_names())


# One node ----------------------------------------------------------------------------------------------


def _written(node: Node, parts: list[pl.Expr]) -> pl.Expr:
    return _flag(node, parts) if isinstance(node, Flag) else _units(node, parts)


def _flag(node: Flag, parts: list[pl.Expr]) -> pl.Expr:
    match node.op:
        case "true" | "false":
            return pl.lit(node.op == "true", dtype=pl.Boolean)
        case "column":
            return pl.col(node.args[0])
        case "text":
            return (pl.col(node.args[0]) == pl.lit(node.args[1])).fill_null(value=False)
        case "not":
            return ~parts[0]
        case "and":
            return reduce(lambda a, b: a & b, parts)
        case "or":
            return reduce(lambda a, b: a | b, parts)
        case _:
            dtype = width(*node.args)
            a, b = (_as(part, each, dtype) for part, each in zip(parts, node.args, strict=True))
            return a < b if node.op == "less" else a == b


@lru_cache(maxsize=10_000)
def _fixed(value: int, dtype: Any) -> pl.Expr:  # noqa: ANN401
    """The same number in every row: made once, as Polars makes a column of each."""
    return pl.lit(value, dtype=dtype)


def _as(part: pl.Expr, node: Units, dtype: Any) -> pl.Expr:  # noqa: ANN401
    if node.op == "number":
        return _fixed(node.low, dtype)
    return part if width_of(node) == dtype else part.cast(dtype)


def width_of(node: Units) -> Any:  # noqa: ANN401
    """The type of the column that a node becomes."""
    if node.op in ("column", "number", "part", "months", "looked up", "where", "lesser", "greater"):
        return width(node)
    return width(node, *(each for each in node.args if isinstance(each, Units)))


def _units(node: Units, parts: list[pl.Expr]) -> pl.Expr:
    dtype = width_of(node)
    match node.op:
        case "number":
            return _fixed(node.low, dtype)
        case "column":
            return pl.col(node.args[0])
        case "where":
            _, then, otherwise = node.args
            ends = (then.low, otherwise.low, then.high, otherwise.high)
            if min(ends) < node.low or max(ends) > node.high:
                # The lesser or the greater of two, whose bounds are tighter than those of either.
                wide = width(node, then, otherwise)
                chosen = pl.when(parts[0]).then(_as(parts[1], then, wide))
                return chosen.otherwise(_as(parts[2], otherwise, wide)).cast(dtype)
            chosen = pl.when(parts[0]).then(_as(parts[1], then, dtype))
            return chosen.otherwise(_as(parts[2], otherwise, dtype))
        case "lesser" | "greater":
            wide = width(*node.args)
            a, b = (_as(part, each, wide) for part, each in zip(parts, node.args, strict=True))
            chosen = pl.when(a < b).then(a if node.op == "lesser" else b)
            found = chosen.otherwise(b if node.op == "lesser" else a)
            return found if wide == dtype else found.cast(dtype)
        case "part":
            day = parts[0].cast(pl.Int32).cast(pl.Date)
            return {"year": day.dt.year, "month": day.dt.month, "day": day.dt.day}[node.args[0]]().cast(dtype)
        case "months":
            return (
                parts[0]
                .cast(pl.Int32)
                .cast(pl.Date)
                .dt.offset_by(f"{node.args[1]}mo")
                .cast(pl.Int32)
                .cast(dtype)
            )
        case "looked up":
            _, edges, values = node.args
            place = pl.lit(pl.Series(list(edges), dtype=pl.Int64)).search_sorted(
                parts[0].cast(pl.Int64), side="right"
            )
            return pl.lit(pl.Series(list(values), dtype=dtype)).gather(place)
        case _:
            a, b = (_as(part, each, dtype) for part, each in zip(parts, node.args, strict=True))
            match node.op:
                case "plus":
                    return a + b
                case "minus":
                    return a - b
                case "times":
                    return a * b
                case _:
                    return a // b
