"""What a change of a pack is called and classed: one row a change; and the laws over generated packs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given

from decisionsupport.authoring.diff import Change, Effect, Record, Side, compare, other_outcomes, side_of
from decisionsupport.authoring.diff.things import ASPECTS
from decisionsupport.diagnostics import Report
from decisionsupport.loading import File
from decisionsupport.program import model
from tests.strategies.packs import Pack, packs
from tests.strategies.writing import files_of

FILES = {path.name: path.read_text("utf-8") for path in (Path(__file__).parent / "pack").glob("*.yaml")}
B, C, W = Effect.BREAKING, Effect.CARE, Effect.WORDING


def side(texts: dict[str, str]) -> Side:
    report = Report()
    files = [File(name, text.encode()) for name, text in texts.items()]
    made = side_of(files, report)
    assert made is not None, [each.message for each in report]
    return made


OLD = side(FILES)


def changed(*edits: tuple[str, str]) -> Side:
    """The pack with each text replaced by another: it must stand in one file, once."""
    texts = dict(FILES)
    for before, after in edits:
        (name,) = [name for name, text in texts.items() if before in text]
        assert texts[name].count(before) == 1, f"{before!r} stands {texts[name].count(before)} times"
        texts[name] = texts[name].replace(before, after)
    return side(texts)


def told(*edits: tuple[str, str]) -> list[tuple[str, Effect, str, str]]:
    units = compare(OLD, changed(*edits))
    return [(each.short, each.effect, each.before, each.after) for unit in units for each in unit.changes]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # Forms and items
        ("status: active", "status: trial", ("form heat: status", C, "active", "trial")),
        ("status: active", "status: retired", ("form heat: status", B, "active", "retired")),
        ("title: Risk in the heat", "title: Heat risk", ("form heat: title", W, "Risk in the heat", "Heat risk")),
        ("version: 1.4.0", "version: 2.0.0",
         ("form heat: major version: answers and history of the old one are not used", B, "1.4.0", "2.0.0")),
        ("that: patient.age >= 18", "that: patient.age >= 16",
         ("heat: when it applies", C, "patient.age >= 18", "patient.age >= 16")),
        ("else: Not under 18", "else: Adults only",
         ("form heat: words for whom it is not made for", W, "Not under 18", "Adults only")),
        ("ask: Temperature indoors", "ask: Degrees indoors",
         ("item heat.indoors: question", W, "Temperature indoors", "Degrees indoors")),
        ("between: 0..60", "between: 0..50", ("item heat.indoors: possible values", B, "0..60", "0..50")),
        ("between: 0..60", "between: 0..70", ("item heat.indoors: possible values", C, "0..60", "0..70")),
        ("usual: 10..40", "usual: 10..35", ("item heat.indoors: usual values", C, "10..40", "10..35")),
        ("unit: Cel", "unit: K", ("item heat.indoors: unit", B, "Cel", "K")),
        ("..25: 0, 26..29: 1", "..24: 0, 25..29: 1",
         ("heat.indoors: points", C, "{..25: 0, 26..29: 1, 30..: 2}", "{..24: 0, 25..29: 1, 30..: 2}")),
        ("little: {text: little, points: 1}", "little: {text: little, points: 2}",
         ("heat.drinks: points", C, "{well: 0, little: 1, hardly: 3}", "{well: 0, little: 2, hardly: 3}")),
        ("little: {text: little, points: 1}", "little: {text: too little, points: 1}",
         ("heat.drinks: words of option `little`", W, "little", "too little")),
        ("kind: boolean # confused", "kind: integer\n    between: 0..3",
         ("item heat.confused: kind", B, "boolean", "integer")),
        ("show_when: indoors >= 20", "show_when: indoors >= 22",
         ("heat.weight: when it applies", C, "indoors >= 20", "indoors >= 22")),
        ("step: 0.1", "step: 0.5", ("item heat.weight: step", B, "0.1", "0.5")),
        ("code: {loinc: 29463-7}", "code: {loinc: 3141-9}",
         ("item heat.weight: code loinc", B, "29463-7", "3141-9")),
        ("at_most: 9", "at_most: 5", ("group heat.fan: at most", B, "9", "5")),
        ("value: sum(points)", "value: sum(points) + 1", ("heat.total: value", C, "sum(points)", "sum(points) + 1")),
        ("when: total >= 4, is: high", "when: total >= 5, is: high",
         ("heat.risk: row 1", C, "total >= 4: high", "total >= 5: high")),
        ("      - {when: total >= 2, is: raised}\n", "", ("heat.risk: row 2", C, "total >= 2: raised", "")),
        ("that: indoors < 61", "that: indoors < 60", ("heat.0: demand", C, "indoors < 61", "indoors < 60")),
        ("note: Heat", "note: Hot", ("form heat: note", W, "Heat {{ total }}", "Hot {{ total }}")),
        # Sets
        ("value: 4 hours", "value: 6 hours", ("parameter visit_within: value", C, "4 hours", "6 hours")),
        ("title: Advice", "title: Counsel", ("source our_advice: title", W, "Advice", "Counsel")),
        ("title: At risk", "title: In danger", ("finding at_risk: title", W, "At risk", "In danger")),
        ("performer: staff", "performer: nurse", ("action cool_and_drink: performer", C, "staff", "nurse")),
        ("priority: soon", "priority: routine", ("action cool_and_drink: priority", C, "soon", "routine")),
        ("due: today", "due: 1 days", ("action cool_and_drink: due", C, "today", "1 days")),
        ("title: Nurse's visit", "title: A visit", ("action nurse_visit: title", W, "Nurse's visit", "A visit")),
        ("when: heat.risk >= raised", "when: heat.risk >= high",
         ("rule heat_care.raised: when", C, "heat.risk >= raised", "heat.risk >= high")),
        ("    unless: patient.in_hospital\n", "", ("rule heat_care.high: unless removed", C, "patient.in_hospital", "")),
        ("propose: [nurse_visit]", "propose: [{action: nurse_visit, due: 1 hours}]",
         ("rule heat_care.high: proposes", C, "nurse_visit", "{action: nurse_visit, due: 1 hours}")),
        ("because: Too warm.", "because: Far too warm.",
         ("rule heat_care.raised: because", W, "Too warm.", "Far too warm.")),
        # Requests, pack, sites
        ("urgency: routine", "urgency: soon", ("request heat_request: urgency", C, "routine", "soon")),
        ('- "Warm: {{ heat.indoors }}."', '- "Hot: {{ heat.indoors }}."',
         ("request heat_request: section `situation`", W, "Warm: {{ heat.indoors }}.", "Hot: {{ heat.indoors }}.")),
        ("nurse: registered nurse", "nurse: a nurse",
         ("pack: words of role `nurse`", W, "registered nurse", "a nurse")),
        ("timezone: Europe/Stockholm", "timezone: Europe/London",
         ("pack: time zone", C, "Europe/Stockholm", "Europe/London")),
        ("value: 2 hours", "value: 3 hours", ("parameter visit_within: value at the site", C, "2 hours", "3 hours")),
    ],
)  # fmt: skip
def test_a_change_is_told_so(before: str, after: str, expected: tuple[str, Effect, str, str]) -> None:
    assert told((before, after)) == [expected]


ANOTHER = """\
  another:
    title: Another
    when: heat.diuretic
    propose: [nurse_visit]
    because: So.
    evidence: [our_advice]
"""


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        ("  diuretic:\n    ask: Takes a diuretic\n    kind: boolean\n    points: 1\n", "",
         ("item heat.diuretic: removed", B)),
        ("rules:\n", f"rules:\n{ANOTHER}", ("rule heat_care.another: added", C)),
    ],
)  # fmt: skip
def test_what_came_and_what_went_is_told_once(before: str, after: str, first: tuple[str, Effect]) -> None:
    assert [each[:2] for each in told((before, after))] == [first]


def test_a_role_that_goes_breaks_hosts_and_one_that_comes_does_not() -> None:
    found = told(
        ("staff: home care staff", "helper: home care staff"), ("performer: staff", "performer: helper")
    )
    assert [each[:2] for each in found] == [
        ("pack: role `staff` removed", B),
        ("pack: role `helper` added", W),
        ("action cool_and_drink: performer", C),
    ]


def test_an_option_that_goes_is_told_at_the_option_and_not_wherever_it_is_read() -> None:
    found = told(("hardly: {text: hardly at all, points: 3}", "barely: {text: hardly at all, points: 3}"))
    assert [each[:2] for each in found] == [
        ("item heat.drinks: option `hardly` removed", B),
        ("heat.drinks: points", C),
        ("item heat.drinks: option `barely` added", C),
    ]


def test_a_version_that_stays_while_the_meaning_changes_is_told() -> None:
    (unit,) = compare(OLD, changed(("value: sum(points)", "value: sum(points) + 1")))
    assert unit.unraised is not None
    assert unit.unraised.span.text == "1.4.0"


@pytest.mark.parametrize(
    "edits",
    [
        [("value: sum(points)", "value: sum(points) + 1"), ("version: 1.4.0", "version: 1.5.0")],
        [("note: Heat", "note: Hot")],
        [("priority: soon", "priority: routine"), ("version: 3.1.0", "version: 3.1.1")],
    ],
)
def test_a_raised_version_and_words_alone_are_not(edits: list[tuple[str, str]]) -> None:
    (unit,) = compare(OLD, changed(*edits))
    assert unit.unraised is None


def test_a_lowered_version_is_not_raised() -> None:
    (unit,) = compare(
        OLD, changed(("priority: soon", "priority: routine"), ("version: 3.1.0", "version: 3.0.9"))
    )
    assert unit.unraised is not None


@given(packs())
def test_a_pack_has_no_changes_beside_itself(pack: Pack) -> None:
    one, other = (side_of(files_of(pack.documents), Report()) for _ in range(2))
    if one is not None and other is not None:
        assert compare(one, other) == ()


@given(packs(), packs())
def test_where_the_digest_differs_there_is_a_change(one: Pack, other: Pack) -> None:
    old, new = side_of(files_of(one.documents), Report()), side_of(files_of(other.documents), Report())
    if old is None or new is None:
        return
    changes: list[Change] = [change for unit in compare(old, new) for change in unit.changes]
    assert bool(changes) == (old.program.digest != new.program.digest)
    assert all(change.what and change.subject for change in changes)


def test_aspects_name_fields_that_there_are() -> None:
    for kind, aspects in ASPECTS.items():
        assert {aspect.field for aspect in aspects} <= set(kind.__dataclass_fields__), kind


LOOKED_AT_ELSEWHERE = {
    model.PackInfo: {"version", "languages", "roles", "recipients", "occasions"},
    model.Form: {"id", "version", "status", "entries", "groups", "computed", "hidden_computed", "applies_when", "musts"},
    model.Item: {"id", "name", "form", "kind", "between", "usual", "at_most", "options", "scored", "also_in", "codes",
                 "row_of"},
    model.PlainGroup: {"id"},
    model.RepeatingGroup: {"id", "name", "form", "at_most", "items", "computed"},
    model.Parameter: {"id", "kind", "site_values", "site_name", "between"},
    model.Finding: {"id", "kind", "order", "concluded_by"},
    model.Action: {"id", "codes"},
    model.RuleSet: {"id", "version", "applies_when"},
    model.Rule: {"id", "set", "when", "unless", "set_applies", "taking_part", "rests_on", "own_priority"},
    model.Request: {"id", "version", "sections"},
    model.Evidence: {"id"},
}  # fmt: skip


@pytest.mark.parametrize("kind", ASPECTS, ids=lambda kind: kind.__name__)
def test_no_field_of_the_program_is_forgotten(kind: type) -> None:
    compared = {aspect.field for aspect in ASPECTS[kind]}
    assert compared | LOOKED_AT_ELSEWHERE[kind] == set(kind.__dataclass_fields__) - {"span"}


@pytest.mark.parametrize(
    ("before", "after", "what", "because"),
    [
        ("value: 4 hours", "value: 6 hours", "proposes nurse_visit", "parameter visit_within: value"),
        ("sections:\n", "needs: [heat.weight]\nsections:\n", "drafts heat_request", "request heat_request: needs"),
        ("hardly: {text: hardly at all, points: 3}", "hardly: {text: hardly at all, points: 1}",
         "proposes nurse_visit", "heat.drinks: points"),
        ("    propose: [cool_and_drink]\n", "", "proposes cool_and_drink", "rule heat_care.raised: proposes"),
    ],
)  # fmt: skip
def test_another_outcome_names_what_it_rests_on(before: str, after: str, what: str, because: str) -> None:
    new = changed((before, after))
    record = Record(
        "Nils",
        datetime.fromisoformat("2026-07-20T14:00:00+02:00"),
        {
            "patient": {"age": 89, "in_hospital": False},
            "heat": {"indoors": 30, "drinks": "hardly", "diuretic": False},
        },
    )
    found = {each.what: each for each in other_outcomes([record], OLD, new, compare(OLD, new))}
    assert [change.short for change in found[what].because] == [because]
