"""What is proposed: held, withheld, merged, due; what tables leave open; what does not go together."""

from __future__ import annotations

from typing import Any

import pytest

from decisionsupport.engine import Engine
from tests.engine.packs import cautions, engine_of, ids, outcome_of, reasons, waits

FORM = """
    assessment: f
    version: 1.0.0
    title: {en: F}
    items:
      a: {kind: boolean, ask: {en: A?}}
      b: {kind: boolean, ask: {en: B?}}
      n: {kind: integer, between: 0..9, ask: {en: N}}
      home: {kind: datetime, ask: {en: Home}}
      day: {kind: date, ask: {en: Day}}
"""
LIMITS = """
    facts: limits
    version: 1.0.0
    title: {en: Limits}
    items:
      dying: {kind: boolean, ask: {en: End of life care?}}
      no_rails: {kind: boolean, ask: {en: No rails?}}
"""


def engine_with(rules: str, actions: str = "", more: str = "") -> Engine:
    return engine_of(
        FORM,
        LIMITS,
        f"""
    set: s
    version: 1.0.0
    sources: {{src: {{title: {{en: Source}}, certainty: guideline, publisher: P, year: 2024, url: https://example.org}}}}
    parameters:
      soon_after: {{kind: duration, value: 48 hours}}
      never: {{kind: duration, from: {{2020-01-01: unknown}}}}
    actions:
      rails: {{title: {{en: Rails}}, performer: nurse, with: [physician], decided_by: physician, delegable: false, priority: soon, due: 3 days}}
      low: {{title: {{en: Low bed}}, for_patient: {{en: We lower your bed.}}}}
      call: {{title: {{en: Call}}, priority: emergency, due: now}}
      check: {{title: {{en: Check}}, repeat: [{{every: 1 hours, for: 4 hours}}, {{every: 1 days}}], code: {{kva: AW999}}}}
{actions}
{more}
    rules:
{rules}
""",
    )


def the(outcome: Any, action: str) -> Any:
    found = outcome.proposal(action)
    assert found is not None, [each.action for each in outcome.proposals]
    return found


# Exceptions ------------------------------------------------------------------------------------------


HELD = """
      r: {when: f.a, unless: limits.dying, propose: [rails, {assess: limits}], evidence: [src]}
"""


def test_an_exception_that_does_not_hold() -> None:
    outcome = outcome_of(engine_with(HELD), {"f": {"a": True}, "limits": {"dying": False}})
    proposal = the(outcome, "rails")
    assert (proposal.performer, proposal.with_, proposal.decided_by) == ("nurse", ("physician",), "physician")
    assert proposal.delegable is False
    assert proposal.cautions == ()
    (evidence,) = proposal.reasons[0].evidence
    assert (evidence.source, evidence.year, evidence.certainty) == ("src", 2024, "guideline")
    assert the(outcome, "limits").assess == "limits"
    assert the(outcome, "limits").title == "Fill in: Limits"


@pytest.mark.parametrize("limits", [None, {}, {"dying": {"not_known": "declined"}}])
def test_an_exception_that_is_unknown(limits: Any) -> None:
    given = {"f": {"a": True}} | ({} if limits is None else {"limits": limits})
    proposal = the(outcome_of(engine_with(HELD), given), "rails")
    (caution,) = proposal.cautions
    assert (caution.kind, caution.rule) == ("unchecked", "s.r")
    wanted = [("form", "limits")] if limits is None else [("item", "limits.dying")]
    assert waits(caution.waits_for) == wanted
    named = "Limits" if limits is None else "End of life care"
    assert str(caution.text) == f"Exception not checked: {named}."


def test_an_exception_that_holds() -> None:
    outcome = outcome_of(engine_with(HELD), {"f": {"a": True}, "limits": {"dying": True}})
    assert outcome.proposals == ()
    assert [(each.action, each.assess) for each in outcome.withheld] == [(None, "limits"), ("rails", None)]
    assert str(outcome.withheld[1].against[0].because) == "Exception: End of life care."


def test_an_exception_that_names_nothing() -> None:
    engine = engine_with("      r: {when: f.a, unless: time_since(limits) < months(1), propose: [rails]}\n")
    outcome = outcome_of(engine, {"f": {"a": True}, "limits": {}})
    assert str(outcome.withheld[0].against[0].because) == "Exception."
    proposal = the(outcome_of(engine, {"f": {"a": True}}), "rails")
    assert waits(proposal.cautions[0].waits_for) == [("history", "limits")]
    assert str(proposal.cautions[0].text) == "Exception not checked: Limits."


def test_what_one_rule_holds_another_may_propose() -> None:
    engine = engine_with(HELD + "      q: {when: f.b, propose: [rails]}\n")
    outcome = outcome_of(engine, {"f": {"a": True, "b": True}, "limits": {"dying": True}})
    assert reasons(the(outcome, "rails").reasons) == ["s.q"]
    assert ids(outcome.withheld, "action") == [None, "rails"]


def test_an_action_may_be_called_what_a_form_is() -> None:
    engine = engine_with(
        "      r: {when: f.a, propose: [limits, {assess: limits}]}\n"
        "      q: {when: f.b, withhold: [limits]}\n",
        "      limits: {title: {en: Set limits}}",
    )
    outcome = outcome_of(engine, {"f": {"a": True, "b": False}})
    assert [(each.action, each.assess, each.title) for each in outcome.proposals] == [
        ("limits", None, "Set limits"),
        (None, "limits", "Fill in: Limits"),
    ]
    assert len({each.id for each in outcome.proposals}) == 2
    outcome = outcome_of(engine, {"f": {"a": True, "b": True}})
    assert (ids(outcome.proposals, "assess"), ids(outcome.withheld, "action")) == (["limits"], ["limits"])


# Withholding -----------------------------------------------------------------------------------------


WITHHELD = """
      p: {when: f.a, propose: [rails]}
      q: {when: f.n > 3, unless: f.b, propose: [{action: rails, priority: urgent, due: 1 hours}]}
      stop: {when: limits.no_rails, withhold: [{action: rails, instead: {action: low, priority: urgent, due: 1 days}}]}
"""


def test_withheld_with_the_reasons_for_and_against() -> None:
    outcome = outcome_of(engine_with(WITHHELD), {"f": {"a": True, "n": 5}, "limits": {"no_rails": True}})
    (withheld,) = outcome.withheld
    assert (withheld.action, reasons(withheld.for_), reasons(withheld.against)) == (
        "rails",
        ["s.q", "s.p"],
        ["s.stop"],
    )
    (low,) = outcome.proposals
    assert (low.action, low.priority, low.due) == ("low", "urgent", "1 days")
    assert reasons(low.reasons) == ["s.q", "s.p", "s.stop"]
    assert cautions(low) == [("unchecked", "s.q")]


def test_nothing_instead_of_what_nobody_proposed() -> None:
    outcome = outcome_of(engine_with(WITHHELD), {"f": {"a": False}, "limits": {"no_rails": True}})
    assert (outcome.proposals, outcome.withheld) == ((), ())


@pytest.mark.parametrize("limits", [None, {}])
def test_an_undecided_withholding_leaves_it_with_a_caution(limits: Any) -> None:
    given = {"f": {"a": True}} | ({} if limits is None else {"limits": limits})
    outcome = outcome_of(engine_with(WITHHELD), given)
    assert cautions(the(outcome, "rails")) == [("against", "s.stop")]
    assert waits(the(outcome, "rails").cautions[0].waits_for) == [
        ("form", "limits") if limits is None else ("item", "limits.no_rails")
    ]
    assert ("s.stop" in ids(outcome.undecided, "rule")) is (limits is not None)


def test_a_withholding_rule_whose_own_exception_holds_withholds_nothing() -> None:
    engine = engine_with(WITHHELD.replace("no_rails, w", "no_rails, unless: f.b, w"))
    for no_rails in ({}, {"no_rails": True}):
        outcome = outcome_of(engine, {"f": {"a": True, "b": True}, "limits": no_rails})
        assert cautions(the(outcome, "rails")) == []


# Merging ---------------------------------------------------------------------------------------------


def test_one_proposal_for_each_action() -> None:
    engine = engine_with("""
      a: {when: f.a, propose: [{action: check, priority: soon, due: 3 days}], because: {en: "N is {{ f.n }}."}}
      b: {when: f.a, propose: [{action: check, priority: urgent, due: 60 hours}]}
      c: {when: f.a, propose: [{action: check, priority: urgent, due: 2026-12-24}]}
      d: {when: f.a, propose: [check]}
""")
    outcome = outcome_of(engine, {"f": {"a": True, "n": 4}})
    (check,) = outcome.proposals
    assert (check.priority, check.due) == ("urgent", "60 hours")
    assert check.due_at.isoformat() == "2026-11-25T21:00:00+01:00"
    assert reasons(check.reasons) == ["s.b", "s.c", "s.a", "s.d"]
    assert str(check.reasons[2].because) == "N is 4."
    assert [(each.every, each.for_) for each in check.repeat] == [("1 hours", "4 hours"), ("1 days", None)]
    assert dict(check.codes) == {"kva": "AW999"}


@pytest.mark.parametrize(
    ("first", "second", "due"),
    [
        ("24 hours", "1 days", "24 hours"),
        ("1 days", "24 hours", "1 days"),
        ("next_visit", "30 days", "30 days"),
        ("next_round", "next_visit", "the next visit"),
        ("f.home + hours(72)", "30 days", "30 days"),
        ("f.day", "next_visit", "the next visit"),
        ("parameter.never", "30 days", "30 days"),
    ],
)
def test_the_earliest_due_as_written(first: str, second: str, due: str) -> None:
    engine = engine_with(f"""
      a: {{when: f.a, propose: [{{action: check, due: {first}}}]}}
      b: {{when: f.a, propose: [{{action: check, due: {second}}}]}}
      c: {{when: f.a, propose: [check]}}
""")
    assert the(outcome_of(engine, {"f": {"a": True}}), "check").due == due


@pytest.mark.parametrize(
    ("due", "given", "written", "at"),
    [
        ("7 days", {}, "7 days", "2026-11-30T09:00:00+01:00"),
        ("now", {}, "now", "2026-11-23T09:00:00+01:00"),
        ("2026-12-24", {}, "2026-12-24", "2026-12-25T00:00:00+01:00"),
        ("parameter.soon_after", {}, "48 hours", "2026-11-25T09:00:00+01:00"),
        ("f.home + hours(72)", {"home": "2026-11-22T10:00:00+01:00"}, None, "2026-11-25T10:00:00+01:00"),
        ("f.day", {"day": "2026-11-30"}, "2026-11-30", "2026-12-01T00:00:00+01:00"),
        ("next_visit", {}, "the next visit", None),
    ],
)
def test_due(due: str, given: Any, written: str | None, at: str | None) -> None:
    engine = engine_with(f"      a: {{when: f.a, propose: [{{action: check, due: {due}}}]}}\n")
    check = the(outcome_of(engine, {"f": {"a": True, **given}}), "check")
    assert cautions(check) == []
    assert (check.due_at.isoformat() if check.due_at else None) == at
    if written is not None:
        assert check.due == written


@pytest.mark.parametrize(
    ("due", "waited"),
    [
        ("f.home + hours(72)", ("item", "f.home")),
        ("f.day", ("item", "f.day")),
        ("parameter.never", ("parameter", "never")),
    ],
)
def test_an_unknown_due_has_a_caution_and_no_instant(due: str, waited: tuple[str, str]) -> None:
    engine = engine_with(f"      a: {{when: f.a, propose: [{{action: check, due: {due}}}]}}\n")
    check = the(outcome_of(engine, {"f": {"a": True}}), "check")
    assert (check.due, check.due_at) == (None, None)
    assert cautions(check) == [("unchecked", "s.a")]
    assert waits(check.cautions[0].waits_for) == [waited]


def test_proposals_by_priority_then_due_then_action() -> None:
    engine = engine_with(
        """
      r:
        when: f.a
        propose:
          - check
          - {action: low, due: next_visit}
          - {action: z, due: 1 days}
          - {action: b, due: 24 hours}
          - rails
          - call
          - {action: a, due: next_round}
""",
        "      a: {title: {en: A}}\n      b: {title: {en: B}}\n      z: {title: {en: Z}}",
    )
    proposals = outcome_of(engine, {"f": {"a": True}}).proposals
    assert ids(proposals, "action") == ["call", "rails", "b", "z", "low", "a", "check"]


def test_actions_that_do_not_go_together() -> None:
    engine = engine_with(
        "      r: {when: f.a, propose: [low, warm]}\n      q: {when: f.b, propose: [cold]}\n",
        "      warm: {title: {en: Warm}, conflicts_with: [cold]}\n      cold: {title: {en: Cold}}",
    )
    outcome = outcome_of(engine, {"f": {"a": True, "b": True}})
    found = {each.action: [str(caution.text) for caution in each.cautions] for each in outcome.proposals}
    assert found == {
        "low": [],
        "warm": ["Does not go well with: Cold."],
        "cold": ["Does not go well with: Warm."],
    }
    assert cautions(the(outcome, "cold")) == [("conflict", None)]
    assert cautions(the(outcome_of(engine, {"f": {"a": True, "b": False}}), "warm")) == []


# Tables ----------------------------------------------------------------------------------------------


TABLE = """
    tables:
      t:
        hit: first
        from: {a: f.a, n: f.n}
        gives: {what: action, priority: priority, due: duration}
        rows:
          - [true, 5.., call, emergency, 1 hours]
          - [true, ..4, check, soon, 2 days]
        otherwise: [low, routine, 9 days]
"""
BY_TABLE = """
      r:
        when: f.b
        propose: [{action: table.t.what, priority: table.t.priority, due: table.t.due}]
"""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"a": True, "n": 6}, [("call", "emergency", "1 hours", 0)]),
        ({"a": True, "n": 1}, [("check", "soon", "2 days", 0)]),
        ({"a": False}, [("low", "routine", "9 days", 0)]),
        (
            {"a": True},
            [("call", "emergency", None, 3), ("check", "emergency", None, 3), ("low", "emergency", None, 3)],
        ),
        ({"n": 1}, [("check", "soon", None, 3), ("low", "soon", None, 3)]),
    ],
)
def test_while_a_table_leaves_the_action_open_all_are_proposed(given: Any, expected: Any) -> None:
    outcome = outcome_of(engine_with(BY_TABLE, more=TABLE), {"f": {"b": True, **given}})
    found = [(each.action, each.priority, each.due, len(each.cautions)) for each in outcome.proposals]
    assert found == expected
    for proposal in outcome.proposals:
        for caution in proposal.cautions:
            assert caution.kind == "unchecked"
            assert waits(caution.waits_for) == [("item", "f.n" if "a" in given else "f.a")]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("assessment", "Assess: Form"),
        ("checklist", "Go through the checklist: Form"),
        ("facts", "Fill in: Form"),
    ],
)
def test_what_is_done_with_a_form_is_said_in_its_own_word(word: str, said: str) -> None:
    form = f"{word}: form\nversion: 1.0.0\ntitle: {{en: Form}}\nitems:\n  done: {{kind: check, ask: {{en: Done}}}}\n"
    facts = "facts: f\nversion: 1.0.0\ntitle: {en: F}\nitems:\n  a: {kind: boolean, ask: {en: A}}\n"
    rules = (
        "set: s\nversion: 1.0.0\ntitle: {en: S}\nrules:\n"
        "  r: {title: {en: R}, when: f.a, propose: [{assess: form, due: 2 days}]}\n"
    )
    outcome = outcome_of(engine_of(form, facts, rules), {"f": {"a": True}})
    assert the(outcome, "form").title == said
