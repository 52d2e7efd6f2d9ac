"""A cell's source text where something that it reads is not known.

Each node calls its operator on possible values. Conditions and choices read on only as far as they must.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Final, assert_never

from decisionsupport.execution.python.names import COMPARISONS, FOLDS, Lines, Names
from decisionsupport.program import expressions as x
from decisionsupport.program.meaning import places_of, ranked
from decisionsupport.values.kinds import is_opaque

_CONDITIONS = (
    x.IsApplicable
    | x.Not
    | x.And
    | x.Or
    | x.Compare
    | x.CompareRank
    | x.IsOneOf
    | x.Includes
    | x.CodeIn
    | x.TextIs
    | x.SinceCompare
)
"""Nodes that give true, false or undecided, and nothing else."""


DEEPEST: Final = 50
"""Python's own parser gives up at some 200 brackets, and a node writes up to three."""


class TooDeep(Exception):
    """An expression too deep for Python's parser; the interpreter takes it."""


class PossibleText:
    """Writes an expression over possible values; `v` holds the cells, `w` those of the entry at hand."""

    def __init__(
        self,
        names: Names,
        numbers: Mapping[str, int],
        never_hidden: Callable[[str], bool],
        lines: Lines,
        *,
        in_row: bool,
    ) -> None:
        self._names = names
        self._numbers = numbers
        self._never_hidden = never_hidden
        self._lines = lines
        self._in_row = in_row
        self._locals = count()
        self._depth = 0

    def of(self, node: x.Expression) -> str:
        """The text of a value."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise TooDeep
        text = self._lines.reach(node.span) + self._text(node)
        self._depth -= 1
        return text

    def condition(self, node: x.Expression) -> str:
        """The text of a truth: True, False or UNDECIDED."""
        is_truth = isinstance(node, _CONDITIONS) or (
            isinstance(node, x.Read | x.ReadRow) and self._never_hidden(node.cell)
        )
        return self.of(node) if is_truth else f"truth({self.of(node)})"

    def _text(self, node: x.Expression) -> str:
        match node:
            case x.Constant(value=value):
                return self._names.value(value)
            case x.Read(cell=cell):
                return f"v[{self._numbers[cell]}]"
            case x.ReadRow(cell=cell):
                return f"w[{self._numbers[cell]}]"
            case x.Now():
                return "v.now"
            case x.Today():
                return "v.today"
            case x.RecordTest() | x.FormRemaining() | x.History() | x.LastDone() | x.ReadLocal():
                return f"ask({self._names.thing(node)}, v{', w' if self._in_row else ''})"
            case x.SinceCompare(duration=duration):
                return f"since({self._names.thing(node)}, {self.of(duration)}, v)"
            case x.OverRows():
                return self._over_rows(node)
            case (
                x.IsApplicable()
                | x.Not()
                | x.And()
                | x.Or()
                | x.CountTrue()
                | x.Compare()
                | x.CompareRank()
                | x.IsOneOf()
                | x.Includes()
                | x.CodeIn()
                | x.TextIs()
            ):
                return self._condition(node)
            case (
                x.Conditional()
                | x.FirstOf()
                | x.Collect()
                | x.Bands()
                | x.OptionValues()
                | x.ChosenSum()
                | x.WhenApplicable()
                | x.OrElse()
                | x.UnlessFalse()
                | x.Concluded()
                | x.RequireAll()
            ):
                return self._choice(node)
            case x.MakeDuration(unit=unit, amount=amount):
                return f"make_duration({self._names.value(unit)}, {self.of(amount)})"
            case x.Step(start=start, duration=duration, sign=sign):
                return f"step_by({self.of(start)}, {self.of(duration)}, v.zone, {self._names.value(sign)})"
            case x.TimeFunction(function=function, operands=operands):
                return f"time_function({self._names.value(function)}, {self._all(operands)}, v.today, v.zone)"
            case _:
                return self._number(node)

    # Conditions ---------------------------------------------------------------------------------------

    def _condition(
        self,
        node: x.IsApplicable
        | x.Not
        | x.And
        | x.Or
        | x.CountTrue
        | x.Compare
        | x.CompareRank
        | x.IsOneOf
        | x.Includes
        | x.CodeIn
        | x.TextIs,
    ) -> str:
        value = self._names.value
        match node:
            case x.IsApplicable(operand=operand):
                return f"is_applicable({self.of(operand)})"
            case x.Not(operand=operand):
                return f"negation({self.of(operand)})"
            case x.And(operands=operands):
                return self._joined(operands, stop=False)
            case x.Or(operands=operands):
                return self._joined(operands, stop=True)
            case x.CountTrue(operands=operands):
                return f"count_true({self._all(operands)})"
            case x.Compare(operator=operator, left=left, right=right):
                return f"{COMPARISONS[operator]}({self.of(left)}, {self.of(right)})"
            case x.CompareRank(operator=operator, left=left, right=right, order=order):
                rank = self._names.thing(order, ranked)
                return f"compare_ranked({value(operator)}, {self.of(left)}, {rank}, {self.of(right)})"
            case x.IsOneOf(subject=subject, options=options):
                return f"is_one_of({self.of(subject)}, {value(options)})"
            case x.Includes(option=option, subject=subject):
                return f"includes({value(option)}, {self.of(subject)})"
            case x.CodeIn(subject=subject, codes=codes, system=system):
                return f"code_in({self.of(subject)}, {self.of(codes)}, {value(system)})"
            case x.TextIs(subject=subject, value=text):
                return f"text_is({self.of(subject)}, {value(text)})"
            case _:
                assert_never(node)

    def _joined(self, operands: tuple[x.Expression, ...], *, stop: bool) -> str:
        """`and`, `or`: up to the first that is `stop`; otherwise undecided if any was."""
        if not operands:
            return str(not stop)
        tested: list[str] = []
        found: list[str] = []
        for operand in operands:
            local = self._local()
            tested.append(f"({local} := {self.condition(operand)}) is {stop}")
            found.append(f"{local} is {not stop}")
        return f"({stop} if {' or '.join(tested)} else {not stop} if {' and '.join(found)} else UNDECIDED)"

    # Numbers ------------------------------------------------------------------------------------------

    def _number(
        self,
        node: x.Rescale
        | x.Negative
        | x.Add
        | x.Subtract
        | x.Multiply
        | x.Power
        | x.Absolute
        | x.Fold
        | x.CountApplicable
        | x.RoundTo
        | x.RoundQuotient
        | x.RoundMean
        | x.RoundReal
        | x.ToReal
        | x.RealOperation,
    ) -> str:
        value = self._names.value
        match node:
            case x.Rescale(operand=operand, factor=factor):
                return f"rescale({self.of(operand)}, {value(factor)})"
            case x.Negative(operand=operand):
                return f"negate({self.of(operand)})"
            case x.Add(left=left, right=right):
                return f"add({self.of(left)}, {self.of(right)})"
            case x.Subtract(left=left, right=right):
                return f"subtract({self.of(left)}, {self.of(right)})"
            case x.Multiply(left=left, right=right):
                return f"multiply({self.of(left)}, {self.of(right)})"
            case x.Power(operand=operand, exponent=exponent):
                return f"power({self.of(operand)}, {value(exponent)})"
            case x.Absolute(operand=operand):
                return f"absolute({self.of(operand)})"
            case x.Fold(function=function, operands=operands):
                return f"{FOLDS[function]}({self._all(operands)})"
            case x.CountApplicable(operands=operands):
                return f"count_applicable({self._all(operands)})"
            case x.RoundTo(operand=operand, mode=mode, shift=shift, step=step):
                return f"round_to({self.of(operand)}, {value(shift)}, {value(step)}, {value(mode)})"
            case x.RoundQuotient(numerator=above, denominator=below, scale=scale, mode=mode, step=step):
                grid = f"{value(scale)}, {value(step)}, {value(mode)}"
                return f"round_quotient({self.of(above)}, {self.of(below)}, {grid})"
            case x.RoundMean(operands=operands, scale=scale, mode=mode, step=step):
                return f"round_mean({self._all(operands)}, {value(scale)}, {value(step)}, {value(mode)})"
            case x.RoundReal(operand=operand, mode=mode, step=step, kind=kind):
                grid = f"{value(places_of(kind))}, {value(step)}, {value(mode)}"
                return f"round_real({self.of(operand)}, {grid})"
            case x.ToReal(operand=operand, places=places):
                return f"to_real({self.of(operand)}, {value(places)})"
            case x.RealOperation(function=function, operands=operands, exponent=exponent):
                return f"real_operation({value(function)}, {self._all(operands)}, {value(exponent)})"
            case _:
                assert_never(node)

    # Choosing -----------------------------------------------------------------------------------------

    def _choice(
        self,
        node: x.Conditional
        | x.FirstOf
        | x.Collect
        | x.Bands
        | x.OptionValues
        | x.ChosenSum
        | x.WhenApplicable
        | x.OrElse
        | x.UnlessFalse
        | x.Concluded
        | x.RequireAll,
    ) -> str:
        names = self._names
        match node:
            case x.Conditional(test=test, then=then, otherwise=other):
                return self._first(((test, then),), lambda: self.of(other), node)
            case x.FirstOf(entries=entries, otherwise=last):
                return self._first(entries, None if last is None else lambda: self.of(last), node)
            case x.WhenApplicable(applies=applies, body=body, otherwise=hidden):
                return self._first(((applies, body),), lambda: names.value(hidden), node)
            case x.UnlessFalse(applies=applies, body=body):
                return f"(NOT_APPLICABLE if {self.condition(applies)} is False else {self.of(body)})"
            case x.OrElse(operand=operand, otherwise=value):
                return f"or_else({self.of(operand)}, {names.value(value)})"
            case x.Collect(entries=rows):
                return f"collect({self._tested(rows)})"
            case x.Concluded(entries=rules, order=order):
                return f"concluded({self._tested(rules)}, {names.value(order)})"
            case x.Bands(subject=subject, edges=edges):
                return f"bands({self.of(subject)}, {names.thing(edges)})"
            case x.OptionValues(subject=subject, values=values):
                return f"option_values({self.of(subject)}, {names.thing(values, dict)})"
            case x.ChosenSum(subject=subject, values=points):
                return f"chosen_sum({self.of(subject)}, {names.thing(points, dict)})"
            case x.RequireAll(body=body, parts=parts, widest=widest):
                known = "".join(f"is_known({self.of(part)}) and " for part in parts)
                return f"({known}[{self.of(body)}] or [{names.value(widest)}])[0]"
            case _:
                assert_never(node)

    def _first(
        self,
        entries: Iterable[tuple[x.Expression, x.Expression]],
        otherwise: Callable[[], str] | None,
        node: x.Expression,
    ) -> str:
        """Collects what may be chosen in a list, up to the first test that is true; flat, however long."""
        reached = self._local()
        tried: list[str] = []
        for test, value in entries:
            holds = self._local()
            tested = f"({holds} := {self.condition(test)}) is not False"
            tried.append(f"{tested} and ({reached}.append({self.of(value)}) or {holds} is True)")
        if otherwise is not None:
            tried.append(f"{reached}.append({otherwise()})")
        join = "join_opaque" if is_opaque(node.kind) else "join_all"
        return f"(({reached} := []), {' or '.join(tried) or None}, {join}({reached}))[2]"

    def _tested(self, entries: Iterable[tuple[x.Expression, bool | str]]) -> str:
        pairs = (f"({self.of(test)}, {self._names.value(option)}), " for test, option in entries)
        return "(" + "".join(pairs) + ")"

    # Entries ------------------------------------------------------------------------------------------

    def _over_rows(self, node: x.OverRows) -> str:
        if node.body is None:
            return f"over_rows({self._names.thing(node)}, None, v)"
        outer, self._in_row = self._in_row, True
        body = self.of(node.body)
        self._in_row = outer
        return f"over_rows({self._names.thing(node)}, lambda v, w: {body}, v)"

    def _all(self, nodes: Iterable[x.Expression]) -> str:
        return "(" + "".join(f"{self.of(node)}, " for node in nodes) + ")"

    def _local(self) -> str:
        return f"t{next(self._locals)}"
