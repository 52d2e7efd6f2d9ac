"""Large packs: long rows of values that rest on each other, and many rules; nothing recurses along a row."""

from __future__ import annotations

import gc

import pytest

from decisionsupport.engine import Engine
from tests.loading.small_packs import load, program_of, told

AT = "2026-11-23T09:00:00+01:00"
LONG = 2_000


def row(word: str, *, backwards: bool = False) -> str:
    """A form whose values each rest on the one before."""
    values = ["  v0: {value: a + 1}\n", *(f"  v{n}: {{value: v{n - 1} + 1}}\n" for n in range(1, LONG))]
    if backwards:
        values.reverse()
    items = "items:\n  a: {kind: integer, between: 0..3}\ncomputed:\n"
    return f"{word}: row\nversion: 1.0.0\ntitle: Row\n{items}{''.join(values)}"


RULES = f"""
set: rules
version: 1.0.0
actions: {{visit: {{title: Visit}}, call: {{title: Call, priority: urgent, due: 1 hours}}}}
rules:
  one: {{when: row.v{LONG - 1} > {LONG + 1}, withhold: [visit]}}
  two: {{when: row.a > 1, unless: row.v{LONG - 1} > {LONG + 1}, propose: [call, visit]}}
"""


@pytest.mark.parametrize("backwards", [False, True])
def test_a_long_row_of_values_is_loaded_and_worked_out(backwards: bool) -> None:
    program = program_of(row("facts", backwards=backwards), RULES)
    assert Engine(program).values({"row": {"a": 1}}, at=AT)["row"][f"v{LONG - 1}"] == LONG + 1


def test_a_score_at_the_end_of_a_long_row_is_found() -> None:
    assert {slug for slug, _ in told(load(row("assessment"), RULES)[1])} == {"score-vetoes"}


def test_a_long_row_of_findings() -> None:
    findings = "".join(f"  f{n}: {{kind: boolean, title: F}}\n" for n in range(LONG))
    rules = "".join(f"  r{n}: {{when: finding.f{n - 1}, conclude: {{f{n}: true}}}}\n" for n in range(1, LONG))
    first = "  r0: {when: row.a > 1, conclude: {f0: true}}\n"
    facts = "facts: row\nversion: 1.0.0\ntitle: Row\nitems: {a: {kind: integer, between: 0..3}}\n"
    program = program_of(facts, f"set: long\nversion: 1.0.0\nfindings:\n{findings}rules:\n{first}{rules}")
    assert program.rules[f"long.r{LONG - 1}"].rests_on == {"row"}


def test_a_circle_of_two_thousand_is_one_diagnostic() -> None:
    circle = row("facts").replace("v0: {value: a + 1}", f"v0: {{value: v{LONG - 1} + 1}}")
    report = load(circle)[1]
    assert [slug for slug, _ in told(report)] == ["cycle"]
    (found,) = report
    assert "… (2000 in all)" in found.message
    assert len(found.message) < 500


def test_the_collector_is_left_as_it_was_found() -> None:
    assert gc.isenabled()
    load(row("facts")[:200])
    assert gc.isenabled()
    gc.disable()
    try:
        load(row("facts")[:200])
        assert not gc.isenabled()
    finally:
        gc.enable()
