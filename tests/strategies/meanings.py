"""What items and computed values are, judged our own way: asked, hidden, made for some only."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.strategies.kinds import DAYS, Day, Expr, Kind, Num, Several
from tests.strategies.world import NA, Judge, Unsure, Value, World, maybe, truth


def host(value: Any, kind: Kind) -> Value:
    """An answer as the judges have it."""
    if isinstance(kind, Num):
        return Fraction(value)
    if isinstance(kind, Several):
        return frozenset(value)
    if isinstance(kind, Day):
        return next(day for day in DAYS if day.isoformat() == value)
    return value


def hidden(show: Judge | None, world: World) -> bool:
    """Whether a question is not asked. We may be unsure where it is known: then even an answer says nothing."""
    return show is not None and not truth(show, world)


def asked(form: str, name: str, show: Judge | None, kind: Kind) -> Judge:
    def judge(world: World) -> Value:
        if hidden(show, world):
            return NA
        return host(world.answer(form, name), kind)

    return judge


def asked_in_row(name: str, show: Judge | None, kind: Kind) -> Judge:
    def judge(world: World) -> Value:
        assert world.row is not None
        if hidden(show, world):
            return NA
        group, index = world.row
        form, own = group.split(".")
        rows = world.rows(form, own)
        given = None if rows is None else rows[index].get(name)
        if given is None or isinstance(given, dict):
            raise Unsure
        return host(given, kind)

    return judge


def as_value(value: Expr) -> Judge:
    # A value keeps what is not applicable; only a condition turns it into no.
    return value.judge


def where_shown(show: Judge, judge: Judge) -> Judge:
    def where(world: World) -> Value:
        applies = maybe(show, world)
        if applies is False:
            return NA
        value = judge(world)
        if applies is None and value is not NA:
            raise Unsure
        return value

    return where


def made_for(applies: str, judge: Judge) -> Judge:
    """What counts for whom the form is made for; while that is unknown it counts as it is."""

    def made(world: World) -> Value:
        if applies in world.cells:
            whom = maybe(world.cells[applies], world)
            if whom is None:
                raise Unsure
            if whom is False:
                return NA
        return judge(world)

    return made


def or_else(judge: Judge, otherwise: Value) -> Judge:
    def either(world: World) -> Value:
        value = judge(world)
        return otherwise if value is NA else value

    return either
