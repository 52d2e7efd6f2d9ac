"""A form never done was last done before every instant: an edge with nothing before it."""

from __future__ import annotations

import pytest

from tests.engine.packs import AT, engine_of

FORM = """
assessment: f
version: 1.0.0
title: {en: Form}
items: {seen: {kind: datetime, ask: {en: Seen}}, day: {kind: date, ask: {en: Day}}}
"""
SET = """
set: s
version: 1.0.0
findings: {late: {kind: boolean, title: {en: Late}}}
rules:
  instant: {title: {en: One}, when: f.seen < last_done(f), conclude: {late: true}}
  day: {title: {en: Two}, when: f.day < date_of(last_done(f)), conclude: {late: true}}
"""


@pytest.mark.parametrize("subject", ["s.instant", "s.day"])
def test_what_would_turn_a_rule_about_a_form_never_done(subject: str) -> None:
    answers = {"f": {"seen": AT, "day": "2026-11-23"}}
    told = engine_of(FORM, SET).explain(answers, subject, at=AT, history={"f": []})
    assert subject in told.to_json()
