"""Walk over expressions: what a node holds, the names it reads, its depth, the same with names replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import assert_never

from decisionsupport.syntax.expressions.nodes import (
    And,
    Arithmetic,
    Call,
    Comparison,
    Conditional,
    Expression,
    In,
    Is,
    Name,
    Negative,
    Not,
    Number,
    Or,
    Power,
    RecordTest,
    String,
)


def children(node: Expression) -> tuple[Expression, ...]:
    """The expressions a node is made of, in order; words after `is` and in `in […]` are not among them."""
    match node:
        case Name() | Number() | String():
            return ()
        case Not(operand) | Negative(operand) | Power(operand):
            return (operand,)
        case And(operands) | Or(operands) | Comparison(operands):
            return operands
        case Arithmetic():
            return (node.left, node.right)
        case Is() | RecordTest():
            return (node.subject,)
        case In():
            return (node.subject,) if isinstance(node.container, tuple) else (node.subject, node.container)
        case Conditional():
            return (node.then, node.test, node.otherwise)
        case Call():
            return node.arguments if node.within is None else (*node.arguments, node.within)
    assert_never(node)


def walk(node: Expression) -> Iterator[Expression]:
    """The node and everything within it, in the order written."""
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Expression) -> Iterator[Name]:
    """Every name that stands for a value, in order (words after `is` and in `in […]` do not)."""
    return (found for found in walk(node) if isinstance(found, Name))


def depth(node: Expression) -> int:
    """How deep operators lie within operators; a name or literal has depth 0. Never recurses."""
    deepest, level = 0, [node]
    while level := [child for parent in level for child in children(parent)]:
        deepest += 1
    return deepest


def substitute(node: Expression, mapping: Mapping[str, tuple[str, ...]]) -> Expression:
    """Replace the first part of names, and bare option words, as `for_each` says; places stay as written."""
    if not mapping:
        return node

    def inner(part: Expression) -> Expression:
        return substitute(part, mapping)

    match node:
        case Name():
            return renamed(node, mapping)
        case Number() | String():
            return node
        case Not() | Negative() | Power():
            return replace(node, operand=inner(node.operand))
        case And() | Or() | Comparison():
            return replace(node, operands=tuple(map(inner, node.operands)))
        case Arithmetic():
            return replace(node, left=inner(node.left), right=inner(node.right))
        case Is():
            return replace(node, subject=inner(node.subject), option=renamed(node.option, mapping))
        case RecordTest():
            return replace(node, subject=inner(node.subject))
        case In():
            listed = node.container
            if isinstance(listed, tuple):
                options = tuple(renamed(word, mapping) if isinstance(word, Name) else word for word in listed)
                return replace(node, subject=inner(node.subject), container=options)
            return replace(node, subject=inner(node.subject), container=inner(listed))
        case Conditional():
            return replace(
                node, test=inner(node.test), then=inner(node.then), otherwise=inner(node.otherwise)
            )
        case Call():
            within = None if node.within is None else inner(node.within)
            return replace(node, arguments=tuple(map(inner, node.arguments)), within=within)
    assert_never(node)


def renamed(name: Name, mapping: Mapping[str, tuple[str, ...]]) -> Name:
    """Replace the first part of one name; its places stay as written."""
    new = mapping.get(name.parts[0])
    if new is None:
        return name
    spans = (name.part_spans[0],) * len(new) + name.part_spans[1:]
    return Name((*new, *name.parts[1:]), spans, name.span)
