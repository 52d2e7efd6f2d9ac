"""Conditions: expressions, and maps of `all:`, `any:`, `none:`."""

from __future__ import annotations

import pytest

from decisionsupport.diagnostics import Diagnostic, Report
from decisionsupport.syntax.expressions.nodes import Expression
from decisionsupport.syntax.expressions.parse import parse_condition
from decisionsupport.syntax.expressions.printing import print_expression
from decisionsupport.syntax.yaml.read import read_yaml
from decisionsupport.syntax.yaml.tree import Mapping


def condition(file: str) -> tuple[Expression | None, list[Diagnostic]]:
    report = Report()
    tree = read_yaml("rules/a.yaml", file.encode(), report)
    assert isinstance(tree, Mapping)
    assert list(report) == []
    node = tree.get("when")
    assert node is not None
    return parse_condition(node, report), list(report)


@pytest.mark.parametrize(
    ("file", "meaning"),
    [
        ("when: a >= 3\n", "a >= 3"),
        ("when: {all: [a, b]}\n", "a and b"),
        ("when: {any: [a, b]}\n", "a or b"),
        ("when: {none: [a, b]}\n", "not (a or b)"),
        ("when: {all: [a]}\n", "a"),
        ("when: {any: [a]}\n", "a"),
        ("when: {none: [a is yes]}\n", "not a is yes"),
        ("when: {all: [a, b], any: [c, d], none: [e]}\n", "(a and b) and (c or d) and not e"),
        (
            "when:\n  any:\n    - all: [a, b]\n    - c and d\n    - none: [e]\n",
            "(a and b) or (c and d) or not e",
        ),
        ("when:\n  all:\n    - a or b\n    - |\n      c\n      and d\n", "(a or b) and (c and d)"),
    ],
)
def test_a_map_means_its_lists_joined(file: str, meaning: str) -> None:
    made, found = condition(file)
    assert found == []
    assert made is not None
    assert print_expression(made) == meaning


@pytest.mark.parametrize(
    ("file", "slug", "place", "remedy"),
    [
        ("when: {al: [a]}\n", "unknown-key", (1, 8), "did you mean `all`?"),
        ("when: {whatever: [a]}\n", "unknown-key", (1, 8), "one of `all`, `any`, `none`"),
        ("when: [a, b]\n", "bad-condition", (1, 7), "`all:`"),
        ("when: {}\n", "bad-condition", (1, 7), "`all:`"),
        ("when: {all: []}\n", "bad-condition", (1, 8), "`- `"),
        ("when:\n  any: a or b\n", "bad-condition", (2, 8), "`- `"),
        ("when:\n  any:\n    - a\n    - b && c\n", "bad-word", (4, 9), "write `and`"),
    ],
)
def test_mistakes_in_maps(file: str, slug: str, place: tuple[int, int], remedy: str) -> None:
    made, found = condition(file)
    assert made is None
    first = found[0]
    assert first.span is not None
    assert (first.slug, first.span.begin.line, first.span.begin.column) == (slug, *place)
    assert remedy in first.help


def test_all_mistakes_of_a_map_are_told() -> None:
    _, found = condition("when:\n  any: [a &&, 'b =', {none: [c ||], al: [d]}]\n  all: []\n")
    assert [diagnostic.slug for diagnostic in found] == [
        "bad-word",
        "bad-expression",
        "bad-word",
        "unknown-key",
        "bad-condition",
    ]


def test_maps_within_maps_have_a_limit() -> None:
    deep = "{none: [a, " * 31 + "not " * 20 + "b" + "]}" * 31
    made, found = condition(f"when: {deep}\n")
    assert made is None
    assert [diagnostic.slug for diagnostic in found] == ["expression-limit"]
    assert condition(f"when: {'{none: [a, ' * 20 + 'b' + ']}' * 20}\n")[0] is not None
