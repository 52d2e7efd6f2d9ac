"""Plans change no outcome: what is decided with one is what the interpreter decides, to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, product
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
from decisionsupport.execution.python.index import Column
from decisionsupport.execution.python.picked import bits_of
from decisionsupport.loading import cases_in, read_files
from decisionsupport.loading.shipped import shipped_packs
from tests.engine.packs import engine_of
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
    {"pulse": Decimal("nan")},
    {"pulse": Decimal("snan")},
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


def test_an_item_that_nothing_reads_is_left_out_by_some_only() -> None:
    form = """
        assessment: visit
        version: 1.0.0
        title: Visit
        items:
          pain: {kind: integer, between: 0..10, required: true}
          alone: {kind: boolean, required: true}
          remarked: {kind: boolean}
    """
    engine, oracle = engine_of(form), engine_of(form, executor="interpreter")
    plain: dict[str, Any] = {"pain": 8, "alone": True}
    for more in ({"remarked": True}, {}, {"remarked": False}, {}):
        found, expected = (each.evaluate({"visit": {**plain, **more}}, at=AT) for each in (engine, oracle))
        assert found.forms["visit"].items["remarked"].answered is bool(more)
        assert found.to_json() == expected.to_json()


def test_values_and_demands_that_rest_on_the_clock_too() -> None:
    form = """
        assessment: visit
        version: 1.0.0
        title: Visit
        items:
          pain: {kind: integer, between: 0..10, required: true}
          alone: {kind: boolean, required: true}
        computed:
          late: {title: Late, value: 'pain > 3 and today >= date("2026-11-23")'}
          day: {title: Day, value: weekday(today) + pain}
          again: {title: Again, value: now + hours(pain)}
          since: {title: Since, value: 'date("2026-01-01") + days(pain)'}
          evening: {title: Evening, value: 'alone and time_of(now) > clock(17, 0)'}
        must:
          - {that: alone or weekday(today) < 7, else: Not on Sundays.}
    """
    engine, oracle = engine_of(form), engine_of(form, executor="interpreter")
    for at, alone in product((AT, "2026-11-22T18:00:00+01:00", "2026-11-22T23:30:00Z"), (True, False)):
        for pain in (2, 5):
            answers = {"visit": {"pain": pain, "alone": alone}}
            found, expected = (each.evaluate(answers, at=at, invalid="report") for each in (engine, oracle))
            assert engine.values(answers, at=at) == expected.values
            assert found.to_json() == expected.to_json()


def test_thousands_of_items_and_of_columns() -> None:
    """Python's compiler gives up at chains of some three thousand."""
    items = "".join(f"  q{number}: {{kind: boolean, points: 1}}\n" for number in range(3500))
    total = "computed: {total: {title: Total, value: sum(points)}}"
    engine = engine_of(f"assessment: visit\nversion: 1.0.0\ntitle: Visit\nitems:\n{items}{total}")
    found = engine.evaluate({"visit": {f"q{number}": number % 7 == 0 for number in range(3500)}}, at=AT)
    assert found.values == {"visit": {"total": 500}}
    column = Column(0, (1, 2), [5], [0b01, 0b11])
    bits = bits_of(0b11, {0: [column] * 3500}, {})
    assert (bits((4,)), bits((5,))) == (0b01, 0b11)


FORMS = """
assessment: visit
version: 1.0.0
title: Visit
items:
  pain: {kind: integer, between: 0..10, required: true}
  alone: {kind: boolean, required: true}
  mood: {kind: choice, options: {low: Low, fair: Fair}, required: true}
computed:
  burden: {title: Burden, value: pain + (2 if alone else 0)}
---
assessment: home
version: 1.0.0
title: Home
items:
  stairs: {kind: integer, between: 0..9}
  moved_in: {kind: datetime}
"""
SET = """
set: seen
version: 1.0.0
title: Seen
parameters:
  opened: {kind: date, value: 2026-01-01}
  opens: {kind: date, value: 2030-01-01}
actions:
  call: {title: Call, priority: urgent, due: 4 hours}
  visit: {title: Visit, priority: soon, due: 2 days}
  wait: {title: Wait}
rules:
  pain: {title: Pain, when: visit.pain >= 7, propose: [call], because: "{{ visit.pain }} of ten."}
  accompanied: {title: Not alone, when: visit.pain >= 3, unless: visit.alone, propose: [visit]}
  both: {title: Both, when: visit.pain >= 5 and home.stairs >= 3, propose: [visit]}
  lonely: {title: Lonely, when: visit.alone and home.stairs >= 3, propose: [visit]}
"""
MORE = """
  either: {title: Either, when: visit.alone or home.stairs >= 3, propose: [visit]}
  in_use: {title: In use, when: parameter.opened <= today and visit.alone, propose: [wait]}
  to_come: {title: To come, when: parameter.opens <= today and visit.alone, propose: [wait]}
  moved: {title: Moved, when: home.moved_in <= now and visit.pain >= 2, propose: [wait]}
  again: {title: Again, when: time_since(home) > months(6) and visit.mood is low, propose: [wait]}
  before: {title: Before, when: last_done(home) < now and visit.mood is fair, propose: [wait]}
  worse: {title: Worse, when: visit.burden > previous(visit.burden), propose: [call]}
"""


@pytest.mark.parametrize("more", ["", MORE], ids=["settled at once", "asked one by one"])
def test_every_combination_of_plain_answers(more: str) -> None:
    """Two patients for whom the same rules are true may differ in all else, and one may have no true rule."""
    documents = (*FORMS.split("---"), SET + more)
    engine, oracle = engine_of(*documents), engine_of(*documents, executor="interpreter")
    home: dict[str, Any] = {"stairs": 2}
    for history in (None, {"home": []}, {"home": [{"at": "2025-06-01T09:00:00+02:00", "answers": home}]}):
        for pain, alone, mood in product(range(11), (True, False), ("low", "fair")):
            answers = {"visit": {"pain": pain, "alone": alone, "mood": mood}}
            for forms in (answers, {**answers, "home": home}):
                found, expected = (each.evaluate(forms, at=AT, history=history) for each in (engine, oracle))
                assert found.undecided == expected.undecided, forms
                assert found.fired == expected.fired, forms
                assert found.to_json() == expected.to_json(), forms
                said = [str(each.because) for proposal in found.proposals for each in proposal.reasons]
                assert (f"{pain} of ten." in said) is (pain >= 7)
