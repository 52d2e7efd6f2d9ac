"""What is said of refused answers is said in the reader's language, every bit of it."""

from __future__ import annotations

import re

import pytest

from decisionsupport.outcome.record import Problem
from tests.engine.packs import engine_of

PACK = """
pack: languages
version: 1.0.0
languages: [sv, en]
timezone: Europe/Stockholm
"""
FORM = """
assessment: f
version: 1.0.0
title: {sv: Form, en: Form}
items:
  shown: {kind: boolean, ask: {sv: a, en: a}}
  hidden: {kind: boolean, ask: {sv: a, en: a}, show_when: shown}
  whole: {kind: integer, between: 0..10, usual: 2..8, ask: {sv: a, en: a}}
  step: {kind: decimal, step: 0.5, between: 0..10, unit: kg, ask: {sv: a, en: a}}
  one: {kind: choice, options: {red: röd, green: grön}, ask: {sv: a, en: a}}
  several: {kind: choices, options: {red: röd, none: {text: ingen, exclusive: true}}, ask: {sv: a, en: a}}
  day: {kind: date, ask: {sv: a, en: a}}
  at: {kind: datetime, ask: {sv: a, en: a}}
  oclock: {kind: time, ask: {sv: a, en: a}}
  long: {kind: duration, ask: {sv: a, en: a}}
  words: {kind: text, at_most: 5, ask: {sv: a, en: a}}
  drug: {kind: code, system: atc, ask: {sv: a, en: a}}
  made: {kind: integer, value: whole, between: 0..10, ask: {sv: a, en: a}}
  rows: {group: {sv: a, en: a}, repeat: {at_most: 2}, items: {x: {kind: boolean, ask: {sv: a, en: a}}}}
"""
ANSWERS = [
    {"f": {"shown": False, "hidden": True}},
    {"f": {"shown": "ja"}},
    {"f": {"shown": {"not_known": "why"}}},
    {"f": {"whole": "7"}},
    {"f": {"whole": 11}},
    {"f": {"whole": 9}},
    {"f": {"step": 0.3}},
    {"f": {"step": {"value": 1, "unit": "g"}}},
    {"f": {"one": "redd"}},
    {"f": {"one": "something else"}},
    {"f": {"several": "red"}},
    {"f": {"several": ["red", "red"]}},
    {"f": {"several": ["red", "none"]}},
    {"f": {"several": ["red", "none", "red"]}},
    {"f": {"day": "2026"}},
    {"f": {"at": "2026-01-01T10:00:00"}},
    {"f": {"oclock": "25:00"}},
    {"f": {"long": "long"}},
    {"f": {"words": "longer than five"}},
    {"f": {"words": 5}},
    {"f": {"drug": "?"}},
    {"f": {"made": 1}},
    {"f": {"rows": {}}},
    {"f": {"rows": [{}, {}, {}]}},
    {"f": {"rows": [1]}},
    {"f": []},
    {"f": {"nothing": 1}},
    {"f": {"shownn": True}},
    {"f": {"version": "2.0.0", "answers": {}}},
    {"g": {}},
]
ENGLISH = re.compile(r"\b(not|the|of|as|with|from|list|map|code|steps|such|option|question|most|used)\b")


def problems(answers: dict[str, object], language: str) -> tuple[Problem, ...]:
    outcome = engine_of(FORM, pack=PACK).evaluate(
        answers, at="2026-11-23T09:00:00+01:00", language=language, invalid="report"
    )
    return outcome.problems


@pytest.mark.parametrize("answers", ANSWERS, ids=str)
def test_every_refusal_has_swedish_words(answers: dict[str, object]) -> None:
    english, swedish = problems(answers, "en"), problems(answers, "sv")
    assert [each.path for each in swedish] == [each.path for each in english]
    assert english
    for each, told in zip(english, swedish, strict=True):
        assert told.message != each.message
        assert told.found == each.found
        said = f"{told.message} {told.allowed or ''}"
        assert not ENGLISH.search(re.sub(r"menas \w+", "", said)), said
