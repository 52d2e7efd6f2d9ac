"""The JSON of reviews, requests, trails and plans: round trips, schemas, and what is refused."""

from __future__ import annotations

import json
import os
import pickle
from datetime import datetime
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import decisionsupport as ds
from decisionsupport.outcome.care import Repeat
from decisionsupport.outcome.reading import InvalidRecord
from decisionsupport.outcome.schema import record_schema
from decisionsupport.program.model import PRIORITIES
from decisionsupport.review import requests, review, trail
from decisionsupport.review.plan import plan
from decisionsupport.review.proposals import Change
from tests.outcome.outcome_strategies import OWN, SIMPLE, strategy_of, words
from tests.review.small_pack import (
    COMPLETE,
    authority,
    begun,
    decided,
    done,
    handled,
    hours,
    outcome,
    physician,
    staff,
)

KINDS: dict[type[Any], str] = {
    ds.Review: review.SCHEMA,
    ds.RequestState: requests.SCHEMA,
    ds.Trail: trail.SCHEMA,
    ds.Plan: plan.SCHEMA,
}
VALIDATORS = {cls: jsonschema.Draft202012Validator(record_schema(cls, name)) for cls, name in KINDS.items()}
LENGTHS = st.sampled_from(["2 hours", "1 days", "6 months"])
OWN[Change] = st.builds(
    Change,
    priority=st.none() | st.sampled_from(PRIORITIES),
    due_at=st.none() | SIMPLE[datetime],
    repeat=st.none()
    | st.lists(st.builds(Repeat, every=LENGTHS, for_=st.none() | LENGTHS), max_size=1).map(tuple),
    note=st.none() | words,
)
slow = settings(
    max_examples=int(os.environ.get("OUTCOME_EXAMPLES", "15")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def walked() -> ds.Review:
    """A review in which everything has happened."""
    made = begun(outcome(**COMPLETE))
    made = decided(made, "accept", "checks")
    made = decided(made, "reject", "plan", reason="no")
    made = decided(made, "accept", "ordered", by=physician)
    made = decided(made, "change", "drug", reason="x", change=Change(due_at=hours(3), note="n"))
    made = done(made, "checks", by=staff, at=hours(1), occurrence=hours(1))
    made = made.undo(made.done[0].id, by=staff, at=hours(2), authority=authority(), reason="wrong")
    made = handled(handled(made, "sign"), "send")
    return made.take_in(outcome(at=hours(4), **COMPLETE), by=physician, at=hours(4))


REVIEW = walked()
MADE = [REVIEW, REVIEW.requests[0], REVIEW.trail, REVIEW.plan(authority())]


@pytest.mark.parametrize("record", MADE, ids=lambda each: type(each).__name__)
def test_what_happened_comes_back_and_is_valid(record: Any) -> None:
    text = record.to_json()
    again = type(record).from_json(text)
    assert again == record
    assert again.to_json() == text
    assert type(record).from_json(record.to_json(indent=2)) == record
    assert pickle.loads(pickle.dumps(record)) == record
    VALIDATORS[type(record)].validate(json.loads(text))
    assert json.loads(text)["schema"] == KINDS[type(record)]


def test_a_review_read_back_is_intact_and_goes_on() -> None:
    again = ds.Review.from_json(REVIEW.to_json())
    assert again.tampered(REVIEW.trail.head) is None
    assert decided(again, "accept", "plan", at=hours(5)) == decided(REVIEW, "accept", "plan", at=hours(5))


@pytest.mark.parametrize("cls", KINDS)
def test_any_record_comes_back_and_is_valid(cls: type[Any]) -> None:
    @slow
    @given(strategy_of(cls))
    def holds(record: Any) -> None:
        text = record.to_json()
        assert cls.from_json(text) == record
        assert cls.from_json(text).to_json() == text
        VALIDATORS[cls].validate(json.loads(text))

    holds()


@pytest.mark.parametrize("cls", KINDS)
def test_schemas_are_schemas_and_closed(cls: type[Any]) -> None:
    schema = record_schema(cls, KINDS[cls])
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:{KINDS[cls].replace('/', ':')}"

    def closed(part: object) -> None:
        if isinstance(part, dict):
            assert part.get("type") != "object" or "additionalProperties" in part
            for each in part.values():
                closed(each)
        elif isinstance(part, list):
            for each in part:
                closed(each)

    closed(schema)


@given(st.sampled_from(MADE), st.data())
def test_a_key_more_or_less_is_refused_by_reader_and_schema(record: Any, data: st.DataObject) -> None:
    found = json.loads(record.to_json())
    if data.draw(st.booleans()):
        found["surprise"] = 1
    else:
        del found[data.draw(st.sampled_from(sorted(found)))]
    with pytest.raises(InvalidRecord):
        type(record).from_json(json.dumps(found))
    assert not VALIDATORS[type(record)].is_valid(found)


def test_another_version_is_refused_by_name() -> None:
    text = REVIEW.to_json().replace("decisionsupport/review/1", "decisionsupport/review/2")
    with pytest.raises(InvalidRecord, match="schema: `decisionsupport/review/2` is not one of"):
        ds.Review.from_json(text)
