"""Columns still to be worked out: flags and whole numbers, folded as far as the file allows.

Law: nothing here is ever null, and no number leaves the bounds that its node states: so the smallest integer
column that holds the bounds cannot wrap. Not knowing is a flag, never a null.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final


class Flag:
    """True or false in each row. `op` says of what `args`; `leaves`: of flags joined, those that are not."""

    __slots__ = ("_inverse", "args", "leaves", "op")

    def __init__(self, op: str, *args: Any) -> None:  # noqa: ANN401 (nodes, names and numbers)
        self.op = op
        self.args = args
        self.leaves: tuple[Flag, ...] = (self,)
        self._inverse: Flag | None = None

    @property
    def inverse(self) -> Flag:
        """Not it; of that again, this very flag."""
        if self._inverse is None:
            self._inverse = Flag("not", self)
            self._inverse._inverse = self
        return self._inverse


class TooLarge(Exception):
    """A number that 64 bits may not hold."""


class Units:
    """A whole number in each row, from `low` to `high`."""

    __slots__ = ("args", "high", "low", "op")

    def __init__(self, op: str, low: int, high: int, *args: Any) -> None:  # noqa: ANN401
        if low < -_HALF or high >= _HALF:
            raise TooLarge
        self.op = op
        self.low = low
        self.high = high
        self.args = args

    @property
    def fixed(self) -> int | None:
        """The number, where it is the same in every row."""
        return self.low if self.low == self.high else None


_HALF: Final = 2**63
TRUE: Final = Flag("true")
FALSE: Final = Flag("false")
TRUE._inverse, FALSE._inverse = FALSE, TRUE


# Flags -------------------------------------------------------------------------------------------------


def flag_of(value: bool) -> Flag:
    """The same in every row."""
    return TRUE if value else FALSE


def flag_column(name: str) -> Flag:
    """A column of the frame that has no nulls."""
    return Flag("column", name)


def text_is(column: str, value: str) -> Flag:
    """Whether a column of texts has that one; a null is none."""
    return Flag("text", column, value)


def both(*flags: Flag) -> Flag:
    """All of them."""
    return _joined(flags, "and", TRUE, FALSE)


def either(*flags: Flag) -> Flag:
    """Any of them."""
    return _joined(flags, "or", FALSE, TRUE)


def _joined(flags: Iterable[Flag], op: str, neutral: Flag, settled: Flag) -> Flag:
    """Joined as they are, so that what was joined before is worked out once, unless another has it all."""
    found: dict[int, Flag] = {}
    kept: list[Flag] = []
    some = [(flag, flag.leaves if flag.op == op else (flag,)) for flag in flags if flag is not neutral]
    for each, leaves in sorted(some, key=lambda pair: -len(pair[1])):
        before = len(found)
        for flag in leaves:
            if flag is settled or id(flag.inverse) in found:
                return settled
            found[id(flag)] = flag
        if len(found) > before:
            kept.append(each)
    if len(kept) < 2:
        return kept[0] if kept else neutral
    joined = Flag(op, *kept)
    joined.leaves = tuple(found.values())
    return joined


# Numbers -----------------------------------------------------------------------------------------------


def number(value: int) -> Units:
    """The same in every row."""
    return Units("number", value, value)


def number_column(name: str, low: int, high: int) -> Units:
    """A column of the frame that has no nulls, and nothing outside the bounds."""
    return Units("column", low, high, name)


def as_number(flag: Flag, step: int = 1) -> Units:
    """`step` where it holds, 0 where not."""
    return where(flag, number(step), number(0))


def where(flag: Flag, then: Units, otherwise: Units) -> Units:
    """One number or the other."""
    if flag is TRUE or then is otherwise:
        return then
    if flag is FALSE:
        return otherwise
    if flag.op == "not":
        flag, then, otherwise = flag.inverse, otherwise, then
    if then.fixed is not None and then.fixed == otherwise.fixed:
        return then
    low, high = min(then.low, otherwise.low), max(then.high, otherwise.high)
    return Units("where", low, high, flag, then, otherwise)


def less(a: Units, b: Units) -> Flag:
    """`a < b`."""
    if a.high < b.low:
        return TRUE
    if a.low >= b.high or a is b:
        return FALSE
    return _chosen_before(a, b, less) or _less_of_several(a, b) or Flag("less", a, b)


def _less_of_several(a: Units, b: Units) -> Flag | None:
    """Of the greater or the lesser of two, compared with a third, each of the two says its part."""
    if b.fixed is not None and a.op in ("greater", "lesser"):
        joined = both if a.op == "greater" else either
        return joined(*(less(part, b) for part in a.args))
    if a.fixed is not None and b.op in ("greater", "lesser"):
        joined = either if b.op == "greater" else both
        return joined(*(less(a, part) for part in b.args))
    return None


def at_most(a: Units, b: Units) -> Flag:
    """`a <= b`."""
    return less(b, a).inverse


def same(a: Units, b: Units) -> Flag:
    """`a == b`."""
    if a is b or (a.fixed is not None and a.fixed == b.fixed):
        return TRUE
    if a.high < b.low or b.high < a.low:
        return FALSE
    for one, end in ((a, b.fixed), (b, a.fixed)):
        # None lies beyond its ends.
        if end is not None and end in (one.low, one.high):
            fixed = number(end)
            return (less(one, fixed) if end == one.high else less(fixed, one)).inverse
    return _chosen_before(a, b, same) or Flag("same", a, b)


def _chosen_before(a: Units, b: Units, compared: Callable[[Units, Units], Flag]) -> Flag | None:
    """Of one of two fixed numbers, compared with a third, the flag that chooses is what is asked."""
    for chosen, other in ((a, b), (b, a)):
        if chosen.op == "where" and other.fixed is not None:
            flag, then, otherwise = chosen.args
            if then.fixed is not None and otherwise.fixed is not None:
                pairs = [(each, b) if chosen is a else (a, each) for each in (then, otherwise)]
                holds, else_holds = (compared(*pair) for pair in pairs)
                return either(both(flag, holds), both(flag.inverse, else_holds))
    return None


def lesser(a: Units, b: Units) -> Units:
    """The lesser of two."""
    if a is b or a.high <= b.low:
        return a
    if b.high <= a.low:
        return b
    return Units("lesser", min(a.low, b.low), min(a.high, b.high), a, b)


def greater(a: Units, b: Units) -> Units:
    """The greater of two."""
    if a is b or b.high <= a.low:
        return a
    if a.high <= b.low:
        return b
    return Units("greater", max(a.low, b.low), max(a.high, b.high), a, b)


def plus(a: Units, b: Units) -> Units:
    """The sum of two."""
    if a.fixed is not None and b.fixed is not None:
        return number(a.fixed + b.fixed)
    if a.fixed == 0:
        return b
    if b.fixed == 0:
        return a
    return Units("plus", a.low + b.low, a.high + b.high, a, b)


def minus(a: Units, b: Units) -> Units:
    """The difference of two."""
    if b.fixed is not None:
        return plus(a, number(-b.fixed))
    return Units("minus", a.low - b.high, a.high - b.low, a, b)


def negative(a: Units) -> Units:
    """The same on the other side of 0."""
    return minus(number(0), a)


def times(a: Units, b: Units) -> Units:
    """The product of two."""
    corners = [end * other for end in (a.low, a.high) for other in (b.low, b.high)]
    if a.fixed is not None and b.fixed is not None:
        return number(corners[0])
    if a.fixed == 1:
        return b
    if b.fixed == 1:
        return a
    return Units("times", min(corners), max(corners), a, b)


def absolute(a: Units) -> Units:
    """The number without its sign."""
    if a.low >= 0:
        return a
    opposite = negative(a)
    if a.high <= 0:
        return opposite
    return Units("where", 0, max(-a.low, a.high), less(a, number(0)), opposite, a)


def over(a: Units, b: Units) -> Units:
    """The whole number next below `a / b`, or the ratio itself; `a` from 0 up, `b` from 1 up."""
    assert a.low >= 0
    assert b.low >= 1
    if a.fixed is not None and b.fixed is not None:
        return number(a.fixed // b.fixed)
    return a if b.fixed == 1 else Units("over", a.low // b.high, a.high // b.low, a, b)


def part_of_day(part: str, day: Units, low: int, high: int) -> Units:
    """The `year`, `month` or `day` of the month of a day, as days since 1970."""
    return Units("part", low, high, part, day)


def step_months(day: Units, months: int) -> Units:
    """The day so many months later, or the month's last; as days since 1970."""
    return Units("months", day.low + 28 * months - 62, day.high + 31 * months + 62, day, months)


def looked_up(key: Units, edges: tuple[int, ...], values: tuple[int, ...]) -> Units:
    """`values[n]`, where the key lies at or after `n` of the edges."""
    return Units("looked up", min(values), max(values), key, edges, values)


def summed(units: Iterable[Units]) -> Units:
    """The sum of all."""
    total = number(0)
    for each in units:
        total = plus(total, each)
    return total
