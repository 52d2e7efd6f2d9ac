"""What expressions are of: kinds of small domains, names, and an expression beside what it means."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from tests.strategies.world import (
    ZONE,
    Judge,
    Value,
    World,
)


@dataclass(frozen=True)
class Bool:
    """Yes or no."""


@dataclass(frozen=True)
class Num:
    """A number between two ends; literals beside it are multiples of `grid`.

    `whole`: its steps are 1, so that bands may be put over it.
    """

    least: Fraction
    most: Fraction
    grid: Fraction = Fraction(1)
    whole: bool = False


@dataclass(frozen=True)
class One:
    """One of some options."""

    options: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Several:
    """Some of some options."""

    options: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """A date."""


@dataclass(frozen=True)
class Code:
    """An ATC code."""


@dataclass(frozen=True)
class Letters:
    """A text."""


@dataclass(frozen=True)
class Length:
    """A duration in months."""


Kind = Bool | Num | One | Several | Day | Code | Letters | Length
BOOL = Bool()
MODES: Mapping[str, Callable[[Fraction], int]] = {
    "round": lambda x: math.floor(abs(x) + Fraction(1, 2)) * (1 if x >= 0 else -1),
    "floor": math.floor,
    "ceil": math.ceil,
}
COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "==": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "!=": lambda a, b: a != b,
}
DAYS = (date(2026, 11, 23), date(2026, 11, 16), date(2025, 2, 28))
CODES = ("N05A", "N05BA01", "B01AC06")
WORDS = ("red", "green", "blue")
TEXTS = ("a", "b")


@dataclass(frozen=True)
class Name:
    """Something that expressions can name. `path` is full; inside `form` the first part is left out."""

    path: str
    kind: Kind
    form: str | None = None
    hideable: bool = False
    item: bool = False
    scored: bool = False
    group: str | None = None

    @property
    def cell(self) -> str:
        return self.path

    def judge(self, world: World) -> Value:
        return world.value(self.path)


@dataclass
class Scope:
    """What can be named in a place."""

    names: list[Name]
    form: str | None = None
    row: str | None = None
    groups: dict[str, list[Name]] = field(default_factory=dict)
    """Repeating groups by `form.group`, with what their entries hold."""
    plain: dict[str, list[Name]] = field(default_factory=dict)
    """`form` or `form.group`, with the names of its scored items: whose `points` may be summed."""
    forms: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    """The forms, and those whose `remaining` may be asked."""
    remaining: Mapping[str, Judge] = field(default_factory=dict)
    record: bool = False
    history: bool = True


@dataclass(frozen=True)
class Expr:
    """What an author writes, what it means, its kind; `name` where it is a bare name that can be hidden."""

    text: str
    judge: Judge
    kind: Kind
    name: Name | None = None


def decimal(value: Fraction) -> str:
    """A number as authors write it (halves, quarters, tenths)."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    text = f"{float(value):.4f}".rstrip("0").rstrip(".")
    assert Fraction(text) == value
    return sign + text


def rounded(value: Fraction, step: Fraction, mode: str = "round") -> Fraction:
    """Whole steps, halves away from zero."""
    return MODES[mode](value / step) * step


def lcm(a: Fraction, b: Fraction) -> Fraction:
    """The least that is a whole number of both."""
    denominator = math.lcm(a.denominator, b.denominator)
    return Fraction(math.lcm(int(a * denominator), int(b * denominator)), denominator)


def under(code: str, parents: Sequence[str]) -> bool:
    """Whether an ATC code is one of these, or lies under one."""
    return any(code.startswith(parent) for parent in parents)


def months_back(at: datetime, months: int) -> datetime:
    """So many months before, on the wall calendar."""
    local = at.astimezone(ZONE)
    month = local.year * 12 + local.month - 1 - months
    year, month = divmod(month, 12)
    day = local.day
    while True:
        try:
            return local.replace(year=year, month=month + 1, day=day).astimezone(at.tzinfo)
        except ValueError:
            day -= 1


MOST_POINTS = 3
NEVER = datetime(1, 1, 2, tzinfo=UTC)


def stepped(least: Fraction, most: Fraction, step: Fraction, mode: str) -> Num:
    """What rounding gives."""
    return Num(rounded(least, step, mode), rounded(most, step, mode), step, whole=step == 1)
