"""Many rules at once: by cell and interval between thresholds, the bits of all rules that its value allows.

A condition is parts joined by `and`. A part that reads one cell, and compares it with what is fixed, says the
same of all values between two thresholds; so each cell has, for each such interval, one whole number with two
bits a rule: not made untrue here, and not made false here. Joining the numbers of all cells by `&` judges
every rule, however many there are; only rules with parts of another kind are then asked one by one.

Law: a rule is judged as its own condition is. Two parts of one rule on one cell lie in two layers, since
operators take their operands as independent.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from decisionsupport.execution.python.executor import Fixed
from decisionsupport.program import expressions as x
from decisionsupport.program.meaning import Reader, meaning
from decisionsupport.program.model import Rule
from decisionsupport.program.walk import walk
from decisionsupport.values.kinds import Boolean, Choice, Number
from decisionsupport.values.operators.comparing import compare
from decisionsupport.values.operators.conditions import negation
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    UNDECIDED,
    Anything,
    Between,
    OneOf,
    Possible,
    truth,
)

MOST_KEPT: Final = 1000
"""So many different sets of values of a cell are remembered."""
_PLAIN: Final = (
    x.Read, x.Constant, x.Not, x.And, x.Or, x.Compare, x.CompareRank, x.IsOneOf, x.IsApplicable,
)  # fmt: skip


@dataclass(slots=True)
class Column:
    """One cell's bits: of a number by interval (from each of `starts` on), else by value."""

    cell: int
    both: tuple[int, int]
    starts: list[int] = field(default_factory=list)
    masks: list[int] = field(default_factory=list)
    by_value: dict[Possible, int] = field(default_factory=dict)

    def of(self, value: Possible) -> int:
        """The bits that a possible value leaves."""
        if type(value) is int and self.masks:
            return self.masks[bisect_right(self.starts, value)]
        found = self.by_value.get(value)
        if found is None:
            found = self._of_set(value)
            if len(self.by_value) < MOST_KEPT:
                self.by_value[value] = found
        return found

    def _of_set(self, value: Possible) -> int:
        match value:
            case Between(least=least, most=most, maybe_not_applicable=maybe):
                first, last = bisect_right(self.starts, least), bisect_right(self.starts, most)
                members = self.masks[first : last + 1]
            case OneOf(values=values, maybe_not_applicable=maybe):
                members = [self.by_value[each] for each in values]
            case _:
                raise LookupError(f"no bits for {value!r}")
        if maybe:
            members.append(self.by_value[NOT_APPLICABLE])
        all_of, any_of = members[0], members[0]
        for each in members[1:]:
            all_of &= each
            any_of |= each
        true, not_false = self.both
        return all_of & true | any_of & not_false


@dataclass(slots=True)
class Index:
    """The rules of a plan by their place: `columns` by cell, `others` those to be asked one by one."""

    size: int
    ones: int
    base: int
    columns: list[Column]
    others: list[int]
    whens: list[int]

    def judged(self, value: Callable[[int], Possible]) -> tuple[int, int]:
        """The bits of the rules that are true, and of those that are undecided, as cells are by `value`."""
        bits = self.base
        for column in self.columns:
            bits &= column.of(value(column.cell))
        return self.completed(bits, value)

    def completed(self, bits: int, value: Callable[[int], Possible]) -> tuple[int, int]:
        """The same, of the bits that all columns leave."""
        true, undecided = self.settled(bits)
        for place in self.others:
            bit = 1 << place
            if (true | undecided) & bit:
                holds = truth(value(self.whens[place]))
                true = true | bit if holds is True else true & ~bit
                undecided = undecided | bit if not isinstance(holds, bool) else undecided & ~bit
        return true, undecided

    def settled(self, bits: int) -> tuple[int, int]:
        """The same, where there are no others."""
        true = bits & self.ones
        return true, bits >> self.size & ~true


def places(bits: int) -> Iterator[int]:
    """The places of the bits that are set, in order."""
    if not bits:
        return
    text = f"{bits:b}"[::-1]
    find, place = text.find, text.find("1")
    while place >= 0:
        yield place
        place = find("1", place + 1)


def index_of(rules: Sequence[Rule], fixed: Fixed) -> Index:
    """Make the index of rules, for all records of the same forms and parameters."""
    return _Indexing(rules, fixed).made()


@dataclass(slots=True)
class _Bits:
    """What one part of one rule says of a value: whether it is true, and whether it is not false."""

    place: int
    of: Callable[[Possible], Possible]
    threshold: int | None


class _Indexing:
    def __init__(self, rules: Sequence[Rule], fixed: Fixed) -> None:
        self.rules = rules
        self.fixed = fixed
        self.cells = fixed.compiled.program.cells
        self.numbers = fixed.compiled.numbers
        self.size = len(rules)
        self.true = (1 << self.size) - 1
        self.base = (1 << 2 * self.size) - 1
        self.layers: dict[int, list[dict[int, _Bits]]] = {}
        self.others: list[int] = []

    def made(self) -> Index:
        for place, rule in enumerate(self.rules):
            when = self.cells[rule.when].expression
            assert when is not None
            parts = [self._part(place, part) for part in _joined(when)]
            if not all(parts):
                self.others.append(place)
        columns = [self._column(cell, layer) for cell, layers in self.layers.items() for layer in layers]
        whens = [self.numbers[rule.when] for rule in self.rules]
        return Index(self.size, self.true, self.base, columns, self.others, whens)

    def _part(self, place: int, part: x.Expression) -> bool:
        """Take in one part of a rule's condition; False where the rule must be asked itself."""
        fixed = self.fixed
        if not fixed.compiled.changes_with(part) & fixed.changing:
            self._fixed_part(place, truth(fixed.blank.evaluate(part)))
            return True
        if self._is_of_unknown_instant(part):
            self._fixed_part(place, UNDECIDED)
            return True
        parts = tuple(walk(part))
        if not all(isinstance(each, _PLAIN) for each in parts):
            return False
        numbers = [self.numbers[each.cell] for each in parts if isinstance(each, x.Read)]
        changing = [number for number in numbers if not fixed.holds(number)]
        if len(changing) > 1:
            return False
        bits = self._bits(place, part, changing[0])
        if bits is None:
            return False
        layers = self.layers.setdefault(changing[0], [])
        for layer in layers:
            if place not in layer:
                layer[place] = bits
                return True
        layers.append({place: bits})
        return True

    def _is_of_unknown_instant(self, part: x.Expression) -> bool:
        """Whether now is compared with an instant of which nothing is known, whatever is answered."""
        match part:
            case (
                x.Compare(left=x.Read(cell=cell), right=x.Now())
                | x.Compare(left=x.Now(), right=x.Read(cell=cell))
            ):
                number = self.numbers[cell]
                return self.fixed.holds(number) and self.fixed.value(number) == Anything()
        return False

    def _fixed_part(self, place: int, holds: Possible) -> None:
        if holds is not True:
            self.base &= ~(1 << place)
        if holds is False:
            self.base &= ~(1 << place + self.size)

    def _bits(self, place: int, part: x.Expression, number: int) -> _Bits | None:
        kind = self.fixed.compiled.cells[number].kind
        if isinstance(kind, Number):
            return self._threshold(place, part)
        if isinstance(kind, Boolean | Choice):
            return _Bits(place, lambda value: truth(meaning(part, _said(self.fixed, number, value))), None)
        return None

    def _threshold(self, place: int, part: x.Expression) -> _Bits | None:
        match part:
            case x.Not(operand=operand):
                found = self._threshold(place, operand)
                if found is None:
                    return None
                return _Bits(place, lambda value: negation(found.of(value)), found.threshold)
            case x.Compare(operator=operator, left=x.Read() as left, right=right) if self._is_fixed(right):
                number = self.fixed.blank.evaluate(right)
                if type(number) is int and not self._is_fixed(left):
                    return _Bits(place, lambda value: compare(operator, value, number), number)
        return None

    def _is_fixed(self, part: x.Expression) -> bool:
        return all(
            isinstance(each, x.Constant)
            or (isinstance(each, x.Read) and self.fixed.holds(self.numbers[each.cell]))
            for each in walk(part)
        )

    def _column(self, number: int, layer: Mapping[int, _Bits]) -> Column:
        kind = self.fixed.compiled.cells[number].kind
        column = Column(number, (self.true, self.true << self.size))
        silent = (1 << 2 * self.size) - 1
        for place in layer:
            silent &= ~(1 << place | 1 << place + self.size)

        def mask(value: Possible) -> int:
            found = silent
            for bits in layer.values():
                found |= self._pair(bits, value)
            return found

        column.by_value[NOT_APPLICABLE] = mask(NOT_APPLICABLE)
        if isinstance(kind, Number):
            self._intervals(column, layer, silent)
        else:
            for option in kind.options if isinstance(kind, Choice) else (True, False):
                column.by_value[option] = mask(option)
        return column

    def _intervals(self, column: Column, layer: Mapping[int, _Bits], silent: int) -> None:
        """Bits change only at a threshold and just after it: each part is asked on both sides of its own."""
        changes: dict[int, list[tuple[_Bits, int]]] = {}
        running = silent
        for bits in layer.values():
            assert bits.threshold is not None
            running |= self._pair(bits, bits.threshold - 1)
            for value in (bits.threshold, bits.threshold + 1):
                changes.setdefault(value, []).append((bits, value))
        column.masks.append(running)
        for start in sorted(changes):
            for bits, value in changes[start]:
                running &= ~self._pair_of_ones(bits.place)
                running |= self._pair(bits, value)
            column.starts.append(start)
            column.masks.append(running)

    def _pair(self, bits: _Bits, value: Possible) -> int:
        holds = bits.of(value)
        true, not_false = holds is True, holds is not False
        return true << bits.place | not_false << bits.place + self.size

    def _pair_of_ones(self, place: int) -> int:
        return 1 << place | 1 << place + self.size


def _said(fixed: Fixed, number: int, value: Possible) -> Reader:
    # The parts that come here ask for nothing but the values of cells.
    return cast("Reader", _With(fixed, number, value))


@dataclass(frozen=True, slots=True)
class _With:
    """A reader of what is fixed, and of one cell that is said."""

    fixed: Fixed
    number: int
    said: Possible

    def value(self, cell: str) -> Possible:
        compiled = self.fixed.compiled
        return self.said if compiled.numbers[cell] == self.number else self.fixed.blank.value(cell)


def _joined(condition: x.Expression) -> Iterator[x.Expression]:
    if isinstance(condition, x.And):
        for operand in condition.operands:
            yield from _joined(operand)
    else:
        yield condition
