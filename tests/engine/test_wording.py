"""What an outcome says of itself: each caution once, forms by name, days as days, questions as names."""

from __future__ import annotations

from tests.engine.packs import engine_of, outcome_of

FORM = """
    assessment: gait
    version: 1.0.0
    status: active
    title: {en: Gait test}
    evidence: [house]
    applies_when: {that: not person.child, else: {en: Not for children.}}
    items:
      steady: {kind: boolean, ask: {en: Is the walk steady?}, required: true}
      aid: {kind: boolean, ask: {en: Is an aid used?}, required: true}
    note: {en: "Steady: {{ steady }}."}
"""
PERSON = """
    facts: person
    version: 1.0.0
    status: active
    title: {en: Person}
    evidence: [house]
    items:
      child: {kind: boolean, ask: {en: Is it a child?}}
      at_home: {kind: boolean, ask: {en: Is the person at home?}}
"""
SET = """
    set: walking
    version: 1.0.0
    sources:
      house: {title: House, publisher: Here, year: 2026, url: "https://example.org", licence: free, accessed: 2026-11-23, certainty: expert_opinion}
    actions:
      train: {title: {en: Train}, performer: nurse, priority: soon, due: today}
    rules:
      one: {title: {en: One}, when: not gait.steady, unless: not person.at_home, propose: [train], draft: [note], because: {en: One.}, evidence: [house]}
      two: {title: {en: Two}, when: gait.aid, unless: not person.at_home, propose: [train], draft: [note], because: {en: Two.}, evidence: [house]}
"""
REQUEST = """
    request: note
    version: 1.0.0
    title: {en: A note}
    to: clinic
    urgency: routine
    layout: sbar
    sections:
      situation:
        - Walks.
      recommendation:
        - for_each: proposals
          say: "{{ title }} ({{ due }})"
"""


def test_rules_that_doubt_alike_doubt_once() -> None:
    engine = engine_of(FORM, PERSON, SET, REQUEST)
    outcome = outcome_of(engine, {"gait": {"steady": False, "aid": True}, "person": {}})
    (proposal,) = outcome.proposals
    assert [str(each.text) for each in proposal.cautions] == [
        "Not settled whether the form Gait test is made for this person: Is it a child.",
        "Exception not checked: Is the person at home.",
    ]
    assert {each.rule for each in proposal.cautions} == {"walking.one"}
    (draft,) = outcome.drafts
    assert draft.cautions == proposal.cautions
    # Due by a day: the day itself, not the midnight that ends it.
    assert proposal.due == "2026-11-23"
    assert "Train (23 November 2026)" in str(draft.text)


def test_a_question_that_is_a_name_has_no_mark() -> None:
    outcome = outcome_of(engine_of(FORM, PERSON, SET, REQUEST), {"gait": {"steady": True}})
    assert str(outcome.notes["gait"]).splitlines()[0] == "Incomplete: Is an aid used."
