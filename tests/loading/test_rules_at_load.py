"""Rules at load: hidden items under negations, record tests, what may be withheld, limits, sites, digests."""

from __future__ import annotations

import pytest

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
)

HIDDEN = ("negated-hidden", "gait.pain")
FRAIL = "findings: {frail: {kind: boolean, title: Frail}}"


@pytest.mark.parametrize(
    "when",
    [
        "not gait.pain",
        "not (gait.pain and patient.alone)",
        "not (patient.alone or gait.pain)",
        "patient.alone and not gait.pain",
        "{none: [gait.pain]}",
        "{all: [patient.alone, {none: [gait.pain]}]}",
        "not gait.pain and gait.pain is applicable",
    ],
)
def test_a_hidden_item_under_a_negation(when: str) -> None:
    assert told_of(when) == [HIDDEN]


@pytest.mark.parametrize("when", ["gait.pain is not yes", "not (gait.pain is yes)"])
def test_is_not_is_a_negation(when: str) -> None:
    assert [slug for slug, _ in told_of(when)] == ["negated-hidden"]


@pytest.mark.parametrize(
    "when",
    [
        "gait.pain",
        "gait.pain is no",
        "not (not gait.pain)",
        "gait.pain is applicable and not gait.pain",
        "gait.pain is applicable and (patient.alone or not gait.pain)",
        "{all: [gait.pain is applicable, {none: [gait.pain]}]}",
        "not gait.walks",
        "count(gait.pain, patient.alone) < 2",
    ],
)
def test_what_is_guarded_or_not_negated_is_silent(when: str) -> None:
    assert told_of(when) == []


@pytest.mark.parametrize(
    "when",
    [
        "gait.walks is answered",
        "gait.walks is known",
        "gait.walks is unknown",
        "gait.complete",
        "gait.remaining > 2",
    ],
)
def test_the_record_is_asked_only_where_nothing_is_concluded(when: str) -> None:
    assert told_of(when) == []
    slugs = [slug for slug, _ in told_of(when, "conclude: {frail: true}", extra=FRAIL)]
    assert slugs == ["record-test-here"]
    text = GAIT + f"computed: {{made: {{value: {when.replace('gait.', '')}}}}}\n"
    assert [slug for slug, _ in told(load(PATIENT, text)[1])] == ["record-test-here"]
    must = GAIT + f"must:\n  - {{that: {when.replace('gait.', '')}, else: No}}\n"
    assert told(load(PATIENT, must)[1]) == []


def test_an_option_alone_after_or() -> None:
    _, report = load(PATIENT, GAIT, rule("gait.aid is stick or walker"))
    assert told(report) == [("option-as-condition", "walker")]
    assert helps(report) == ["write `gait.aid in [stick, walker]`"]


# Withholding and limits ----------------------------------------------------------------------------------


def withholding(what: str, proposed: str = "call") -> list[tuple[str, str]]:
    """What is told where one rule proposes and another withholds."""
    text = (
        rule("patient.alone", f"propose: [{proposed}]")
        + f"  two:\n    when: patient.limited\n    withhold: {what}\n"
    )
    return told(load(PATIENT, text)[1])


def test_what_is_urgent_is_withheld_only_with_something_as_urgent_instead() -> None:
    assert withholding("[call]") == [("emergency-unreplaced", "call")]
    for priority in ("soon", "urgent"):
        (found,) = withholding(
            f"[{{action: call, instead: {{action: visit, priority: {priority}, due: 1 hours}}}}]"
        )
        assert found[0] == "emergency-unreplaced"
    assert withholding("[{action: call, instead: {action: visit, priority: emergency, due: 1 hours}}]") == []
    assert withholding("[visit]", "visit") == []
    assert withholding("[visit]", "{action: visit, priority: urgent, due: 1 hours}") == [
        ("emergency-unreplaced", "visit")
    ]


def test_what_is_proposed_instead_cannot_be_withheld() -> None:
    replaced = "[{action: call, instead: {action: visit, priority: emergency, due: 1 hours}}, visit]"
    assert ("instead-withheld", "visit") in withholding(replaced)


SCORE = form(
    "a: {kind: integer, between: 0..3, points: answer}", "computed: {total: {value: sum(points)}}", "score"
)


@pytest.mark.parametrize(
    ("when", "rest", "expected"),
    [
        ("score.total > 2", "withhold: [visit]", ["score-vetoes"]),
        ("score.a.points > 2", "withhold: [visit]", ["score-vetoes"]),
        ("score.a > 2", "withhold: [visit]", []),
        ("previous(score.total) > 2", "withhold: [visit]", ["score-vetoes"]),
        ("patient.limited", "unless: score.total > 2\npropose: [call]", ["score-vetoes"]),
        ("patient.alone", "unless: score.total > 2\npropose: [visit]", []),
        ("patient.alone", "unless: patient.limited\npropose: [call]", []),
    ],
)
def test_a_score_vetoes_nothing_urgent(when: str, rest: str, expected: list[str]) -> None:
    assert [slug for slug, _ in told(load(PATIENT, SCORE, rule(when, rest))[1])] == expected


LIMITED = "  two: {when: patient.alone, unless: patient.limited, propose: [visit]}\n"


@pytest.mark.parametrize(
    ("when", "rest", "silences"),
    [
        ("patient.alone and not patient.limited", "propose: [call]", True),
        ("patient.alone and patient.limited is no", "propose: [call]", True),
        ("{all: [patient.alone], none: [patient.limited]}", "propose: [call]", True),
        ("patient.alone and not (not patient.limited)", "propose: [call]", False),
        ("patient.alone and not patient.limited", "propose: [visit]", False),
        ("patient.limited", "propose: [call]", False),
        ("gait.walks and not patient.alone", "propose: [call]", False),
    ],
)
def test_a_limit_under_a_negation_would_silence_what_is_urgent(when: str, rest: str, silences: bool) -> None:
    _, report = load(PATIENT, GAIT, rule(when, rest) + LIMITED)
    assert told(report) == ([("limit-silences", "patient.limited")] if silences else [])


def test_a_limit_in_the_table_of_an_urgent_proposal() -> None:
    tables = """
        tables:
          what:
            hit: unique
            from: {limit: patient.limited}
            gives: {care: action, hurry: priority}
            rows:
              - [true, visit, soon]
              - [false, call, emergency]
    """
    urgent = "propose: [{action: table.what.care, priority: table.what.hurry, due: 1 hours}]"
    _, report = load(PATIENT, rule("patient.alone", urgent, extra=tables) + LIMITED)
    assert {slug for slug, _ in told(report)} == {"limit-silences"}


def test_urgent_needs_a_time() -> None:
    assert told_of("patient.alone", "propose: [{action: visit, priority: urgent}]") == [
        ("priority-without-due", "{action: visit, priority: urgent}")
    ]
    assert told_of("patient.alone", "propose: [{action: visit, priority: urgent, due: 2 hours}]") == []
    assert told_of("patient.alone", "propose: [{action: call, priority: urgent}]") == []


# Parameters and sites ------------------------------------------------------------------------------------

LIMIT = """
set: numbers
version: 1.0.0
parameters:
  limit: {kind: integer, between: 1..9, title: Limit, from: {2024-01-01: 3, 2025-01-01: unknown, 2023-01-01: 2}}
  wait: {kind: duration, value: 2 days, title: Wait}
"""
SITE = "overrides: skovde\nparameters: {%s}\n"


def test_dated_values_stand_in_the_order_of_their_dates() -> None:
    values = program_of(LIMIT).parameters["limit"].values
    assert [(str(each.since), each.value) for each in values] == [
        ("2023-01-01", 2),
        ("2024-01-01", 3),
        ("2025-01-01", None),
    ]


def test_a_site_has_its_own_values_and_no_other_site_has_them() -> None:
    site = SITE % "limit: {value: 4, because: Agreed, decided_by: MAS, from: 2026-01-01}"
    assert [
        each.value for each in program_of(LIMIT, site, site="skovde").parameters["limit"].site_values
    ] == [4]
    assert program_of(LIMIT, site).parameters["limit"].site_values == ()
    _, report = load(LIMIT, site, site="skovd")
    assert messages(report) == ["no `overrides:` file is for site `skovd`"]


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ("limits: {value: 4, because: x, decided_by: y}", ("unknown-parameter", "limits")),
        ("limit: {value: 14, because: x, decided_by: y}", ("parameter-range", "14")),
        ("limit: {value: 4.5, because: x, decided_by: y}", ("bad-number", "4.5")),
    ],
)
def test_a_sites_mistakes_are_told_whichever_site_is_loaded(entry: str, wrong: tuple[str, str]) -> None:
    for site in (None, "skovde"):
        assert told(load(LIMIT, SITE % entry, site=site)[1]) == [wrong]


# Forms ---------------------------------------------------------------------------------------------------


def test_option_lists_stand_in_the_form_the_set_or_the_pack() -> None:
    lists = "option_lists: {often: {never: never, daily: daily}}\n"
    item = "a: {kind: choice, options: often}"
    assert told(load(form(item, lists))[1]) == []
    assert told(load(form(item), f"set: lists\nversion: 1.0.0\n{lists}")[1]) == []
    assert told(load(form(item), pack=PACK + lists)[1]) == []
    assert told(load(form(item))[1]) == [("unknown-option-list", "often")]
    near = load(form(item, "option_lists: {often: {rarely: rarely}}\n"), pack=PACK + lists)[0]
    assert near is not None
    assert [option.id for option in near.items["form.a"].options] == ["rarely"]


def test_lists_of_one_name_in_two_forms_keep_their_own_words() -> None:
    lists = "option_lists: {often: {daily: %s}}\n"
    item = "a: {kind: choice, options: often}"
    first, second = form(item, lists % "each day", "first"), form(item, lists % "every day", "second")
    program = program_of(first, second)
    words = [program.option_texts[program.cells[f"{name}.a"].kind.of] for name in ("first", "second")]
    assert [each["daily"].in_language("en") for each in words] == ["each day", "every day"]


def test_an_option_list_in_reach_of_all_is_declared_once() -> None:
    lists = "set: %s\nversion: 1.0.0\noption_lists: {often: {daily: x}}\n"
    assert told(load(lists % "a", lists % "b")[1]) == [("repeated-id", "often")]


def test_defaults_fill_what_an_item_leaves_out() -> None:
    defaults = "defaults: {kind: integer, between: 0..3, points: answer}"
    program = program_of(form("a: {ask: A}\nb: {kind: boolean}", defaults))
    assert program.items["form.a"].between == (0, 3)
    assert program.items["form.a"].scored


def test_suggestions_name_options() -> None:
    item = "a: {kind: choices, options: {x: x, y: y}, suggest: {%s: patient.alone}}"
    assert told(load(PATIENT, form(item % "x"))[1]) == []
    assert told(load(PATIENT, form(item % "z"))[1]) == [("unknown-option", "z")]


@pytest.mark.parametrize(
    ("due", "remedy"),
    [
        ("idag", "did you mean `today`?"),
        ("tomorrow", "did you mean `1 days`?"),
        ("tody", "did you mean `today`?"),
        ("at_home", "write a time, as `2 hours`, `now` or `today`; the pack declares no occasion"),
    ],
)
def test_a_time_that_is_no_occasion(due: str, remedy: str) -> None:
    _, report = load(PATIENT, GAIT, rule("patient.alone", f"propose: [{{action: visit, due: {due}}}]"))
    assert told(report) == [("unknown-occasion", due)]
    assert helps(report) == [remedy]


def test_a_text_in_a_language_that_the_pack_has_not() -> None:
    two = PACK.replace("languages: [en]", "languages: [en, sv]")
    text = rule("patient.alone").replace("title: Visit", "title: {en: Visit, se: Hembesök}", 1)
    _, report = load(PATIENT, text, pack=two)
    found = [each for each in report if each.slug == "language-missing" and "Hembesök" in each.span.text]
    assert [each.help for each in found] == ["`se` is no language of the pack: write `sv:`"]
