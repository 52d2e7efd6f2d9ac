"""From expressions to FHIRPath, over the variables of a Questionnaire.

Law (sound): where the FHIRPath has a value, it is the expression's value, whatever is still unanswered; where
the FHIRPath is empty, the value is not known or not applicable. What cannot be said so raises `NotSaid` with
the reason, and is reported. Numbers are whole numbers in units of 10**-places, as in the program, so that
nothing depends on an engine's decimals; a comparison of an answer with a constant is written in its own unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from decisionsupport.adapters.fhir.spelling import (
    EMPTY,
    among,
    decided,
    exists,
    joined,
    literal,
    negated,
    where,
)
from decisionsupport.engine.intake import value_at
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Program
from decisionsupport.values import kinds
from decisionsupport.values.sets import NOT_APPLICABLE, SETS, Possible


class NotSaid(Exception):
    """What FHIRPath cannot say here; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Said:
    """FHIRPath of a value, and of whether it is known not to apply (None: it always applies).

    For a `choices` answer the value is the collection of codes, and `known` says whether there is an answer.
    """

    value: str
    aside: str | None = None
    known: str | None = None


@dataclass(slots=True)
class Lowering:
    """What one form's expressions are said in: `cells` are those said so far, by what they are read as."""

    program: Program
    form: str
    day: date
    cells: dict[str, Said] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Cells that could not be said, and why."""
    written_in: dict[str, str] = field(default_factory=dict)
    """Parameters whose values stand in the FHIRPath."""

    def of(self, node: x.Expression) -> Said:
        """An expression said in FHIRPath."""
        said = _NODES.get(type(node))
        if said is None:
            raise NotSaid(_BEYOND.get(type(node), "has no counterpart in FHIRPath"))
        return said(self, node)

    def cell(self, cell: str) -> Said:
        """A cell by name: said before, or a parameter's value."""
        if cell in self.cells:
            return self.cells[cell]
        if cell in self.refused:
            raise NotSaid(f"rests on `{cell}`, which {self.refused[cell]}")
        if cell.startswith("parameter."):
            return self._parameter(cell.removeprefix("parameter."))
        found = self.program.cells[cell]
        if found.form is not None and found.form != self.form:
            raise NotSaid(f"reads `{cell}`, of another form")
        raise NotSaid(f"reads `{cell}`, which the questionnaire does not have")

    def _parameter(self, name: str) -> Said:
        parameter = self.program.parameters[name]
        value, _ = value_at(parameter, self.day)
        if isinstance(value, SETS):
            raise NotSaid(f"reads the parameter `{name}`, which has no value on {self.day}")
        said = _constant(value)
        self.written_in[name] = natural(value, parameter.kind) if isinstance(value, int) else said
        return Said(said)

    def condition(self, node: x.Expression) -> str:
        """A condition; what does not apply counts as false."""
        return settled(self.of(node))

    def conditions(self, nodes: tuple[x.Expression, ...]) -> list[str]:
        """Several conditions."""
        return [self.condition(node) for node in nodes]

    def compared(self, node: x.Expression, with_: x.Expression) -> tuple[str, str]:
        """Both sides of a comparison; an answer against a constant in the answer's own unit."""
        match node, with_:
            case x.Read(cell=cell), x.Constant(value=int() as units) if self._decimal(node):
                return self.cell(cell).value, natural(units, node.kind)
            case x.Constant(value=int() as units), x.Read(cell=cell) if self._decimal(with_):
                return natural(units, with_.kind), self.cell(cell).value
            case _:
                return self.of(node).value, self.of(with_).value

    def _decimal(self, node: x.Read) -> bool:
        return isinstance(node.kind, kinds.Number) and node.kind.places > 0 and not _is_parameter(node)


def _is_parameter(node: x.Read) -> bool:
    return node.cell.startswith("parameter.")


def settled(said: Said) -> str:
    """A condition's value, false where it does not apply."""
    return said.value if said.aside is None else where(said.aside, "false", said.value)


def natural(units: int, kind: kinds.Kind) -> str:
    """A number in its own unit."""
    places = kind.places if isinstance(kind, kinds.Number) else 0
    return literal(Decimal(units).scaleb(-places) if places else units)


def _constant(value: Possible) -> str:
    if isinstance(value, bool | int | str | date):
        return literal(value)
    raise NotSaid("reads a list or a duration")


def _any_aside(*parts: Said) -> str | None:
    asides = [part.aside for part in parts if part.aside is not None]
    return joined("or", list(dict.fromkeys(asides))) if asides else None


# Reading -----------------------------------------------------------------------------------------------


def _written(_: Lowering, node: x.Constant) -> Said:
    if node.value is NOT_APPLICABLE:
        return Said(EMPTY, "true")
    return Said(EMPTY if isinstance(node.value, SETS) else _constant(node.value))


def _read(at: Lowering, node: x.Read) -> Said:
    said = at.cell(node.cell)
    if isinstance(node.kind, kinds.Number) and node.kind.places and not _is_parameter(node):
        return Said(f"({said.value} * {10**node.kind.places}).round(0)", said.aside)
    return said


def _is_applicable(at: Lowering, node: x.IsApplicable) -> Said:
    said = at.of(node.operand)
    if said.aside is None:
        return Said("true")
    return Said(where(said.aside, "false", where(exists(said.known or said.value), "true", EMPTY)))


# Conditions --------------------------------------------------------------------------------------------


def _not(at: Lowering, node: x.Not) -> Said:
    return Said(negated(at.condition(node.operand)))


def _count_true(at: Lowering, node: x.CountTrue) -> Said:
    return Said(joined("+", [decided(each, "1", "0") for each in at.conditions(node.operands)]))


def _compare(at: Lowering, node: x.Compare) -> Said:
    left, right = at.compared(node.left, node.right)
    operator = {"==": "="}.get(node.operator, node.operator)
    aside = _any_aside(at.of(node.left), at.of(node.right))
    said = f"({left} {operator} {right})"
    return Said(said if aside is None else where(aside, literal(node.operator == "!="), said))


def _compare_rank(at: Lowering, node: x.CompareRank) -> Said:
    ranks = {option: rank for rank, option in enumerate(node.order)}
    left, right = at.of(node.left), at.of(node.right)
    operator = {"==": "="}.get(node.operator, node.operator)
    said = f"({_ranked(left.value, ranks)} {operator} {_ranked(right.value, ranks)})"
    aside = _any_aside(left, right)
    return Said(said if aside is None else where(aside, literal(node.operator == "!="), said))


def _ranked(value: str, ranks: Mapping[str, int]) -> str:
    constant = ranks.get(value.strip("'"))
    if constant is not None:
        return literal(constant)
    said = EMPTY
    for option, rank in reversed(list(ranks.items())):
        said = where(f"({value} = {literal(option)})", literal(rank), said)
    return said


def _is_one_of(at: Lowering, node: x.IsOneOf) -> Said:
    subject = at.of(node.subject)
    options = sorted(node.options, key=str)
    if options == [True]:
        said = subject.value
    elif options == [False]:
        said = negated(subject.value)
    elif not options or isinstance(options[0], bool):
        said = f"({subject.value} = {subject.value})" if options else "false"
    else:
        said = among(subject.value, map(str, options))
    return Said(settled(Said(said, subject.aside)))


def _includes(at: Lowering, node: x.Includes) -> Said:
    subject = at.of(node.subject)
    held = f"({literal(node.option)} in {subject.value})"
    return Said(settled(Said(where(subject.known or exists(subject.value), held, EMPTY), subject.aside)))


def _text_is(at: Lowering, node: x.TextIs) -> Said:
    if not node.value.isascii() or "'" in node.value or "\\" in node.value:
        raise NotSaid("compares a text with letters that FHIRPath would have to escape")
    subject = at.of(node.subject)
    return Said(settled(Said(f"({subject.value} = {literal(node.value)})", subject.aside)))


# Numbers -----------------------------------------------------------------------------------------------


def _scaled(at: Lowering, node: x.Rescale) -> Said:
    said = at.of(node.operand)
    return Said(f"({said.value} * {node.factor})", said.aside)


def _arithmetic(operator: str) -> Callable[[Lowering, Any], Said]:
    def said(at: Lowering, node: x.Add | x.Subtract | x.Multiply) -> Said:
        left, right = at.of(node.left), at.of(node.right)
        return Said(f"({left.value} {operator} {right.value})", _any_aside(left, right))

    return said


def _negative(at: Lowering, node: x.Negative) -> Said:
    said = at.of(node.operand)
    return Said(f"(0 - {said.value})", said.aside)


def _power(at: Lowering, node: x.Power) -> Said:
    said = at.of(node.operand)
    return Said(joined("*", [said.value] * node.exponent), said.aside)


def _absolute(at: Lowering, node: x.Absolute) -> Said:
    said = at.of(node.operand)
    return Said(f"{said.value}.abs()", said.aside)


def _fold(at: Lowering, node: x.Fold) -> Said:
    parts = [at.of(operand) for operand in node.operands]
    if node.function == "sum":
        counted = [part.value if part.aside is None else where(part.aside, "0", part.value) for part in parts]
        return Said(joined("+", counted) if counted else "0")
    if not parts:
        return Said(EMPTY, "true")
    known = [
        exists(part.value) if part.aside is None else f"({exists(part.value)} or {part.aside})"
        for part in parts
    ]
    better = ">" if node.function == "max" else "<"
    best = (
        f"({' | '.join(part.value for part in parts)})"
        f".aggregate(iif($total.empty(), $this, iif($this {better} $total, $this, $total)))"
    )
    asides = [part.aside for part in parts]
    aside = None if None in asides else joined("and", [each for each in asides if each is not None])
    return Said(where(joined("and", known), best, EMPTY), aside)


def _count_applicable(at: Lowering, node: x.CountApplicable) -> Said:
    counted = []
    for operand in node.operands:
        part = at.of(operand)
        here = where(exists(part.value), "1", EMPTY)
        counted.append("1" if part.aside is None else where(part.aside, "0", here))
    return Said(joined("+", counted) if counted else "0")


def _round_quotient(at: Lowering, node: x.RoundQuotient) -> Said:
    """Exact, in whole numbers: twice the numerator and once the denominator, halves away from zero."""
    if node.mode != "round":
        raise NotSaid("rounds a quotient down or up")
    above, below = at.of(node.numerator), at.of(node.denominator)
    top = f"({above.value} * {2 * 10 ** max(node.scale, 0)})"
    bottom = _times(below.value, node.step * 10 ** max(-node.scale, 0))
    whole = f"(({top}.abs() + {bottom}.abs()) div ({bottom}.abs() * 2))"
    sign = where(f"({top} * {bottom} < 0)", "(-1)", "1")
    return Said(_times(f"({whole} * {sign})", node.step), _any_aside(above, below))


def _times(value: str, factor: int) -> str:
    return value if factor == 1 else f"({value} * {factor})"


# Choosing ----------------------------------------------------------------------------------------------


def _conditional(at: Lowering, node: x.Conditional) -> Said:
    return _first(at, ((node.test, node.then),), node.otherwise)


def _first_of(at: Lowering, node: x.FirstOf) -> Said:
    return _first(at, node.entries, node.otherwise)


def _first(
    at: Lowering, entries: tuple[tuple[x.Expression, x.Expression], ...], otherwise: x.Expression | None
) -> Said:
    if otherwise is None:
        entries, otherwise = entries[:-1], entries[-1][1]
    last = at.of(otherwise)
    bodies = [(at.condition(test), at.of(body)) for test, body in entries]
    value, aside = last.value, last.aside or "false"
    for holds, said in reversed(bodies):
        value = decided(holds, said.value, value)
        aside = decided(holds, said.aside or "false", aside)
    always = last.aside is None and all(said.aside is None for _, said in bodies)
    return Said(value, None if always else aside)


def _bands(at: Lowering, node: x.Bands) -> Said:
    subject = at.of(node.subject)
    *lower, (_, _, top) = node.edges
    said = _band(top)
    value, kind = subject.value, None
    if isinstance(node.subject, x.Read) and not _is_parameter(node.subject):
        value, kind = at.cell(node.subject.cell).value, node.subject.kind
    for _, most, given in reversed(lower):
        assert most is not None
        edge = literal(most) if kind is None else natural(most, kind)
        said = where(f"({value} <= {edge})", _band(given), said)
    return Said(where(exists(value), said, EMPTY), subject.aside)


def _band(given: Possible) -> str:
    return EMPTY if isinstance(given, SETS) else _constant(given)


def _option_values(at: Lowering, node: x.OptionValues) -> Said:
    subject = at.of(node.subject)
    by_value: dict[str, list[bool | str]] = {}
    for option, given in node.values:
        by_value.setdefault(_band(given), []).append(option)
    said = EMPTY
    for given, options in reversed(by_value.items()):
        said = where(_held(subject.value, options), given, said)
    return Said(said, subject.aside)


def _held(value: str, options: list[bool | str]) -> str:
    """Whether the answer is one of the options; where there is none, an `iif` of this takes the last way."""
    named = [option for option in options if not isinstance(option, bool)]
    if named:
        return among(value, named)
    return exists(value) if len(options) > 1 else f"({value} = {literal(options[0])})"


def _chosen_sum(at: Lowering, node: x.ChosenSum) -> Said:
    subject = at.of(node.subject)
    by_value: dict[int, list[str]] = {}
    for option, given in node.values:
        if given:
            by_value.setdefault(given, []).append(option)
    terms = []
    for given, options in by_value.items():
        count = f"{subject.value}.where({among('$this', options)}).count()"
        terms.append(count if given == 1 else f"({count} * {literal(given)})")
    said = joined("+", terms) if terms else "0"
    return Said(where(subject.known or exists(subject.value), said, EMPTY), subject.aside)


def _when_applicable(at: Lowering, node: x.WhenApplicable) -> Said:
    applies, body = at.condition(node.applies), at.of(node.body)
    if node.otherwise is NOT_APPLICABLE:
        aside = f"({applies} = false)"
        return Said(decided(applies, body.value, EMPTY), _any_aside(Said(EMPTY, aside), body))
    return Said(decided(applies, body.value, _band(node.otherwise)), body.aside)


def _or_else(at: Lowering, node: x.OrElse) -> Said:
    said = at.of(node.operand)
    return Said(said.value if said.aside is None else where(said.aside, _band(node.otherwise), said.value))


def _unless_false(at: Lowering, node: x.UnlessFalse) -> Said:
    body = at.of(node.body)
    if isinstance(node.applies, x.Read) and node.applies.cell in at.refused:
        return body  # unknown, it counts; that whom the form is for is not said is reported with the form
    aside = f"({at.condition(node.applies)} = false)"
    return Said(where(aside, EMPTY, body.value), _any_aside(Said(EMPTY, aside), body))


def _require_all(at: Lowering, node: x.RequireAll) -> Said:
    body = at.of(node.body)
    known = []
    for part in map(at.of, node.parts):
        there = part.known or exists(part.value)
        known.append(there if part.aside is None else f"({there} or {part.aside})")
    return Said(where(joined("and", known), body.value, EMPTY) if known else body.value, body.aside)


_NODES: Final[Mapping[type, Callable[..., Said]]] = {
    x.Constant: _written,
    x.Read: _read,
    x.IsApplicable: _is_applicable,
    x.Not: _not,
    x.And: lambda at, node: Said(joined("and", at.conditions(node.operands))),
    x.Or: lambda at, node: Said(joined("or", at.conditions(node.operands))),
    x.CountTrue: _count_true,
    x.Compare: _compare,
    x.CompareRank: _compare_rank,
    x.IsOneOf: _is_one_of,
    x.Includes: _includes,
    x.TextIs: _text_is,
    x.Rescale: _scaled,
    x.Negative: _negative,
    x.Add: _arithmetic("+"),
    x.Subtract: _arithmetic("-"),
    x.Multiply: _arithmetic("*"),
    x.Power: _power,
    x.Absolute: _absolute,
    x.Fold: _fold,
    x.CountApplicable: _count_applicable,
    x.RoundQuotient: _round_quotient,
    x.Conditional: _conditional,
    x.FirstOf: _first_of,
    x.Bands: _bands,
    x.OptionValues: _option_values,
    x.ChosenSum: _chosen_sum,
    x.WhenApplicable: _when_applicable,
    x.OrElse: _or_else,
    x.UnlessFalse: _unless_false,
    x.RequireAll: _require_all,
}
_CLOCK: Final = "reads the instant of the evaluation, which a filled-in form does not have"
_ROWS: Final = "reads the entries of a repeating group"
_HISTORY: Final = "reads earlier answers"
_BEYOND: Final[Mapping[type, str]] = {
    x.Now: _CLOCK,
    x.Today: _CLOCK,
    x.ReadRow: _ROWS,
    x.OverRows: _ROWS,
    x.History: _HISTORY,
    x.LastDone: _HISTORY,
    x.SinceCompare: _HISTORY,
    x.CodeIn: "asks whether a code lies under another",
    x.RecordTest: "asks what was answered, not what it is",
    x.FormRemaining: "asks what is left to answer",
    x.RoundTo: "rounds to a coarser grid",
    x.RoundMean: "takes a mean",
    x.RoundReal: "calculates with reals",
    x.Step: "steps along the calendar",
    x.TimeFunction: "calculates with time",
    x.MakeDuration: "calculates with time",
    x.Concluded: "reads a finding",
    x.Collect: "collects the rows of a table",
}
