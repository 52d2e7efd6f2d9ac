"""What an expression means, said as nodes: beside `program.meaning`, one plain line a node.

Law: for every row the nodes hold exactly what `meaning` gives for it. What has no line here raises
`NotLowered`, and its cell goes through the default executor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Final

from decisionsupport.execution.columns import arithmetic, moments
from decisionsupport.execution.columns.nodes import (
    FALSE,
    TRUE,
    Flag,
    Units,
    as_number,
    at_most,
    both,
    either,
    greater,
    less,
    lesser,
    number,
    same,
    summed,
    text_is,
    times,
    where,
)
from decisionsupport.execution.columns.sets import (
    Chosen,
    Columns,
    NotLowered,
    Numbers,
    Opaque,
    Options,
    by_case,
    condition,
    constant,
    is_settled,
    known,
    one_of_these,
    options_of,
    select,
    truth,
    values_in,
)
from decisionsupport.execution.columns.standing import Standing
from decisionsupport.program import expressions as x
from decisionsupport.values.kinds import Number
from decisionsupport.values.operators import choices, choosing, comparing
from decisionsupport.values.sets import NOT_APPLICABLE, Possible, with_not_applicable

_NOTHING: Final = NOT_APPLICABLE


def lowered(node: x.Expression, at: Standing) -> Columns:
    """The nodes of an expression that stands there."""
    found = at.seen.get(id(node))
    if found is None:
        found = _made(node, at)
        at.seen[id(node)] = found
    return found


def _made(node: x.Expression, at: Standing) -> Columns:
    if not at.varies(node):
        return constant(at.fixed(node), node.kind)
    made = _NODES.get(type(node))
    if made is None:
        raise NotLowered(type(node).__name__)
    return made(node, at)


# Operands ----------------------------------------------------------------------------------------------


def numbers(node: x.Expression, at: Standing) -> Numbers:
    """The nodes of a number."""
    found = lowered(node, at)
    if not isinstance(found, Numbers):
        raise NotLowered(type(node.kind).__name__)
    return found


def options(node: x.Expression, at: Standing) -> Options:
    """The nodes of a boolean or a choice."""
    found = lowered(node, at)
    if not isinstance(found, Options):
        raise NotLowered(type(node.kind).__name__)
    return found


def opaque(node: x.Expression, at: Standing) -> Opaque:
    """The nodes of a text, code or time."""
    found = lowered(node, at)
    if not isinstance(found, Opaque):
        raise NotLowered(type(node.kind).__name__)
    return found


def chosen(node: x.Expression, at: Standing) -> Chosen:
    """The nodes of a choice of several."""
    found = lowered(node, at)
    if not isinstance(found, Chosen):
        raise NotLowered(type(node.kind).__name__)
    return found


def truths(nodes: Sequence[x.Expression], at: Standing) -> list[tuple[Flag, Flag]]:
    """Whether each can hold and can fail."""
    return [truth(options(node, at)) for node in nodes]


# The record --------------------------------------------------------------------------------------------


def _record_test(node: x.RecordTest, at: Standing) -> Columns:
    cell = at.cell(node.cell, row=node.in_row)
    holds = known(cell)
    if node.test == "answered" and node.cell in at.answered:
        holds = both(at.answered[node.cell], values_in(cell))
    elif at.is_group(node.cell):
        raise NotLowered(node.cell)
    given = TRUE if node.form is None else _given(node.form, at)
    return condition(either(given.inverse, holds), either(given.inverse, holds.inverse))


def _given(form: str, at: Standing) -> Flag:
    if form not in at.given:
        raise NotLowered(form)
    return at.given[form]


def _remaining(node: x.FormRemaining, at: Standing) -> Columns:
    given, all_of_it = _given(node.form, at), at.fixed(node)
    left = arithmetic.exactly(summed(as_number(flag) for flag in at.unsettled(node.form)))
    return one_of_these([(given, left), (given.inverse, constant(all_of_it, node.kind))])


def _since(node: x.SinceCompare, at: Standing) -> Columns:
    if at.varies(node.duration):
        raise NotLowered("SinceCompare")
    given = _given(node.form, at)
    now, before = at.fixed_with(node.form, node), at.fixed(node)
    return one_of_these([(given, constant(now, node.kind)), (given.inverse, constant(before, node.kind))])


def _history(node: x.History, at: Standing) -> Columns:
    if node.function == "previous" or not isinstance(node.kind, Number):
        raise NotLowered("History")
    before = constant(with_not_applicable(at.widest(node.cell)), node.kind)
    assert isinstance(before, Numbers)
    now = at.cell(node.cell, row=False)
    if node.within is not None or not isinstance(now, Numbers):
        raise NotLowered("History")
    return (
        arithmetic.lowest([now, before]) if node.function == "lowest" else arithmetic.highest([now, before])
    )


# Conditions --------------------------------------------------------------------------------------------


def _negated(node: x.Not, at: Standing) -> Columns:
    holds, fails = truth(options(node.operand, at))
    return condition(fails, holds)


def _conjunction(node: x.And, at: Standing) -> Columns:
    parts = truths(node.operands, at)
    holds = both(*(holds for holds, _ in parts))
    if all(_settles(*part) for part in parts):
        return condition(holds, holds.inverse)
    return condition(holds, either(*(fails for _, fails in parts)))


def _disjunction(node: x.Or, at: Standing) -> Columns:
    parts = truths(node.operands, at)
    holds = either(*(holds for holds, _ in parts))
    if all(_settles(*part) for part in parts):
        return condition(holds, holds.inverse)
    return condition(holds, both(*(fails for _, fails in parts)))


def _count_true(node: x.CountTrue, at: Standing) -> Columns:
    parts = truths(node.operands, at)
    least = summed(as_number(fails.inverse) for _, fails in parts)
    if all(holds is fails.inverse for holds, fails in parts):
        return arithmetic.exactly(least)
    return Numbers(least, summed(as_number(holds) for holds, _ in parts))


def _is_applicable(node: x.IsApplicable, at: Standing) -> Columns:
    operand = lowered(node.operand, at)
    return condition(values_in(operand), operand.na)


def _is_one_of(node: x.IsOneOf, at: Standing) -> Columns:
    subject = options(node.subject, at)
    inside = either(*(flag for option, flag in subject.members.items() if option in node.options))
    outside = either(*(flag for option, flag in subject.members.items() if option not in node.options))
    if not subject.cases:
        return condition(inside, either(outside, subject.na))
    places = [
        number(place) for place, option in enumerate(options_of(node.subject.kind)) if option in node.options
    ]

    def exact(place: Units) -> Columns:
        holds = either(*(same(place, each) for each in places))
        return condition(holds, holds.inverse)

    def settled(value: Possible) -> Columns:
        return constant(choices.is_one_of(value, node.options), node.kind)

    return by_case(subject, exact, settled)


def _includes(node: x.Includes, at: Standing) -> Columns:
    subject = chosen(node.subject, at)
    sure, free = subject.sure[node.option], subject.open[node.option]
    holds = both(subject.some, either(sure, free))
    return condition(holds, either(subject.na, subject.some.inverse, sure.inverse))


def _text_is(node: x.TextIs, at: Standing) -> Columns:
    subject = opaque(node.subject, at)
    if subject.sure is FALSE:
        return condition(subject.some, TRUE)
    if subject.column is None:
        raise NotLowered("TextIs")
    holds = text_is(subject.column, node.value)
    can_hold = both(subject.some, either(subject.sure.inverse, holds))
    return condition(can_hold, either(subject.na, subject.some.inverse, subject.sure.inverse, holds.inverse))


def _code_in(node: x.CodeIn, at: Standing) -> Columns:
    if at.varies(node.codes):
        raise NotLowered("CodeIn")
    subject, codes = opaque(node.subject, at), at.fixed(node.codes)
    if codes is NOT_APPLICABLE:
        return constant(False, node.kind)
    if not isinstance(codes, frozenset):
        return condition(subject.some, TRUE)
    if not codes:
        return constant(False, node.kind)
    if subject.sure is FALSE:
        return condition(subject.some, TRUE)
    if subject.column is None:
        raise NotLowered("CodeIn")
    holds = at.code_in(subject.column, codes, node.system)
    can_hold = both(subject.some, either(subject.sure.inverse, holds))
    return condition(can_hold, either(subject.na, subject.some.inverse, subject.sure.inverse, holds.inverse))


# Comparisons -------------------------------------------------------------------------------------------


def _compare(node: x.Compare, at: Standing) -> Columns:
    left, right = lowered(node.left, at), lowered(node.right, at)
    if isinstance(left, Opaque) and isinstance(right, Opaque):
        return moments.compared(node.operator, left, right)
    if not isinstance(left, Numbers) or not isinstance(right, Numbers):
        raise NotLowered(type(node.left.kind).__name__)
    if right.cases and right.cases[0][0] is TRUE and left.cases:
        return _with_one(node, left, right.cases[0][1], turned=False)
    if left.cases and left.cases[0][0] is TRUE and right.cases:
        return _with_one(node, right, left.cases[0][1], turned=True)
    return compared(node.operator, left, right)


def _with_one(node: x.Compare, subject: Numbers, other: Units | Possible, *, turned: bool) -> Columns:
    """A number by its cases compared with one that is the same case in every row."""

    def against(a: Numbers) -> Columns:
        b = arithmetic.exactly(other) if isinstance(other, Units) else constant(other, node.right.kind)
        assert isinstance(b, Numbers)
        return compared(node.operator, b, a) if turned else compared(node.operator, a, b)

    def settled(value: Possible) -> Columns:
        if not isinstance(other, Units):
            pair = (other, value) if turned else (value, other)
            return constant(comparing.compare(node.operator, *pair), node.kind)
        fixed = constant(value, node.left.kind)
        assert isinstance(fixed, Numbers)
        return against(fixed)

    return by_case(subject, lambda units: against(arithmetic.exactly(units)), settled)


def compared(operator: x.ComparisonOperator, a: Numbers, b: Numbers) -> Options:
    """Numbers compared by their least and their most."""
    some, na = both(a.some, b.some), either(a.na, b.na)
    exact = arithmetic.is_exact(a) and arithmetic.is_exact(b)
    match operator:
        case "<":
            may = less(a.least, b.most)
            # One flag where they are one: that is how what is decided in every row is told.
            must = may if exact else less(a.most, b.least)
            return condition(both(some, may), either(na, must.inverse))
        case "<=":
            may = at_most(a.least, b.most)
            must = may if exact else at_most(a.most, b.least)
            return condition(both(some, may), either(na, must.inverse))
        case ">":
            return compared("<", b, a)
        case ">=":
            return compared("<=", b, a)
        case _:
            if exact:
                one = same(a.least, b.least)
                meet = both(some, one)
            else:
                one = both(same(a.least, b.least), same(a.most, b.least), same(b.least, b.most))
                meet = both(some, at_most(a.least, b.most), at_most(b.least, a.most))
            differ = either(na, one.inverse)
            return condition(meet, differ) if operator == "==" else condition(differ, meet)


def _ranked(subject: Options, order: Sequence[str]) -> Numbers:
    held = [(number(rank), subject.members.get(option, FALSE)) for rank, option in enumerate(order)]
    beyond, before = number(len(order) - 1), number(0)
    least = reduce(lesser, [where(flag, rank, beyond) for rank, flag in held])
    most = reduce(greater, [where(flag, rank, before) for rank, flag in held])
    return Numbers(least, most, either(*(flag for _, flag in held)), subject.na)


def _compare_rank(node: x.CompareRank, at: Standing) -> Columns:
    left, right = options(node.left, at), options(node.right, at)
    if node.operator in ("==", "!="):
        pairs = [(a, b, both(f, g)) for a, f in left.members.items() for b, g in right.members.items()]
        meet = either(*(flag for a, b, flag in pairs if a == b))
        differ = either(left.na, right.na, *(flag for a, b, flag in pairs if a != b))
        return condition(meet, differ) if node.operator == "==" else condition(differ, meet)
    if not at.varies(node.right) and is_settled(at.fixed(node.right)):
        return _with_rank(node, left, str(at.fixed(node.right)))
    return compared(node.operator, _ranked(left, node.order), _ranked(right, node.order))


def _with_rank(node: x.CompareRank, left: Options, other: str) -> Columns:
    """Ordered options compared with one of them: each is on one side or the other."""
    rank = {option: place for place, option in enumerate(node.order)}
    inside = [
        option for option in node.order if comparing.compare(node.operator, rank[option], rank[other]) is True
    ]
    holds = either(*(left.members.get(option, FALSE) for option in inside))
    fails = either(*(flag for option, flag in left.members.items() if option not in inside))
    return condition(holds, either(fails, left.na))


# Choosing ----------------------------------------------------------------------------------------------


def _settles(holds: Flag, fails: Flag) -> bool:
    """Whether a condition is decided in every row."""
    return holds is fails.inverse


def _conditional(node: x.Conditional, at: Standing) -> Columns:
    return _first(((node.test, node.then),), node.otherwise, at)


def _first_of(node: x.FirstOf, at: Standing) -> Columns:
    return _first(node.entries, node.otherwise, at)


def _first(
    entries: Sequence[tuple[x.Expression, x.Expression]], otherwise: x.Expression | None, at: Standing
) -> Columns:
    going = TRUE
    reached: list[tuple[Flag, Columns]] = []
    firsts: list[tuple[Flag, Columns]] = []
    exclusive = True
    for test, value in entries:
        holds, fails = truth(options(test, at))
        exclusive = exclusive and _settles(holds, fails)
        here = both(going, holds)
        if here is not FALSE:
            reached.append((here, lowered(value, at)))
            firsts.append((holds, reached[-1][1]))
        going = both(going, fails)
        if going is FALSE:
            break
    if otherwise is not None and going is not FALSE:
        reached.append((going, lowered(otherwise, at)))
        firsts.append(reached[-1])
    # Where every test is decided, the first that holds says all; none need be told that those before fail.
    return one_of_these(firsts) if exclusive else select(reached)


def _collect(node: x.Collect, at: Standing) -> Columns:
    judged = [(truth(options(test, at)), option) for test, option in node.entries]
    names = dict.fromkeys((*getattr(node.kind, "options", ()), *(option for _, option in judged)))
    sure = {
        name: either(*(fails.inverse for (_, fails), option in judged if option == name)) for name in names
    }
    can = {name: either(*(holds for (holds, _), option in judged if option == name)) for name in names}
    return Chosen(sure, {name: both(can[name], sure[name].inverse) for name in names})


def _bands(node: x.Bands, at: Standing) -> Columns:
    subject = numbers(node.subject, at)
    if subject.cases:

        def exact(units: Units) -> Columns:
            return _banded(node, units)

        return by_case(subject, exact, lambda value: constant(choosing.bands(value, node.edges), node.kind))
    reached: list[tuple[Flag, Columns]] = []
    for least, most, value in node.edges:
        above = TRUE if least is None else at_most(number(least), subject.most)
        below = TRUE if most is None else at_most(subject.least, number(most))
        reached.append((both(subject.some, above, below), constant(value, node.kind)))
    return select([*reached, (subject.na, constant(_NOTHING, node.kind))])


def _banded(node: x.Bands, units: Units) -> Columns:
    """An exact number lies in the first band that it does not pass."""
    edges = list(node.edges)
    if any(most is None for _, most, _ in edges[:-1]):
        raise NotLowered("Bands")
    tests = [at_most(units, number(most)) for _, most, _ in edges[:-1] if most is not None]
    return _chosen_value([*tests, TRUE], [value for _, _, value in edges], node)


def _chosen_value(tests: Sequence[Flag], values: Sequence[Possible], node: x.Expression) -> Columns:
    """The value of the first test that holds; exactly one number where all are."""
    if isinstance(node.kind, Number) and all(isinstance(value, int) for value in values):
        found = number(int(values[-1]))  # type: ignore[arg-type]
        for test, value in zip(reversed(tests[:-1]), reversed(values[:-1]), strict=True):
            found = where(test, number(int(value)), found)  # type: ignore[arg-type]
        return arithmetic.exactly(found)
    parts = [(test, constant(value, node.kind)) for test, value in zip(tests, values, strict=True)]
    return one_of_these(parts)


def _option_values(node: x.OptionValues, at: Standing) -> Columns:
    subject = options(node.subject, at)
    table = dict(node.values)
    if subject.cases:
        order = options_of(node.subject.kind)

        def exact(place: Units) -> Columns:
            by_value: dict[Possible, list[Flag]] = {}
            for at_place, option in enumerate(order):
                by_value.setdefault(table[option], []).append(same(place, number(at_place)))
            ordered = sorted(by_value.items(), key=lambda pair: len(pair[1]))
            tests = [either(*flags) for _, flags in ordered]
            return _chosen_value([*tests[:-1], TRUE], [value for value, _ in ordered], node)

        return by_case(subject, exact, lambda value: constant(choices.option_values(value, table), node.kind))
    reached = [
        (subject.members.get(option, FALSE), constant(value, node.kind)) for option, value in node.values
    ]
    return select([*reached, (subject.na, constant(_NOTHING, node.kind))])


def _chosen_sum(node: x.ChosenSum, at: Standing) -> Columns:
    subject = chosen(node.subject, at)
    sure = summed(as_number(subject.sure[option], points) for option, points in node.values)
    least = summed(as_number(subject.open[option], min(points, 0)) for option, points in node.values)
    most = summed(as_number(subject.open[option], max(points, 0)) for option, points in node.values)
    if all(flag is FALSE for flag in subject.open.values()):
        return Numbers(sure, sure, subject.some, subject.na)
    from_0, to_most = arithmetic.added(sure, least), arithmetic.added(sure, most)
    return Numbers(from_0, to_most, subject.some, subject.na)


def _when_applicable(node: x.WhenApplicable, at: Standing) -> Columns:
    holds, fails = truth(options(node.applies, at))
    hidden = constant(node.otherwise, node.kind)
    parts = [(holds, lowered(node.body, at)), (fails, hidden)]
    return one_of_these(parts) if _settles(holds, fails) else select(parts)


def _or_else(node: x.OrElse, at: Standing) -> Columns:
    operand, other = lowered(node.operand, at), constant(node.otherwise, node.kind)
    if operand.na is FALSE:
        return operand
    value: Columns
    match operand:
        case Numbers():
            value = Numbers(operand.least, operand.most, operand.some)
        case Options():
            value = Options(operand.members)
        case _:
            raise NotLowered("OrElse")
    return select([(values_in(operand), value), (operand.na, other)])


def _unless_false(node: x.UnlessFalse, at: Standing) -> Columns:
    holds, _ = truth(options(node.applies, at))
    return one_of_these([(holds, lowered(node.body, at)), (holds.inverse, constant(_NOTHING, node.kind))])


def _concluded(node: x.Concluded, at: Standing) -> Columns:
    rank = {option: place for place, option in enumerate(node.order)}
    judged = [(rank[option], truth(options(test, at))) for test, option in node.entries]

    def above(place: int) -> Flag:
        return either(*(fails.inverse for other, (_, fails) in judged if other > place))

    members = {}
    for option, place in rank.items():
        can = either(*(holds for other, (holds, _) in judged if other == place))
        members[option] = both(TRUE if option is False else can, above(place).inverse)
    return Options(members, FALSE if False in rank else above(-1).inverse)


def _require_all(node: x.RequireAll, at: Standing) -> Columns:
    complete = both(*(known(lowered(part, at)) for part in node.parts))
    return one_of_these(
        [(complete, lowered(node.body, at)), (complete.inverse, constant(node.widest, node.kind))]
    )


# Numbers -----------------------------------------------------------------------------------------------


def _fold(node: x.Fold, at: Standing) -> Columns:
    parts = [numbers(operand, at) for operand in node.operands]
    return arithmetic.FOLDS[node.function](parts)


def _count_applicable(node: x.CountApplicable, at: Standing) -> Columns:
    parts = [lowered(operand, at) for operand in node.operands]
    least = summed(as_number(part.na.inverse) for part in parts)
    return Numbers(least, summed(as_number(values_in(part)) for part in parts))


def _power(node: x.Power, at: Standing) -> Columns:
    operand = numbers(node.operand, at)
    if operand.least is not operand.most and operand.least.low < 0:
        raise NotLowered("Power")
    return arithmetic.powered(operand, node.exponent)


def _multiplied(node: x.Multiply, at: Standing) -> Columns:
    return arithmetic.multiplied(numbers(node.left, at), numbers(node.right, at))


def _by_exact(
    made: Callable[[Units], Units],
) -> Callable[[x.Expression, Standing], Columns]:
    """An operation that rises with its operand."""

    def of(node: x.Expression, at: Standing) -> Columns:
        return arithmetic.rising(numbers(node.operand, at), made)  # type: ignore[union-attr]

    return of


def _rescaled(node: x.Rescale, at: Standing) -> Columns:
    return arithmetic.rising(numbers(node.operand, at), lambda units: times(units, number(node.factor)))


def _rounded(node: x.RoundTo, at: Standing) -> Columns:
    operand = numbers(node.operand, at)
    return arithmetic.rising(
        operand, lambda units: arithmetic.rounded(units, node.step * 10**node.shift, node.step, node.mode)
    )


_NODES: Mapping[type, Callable[..., Columns]] = {
    x.Read: lambda node, at: at.cell(node.cell, row=False),
    x.ReadRow: lambda node, at: at.cell(node.cell, row=True),
    x.RecordTest: _record_test,
    x.FormRemaining: _remaining,
    x.IsApplicable: _is_applicable,
    x.Not: _negated,
    x.And: _conjunction,
    x.Or: _disjunction,
    x.CountTrue: _count_true,
    x.Compare: _compare,
    x.CompareRank: _compare_rank,
    x.IsOneOf: _is_one_of,
    x.Includes: _includes,
    x.CodeIn: _code_in,
    x.TextIs: _text_is,
    x.SinceCompare: _since,
    x.Rescale: _rescaled,
    x.Negative: lambda node, at: arithmetic.turned(numbers(node.operand, at)),
    x.Add: lambda node, at: arithmetic.sum_of_two(numbers(node.left, at), numbers(node.right, at)),
    x.Subtract: lambda node, at: arithmetic.difference(numbers(node.left, at), numbers(node.right, at)),
    x.Multiply: _multiplied,
    x.Power: _power,
    x.Absolute: lambda node, at: arithmetic.unsigned(numbers(node.operand, at)),
    x.Fold: _fold,
    x.CountApplicable: _count_applicable,
    x.RoundTo: _rounded,
    x.RoundQuotient: lambda node, at: arithmetic.quotient(
        numbers(node.numerator, at), numbers(node.denominator, at), node.scale, node.step, node.mode
    ),
    x.RoundMean: lambda node, at: arithmetic.mean(
        [numbers(operand, at) for operand in node.operands], node.scale, node.step, node.mode
    ),
    x.Conditional: _conditional,
    x.FirstOf: _first_of,
    x.Collect: _collect,
    x.Bands: _bands,
    x.OptionValues: _option_values,
    x.ChosenSum: _chosen_sum,
    x.WhenApplicable: _when_applicable,
    x.OrElse: _or_else,
    x.UnlessFalse: _unless_false,
    x.Concluded: _concluded,
    x.RequireAll: _require_all,
    x.Step: lambda node, at: moments.stepped(
        opaque(node.start, at), opaque(node.duration, at), node.sign, node.start.kind, at.zone
    ),
    x.TimeFunction: lambda node, at: moments.TIME_FUNCTIONS[node.function](
        [opaque(operand, at) for operand in node.operands], at
    ),
    x.OverRows: lambda node, at: at.over_rows(node),
    x.History: _history,
}
