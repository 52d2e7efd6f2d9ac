"""Plans change no outcome: what is decided with one is what the interpreter decides, to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import decisionsupport as ds
from decisionsupport.authoring.cases import Case, from_documents
from decisionsupport.diagnostics import Report
from decisionsupport.engine.engine import Engine
from decisionsupport.engine.plans import OFTEN, Plans
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.loading import cases_in, read_files
from decisionsupport.loading.shipped import shipped_packs
from tests.strategies.choices import Drawn, Seeded
from tests.strategies.evaluating import loaded
from tests.strategies.packs import make_pack
from tests.strategies.records import completions, make_given

AT = "2026-11-23T09:00:00+01:00"


@pytest.fixture(autouse=True)
def planned_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("decisionsupport.engine.plans.OFTEN", 1)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return ds.load(*shipped_packs())


@pytest.fixture(scope="module")
def oracle() -> Engine:
    return ds.load(*shipped_packs(), executor="interpreter")


def cases() -> Iterator[Case]:
    for case in from_documents(cases_in(read_files(shipped_packs()), Report())):
        if case.setting.at is not None and case.setting.site is None:
            yield case


def outcome(engine: Engine, case: Case, *, history: bool) -> ds.Outcome:
    assert case.setting.at is not None
    return engine.evaluate(
        case.setting.given,
        at=case.setting.at,
        history=case.setting.history if history else None,
        parameters=case.setting.parameters or None,
        invalid="report",
    )


def test_every_case_of_the_packs(engine: Engine, oracle: Engine) -> None:
    for case in cases():
        for history in (True, False):
            expected, found = (outcome(each, case, history=history) for each in (oracle, engine))
            assert found.to_json() == expected.to_json(), case.name
            assert found.fired == expected.fired


@settings(
    max_examples=max(settings().max_examples * 40 // 100, 1),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_generated_packs(data: st.DataObject) -> None:
    choices = Drawn(data.draw)
    pack = make_pack(choices)
    some = make_given(choices, pack)
    program, files = loaded(pack)
    oracle, engine = Engine(program, files, Interpreter), Engine(program, files)
    for part in (some, *islice(completions(pack, some, Seeded(data.draw(st.integers(0, 999)))), 6)):
        for history in (part.history, None):
            expected, found = (
                each.evaluate(part.answers, at=part.at, history=history, invalid="report")
                for each in (oracle, engine)
            )
            assert found.fired == expected.fired
            assert found.to_json() == expected.to_json()


def news2(**others: Any) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "respiratory_rate": 16,
        "oxygen_saturation": 97,
        "supplemental_oxygen": False,
        "hypercapnic_target": False,
        "systolic": 120,
        "pulse": 70,
        "temperature": 37.0,
        "consciousness": "alert",
    }
    return {"news2": {key: value for key, value in {**answers, **others}.items() if value != "left out"}}


ODD: list[dict[str, Any]] = [
    {"pulse": True},
    {"pulse": 70.0},
    {"pulse": 70.5},
    {"pulse": "70"},
    {"pulse": None},
    {"pulse": 301},
    {"pulse": -1},
    {"pulse": 10**400},
    {"pulse": float("nan")},
    {"pulse": [70]},
    {"pulse": {"not_known": "declined"}},
    {"pulse": "left out"},
    {"temperature": 38},
    {"temperature": 38.05},
    {"temperature": True},
    {"temperature": 1e308},
    {"consciousness": "voice"},
    {"consciousness": "asleep"},
    {"consciousness": ""},
    {"consciousness": 3},
    {"supplemental_oxygen": 1},
    {"supplemental_oxygen": "yes"},
    {"strange": 1},
    {"pulse": "left out", "strange": 1},
]


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_answers_that_are_not_plain(engine: Engine, oracle: Engine, odd: dict[str, Any]) -> None:
    for answers in (news2(), news2(**odd), news2(**odd)):
        found, expected = (each.evaluate(answers, at=AT, invalid="report") for each in (engine, oracle))
        assert found.to_json() == expected.to_json()


def test_a_plan_is_made_when_its_forms_come_often_and_kept_within_bounds(engine: Engine) -> None:
    assert OFTEN > 1
    plans = engine._plans
    assert isinstance(plans, Plans)
    forms = list(engine.program.forms)
    for first in forms:
        for second in forms:
            engine.evaluate({first: {}, second: {}}, at=AT, invalid="report")
    assert 1 < len(plans._plans) <= 64
