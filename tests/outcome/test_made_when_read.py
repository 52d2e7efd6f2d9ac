"""Parts of an outcome are made when they are first read; that must never show."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from typing import Any

import pytest

import decisionsupport as ds

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
