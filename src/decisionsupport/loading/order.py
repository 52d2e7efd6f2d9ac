"""The order in which cells are made: each after those it reads. A circle is reported with its whole path."""

from __future__ import annotations

from collections.abc import Iterable

from decisionsupport.diagnostics import Report
from decisionsupport.loading.building import Definition

LONGEST_SHOWN = 24


def in_order(definitions: Iterable[Definition], report: Report) -> list[Definition]:
    """Definitions so ordered; those in a circle, and only those, are left out."""
    by_cell = {definition.cell: definition for definition in sorted(definitions, key=lambda each: each.cell)}
    done: list[Definition] = []
    state: dict[str, bool] = {}
    """True: made; False: on the path at hand."""
    circular: set[str] = set()
    for start in by_cell:
        path: list[tuple[str, list[str]]] = []
        _open(start, by_cell, path, state)
        while path:
            cell, left = path[-1]
            if not left:
                path.pop()
                state[cell] = True
                if cell not in circular:
                    done.append(by_cell[cell])
                continue
            following = left.pop()
            if state.get(following) is False:
                circle = [name for name, _ in path]
                circle = circle[circle.index(following) :]
                if circular.isdisjoint(circle):
                    _report(circle, by_cell, report)
                circular.update(circle)
            else:
                _open(following, by_cell, path, state)
    return done


def _open(
    cell: str, by_cell: dict[str, Definition], path: list[tuple[str, list[str]]], state: dict[str, bool]
) -> None:
    if cell in by_cell and cell not in state:
        state[cell] = False
        path.append((cell, list(reversed(by_cell[cell].reads))))


def _report(circle: list[str], by_cell: dict[str, Definition], report: Report) -> None:
    first = circle.index(min(circle))
    turned = [*circle[first:], *circle[:first]]
    named = [_said(cell) for cell in [*turned, turned[0]]]
    if len(named) > LONGEST_SHOWN:
        named = [*named[: LONGEST_SHOWN - 3], f"… ({len(turned)} in all)", *named[-2:]]
    shown = " → ".join(named)
    report.add(
        "cycle",
        f"these rest on each other: {shown}",
        by_cell[turned[0]].span,
        help="let one of them rest on answers instead",
    )


def _said(cell: str) -> str:
    """A cell as the author would say it."""
    what, colon, of = cell.partition(":")
    match what:
        case "points" if colon:
            return f"`{of}.points`"
        case "applies" if of.startswith("set:"):
            return f"whom set `{of.removeprefix('set:')}` is for"
        case "applies" if colon:
            return f"whether `{of}` is shown" if "." in of else f"whom form `{of}` is for"
        case "unless" if colon:
            return f"the `unless` of `{of}`"
        case "must" if colon:
            return f"a `must` of `{of.split('.')[0]}`"
        case _:
            return f"`{of or cell}`"
