"""Names: where each may be written, and what a wrong one is told."""

from __future__ import annotations

import pytest

from decisionsupport.diagnostics import Report
from decisionsupport.loading import File, load_files
from tests.loading.small_packs import (
    GAIT,
    PACK,
    PATIENT,
    form,
    helps,
    load,
    messages,
    program_of,
    rule,
    told,
    told_of,
    told_of_form,
)

SETTINGS = """
findings: {frail: {kind: boolean, title: Frail}}
parameters: {limit: {kind: integer, value: 3, between: 0..9, title: Limit}}
tables:
  what:
    hit: unique
    from: {alone: patient.alone}
    gives: {care: action, hurry: priority}
    rows:
      - [true, visit, soon]
      - [false, call, urgent]
"""


@pytest.mark.parametrize(
    "when",
    [
        "patient.alone",
        "gait.speed > 1",
        "any(patient.medicine.doses > 2)",
        "count(patient.medicine) > 2",
        "parameter.limit > patient.age",
        "table.what.hurry is soon",
        "table.what.care is visit",
        "gait.complete",
        "gait.remaining > 2",
        "previous(gait.speed) > 1",
        "time_since(gait) > days(2)",
    ],
)
def test_a_rule_reads_by_full_path(when: str) -> None:
    assert told_of(when, extra=SETTINGS) == []


@pytest.mark.parametrize(
    ("when", "wrong", "remedy"),
    [
        ("patient.agee > 3", "agee", "did you mean `age`?"),
        ("patint.age > 3", "patint", "did you mean `patient`?"),
        ("age > 3", "age", "did you mean `patient.age`?"),
        ("parameter.limits > 3", "limits", "did you mean `limit`?"),
        ("finding.fral", "fral", "did you mean `frail`?"),
        ("table.wat.care is visit", "wat", "did you mean `what`?"),
        ("table.what.car is visit", "car", "did you mean `care`?"),
        ("patient.medicine.dose > 3", "dose", "did you mean `doses`?"),
        ("gait.walks == ja", "ja", "a yes-or-no question stands alone or with `is`: write `x is yes`"),
        ("limit > 3", "limit", "did you mean `parameter.limit`?"),
        ("frail", "frail", "did you mean `finding.frail`?"),
        ("gait.aid.stick", "stick", "write `gait.aid is stick`"),
        ("parameter > 3", "parameter", "write which, as `parameter.limit`"),
        ("patient.age.points > 3", "points", "take this part away"),
        ("table.what", "what", "write which, as `table.what.care`"),
        ("now.hour > 12", "hour", "take this part away"),
        ("hurri >= sooon", "hurri", "one of `patient`, `gait`, `finding`, `parameter`, `table`"),
    ],
)
def test_the_wrong_part_is_pointed_at_with_what_was_meant(when: str, wrong: str, remedy: str) -> None:
    _, report = load(PATIENT, GAIT, rule(when, extra=SETTINGS))
    assert told(report) == [("unknown-name", wrong)]
    assert helps(report) == [remedy]


def test_what_is_not_there_is_no_option() -> None:
    _, report = load(PATIENT, GAIT, rule("gait.aid is missing", extra=SETTINGS))
    assert told(report) == [("unknown-option", "missing")]
    assert helps(report)[0].startswith("write `gait.aid is unknown`, or `is not answered`\none of ")


def test_all_wrong_names_are_told_in_one_run() -> None:
    wrong = told_of("(patient.a and gait.b) or (patient.c and d)")
    assert wrong == [("unknown-name", name) for name in "abcd"]


def test_a_form_names_its_own_bare_and_all_else_by_path() -> None:
    items = """
        a: {kind: boolean}
        b: {kind: integer, between: 0..3, points: answer, show_when: a}
        g: {group: Group, items: {c: {kind: integer, between: 0..3, points: answer}}}
        r: {repeat: {at_most: 3}, items: {x: {kind: integer, between: 0..3}}, computed: {y: {value: x + 1}}}
    """
    computed = """
        computed:
          total: {value: sum(points)}
          of_group: {value: sum(g.points)}
          rows: {value: sum(r.y)}
          full: {value: form.total + total}
          other: {value: patient.age}
    """
    assert told_of_form(items, computed) == []


def test_a_group_is_layout_and_not_in_the_path() -> None:
    items = "g: {group: Group, items: {c: {kind: boolean}}}\nd: {kind: boolean, show_when: g.c}"
    _, report = load(form(items))
    assert told(report) == [("unknown-name", "g")]
    assert helps(report) == ["did you mean `c`?"]


@pytest.mark.parametrize(
    ("when", "wrong"),
    [
        ("patient.medicine.doses > 3", "patient.medicine.doses"),
        ("patient.alone and patient.medicine.doses > 3", "patient.medicine.doses"),
        ("max(patient.age, patient.medicine.doses + 1) > 3", "patient.medicine.doses"),
    ],
)
def test_an_entry_is_read_only_inside_an_aggregate(when: str, wrong: str) -> None:
    assert told_of(when) == [("row-outside-aggregate", wrong)]


def test_an_own_name_that_is_also_a_forms_id_cannot_be_followed() -> None:
    _, report = load(PATIENT, form("patient: {kind: boolean}", "computed: {old: {value: patient.age > 3}}"))
    assert told(report) == [("name-clash", "patient")]
    assert told(load(PATIENT, form("patient: {kind: boolean}", "computed: {old: {value: patient}}"))[1]) == []


def test_names_in_texts_and_their_loops() -> None:
    note = """
        note:
          - "{{ a }} {{ patient.age }} {{ wrong }}"
          - {when: patient.agee > 3, say: x}
          - {for_each: patient.medicine, when: doses > 2, say: "{{ atc }} {{ dos }}"}
          - {for_each: many, say: "{{ option }} {{ title }}"}
          - {for_each: a, say: x}
          - {for_each: proposals, say: x}
    """
    items = "a: {kind: boolean}\nmany: {kind: choices, options: {x: x, y: y}}"
    assert told_of_form(items, note) == [
        ("unknown-name", "wrong"),
        ("unknown-name", "agee"),
        ("unknown-name", "dos"),
        ("unknown-name", "title"),
        ("kind-mismatch", "a"),
        ("unknown-name", "proposals"),
    ]


def test_for_each_makes_a_rule_of_each_copy_and_points_at_the_copy_that_is_wrong() -> None:
    body = """
        for_each:
          first: {what: patient.alone, care: visit}
          second: {what: gait.walks, care: call}
        when: what
        propose: [care]
        because: "{{ what }}"
    """
    text = rule("x", body).replace("    when: x\n", "")
    program = program_of(PATIENT, GAIT, text)
    assert list(program.rules) == ["trial.one.first", "trial.one.second"]
    assert program.cells["when:trial.one.second"].reads == ("gait.walks",)
    assert [entry.action for entry in program.rules["trial.one.first"].proposes] == ["visit"]
    _, report = load(PATIENT, GAIT, text.replace("care: call", "care: cal"))
    assert told(report) == [("unknown-action", "cal")]
    _, report = load(PATIENT, GAIT, text.replace("gait.walks", "gait.walk"))
    assert told(report) == [("unknown-name", "walk")]
    assert helps(report) == ["did you mean `walks`?"]


def test_one_mistake_in_a_form_is_not_told_again_wherever_the_form_is_named() -> None:
    broken = GAIT.replace("kind: decimal, step: 0.1, between: 0..3", "kind: decimall")
    _, report = load(PATIENT, broken, rule("gait.speed > 1 and gait.walks and gait.wals"))
    assert told(report) == [("unknown-choice", "decimall"), ("unknown-name", "wals")]
    unreadable = GAIT.replace("title: Gait", "title: {{ Gait }} x")
    assert len(load(PATIENT, unreadable, rule("gait.speed > 1"))[1]) == 1


def test_a_file_of_wide_letters_is_told_of_once() -> None:
    report = Report()
    texts = (PACK.encode(), PATIENT.encode(), GAIT.encode("utf-16"), rule("gait.speed > 1").encode())
    load_files([File(f"{number}.yaml", data) for number, data in enumerate(texts)], report)
    assert [found.slug for found in report] == ["not-utf8"]


def test_ids_are_unique_in_the_pack() -> None:
    _, report = load(PATIENT, PATIENT, rule("patient.alone"), rule("patient.alone"))
    assert told(report) == [
        ("repeated-id", "patient"),
        ("repeated-id", "visit"),
        ("repeated-id", "call"),
        ("repeated-id", "one"),
    ]


@pytest.mark.parametrize(
    ("computed", "path"),
    [
        ("a: {value: a + 1}", "`form.a` → `form.a`"),
        ("a: {value: b + 1}\n  b: {value: a + 1}", "`form.a` → `form.b` → `form.a`"),
        (
            "a: {value: c + x}\n  b: {value: a + x}\n  c: {value: b + x}",
            "`form.a` → `form.c` → `form.b` → `form.a`",
        ),
    ],
)
def test_a_circle_is_told_with_its_whole_path(computed: str, path: str) -> None:
    _, report = load(form("x: {kind: integer, between: 0..3}", f"computed:\n  {computed}"))
    assert messages(report) == [f"these rest on each other: {path}"]


def test_a_circle_of_findings_goes_through_the_rules() -> None:
    text = """
        set: trial
        version: 1.0.0
        findings: {a: {kind: boolean, title: A}, b: {kind: boolean, title: B}}
        rules:
          one: {when: finding.a, conclude: {b: true}}
          two: {when: finding.b, conclude: {a: true}}
    """
    _, report = load(text)
    assert messages(report) == [
        "these rest on each other: `finding.a` → `trial.two` → `finding.b` → `trial.one` → `finding.a`"
    ]
