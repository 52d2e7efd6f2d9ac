"""What nothing uses."""

from __future__ import annotations

import pytest

from tests.authoring.checks.harness import a_rule, a_set, an_assessment, told
from tests.ground import GROUND, found_in

REQUEST = """
request: question
version: 1.0.0
title: A question
to: home_care
sections: {situation: [Please look.]}
"""


def test_the_ground_is_silent() -> None:
    assert found_in("", []) == []
    assert len(GROUND) == 5


@pytest.mark.parametrize(
    ("slug", "declared", "used", "message"),
    [
        ("unused-action", "actions: {sit: {title: Sit}}", "propose: [sit]", "no rule proposes `sit`"),
        ("unused-finding", "findings: {frail: {kind: boolean, title: Frail}}", "conclude: {frail: true}", "no rule concludes `frail`"),
        ("unused-source", "sources: {law: {title: Law, certainty: law}}", "propose: [visit]\nevidence: [law]", "nothing names `law`"),
    ],
)  # fmt: skip
def test_what_no_rule_names(slug: str, declared: str, used: str, message: str) -> None:
    rule = a_rule("patient.alone", used)
    assert told(slug, a_set(declared)) == [message]
    assert told(slug, rule.replace("rules:", f"{declared}\nrules:")) == []


def test_a_parameter_and_a_table_that_nothing_reads() -> None:
    parameter = "parameters: {limit: {kind: integer, value: 1, between: 0..200}}"
    assert told("unused-parameter", a_set(parameter)) == ["nothing reads `limit`"]
    rule = a_rule("vitals.pulse > parameter.limit")
    assert told("unused-parameter", rule.replace("rules:", f"{parameter}\nrules:")) == []
    table = "tables: {rails: {from: {x: patient.alone}, gives: {what: action}, rows: [[true, visit], [false, bed_low]]}}"
    assert told("unused-table", a_set(table)) == ["nothing reads `rails`"]
    rule = a_rule("patient.alone", "propose: [{action: table.rails.what}]")
    assert told("unused-table", rule.replace("rules:", f"{table}\nrules:")) == []


def test_an_action_proposed_only_through_a_table_or_instead_is_proposed() -> None:
    actions = "actions: {sit: {title: Sit}, rest: {title: Rest}}"
    table = "tables: {rails: {from: {x: patient.alone}, gives: {what: action}, rows: [[true, sit], [false, bed_low]]}}"
    rules = "rules:\n  one: {when: patient.alone, propose: [{action: table.rails.what}]}\n"
    rules += "  two: {when: patient.no_hospital, withhold: [{action: bed_rails, instead: rest}]}"
    assert told("unused-action", a_set(f"{actions}\n{table}\n{rules}")) == []


def test_a_request_that_no_rule_drafts() -> None:
    assert told("unused-request", REQUEST) == ["no rule drafts `question`"]
    assert told("unused-request", REQUEST, a_rule("patient.alone", "draft: [question]")) == []


def test_a_hidden_computed_value_that_nothing_reads() -> None:
    form = an_assessment("tired: {kind: boolean}", "computed: {so: {value: not tired, hidden: true}}")
    assert told("unused-computed", form) == ["`so` is hidden, and nothing reads it"]
    assert told("unused-computed", form, a_rule("example.so")) == []
    assert told("unused-computed", form.replace(", hidden: true", "")) == []


@pytest.mark.parametrize(
    "reader",
    [
        a_rule("example.tired"),
        a_rule("patient.alone", 'propose: [visit]\nbecause: "Tired: {{ example.tired }}."'),
        a_rule("previous(example.tired)"),
        REQUEST.replace("to:", "needs: [example.tired]\nto:") + "\n",
    ],
    ids=["a rule", "a text", "history", "a need"],
)
def test_an_item_is_used_by_whatever_reads_it(reader: str) -> None:
    form = an_assessment("tired: {kind: boolean}")
    assert told("unused-item", form) == ["`tired` is asked, and nothing reads the answer"]
    assert told("unused-item", form, reader) == []


def test_an_item_is_used_by_scoring_by_being_ticked_off_or_by_being_words() -> None:
    assert told("unused-item", an_assessment("tired: {kind: boolean, points: 1}")) == []
    assert told("unused-item", an_assessment("tired: {kind: text}")) == []
    assert (
        told("unused-item", "checklist: round\nversion: 1.0.0\ntitle: Round\nitems: {tap: {ask: Tap}}\n")
        == []
    )
