"""Choosing, said in FHIRPath: bands, options, the first that holds, what is hidden."""

from __future__ import annotations

from typing import Final

from decisionsupport.adapters.fhir.saying import (
    Lowering,
    Nodes,
    Said,
    any_aside,
    band,
    is_parameter,
    natural,
)
from decisionsupport.adapters.fhir.spelling import (
    EMPTY,
    among,
    decided,
    exists,
    joined,
    literal,
    where,
)
from decisionsupport.program import expressions as x
from decisionsupport.values.sets import NOT_APPLICABLE


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
    said = band(top)
    value, kind = subject.value, None
    if isinstance(node.subject, x.Read) and not is_parameter(node.subject):
        value, kind = at.cell(node.subject.cell).value, node.subject.kind
    for _, most, given in reversed(lower):
        assert most is not None
        edge = literal(most) if kind is None else natural(most, kind)
        said = where(f"({value} <= {edge})", band(given), said)
    return Said(where(exists(value), said, EMPTY), subject.aside)


def _option_values(at: Lowering, node: x.OptionValues) -> Said:
    subject = at.of(node.subject)
    by_value: dict[str, list[bool | str]] = {}
    for option, given in node.values:
        by_value.setdefault(band(given), []).append(option)
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
        return Said(decided(applies, body.value, EMPTY), any_aside(Said(EMPTY, aside), body))
    return Said(decided(applies, body.value, band(node.otherwise)), body.aside)


def _or_else(at: Lowering, node: x.OrElse) -> Said:
    said = at.of(node.operand)
    return Said(said.value if said.aside is None else where(said.aside, band(node.otherwise), said.value))


def _unless_false(at: Lowering, node: x.UnlessFalse) -> Said:
    body = at.of(node.body)
    whom = f"applies:{at.form}"
    if isinstance(node.applies, x.Read) and node.applies.cell == whom and whom in at.refused:
        return body  # unknown, it counts; that whom the form is for is not said is reported with the form
    aside = f"({at.condition(node.applies)} = false)"
    return Said(where(aside, EMPTY, body.value), any_aside(Said(EMPTY, aside), body))


def _require_all(at: Lowering, node: x.RequireAll) -> Said:
    body = at.of(node.body)
    known = []
    for part in map(at.of, node.parts):
        there = part.known or exists(part.value)
        known.append(there if part.aside is None else f"({there} or {part.aside})")
    return Said(where(joined("and", known), body.value, EMPTY) if known else body.value, body.aside)


CHOOSING: Final[Nodes] = {
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
