"""A parameter that nobody has set yet is said to be so."""

from __future__ import annotations

import pytest

from tests.engine.packs import AT, engine_of

SET = """
set: s
version: 1.0.0
parameters:
  amount: {kind: integer, between: 0..9, title: {en: Day amount}, from: {2020-01-01: 3, 2026-01-01: unknown}}
findings: {high: {kind: boolean, title: {en: High}}}
rules:
  one: {title: {en: One}, when: f.x >= parameter.amount, conclude: {high: true}}
"""
FORM = """
assessment: f
version: 1.0.0
title: {en: Form}
items: {x: {kind: integer, between: 0..9, ask: {en: How many}}}
"""


@pytest.mark.parametrize("subject", ["s.one", "parameter.amount", "high"])
def test_a_parameter_without_a_value_is_not_set(subject: str) -> None:
    told = engine_of(FORM, SET).explain({"f": {"x": 2}}, subject, at=AT).to_json()
    assert "not set" in told
