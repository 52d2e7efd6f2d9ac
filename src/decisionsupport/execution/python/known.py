"""A cell's source text where all that it reads is known: plain Python on plain values.

What an operator gives for known values is known too, but for a few nodes: those that may give not applicable,
or a set written in the file. They may stand only where nothing more is made of their value; else the cell has
no such text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from decisionsupport.execution.python.names import CLASSES, Lines, Names
from decisionsupport.execution.python.possible import DEEPEST
from decisionsupport.program import expressions as x
from decisionsupport.program.meaning import places_of, ranked
from decisionsupport.values import kinds
from decisionsupport.values.sets import NOT_APPLICABLE, Possible, is_known

Edges = tuple[tuple[int | None, int | None, Possible], ...]

LONGEST_CHAIN: Final = 40
"""`a if b else c if …`: longer ones are collected, as possible values are."""
INLINE_BANDS: Final = 6


class NotPlain(Exception):
    """The cell has no text over plain values."""


class KnownText:
    """Writes an expression over known values, held in locals. `reads` has the class of each local's value."""

    def __init__(
        self,
        names: Names,
        numbers: Mapping[str, int],
        lines: Lines,
        possible_condition: Callable[[x.Expression], str],
    ) -> None:
        self._names = names
        self._possible_condition = possible_condition
        self._numbers = numbers
        self._lines = lines
        self._depth = 0
        self._locals = 0
        self.reads: dict[str, tuple[str, str]] = {}
        """By local: how it is read, and the class it must have."""

    def result(self, node: x.Expression) -> str:
        """The text of what a cell gives: any possible value."""
        return self._inside(node, self._result)

    def of(self, node: x.Expression) -> str:
        """The text of a known value."""
        return self._inside(node, self._text)

    def _inside(self, node: x.Expression, text: Callable[[x.Expression], str]) -> str:
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotPlain
        written = self._lines.reach(node.span) + text(node)
        self._depth -= 1
        return written

    def _result(self, node: x.Expression) -> str:
        match node:
            case x.Constant(value=value):
                return self._names.value(value)
            case x.WhenApplicable(applies=applies, body=body, otherwise=hidden):
                return self._chain(((applies, body),), lambda: self._names.value(hidden), self.result)
            case x.UnlessFalse(applies=applies, body=body):
                # Whom a form is made for is often not known, and counts as being for all: that is no reason
                # to work the whole out as if nothing were.
                test = f"{self._possible_condition(applies)} is False"
                return f"(NOT_APPLICABLE if {test} else {self.result(body)})"
            case x.Conditional(test=test, then=then, otherwise=other):
                return self._chain(((test, then),), lambda: self.result(other), self.result)
            case x.FirstOf(entries=entries, otherwise=last) if last is not None:
                return self._chain(entries, lambda: self.result(last), self.result)
            case x.RequireAll(body=body, parts=parts):
                self._all(parts)
                return self.result(body)
            case x.Bands(subject=subject, edges=edges):
                return self._bands(subject, edges)
            case x.OptionValues(subject=subject, values=values):
                return f"{self._names.thing(values, dict)}[{self.of(subject)}]"
            case _:
                return self._text(node)

    def _text(self, node: x.Expression) -> str:
        names = self._names
        match node:
            case x.Constant(value=value):
                return names.value(_plain(value))
            case x.Read(cell=cell):
                return self._read("v", cell, node.kind)
            case x.ReadRow(cell=cell):
                return self._read("w", cell, node.kind)
            case x.Now():
                return "v.now"
            case x.Today():
                return "v.today"
            case x.IsApplicable(operand=operand):
                self.of(operand)
                return "True"
            case x.Not(operand=operand):
                return f"(not {self.of(operand)})"
            case x.And(operands=operands):
                return f"({' and '.join(map(self.of, operands)) or 'True'})"
            case x.Or(operands=operands):
                return f"({' or '.join(map(self.of, operands)) or 'False'})"
            case x.Compare(operator=operator, left=left, right=right):
                return f"({self.of(left)} {operator} {self.of(right)})"
            case x.CompareRank(operator=operator, left=left, right=right, order=order):
                return f"({self._rank(left, order)} {operator} {self._rank(right, order)})"
            case x.IsOneOf(subject=subject, options=options):
                return self._is_one_of(subject, options)
            case x.Includes(option=option, subject=subject):
                return f"({names.value(option)} in {self.of(subject)})"
            case x.CodeIn(subject=subject, codes=codes, system=system):
                return f"code_in({self.of(subject)}, {self.of(codes)}, {names.value(system)})"
            case x.TextIs(subject=subject, value=text):
                return f"({self.of(subject)} == {names.value(text)})"
            case x.Conditional(test=test, then=then, otherwise=other):
                return self._chain(((test, then),), lambda: self.of(other), self.of)
            case x.FirstOf(entries=entries, otherwise=last) if last is not None:
                return self._chain(entries, lambda: self.of(last), self.of)
            case x.WhenApplicable(applies=applies, body=body, otherwise=hidden):
                return self._chain(((applies, body),), lambda: names.value(_plain(hidden)), self.of)
            case x.OrElse(operand=operand):
                return self.of(operand)
            case x.Bands(subject=subject, edges=edges):
                for _, _, value in edges:
                    _plain(value)
                return self._bands(subject, edges)
            case x.OptionValues(subject=subject, values=values):
                for _, value in values:
                    _plain(value)
                return f"{names.thing(values, dict)}[{self.of(subject)}]"
            case x.ChosenSum(subject=subject, values=points):
                return f"chosen_sum({self.of(subject)}, {names.thing(points, dict)})"
            case x.MakeDuration(unit=unit, amount=amount):
                return f"make_duration({names.value(unit)}, {self.of(amount)})"
            case x.Step(start=start, duration=duration, sign=sign):
                return f"step_by({self.of(start)}, {self.of(duration)}, v.zone, {names.value(sign)})"
            case x.TimeFunction(function=function, operands=operands):
                return f"time_function({names.value(function)}, {self._all(operands)}, v.today, v.zone)"
            case _:
                return self._number(node)

    def _number(self, node: x.Expression) -> str:
        value = self._names.value
        match node:
            case x.CountTrue(operands=operands):
                return f"({' + '.join(['0', *map(self.of, operands)])})"
            case x.Rescale(operand=operand, factor=factor):
                return f"({self.of(operand)} * {value(factor)})"
            case x.Negative(operand=operand):
                return f"(-{self.of(operand)})"
            case x.Add(left=left, right=right):
                return f"({self.of(left)} + {self.of(right)})"
            case x.Subtract(left=left, right=right):
                return f"({self.of(left)} - {self.of(right)})"
            case x.Multiply(left=left, right=right):
                return f"({self.of(left)} * {self.of(right)})"
            case x.Power(operand=operand, exponent=exponent):
                return f"({self.of(operand)} ** {value(exponent)})"
            case x.Absolute(operand=operand):
                return f"abs({self.of(operand)})"
            case x.Fold(function="sum", operands=operands):
                return f"({' + '.join(map(self.of, operands)) or '0'})"
            case x.Fold(function=function, operands=operands) if operands:
                return self.of(operands[0]) if len(operands) == 1 else f"{function}{self._all(operands)}"
            case x.CountApplicable(operands=operands):
                self._all(operands)
                return value(len(operands))
            case x.RoundTo(operand=operand, mode=mode, shift=shift, step=step):
                return f"round_to({self.of(operand)}, {value(shift)}, {value(step)}, {value(mode)})"
            case x.RoundQuotient(numerator=above, denominator=below, scale=scale, mode=mode, step=step):
                grid = f"{value(scale)}, {value(step)}, {value(mode)}"
                return f"round_quotient({self.of(above)}, {self.of(below)}, {grid})"
            case x.RoundMean(operands=operands, scale=scale, mode=mode, step=step) if operands:
                return f"round_mean({self._all(operands)}, {value(scale)}, {value(step)}, {value(mode)})"
            case x.RoundReal(operand=operand, mode=mode, step=step, kind=kind):
                grid = f"{value(places_of(kind))}, {value(step)}, {value(mode)}"
                return f"round_real({self.of(operand)}, {grid})"
            case x.ToReal(operand=operand, places=places):
                return f"to_real({self.of(operand)}, {value(places)})"
            case x.RealOperation(function=function, operands=operands, exponent=exponent) if operands:
                return f"real_operation({value(function)}, {self._all(operands)}, {value(exponent)})"
            case _:
                raise NotPlain

    # Parts --------------------------------------------------------------------------------------------

    def _read(self, holder: str, cell: str, kind: kinds.Kind) -> str:
        number = self._numbers[cell]
        local = f"{'c' if holder == 'v' else 'r'}{number}"
        if local not in self.reads:
            known = CLASSES.get(type(kind))
            if known is None:
                raise NotPlain
            self.reads[local] = (f"{holder}[{number}]", known.__name__)
        return local

    def _rank(self, node: x.Expression, order: tuple[str, ...]) -> str:
        if isinstance(node, x.Constant) and node.value in order:
            return str(order.index(str(node.value)))
        return f"{self._names.thing(order, ranked)}[{self.of(node)}]"

    def _is_one_of(self, subject: x.Expression, options: frozenset[bool | str]) -> str:
        text, value = self.of(subject), self._names.value
        if len(options) != 1:
            return f"({text} in {value(options)})"
        (only,) = options
        return f"({text} {'is' if isinstance(only, bool) else '=='} {value(only)})"

    def _chain(
        self,
        entries: Iterable[tuple[x.Expression, x.Expression]],
        otherwise: Callable[[], str],
        text: Callable[[x.Expression], str],
    ) -> str:
        links: list[str] = []
        for test, value in entries:
            links.append(f"{text(value)} if {self.of(test)} else ")
            if len(links) > LONGEST_CHAIN:
                raise NotPlain
        return f"({''.join(links)}{otherwise()})"

    def _bands(self, subject: x.Expression, edges: Edges) -> str:
        value, thing = self._names.value, self._names.thing
        text = self.of(subject)
        if any(most is None for _, most, _ in edges[:-1]) or not edges:
            raise NotPlain
        if len(edges) > INLINE_BANDS:
            return f"{thing(edges, _what_bands_give)}[bisect_left({thing(edges, _ends_of_bands)}, {text})]"
        local = f"b{self._locals}"
        self._locals += 1
        links = [
            f"{value(gives)} if {f'({local} := {text})' if place == 0 else local} <= {value(most)} else "
            for place, (_, most, gives) in enumerate(edges[:-1])
        ]
        return f"({''.join(links)}{value(edges[-1][2])})"

    def _all(self, nodes: Iterable[x.Expression]) -> str:
        return "(" + "".join(f"{self.of(node)}, " for node in nodes) + ")"


def _plain(value: Possible) -> Possible:
    if not is_known(value) or value is NOT_APPLICABLE:
        raise NotPlain
    return value


def _ends_of_bands(edges: Edges) -> tuple[int, ...]:
    return tuple(most for _, most, _ in edges[:-1] if most is not None)


def _what_bands_give(edges: Edges) -> tuple[Possible, ...]:
    return tuple(gives for _, _, gives in edges)
