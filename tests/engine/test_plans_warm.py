"""One engine for many patients in any order: each gets what an engine made for that patient alone gives."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import decisionsupport as ds
from decisionsupport.engine.engine import Engine
from decisionsupport.execution.interpreter import Interpreter
from tests.engine.packs import PACK, engine_of

PARTS = [each.name for each in fields(ds.Outcome)]
INSTANTS = (
    "2026-11-23T09:00:00+01:00",
    "2026-03-29T00:30:00Z",
    "2026-03-28T23:30:00Z",
    "2026-10-25T02:30:00+02:00",
    "2026-10-25T02:30:00+01:00",
)
ITEMS = {
    "pain: {kind: integer, between: 0..10, usual: 1..9, required: true, points: answer}": range(11),
    "fever: {kind: decimal, step: 0.1, between: 30..45, required: true}": (36.6, 38, 30.0, 41.5),
    "alone: {kind: boolean, points: 2}": (True, False),
    "mood: {kind: choice, options: {low: {text: {sv: Nere, en: Low}}, fair: Fair}}": ("low", "fair"),
    "remarked: {kind: boolean}": (True, False),
    "told: {kind: text}": ("a {{ b }}", ""),
    "why: {kind: integer, between: 0..3, show_when: alone}": range(4),
}
COMPUTED = (
    "burden: {title: Burden, value: sum(points)}",
    "heavy: {title: Heavy, value: alone and pain >= 5}",
    "sunday: {title: Sunday, value: alone and weekday(today) == 7}",
    "again: {title: Again, value: now + hours(pain)}",
    "both: {title: Both, value: pain + home.stairs}",
)
RULES = (
    "{when: visit.pain >= 7, propose: [call]}",
    "{when: visit.pain >= parameter.limit, propose: [visit]}",
    "{when: visit.pain >= 3 and visit.alone, unless: home.lift, propose: [visit]}",
    "{when: visit.pain >= 2 and home.stairs >= 3, propose: [wait, {assess: home, due: parameter.within}]}",
    "{when: visit.mood is low, propose: [wait], because: {sv: 'Nere {{ visit.pain }}.', en: Low.}}",
    "{when: visit.fever >= 38.5 or visit.alone, propose: [{action: wait, due: parameter.within}]}",
    "{when: visit.fever < 37.0, unless: home.lift, propose: [call], because: '{{ visit.fever }} degrees.'}",
    "{when: not visit.alone and visit.pain < 5, propose: [{action: wait, due: 1 days}]}",
    "{when: home.lift, withhold: [{action: call, instead: {action: visit, priority: urgent, due: 3 hours}}]}",
    "{when: time_since(home) > days(30) and visit.pain >= 1, propose: [visit]}",
    "{when: visit.pain > previous(visit.pain), propose: [wait]}",
)
HOME = """
    facts: home
    version: 1.0.0
    title: {sv: Hemmet, en: Home}
    items:
      stairs: {kind: integer, between: 0..9}
      lift: {kind: boolean}
"""
SET = """
set: seen
version: 1.0.0
title: Seen
parameters:
  limit: {kind: integer, between: 0..9, from: {2020-01-01: 4, 2026-03-29: 8, 2026-10-25: unknown}}
  within: {kind: duration, from: {2020-01-01: 24 hours, 2026-10-25: 1 days}}
actions:
  call: {title: {sv: Ring, en: Call}, priority: urgent, due: 4 hours, conflicts_with: [wait]}
  visit: {title: Visit, priority: soon, due: parameter.within}
  wait: {title: Wait, due: next_visit}
rules:
"""


def _name(item: str) -> str:
    return item.partition(":")[0]


@st.composite
def engines(draw: st.DrawFn) -> Engine:
    """Packs of which each part may be left out."""
    words = draw(st.sampled_from(("assessment", "checklist")))
    odd = draw(st.sampled_from(((), (), ("told",), ("why",), ("told", "why"))))
    asked = [item for item in ITEMS if _name(item) in odd or _name(item) not in ("told", "why")]
    items = "".join(f"  {item}\n" for item in asked)
    computed = draw(st.lists(st.sampled_from(COMPUTED), unique=True, max_size=3))
    values = "".join(["computed:\n", *(f"  {each}\n" for each in computed)]) if computed else ""
    must = draw(st.sampled_from(("", "must: [{that: alone or pain < 9, else: 'Not {{ pain }}.'}]\n")))
    note = draw(st.sampled_from(("", "note: {sv: 'Ont {{ pain }}.', en: 'Pain {{ pain }}.'}\n")))
    status = draw(st.sampled_from(("", "status: trial\n")))
    visit = f"{words}: visit\nversion: 1.0.0\n{status}title: Visit\nitems:\n{items}{values}{must}{note}"
    rules = draw(st.lists(st.sampled_from(RULES), unique=True, min_size=1))
    whom = draw(
        st.sampled_from(("", "applies_when: {that: not home.lift, else: 'Has {{ home.stairs }}.'}\n"))
    )
    told = "".join(f"  r{place}: {{title: Rule {place}, {rule[1:]}\n" for place, rule in enumerate(rules))
    pack = PACK.replace("[en]", "[sv, en]")
    return engine_of(HOME, visit, f"{SET}{told}{whom}", pack=pack)


@st.composite
def patients(draw: st.DrawFn) -> dict[str, Any]:
    """What a host gives of one: mostly all of it plain, now and then something left out."""
    out = draw(st.sampled_from(((), (), ("remarked",), ("remarked",), ("alone",), ("pain", "fever"))))
    visit = {_name(item): draw(st.sampled_from(values)) for item, values in ITEMS.items()}
    if draw(st.integers(0, 4)):
        out += ("told", "why")
    for name in out:
        visit.pop(name, None)
    answers: dict[str, Any] = {"visit": visit}
    if draw(st.booleans()):
        answers["home"] = {"stairs": draw(st.integers(0, 9)), "lift": draw(st.booleans())}
    past = {"at": "2026-02-01T09:00:00+01:00", "version": "1.0.0", "answers": {"pain": 5}}
    history = draw(st.sampled_from((None, None, None, {"home": [], "visit": [past]})))
    language = draw(st.sampled_from(("sv", "en")))
    return {
        "answers": answers,
        "at": draw(st.sampled_from(INSTANTS)),
        "history": history,
        "language": language,
    }


@settings(
    max_examples=max(settings().max_examples * 40 // 100, 1),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(engines(), st.lists(patients(), min_size=6, max_size=12), st.randoms(use_true_random=False))
def test_each_patient_alone(engine: Engine, some: list[dict[str, Any]], dice: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("decisionsupport.engine.plans.OFTEN", 1)
        found = [engine.evaluate(**each, invalid="report") for each in some]
    for place in dice.sample(range(len(some)), len(some)):
        for part in dice.sample(PARTS, dice.randrange(len(PARTS))):
            getattr(found[place], part)
        alone = Engine(engine.program, executor=Interpreter).evaluate(**some[place], invalid="report")
        assert found[place].to_json() == alone.to_json()
        assert found[place].fired == alone.fired
