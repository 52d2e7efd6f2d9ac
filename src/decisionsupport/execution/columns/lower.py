"""What an expression means, said as columns: beside `program.meaning`, one plain line a node.

Law: for every row the columns hold exactly what `meaning` gives for it. A node that has no line here raises
`NotLowered`, and its cell goes through the default executor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from decisionsupport.execution.columns.sets import (
    BEYOND,
    Columns,
    Flag,
    NotLowered,
    Numbers,
    Options,
    Units,
    as_units,
    at_most,
    both,
    condition,
    constant,
    either,
    greater,
    inverse,
    known,
    less,
    lesser,
    plus,
    same,
    select,
    summed,
    times,
    truth,
    values_in,
    where,
)
from decisionsupport.program import expressions as x
from decisionsupport.values.sets import NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Lowering:
    """Where expressions stand: the columns of the cells, and which forms and items have answers in a row."""

    cells: Mapping[str, Columns]
    given: Mapping[str, Flag]
    answered: Mapping[str, Flag]

    def of(self, node: x.Expression) -> Columns:
        """The columns of an expression."""
        made = _NODES.get(type(node))
        if made is None:
            raise NotLowered(type(node).__name__)
        return made(self, node)

    def numbers(self, node: x.Expression) -> Numbers:
        """The columns of a number."""
        found = self.of(node)
        if not isinstance(found, Numbers):
            raise NotLowered(type(node.kind).__name__)
        return found

    def options(self, node: x.Expression) -> Options:
        """The columns of a boolean or a choice."""
        found = self.of(node)
        if not isinstance(found, Options):
            raise NotLowered(type(node.kind).__name__)
        return found

    def truths(self, nodes: Sequence[x.Expression]) -> list[tuple[Flag, Flag]]:
        """Whether each can hold and can fail."""
        return [truth(self.options(node)) for node in nodes]


def _constant(_: Lowering, node: x.Constant) -> Columns:
    return constant(node.value, node.kind)


def _read(at: Lowering, node: x.Read) -> Columns:
    if node.cell not in at.cells:
        raise NotLowered(node.cell)
    return at.cells[node.cell]


def _record_test(at: Lowering, node: x.RecordTest) -> Columns:
    if node.in_row or node.cell not in at.cells:
        raise NotLowered(node.cell)
    cell = at.cells[node.cell]
    holds = known(cell)
    if node.test == "answered" and node.cell in at.answered:
        holds = both(at.answered[node.cell], values_in(cell))
    given = True if node.form is None else at.given.get(node.form, False)
    return condition(either(inverse(given), holds), either(inverse(given), inverse(holds)))


def _negated(at: Lowering, node: x.Not) -> Columns:
    holds, fails = truth(at.options(node.operand))
    return condition(fails, holds)


def _conjunction(at: Lowering, node: x.And) -> Columns:
    parts = at.truths(node.operands)
    return condition(both(*(holds for holds, _ in parts)), either(*(fails for _, fails in parts)))


def _disjunction(at: Lowering, node: x.Or) -> Columns:
    parts = at.truths(node.operands)
    return condition(either(*(holds for holds, _ in parts)), both(*(fails for _, fails in parts)))


def _count_true(at: Lowering, node: x.CountTrue) -> Columns:
    parts = at.truths(node.operands)
    least = summed(as_units(inverse(fails)) for _, fails in parts)
    return Numbers(least, summed(as_units(holds) for holds, _ in parts))


def _is_applicable(at: Lowering, node: x.IsApplicable) -> Columns:
    operand = at.of(node.operand)
    return condition(values_in(operand), operand.na)


# Comparisons -------------------------------------------------------------------------------------------


def _compared(operator: x.ComparisonOperator, a: Numbers, b: Numbers) -> Options:
    some, na = both(a.some, b.some), either(a.na, b.na)
    match operator:
        case "<":
            return condition(both(some, less(a.least, b.most)), either(na, inverse(less(a.most, b.least))))
        case "<=":
            can_fail = either(na, inverse(at_most(a.most, b.least)))
            return condition(both(some, at_most(a.least, b.most)), can_fail)
        case ">":
            return _compared("<", b, a)
        case ">=":
            return _compared("<=", b, a)
        case _:
            meet = both(some, at_most(a.least, b.most), at_most(b.least, a.most))
            one = both(same(a.least, a.most), same(b.least, b.most), same(a.least, b.least))
            differ = either(na, inverse(one))
            return condition(meet, differ) if operator == "==" else condition(differ, meet)


def _ranked(subject: Options, order: Sequence[str]) -> Numbers:
    held = [(rank, subject.members.get(option, False)) for rank, option in enumerate(order)]
    least = reduce(lesser, [where(flag, rank, BEYOND) for rank, flag in held])
    most = reduce(greater, [where(flag, rank, -BEYOND) for rank, flag in held])
    return Numbers(least, most, either(*(flag for _, flag in held)), subject.na)


def _compare_rank(at: Lowering, node: x.CompareRank) -> Columns:
    left, right = at.options(node.left), at.options(node.right)
    if node.operator not in ("==", "!="):
        return _compared(node.operator, _ranked(left, node.order), _ranked(right, node.order))
    pairs = [(a, b, both(f, g)) for a, f in left.members.items() for b, g in right.members.items()]
    meet = either(*(flag for a, b, flag in pairs if a == b))
    differ = either(left.na, right.na, *(flag for a, b, flag in pairs if a != b))
    return condition(meet, differ) if node.operator == "==" else condition(differ, meet)


def _is_one_of(at: Lowering, node: x.IsOneOf) -> Columns:
    subject = at.options(node.subject)
    inside = either(*(flag for option, flag in subject.members.items() if option in node.options))
    outside = either(*(flag for option, flag in subject.members.items() if option not in node.options))
    return condition(inside, either(outside, subject.na))


# Arithmetic --------------------------------------------------------------------------------------------


def _scaled(a: Numbers, factor: int) -> Numbers:
    least = times(a.least, factor)
    most = least if a.most is a.least else times(a.most, factor)
    return Numbers(least, most, a.some, a.na) if factor >= 0 else Numbers(most, least, a.some, a.na)


def _added(a: Numbers, b: Numbers) -> Numbers:
    least = plus(a.least, b.least)
    most = least if a.least is a.most and b.least is b.most else plus(a.most, b.most)
    return Numbers(least, most, both(a.some, b.some), either(a.na, b.na))


def _multiplied(a: Numbers, b: Numbers) -> Numbers:
    corners = [times(end, other) for end in (a.least, a.most) for other in (b.least, b.most)]
    some, na = both(a.some, b.some), either(a.na, b.na)
    return Numbers(reduce(lesser, corners), reduce(greater, corners), some, na)


def _summed(parts: Sequence[Numbers]) -> Numbers:
    """Not applicable is passed over, so what may be is as good as 0."""

    def bound(part: Numbers, end: Units, nearest: Callable[[Units, Units], Units]) -> Units:
        return where(part.some, where(part.na, nearest(end, 0), end), 0)

    least = [bound(part, part.least, lesser) for part in parts]
    if all(part.least is part.most and part.some is True and part.na is False for part in parts):
        total = summed(least)
        return Numbers(total, total)
    return Numbers(summed(least), summed(bound(part, part.most, greater) for part in parts))


def _lowest(parts: Sequence[Numbers]) -> Numbers:
    """What may be not applicable is no bound from above, unless all may be."""
    least = reduce(lesser, [where(part.some, part.least, BEYOND) for part in parts])
    sure = [both(part.some, inverse(part.na)) for part in parts]
    pairs = list(zip(sure, parts, strict=True))
    bound = reduce(lesser, [where(flag, part.most, BEYOND) for flag, part in pairs])
    highest = reduce(greater, [where(part.some, part.most, -BEYOND) for part in parts])
    bounded = either(*sure)
    most = where(bounded, bound, highest)
    return Numbers(least, most, either(*(part.some for part in parts)), inverse(bounded))


def _negative(a: Numbers) -> Numbers:
    return _scaled(a, -1)


def _fold(at: Lowering, node: x.Fold) -> Columns:
    parts = [at.numbers(operand) for operand in node.operands]
    if node.function == "sum":
        return _summed(parts)
    if not parts:
        return Numbers(0, 0, False, True)
    if node.function == "min":
        return _lowest(parts)
    return _negative(_lowest([_negative(part) for part in parts]))


def _count_applicable(at: Lowering, node: x.CountApplicable) -> Columns:
    parts = [at.of(operand) for operand in node.operands]
    least = summed(as_units(inverse(part.na)) for part in parts)
    return Numbers(least, summed(as_units(values_in(part)) for part in parts))


# Choosing ----------------------------------------------------------------------------------------------


def _conditional(at: Lowering, node: x.Conditional) -> Columns:
    holds, fails = truth(at.options(node.test))
    return select([(holds, at.of(node.then)), (fails, at.of(node.otherwise))])


def _first_of(at: Lowering, node: x.FirstOf) -> Columns:
    going: Flag = True
    reached: list[tuple[Flag, Columns]] = []
    for test, value in node.entries:
        holds, fails = truth(at.options(test))
        reached.append((both(going, holds), at.of(value)))
        going = both(going, fails)
    if node.otherwise is not None:
        reached.append((going, at.of(node.otherwise)))
    return select(reached)


def _bands(at: Lowering, node: x.Bands) -> Columns:
    subject = at.numbers(node.subject)
    reached: list[tuple[Flag, Columns]] = []
    for least, most, value in node.edges:
        above = True if least is None else at_most(least, subject.most)
        below = True if most is None else at_most(subject.least, most)
        reached.append((both(subject.some, above, below), constant(value, node.kind)))
    return select([*reached, (subject.na, constant(NOT_APPLICABLE, node.kind))])


def _option_values(at: Lowering, node: x.OptionValues) -> Columns:
    subject = at.options(node.subject)
    reached = [
        (subject.members.get(option, False), constant(value, node.kind)) for option, value in node.values
    ]
    return select([*reached, (subject.na, constant(NOT_APPLICABLE, node.kind))])


def _when_applicable(at: Lowering, node: x.WhenApplicable) -> Columns:
    holds, fails = truth(at.options(node.applies))
    return select([(holds, at.of(node.body)), (fails, constant(node.otherwise, node.kind))])


def _or_else(at: Lowering, node: x.OrElse) -> Columns:
    operand = at.of(node.operand)
    value: Columns
    if isinstance(operand, Numbers):
        value = Numbers(operand.least, operand.most, operand.some)
    else:
        value = Options(operand.members)
    return select([(True, value), (operand.na, constant(node.otherwise, node.kind))])


def _unless_false(at: Lowering, node: x.UnlessFalse) -> Columns:
    holds, _ = truth(at.options(node.applies))
    return select([(holds, at.of(node.body)), (inverse(holds), constant(NOT_APPLICABLE, node.kind))])


def _concluded(at: Lowering, node: x.Concluded) -> Columns:
    rank = {option: place for place, option in enumerate(node.order)}
    judged = [(rank[option], truth(at.options(test))) for test, option in node.entries]

    def above(place: int) -> Flag:
        return either(*(inverse(fails) for other, (_, fails) in judged if other > place))

    members = {}
    for option, place in rank.items():
        can = either(*(holds for other, (holds, _) in judged if other == place))
        members[option] = both(True if option is False else can, inverse(above(place)))
    return Options(members, False if False in rank else inverse(above(-1)))


def _require_all(at: Lowering, node: x.RequireAll) -> Columns:
    complete = both(*(known(at.of(part)) for part in node.parts))
    return select([(complete, at.of(node.body)), (inverse(complete), constant(node.widest, node.kind))])


_NODES: Mapping[type, Callable[..., Columns]] = {
    x.Constant: _constant,
    x.Read: _read,
    x.RecordTest: _record_test,
    x.IsApplicable: _is_applicable,
    x.Not: _negated,
    x.And: _conjunction,
    x.Or: _disjunction,
    x.CountTrue: _count_true,
    x.Compare: lambda at, node: _compared(node.operator, at.numbers(node.left), at.numbers(node.right)),
    x.CompareRank: _compare_rank,
    x.IsOneOf: _is_one_of,
    x.Rescale: lambda at, node: _scaled(at.numbers(node.operand), node.factor),
    x.Negative: lambda at, node: _negative(at.numbers(node.operand)),
    x.Add: lambda at, node: _added(at.numbers(node.left), at.numbers(node.right)),
    x.Subtract: lambda at, node: _added(at.numbers(node.left), _negative(at.numbers(node.right))),
    x.Multiply: lambda at, node: _multiplied(at.numbers(node.left), at.numbers(node.right)),
    x.Fold: _fold,
    x.CountApplicable: _count_applicable,
    x.Conditional: _conditional,
    x.FirstOf: _first_of,
    x.Bands: _bands,
    x.OptionValues: _option_values,
    x.WhenApplicable: _when_applicable,
    x.OrElse: _or_else,
    x.UnlessFalse: _unless_false,
    x.Concluded: _concluded,
    x.RequireAll: _require_all,
}
