"""Each mistake in a document is a diagnostic at its place, with the word that was meant."""

from __future__ import annotations

from textwrap import dedent

import pytest

from decisionsupport.diagnostics.model import Diagnostic, Report
from decisionsupport.documents.form import Assessment
from decisionsupport.documents.from_yaml import document_from_yaml
from decisionsupport.documents.items import Item
from decisionsupport.documents.points import UnreadPoints
from decisionsupport.documents.ruleset import RuleSet
from decisionsupport.syntax.yaml.read import read_yaml

FORM = """\
assessment: f
version: 1.0.0
title: F
items:
  i: {kind: boolean}
"""
SET = """\
set: s
version: 1.0.0
"""


def mistakes(text: str) -> list[Diagnostic]:
    report = Report()
    node = read_yaml("pack/file.yaml", dedent(text).encode(), report)
    assert node is not None
    document_from_yaml(node, report)
    return list(report)


def one(text: str) -> Diagnostic:
    found = mistakes(text)
    assert len(found) == 1, [(each.slug, each.message) for each in found]
    return found[0]


def item(text: str) -> str:
    return FORM + f"  x: {{{text}}}\n"


def computed(text: str) -> str:
    return FORM + f"computed:\n  c: {{{text}}}\n"


def rule(text: str) -> str:
    return SET + f"rules:\n  r:\n    when: a\n    {text}\n"


def parameter(text: str) -> str:
    return SET + f"parameters: {{p: {{{text}}}}}\n"


# what is written, the slug, the letters it points at, and words of message and help
TABLE: list[tuple[str, str, str, str, str]] = [
    # which document
    (
        "assesment: f\nversion: 1.0.0",
        "unknown-document",
        "assesment",
        "none of the documents",
        "mean `assessment`",
    ),
    (SET + "pack: p\n", "unknown-document", "pack", "`pack` and `set` cannot both", "one document a file"),
    # keys
    (FORM + "titel: F\n", "unknown-key", "titel", "`titel` is not a key of an assessment", ""),
    (
        item("kind: boolean, show_whn: i"),
        "unknown-key",
        "show_whn",
        "not a key of an item",
        "mean `show_when`?",
    ),
    (item("kind: boolean, question: Q"), "unknown-key", "question", "not a key of an item", "mean `ask`?"),
    (item("kind: boolean, default: 1"), "unknown-key", "default", "not a key of an item", "mean `value`?"),
    (rule("prpose: [a]\n    draft: [b]"), "unknown-key", "prpose", "not a key of a rule", "mean `propose`?"),
    ("set: s\n", "missing-key", "set", "a set needs `version`", "add `version:`"),
    (
        "assessment: f\nversion: 1.0.0\ntitle: F\n",
        "missing-key",
        "assessment",
        "needs `items`",
        "add `items:`",
    ),
    (item("ask: Q"), "missing-key", "x", "item `x` needs `kind`", "one of `boolean`"),
    (rule("title: T"), "missing-key", "r", "a rule needs one of `conclude`", "add `propose:`"),
    (SET + "rules: {r: {propose: [a]}}", "missing-key", "r", "a rule needs `when`", "add `when:`"),
    (rule("propose: []"), "empty-rule", "propose", "`propose` is empty", ""),
    (
        rule("whn: b").replace("    when: a\n", "").replace("whn: b", "whn: b\n    draft: [a]"),
        "unknown-key",
        "whn",
        "",
        "`when`?",
    ),
    (
        parameter("kind: integer, value: [1]"),
        "wrong-kind",
        "[",
        "a whole number, or `unknown`, is wanted",
        "",
    ),
    (rule("propose: [{due: 2 hours}]"), "missing-key", "due", "`action` or `assess`", "add `action:`"),
    (SET + "actions: {a: {due: now}}", "missing-key", "a", "an action needs `title`", ""),
    (computed("title: T"), "missing-key", "c", "one of `value`, `of` with `bands`", ""),
    (computed("of: i"), "missing-key", "of", "`of` needs `bands`", ""),
    # shapes
    (
        FORM + "evidence: rcp\n",
        "wrong-kind",
        "rcp",
        "`evidence` wants a list of ids, the text `rcp`",
        "write `[rcp]`",
    ),
    (FORM + "computed: [a]\n", "wrong-kind", "computed", "wants a map of computed values, a list was", ""),
    (
        FORM + "note:\n",
        "wrong-kind",
        "note",
        "a text, or a list of lines, nothing was found",
        "after `note:`",
    ),
    (item("kind: integer, between: [0, 60]"), "wrong-kind", "between", "wants a range, a list", "`0..60`"),
    (item("kind: boolean, code: 9279-1"), "wrong-kind", "9279-1", "a map of code systems", "`{…: 9279-1}`"),
    (FORM + "note: {sv: {en: x}}\n", "wrong-kind", "sv", "`sv` wants a text, or a list of lines, a map", ""),
    (item("kind: [boolean]"), "wrong-kind", "kind", "`kind` wants a kind, a list was found", ""),
    (
        rule("propose: bed_low"),
        "wrong-kind",
        "bed_low",
        "`propose` wants a list of proposals",
        "write `[bed_low]`",
    ),
    (
        FORM + "applies_when: i\n",
        "wrong-kind",
        "i",
        "wants a map (`applies_when`), the text `i`",
        "`{that: i}`",
    ),
    (FORM + "must: i > 1\n", "wrong-kind", "i > 1", "a list of demands", "write `[{that: i > 1, else: …}]`"),
    (FORM + "must: {that: i > 1}\n", "wrong-kind", "must", "a list of demands, a map", "`[{…}]`"),
    (FORM + "must:\n  that: i > 1\n", "wrong-kind", "must", "a list of demands, a map", "write `- ` before"),
    (FORM + "must: [i > 1]\n", "wrong-kind", "i > 1", "(a demand)", "write `{that: i > 1, else: …}`"),
    (
        item("kind: choice, options: [a, b]"),
        "wrong-kind",
        "options",
        "a map of options, or the name of an option list",
        "the first as `a: …`",
    ),
    # enumerated words
    (item("kind: bolean"), "unknown-choice", "bolean", "`bolean` is not a kind", "mean `boolean`?\none of"),
    (item("kind: int"), "unknown-choice", "int", "`int` is not a kind", "mean `integer`?"),
    (item("kind: Ja/nej"), "unknown-choice", "Ja/nej", "is not a kind", "mean `boolean`?"),
    (rule("propose: [{action: a, priority: akut}]"), "unknown-choice", "akut", "", "mean `emergency`?"),
    (FORM + "status: activ\n", "unknown-choice", "activ", "is not a status", "mean `active`?"),
    (
        rule("propose: [{action: a, priority: sonn}]"),
        "unknown-choice",
        "sonn",
        "is not a priority",
        "mean `soon`?",
    ),
    (item("kind: code, system: ATC"), "unknown-choice", "ATC", "is not a code system", "mean `atc`?"),
    (computed("value: i, hidden: yes"), "unknown-choice", "yes", "is not `true` or `false`", "write `true`"),
    (
        computed("value: i, when_missing: bound"),
        "unknown-choice",
        "bound",
        "when answers are missing",
        "`bounds`",
    ),
    (
        item("kind: boolean, points: {ja: 0, no: 1}"),
        "unknown-choice",
        "ja",
        "answer of kind `boolean`",
        "`yes`",
    ),
    # ids
    (
        item("kind: boolean").replace("  x:", "  4at:"),
        "bad-id",
        "4at",
        "it begins with a digit",
        "write `four_at`",
    ),
    (
        item("kind: boolean").replace("  x:", "  läkare_nu:"),
        "bad-id",
        "läkare_nu",
        "it has `ä`",
        "`lakare_nu`",
    ),
    (
        item("kind: boolean").replace("  x:", "  class:"),
        "bad-id",
        "class",
        "a word of the language",
        "`class_`",
    ),
    (item("kind: boolean").replace("  x:", "  sum:"), "bad-id", "sum", "already means something", "`sum_`"),
    (item("kind: boolean").replace("  x:", "  points:"), "bad-id", "points", "already means something", ""),
    (item("kind: boolean").replace("  x:", "  Bed:"), "bad-id", "Bed", "a capital letter", "write `bed`"),
    (
        FORM.replace(": f", ": parameter"),
        "bad-id",
        "parameter",
        "id of a form: it already means",
        "`parameter_`",
    ),
    (
        item("kind: choice, options: {3: x}"),
        "bad-id",
        "3",
        "id of an option: it begins with a digit",
        "`grade_3`",
    ),
    (item("kind: choice, options: {unknown: x}"), "bad-id", "unknown", "already means something", ""),
    (
        rule("draft: [a b]"),
        "bad-id",
        "a b",
        "it has a space",
        "the id that it is declared with, not its text: `a_b`?",
    ),
    (SET + f"actions: {{{'a' * 61}: {{title: T}}}}", "bad-id", "a" * 61, "longer than 60", ""),
    # values
    (item("kind: integer, between: 0-120"), "bad-range", "0-120", "is not a range", "write `0..120`"),
    (item('kind: decimal, step: 0.1, between: "0..30,5"'), "bad-range", '"0..30,5"', "", "write `0..30.5`"),
    (FORM + "computed: {c: {of: x, bands: {low: 0}}}\n", "bad-range", "low", "is not a range", "`0..2: low`"),
    (
        SET + "actions: {a: {title: T, performer: [b, c]}}",
        "wrong-kind",
        "performer",
        "an id",
        "under `with:`",
    ),
    (item("kind: integer, between: 120..0"), "bad-range", "120..0", "runs backwards", "write `0..120`"),
    (item("kind: integer, between: 0.."), "bad-range", "0..", "`between` of item `x` is open", "`0..120`"),
    (item("kind: integer, between: 0..9, points: {<=3: 1, 4..: 0}"), "bad-range", "<=3", "", "write `..3`"),
    (item("kind: integer, between: 0..9, points: {0..3: 1, 4+: 0}"), "bad-range", "4+", "", "write `4..`"),
    (item("kind: boolean, points: two"), "bad-number", "two", "`two` is not a number", "digits"),
    (
        item('kind: boolean, points: "2,5"'),
        "bad-number",
        '"2,5"',
        "is not a number",
        "write a decimal point: `2.5`",
    ),
    (item("kind: boolean, points: 010"), "bad-number", "010", "is not a number", "write `10`"),
    (item("kind: text, at_most: 3.5"), "bad-number", "3.5", "is not a whole number", ""),
    (
        item("repeat: {at_most: 0}, items: {a: {kind: date}}"),
        "bad-number",
        "0",
        "number of things",
        "1 or more",
    ),
    (parameter("kind: integer, value: 3.5"), "bad-number", "3.5", "is not a whole number", ""),
    (parameter("kind: duration, value: 48h"), "bad-duration", "48h", "is not a duration", "write `48 hours`"),
    (parameter("kind: duration, value: 2 dagar"), "bad-duration", "2 dagar", "", "write `2 days`"),
    (rule("propose: [{action: a, due: 48}]"), "bad-duration", "48", "is not a duration", "`48 hours`"),
    (rule("propose: [{action: a, due: 2 hour}]"), "bad-duration", "2 hour", "", "write `2 hours`"),
    (rule("propose: [{action: a, due: inom 7 dagar}]"), "bad-duration", "inom 7 dagar", "", "write `7 days`"),
    (rule("propose: [{action: a, due: P7D}]"), "bad-duration", "P7D", "", "write `7 days`"),
    (rule("propose: [{action: a, due: PT48H}]"), "bad-duration", "PT48H", "", "write `48 hours`"),
    (
        rule("propose: [{action: a, due: i morgon}]"),
        "bad-duration",
        "i morgon",
        "not a time",
        "write `1 days`",
    ),
    (rule("propose: [{action: a, due: I dag}]"), "bad-duration", "I dag", "not a time", "write `today`"),
    (
        rule("propose: [a]\n    evidence: https://a.se/b"),
        "wrong-kind",
        "https://a.se/b",
        "a list of ids",
        "`url: https://a.se/b`",
    ),
    (
        SET.replace("set: s", "cases_for: s").replace("version: 1.0.0\n", "")
        + 'cases: [{name: n, expect: {proposes: "a, b"}}]\n',
        "wrong-kind",
        '"a, b"',
        "`proposes` wants a map of actions",
        "write `[a, b]`",
    ),
    (rule("propose: [{action: a, due: 2026-02-30}]"), "bad-date", "2026-02-30", "there is no day", ""),
    (parameter("kind: date, value: 1 maj"), "bad-date", "1 maj", "is not a date", "`2026-11-23`"),
    (parameter("kind: time, value: 25:00"), "bad-time", "25:00", "is not a clock time", '`"12:00"`'),
    (FORM.replace("1.0.0", "v1"), "bad-version", "v1", "is not a version", "`1.0.0`"),
    (FORM + "note: {swe_: x}\n", "bad-language", "swe_", "`swe_` is not a language", "`sv` or `en`"),
    (
        "cases_for: s\nshared: {at: 2026-11-23T09:00:00}\ncases: []\n",
        "bad-instant",
        "2026-11-23T09:00:00",
        "is not a point in time",
        "+01:00`",
    ),
    (
        "pack: p\nversion: 1.0.0\nlanguages: [sv]\ntimezone: Europe/Stokholm\n",
        "unknown-timezone",
        "Europe/Stokholm",
        "is not a time zone",
        "mean `Europe/Stockholm`?",
    ),
    # between keys
    (
        item("kind: integer"),
        "no-between",
        "x",
        "item `x` of kind `integer` needs `between`",
        "add `between:`",
    ),
    (
        item("kind: decimal, between: 0..1"),
        "missing-key",
        "x",
        "of kind `decimal` needs `step`",
        "`step: 0.1`",
    ),
    (item("kind: choice"), "needs-options", "x", "of kind `choice` needs `options`", ""),
    (item("kind: code"), "missing-key", "x", "of kind `code` needs `system`", "system: atc"),
    (
        item("kind: boolean, between: 0..1"),
        "key-conflict",
        "between",
        "does not go with kind `boolean`",
        "`integer`",
    ),
    (item("kind: boolean, value: i, required: true"), "key-conflict", "required", "never asked", ""),
    (
        item("kind: choice, points: {a: 1}, options: {a: {text: A, points: 2}}"),
        "key-conflict",
        "points",
        "both at the item and at its options",
        "",
    ),
    (
        computed("value: i, of: i, bands: {1: a}, options: {a: A}"),
        "key-conflict",
        "of",
        "`value` and `of`",
        "",
    ),
    (
        computed("of: i, bands: {..3: low, 4..: high}"),
        "needs-options",
        "c",
        "gives `low` needs `options`",
        "",
    ),
    (
        computed("first: [{is: 1}, {is: 2}], kind: integer"),
        "unreachable-entry",
        "{is: 1}",
        "never reached",
        "",
    ),
    (computed("first: [{when: i, is: 1}], kind: integer"), "no-last-entry", "when", "where none holds", ""),
    (item("kind: boolean, points: answer"), "points-form", "answer", "go with kind `boolean`", "`points: 2`"),
    (item("kind: integer, between: 0..3, points: 2"), "points-form", "2", "go with kind `integer`", "bands"),
    (
        rule("propose: [{assess: f, priority: urgent}]"),
        "priority-without-due",
        "urgent",
        "an `urgent` proposal needs `due`",
        "add `due:`",
    ),
    (rule("withhold: [{action: a, request: b}]"), "key-conflict", "request", "do not go together", ""),
    (
        parameter("kind: integer, value: 1, from: {2026-01-01: 2}"),
        "key-conflict",
        "from",
        "`value` and `from`",
        "",
    ),
    (SET + "findings: {f: {title: T}}", "needs-options", "f", "`options` or `kind: boolean`", ""),
    (FORM + "computed: {i: {value: 1}}\n", "repeated-id", "i", "`i` is given twice", "another id"),
    (
        SET + "tables: {t: {from: {a: b}, gives: {c: text}, rows: [[1]]}}",
        "row-length",
        "[1]",
        "the row has 1 values, the table has 2 columns (1 read and 1 given)",
        "",
    ),
    (
        FORM + "  g: {group: G, items: {h: {group: H, items: {a: {kind: boolean}}}}}\n",
        "nested-group",
        "group",
        "within a group",
        "",
    ),
    (
        rule("for_each: {x: {a: b, c: d}, y: {a: b}}\n    propose: [a]"),
        "missing-key",
        "y",
        "`y` of `for_each` lacks `c`",
        "",
    ),
]


@pytest.mark.parametrize(
    ("text", "slug", "place", "message", "help"), TABLE, ids=lambda value: str(value)[:40]
)
def test_a_mistake_is_named_at_its_place(text: str, slug: str, place: str, message: str, help: str) -> None:
    found = one(text)
    assert found.slug == slug
    assert found.span is not None
    assert found.span.text == place
    assert message in found.message
    assert help in found.help
    assert "\n" not in found.message
    assert not found.message.endswith(".")


def test_the_place_is_counted_in_characters() -> None:
    found = one("assessment: f\nversion: 1.0.0\ntitle: Åäö 😀\nitems: {å😀: {kind: boolean}}\n")
    assert found.slug == "bad-id"
    assert found.span is not None
    assert (found.span.begin.line, found.span.begin.column, found.span.finish.column) == (4, 9, 11)


def test_every_mistake_is_found_in_one_run() -> None:
    found = mistakes(
        """\
        set: s
        sources: {a: {title: A, certainty: gudieline}}
        parameters: {p: {kind: duration, value: 2 timmar}}
        rules:
          r:
            when: a >= (3
            propose: [{action: b, prio: soon, due: 3 dagar}]
          q: {propose: [a]}
        colour: red
        """
    )
    assert [each.slug for each in found] == [
        "missing-key",  # version
        "unknown-choice",
        "bad-duration",
        "bad-expression",
        "unknown-key",
        "bad-duration",
        "missing-key",  # when of q
        "unknown-key",
    ]


def test_what_was_readable_is_handed_on() -> None:
    report = Report()
    findings = "findings:\n  a: {title: A, kind: boolean, helpp: x}\n  b: [bool]\n"
    text = f"{SET}{findings}rules: {{r: {{propose: [x]}}}}\n"
    node = read_yaml("file.yaml", text.encode(), report)
    assert node is not None
    made = document_from_yaml(node, report)
    assert isinstance(made, RuleSet)
    assert made.findings.words == ("a",)
    assert [word.text for word in made.findings.broken] == ["b"]
    assert [word.text for word in made.rules.broken] == ["r"]


def test_a_key_that_was_not_readable_is_named_in_the_map() -> None:
    report = Report()
    node = read_yaml(
        "file.yaml", (FORM + "  x: {kind: boolean, points: two, required: yes}\n").encode(), report
    )
    assert node is not None
    made = document_from_yaml(node, report)
    assert isinstance(made, Assessment)
    x = made.items.get("x")
    assert isinstance(x, Item)
    assert (x.required, x.broken) == (None, {"required"})
    assert x.has("required")
    assert isinstance(x.points, UnreadPoints)


def test_a_priority_may_be_a_word_of_for_each_in_its_rule_only() -> None:
    copies = "for_each: {x: {hurry: soon}}\n    propose: [{action: a, priority: hurry}]"
    assert mistakes(rule(copies)) == []
    text = rule(copies) + "  q:\n    when: a\n    propose: [{action: a, priority: hurry}]\n"
    assert one(text).slug == "unknown-choice"


def test_options_may_be_yes_and_no() -> None:
    assert mistakes(item("kind: choice, options: {yes: Ja, no: Nej, on: På}")) == []


def test_languages_with_three_letters_are_texts() -> None:
    assert mistakes(item("kind: boolean, ask: {sv: A, fin: B}")) == []
