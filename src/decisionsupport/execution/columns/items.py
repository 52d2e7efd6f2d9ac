"""Items as nodes: the base columns that accepted answers become, and what an item can be by them.

Law: an answer that was not given is never a value: where `known` does not hold, its base column has some
number within the bounds, and nothing reads it.
"""

from __future__ import annotations

from typing import Any

from decisionsupport.execution.columns.arithmetic import exactly
from decisionsupport.execution.columns.emit import width
from decisionsupport.execution.columns.moments import limits
from decisionsupport.execution.columns.nodes import (
    FALSE,
    TRUE,
    Flag,
    Units,
    as_number,
    both,
    either,
    flag_column,
    number,
    number_column,
    same,
)
from decisionsupport.execution.columns.sets import (
    Case,
    Chosen,
    Columns,
    NotLowered,
    Numbers,
    Opaque,
    Options,
    by_case,
    constant,
    options_of,
)
from decisionsupport.program.model import Item
from decisionsupport.values.kinds import (
    LIMIT,
    Boolean,
    Choice,
    Choices,
    Code,
    Date,
    Instant,
    Kind,
    Number,
    Text,
    TimeOfDay,
)
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Possible,
    with_not_applicable,
    without_not_applicable,
)


def bounds(item: Item) -> tuple[int, int]:
    """Between what an answer's base column lies."""
    match item.kind:
        case Number():
            return item.between or (-LIMIT, LIMIT)
        case Choice(options=options):
            return 0, len(options) - 1
        case kind:
            return limits(kind)


def base_type(item: Item) -> Any:  # noqa: ANN401 (Polars' own types of types)
    """The type of its base column of numbers."""
    return width(Units("column", *bounds(item)))


def item_columns(item: Item, widest: Possible, answered: Flag, shown: tuple[Flag, Flag]) -> Columns:
    """What an item can be: `answered` by an accepted answer; `shown` can hold, can fail."""
    holds, fails = shown
    hidden, doubtful = holds.inverse, both(answered.inverse, holds, fails)
    na = either(hidden, doubtful)
    match item.kind:
        case Number() | Boolean() | Choice():
            return _by_answer(item, widest, answered, (holds, fails))
        case Choices(options=options):
            sure = {name: both(answered, flag_column(f"chosen:{item.id}:{name}")) for name in options}
            return Chosen(sure, dict.fromkeys(options, answered.inverse), holds, na)
        case Text() | Code():
            column = None if answered is FALSE else f"text:{item.id}"
            return Opaque(None, answered, holds, na, column=column)
        case Date() | Instant() | TimeOfDay():
            value = number(0) if answered is FALSE else number_column(f"value:{item.id}", *bounds(item))
            return Opaque(value, answered, holds, na)
        case _:
            raise NotLowered(type(item.kind).__name__)


def _by_answer(item: Item, widest: Possible, answered: Flag, shown: tuple[Flag, Flag]) -> Columns:
    holds, fails = shown
    everything = without_not_applicable(widest)
    answer = _answer(item) if answered is not FALSE else number(0)
    cases: list[Case] = [
        (both(answered, holds), answer),
        (both(answered.inverse, fails.inverse), everything),
        (both(answered.inverse, holds, fails), with_not_applicable(everything)),
        (holds.inverse, NOT_APPLICABLE),
    ]
    used = tuple(case for case in cases if case[0] is not FALSE)
    return by_case(
        Numbers(number(0), number(0), cases=used),
        lambda units: _exact(item.kind, units),
        lambda value: constant(value, item.kind),
    )


def _answer(item: Item) -> Units:
    if isinstance(item.kind, Boolean):
        return as_number(flag_column(f"value:{item.id}"))
    return number_column(f"value:{item.id}", *bounds(item))


def _exact(kind: Kind, units: Units) -> Columns:
    if isinstance(kind, Number):
        return exactly(units)
    members = {option: same(units, number(place)) for place, option in enumerate(options_of(kind))}
    return Options(members, FALSE, ((TRUE, units),), single=True)
