"""Two functions written for the forms of a plan: the bits that values leave of its rules, values by name.

Both read the values of all cells that a whole form gives (`whole.py`), by place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from decisionsupport.execution.python.index import Column
from decisionsupport.execution.python.known import LONGEST_CHAIN
from decisionsupport.execution.python.names import Names
from decisionsupport.values.sets import Possible

Plain: TypeAlias = tuple[Possible | None, ...]
"""The values of the cells of all forms, in their order; None for an item left out on which nothing rests."""
NamedPlaces: TypeAlias = Sequence[tuple[str, Sequence[tuple[str, int, int]]]]
"""By form, the names of values, their places, and with how many decimals each is shown."""
Reach: TypeAlias = tuple[int, int]
"""The least and the most that a number is known to be."""

WIDEST: Final = 1024
"""A number that can be so many different ones has its bits listed one by one instead of by interval."""


def bits_of(
    base: int, columns: Mapping[int, Sequence[Column]], reach: Mapping[int, Reach]
) -> Callable[[Plain], int]:
    """What gives the bits that all columns leave of `base`; `columns`, `reach` are by place of the cell."""
    names = Names()
    found = [
        _bits(column, place, reach.get(place), names)
        for place, layers in columns.items()
        for column in layers
    ]
    made: Callable[[Plain], int] = _written(f"lambda p: {_joined([names.bind(base), *found])}", names)
    return made


def _joined(parts: list[str]) -> str:
    """All joined by `&`, in brackets: a chain of thousands is too deep for Python's compiler."""
    while len(parts) > LONGEST_CHAIN:
        starts = range(0, len(parts), LONGEST_CHAIN)
        parts = [f"({' & '.join(parts[start : start + LONGEST_CHAIN])})" for start in starts]
    return " & ".join(parts)


def _bits(column: Column, place: int, reach: Reach | None, names: Names) -> str:
    if not column.masks:
        return f"{names.bind(column.by_value)}[p[{place}]]"
    if reach is None or reach[1] - reach[0] >= WIDEST:
        found = f"{names.thing(bisect_right)}({names.bind(column.starts)}, p[{place}])"
        return f"{names.bind(column.masks)}[{found}]"
    least, most = reach
    each = [column.masks[bisect_right(column.starts, value)] for value in range(least, most + 1)]
    return f"{names.bind(each)}[p[{place}]{f' - {least}' if least > 0 else f' + {-least}' if least else ''}]"


def named(forms: NamedPlaces, decimal: Callable[[Any, int], object], shut: Callable[[Any], Any]) -> Any:  # noqa: ANN401
    """What gives the values by form and name, each mapping as `shut` makes it of a dict."""
    names = Names()
    close = names.thing(shut)
    found = ", ".join(
        f"{names.bind(form)}: {close}({{{', '.join(_named(each, decimal, names) for each in values)}}})"
        for form, values in forms
    )
    return _written(f"lambda p: {close}({{{found}}})", names)


def _named(each: tuple[str, int, int], decimal: Callable[[Any, int], object], names: Names) -> str:
    name, place, decimals = each
    value = f"{names.thing(decimal)}(p[{place}], {decimals})" if decimals else f"p[{place}]"
    return f"{names.bind(name)}: {value}"


def _written(text: str, names: Names) -> Any:  # noqa: ANN401
    return eval(compile(text, "<plan>", "eval", dont_inherit=True), names.bound)  # noqa: S307
