"""Expressions as authors write them, each beside a judge that says in plain Python what it means.

What loading refuses is kept out: tests of what can be hidden stand under a negation only behind
`is applicable`, literals lie on the grid, divisors are never zero.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.strategies.choices import Choices, chance, pick, some
from tests.strategies.world import (
    NA,
    ZONE,
    Judge,
    Unsure,
    Value,
    World,
    all_of,
    any_of,
    applicable,
    constant,
    lifted,
    maybe,
    not_,
    tested,
    truth,
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


class Writer:
    """Writes expressions for one place."""

    def __init__(self, choices: Choices, scope: Scope) -> None:
        self.choices = choices
        self.scope = scope

    # Names -------------------------------------------------------------------------------------------

    def spelled(self, name: Name) -> str:
        """A name as it is written here."""
        scope = self.scope
        if scope.row is not None and name.group == scope.row:
            return name.path.split(".")[-1]
        if scope.form is not None and name.form == scope.form:
            return name.path.partition(".")[2]
        return name.path

    def read(self, name: Name) -> Expr:
        return Expr(self.spelled(name), name.judge, name.kind, name if name.hideable else None)

    def of_kind(self, kind: type) -> list[Name]:
        return [name for name in self.scope.names if isinstance(name.kind, kind)]

    # Conditions --------------------------------------------------------------------------------------

    def condition(self, depth: int = 2, *, positive: bool = True) -> Expr:
        """A condition; under a negation what can be hidden stands behind `is applicable`."""
        if depth > 0 and chance(self.choices, 55):
            return pick(self.choices, (self._and, self._or, self._not))(depth - 1, positive)
        makers = self._tests()
        made = pick(self.choices, makers)(depth)
        return made if isinstance(made, Expr) else self._guarded(*made, positive=positive)

    def _and(self, depth: int, positive: bool) -> Expr:
        parts = self._parts(depth, positive)
        return Expr(_joined(" and ", parts), all_of(part.judge for part in parts), BOOL)

    def _or(self, depth: int, positive: bool) -> Expr:
        parts = self._parts(depth, positive)
        return Expr(_joined(" or ", parts), any_of(part.judge for part in parts), BOOL)

    def _not(self, depth: int, positive: bool) -> Expr:
        part = self.condition(depth, positive=not positive)
        return Expr(f"(not {part.text})", not_(part.judge), BOOL)

    def _parts(self, depth: int, positive: bool) -> list[Expr]:
        return [self.condition(depth, positive=positive) for _ in range(2 + chance(self.choices, 20))]

    def _tests(self) -> list[Callable[[int], Expr | tuple[str, Judge, list[Expr], bool]]]:
        scope = self.scope
        makers: list[Callable[[int], Any]] = []
        for kind, maker in (
            (Bool, self._bare),
            (Num, self._literal),
            (One, self._option),
            (Several, self._includes),
            (Day, self._day),
            (Code, self._code),
            (Letters, self._letters),
        ):
            if self.of_kind(kind):
                makers.append(maker)
        if self.of_kind(Num):
            makers += [self._compared, self._chain]
        if scope.names:
            makers.append(self._applicable)
        if scope.groups and scope.row is None:
            makers += [self._rows, self._rows, self._rows_twice]
        if scope.forms and scope.history:
            makers.append(self._since)
        if scope.record and scope.names:
            makers.append(self._record)
        return makers or [self._clock]

    def _guarded(self, text: str, judge: Judge, reads: list[Expr], negative: bool, *, positive: bool) -> Expr:
        """A test, behind `is applicable` for each name read that can be hidden, where that is needed."""
        guards = [read for read in reads if read.name is not None] if positive is negative else []
        if not guards:
            return Expr(text, judge, BOOL)
        tests = [f"{guard.text} is applicable" for guard in dict.fromkeys(guards)]
        judges = [_is_applicable(guard.judge) for guard in guards]
        return Expr(f"({' and '.join([*tests, text])})", all_of([*judges, judge]), BOOL)

    # Tests -------------------------------------------------------------------------------------------

    def _bare(self, depth: int) -> Any:
        read = self.read(pick(self.choices, self.of_kind(Bool)))
        how = self.choices.number(3)
        if how == 1:
            return f"({read.text} is yes)", tested(lambda a: a is True, read.judge), [read], False
        if how == 2:
            return f"({read.text} is no)", tested(lambda a: a is False, read.judge), [read], False
        if how == 3:
            return f"({read.text} is not yes)", not_(tested(lambda a: a is True, read.judge)), [read], True
        return read.text, read.judge, [read], False

    def _literal(self, depth: int) -> Any:
        read = self.read(pick(self.choices, self.of_kind(Num)))
        return self._against(read)

    def _against(self, read: Expr) -> Any:
        assert isinstance(read.kind, Num)
        value, sign = self.literal(read.kind), pick(self.choices, list(COMPARISONS))
        made = tested(COMPARISONS[sign], read.judge, constant(value))
        if sign == "!=":
            made = not_(tested(COMPARISONS["=="], read.judge, constant(value)))
        return f"({read.text} {sign} {decimal(value)})", made, [read], sign == "!="

    def literal(self, kind: Num) -> Fraction:
        """A number on the grid, within the ends."""
        low, high = math.ceil(kind.least / kind.grid), math.floor(kind.most / kind.grid)
        return (low + self.choices.number(min(max(high - low, 0), 40))) * kind.grid

    def _compared(self, depth: int) -> Any:
        left, right = self.number(min(depth, 1)), self.number(min(depth, 1))
        sign = pick(self.choices, list(COMPARISONS))
        if right.name is None and left.name is None and chance(self.choices, 50):
            return self._against(left)
        made = tested(COMPARISONS[sign], left.judge, right.judge)
        if sign == "!=":
            made = not_(tested(COMPARISONS["=="], left.judge, right.judge))
        if not self._on_grid(left, right) or not self._on_grid(right, left):
            return self._against(left if left.text[:1].isalpha() else right)
        return f"({left.text} {sign} {right.text})", made, [left, right], sign == "!="

    def _on_grid(self, literal: Expr, beside: Expr) -> bool:
        """A literal must lie on the grid of what it is compared with."""
        if not literal.text[:1].isdigit():
            return True
        assert isinstance(beside.kind, Num)
        return Fraction(literal.text) % beside.kind.grid == 0

    def _chain(self, depth: int) -> Any:
        read = self.read(pick(self.choices, self.of_kind(Num)))
        assert isinstance(read.kind, Num)
        low, high = self.literal(read.kind), self.literal(read.kind)
        judge = tested(lambda a: low <= a < high, read.judge)
        return f"({decimal(low)} <= {read.text} < {decimal(high)})", judge, [read], False

    def _option(self, depth: int) -> Any:
        read = self.read(pick(self.choices, self.of_kind(One)))
        assert isinstance(read.kind, One)
        option = pick(self.choices, read.kind.options)
        how = self.choices.number(4)
        is_it = tested(lambda a: a == option, read.judge)
        if how == 1:
            return f"({read.text} is not {option})", not_(is_it), [read], True
        if how in (2, 3):
            options = some(self.choices, read.kind.options) or [option]
            among = tested(lambda a: a in options, read.judge)
            if how == 2:
                return f"({read.text} in [{', '.join(options)}])", among, [read], False
            return f"({read.text} not in [{', '.join(options)}])", not_(among), [read], True
        if how == 4 and read.kind.ordered:
            order = read.kind.options
            sign = pick(self.choices, (">=", "<", ">", "<="))
            ranks = tested(lambda a: COMPARISONS[sign](order.index(a), order.index(option)), read.judge)
            return f"({read.text} {sign} {option})", ranks, [read], False
        return f"({read.text} is {option})", is_it, [read], False

    def _includes(self, depth: int) -> Any:
        read = self.read(pick(self.choices, self.of_kind(Several)))
        assert isinstance(read.kind, Several)
        option = pick(self.choices, read.kind.options)
        holds = tested(lambda a: option in a, read.judge)
        if chance(self.choices, 25):
            return f"({option} not in {read.text})", not_(holds), [read], True
        return f"({option} in {read.text})", holds, [read], False

    def _day(self, depth: int) -> Any:
        read = self.read(pick(self.choices, self.of_kind(Day)))
        sign = pick(self.choices, (">=", "<", ">", "<="))
        if chance(self.choices, 50):
            day = pick(self.choices, DAYS)
            judge = tested(lambda a: COMPARISONS[sign](a, day), read.judge)
            return f'({read.text} {sign} date("{day}"))', judge, [read], False
        days = self.choices.number(8)
        compare = COMPARISONS[sign]

        def since(world: World) -> Value:
            value = read.judge(world)
            return value is not NA and compare(value, world.at.astimezone(ZONE).date() - timedelta(days))

        return f"({read.text} {sign} today - days({days}))", since, [read], False

    def _code(self, depth: int) -> Any:
        read = self.read(pick(self.choices, self.of_kind(Code)))
        parents = some(self.choices, ("N05", "N05BA01", "B01AC")) or ["N05"]
        listed = ", ".join(f'"{parent}"' for parent in parents)
        judge = tested(lambda a: under(a, parents), read.judge)
        return f"({read.text} in [{listed}])", judge, [read], False

    def _letters(self, depth: int) -> Any:
        read = self.read(pick(self.choices, self.of_kind(Letters)))
        text = pick(self.choices, TEXTS)
        return f'({read.text} == "{text}")', tested(lambda a: a == text, read.judge), [read], False

    def _applicable(self, depth: int) -> Expr:
        hideable = [name for name in self.scope.names if name.hideable] or self.scope.names
        name = pick(self.choices, hideable)
        judge = _asked_applicable(name) if name.item and name.group is None else _is_applicable(name.judge)
        return Expr(f"({self.spelled(name)} is applicable)", judge, BOOL)

    def _clock(self, depth: int) -> Expr:
        hour = self.choices.number(23)
        judge: Judge = lambda world: (world.at.astimezone(ZONE).hour, world.at.minute) >= (hour, 30)  # noqa: E731
        return Expr(f"(time_of(now) >= clock({hour}, 30))", judge, BOOL)

    def _record(self, depth: int) -> Expr:
        names = [name for name in self.scope.names if name.form is not None]
        if chance(self.choices, 30) and self.scope.remaining:
            form = pick(self.choices, list(self.scope.remaining))
            own = "" if form == self.scope.form else f"{form}."
            left = self.scope.remaining[form]
            if chance(self.choices, 50):
                return Expr(f"{own}complete", lambda world: left(world) == 0, BOOL)
            return Expr(f"({own}remaining <= 1)", lambda world: left(world) <= 1, BOOL)
        if not names:
            return self._clock(depth)
        name = pick(self.choices, names)
        word = pick(self.choices, ("answered", "known", "unknown") if name.item else ("known", "unknown"))

        def judge(world: World) -> Value:
            raise Unsure

        return Expr(f"({self.spelled(name)} is {word})", judge, BOOL)

    def _since(self, depth: int) -> Expr:
        form, months = pick(self.choices, self.scope.forms), 1 + self.choices.number(13)
        if chance(self.choices, 30):
            later = lambda world: _last(world, form) < months_back(world.at, months)  # noqa: E731
            return Expr(f"(last_done({form}) < now - months({months}))", later, BOOL)

        def judge(world: World) -> Value:
            then = world.at if form in world.answers else _last(world, form)
            # Longer than so many months: the months after then are over by now.
            return then == NEVER or world.at > months_back(then, -months)

        return Expr(f"(time_since({form}) > months({months}))", judge, BOOL)

    # Repeating groups --------------------------------------------------------------------------------

    def _inside(self, group: str) -> Writer:
        inner = replace(
            self.scope,
            names=self.scope.groups[group],
            row=group,
            groups={},
            plain={},
            remaining={},
            history=False,
        )
        return Writer(self.choices, inner)

    def _of_entry(self, group: str, depth: int) -> Expr:
        """A condition that reads the entry: without that it would be no condition of entries."""
        part = self._inside(group).condition(depth)
        if self._out(part.text, group) != part.text:
            return part
        name = self.scope.groups[group][0]
        return Expr(f"({name.path.split('.')[-1]} is applicable)", _is_applicable(name.judge), BOOL)

    def _rows(self, depth: int) -> Expr:
        group = pick(self.choices, list(self.scope.groups))
        part = self._of_entry(group, min(depth, 1))
        function = pick(self.choices, ("any", "all"))
        text = f"{function}({self._out(part.text, group)})"
        join = any_of if function == "any" else all_of

        def judge(world: World) -> Value:
            rows = _entries(world, group)
            return join([lambda _, row=row: truth(part.judge, row) for row in rows])(world)  # type: ignore[misc]

        return Expr(text, judge, BOOL)

    def _rows_twice(self, depth: int) -> Expr:
        group = pick(self.choices, list(self.scope.groups))
        name = pick(self.choices, [each for each in self.scope.groups[group] if each.kind != Length()])

        def judge(world: World) -> Value:
            values = applicable([lambda _, row=row: name.judge(row) for row in _entries(world, group)], world)
            return len(set(values)) < len(values)

        return Expr(f"duplicates({self._out_name(name, group)})", judge, BOOL)

    def _out(self, text: str, group: str) -> str:
        """An entry's names, as they are written around the entry."""
        path = group.partition(".")[2] if group.startswith(f"{self.scope.form}.") else group
        own = {name.path.split(".")[-1] for name in self.scope.groups[group]}
        words = _WORDS.split(text)
        return "".join(f"{path}.{word}" if word in own else word for word in words)

    def _out_name(self, name: Name, group: str) -> str:
        return self._out(name.path.split(".")[-1], group)

    # Numbers -----------------------------------------------------------------------------------------

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
        judge = _folded(
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
        kind = _stepped(part.kind.least, part.kind.most, step, mode)
        return Expr(
            f"{mode}({part.text}{_second(step)})", lifted(lambda x: rounded(x, step, mode), part.judge), kind
        )

    def _quotient(self, depth: int) -> Expr:
        above, (step, mode) = self.number(depth), self._rounding()
        a = above.kind
        assert isinstance(a, Num)
        if chance(self.choices, 40):
            second = self.number(depth)
            b = second.kind
            assert isinstance(b, Num)
            judge = _mean([above.judge, second.judge], step, mode)
            kind = _stepped(min(a.least, b.least), max(a.most, b.most), step, mode)
            return Expr(f"{mode}(mean({above.text}, {second.text}){_second(step)})", judge, kind)
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
        kind = _stepped(min(ends), max(ends), step, mode)
        return Expr(f"{mode}({above.text} / {text}{_second(step)})", divided, kind)

    def _real(self, depth: int) -> Expr:
        part, other, step = self.number(0), self.number(0), self._step()
        a, b = part.kind, other.kind
        assert isinstance(a, Num)
        assert isinstance(b, Num)
        by = 3 + self.choices.number(4)
        if a.least >= 0 and chance(self.choices, 50):
            root = lifted(lambda x: rounded(Fraction(math.sqrt(float(x))), step), part.judge)
            kind = _stepped(Fraction(0), Fraction(math.isqrt(math.ceil(a.most)) + 1), step, "round")
            return Expr(f"round(sqrt({part.text}), {decimal(step)})", root, kind)
        judge = lifted(
            lambda x, y: rounded(Fraction(float(x) / float(by) + float(y)), step), part.judge, other.judge
        )
        kind = _stepped(a.least - abs(a.most) + b.least, abs(a.least) + a.most + b.most, step, "round")
        return Expr(f"round({part.text} / {by} + {other.text}, {decimal(step)})", judge, kind)

    # Points ------------------------------------------------------------------------------------------

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
        judge = _folded(of, judges, of_nothing=Fraction(0) if how == "sum" else NA)
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
            count: Judge = lambda world: Fraction(len(_entries(world, group)))  # noqa: E731
            if how == 0:
                na: Judge = lambda world: count(world)  # noqa: E731
                return Expr(f"count({path})", na, Num(Fraction(0), Fraction(2), whole=True))
            name = pick(self.choices, self.scope.groups[group])
            several: Judge = lambda world: Fraction(  # noqa: E731
                len(
                    set(
                        applicable(
                            [lambda _, row=row: name.judge(row) for row in _entries(world, group)], world
                        )
                    )
                )  # type: ignore[misc]
            )
            kind = Num(Fraction(0), Fraction(2), whole=True)
            return Expr(f"distinct({self._out_name(name, group)})", several, kind)
        if how == 1:
            part = self._of_entry(group, min(max(depth, 0), 1))
            holds: Judge = lambda world: Fraction(  # noqa: E731
                sum(truth(part.judge, row) for row in _entries(world, group))
            )
            return Expr(
                f"count({self._out(part.text, group)})", holds, Num(Fraction(0), Fraction(2), whole=True)
            )
        name = pick(self.choices, numbers)
        own = name.kind
        assert isinstance(own, Num)
        text, function = self._out_name(name, group), pick(self.choices, ("sum", "max", "min", "mean"))
        each: Callable[[World], list[Judge]] = lambda world: [  # noqa: E731
            lambda _, row=row: name.judge(row)  # type: ignore[misc]
            for row in _entries(world, group)
        ]
        if function == "mean":
            step, mode = self._rounding()
            mean: Judge = lambda world: _mean(each(world), step, mode)(world)  # noqa: E731
            return Expr(
                f"{mode}(mean({text}){_second(step)})", mean, _stepped(own.least, own.most, step, mode)
            )
        of: Callable[[list[Fraction]], Fraction] = {"max": max, "min": min, "sum": sum}[function]  # type: ignore[assignment]
        nothing = Fraction(0) if function == "sum" else NA
        fold: Judge = lambda world: _folded(of, each(world), of_nothing=nothing)(world)  # noqa: E731
        least, most = (
            (min(own.least * 2, Fraction(0)), own.most * 2) if function == "sum" else (own.least, own.most)
        )
        return Expr(f"{function}({text})", fold, Num(least, most, own.grid))

    # The past ----------------------------------------------------------------------------------------

    def _recorded(self) -> list[Name]:
        return [
            name for name in self.of_kind(Num) if name.form is not None and name.group is None and name.item
        ]

    def _earlier(self, depth: int) -> Expr:
        name = pick(self.choices, self._recorded())
        kind, form = name.kind, name.form
        assert isinstance(kind, Num)
        assert form is not None
        months = self.choices.number(8)
        within = f", within=months({months})" if months else ""
        function = pick(self.choices, ("previous", "change", "lowest", "highest"))
        text = f"{function}({self.spelled(name)}{within})"

        def entries(world: World) -> list[World]:
            since = months_back(world.at, months) if months else None
            return [past for past in _past(world, form) if since is None or past.at >= since]

        def previous(world: World) -> Value:
            for past in reversed(entries(world)):
                try:
                    value = name.judge(past)
                except Unsure:
                    continue
                if value is not NA:
                    return value
            return NA

        def extreme(world: World) -> Value:
            of: Any = min if function == "lowest" else max
            judges: list[Judge] = [lambda _, past=past: name.judge(past) for past in entries(world)]  # type: ignore[misc]
            return _folded(of, [name.judge, *judges], of_nothing=NA)(world)

        if function == "previous":
            return Expr(text, previous, kind)
        if function == "change":
            spread = kind.most - kind.least
            return Expr(
                text, lifted(lambda a, b: a - b, name.judge, previous), Num(-spread, spread, kind.grid)
            )
        return Expr(text, extreme, kind)


MOST_POINTS = 3
NEVER = datetime(1, 1, 2, tzinfo=UTC)
_WORDS = re.compile(r"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)")


def _second(step: Fraction) -> str:
    return "" if step == 1 else f", {decimal(step)}"


def _joined(word: str, parts: Sequence[Expr]) -> str:
    return f"({word.join(part.text for part in parts)})"


def _is_applicable(judge: Judge) -> Judge:
    return lambda world: judge(world) is not NA


def _asked_applicable(name: Name) -> Judge:
    """Whether a question is asked, which may be known before it is answered; an answer stands."""

    def judge(world: World) -> Value:
        show = world.cells.get(f"applies:{name.path}")
        shown = True if show is None else maybe(show, world)
        if shown is None:
            form, own = name.path.split(".")
            if own not in world.answers.get(form, {}):
                raise Unsure
        return shown is not False

    return judge


def _folded(of: Callable[[list[Fraction]], Fraction], judges: Sequence[Judge], *, of_nothing: Value) -> Judge:
    def judge(world: World) -> Value:
        values = applicable(judges, world)
        return Fraction(of(values)) if values else of_nothing

    return judge


def _mean(judges: Sequence[Judge], step: Fraction, mode: str) -> Judge:
    def judge(world: World) -> Value:
        values = applicable(judges, world)
        return rounded(sum(values, Fraction(0)) / len(values), step, mode) if values else NA

    return judge


def _stepped(least: Fraction, most: Fraction, step: Fraction, mode: str) -> Num:
    return Num(rounded(least, step, mode), rounded(most, step, mode), step, whole=step == 1)


def _entries(world: World, group: str) -> list[World]:
    form, name = group.split(".")
    shown = f"applies:{group}"
    if shown in world.cells and maybe(world.cells[shown], world) is False:
        return []
    rows = world.rows(form, name)
    if rows is None:
        raise Unsure
    return [world.in_row(group, index) for index in range(len(rows))]


def _past(world: World, form: str) -> Sequence[World]:
    if form not in world.past:
        raise Unsure
    return world.past[form]


def _last(world: World, form: str) -> datetime:
    past = _past(world, form)
    return past[-1].at if past else NEVER
