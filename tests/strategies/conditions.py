"""Conditions of every form, each beside what it means.

What can be hidden stands under a negation only behind `is applicable`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from tests.strategies.choices import chance, pick, some
from tests.strategies.kinds import (
    BOOL,
    COMPARISONS,
    DAYS,
    NEVER,
    TEXTS,
    Bool,
    Code,
    Day,
    Expr,
    Length,
    Letters,
    Num,
    One,
    Several,
    decimal,
    months_back,
    under,
)
from tests.strategies.reading import asked_applicable, entries, is_applicable, last_done
from tests.strategies.spelling import Spelling
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
    not_,
    tested,
    truth,
)


class Conditions(Spelling):
    """Writes conditions."""

    def condition(self, depth: int = 2, *, positive: bool = True) -> Expr:
        """A condition; under a negation what can be hidden stands behind `is applicable`."""
        if depth > 0 and chance(self.choices, 55):
            return pick(self.choices, (self._and, self._or, self._not))(depth - 1, positive)
        makers = self._tests()
        made = pick(self.choices, makers)(depth)
        return made if isinstance(made, Expr) else self._guarded(*made, positive=positive)

    def _and(self, depth: int, positive: bool) -> Expr:
        parts = self._parts(depth, positive)
        return Expr(joined(" and ", parts), all_of(part.judge for part in parts), BOOL)

    def _or(self, depth: int, positive: bool) -> Expr:
        parts = self._parts(depth, positive)
        return Expr(joined(" or ", parts), any_of(part.judge for part in parts), BOOL)

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
        judges = [is_applicable(guard.judge) for guard in guards]
        return Expr(f"({' and '.join([*tests, text])})", all_of([*judges, judge]), BOOL)

    # Tests ------------------------------------------------------------

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
        judge = asked_applicable(name) if name.item and name.group is None else is_applicable(name.judge)
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
            later = lambda world: last_done(world, form) < months_back(world.at, months)  # noqa: E731
            return Expr(f"(last_done({form}) < now - months({months}))", later, BOOL)

        def judge(world: World) -> Value:
            then = world.at if form in world.answers else last_done(world, form)
            # Longer than so many months: the months after then are over by now.
            return then == NEVER or world.at > months_back(then, -months)

        return Expr(f"(time_since({form}) > months({months}))", judge, BOOL)

    # Repeating groups ------------------------------------------------------------

    def of_entry(self, group: str, depth: int) -> Expr:
        """A condition that reads the entry: without that it would be no condition of entries."""
        part = self.inside(group).condition(depth)
        if self.outside(part.text, group) != part.text:
            return part
        name = self.scope.groups[group][0]
        return Expr(f"({name.path.split('.')[-1]} is applicable)", is_applicable(name.judge), BOOL)

    def _rows(self, depth: int) -> Expr:
        group = pick(self.choices, list(self.scope.groups))
        part = self.of_entry(group, min(depth, 1))
        function = pick(self.choices, ("any", "all"))
        text = f"{function}({self.outside(part.text, group)})"
        join = any_of if function == "any" else all_of

        def judge(world: World) -> Value:
            rows = entries(world, group)
            return join([lambda _, row=row: truth(part.judge, row) for row in rows])(world)  # type: ignore[misc]

        return Expr(text, judge, BOOL)

    def _rows_twice(self, depth: int) -> Expr:
        group = pick(self.choices, list(self.scope.groups))
        name = pick(self.choices, [each for each in self.scope.groups[group] if each.kind != Length()])

        def judge(world: World) -> Value:
            values = applicable([lambda _, row=row: name.judge(row) for row in entries(world, group)], world)
            return len(set(values)) < len(values)

        return Expr(f"duplicates({self.named_outside(name, group)})", judge, BOOL)


def joined(word: str, parts: Sequence[Expr]) -> str:
    return f"({word.join(part.text for part in parts)})"
