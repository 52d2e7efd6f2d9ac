"""Svea's whole way on the shipped packs, reviewed: every outcome taken in, all accepted, planned, kept."""

from __future__ import annotations

import json
from datetime import timedelta

import jsonschema

import decisionsupport as ds
from decisionsupport.cli.demo_story import outcome_of, steps
from decisionsupport.loading.shipped import shipped_packs
from decisionsupport.outcome.schema import record_schema
from decisionsupport.review.plan.plan import SCHEMA

NURSE = ds.Actor(id="n", role="registered_nurse")
PHYSICIAN = ds.Actor(id="p", role="physician")
PLAN = jsonschema.Draft202012Validator(record_schema(ds.Plan, SCHEMA))


def test_her_whole_way() -> None:
    engine = ds.load(*shipped_packs())
    authority = ds.Authority(engine.program, ["registered_nurse"], ["registered_nurse", "care_contact"])
    review = ds.Review.begin("svea", "north")
    heads = []
    for step in steps("svea", engine.program):
        at = step.at + timedelta(minutes=5)
        outcome = outcome_of(step, engine, "sv")
        review = review.take_in(outcome, by=NURSE, at=at)
        for each in [each for each in review.proposals if each.state == "proposed"]:
            by = PHYSICIAN if each.proposal.decided_by == "physician" else NURSE
            review = review.decide("accept", each.id, by=by, at=at, authority=authority)
        plan = review.plan(authority)
        PLAN.validate(json.loads(plan.to_json()))
        assert ds.Plan.from_json(plan.to_json()) == plan
        proposed = {each.action or f"assess:{each.assess}" for each in outcome.proposals}
        assert proposed <= {item.id for item in plan.items if item.open}
        assert all(item.reasons and item.origins for item in plan.items)
        for language in ("sv", "en"):
            told = plan.for_patient(language)
            assert all(item.for_patient[language] in told for item in plan.items if item.for_patient)
        heads.append(review.trail.head)
    assert all(review.tampered(head) is None for head in heads)
    assert ds.Review.from_json(review.to_json()) == review
    work = ds.worklist([plan], at=at)
    assert {each.item.id for each in work if each.due_at is None} == {
        item.id for item in plan.items if item.next_at is None
    }
