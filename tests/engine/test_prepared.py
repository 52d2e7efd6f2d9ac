"""Rules that sleep change no outcome: the same bytes as when every rule is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from decisionsupport.engine import Engine, load
from tests.engine.packs import AT, engine_of

FORMS = (
    """
    assessment: a
    version: 1.0.0
    title: {en: A}
    items:
      x: {kind: integer, between: 0..9, ask: {en: X}}
      y: {kind: integer, between: 0..9, ask: {en: Y}, show_when: b.z}
""",
    """
    facts: b
    version: 1.0.0
    title: {en: B}
    items: {z: {kind: boolean, ask: {en: Z}}}
""",
)
RULES = """
    set: s
    version: 1.0.0
    parameters:
      limit: {kind: integer, value: 3, between: 0..9}
      dated: {kind: boolean, from: {2020-01-01: false, 2027-01-01: true}}
      on: {kind: boolean, value: false}
    actions: {act: {title: {en: Act}}, other: {title: {en: Other}}}
    findings: {big: {title: {en: Big}, kind: boolean}}
    rules:
      plain: {when: a.x >= parameter.limit, propose: [act], conclude: {big: true}}
      shown: {when: "not (a.y is applicable)", propose: [other]}
      either: {when: a.x > 3 or parameter.dated, propose: [other]}
      switch: {when: a.x > 3 or parameter.on, propose: [other]}
      before: {when: a.x > 3 or time_since(a) > months(1), propose: [other]}
      clock: {when: 'a.x > 3 or today > date("2026-12-31")', propose: [other]}
      left: {when: a.x is unknown, propose: [other]}
      found: {when: finding.big, propose: [other]}
      both: {when: a.x > 3 and b.z, propose: [other]}
      three: {when: 'a.x > 3 and not b.z and today > date("2026-12-31")', propose: [other]}
      nested: {when: {all: [{any: [a.x > 3, b.z]}, a.x > 2]}, propose: [other]}
      facts: {when: b.z, propose: [other]}
      stop: {when: a.x > 8, withhold: [act]}
      always: {when: parameter.limit > 2, propose: [act]}
"""


def awake(engine: Engine) -> Engine:
    """The same engine, with no rule asleep."""
    made = Engine(engine.program)
    object.__setattr__(made, "_prepared", replace(made._prepared, sleepers={}))
    return made


GIVEN: list[dict[str, Any]] = [
    {"answers": answers, "at": at, "history": history, "parameters": parameters}
    for answers in (
        {},
        {"b": {}},
        {"b": {"z": False}},
        {"a": {}},
        {"a": {"x": 9}},
        {"a": {"x": 9}, "b": {"z": True}},
    )
    for at in (AT, "2027-06-01T00:00:00Z")
    for history in ({}, {"a": []})
    for parameters in ({}, {"on": True}, {"limit": 0})
]


@pytest.mark.parametrize("given", GIVEN)
def test_a_small_pack(given: dict[str, Any]) -> None:
    engine = engine_of(*FORMS, RULES)
    every = awake(engine)
    answers = given.pop("answers")
    assert engine.evaluate(answers, **given).to_json() == every.evaluate(answers, **given).to_json()


def test_who_sleeps() -> None:
    sleepers = engine_of(*FORMS, RULES)._prepared.sleepers
    assert {rule: set(forms) for rule, forms in sleepers.items()} == {
        "s.plain": {"a"},
        "s.shown": {"a", "b"},
        "s.switch": {"a"},
        "s.left": {"a"},
        "s.found": {"a"},
        "s.both": {"a"},
        "s.three": {"a"},
        "s.nested": {"a"},
        "s.facts": {"b"},
    }


def subsets(forms: list[str]) -> Iterator[tuple[str, ...]]:
    for size in (0, 1, 2, len(forms)):
        yield from combinations(forms, size)


def test_the_packs_that_come_along() -> None:
    engine = load("forms", "rules")
    every = awake(engine)
    for given in subsets(["patient", "news2", "downton", "fall_event", "discharge", "katz"]):
        answers: dict[str, Any] = {form: {} for form in given}
        one, all_ = (each.evaluate(answers, at=AT, invalid="report") for each in (engine, every))
        assert one.to_json() == all_.to_json(), given
