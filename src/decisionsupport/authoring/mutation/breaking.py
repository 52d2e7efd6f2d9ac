"""All breaks of a program: everything that can be broken in a small way, in the order of the files.

Law: one place in a file is broken once for each way, wherever it is used: an option list that three items
share, a row that is a cell of four columns, a condition that `for_each` wrote out for ten areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath

from decisionsupport.authoring.mutation.acting import breaks_in_actions, breaks_in_requests, breaks_in_rules
from decisionsupport.authoring.mutation.conditions import Break, breaks_of
from decisionsupport.authoring.mutation.model import Changed, Mutant
from decisionsupport.authoring.mutation.parameters import breaks_in_parameters
from decisionsupport.authoring.mutation.rewriting import Change, rewritten
from decisionsupport.program import expressions as x
from decisionsupport.program.expressions import Expression
from decisionsupport.program.model import Cell, Program
from decisionsupport.program.walk import children
from decisionsupport.values.kinds import Boolean

_MERGED = frozenset({"priority", "due", "unless", "proposal"})


@dataclass(slots=True)
class _Group:
    """One break at one place, in all cells that the place became part of."""

    cell: Cell
    found: Break
    changes: dict[str, dict[int, Change]] = field(default_factory=dict)


def mutants_of(program: Program, only: str | None = None) -> tuple[Mutant, ...]:
    """The breaks of a program in the order of their places; `only` those of a form, set or request."""
    owners = _owners(program)
    found = (
        *_in_cells(program),
        *_merged(breaks_in_rules(program)),
        *breaks_in_actions(program),
        *breaks_in_requests(program),
        *breaks_in_parameters(program),
    )
    owned = [_owned(mutant, owners) for mutant in found]
    chosen = [mutant for mutant in owned if only is None or mutant.of == only]
    return tuple(
        sorted(chosen, key=lambda each: (each.span.source.path, each.span.start, each.what, each.said))
    )


def owners_of(program: Program) -> tuple[str, ...]:
    """What `only` may name."""
    return tuple(sorted(set(_owners(program).values())))


def _owners(program: Program) -> dict[str, str]:
    """The form, set or request that each file is of; a set of several files is one."""
    found = {form.span.source.path: form.id for form in program.forms.values()}
    found.update({rule.span.source.path: rule.set for rule in program.rules.values()})
    found.update({request.span.source.path: request.id for request in program.requests.values()})
    return found


def _owned(mutant: Mutant, owners: dict[str, str]) -> Mutant:
    path = mutant.span.source.path
    of = owners.get(path, PurePath(path).name.partition(".")[0])
    return replace(mutant, of=of)


def _merged(mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """What one place in a file became in several rules of a `for_each`, as one break of all of them."""
    groups: dict[tuple[str, int, int, str, str], list[Mutant]] = {}
    for mutant in mutants:
        span, name = mutant.span, mutant.said.partition(": ")
        key = (span.source.path, span.start, span.end, mutant.kind, name[2] or mutant.kind)
        groups.setdefault(key if mutant.kind in _MERGED else (*key[:4], mutant.said), []).append(mutant)
    for group in groups.values():
        rules = {rule: changed for mutant in group for rule, changed in mutant.changed.rules.items()}
        what = group[0].what if len(group) == 1 else group[0].what.rpartition(".")[0]
        yield replace(group[0], what=what, changed=replace(group[0].changed, rules=rules))


# Cells -------------------------------------------------------------------------------------------------


def _in_cells(program: Program) -> Iterator[Mutant]:
    groups: dict[tuple[str, int, int, str, str], _Group] = {}
    for cell in program.cells.values():
        if cell.expression is None:
            continue
        yield from _guards(cell)
        for node in _once(cell.expression, set()):
            for found in breaks_of(node):
                span = node.span
                key = (span.source.path, span.start, span.end, type(node).__name__, found.said)
                group = groups.setdefault(key, _Group(cell, found))
                change = partial(_put, found.node)
                group.changes.setdefault(cell.id, {}).setdefault(id(node), change)
    for (*_, said), group in groups.items():
        cells = {
            cell: rewritten(expression, changes)
            for cell, changes in group.changes.items()
            if (expression := program.cells[cell].expression) is not None
        }
        yield Mutant(
            group.found.kind, "", _called(group.cell), said, group.found.node.span, Changed(cells=cells)
        )


def _put(node: Expression, _: Expression) -> Expression:
    return node


def _once(node: Expression, seen: set[int]) -> Iterator[Expression]:
    """The nodes, each once: a part that stands in several places is one part."""
    if id(node) in seen:
        return
    seen.add(id(node))
    yield node
    for child in children(node):
        yield from _once(child, seen)


def _called(cell: Cell) -> str:
    """What an author calls the cell."""
    kind, _, name = cell.id.partition(":")
    match kind:
        case "when" | "points" | "must":
            return name
        case "unless":
            return f"{name}, unless"
        case "applies":
            return f"{name.removeprefix('set:')}, whether it applies"
        case _:
            return cell.id.rpartition(".")[0] if cell.id.startswith("table.") else cell.id


def _guards(cell: Cell) -> Iterator[Mutant]:
    """A guard that is always open; a demand that is never broken; a rule that never fires."""
    expression = cell.expression
    assert expression is not None
    constant = partial(x.Constant, kind=Boolean(), span=expression.span)
    span, what = cell.span, _called(cell)
    match cell.id.partition(":")[0]:
        case "applies" if not isinstance(expression, x.Constant):
            yield Mutant(
                "guard",
                "",
                what,
                "without its condition",
                span,
                Changed(cells={cell.id: constant(value=True)}),
            )
        case "must":
            yield Mutant(
                "demand", "", what, "without the demand", span, Changed(cells={cell.id: constant(value=True)})
            )
        case "when":
            yield Mutant(
                "rule", "", what, "without the rule", span, Changed(cells={cell.id: constant(value=False)})
            )
        case _:
            return
