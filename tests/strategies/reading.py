"""What judges ask of a world: entries of repeating groups, the past, what applies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tests.strategies.kinds import (
    NEVER,
    Name,
)
from tests.strategies.world import (
    NA,
    Judge,
    Unsure,
    Value,
    World,
    truth,
)


def is_applicable(judge: Judge) -> Judge:
    return lambda world: judge(world) is not NA


def asked_applicable(name: Name) -> Judge:
    """Whether a question is asked, which may be known before it is answered."""

    def judge(world: World) -> Value:
        show = world.cells.get(f"applies:{name.path}")
        return show is None or truth(show, world)

    return judge


def entries(world: World, group: str) -> list[World]:
    form, name = group.split(".")
    shown = f"applies:{group}"
    if shown in world.cells and not truth(world.cells[shown], world):
        return []
    rows = world.rows(form, name)
    if rows is None:
        raise Unsure
    return [world.in_row(group, index) for index in range(len(rows))]


def past_of(world: World, form: str) -> Sequence[World]:
    if form not in world.past:
        raise Unsure
    return world.past[form]


def may_be_known(name: Name, past: World) -> bool:
    """Whether what we are unsure of was answered then: it may be known."""
    form, own = name.path.split(".")
    given = past.answers[form].get(own)
    return given is not None and not isinstance(given, dict)


def last_done(world: World, form: str) -> datetime:
    past = past_of(world, form)
    return past[-1].at if past else NEVER
