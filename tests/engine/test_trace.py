"""The trace: every rule and every value with its place, only when asked for, and no part of the outcome's JSON."""

from __future__ import annotations

import json
import pickle

from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.values import Unknown
from tests.engine.packs import AT, engine_of

DOCUMENTS = (
    """
    assessment: fever
    version: 1.0.0
    status: active
    title: {en: Fever}
    evidence: [house]
    items:
      pulse: {ask: {en: Pulse}, kind: integer, between: 0..300, points: {..99: 0, 100..: 2}}
      chills: {ask: {en: Chills}, kind: boolean, points: 1}
      drugs: {ask: {en: Drugs}, repeat: {at_most: 3}, items: {dose: {ask: {en: Dose}, kind: integer, between: 0..9}}}
    computed:
      total: {value: sum(points)}
    """,
    """
    set: care
    version: 1.0.0
    sources:
      house: {title: House, publisher: Here, year: 2026, url: "https://example.org", licence: free,
              accessed: 2026-11-23, certainty: expert_opinion}
    parameters:
      limit: {kind: integer, value: 2, between: 0..9, title: {en: Limit}}
    actions:
      act: {title: {en: Act}, performer: nurse}
    rules:
      high: {title: {en: High}, when: fever.total >= parameter.limit, propose: [act], evidence: [house]}
      chilly: {title: {en: Chilly}, when: fever.chills, propose: [act], evidence: [house]}
      slow: {title: {en: Slow}, when: fever.pulse < 50, propose: [act], evidence: [house]}
      many: {title: {en: Many}, when: any(fever.drugs.dose > 2), propose: [act], evidence: [house]}
    """,
)
GIVEN = {"fever": {"pulse": 120}}


def _outcome(*, trace: bool) -> Outcome:
    return engine_of(*DOCUMENTS).evaluate(GIVEN, at=AT, trace=trace)


def test_every_rule_has_its_state_and_place() -> None:
    trace = _outcome(trace=True).trace
    assert trace is not None
    assert {each.rule: each.state for each in trace.rules} == {
        "care.chilly": "undecided",
        "care.high": "fired",
        "care.many": "undecided",
        "care.slow": "not",
    }
    place = trace.rule("care.high").place
    assert place.text.startswith("high: {title: {en: High}")
    assert (place.file, place.line) == ("doc2.yaml", 12)


def test_every_value_outside_repeating_groups_is_there_each_after_those_it_is_made_of() -> None:
    trace = _outcome(trace=True).trace
    assert trace is not None
    names = [each.name for each in trace.values]
    assert {"fever.pulse", "points:fever.pulse", "fever.total", "parameter.limit", "when:care.high"} <= set(
        names
    )
    assert "fever.drugs.dose" not in names
    assert names.index("fever.pulse") < names.index("points:fever.pulse") < names.index("fever.total")
    assert trace.value("fever.total").value == Unknown(least=2, most=3)
    assert trace.value("when:care.high").value is True
    assert trace.value("fever.total").place.text == "total: {value: sum(points)}"


def test_without_asking_there_is_none_and_the_outcome_is_the_same() -> None:
    plain, traced = _outcome(trace=False), _outcome(trace=True)
    assert plain.trace is None
    assert plain == traced
    assert plain.to_json() == traced.to_json()
    assert Outcome.from_json(traced.to_json()).trace is None
    assert "trace" not in json.loads(traced.to_json())


def test_the_trace_is_data() -> None:
    outcome = _outcome(trace=True)
    assert outcome.trace is not None
    data = json.loads(outcome.trace.to_json(indent=2))
    assert [each["rule"] for each in data["rules"]] == ["care.chilly", "care.high", "care.many", "care.slow"]
    assert {
        key: each[key]
        for each in data["values"]
        if each["name"] == "fever.pulse"
        for key in ("name", "value")
    } == {"name": "fever.pulse", "value": 120}
    assert pickle.loads(pickle.dumps(outcome)).trace == outcome.trace
