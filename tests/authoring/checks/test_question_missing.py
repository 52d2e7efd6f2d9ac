"""`question-missing`: what is told, and the near misses of which nothing is told."""

from __future__ import annotations

from tests.authoring.checks.harness import an_assessment, told

READ = "note: '{{ x }} {{ y }}'"


def test_one_question_among_others_has_no_words() -> None:
    form = an_assessment("x: {ask: X, kind: boolean}\ny: {kind: boolean}", READ)
    assert told("question-missing", form) == ["nobody says how `y` is asked: `y` is what is shown"]
    assert told("question-missing", form.replace("y: {kind", "y: {ask: Y, kind")) == []


def test_an_item_of_a_group_is_asked_too() -> None:
    group = "g: {group: G, items: {y: {kind: boolean}}}"
    assert len(told("question-missing", an_assessment(f"x: {{ask: X, kind: boolean}}\n{group}", READ))) == 1


def test_what_is_never_asked_needs_no_words() -> None:
    form = an_assessment("x: {ask: X, kind: boolean}\ny: {kind: boolean, value: not x}", READ)
    assert told("question-missing", form) == []


def test_a_form_of_ids_alone_is_let_be() -> None:
    assert told("question-missing", an_assessment("x: {kind: boolean}\ny: {kind: boolean}", READ)) == []
