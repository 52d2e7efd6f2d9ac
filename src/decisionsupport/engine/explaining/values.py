"""Values in words: sums, rounding, time, history, repeating groups, points, tables."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Final, assert_never

from decisionsupport.engine.explaining.names import Names
from decisionsupport.outcome.texts import shown
from decisionsupport.outcome.texts.printing import printed
from decisionsupport.outcome.texts.wording import wording
from decisionsupport.program import expressions as x
from decisionsupport.values import kinds

MOST_CASES: Final = 12


class SayingValues(Names, ABC):
    """Says the expressions that give a value; conditions are left to `say`."""

    @abstractmethod
    def say(self, node: x.Expression) -> str:
        """An expression in words."""

    # Values --------------------------------------------------------------------------------------------

    def _value(self, node: x.Expression) -> str:
        """A node that is no condition."""
        words = self.words
        match node:
            case x.Constant(value=value, kind=kind):
                return self.value(value, kind)
            case x.Read(cell=cell) | x.ReadRow(cell=cell):
                return self.name(cell)
            case x.ReadLocal(name=name):
                return self.local(name)
            case x.Now():
                return words.now
            case x.Today():
                return words.today
            case x.FormRemaining(form=form):
                return words.remaining.format(self.form(form))
            case x.CountTrue(operands=operands):
                return words.how_many_true.format(self.listed([self.say(each) for each in operands]))
            case x.Rescale(operand=operand) | x.ToReal(operand=operand):
                return self.say(operand)
            case x.Negative(operand=operand):
                return words.negative.format(self._operand(operand))
            case x.Add(left=left, right=right):
                return words.plus.format(self._operand(left), self._operand(right))
            case x.Subtract():
                return self._difference(node)
            case x.Multiply(left=left, right=right):
                return words.times.format(self._operand(left), self._operand(right))
            case x.Power(operand=operand, exponent=exponent):
                return words.power[exponent].format(self._operand(operand))
            case x.Absolute(operand=operand):
                return words.absolute.format(self.say(operand))
            case x.Fold():
                return self._fold(node)
            case x.CountApplicable(operands=operands):
                return words.how_many.format(self.listed([self.say(each) for each in operands]))
            case x.RoundTo(operand=operand) | x.RoundReal(operand=operand):
                return self._rounded(node, self.say(operand))
            case x.RoundQuotient(numerator=numerator, denominator=denominator):
                quotient = words.divided.format(self._operand(numerator), self._operand(denominator))
                return self._rounded(node, quotient)
            case x.RoundMean(operands=operands):
                return self._rounded(
                    node, words.mean_of.format(self.listed([self.say(each) for each in operands]))
                )
            case x.RealOperation():
                return self._real(node)
            case x.OverRows():
                return self._rows(node, True)
            case x.History():
                return self._history(node)
            case x.LastDone(form=form):
                return words.last_done.format(self.form(form))
            case x.MakeDuration() | x.Step() | x.TimeFunction():
                return self._moment(node)
            case _:
                return self._chosen(node)

    def _operand(self, node: x.Expression) -> str:
        said = self.say(node)
        while isinstance(node, x.Rescale | x.ToReal):
            node = node.operand
        return f"({said})" if isinstance(node, x.Add | x.Subtract | x.Multiply | x.Conditional) else said

    def _difference(self, node: x.Subtract) -> str:
        left, right = node.left, node.right
        if isinstance(right, x.History) and isinstance(left, x.Read) and left.cell == right.cell:
            said = self.words.change.format(self.name(left.cell))
            return said if right.within is None else self.words.within.format(said, self.length(right.within))
        return self.words.minus.format(self._operand(left), self._operand(right))

    def _fold(self, node: x.Fold) -> str:
        words = self.words
        cells = [
            each.cell
            for each in node.operands
            if isinstance(each, x.Read) and each.cell.startswith("points:")
        ]
        forms = {self.program.cells[cell].form for cell in cells}
        if len(cells) == len(node.operands) and len(forms) == 1:
            phrase = {"sum": words.points_sum, "min": words.points_least, "max": words.points_most}[
                node.function
            ]
            return phrase.format(self.form(str(forms.pop())))
        phrase = {"sum": words.sum_of, "min": words.least_of, "max": words.most_of}[node.function]
        return phrase.format(self.listed([self.say(each) for each in node.operands]))

    def _rounded(self, node: x.RoundTo | x.RoundReal | x.RoundQuotient | x.RoundMean, said: str) -> str:
        kind = node.kind
        places = kind.places if isinstance(kind, kinds.Number) else 0
        step = self.value(node.step, kinds.Number(places))
        return self.words.rounded[node.mode].format(said, step)

    def _real(self, node: x.RealOperation) -> str:
        words, parts = self.words, [self._operand(each) for each in node.operands]
        if node.function in words.real:
            return words.real[node.function].format(parts[0])
        two: Mapping[str, str] = {
            "add": words.plus,
            "subtract": words.minus,
            "multiply": words.times,
            "divide": words.divided,
        }
        if node.function in two:
            return two[node.function].format(*parts)
        if node.function == "power":
            return words.power[node.exponent].format(parts[0])
        one: Mapping[str, str] = {"abs": words.absolute, "negate": words.negative}
        return (
            one[node.function].format(parts[0])
            if node.function in one
            else words.mean_of.format(self.listed(parts))
        )

    def _rows(self, node: x.OverRows, truth: bool) -> str:
        words = self.words
        group = self.group(node.group)
        if node.body is None:
            return words.rows["count_all"].format(group=group)
        body = self.say(node.body)
        if not truth and node.function == "any":
            return words.no_row.format(group=group, body=body)
        said = words.rows[node.function].format(group=group, body=body)
        return said if truth else words.not_.format(said)

    def _history(self, node: x.History) -> str:
        words = self.words
        phrase = {"previous": words.previous, "lowest": words.lowest, "highest": words.highest}[node.function]
        said = phrase.format(self.name(node.cell))
        return said if node.within is None else words.within.format(said, self.length(node.within))

    def _moment(self, node: x.MakeDuration | x.Step | x.TimeFunction) -> str:
        words = self.words
        match node:
            case x.MakeDuration(unit=unit, amount=amount):
                if isinstance(amount, x.Constant) and isinstance(amount.value, int):
                    return printed(shown.Lasting(((amount.value, unit),)), wording(self.language))
                return words.duration[unit].format(self.length(amount))
            case x.Step(start=start, duration=duration, sign=sign):
                return (words.later if sign == 1 else words.earlier).format(
                    self.say(start), self.length(duration)
                )
            case x.TimeFunction(function=function, operands=operands):
                if function in ("date_of", "time_of"):
                    return words.moments[function].format(self._moment_of(operands[0]))
                return words.moments[function].format(*(self.say(each) for each in operands))
            case _:
                assert_never(node)

    def _scored(self, node: x.Expression) -> str:
        """What points are given for."""
        return self.label(node.cell) if isinstance(node, x.Read | x.ReadRow) else self.say(node)

    def _moment_of(self, node: x.Expression) -> str:
        """A moment that a day or a clock time is taken of: an item by its title alone."""
        if isinstance(node, x.Read | x.ReadRow) and node.cell in self.program.items:
            return self.quoted(self.title(node.cell))
        return self.say(node)

    def length(self, node: x.Expression) -> str:
        """A length of time, a parameter by its value alone."""
        if isinstance(node, x.Read) and node.cell.startswith("parameter."):
            return self.parameter(node.cell.removeprefix("parameter."), named=False)
        return self.say(node)

    # Choosing ------------------------------------------------------------------------------------------

    def _chosen(self, node: x.Expression) -> str:
        words = self.words
        match node:
            case x.Conditional(test=test, then=then, otherwise=otherwise):
                return words.conditional.format(
                    then=self.say(then), test=self.say(test), otherwise=self.say(otherwise)
                )
            case x.FirstOf(entries=entries, otherwise=otherwise):
                cases = [
                    words.first_case.format(value=self.say(value), test=self.say(test))
                    for test, value in entries
                ]
                last = [words.first_otherwise.format(self.say(otherwise))] if otherwise is not None else []
                return words.first_of.format(_shortened([*cases, *last]))
            case x.Collect(entries=entries, kind=kind):
                cases = [
                    words.first_case.format(value=self.option_within(option, kind), test=self.say(test))
                    for test, option in entries
                ]
                return words.collected.format(_shortened(cases))
            case x.Bands():
                return self._bands(node)
            case x.OptionValues(subject=subject, values=values, kind=kind):
                pairs = [
                    f"{self.value(value, kind)} ({self.option(option, subject.kind)})"
                    for option, value in values
                ]
                return words.option_values.format(subject=self._scored(subject), values=self.listed(pairs))
            case x.ChosenSum(subject=subject, values=values, kind=kind):
                pairs = [
                    f"{self.value(value, kind)} ({self.option(option, subject.kind)})"
                    for option, value in values
                ]
                return words.option_values.format(subject=self._scored(subject), values=self.listed(pairs))
            case x.WhenApplicable(applies=applies, body=body):
                return words.when_applicable.format(body=self.say(body), applies=self.say(applies))
            case x.UnlessFalse(body=body) | x.OrElse(operand=body):
                return self.say(body)
            case x.RequireAll(body=body):
                return words.require_all.format(self.say(body))
            case x.Concluded(entries=entries, kind=kind):
                if isinstance(kind, kinds.Boolean):
                    return words.any_of.format(
                        self.listed([self.say(test) for test, _ in entries], any_of=True)
                    )
                cases = [
                    words.first_case.format(value=self.option_within(option, kind), test=self.say(test))
                    for test, option in entries
                ]
                return words.concluded.format(_shortened(cases))
            case _:
                # Conditions are said by `Saying`; no value comes here, and a test holds every node to it.
                return " ".join(node.span.text.split())

    def _bands(self, node: x.Bands) -> str:
        words, kind = self.words, node.subject.kind
        parts = []
        for least, most, value in node.edges:
            said = self.value(value, node.kind)
            if least is None and most is not None:
                parts.append(words.band_up_to.format(value=said, most=self.value(most, kind)))
            elif most is None and least is not None:
                parts.append(words.band_from.format(value=said, least=self.value(least, kind)))
            elif least is not None and most is not None:
                plain = kinds.Number(kind.places, kind.step) if isinstance(kind, kinds.Number) else kind
                first = self.value(least, plain)
                parts.append(words.band.format(value=said, least=first, most=self.value(most, kind)))
            else:
                parts.append(said)
        return words.bands.format(subject=self.say(node.subject), bands=_shortened(parts))


def _shortened(parts: Sequence[str]) -> str:
    return "; ".join([*parts[:MOST_CASES], "…"] if len(parts) > MOST_CASES else parts)
