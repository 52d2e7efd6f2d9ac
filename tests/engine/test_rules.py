"""Where rules stand: taking part, findings, forms and sets that are not for someone, demands that are broken."""

from __future__ import annotations

from typing import Any

import pytest

from decisionsupport.engine import Engine
from decisionsupport.outcome.values import NOT_APPLICABLE, Unknown
from tests.engine.packs import AT, cautions, engine_of, ids, outcome_of, problem_at, reasons, waits

FORMS = """
    assessment: score
    version: 1.0.0
    title: {en: Score}
    items:
      x: {kind: integer, between: 0..10, ask: {en: X}, points: answer}
      y: {kind: integer, between: 0..10, ask: {en: Y}, points: answer}
    computed:
      total: {value: sum(points)}
"""
FACTS = """
    facts: patient
    version: 1.0.0
    title: {en: Patient}
    items:
      age: {kind: integer, between: 0..130, ask: {en: Age}}
      alone: {kind: boolean, ask: {en: Alone}}
      dying: {kind: boolean, ask: {en: End of life care}}
"""


def rules(text: str) -> str:
    return f"""
    set: s
    version: 1.0.0
    parameters:
      limit: {{kind: integer, value: 3, between: 0..20}}
      unset: {{kind: integer, between: 0..20, from: {{2020-01-01: unknown}}}}
    findings:
      risk: {{title: {{en: Risk}}, ordered: true, options: {{low: {{text: {{en: low}}}}, mid: {{text: {{en: mid}}}}, high: {{text: {{en: high}}}}}}}}
      ill: {{title: {{en: Ill}}, kind: boolean}}
    actions:
      act: {{title: {{en: Act}}, performer: nurse}}
      other: {{title: {{en: Other}}, priority: soon, due: 2 days}}
    rules:
{text}
"""


def engine_with(text: str, *more: str) -> Engine:
    return engine_of(FORMS, FACTS, rules(text), *more)


# Every true rule fires; an undecided one is reported when it takes part --------------------------------


TAKES_PART = """
      assessed: {when: score.total >= 15, propose: [act]}
      both: {when: score.total >= 15 and patient.alone, propose: [act]}
      facts: {when: patient.alone, propose: [act]}
      history: {when: previous(score.total) >= 4, propose: [act]}
      parameter: {when: parameter.unset >= 4, propose: [act]}
      left: {when: score.remaining > 0, propose: [act]}
      elapsed: {when: time_since(score) > months(12), propose: [act]}
"""
ALWAYS = {"s.history", "s.parameter", "s.elapsed"}


@pytest.mark.parametrize(
    ("answers", "undecided"),
    [
        ({}, ALWAYS),
        ({"patient": {}}, {*ALWAYS, "s.facts"}),
        ({"score": {}}, {"s.history", "s.parameter", "s.assessed", "s.both"}),
        (
            {"score": {"x": 10}, "patient": {"alone": True}},
            {"s.history", "s.parameter", "s.assessed", "s.both"},
        ),
        ({"score": {"x": 4}}, {"s.history", "s.parameter"}),
    ],
)
def test_taking_part(answers: Any, undecided: set[str]) -> None:
    engine = engine_with(TAKES_PART)
    assert {each.rule for each in outcome_of(engine, answers).undecided} == undecided


def test_what_they_wait_for() -> None:
    outcome = outcome_of(engine_with(TAKES_PART), {"score": {"x": 6}})
    assert {each.rule: waits(each.waits_for) for each in outcome.undecided} == {
        "s.assessed": [("item", "score.y")],
        "s.both": [("item", "score.y"), ("form", "patient")],
        "s.history": [("history", "score")],
        "s.parameter": [("parameter", "unset")],
    }
    assert ids(outcome.open_questions, "item") == ["score.y", None]
    assert ids(outcome.open_questions, "form") == [None, "patient"]
    assert ids(outcome.open_questions, "could_decide") == [("s.assessed", "s.both"), ("s.both",)]


def test_a_rule_is_judged_on_whatever_was_given() -> None:
    engine = engine_with("      any: {when: score.total >= 15 or patient.alone, propose: [act]}\n")
    assert reasons(outcome_of(engine, {"patient": {"alone": True}}).proposals[0].reasons) == ["s.any"]
    outcome = outcome_of(engine, {"patient": {"alone": False}})
    assert (outcome.proposals, outcome.undecided) == ((), ())
    assert ids(outcome_of(engine, {"score": {"x": 5}}).undecided, "rule") == ["s.any"]


def test_open_questions_in_order() -> None:
    engine = engine_with("""
      a: {when: patient.alone, propose: [act]}
      b: {when: patient.age > 3, propose: [act]}
      c: {when: patient.age > 5, propose: [act]}
      d: {when: score.y > 3, propose: [other]}
      e: {when: score.x > 3, propose: [other]}
      f: {when: patient.dying, conclude: {ill: true}}
""")
    outcome = outcome_of(engine, {"patient": {}, "score": {}})
    expected = ["score.x", "score.y", "patient.age", "patient.alone", "patient.dying"]
    assert ids(outcome.open_questions, "item") == expected


def test_not_known_is_never_asked_again_and_still_waited_for() -> None:
    engine = engine_with("      a: {when: patient.alone, propose: [act]}\n")
    outcome = outcome_of(engine, {"patient": {"alone": {"not_known": "declined"}}})
    assert waits(outcome.undecided[0].waits_for) == [("item", "patient.alone")]
    assert outcome.open_questions == ()
    assert ids(outcome.not_known, "item") == ["patient.alone"]


def test_points_that_could_not_be_tested_are_not_asked_again() -> None:
    engine = engine_of(
        """
        assessment: t
        version: 1.0.0
        title: {en: T}
        items:
          a:
            kind: choice
            ask: {en: A}
            options: {fine: {text: {en: fine}, points: 0}, bad: {text: {en: bad}, points: 2}, no: {text: {en: untestable}, points: unknown}}
        computed: {total: {value: sum(points)}}
        """.replace("no:", "untestable:"),
        """
        set: s
        version: 1.0.0
        actions: {act: {title: {en: Act}}}
        rules: {r: {when: t.total >= 1, propose: [act]}}
        """,
    )
    outcome = outcome_of(engine, {"t": {"a": "untestable"}})
    assert outcome.values["t"]["total"] == Unknown(0, 2)
    assert waits(outcome.undecided[0].waits_for) == [("item", "t.a")]
    assert outcome.open_questions == ()


# Findings only rise -----------------------------------------------------------------------------------


RISING = """
      low: {when: score.x >= 1, conclude: {risk: low}}
      mid: {when: score.x >= 5, conclude: {risk: mid}}
      high: {when: patient.age >= 90, conclude: {risk: high}}
      ill: {when: score.y >= 5, unless: patient.dying, conclude: {ill: true}, propose: [act]}
      read: {when: finding.risk >= mid, propose: [other]}
"""


@pytest.mark.parametrize(
    ("answers", "risk", "ill"),
    [
        ({}, Unknown(one_of=("low", "mid", "high"), or_not_applicable=True), Unknown(one_of=(True, False))),
        ({"score": {"x": 0}, "patient": {"age": 3}}, NOT_APPLICABLE, Unknown(one_of=(True, False))),
        ({"score": {"x": 1, "y": 0}, "patient": {"age": 3}}, "low", False),
        ({"score": {"x": 6}, "patient": {"age": 3}}, "mid", Unknown(one_of=(True, False))),
        # Only what the one undecided rule could raise it to.
        ({"score": {"x": 1, "y": 9}}, Unknown(one_of=("low", "high")), True),
        ({"score": {"x": 9, "y": 9}, "patient": {"age": 95, "dying": True}}, "high", True),
        ({"patient": {"age": 95}}, "high", Unknown(one_of=(True, False))),
    ],
)
def test_findings(answers: Any, risk: Any, ill: Any) -> None:
    outcome = outcome_of(engine_with(RISING), answers)
    assert (outcome.findings["risk"], outcome.findings["ill"]) == (risk, ill)


def test_an_exception_holds_back_what_we_do_not_what_we_find() -> None:
    outcome = outcome_of(
        engine_with(RISING), {"score": {"x": 0, "y": 9}, "patient": {"age": 1, "dying": True}}
    )
    assert outcome.findings["ill"] is True
    assert outcome.proposals == ()
    assert [(each.action, reasons(each.for_), reasons(each.against)) for each in outcome.withheld] == [
        ("act", ["s.ill"], ["s.ill"])
    ]
    assert str(outcome.withheld[0].against[0].because) == "Exception: End of life care."


# Forms and sets that are not made for someone --------------------------------------------------------


CHILD = """
    assessment: child
    version: 1.0.0
    title: {en: Child form}
    applies_when:
      that: patient.age < 16
      else: {en: Only under 16.}
    items:
      p: {kind: integer, between: 0..4, ask: {en: P}, points: answer}
    computed: {total: {value: sum(points)}, twice: {value: p + p}}
    note: {en: "{{ total }} points"}
"""
CHILD_RULES = """
      by_points: {when: child.total >= 2, propose: [act]}
      by_item: {when: child.p >= 2, propose: [other]}
"""


def test_a_form_for_someone_else() -> None:
    engine = engine_with(CHILD_RULES, CHILD)
    outcome = outcome_of(engine, {"child": {"p": 3}, "patient": {"age": 40}})
    assert dict(outcome.values["child"]) == {"total": NOT_APPLICABLE, "twice": NOT_APPLICABLE}
    problem = problem_at(outcome, "child")
    assert (problem.severity, problem.message) == ("warning", "Only under 16.")
    assert outcome.proposal("act") is None
    assert "child" not in outcome.notes


def test_a_form_that_may_be_for_someone_else() -> None:
    engine = engine_with(CHILD_RULES, CHILD)
    outcome = outcome_of(engine, {"child": {"p": 3}})
    assert outcome.values["child"]["total"] == 3
    assert [cautions(each) for each in outcome.proposals] == [
        [("population", "s.by_item")],
        [("population", "s.by_points")],
    ]
    assert waits(outcome.proposals[0].cautions[0].waits_for) == [("form", "patient")]
    assert cautions(outcome_of(engine, {"child": {"p": 3}, "patient": {"age": 9}}).proposals[0]) == []


def test_a_form_that_was_not_given_gives_no_caution() -> None:
    engine = engine_with("      r: {when: child.total >= 2 or score.x > 3, propose: [act]}\n", CHILD)
    assert cautions(outcome_of(engine, {"score": {"x": 9}}).proposals[0]) == []


def test_a_form_on_trial() -> None:
    engine = engine_with(CHILD_RULES, CHILD.replace("title:", "status: trial\n    title:"))
    outcome = outcome_of(engine, {"child": {"p": 3}, "patient": {"age": 9}})
    assert outcome.forms["child"].status == "trial"
    assert cautions(outcome.proposal("act")) == [("trial", "s.by_points")]


SET = """
    set: adults
    version: 1.0.0
    applies_when:
      that: patient.age >= 18
      else: {en: Only for adults.}
    actions: {grow: {title: {en: Grow}}}
    findings: {big: {title: {en: Big}, kind: boolean}}
    rules:
      r: {when: score.x >= 3, propose: [grow], conclude: {big: true}}
"""


@pytest.mark.parametrize(
    ("patient", "proposed", "held", "undecided"),
    [({"age": 40}, ["grow"], [], []), ({"age": 3}, [], ["grow"], []), ({}, ["grow"], [], [])],
)
def test_a_set_for_someone(patient: Any, proposed: list[str], held: list[str], undecided: list[str]) -> None:
    engine = engine_of(FORMS, FACTS, SET)
    outcome = outcome_of(engine, {"score": {"x": 4}, "patient": patient})
    assert (ids(outcome.proposals, "action"), ids(outcome.withheld, "action")) == (proposed, held)
    if held:
        assert str(outcome.withheld[0].against[0].because) == "Only for adults."
        assert outcome.findings["big"] is not True
    if not patient:
        assert cautions(outcome.proposals[0]) == [("population", "adults.r")]
        assert waits(outcome.proposals[0].cautions[0].waits_for) == [("item", "patient.age")]


def test_an_undecided_rule_of_a_set_for_others_is_not_reported() -> None:
    engine = engine_of(FORMS, FACTS, SET)
    assert outcome_of(engine, {"score": {}, "patient": {"age": 3}}).undecided == ()
    assert ids(outcome_of(engine, {"score": {}, "patient": {"age": 30}}).undecided, "rule") == ["adults.r"]


# What a form demands ---------------------------------------------------------------------------------


PRESSURE = """
    assessment: bp
    version: 1.0.0
    title: {en: BP}
    items:
      systolic: {kind: integer, between: 0..300, ask: {en: Systolic}}
      diastolic: {kind: integer, between: 0..300, ask: {en: Diastolic}}
      pulse: {kind: integer, between: 0..300, ask: {en: Pulse}}
      extra: {kind: boolean, ask: {en: Extra}}
      list: {repeat: {at_most: 5}, title: {en: List}, items: {n: {kind: integer, between: 0..9, ask: {en: N}}}}
    computed:
      gap: {value: systolic - diastolic}
      entries: {value: count(list)}
      most: {value: max(list.n)}
    must:
      - that: gap > 0
        else: {en: "Systolic {{ systolic }} must be above diastolic {{ diastolic }}."}
      - that: extra or count(list) <= 2
        else: {en: Too many.}
      - that: all(list.n < 8)
        else: {en: Too high.}
"""


def test_a_broken_demand_takes_what_it_reads() -> None:
    outcome = outcome_of(engine_of(PRESSURE), {"bp": {"systolic": 80, "diastolic": 120, "pulse": 70}})
    problem = problem_at(outcome, "bp")
    assert problem.severity == "error"
    assert problem.message == "Systolic 80 must be above diastolic 120."
    assert problem.found == "bp.diastolic 120, bp.systolic 80"
    assert problem.allowed == "gap > 0"
    assert outcome.values["bp"]["gap"] == Unknown(-300, 300)
    items = outcome.forms["bp"].items
    assert [items[name].answered for name in ("systolic", "diastolic", "pulse")] == [False, False, True]


def test_what_waits_for_a_broken_demand() -> None:
    engine = engine_of(
        PRESSURE,
        """
        set: s
        version: 1.0.0
        actions: {act: {title: {en: Act}}}
        rules: {r: {when: bp.systolic < 90, propose: [act]}}
        """,
    )
    outcome = outcome_of(engine, {"bp": {"systolic": 80, "diastolic": 120}})
    assert outcome.proposals == ()
    assert waits(outcome.undecided[0].waits_for) == [("problem", "bp.systolic")]


@pytest.mark.parametrize(
    "answers", [{"systolic": 80}, {"diastolic": 120}, {}, {"systolic": 120, "diastolic": 80}]
)
def test_an_undecided_demand_is_not_broken(answers: Any) -> None:
    assert engine_of(PRESSURE).evaluate({"bp": answers}, at=AT).problems == ()


def test_a_demand_on_a_list() -> None:
    rows = [{"n": 1}, {"n": 2}, {"n": 3}]
    outcome = outcome_of(engine_of(PRESSURE), {"bp": {"extra": False, "list": rows}})
    assert problem_at(outcome, "bp").message == "Too many."
    assert outcome.values["bp"]["entries"] == Unknown(0, 5)
    assert not outcome.forms["bp"].items["extra"].answered
    outcome = outcome_of(engine_of(PRESSURE), {"bp": {"list": [{"n": 9}, {"n": 2}]}})
    assert problem_at(outcome, "bp").message == "Too high."
    assert outcome.values["bp"]["entries"] == 2
    assert outcome.values["bp"]["most"] == Unknown(0, 9)


# Chains of what is shown -----------------------------------------------------------------------------


CHAIN = """
    assessment: c
    version: 1.0.0
    title: {en: C}
    items:
      a: {kind: boolean, ask: {en: A?}}
      b: {kind: boolean, ask: {en: B?}, show_when: a}
      d: {kind: integer, between: 0..9, ask: {en: D?}, show_when: b}
    computed:
      e: {value: d + 1}
"""


def test_a_chain_of_what_is_shown() -> None:
    engine = engine_of(
        CHAIN,
        """
        set: s
        version: 1.0.0
        actions: {act: {title: {en: Act}}}
        rules: {r: {when: c.d >= 5, propose: [act]}}
        """,
    )
    steps: list[tuple[dict[str, Any], list[bool | None], list[tuple[str, str]]]] = [
        ({}, [True, None, None], [("item", "c.a")]),
        ({"a": True}, [True, True, None], [("item", "c.b")]),
        ({"a": True, "b": True}, [True, True, True], [("item", "c.d")]),
        ({"a": True, "b": False}, [True, True, False], []),
        ({"a": False}, [True, False, False], []),
        ({"d": 3}, [True, None, None], []),
        ({"a": False, "b": True, "d": 9}, [True, False, False], []),
    ]
    for answers, applicable, waited in steps:
        outcome = outcome_of(engine, {"c": answers})
        assert [each.applicable for each in outcome.forms["c"].items.values()] == applicable
        assert [wait for each in outcome.undecided for wait in waits(each.waits_for)] == waited
    assert ids(outcome.problems, "path") == ["c.b", "c.d"]
    assert outcome.values["c"]["e"] == NOT_APPLICABLE
