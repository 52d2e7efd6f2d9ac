"""Conditions said in plain words, with units and the options' own texts.

Law: every node of `program.expressions` has a saying in every language; nothing said is Python, YAML or an
id where the author gave words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeGuard

from decisionsupport.engine.explaining.names import TIMES
from decisionsupport.engine.explaining.values import SayingValues
from decisionsupport.outcome.texts.wording import wording
from decisionsupport.program import expressions as x
from decisionsupport.values import kinds
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Between,
    OneOf,
    Possible,
    is_known,
    may_be_not_applicable,
    without_not_applicable,
)


class Saying(SayingValues):
    """Says expressions of one program in one language."""

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
                return self.answered(self.label(cell), truth)
            case x.ReadLocal(name=name):
                return self.answered(self.local(name), truth)
            case x.IsOneOf():
                return self._is_one_of(node, truth)
            case x.Compare() | x.CompareRank():
                return self._compare(node, truth)
            case x.TextIs(subject=subject, value=value):
                return (words.is_ if truth else words.is_not).format(self.say(subject), self.quoted(value))
            case x.Includes(option=option, subject=subject):
                phrase = words.includes if truth else words.includes_not
                return phrase.format(self.say(subject), self.option_within(option, subject.kind))
            case x.CodeIn(subject=subject, codes=codes):
                return (words.under if truth else words.under_not).format(
                    self.say(subject), self._codes(codes)
                )
            case x.IsApplicable(operand=operand):
                named = self.quoted(self.title(operand.cell)) if _read(operand) else self.say(operand)
                return (words.applicable if truth else words.not_applicable).format(named)
            case x.RecordTest(cell=cell, test=test):
                positive, negative = (
                    (words.answered, words.unanswered) if test == "answered" else (words.known, words.unknown)
                )
                return (positive if truth else negative).format(self.quoted(self.title(cell)))
            case x.SinceCompare(form=form, operator=operator, duration=duration):
                shown_operator = operator if truth else _OPPOSITE[operator]
                return words.since[shown_operator].format(self.form(form), self.length(duration))
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

    def say_named(self, node: x.Expression) -> str:
        """What a value is called, also where it is a condition's."""
        return self.name(node.cell) if _read(node) else self.say(node)

    def _labelled(self, node: x.Expression) -> str:
        return self.label(node.cell) if _read(node) else self.say(node)

    def answered(self, label: str, truth: bool) -> str:
        """That something is answered with yes, or with no."""
        return (self.words.yes if truth else self.words.no).format(label)

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
            return self.answered(self._labelled(node.subject), wanted)
        order = kind.options if isinstance(kind, kinds.Choice) else tuple(sorted(map(str, node.options)))
        chosen = [self.option_within(option, kind) for option in order if option in node.options]
        if not truth and len(chosen) > 1:
            return words.is_none_of.format(self.say_named(node.subject), self.listed(chosen, any_of=True))
        phrase = words.is_ if truth else words.is_not
        return phrase.format(self.say_named(node.subject), self.listed(chosen, any_of=True))

    def _compare(self, node: x.Compare | x.CompareRank, truth: bool) -> str:
        words = self.words
        operator = node.operator if truth else _OPPOSITE[node.operator]
        left, right = node.left, node.right
        if isinstance(left, x.Constant) and not isinstance(right, x.Constant):
            left, right, operator = right, left, _MIRRORED[operator]
        if isinstance(left, x.LastDone) and operator in words.done:
            return words.done[operator].format(self.form(left.form), self.say(right))
        if _before_now(right) and operator in words.ago:
            return words.ago[operator].format(self.say(left), self.length(right.duration))
        if isinstance(right, x.Now) and operator in words.compared_now:
            return words.compared_now[operator].format(self.say(left))
        if isinstance(left, x.FormRemaining) and isinstance(right, x.Constant) and right.value == 0:
            if operator in ("==", "<="):
                return words.complete.format(self.form(left.form))
            if operator in ("!=", ">"):
                return words.incomplete.format(self.form(left.form))
        if isinstance(left, x.CountTrue):
            listed = self.listed([self.say(each) for each in left.operands])
            return words.several_true[operator].format(listed, self.say(right))
        if isinstance(node, x.CompareRank):
            return words.compared_rank[operator].format(self.say(left), self._ranked(right))
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

    def _ranked(self, node: x.Expression) -> str:
        if isinstance(node, x.Constant) and isinstance(node.value, str):
            return self.option_within(node.value, node.kind)
        return self.say(node)

    def came_to(self, cell_id: str, value: Possible) -> str:
        """What a cell is, or can be, as a clause: *NEWS2 är 4*, *NEWS2 kan vara 3–8*, *svar på … saknas*."""
        words, cell = self.words, self.program.cells[cell_id]
        name = self.name(cell_id)
        if value is NOT_APPLICABLE:
            return words.not_applicable_now.format(name)
        match without_not_applicable(value):
            case bool() as known:
                return self.answered(self.label(cell_id), known)
            case OneOf(values=values) if not isinstance(cell.kind, kinds.Boolean):
                if cell_id in self.program.items:
                    return self._missing(cell_id)
                order = cell.kind.options if isinstance(cell.kind, kinds.Choice) else tuple(map(str, values))
                said = [self.option_within(each, cell.kind) for each in order if each in values]
                if may_be_not_applicable(value):
                    said.append(wording(self.language).not_applicable)
                return words.may_be.format(name, self.listed(said, any_of=True))
            case Between() as unknown if cell_id not in self.program.items:
                return words.may_be.format(name, self.value(unknown, cell.kind, cell))
            case str() as option if isinstance(cell.kind, kinds.Choice):
                return words.is_known.format(name, self.option_within(option, cell.kind))
            case known if is_known(known):
                return words.is_known.format(name, self.value(known, cell.kind, cell))
            case _:
                return self._missing(cell_id)

    def _missing(self, cell_id: str) -> str:
        if cell_id in self.program.items:
            return self.words.unanswered.format(self.quoted(self.title(cell_id)))
        return self.words.is_missing.format(self.label(cell_id))


def _read(node: x.Expression) -> TypeGuard[x.Read | x.ReadRow]:
    return isinstance(node, x.Read | x.ReadRow)


def _before_now(node: x.Expression) -> TypeGuard[x.Step]:
    return isinstance(node, x.Step) and node.sign == -1 and isinstance(node.start, x.Now | x.Today)


_OPPOSITE: Final[Mapping[x.ComparisonOperator, x.ComparisonOperator]] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "==": "!=",
    "!=": "==",
}
_MIRRORED: Final[Mapping[x.ComparisonOperator, x.ComparisonOperator]] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "==": "==",
    "!=": "!=",
}
