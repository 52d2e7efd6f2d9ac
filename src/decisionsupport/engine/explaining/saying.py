"""Conditions, values, tables and points said in plain words, with units and the options' own texts.

Law: every node of `program.expressions` has a saying in every language; nothing said is Python, YAML or an id where
the author gave words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from decisionsupport.engine.explaining.phrases import Phrases, phrases
from decisionsupport.engine.showing import option_text, to_shown
from decisionsupport.outcome.texts import shown
from decisionsupport.outcome.texts.printing import printed
from decisionsupport.outcome.texts.wording import wording
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible, is_known

TIMES = kinds.Date | kinds.Instant | kinds.TimeOfDay
MOST_CASES = 12


class Saying:
    """Says expressions of one program in one language. `parameters` are values to name beside parameters."""

    def __init__(
        self, program: Program, language: str, parameters: Mapping[str, Possible] | None = None
    ) -> None:
        self.program = program
        self.language = language
        self.parameters = parameters or {}
        self.words: Phrases = phrases(language)

    # Names and values ----------------------------------------------------------------------------------

    def name(self, cell_id: str) -> str:
        """What a cell is called: an item by what is asked, a form's total by the form."""
        cell = self.program.cells[cell_id]
        title = cell.title.in_language(self.language).rstrip("?: ")
        if cell_id.startswith("points:"):
            return self.words.points_of.format(self.name(cell_id.removeprefix("points:")))
        if cell_id.startswith("parameter."):
            return self._parameter(cell_id.removeprefix("parameter."), title)
        if cell.form is not None and cell.expression is not None and cell_id not in self.program.items:
            bare = cell_id.rpartition(".")[2]
            form = self.program.forms[cell.form].title.in_language(self.language)
            if bare == "total":
                return form
            return form if not title or title == form else f"{form}, {_small(title)}"
        return title or cell_id.rpartition(".")[2].replace("_", " ")

    def _parameter(self, name: str, title: str) -> str:
        value = self.parameters.get(name)
        if value is None or not is_known(value) or isinstance(value, frozenset):
            return _small(title)
        said = self.value(value, self.program.parameters[name].kind)
        return self.words.parameter.format(name=_small(title), value=said)

    def value(self, value: Possible, kind: kinds.Kind) -> str:
        """A possible value, with its unit or the option's text."""
        return printed(to_shown(value, None, kind, self.program, self.language), wording(self.language))

    def option(self, option: bool | str, kind: kinds.Kind) -> str:
        """An option in the words of its list."""
        if isinstance(option, bool):
            return printed(shown.Truth(option), wording(self.language))
        return option_text(option, kind, self.program, self.language)

    def listed(self, parts: Sequence[str], *, any_of: bool = False) -> str:
        """*a, b och c*, *a, b eller c*."""
        if len(parts) < 2:
            return "".join(parts)
        joint = self.words.disjunction if any_of else self.words.conjunction
        between = "; " if len(parts) > 2 and any(", " in part or ": " in part for part in parts) else ", "
        return f"{between.join(parts[:-1])} {joint} {parts[-1]}"

    # Expressions ---------------------------------------------------------------------------------------

    def say(self, node: x.Expression) -> str:
        """An expression in words; a condition as a whole sentence's part."""
        if isinstance(node.kind, kinds.Boolean):
            return self._condition(node, truth=True)
        return self._value(node)

    def denied(self, node: x.Expression) -> str:
        """That a condition does not hold."""
        return self._condition(node, truth=False)

    def _condition(self, node: x.Expression, *, truth: bool) -> str:
        words = self.words
        match node:
            case x.Not(operand=operand):
                return self._condition(operand, truth=not truth)
            case x.And(operands=operands) | x.Or(operands=operands):
                return self._joined(node, operands, truth)
            case x.Constant(value=value):
                return words.always if (value is True) is truth else words.never
            case x.Read(cell=cell) | x.ReadRow(cell=cell) if cell.startswith(
                ("when:", "unless:", "applies:", "must:")
            ):
                inner = self.program.cells[cell].expression
                return self._condition(inner, truth=truth) if inner is not None else self.name(cell)
            case x.Read(cell=cell) | x.ReadRow(cell=cell):
                return (words.yes if truth else words.no).format(self.name(cell))
            case x.ReadLocal(name=name):
                return (words.yes if truth else words.no).format(name)
            case x.IsOneOf():
                return self._is_one_of(node, truth)
            case x.Compare() | x.CompareRank():
                return self._compare(node, truth)
            case x.TextIs(subject=subject, value=value):
                return (words.is_ if truth else words.is_not).format(self.say(subject), f"“{value}”")
            case x.Includes(option=option, subject=subject):
                phrase = words.includes if truth else words.includes_not
                return phrase.format(self.say(subject), _small(self.option(option, subject.kind)))
            case x.CodeIn(subject=subject, codes=codes):
                return (words.under if truth else words.under_not).format(
                    self.say(subject), self._codes(codes)
                )
            case x.IsApplicable(operand=operand):
                return (words.applicable if truth else words.not_applicable).format(self._named(operand))
            case x.RecordTest(cell=cell, test=test):
                positive, negative = (
                    (words.answered, words.unanswered) if test == "answered" else (words.known, words.unknown)
                )
                return (positive if truth else negative).format(self.name(cell))
            case x.SinceCompare(form=form, operator=operator, duration=duration):
                shown_operator = operator if truth else _OPPOSITE[operator]
                return words.since[shown_operator].format(self._form(form), self.say(duration))
            case x.OverRows():
                return self._rows(node, truth)
            case (
                x.Conditional()
                | x.FirstOf()
                | x.WhenApplicable()
                | x.UnlessFalse()
                | x.OrElse()
                | x.RequireAll()
            ):
                return self._wrapped(node, truth)
            case _:
                said = self._value(node)
                return said if truth else words.not_.format(said)

    def _wrapped(self, node: x.Expression, truth: bool) -> str:
        if isinstance(node, x.UnlessFalse):
            return self._condition(node.body, truth=truth)
        said = self._value(node)
        return said if truth else self.words.not_.format(said)

    def _named(self, node: x.Expression) -> str:
        return self.name(node.cell) if isinstance(node, x.Read | x.ReadRow) else self.say(node)

    def _joined(self, node: x.Expression, operands: Sequence[x.Expression], truth: bool) -> str:
        together = isinstance(node, x.And) is truth
        if not truth and isinstance(node, x.Or) and len(operands) > 2:
            return self.words.none_of.format(
                self.listed([self._condition(each, truth=True) for each in operands])
            )
        parts = [self._part(each, truth, together) for each in operands]
        if len(parts) == 2:
            return self.listed(parts, any_of=not together)
        phrase = self.words.all_of if together else self.words.any_of
        return phrase.format(self.listed(parts, any_of=not together))

    def _part(self, node: x.Expression, truth: bool, together: bool) -> str:
        said = self._condition(node, truth=truth)
        while isinstance(node, x.Not):
            node, truth = node.operand, not truth
        inner = isinstance(node, x.And) is truth if isinstance(node, x.And | x.Or) else together
        compound = isinstance(node, x.And | x.Or | x.Conditional | x.FirstOf)
        return (
            f"({said})"
            if compound and (inner is not together or len(getattr(node, "operands", ())) > 2)
            else said
        )

    def _is_one_of(self, node: x.IsOneOf, truth: bool) -> str:
        words, kind = self.words, node.subject.kind
        if isinstance(kind, kinds.Boolean) and len(node.options) == 1:
            wanted = (True in node.options) is truth
            return (words.yes if wanted else words.no).format(self._named(node.subject))
        order = kind.options if isinstance(kind, kinds.Choice) else tuple(sorted(map(str, node.options)))
        chosen = [_small(self.option(option, kind)) for option in order if option in node.options]
        phrase = words.is_ if truth else words.is_not
        return phrase.format(self._named(node.subject), self.listed(chosen, any_of=True))

    def _compare(self, node: x.Compare | x.CompareRank, truth: bool) -> str:
        words = self.words
        operator = node.operator if truth else _OPPOSITE[node.operator]
        left, right = node.left, node.right
        if isinstance(left, x.Constant) and not isinstance(right, x.Constant):
            left, right, operator = right, left, _MIRRORED[operator]
        if isinstance(left, x.FormRemaining) and isinstance(right, x.Constant) and right.value == 0:
            if operator in ("==", "<="):
                return words.complete.format(self._form(left.form))
            if operator in ("!=", ">"):
                return words.incomplete.format(self._form(left.form))
        if isinstance(left, x.CountTrue):
            listed = self.listed([self.say(each) for each in left.operands])
            return words.several_true[operator].format(listed, self.say(right))
        if isinstance(node, x.CompareRank):
            return words.compared_rank[operator].format(self.say(left), _small(self.say(right)))
        table = words.compared_time if isinstance(left.kind, TIMES) else words.compared
        return table[operator].format(self.say(left), self._against(right, left))

    def _against(self, node: x.Expression, other: x.Expression) -> str:
        """A literal takes the other side's unit."""
        inner = node.operand if isinstance(node, x.Rescale) else node
        if (
            isinstance(inner, x.Constant)
            and isinstance(inner.kind, kinds.Number)
            and isinstance(other.kind, kinds.Number)
        ):
            kind = kinds.Number(inner.kind.places, inner.kind.step, inner.kind.unit or other.kind.unit)
            value = inner.value
            while isinstance(value, int) and kind.places and value % 10 == 0:
                value, kind = value // 10, kinds.Number(kind.places - 1, 1, kind.unit)
            return self.value(value, kind)
        return self.say(node)

    def _codes(self, codes: x.Expression) -> str:
        if isinstance(codes, x.Constant) and isinstance(codes.value, frozenset):
            return self.listed(sorted(codes.value), any_of=True)
        return self.say(codes)

    def _form(self, form: str) -> str:
        return self.program.forms[form].title.in_language(self.language)

    # Values --------------------------------------------------------------------------------------------

    def _value(self, node: x.Expression) -> str:
        words = self.words
        match node:
            case x.Constant(value=value, kind=kind):
                return self.value(value, kind)
            case x.Read(cell=cell) | x.ReadRow(cell=cell):
                return self.name(cell)
            case x.ReadLocal(name=name):
                return name
            case x.Now():
                return words.now
            case x.Today():
                return words.today
            case x.FormRemaining(form=form):
                return words.remaining.format(self._form(form))
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
                return words.last_done.format(self._form(form))
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
            said = self.words.change.format(_small(self.name(left.cell)))
            return said if right.within is None else self.words.within.format(said, self.say(right.within))
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
            return phrase.format(self._form(str(forms.pop())))
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
        group = _small(self.program.cells[node.group].title.in_language(self.language))
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
        said = phrase.format(_small(self.name(node.cell)))
        return said if node.within is None else words.within.format(said, self.say(node.within))

    def _moment(self, node: x.MakeDuration | x.Step | x.TimeFunction) -> str:
        words = self.words
        match node:
            case x.MakeDuration(unit=unit, amount=amount):
                if isinstance(amount, x.Constant) and isinstance(amount.value, int):
                    return printed(shown.Lasting(((amount.value, unit),)), wording(self.language))
                return words.duration[unit].format(self.say(amount))
            case x.Step(start=start, duration=duration, sign=sign):
                return (words.later if sign == 1 else words.earlier).format(
                    self.say(start), self.say(duration)
                )
            case x.TimeFunction(function=function, operands=operands):
                return words.moments[function].format(*(self.say(each) for each in operands))
            case _:
                assert_never(node)

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
                    words.first_case.format(value=self.option(option, kind), test=self.say(test))
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
                return words.option_values.format(subject=self.say(subject), values=self.listed(pairs))
            case x.ChosenSum(subject=subject, values=values, kind=kind):
                pairs = [
                    f"{self.value(value, kind)} ({self.option(option, subject.kind)})"
                    for option, value in values
                ]
                return words.option_values.format(subject=self.say(subject), values=self.listed(pairs))
            case x.WhenApplicable(applies=applies, body=body):
                return words.when_applicable.format(body=self.say(body), applies=self.say(applies))
            case x.UnlessFalse(body=body) | x.OrElse(operand=body):
                return self.say(body)
            case x.RequireAll(body=body):
                return words.require_all.format(self.say(body))
            case x.Concluded(entries=entries, kind=kind):
                cases = [
                    words.first_case.format(value=self.option(option, kind), test=self.say(test))
                    for test, option in entries
                ]
                return words.concluded.format(_shortened(cases))
            case _:
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


def _small(text: str) -> str:
    """With a small first letter, unless it begins a name or an abbreviation (NEWS2, SIP)."""
    return text[:1].lower() + text[1:] if len(text) > 1 and text[1:2].islower() else text


_OPPOSITE: Mapping[x.ComparisonOperator, x.ComparisonOperator] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "==": "!=",
    "!=": "==",
}
_MIRRORED: Mapping[x.ComparisonOperator, x.ComparisonOperator] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "==": "==",
    "!=": "!=",
}
