"""`beyond-possible`: what is told, and the near misses of which nothing is told."""

from __future__ import annotations

import pytest

from tests.authoring.checks.harness import an_assessment, told

READ = "note: '{{ x }}'"


@pytest.mark.parametrize(
    ("usual", "told_of"),
    [("0..60", 0), ("5..", 0), ("..60", 0), ("10..70", 1), ("-5..30", 1), ("70..", 1), ("70..80", 1)],
)
def test_a_usual_range_lies_in_what_is_possible(usual: str, told_of: int) -> None:
    form = an_assessment(f"x: {{ask: X, kind: integer, between: 0..60, usual: {usual}}}", READ)
    said = f"the usual `{usual}` goes beyond what is possible: `x` can be 0..60"
    assert told("beyond-possible", form) == [said] * told_of


def test_decimals_are_compared_at_their_steps() -> None:
    item = "x: {ask: X, kind: decimal, step: 0.1, between: 0.5..3.0, usual: 0.5..USUAL}"
    assert told("beyond-possible", an_assessment(item.replace("USUAL", "3"), READ)) == []
    assert told("beyond-possible", an_assessment(item.replace("USUAL", "3.1"), READ)) == [
        "the usual `0.5..3.1` goes beyond what is possible: `x` can be 0.5..3.0"
    ]


def test_a_label_is_of_a_number_that_can_be_answered() -> None:
    item = "x: {ask: X, kind: integer, between: 0..10, labels: {0: none, MOST: worst}}"
    assert told("beyond-possible", an_assessment(item.replace("MOST", "10"), READ)) == []
    assert told("beyond-possible", an_assessment(item.replace("MOST", "11"), READ)) == [
        "the label of 11 is never shown: `x` can be 0..10"
    ]
    tenths = item.replace("MOST", "10").replace("integer", "decimal, step: 0.1")
    assert told("beyond-possible", an_assessment(tenths, READ)) == []
