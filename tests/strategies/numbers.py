"""Numbers of every form, each beside what it means in fractions; divisors are never zero."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from tests.strategies.choices import chance, pick
from tests.strategies.kinds import (
    MODES,
    MOST_POINTS,
    Expr,
    Name,
    Num,
    decimal,
    lcm,
    months_back,
    rounded,
    stepped,
)
from tests.strategies.reading import entries, may_be_known, past_of
from tests.strategies.spelling import Spelling
from tests.strategies.world import (
    NA,
    Judge,
    Unsure,
    Value,
    World,
    applicable,
    constant,
    lifted,
    tested,
    truth,
)


class Numbers(Spelling):
    """Writes numbers."""

    def number(self, depth: int = 2) -> Expr:
        """A number."""
        makers: list[Callable[[int], Expr]] = [self._number_name if self.of_kind(Num) else self._constant]
        makers.append(self._constant)
        if self.scope.plain:
            makers += [self._points, self._points]
        if any(name.scored for name in self.scope.names):
            makers.append(self._own_points)
        if self.scope.groups and self.scope.row is None:
            makers += [self._over_rows, self._over_rows]
        if self.scope.history and self._recorded():
            makers.append(self._earlier)
        if depth > 0:
            makers += [self._arithmetic, self._arithmetic, self._extreme, self._either, self._counted]
            makers += [self._rounded, self._quotient, self._real]
        return pick(self.choices, makers)(depth - 1)

    def _number_name(self, depth: int) -> Expr:
        return self.read(pick(self.choices, self.of_kind(Num)))

    def _constant(self, depth: int) -> Expr:
        value = Fraction(self.choices.number(4))
        return Expr(decimal(value), constant(value), Num(value, value, max(value, Fraction(1))))

    def _arithmetic(self, depth: int) -> Expr:
        left, right = self.number(depth), self.number(depth)
        a, b = left.kind, right.kind
        assert isinstance(a, Num)
        assert isinstance(b, Num)
        sign = pick(self.choices, ("+", "-", "*", "**"))
        if sign == "**":
            square = lifted(lambda x: x**2, left.judge)
            corners = [a.least**2, a.most**2, *([Fraction(0)] if a.least < 0 < a.most else [])]
            return Expr(f"({left.text} ** 2)", square, Num(min(corners), max(corners), a.grid**2))
        operation: Callable[[Fraction, Fraction], Fraction] = {
            "+": lambda x, y: x + y,
            "-": lambda x, y: x - y,
            "*": lambda x, y: x * y,
        }[sign]
        corners = [operation(x, y) for x in (a.least, a.most) for y in (b.least, b.most)]
        grid = a.grid * b.grid if sign == "*" else lcm(a.grid, b.grid)
        judge = lifted(operation, left.judge, right.judge)
        return Expr(f"({left.text} {sign} {right.text})", judge, Num(min(corners), max(corners), grid))

    def _extreme(self, depth: int) -> Expr:
        if chance(self.choices, 30):
            part = self.number(depth)
            assert isinstance(part.kind, Num)
            most = max(abs(part.kind.least), abs(part.kind.most))
            return Expr(f"abs({part.text})", lifted(abs, part.judge), Num(Fraction(0), most, part.kind.grid))
        parts = [self.number(depth) for _ in range(2 + chance(self.choices, 30))]
        kinds = [part.kind for part in parts if isinstance(part.kind, Num)]
        function = pick(self.choices, ("max", "min", "sum"))
        of: Callable[[list[Fraction]], Fraction] = {"max": max, "min": min, "sum": sum}[function]  # type: ignore[assignment]
        least, most = of([kind.least for kind in kinds]), of([kind.most for kind in kinds])
        if function == "sum":
            least, most = (
                sum(min(k.least, Fraction(0)) for k in kinds),
                sum(max(k.most, Fraction(0)) for k in kinds),
            )  # type: ignore[assignment]
        else:
            least, most = min(k.least for k in kinds), max(k.most for k in kinds)
        grid = kinds[0].grid
        for kind in kinds:
            grid = lcm(grid, kind.grid)
        judge = folded(
            of, [part.judge for part in parts], of_nothing=Fraction(0) if function == "sum" else NA
        )
        return Expr(f"{function}({', '.join(part.text for part in parts)})", judge, Num(least, most, grid))

    def _either(self, depth: int) -> Expr:
        test, then, otherwise = self.condition(0), self.number(depth), self.number(depth)
        a, b = then.kind, otherwise.kind
        assert isinstance(a, Num)
        assert isinstance(b, Num)

        def judge(world: World) -> Value:
            return then.judge(world) if truth(test.judge, world) else otherwise.judge(world)

        kind = Num(min(a.least, b.least), max(a.most, b.most), lcm(a.grid, b.grid))
        return Expr(f"({then.text} if {test.text} else {otherwise.text})", judge, kind)

    def _counted(self, depth: int) -> Expr:
        parts = [self.condition(0) for _ in range(2)]

        def judge(world: World) -> Value:
            return Fraction(sum(truth(part.judge, world) for part in parts))

        kind = Num(Fraction(0), Fraction(2), whole=True)
        return Expr(f"count({parts[0].text}, {parts[1].text})", judge, kind)

    def _step(self) -> Fraction:
        return pick(self.choices, (Fraction(1), Fraction(1, 2), Fraction(2), Fraction(1, 10)))

    def _rounding(self) -> tuple[Fraction, str]:
        """A step and a way; `floor` and `ceil` are to whole numbers."""
        mode = pick(self.choices, list(MODES))
        return (self._step() if mode == "round" else Fraction(1)), mode

    def _rounded(self, depth: int) -> Expr:
        part, (step, mode) = self.number(depth), self._rounding()
        assert isinstance(part.kind, Num)
        kind = stepped(part.kind.least, part.kind.most, step, mode)
        return Expr(
            f"{mode}({part.text}{second_argument(step)})",
            lifted(lambda x: rounded(x, step, mode), part.judge),
            kind,
        )

    def _quotient(self, depth: int) -> Expr:
        above, (step, mode) = self.number(depth), self._rounding()
        a = above.kind
        assert isinstance(a, Num)
        if chance(self.choices, 40):
            second = self.number(depth)
            b = second.kind
            assert isinstance(b, Num)
            judge = mean_of([above.judge, second.judge], step, mode)
            kind = stepped(min(a.least, b.least), max(a.most, b.most), step, mode)
            return Expr(f"{mode}(mean({above.text}, {second.text}){second_argument(step)})", judge, kind)
        names = [name for name in self.of_kind(Num) if isinstance(name.kind, Num) and name.kind.least >= 0]
        if names and chance(self.choices, 60):
            read = self.read(pick(self.choices, names))
            text, under, most = f"({read.text} + 1)", read.judge, Fraction(1)
            divided = lifted(lambda x, y: rounded(x / (y + 1), step, mode), above.judge, under)
        else:
            by = Fraction(1 + self.choices.number(6))
            text, most = decimal(by), 1 / by
            divided = lifted(lambda x: rounded(x / by, step, mode), above.judge)
        ends = [end * most for end in (a.least, a.most)] + [Fraction(0)]
        kind = stepped(min(ends), max(ends), step, mode)
        return Expr(f"{mode}({above.text} / {text}{second_argument(step)})", divided, kind)

    def _real(self, depth: int) -> Expr:
        part, other, step = self.number(0), self.number(0), self._step()
        a, b = part.kind, other.kind
        assert isinstance(a, Num)
        assert isinstance(b, Num)
        by = 3 + self.choices.number(4)
        if a.least >= 0 and chance(self.choices, 50):
            root = lifted(lambda x: rounded(Fraction(math.sqrt(float(x))), step), part.judge)
            kind = stepped(Fraction(0), Fraction(math.isqrt(math.ceil(a.most)) + 1), step, "round")
            return Expr(f"round(sqrt({part.text}), {decimal(step)})", root, kind)
        judge = lifted(
            lambda x, y: rounded(Fraction(float(x) / float(by) + float(y)), step), part.judge, other.judge
        )
        kind = stepped(a.least - abs(a.most) + b.least, abs(a.least) + a.most + b.most, step, "round")
        return Expr(f"round({part.text} / {by} + {other.text}, {decimal(step)})", judge, kind)

    # Points ------------------------------------------------------------

    def _points(self, depth: int) -> Expr:
        owner = pick(self.choices, list(self.scope.plain))
        names = self.scope.plain[owner]
        own = owner.partition(".")[2] if owner.partition(".")[0] == self.scope.form else owner
        text = f"{own}.points" if own else "points"
        judges: list[Judge] = [lambda world, name=name: world.value(f"points:{name.path}") for name in names]  # type: ignore[misc]
        how = pick(self.choices, ("sum", "max", "min", "count", "over"))
        if how == "over":
            limit = Fraction(1 + self.choices.number(3))
            parts = [tested(lambda a: a >= limit, judge) for judge in judges]
            over: Judge = lambda world: Fraction(sum(truth(part, world) for part in parts))  # noqa: E731
            kind = Num(Fraction(0), Fraction(len(names)), whole=True)
            return Expr(f"count({text} >= {decimal(limit)})", over, kind)
        if how == "count":
            count: Judge = lambda world: Fraction(len(applicable(judges, world)))  # noqa: E731
            return Expr(f"count({text})", count, Num(Fraction(0), Fraction(len(names)), whole=True))
        of: Callable[[list[Fraction]], Fraction] = {"max": max, "min": min, "sum": sum}[how]  # type: ignore[assignment]
        most = Fraction(MOST_POINTS * (len(names) if how == "sum" else 1))
        judge = folded(of, judges, of_nothing=Fraction(0) if how == "sum" else NA)
        return Expr(f"{how}({text})", judge, Num(Fraction(0), most, whole=True))

    def _own_points(self, depth: int) -> Expr:
        name = pick(self.choices, [each for each in self.scope.names if each.scored])
        judge: Judge = lambda world: world.value(f"points:{name.path}")  # noqa: E731
        return Expr(
            f"{self.spelled(name)}.points", judge, Num(Fraction(0), Fraction(MOST_POINTS), whole=True)
        )

    def _over_rows(self, depth: int) -> Expr:
        group = pick(self.choices, list(self.scope.groups))
        path = group.partition(".")[2] if group.startswith(f"{self.scope.form}.") else group
        numbers = [name for name in self.scope.groups[group] if isinstance(name.kind, Num)]
        how = self.choices.number(4)
        if how == 0 or (how >= 2 and not numbers):
            count: Judge = lambda world: Fraction(len(entries(world, group)))  # noqa: E731
            if how == 0:
                na: Judge = lambda world: count(world)  # noqa: E731
                return Expr(f"count({path})", na, Num(Fraction(0), Fraction(2), whole=True))
            name = pick(self.choices, self.scope.groups[group])
            several: Judge = lambda world: Fraction(  # noqa: E731
                len(
                    set(
                        applicable(
                            [lambda _, row=row: name.judge(row) for row in entries(world, group)], world
                        )
                    )
                )  # type: ignore[misc]
            )
            kind = Num(Fraction(0), Fraction(2), whole=True)
            return Expr(f"distinct({self.named_outside(name, group)})", several, kind)
        if how == 1:
            part = self.of_entry(group, min(max(depth, 0), 1))
            holds: Judge = lambda world: Fraction(  # noqa: E731
                sum(truth(part.judge, row) for row in entries(world, group))
            )
            return Expr(
                f"count({self.outside(part.text, group)})", holds, Num(Fraction(0), Fraction(2), whole=True)
            )
        name = pick(self.choices, numbers)
        own = name.kind
        assert isinstance(own, Num)
        text, function = self.named_outside(name, group), pick(self.choices, ("sum", "max", "min", "mean"))
        each: Callable[[World], list[Judge]] = lambda world: [  # noqa: E731
            lambda _, row=row: name.judge(row)  # type: ignore[misc]
            for row in entries(world, group)
        ]
        if function == "mean":
            step, mode = self._rounding()
            mean: Judge = lambda world: mean_of(each(world), step, mode)(world)  # noqa: E731
            return Expr(
                f"{mode}(mean({text}){second_argument(step)})", mean, stepped(own.least, own.most, step, mode)
            )
        of: Callable[[list[Fraction]], Fraction] = {"max": max, "min": min, "sum": sum}[function]  # type: ignore[assignment]
        nothing = Fraction(0) if function == "sum" else NA
        fold: Judge = lambda world: folded(of, each(world), of_nothing=nothing)(world)  # noqa: E731
        least, most = (
            (min(own.least * 2, Fraction(0)), own.most * 2) if function == "sum" else (own.least, own.most)
        )
        return Expr(f"{function}({text})", fold, Num(least, most, own.grid))

    # The past ------------------------------------------------------------

    def _recorded(self) -> list[Name]:
        return [
            name for name in self.of_kind(Num) if name.form is not None and name.group is None and name.item
        ]

    def _earlier(self, depth: int) -> Expr:
        name = pick(self.choices, self._recorded())
        kind, form = name.kind, name.form
        assert isinstance(kind, Num)
        assert form is not None
        months = self.choices.number(4)
        within = f", within=months({months})" if months else ""
        function = pick(self.choices, ("previous", "change", "lowest", "highest"))
        text = f"{function}({self.spelled(name)}{within})"

        def window(world: World) -> list[World]:
            since = months_back(world.at, months) if months else None
            return [past for past in past_of(world, form) if since is None or past.at >= since]

        def previous(world: World) -> Value:
            for past in reversed(window(world)):
                try:
                    value = name.judge(past)
                except Unsure:
                    if may_be_known(name, past):
                        raise
                    continue
                if value is not NA:
                    return value
            return NA

        def extreme(world: World) -> Value:
            of: Any = min if function == "lowest" else max
            judges: list[Judge] = [lambda _, past=past: name.judge(past) for past in window(world)]  # type: ignore[misc]
            return folded(of, [name.judge, *judges], of_nothing=NA)(world)

        if function == "previous":
            return Expr(text, previous, kind)
        if function == "change":
            spread = kind.most - kind.least
            return Expr(
                text, lifted(lambda a, b: a - b, name.judge, previous), Num(-spread, spread, kind.grid)
            )
        return Expr(text, extreme, kind)


def second_argument(step: Fraction) -> str:
    return "" if step == 1 else f", {decimal(step)}"


def folded(of: Callable[[list[Fraction]], Fraction], judges: Sequence[Judge], *, of_nothing: Value) -> Judge:
    def judge(world: World) -> Value:
        values = applicable(judges, world)
        return Fraction(of(values)) if values else of_nothing

    return judge


def mean_of(judges: Sequence[Judge], step: Fraction, mode: str) -> Judge:
    def judge(world: World) -> Value:
        values = applicable(judges, world)
        return rounded(sum(values, Fraction(0)) / len(values), step, mode) if values else NA

    return judge
