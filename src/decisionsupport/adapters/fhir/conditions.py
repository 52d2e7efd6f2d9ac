"""Reading and conditions, said in FHIRPath: `and`, `or` and `not()` are Kleene's there as here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from decisionsupport.adapters.fhir.saying import (
    Lowering,
    Nodes,
    NotSaid,
    Said,
    any_aside,
    constant,
    is_parameter,
    settled,
)
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
from decisionsupport.program import expressions as x
from decisionsupport.values import kinds
from decisionsupport.values.sets import NOT_APPLICABLE, SETS


def _written(_: Lowering, node: x.Constant) -> Said:
    if node.value is NOT_APPLICABLE:
        return Said(EMPTY, "true")
    return Said(EMPTY if isinstance(node.value, SETS) else constant(node.value))


def _read(at: Lowering, node: x.Read) -> Said:
    said = at.cell(node.cell)
    if isinstance(node.kind, kinds.Number) and node.kind.places and not is_parameter(node):
        return Said(f"({said.value} * {10**node.kind.places}).round(0)", said.aside)
    return said


def _is_applicable(at: Lowering, node: x.IsApplicable) -> Said:
    said = at.of(node.operand)
    if said.aside is None:
        return Said("true")
    return Said(where(said.aside, "false", where(exists(said.known or said.value), "true", EMPTY)))


def _not(at: Lowering, node: x.Not) -> Said:
    return Said(negated(at.condition(node.operand)))


def _count_true(at: Lowering, node: x.CountTrue) -> Said:
    return Said(joined("+", [decided(each, "1", "0") for each in at.conditions(node.operands)]))


def _compare(at: Lowering, node: x.Compare) -> Said:
    left, right = at.compared(node.left, node.right)
    operator = {"==": "="}.get(node.operator, node.operator)
    aside = any_aside(at.of(node.left), at.of(node.right))
    said = f"({left} {operator} {right})"
    return Said(said if aside is None else where(aside, literal(node.operator == "!="), said))


def _compare_rank(at: Lowering, node: x.CompareRank) -> Said:
    ranks = {option: rank for rank, option in enumerate(node.order)}
    left, right = at.of(node.left), at.of(node.right)
    operator = {"==": "="}.get(node.operator, node.operator)
    said = f"({_ranked(left.value, ranks)} {operator} {_ranked(right.value, ranks)})"
    aside = any_aside(left, right)
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


CONDITIONS: Final[Nodes] = {
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
}
