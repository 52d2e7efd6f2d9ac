"""The engine as hosts hold it: history, parameters, ids, threads, pickles, views, languages."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from decisionsupport.engine import Engine
from decisionsupport.errors import InvalidCall, InvalidPack
from decisionsupport.outcome.refused import InvalidAnswers
from decisionsupport.outcome.values import NOT_APPLICABLE, Unknown
from tests.engine.packs import AT, PACK, engine_of, ids, outcome_of, problem_at, waits

FORM = """
    assessment: w
    version: 1.3.0
    title: {en: Weight}
    items:
      kg: {kind: decimal, step: 0.1, between: 20..300, unit: kg, usual: 40..150, ask: {en: Weight}}
      many: {repeat: {at_most: 3}, title: {en: Many}, items: {n: {kind: integer, between: 0..99, usual: ..50, ask: {en: N}}}}
    computed:
      before: {value: previous(kg)}
      least: {value: lowest(kg)}
      recent: {value: "previous(kg, within=days(7))"}
"""
OTHER = """
    assessment: o
    version: 1.0.0
    title: {en: Other}
    items: {x: {kind: boolean, ask: {en: X}}}
"""
SET = """
    set: s
    version: 1.0.0
    parameters:
      limit: {kind: integer, value: 3, between: 1..11}
      kgs: {kind: decimal, step: 0.5, value: 50, between: 10..90}
      noon: {kind: time, value: "12:00"}
      wait: {kind: duration, value: 48 hours}
      codes: {kind: codes, system: atc, value: [N05A, N05B]}
      amount: {kind: integer, between: 0..99999, from: {2022-01-01: 9300, 2026-11-23: 10500, 2027-01-01: unknown}}
      unused: {kind: integer, value: 3, between: 1..11}
    actions: {act: {title: {en: Act}}}
    rules:
      light: {when: w.kg < parameter.kgs, propose: [{action: act, due: parameter.wait}]}
      long_ago: {when: time_since(o) > months(12), propose: [act]}
      amount: {when: parameter.amount > 10000 and o.x, propose: [act]}
"""
SITE = """
    overrides: north
    parameters: {kgs: {value: 60, because: {en: Local.}, decided_by: Someone, from: 2026-01-01}}
"""
NOW = "2026-11-23T08:59:59+01:00"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(FORM, OTHER, SET, SITE)


def entry(at: str, kg: Any = 60, **more: Any) -> dict[str, Any]:
    return {"at": at, "answers": {"kg": kg}, **more}


# History ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "before", "least"),
    [
        (None, Unknown(Decimal("20.0"), Decimal("300.0"), or_not_applicable=True), None),
        ({}, Unknown(Decimal("20.0"), Decimal("300.0"), or_not_applicable=True), None),
        ({"o": []}, Unknown(Decimal("20.0"), Decimal("300.0"), or_not_applicable=True), None),
        ({"w": []}, NOT_APPLICABLE, Decimal("55.0")),
        ({"w": [entry(NOW, 61.5), entry("2025-01-01T00:00:00Z", 50)]}, Decimal("61.5"), Decimal("50.0")),
        ({"w": [entry("2025-01-01T00:00:00Z", 50), entry(NOW, None)]}, Decimal("50.0"), None),
        ({"w": [entry(NOW, 61.5, version="1.0.0")]}, Decimal("61.5"), Decimal("55.0")),
    ],
)
def test_history(engine: Engine, history: Any, before: Any, least: Any) -> None:
    outcome = outcome_of(engine, {"w": {"kg": 55}}, history=history)
    assert not outcome.problems
    assert outcome.values["w"]["before"] == before
    if least is not None:
        assert outcome.values["w"]["least"] == least


@pytest.mark.parametrize("at", [AT, "2026-11-23T08:00:00Z", "2027-01-01T00:00:00Z"])
def test_an_entry_that_is_not_before_now_is_not_used(engine: Engine, at: str) -> None:
    outcome = outcome_of(engine, {"w": {"kg": 55}}, history={"w": [entry(at, 70), entry(NOW, 60)]})
    problem = problem_at(outcome, "history.w[0]")
    assert (problem.severity, problem.found) == ("warning", f'"{at}"')
    assert problem.allowed == "before 2026-11-23T08:00:00+00:00"
    assert outcome.values["w"]["before"] == Decimal("60.0")


def test_an_entry_of_another_major_version_is_not_used(engine: Engine) -> None:
    history = {"w": [entry(NOW, 70, version="2.0.0"), entry("2026-11-01T00:00:00Z", 60)]}
    outcome = outcome_of(engine, {"w": {"kg": 55}}, history=history)
    assert problem_at(outcome, "history.w[0].version").severity == "error"
    assert outcome.values["w"]["before"] == Decimal("60.0")


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"w": [entry("2026-11-22T08:00:00"), entry(NOW)]}, "history.w[0].at"),
        ({"w": [entry("yesterday")]}, "history.w[0].at"),
        ({"w": [{"answers": {}}]}, "history.w[0]"),
        ({"w": [{"at": NOW}]}, "history.w[0]"),
        ({"w": [{"at": NOW, "answers": 7}]}, "history.w[0].answers"),
        ({"w": [7]}, "history.w[0]"),
        ({"w": {}}, "history.w"),
        ({"w": None}, "history.w"),
        ({"w": "none"}, "history.w"),
        ({"v": []}, "history.v"),
        ({7: []}, "history.7"),
        ([7], "history"),
        ("w", "history"),
    ],
)
def test_a_history_that_cannot_be_read_is_unknown(engine: Engine, wrong: Any, path: str) -> None:
    outcome = outcome_of(engine, {"w": {"kg": 55}}, history=wrong)
    problem = problem_at(outcome, path)
    assert (problem.severity, bool(problem.found), bool(problem.allowed)) == ("error", True, True)
    assert isinstance(outcome.values["w"]["before"], Unknown)


def test_a_refused_answer_of_the_past(engine: Engine) -> None:
    history = {"w": [entry(NOW, 700), entry("2026-11-01T00:00:00Z", 60), {**entry(NOW), "by": "me"}]}
    outcome = outcome_of(engine, {"w": {"kg": 55}}, history=history)
    assert ids(outcome.problems, "path") == ["history.w[0].kg", "history.w[2].by"]
    assert outcome.values["w"]["least"].most == Decimal("55.0")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("answers", "history", "proposed", "undecided"),
    [
        ({}, {}, False, True),
        ({}, {"o": []}, True, False),
        ({}, {"o": [{"at": "2025-11-23T08:00:00Z", "answers": {}}]}, False, False),
        ({}, {"o": [{"at": "2025-11-23T07:59:59Z", "answers": {}}]}, True, False),
        ({"o": {}}, {}, False, False),
    ],
)
def test_time_since(engine: Engine, answers: Any, history: Any, proposed: bool, undecided: bool) -> None:
    outcome = outcome_of(engine, answers, history=history)
    assert (outcome.proposal("act") is not None) is proposed
    found = {each.rule: waits(each.waits_for) for each in outcome.undecided}
    assert found.get("s.long_ago") == ([("history", "o")] if undecided else None)


# Parameters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site", "given", "at", "expected"),
    [
        (None, {}, AT, (Decimal("50.0"), "pack")),
        ("north", {}, AT, (Decimal("60.0"), "site")),
        ("north", {}, "2025-12-31T12:00:00Z", (Decimal("50.0"), "pack")),
        ("north", {}, "2025-12-31T23:30:00Z", (Decimal("60.0"), "site")),
        ("north", {"kgs": 70.5}, AT, (Decimal("70.5"), "call")),
        (None, {"kgs": Decimal("70.0")}, AT, (Decimal("70.0"), "call")),
        (None, {"kgs": None}, AT, (Unknown(Decimal("10.0"), Decimal("90.0")), "call")),
    ],
)
def test_who_set_a_parameter(site: str | None, given: Any, at: str, expected: Any) -> None:
    engine = engine_of(FORM, OTHER, SET, SITE, site=site)
    outcome = outcome_of(engine, {"w": {"kg": 55}}, parameters=given, at=at)
    (used,) = (each for each in outcome.parameters if each.parameter == "kgs")
    assert (used.value, used.from_) == expected
    assert outcome.site == site
    limit = expected[0]
    proposed = outcome.proposal("act") is not None and "s.light" in {
        each.rule for each in outcome.proposals[0].reasons
    }
    assert proposed is (isinstance(limit, Decimal) and limit > 55)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kgs", 9.5),
        ("kgs", 90.5),
        ("kgs", 50.3),
        ("kgs", "50"),
        ("kgs", True),
        ("kgs", float("nan")),
        ("limit", 12),
        ("limit", [3]),
        ("noon", "noon"),
        ("wait", 48),
        ("codes", "N05A"),
        ("codes", ["n05a!"]),
        ("codes", [7]),
    ],
)
def test_a_parameter_by_the_call_that_cannot_be(engine: Engine, name: str, value: Any) -> None:
    outcome = outcome_of(engine, {"w": {"kg": 55}}, parameters={name: value})
    problem = problem_at(outcome, f"parameters.{name}")
    assert (problem.severity, bool(problem.found), bool(problem.allowed)) == ("error", True, True)
    with pytest.raises(InvalidAnswers):
        engine.evaluate({}, at=AT, parameters={name: value})


def test_what_to_do_with_refused_answers_is_one_of_two(engine: Engine) -> None:
    with pytest.raises(InvalidCall, match="'raise' or 'report'"):
        engine.evaluate({}, at=AT, invalid="ignore")  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [["kgs"], "kgs", 7])
def test_parameters_that_are_no_map(engine: Engine, wrong: Any) -> None:
    assert problem_at(outcome_of(engine, {}, parameters=wrong), "parameters").severity == "error"


def test_a_parameter_that_is_none_of_the_pack(engine: Engine) -> None:
    assert "limit" in problem_at(outcome_of(engine, {}, parameters={"limti": 3}), "parameters.limti").message
    assert problem_at(outcome_of(engine, {}, parameters={3: 3}), "parameters.3")


@pytest.mark.parametrize(
    ("at", "value"),
    [
        ("2021-12-31T12:00:00Z", Unknown(0, 99999)),
        ("2026-11-22T22:59:59Z", 9300),
        ("2026-11-22T23:00:00Z", 10500),
        ("2027-06-01T00:00:00Z", Unknown(0, 99999)),
    ],
)
def test_dated_parameters(engine: Engine, at: str, value: Any) -> None:
    outcome = outcome_of(engine, {"o": {"x": True}}, at=at)
    assert {each.parameter: each.value for each in outcome.parameters} == {"amount": value}
    if isinstance(value, Unknown):
        assert waits(outcome.undecided[0].waits_for) == [("parameter", "amount")]


def test_parameters_that_are_rested_on(engine: Engine) -> None:
    assert ids(outcome_of(engine, {"w": {"kg": 40}}).parameters, "parameter") == ["kgs", "wait"]
    assert ids(outcome_of(engine, {"w": {"kg": 55}}).parameters, "parameter") == ["kgs"]
    assert ids(outcome_of(engine, {"o": {}}).parameters, "parameter") == ["amount"]
    assert outcome_of(engine, {}).parameters == ()


# What is unusual -------------------------------------------------------------------------------------


def test_what_is_unusual_is_used_and_listed(engine: Engine) -> None:
    outcome = engine.evaluate({"w": {"kg": 200, "many": [{"n": 50}, {"n": 51}]}}, at=AT)
    problem = problem_at(outcome, "w.kg")
    assert (problem.severity, problem.found, problem.allowed) == ("warning", "200.0", "usually 40.0..150.0")
    assert problem_at(outcome, "w.many[1].n").allowed == "usually ..50"
    assert len(outcome.problems) == 2


# Ids, threads, pickles -------------------------------------------------------------------------------


def test_ids_change_with_anything_given(engine: Engine) -> None:
    given: list[dict[str, Any]] = [
        {"answers": {"w": {"kg": 40}}},
        {"answers": {"w": {"kg": 40.5}}},
        {"answers": {"w": {}}},
        {"answers": {"w": {"kg": 40}}, "at": NOW},
        {"answers": {"w": {"kg": 40}}, "history": {"o": []}},
        {"answers": {"w": {"kg": 40}}, "parameters": {"limit": 4}},
    ]
    outcomes = [outcome_of(engine, each.pop("answers"), **each) for each in map(dict, given)]
    assert len({each.id for each in outcomes}) == len(given)
    again = outcome_of(engine, {"w": {"kg": Decimal("40.0")}})
    assert again.to_json() == outcomes[0].to_json()
    changed = engine_of(FORM, OTHER, SET.replace("Act", "Do"), SITE)
    assert outcome_of(changed, {"w": {"kg": 40}}).id != outcomes[0].id
    assert outcomes[0].proposals[0].id != outcome_of(changed, {"w": {"kg": 40}}).proposals[0].id


def test_eight_threads_make_the_same_bytes(engine: Engine) -> None:
    given = [{"w": {"kg": 40 + n % 20}, "o": {"x": bool(n % 2)}} for n in range(64)]
    one = [engine.evaluate(each, at=AT).to_json() for each in given]
    fresh = engine_of(FORM, OTHER, SET, SITE)
    with ThreadPoolExecutor(8) as pool:
        many = list(pool.map(lambda each: fresh.evaluate(each, at=AT).to_json(), given))
    assert many == one


def test_a_pickled_engine_is_the_same(engine: Engine) -> None:
    engine = engine_of(FORM, OTHER, SET, SITE, site="north")
    again = pickle.loads(pickle.dumps(engine))
    answers = {"w": {"kg": 55}}
    assert again.evaluate(answers, at=AT).to_json() == engine.evaluate(answers, at=AT).to_json()


def test_an_engine_cannot_be_changed(engine: Engine) -> None:
    with pytest.raises(AttributeError):
        engine.program = None  # type: ignore[assignment, misc]


def test_what_is_given_is_left_as_it_was(engine: Engine) -> None:
    answers = {"w": {"kg": "heavy", "many": [{"n": 1}]}}
    before = json.dumps(answers)
    outcome = engine.evaluate(answers, at=AT, invalid="report")
    assert json.dumps(answers) == before
    text = outcome.to_json()
    answers["w"]["many"].append({"n": 2})  # type: ignore[union-attr]
    assert outcome.to_json() == text


def test_the_order_of_answers_is_nothing(engine: Engine) -> None:
    one = {"w": {"kg": 400, "many": [{"n": 51}]}, "o": {"x": True}}
    two = {"o": {"x": True}, "w": {"many": [{"n": 51}], "kg": 400}}
    assert outcome_of(engine, one).to_json() == outcome_of(engine, two).to_json()


# Values, views, languages ----------------------------------------------------------------------------


def test_values_alone(engine: Engine) -> None:
    values = engine.values({"w": {"kg": "heavy"}}, at=AT, history={"w": [entry(NOW, 60)]})
    assert values["w"]["before"] == Decimal("60.0")
    assert values == outcome_of(engine, {"w": {"kg": "heavy"}}, history={"w": [entry(NOW, 60)]}).values


def test_a_form_as_hosts_draw_it(engine: Engine) -> None:
    view = engine.form("w")
    assert (view.id, view.kind, view.version, view.title, view.language) == (
        "w",
        "assessment",
        "1.3.0",
        "Weight",
        "en",
    )
    kg, many = view.items
    assert (kg.least, kg.most, kg.step, kg.unit) == (Decimal("20.0"), Decimal("300.0"), Decimal("0.1"), "kg")  # type: ignore[union-attr]
    assert (many.at_most, [item.path for item in many.items]) == (3, ["w.many.n"])  # type: ignore[union-attr]
    with pytest.raises(InvalidCall, match=r"o, w|w, o"):
        engine.form("x")
    with pytest.raises(InvalidCall):
        engine.form("w", language="sv")


def test_the_reader_s_language() -> None:
    pack = PACK.replace("[en]", "[sv, en]").replace("{en:", "{sv: S, en:")
    engine = engine_of(
        """
        assessment: f
        version: 1.0.0
        title: {sv: Formulär, en: Form}
        items: {a: {kind: boolean, ask: {sv: Ja eller nej?, en: Yes or no?}}, b: {kind: boolean, ask: {sv: B, en: B}}}
        """,
        """
        set: s
        version: 1.0.0
        actions: {act: {title: {sv: Gör, en: Do}, for_patient: {sv: Vi gör., en: We do.}}}
        rules: {r: {title: {sv: Regel, en: Rule}, when: f.a, unless: f.b, propose: [act, {assess: f}], because: {sv: "A är {{ f.a }}.", en: "A is {{ f.a }}."}}}
        """,
        pack=pack,
    )
    said = {
        language: [
            (
                each.title,
                each.for_patient,
                each.reasons[0].title,
                str(each.reasons[0].because),
                str(each.cautions[0].text),
            )
            for each in outcome_of(engine, {"f": {"a": True}}, language=language).proposals
        ]
        for language in ("sv", "en")
    }
    assert said == {
        "sv": [
            ("Gör", "Vi gör.", "Regel", "A är ja.", "Undantag inte kontrollerat: B."),
            ("Gör bedömningen: Formulär", None, "Regel", "A är ja.", "Undantag inte kontrollerat: B."),
        ],
        "en": [
            ("Do", "We do.", "Rule", "A is yes.", "Exception not checked: B."),
            ("Assess: Form", None, "Rule", "A is yes.", "Exception not checked: B."),
        ],
    }
    assert outcome_of(engine, {"f": {"a": True}}).language == "sv"


def test_an_unknown_site() -> None:
    with pytest.raises((InvalidCall, InvalidPack)):
        engine_of(FORM, OTHER, SET, SITE, site="south")
