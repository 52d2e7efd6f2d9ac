"""Breaks that provably change nothing: the broken condition gives the same whatever it reads.

A condition over few answers is worked out for every set of values that each can stand for, unknown and not
applicable among them. Law: what cannot be worked out so is not proven, and counts as survived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Any, Final

from decisionsupport.authoring.mutation.model import Mutant
from decisionsupport.program import expressions as x
from decisionsupport.program.expressions import Expression
from decisionsupport.program.meaning import meaning
from decisionsupport.program.model import Cell, Program
from decisionsupport.program.walk import walk
from decisionsupport.values import kinds
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Possible,
    between,
    may_be_not_applicable,
    one_of,
    with_not_applicable,
)

MOST_COMBINATIONS: Final = 20_000
_MOST_OPTIONS: Final = 6
_PLAIN: Final = (
    x.Constant, x.Read, x.And, x.Or, x.Not, x.IsOneOf, x.OptionValues, x.FirstOf, x.Conditional,
    x.UnlessFalse, x.WhenApplicable, x.IsApplicable, x.CompareRank, x.CountTrue,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Values:
    """A reader of which only cells can be asked."""

    values: Mapping[str, Possible]

    def value(self, cell: str) -> Possible:
        """What the cell stands for."""
        return self.values[cell]


def proven_equal(mutant: Mutant, program: Program) -> int:
    """Of how many combinations of what is read it is proven that the break changes nothing; 0: not proven."""
    changed = mutant.changed
    if not changed.cells or changed.rules or changed.actions or changed.parameters or changed.requests:
        return 0
    counts = [_proven(program.cells[cell], other, program) for cell, other in changed.cells.items()]
    return 0 if 0 in counts else sum(counts)


def _proven(cell: Cell, other: Expression, program: Program) -> int:
    if cell.expression is None or cell.row_of is not None:
        return 0
    nodes = [*walk(cell.expression), *walk(other)]
    if not all(_is_plain(node) for node in nodes):
        return 0
    reads = sorted({node.cell for node in nodes if isinstance(node, x.Read)})
    domains = [list(_sets(program.cells[read], nodes)) for read in reads]
    if not all(domains) or prod(len(domain) for domain in domains) > MOST_COMBINATIONS:
        return 0
    count = 0
    for values in product(*domains):
        reader: Any = _Values(dict(zip(reads, values, strict=True)))
        if meaning(cell.expression, reader) != meaning(other, reader):
            return 0
        count += 1
    return count


def _is_plain(node: Expression) -> bool:
    match node:
        case x.Compare(left=x.Read(), right=x.Constant()) | x.Compare(left=x.Constant(), right=x.Read()):
            return True
        case x.Bands(subject=x.Read()):
            return True
        case _:
            return isinstance(node, _PLAIN)


def _sets(cell: Cell, nodes: list[Expression]) -> Iterator[Possible]:
    """Every set that a cell can stand for, numbers by the borders that they are compared with."""
    for found in _applicable_sets(cell, nodes):
        yield found
        if may_be_not_applicable(cell.widest):
            yield with_not_applicable(found)
    if may_be_not_applicable(cell.widest):
        yield NOT_APPLICABLE


def _applicable_sets(cell: Cell, nodes: list[Expression]) -> Iterator[Possible]:
    match cell.kind:
        case kinds.Boolean():
            yield from (True, False, one_of((True, False)))
        case kinds.Choice(options=options) if len(options) <= _MOST_OPTIONS:
            for size in range(1, len(options) + 1):
                yield from (one_of(chosen) for chosen in combinations(options, size))
        case kinds.Number(step=step):
            ends = _ends(cell, nodes, step)
            for least, most in product(ends, ends):
                if least <= most:
                    yield between(least, most)
        case _:
            return


def _ends(cell: Cell, nodes: list[Expression], step: int) -> list[int]:
    least, most = getattr(cell.widest, "least", None), getattr(cell.widest, "most", None)
    if not isinstance(least, int) or not isinstance(most, int):
        return []
    edges = {least, most}
    for node in nodes:
        match node:
            case x.Compare(left=x.Read(cell=read), right=x.Constant(value=int() as value)) if read == cell.id:
                edges.add(value)
            case x.Compare(left=x.Constant(value=int() as value), right=x.Read(cell=read)) if read == cell.id:
                edges.add(value)
            case x.Bands(subject=x.Read(cell=read), edges=bands) if read == cell.id:
                edges |= {end for low, high, _ in bands for end in (low, high) if end is not None}
            case _:
                pass
    near = {edge + side * step for edge in edges for side in (-1, 0, 1)}
    return sorted(end for end in near if least <= end <= most)
