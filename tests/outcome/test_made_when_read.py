"""Parts of an outcome are made when they are first read; that must never show."""

from __future__ import annotations

import copy
import gc
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from typing import Any

import pytest

import decisionsupport as ds
from decisionsupport.outcome.care import Proposal

AT = "2026-11-23T09:00:00+01:00"
FELL: dict[str, Any] = {
    "news2": {
        "respiratory_rate": 25,
        "oxygen_saturation": 91,
        "supplemental_oxygen": False,
        "hypercapnic_target": False,
        "systolic": 100,
        "pulse": 100,
        "temperature": 38.6,
        "consciousness": "alert",
    }
}


@pytest.fixture(scope="module")
def engine() -> ds.Engine:
    return ds.load("forms", "rules")


def test_what_a_host_changes_afterwards_does_not_show(engine: ds.Engine) -> None:
    answers = copy.deepcopy(FELL)
    outcome = engine.evaluate(answers, at=AT)
    answers["news2"]["respiratory_rate"] = 15
    del answers["news2"]["pulse"]
    assert outcome.to_json() == engine.evaluate(FELL, at=AT).to_json()


@pytest.mark.parametrize("first", [each.name for each in fields(ds.Outcome)])
def test_whichever_part_is_read_first(engine: ds.Engine, first: str) -> None:
    outcome = engine.evaluate(FELL, at=AT)
    getattr(outcome, first)
    assert outcome == engine.evaluate(FELL, at=AT)


def test_copied_pickled_and_replaced_before_anything_is_read(engine: ds.Engine) -> None:
    whole = engine.evaluate(FELL, at=AT).to_json()
    assert pickle.loads(pickle.dumps(engine.evaluate(FELL, at=AT))).to_json() == whole
    assert copy.deepcopy(engine.evaluate(FELL, at=AT)).to_json() == whole
    assert replace(engine.evaluate(FELL, at=AT), site=None).to_json() == whole
    assert hash(engine.evaluate(FELL, at=AT)) == hash(engine.evaluate(FELL, at=AT))


def test_one_outcome_read_by_eight_threads(engine: ds.Engine) -> None:
    outcome = engine.evaluate(FELL, at=AT)
    with ThreadPoolExecutor(8) as threads:
        texts = set(threads.map(lambda _: outcome.to_json(), range(16)))
    assert texts == {engine.evaluate(FELL, at=AT).to_json()}


def test_no_other_attribute(engine: ds.Engine) -> None:
    outcome = engine.evaluate(FELL, at=AT)
    with pytest.raises(AttributeError, match="priority"):
        _ = outcome.priority  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        outcome.id = "other"  # type: ignore[misc]


@pytest.mark.parametrize("first", [each.name for each in fields(Proposal)])
def test_whichever_field_of_a_proposal_is_read_first(engine: ds.Engine, first: str) -> None:
    whole = ds.Outcome.from_json(engine.evaluate(FELL, at=AT).to_json()).proposals
    assert whole
    for read, written in zip(engine.evaluate(FELL, at=AT).proposals, whole, strict=True):
        assert getattr(read, first) == getattr(written, first)
        assert read == written


def test_proposals_copied_pickled_and_replaced_before_they_are_read(engine: ds.Engine) -> None:
    whole = engine.evaluate(FELL, at=AT).proposals
    assert pickle.loads(pickle.dumps(engine.evaluate(FELL, at=AT).proposals)) == whole
    assert copy.deepcopy(engine.evaluate(FELL, at=AT).proposals) == whole
    assert tuple(replace(each, due=each.due) for each in engine.evaluate(FELL, at=AT).proposals) == whole
    assert hash(engine.evaluate(FELL, at=AT).proposals) == hash(whole)


def test_no_other_attribute_of_a_proposal(engine: ds.Engine) -> None:
    proposal = engine.evaluate(FELL, at=AT).proposals[0]
    with pytest.raises(AttributeError, match="urgency"):
        _ = proposal.urgency  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        proposal.title = "other"  # type: ignore[misc]


def test_nothing_is_left_to_the_collector(engine: ds.Engine) -> None:
    def evaluate() -> None:
        engine.evaluate(FELL, at=AT).to_json()

    for _ in range(4):
        evaluate()
    gc.collect()
    gc.disable()
    try:
        evaluate()
        assert gc.collect() == 0
    finally:
        gc.enable()
