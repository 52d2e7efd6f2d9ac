"""What answers count: points in every form, over bands, options and cases, each beside what it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.strategies.choices import Choices, chance
from tests.strategies.expressions import Writer
from tests.strategies.kinds import MOST_POINTS, Bool, Kind, Num, One, Several, decimal
from tests.strategies.world import NA, Judge, Unsure, Value, World, first_of

Written = dict[str, Any]


@dataclass(frozen=True)
class PointsWriter:
    """Writes the points of an item."""

    choices: Choices
    writer: Callable[[], Writer]

    def points(self, kind: Kind, read: Judge, written: Written) -> tuple[Any, Judge, list[int], list[Any]]:
        """Points as written, their judge, the numbers among them, and the answers that leave them unknown."""
        if isinstance(kind, Several):
            worth = {
                option: self.choices.number(1) + 1 for option in kind.options if chance(self.choices, 80)
            }
            worth = worth or {kind.options[0]: 1}
            for option, count in worth.items():
                written["options"][option]["points"] = str(count)
            total: Judge = lambda world: _sum_of(read(world), worth)  # noqa: E731
            return None, total, [0], []
        if chance(self.choices, 20):
            return self._cases(kind, read)
        simple = self._simple(kind, read, spoil=chance(self.choices, 15))
        if isinstance(kind, One) and "options" in written and chance(self.choices, 60):
            for option, count in simple[0].items():
                written["options"][option]["points"] = count
            return (None, *simple[1:])
        return simple

    def _cases(self, kind: Kind, read: Judge) -> tuple[Any, Judge, list[int], list[Any]]:
        cases, entries, listed = [], [], []
        for _ in range(1 + chance(self.choices, 40)):
            test = self.writer().condition(1)
            written, judge, some_listed, _ = self._simple(kind, read)
            cases.append({"when": test.text, "points": written})
            entries.append((test.judge, judge))
            listed += some_listed
        written, judge, some_listed, _ = self._simple(kind, read)
        cases.append({"points": written})
        return cases, first_of(entries, judge), [*listed, *some_listed], []

    def _simple(
        self, kind: Kind, read: Judge, *, spoil: bool = False
    ) -> tuple[Any, Judge, list[int], list[Any]]:
        choices = self.choices
        if isinstance(kind, Bool):
            worth: dict[Any, int | None] = {True: choices.number(MOST_POINTS), False: 0}
            if chance(choices, 50):
                worth[False] = choices.number(MOST_POINTS)
                if spoil:
                    worth[True] = None
                written: Any = {"yes": _count(worth[True]), "no": _count(worth[False])}
            else:
                written = _count(worth[True])
            return written, _looked_up(read, worth), _listed(worth), [a for a in worth if worth[a] is None]
        if isinstance(kind, One):
            worth = {option: choices.number(MOST_POINTS) for option in kind.options}
            if spoil:
                worth[kind.options[-1]] = None
            spoiled = [option for option in worth if worth[option] is None]
            return {o: _count(worth[o]) for o in worth}, _looked_up(read, worth), _listed(worth), spoiled
        assert isinstance(kind, Num)
        if kind.whole and kind.least >= 0 and kind.most <= MOST_POINTS and chance(choices, 30):
            return "answer", read, [int(kind.least)], []
        ranges = bands_over(choices, kind)
        counts = [choices.number(MOST_POINTS) for _ in ranges]
        written = {text: str(count) for (text, _, _), count in zip(ranges, counts, strict=True)}
        values = [Fraction(count) for count in counts]
        return written, banded(read, ranges, values), counts, []


Range = tuple[str, Fraction | None, Fraction | None]


def bands_over(choices: Choices, kind: Num) -> list[Range]:
    """Ranges that cover a number without hole or overlap, as written, with their ends."""
    step = Fraction(1) if kind.whole else kind.grid
    steps = min(int((kind.most - kind.least) / step), 8)
    cuts = [kind.least + step * index for index in range(1, steps + 1) if chance(choices, 45)][:3]
    ranges: list[Range] = []
    least: Fraction | None = None
    for cut in cuts:
        below = cut - step
        text = f"..{decimal(below)}" if least is None else _range(least, below)
        ranges.append((text, least, below))
        least = cut
    if least is None:
        return [(f"{decimal(kind.least)}..", kind.least, None)]
    return [*ranges, (f"{decimal(least)}..", least, None)]


def _range(least: Fraction, most: Fraction) -> str:
    return decimal(least) if least == most else f"{decimal(least)}..{decimal(most)}"


def banded(read: Judge, ranges: Sequence[Range], values: Sequence[Value]) -> Judge:
    """What the band of a number gives."""

    def judge(world: World) -> Value:
        number = read(world)
        if number is NA:
            return NA
        for (_, least, most), value in zip(ranges, values, strict=True):
            if (least is None or least <= number) and (most is None or number <= most):
                return value
        raise AssertionError("no band")

    return judge


def _looked_up(read: Judge, worth: dict[Any, int | None]) -> Judge:
    def judge(world: World) -> Value:
        value = read(world)
        if value is NA:
            return NA
        count = worth[value]
        if count is None:
            raise Unsure
        return Fraction(count)

    return judge


def _sum_of(chosen: Value, worth: dict[str, int]) -> Value:
    return NA if chosen is NA else Fraction(sum(worth.get(option, 0) for option in chosen))


def _count(count: int | None) -> str:
    return "unknown" if count is None else str(count)


def _listed(worth: dict[Any, int | None]) -> list[int]:
    return [count for count in worth.values() if count is not None]
