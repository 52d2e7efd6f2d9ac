"""Whether conditions can hold together, by what each value can be: ranges of numbers, sets of options.

Law: "no" is only said when no patient can be such; where it cannot be told, conditions may hold together.
Values that are worked out are followed into what they are made of: a level into its list of `when`s, a band
into its range. What two different values have to do with each other is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from math import inf
from typing import Final

from decisionsupport.program import expressions as x
from decisionsupport.program.model import Cell
from decisionsupport.values import kinds
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Between,
    OneOf,
    Possible,
    may_be_not_applicable,
    without_not_applicable,
)

MOST_WAYS: Final = 2_000
MOST_DEPTH: Final = 6
Number = Fraction | float
Key = object


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a value: numbers from `least` to `most`, or `options` (None where it has none)."""

    least: Number = -inf
    most: Number = inf
    options: frozenset[object] | None = None
    not_applicable: bool = True

    def and_(self, other: Left) -> Left:
        """What is left under both."""
        options = self.options if other.options is None else other.options
        if self.options is not None and other.options is not None:
            options = self.options & other.options
        return Left(
            max(self.least, other.least),
            min(self.most, other.most),
            options,
            self.not_applicable and other.not_applicable,
        )

    @property
    def empty(self) -> bool:
        """Whether no value is left."""
        return not self.not_applicable and (self.least > self.most or self.options == frozenset())


Way = dict[Key, Left]
"""One way in which a condition holds: what is left of each value."""


class _TooManyWays(Exception):
    """More ways than are worth looking through."""


class Holding:
    """Asks of the conditions of one program; `cells` are followed where a condition reads them."""

    def __init__(self, cells: Mapping[str, Cell]) -> None:
        self._cells = cells
        self._looked_at = 0
        self._known: dict[tuple[int, bool], tuple[x.Expression, list[Way] | None]] = {}

    def together(self, *conditions: tuple[x.Expression, bool]) -> bool:
        """Whether some patient may be such that each condition comes out as said."""
        whole = [
            condition if positive else x.Not(condition, condition.kind, condition.span)
            for condition, positive in conditions
        ]
        if not whole:
            return True
        every = x.And(tuple(whole), whole[0].kind, whole[0].span)
        self._looked_at = 0
        try:
            return next(self._ways(every, True, {}, 0), None) is not None
        except _TooManyWays:
            return True

    def implies(self, condition: x.Expression, other: x.Expression) -> bool:
        """Whether the other holds for every patient for whom the condition holds."""
        some, others = self._every_way(condition, positive=True), self._every_way(other, positive=False)
        if some is None or others is None:
            return False
        return not any(_compatible(one, another) for one in some for another in others)

    def _every_way(self, condition: x.Expression, *, positive: bool) -> list[Way] | None:
        """All ways in which a condition comes out so, worked out once; None where they are too many."""
        key = (id(condition), positive)
        if key not in self._known:
            self._looked_at = 0
            try:
                ways: list[Way] | None = list(self._ways(condition, positive, {}, 0))
            except _TooManyWays:
                ways = None
            self._known[key] = (condition, ways)
        return self._known[key][1]

    # Ways ----------------------------------------------------------------------------------------------

    def _ways(self, condition: x.Expression, positive: bool, way: Way, depth: int) -> Iterator[Way]:
        """The ways in which a condition can come out so, given a way for all before it."""
        self._looked_at += 1
        if self._looked_at > MOST_WAYS:
            raise _TooManyWays
        match condition:
            case x.Constant(value=bool() as value):
                if value is positive:
                    yield way
            case x.Not(operand=operand):
                yield from self._ways(operand, not positive, way, depth)
            case x.And(operands=operands) | x.Or(operands=operands):
                if isinstance(condition, x.And) is positive:
                    yield from self._all(operands, positive, way, depth)
                else:
                    for operand in operands:
                        yield from self._ways(operand, positive, way, depth)
            case x.UnlessFalse(body=body) if positive:
                yield from self._ways(body, True, way, depth)
            case x.Concluded(entries=entries) if positive:
                for test, _ in entries:
                    yield from self._ways(test, True, way, depth)
            case x.Read(cell=cell):
                for narrowed in self._test(condition, positive, way):
                    made = self._made_of(cell, positive, depth)
                    yield from (
                        (narrowed,) if made is None else self._ways(made, positive, narrowed, depth + 1)
                    )
            case x.IsOneOf(subject=x.Read(cell=cell), options=options) if positive:
                for narrowed in self._test(condition, True, way):
                    yield from self._giving(cell, options, narrowed, depth + 1)
            case _:
                yield from self._test(condition, positive, way)

    def _all(
        self, conditions: tuple[x.Expression, ...], positive: bool, way: Way, depth: int
    ) -> Iterator[Way]:
        if not conditions:
            yield way
            return
        for narrowed in self._ways(conditions[0], positive, way, depth):
            yield from self._all(conditions[1:], positive, narrowed, depth)

    def _made_of(self, cell: str, positive: bool, depth: int) -> x.Expression | None:
        """The condition that a boolean is made of, where its coming out so says how that comes out."""
        found = self._cells[cell]
        made = found.expression
        if depth >= MOST_DEPTH or made is None or found.kind != kinds.Boolean():
            return None
        if isinstance(made, x.FirstOf | x.Conditional | x.OverRows):
            return None
        return made if positive or not isinstance(made, x.UnlessFalse | x.Concluded) else None

    def _giving(self, cell: str, options: frozenset[bool | str], way: Way, depth: int) -> Iterator[Way]:
        """The ways in which rules, a list of `when`s, or bands, give one of the options."""
        made = self._cells[cell].expression if depth < MOST_DEPTH else None
        if isinstance(made, x.UnlessFalse):
            made = made.body
        match made:
            case x.Concluded(entries=entries) if False not in options:
                for test, value in entries:
                    if value in options:
                        yield from self._ways(test, True, way, depth)
            case x.FirstOf(entries=entries, otherwise=otherwise):
                yield from self._first_giving(entries, otherwise, options, way, depth)
            case x.Bands(subject=subject, edges=edges):
                key, _ = _subject(subject)
                for least, most, given in edges:
                    if given in options:
                        yield from _narrowed(way, key, self._widest(subject), _range(least, most))
            case _:
                yield way

    def _first_giving(
        self,
        entries: tuple[tuple[x.Expression, x.Expression], ...],
        otherwise: x.Expression | None,
        options: frozenset[bool | str],
        way: Way,
        depth: int,
    ) -> Iterator[Way]:
        before: tuple[tuple[x.Expression, bool], ...] = ()
        for condition, value in entries:
            if not isinstance(value, x.Constant):
                yield way
            elif value.value in options:
                yield from self._several((*before, (condition, True)), way, depth)
            before = (*before, (condition, False))
        if isinstance(otherwise, x.Constant) and otherwise.value in options:
            yield from self._several(before, way, depth)
        elif otherwise is not None and not isinstance(otherwise, x.Constant):
            yield way

    def _several(self, asked: tuple[tuple[x.Expression, bool], ...], way: Way, depth: int) -> Iterator[Way]:
        if not asked:
            yield way
            return
        (condition, positive), *rest = asked
        for narrowed in self._ways(condition, positive, way, depth):
            yield from self._several(tuple(rest), narrowed, depth)

    # Tests ---------------------------------------------------------------------------------------------

    def _test(self, test: x.Expression, positive: bool, way: Way) -> Iterator[Way]:
        for key, whole, left in self._lefts(test, positive):
            yield from _narrowed(way, key, whole, left)

    def _lefts(self, test: x.Expression, positive: bool) -> Iterator[tuple[Key, Left, Left]]:
        """What a single test leaves of what it is about, one entry a way."""
        match test:
            case x.Compare() if _known_number(test.right) is not None:
                key, factor = _subject(test.left)
                end = Fraction(_known_number(test.right) or 0, factor)
                step = _step(test.left)
                for left in _compared(test.operator, end, step, positive):
                    yield key, self._widest(test.left), left
            case x.Compare():
                relations = frozenset(_RELATIONS[test.operator])
                allowed = relations if positive else frozenset("<=>") - relations
                key = ("compared", plain(test.left), plain(test.right))
                yield key, Left(), Left(options=allowed, not_applicable=not positive)
            case x.CompareRank(operator=operator, right=x.Constant(value=str() as value), order=order):
                place = order.index(value)
                chosen = frozenset(
                    option for index, option in enumerate(order) if _holds(operator, index, place)
                )
                yield self._options(test.left, chosen, frozenset(order), positive)
            case x.IsOneOf(subject=subject, options=options):
                every = getattr(subject.kind, "options", (True, False))
                yield self._options(subject, frozenset(options), frozenset(every), positive)
            case x.IsApplicable(operand=operand):
                key, _ = _subject(operand)
                nothing = Left(inf, -inf, frozenset(), True)
                yield key, self._widest(operand), Left(not_applicable=False) if positive else nothing
            case x.Read() | x.ReadRow():
                yield self._options(test, frozenset({True}), frozenset({True, False}), positive)
            case _:
                whole = Left(options=frozenset({True, False}), not_applicable=not positive)
                yield ("asked", plain(test)), whole, Left(options=frozenset({positive}))

    def _options(
        self, subject: x.Expression, chosen: frozenset[object], every: frozenset[object], positive: bool
    ) -> tuple[Key, Left, Left]:
        key, _ = _subject(subject)
        left = Left(options=chosen if positive else every - chosen, not_applicable=not positive)
        return key, self._widest(subject), left

    def _widest(self, subject: x.Expression) -> Left:
        while isinstance(subject, x.Rescale):
            subject = subject.operand
        if not isinstance(subject, x.Read | x.ReadRow):
            return Left()
        return _all_of(self._cells[subject.cell].widest)


def _compatible(one: Way, other: Way) -> bool:
    """Whether both ways may be those of one patient."""
    return not any(key in other and left.and_(other[key]).empty for key, left in one.items())


def _narrowed(way: Way, key: Key, whole: Left, left: Left) -> Iterator[Way]:
    narrowed = way.get(key, whole).and_(left)
    if not narrowed.empty:
        yield way | {key: narrowed}


_RELATIONS: Final = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "==": "=", "!=": "<>"}


def _holds(operator: x.ComparisonOperator, left: int, right: int) -> bool:
    relation = "<" if left < right else ">" if left > right else "="
    return relation in _RELATIONS[operator]


def _compared(
    operator: x.ComparisonOperator, end: Fraction, step: Fraction, positive: bool
) -> Iterator[Left]:
    if operator == "!=":
        yield from _compared("==", end, step, not positive)
        return
    near = step if end % step == 0 else 0
    below, above = Left(most=end - near), Left(least=end + near)
    found = {
        "<": (below, Left(least=end)),
        "<=": (Left(most=end), above),
        ">": (above, Left(most=end)),
        ">=": (Left(least=end), below),
        "==": (Left(end, end), None),
    }[operator][0 if positive else 1]
    each = (below, above) if found is None else (found,)
    yield from (replace(left, not_applicable=not positive) for left in each)


def _range(least: int | None, most: int | None) -> Left:
    return Left(
        -inf if least is None else Fraction(least),
        inf if most is None else Fraction(most),
        not_applicable=False,
    )


def _all_of(widest: Possible) -> Left:
    na = may_be_not_applicable(widest)
    match without_not_applicable(widest):
        case bool() | str() as value:
            return Left(options=frozenset({value}), not_applicable=na)
        case int(value):
            return Left(Fraction(value), Fraction(value), not_applicable=na)
        case Between(least, most):
            return Left(Fraction(least), Fraction(most), not_applicable=na)
        case OneOf(values):
            return Left(options=frozenset(values), not_applicable=na)
        case value if value is NOT_APPLICABLE:
            return Left(inf, -inf, frozenset(), True)
        case _:
            return Left(not_applicable=na)


def _known_number(side: x.Expression) -> int | None:
    factor = 1
    while isinstance(side, x.Rescale):
        factor, side = factor * side.factor, side.operand
    value = side.value if isinstance(side, x.Constant) else None
    return value * factor if isinstance(value, int) and not isinstance(value, bool) else None


def _subject(side: x.Expression) -> tuple[Key, int]:
    """What a test is about, and how many of the test's units make one of its."""
    factor = 1
    while isinstance(side, x.Rescale):
        factor, side = factor * side.factor, side.operand
    return plain(side), factor


def _step(side: x.Expression) -> Fraction:
    while isinstance(side, x.Rescale):
        side = side.operand
    return Fraction(side.kind.step) if isinstance(side.kind, kinds.Number) else Fraction(1)


def plain(value: object) -> object:
    """An expression without its places: equal where the same was written."""
    if isinstance(value, x.Read):
        return value.cell
    if isinstance(value, tuple):
        return tuple(plain(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in fields(value) if field.name not in ("span", "kind"))
        return (type(value).__name__, *(plain(getattr(value, name)) for name in names))
    return value
