"""Questions that wait for others, that take a sum with them, that a request needs and nobody answers."""

from __future__ import annotations

import pytest

from tests.authoring.checks.harness import a_rule, an_assessment, told


def test_a_required_question_behind_one_that_is_not() -> None:
    items = "gate: {kind: boolean%s}\nbehind: {kind: text, required: %s, show_when: gate}"
    said = ["`behind` is required, and `gate`, which shows it, is not"]
    assert told("hidden-required", an_assessment(items % ("", "true"))) == said
    assert told("hidden-required", an_assessment(items % (", required: true", "true"))) == []
    assert told("hidden-required", an_assessment(items % ("", "false"))) == []


def test_a_question_that_the_host_knows_the_answer_to_may_show_a_required_one() -> None:
    items = "behind: {kind: text, required: true, show_when: patient.alone}"
    assert told("hidden-required", an_assessment(items)) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("a + b", ["`b` can be hidden, and then the whole is not applicable"]),
        ("10 - b", ["`b` can be hidden, and then the whole is not applicable"]),
        ("sum(a, b)", []),
        ("a + (b if b is applicable else 0)", []),
        ("a + a", []),
    ],
)
def test_a_sum_that_a_hidden_question_takes_with_it(value: str, said: list[str]) -> None:
    items = "gate: {kind: boolean}\na: {kind: integer, between: 0..9}\nb: {kind: integer, between: 0..9, show_when: gate}"
    form = an_assessment(items, f"computed:\n  whole:\n    value: {value}")
    assert told("hidden-in-sum", form) == said


REQUEST = """
request: question
version: 1.0.0
title: A question
to: home_care
needs: [%s]
sections: {situation: [Please look.]}
"""


def test_a_need_that_nobody_can_answer() -> None:
    retired = an_assessment("x: {kind: boolean}").replace("version:", "status: retired\nversion:", 1)
    never = an_assessment("x: {kind: boolean, show_when: patient.age < 18 and patient.age > 65}")
    said = "`question` needs what nobody can answer: "
    need = REQUEST % "example.x"
    assert told("need-unasked", need, an_assessment("x: {kind: boolean}")) == []
    assert told("need-unasked", need, retired) == [
        said + "the form `example` is retired, and its answers are not used"
    ]
    assert told("need-unasked", need, never) == [said + "`example.x` is never shown"]


@pytest.mark.parametrize("status", ["trial", "retired"])
def test_a_rule_on_a_form_that_is_not_in_use(status: str) -> None:
    form = an_assessment("x: {kind: boolean}").replace("version:", f"status: {status}\nversion:", 1)
    rule = a_rule("example.x")
    rule = rule.replace("example", "on", 1)
    (said,) = told(f"{status}-form", form, rule)
    assert said.startswith(
        f"`on.one` rests on `example`, which is {'on trial' if status == 'trial' else 'retired'}"
    )
    assert told(f"{status}-form", form.replace(status, "active"), rule) == []
