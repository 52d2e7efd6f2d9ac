"""A small pack with everything that a review meets, and the people who review."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import decisionsupport as ds
from decisionsupport.engine import Engine
from tests.engine.packs import engine_of

T0 = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
PACK = """
    pack: small
    version: 1.0.0
    languages: [sv, en]
    timezone: Europe/Stockholm
    roles:
      nurse: {sv: sjuksköterska, en: nurse}
      physician: {sv: läkare, en: physician}
      staff: {sv: undersköterska, en: assistant nurse}
    recipients: {clinic: {sv: Kliniken, en: The clinic}}
    occasions: {next_visit: {sv: vid nästa besök, en: at the next visit}}
"""
FORMS = """
    facts: f
    version: 1.0.0
    title: {sv: F, en: F}
    items:
      a: {kind: boolean, ask: {sv: "A?", en: "A?"}}
      b: {kind: boolean, ask: {sv: "B?", en: "B?"}}
      day: {kind: date, ask: {sv: Dag, en: Day}}
      contact: {kind: text, ask: {sv: Kontaktperson, en: Contact person}}
      consent: {kind: boolean, ask: {sv: "Samtycke?", en: "Consent?"}}
"""
FALLS = """
    assessment: falls
    version: 1.0.0
    title: {sv: Fallriskbedömning, en: Fall risk assessment}
    items:
      fell: {kind: boolean, ask: {sv: "Fall?", en: "Fell?"}}
"""
SET = """
    set: s
    version: 1.0.0
    title: {sv: S, en: S}
    sources: {src: {title: {sv: Källa, en: Source}, certainty: guideline, publisher: P, year: 2024, url: https://example.org}}
    actions:
      plan: {title: {sv: Gör en plan, en: Make a plan}, for_patient: {sv: Vi gör en plan med dig., en: We make a plan with you.}, performer: nurse, with: [physician], priority: soon, due: 7 days}
      drug: {title: {sv: Ge läkemedel, en: Give the medicine}, for_patient: {sv: Du får din medicin., en: You get your medicine.}, performer: nurse, delegable: true, priority: soon, due: today}
      needle: {title: {sv: Sätt nål, en: Place a needle}, performer: nurse, delegable: false, priority: soon, due: today}
      ordered: {title: {sv: Ordinera, en: Prescribe}, performer: nurse, decided_by: physician, priority: urgent, due: 2 hours}
      checks: {title: {sv: Tillsyn, en: Checks}, for_patient: {sv: Vi ser till dig., en: We look in on you.}, performer: staff, priority: urgent, due: now, repeat: [{every: 1 hours, for: 4 hours}, {every: 2 hours, for: 20 hours}]}
      wash: {title: {sv: Tvätta, en: Wash}, performer: staff, priority: routine, due: 1 hours, repeat: [{every: 1 days}]}
      rest: {title: {sv: Vila, en: Rest}, for_patient: {sv: Du vilar., en: You rest.}, priority: routine, conflicts_with: [plan], due: next_visit}
    rules:
      one: {title: {sv: Ett, en: One}, when: f.a, propose: [plan, drug, needle, ordered, checks, wash, {assess: falls, priority: soon, due: 2 days}], draft: [referral], because: {sv: "A.", en: "A."}, evidence: [src]}
      two: {title: {sv: Två, en: Two}, when: f.b, propose: [{action: plan, priority: urgent, due: 1 days}, rest], because: {sv: "B.", en: "B."}, evidence: [src]}
"""
REQUEST = """
    request: referral
    version: 1.0.0
    title: {sv: Vårdbegäran, en: Care request}
    to: clinic
    urgency: soon
    layout: sbar
    needs:
      - f.contact
      - that: f.consent
        else: {sv: Samtycke saknas., en: Consent is missing.}
    sections:
      situation: ["{{ f.contact }}"]
      background: [{when: f.consent, say: {sv: Samtycke finns., en: Consent is given.}}]
"""
COMPLETE = {"contact": "Kim", "consent": True}

nurse = ds.Actor(id="n1", role="nurse")
physician = ds.Actor(id="p1", role="physician")
staff = ds.Actor(id="s1", role="staff")


@cache
def engine() -> Engine:
    return engine_of(FORMS, FALLS, SET, REQUEST, pack=PACK)


@cache
def authority() -> ds.Authority:
    return ds.Authority(engine().program, signers=("nurse", "physician"), reviewers=("nurse",))


def hours(n: float) -> datetime:
    """So many hours after the first outcome."""
    return T0 + timedelta(hours=n)


def outcome(at: datetime = T0, language: str = "en", **answers: Any) -> ds.Outcome:
    return engine().evaluate({"f": {"a": True, **answers}}, at=at, language=language)


def begun(*outcomes: ds.Outcome) -> ds.Review:
    """A review that has taken these outcomes in."""
    review = ds.Review.begin("pat-1", "north")
    for each in outcomes or (outcome(),):
        review = review.take_in(each, by=nurse, at=each.at)
    return review


def decided(
    review: ds.Review, step: Any, what: str, *, by: ds.Actor = nurse, at: datetime = T0, **more: Any
) -> ds.Review:
    return review.decide(step, what, by=by, at=at, authority=authority(), **more)


def handled(
    review: ds.Review, step: Any, *, by: ds.Actor = nurse, at: datetime = T0, **more: Any
) -> ds.Review:
    return review.handle(step, "referral", by=by, at=at, authority=authority(), **more)


def done(review: ds.Review, what: str, *, by: ds.Actor = nurse, at: datetime = T0, **more: Any) -> ds.Review:
    return review.mark_done(what, by=by, at=at, authority=authority(), **more)
