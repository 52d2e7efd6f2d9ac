"""Every document of the language's own page is read, and says what was written."""

from __future__ import annotations

import pickle
from datetime import date, datetime, time

import pytest

from decisionsupport.documents.cases import Cases
from decisionsupport.documents.form import Assessment, Checklist, Facts, PlainGroup, RepeatingGroup
from decisionsupport.documents.items import Item
from decisionsupport.documents.leaves import (
    DateText,
    Decimals,
    DurationText,
    Range,
    TimeText,
    UnknownValue,
    Word,
)
from decisionsupport.documents.options import Option
from decisionsupport.documents.overrides import Overrides
from decisionsupport.documents.pack import Pack
from decisionsupport.documents.points import (
    AnswerPoints,
    BandPoints,
    OptionPoints,
    PointCases,
    YesPoints,
)
from decisionsupport.documents.reading import Entries
from decisionsupport.documents.request import DemandedTruth, Request
from decisionsupport.documents.ruleset import RuleSet
from decisionsupport.documents.tables import OptionColumn
from decisionsupport.documents.texts import Text
from decisionsupport.syntax.expressions import nodes
from decisionsupport.syntax.yaml.tree import Scalar
from tests.documents.language_documents import NAMES, document


def text(written: Text | None, language: str = "sv") -> str | None:
    lines = None if written is None else written.lines(language)
    return None if lines is None else "\n".join(line.say.value for line in lines)


def written(value: Decimals | UnknownValue | None) -> str:
    return value.text if isinstance(value, Decimals) else "unknown"


def spoken(found: Range) -> str:
    ends = (found.least, found.most)
    return "..".join("" if end is None else end.text for end in ends)


def form(name: str) -> Assessment | Checklist | Facts:
    made, _ = document(name)
    assert isinstance(made, Assessment | Checklist | Facts)
    return made


def item(name: str, *path: str) -> Item:
    entry: object = form(name).items.get(path[0])
    for part in path[1:]:
        assert isinstance(entry, PlainGroup | RepeatingGroup)
        entry = entry.items.get(part)
    assert isinstance(entry, Item)
    return entry


@pytest.mark.parametrize("name", NAMES)
def test_the_language_page_is_read_without_a_mistake(name: str) -> None:
    made, found = document(name)
    assert found == []
    assert made is not None
    assert made.broken == frozenset()


@pytest.mark.parametrize("name", NAMES)
def test_documents_are_picklable_and_frozen(name: str) -> None:
    made, _ = document(name)
    assert made is not None
    again = pickle.loads(pickle.dumps(made))
    assert again.id.text == made.id.text
    with pytest.raises(ValueError, match="frozen"):
        made.span = made.span


def test_pack() -> None:
    made, _ = document("pack")
    assert isinstance(made, Pack)
    assert (made.id.text, made.version.text, made.version.major) == ("home_care", "1.0.0", 1)
    assert [language.text for language in made.languages] == ["sv", "en"]
    assert made.timezone.text == "Europe/Stockholm"
    assert text(made.roles.get("registered_nurse")) == "sjuksköterska"
    assert text(made.recipients.get("municipal_home_care"), "en") == "Municipal home care"
    assert made.occasions.words == ("next_visit",)
    assert made.ignore[0].slug.text == "language-missing"
    assert made.ignore[0].in_ is not None
    assert made.option_lists.get("severity") is not None


def test_a_version_keeps_its_letters() -> None:
    assert form("more").version.text == "1.10"


def test_kinds_of_forms() -> None:
    assert [form(name).kind for name in ("news2", "checklist", "more")] == [
        "assessment",
        "checklist",
        "facts",
    ]


def test_points_in_every_form() -> None:
    rate = item("news2", "respiratory_rate")
    assert isinstance(rate.points, BandPoints)
    bands = [(spoken(band), written(points)) for band, points in rate.points.bands]
    assert bands == [("..8", "3"), ("9..11", "1"), ("12..20", "0"), ("21..24", "2"), ("25..", "3")]
    oxygen = item("news2", "supplemental_oxygen")
    assert isinstance(oxygen.points, YesPoints)
    assert oxygen.points.value.digits == 2
    saturation = item("news2", "oxygen_saturation")
    assert isinstance(saturation.points, PointCases)
    assert [case.when is None for case in saturation.points.cases] == [False, False, True]
    assert all(isinstance(case.counts, BandPoints) for case in saturation.points.cases)
    assert isinstance(item("more", "mood").points, AnswerPoints)
    alone = item("more", "alone")
    assert isinstance(alone.points, OptionPoints)
    assert [(word.text, written(points)) for word, points in alone.points.by_option] == [
        ("yes", "0"),
        ("no", "2"),
    ]


def test_options_keep_their_order_points_and_letters() -> None:
    options = item("news2", "consciousness").options
    assert isinstance(options, Entries)
    assert [(word.text, written(option.points)) for word, option in options] == [
        ("alert", "0"),
        ("confusion", "3"),
    ]
    answers = item("more", "memory", "recall").options
    assert isinstance(answers, Entries)
    assert answers.words == ("no", "yes")
    yes = answers.get("yes")
    assert isinstance(yes, Option)
    assert isinstance(yes.points, UnknownValue)


def test_defaults_fill_what_an_item_does_not_say() -> None:
    made = form("more")
    bare = made.filled(item("more", "little_interest"))
    assert (bare.kind and bare.kind.text, bare.options and isinstance(bare.options, Word)) == ("choice", True)
    assert item("more", "little_interest").kind is None
    assert made.filled(item("more", "mood")).options is None
    check = form("checklist").filled(item("checklist", "stove"))
    assert check.kind is not None
    assert check.kind.text == "check"


def test_groups() -> None:
    made = form("more")
    memory, medicine = made.items.get("memory"), made.items.get("medicine")
    assert isinstance(memory, PlainGroup)
    assert isinstance(memory.show_when, nodes.And)
    assert isinstance(medicine, RepeatingGroup)
    assert medicine.repeat.at_most.value == 60
    assert medicine.computed.words == ("sedative",)
    assert [name.text for name, _, group in made.each_item() if group and group.text == "medicine"] == [
        "atc",
        "started",
        "name",
    ]


def test_numbers_stay_as_written() -> None:
    temperature = item("more", "temperature")
    assert temperature.between is not None
    assert spoken(temperature.between) == "-5.0..45.0"
    assert isinstance(temperature.points_when_hidden, Decimals)
    creatinine = item("more", "creatinine")
    factor = creatinine.also_in.get("mg/dL")
    assert factor is not None
    assert (factor.digits, factor.places) == (8842, 2)
    assert (factor.units(2), factor.units(3), factor.units(1)) == (8842, 88420, None)


def test_computed_in_every_form() -> None:
    made = form("more").computed
    bmi, band, level = made.get("bmi"), made.get("band"), made.get("level")
    assert bmi is not None
    assert band is not None
    assert level is not None
    assert isinstance(bmi.value, nodes.Arithmetic)
    assert bmi.step is not None
    assert bmi.hidden is not None
    assert bmi.when_missing is not None
    assert (bmi.step.text, bmi.hidden.value, bmi.when_missing.text) == ("0.1", True, "require_all")
    assert band.bands is not None
    assert [result.text for _, result in band.bands] == ["low", "high"]
    assert level.table is not None
    assert [len(row.cells) for row in level.table.rows] == [2, 2]
    assert level.table.rows[0].cells[1].values is None
    assert level.table.otherwise is not None
    risk = form("news2").computed.get("risk")
    assert risk is not None
    assert risk.first is not None
    results = [case.is_ for case in risk.first]
    assert [result.text for result in results] == ["high", "medium", "low_medium", "low", "none"]


def test_lines_of_a_text() -> None:
    note = form("more").note
    assert note is not None
    assert [language.text for language in note.languages] == ["sv", "en"]
    assert text(note, "sv") == "plain\na\nc\n- {{ name }}"
    assert text(note, "en") == "plain\nb\nd\n- {{ name }}"
    assert text(note, "fi") is None
    lines = note.lines("sv")
    assert lines is not None
    assert lines[3].for_each is not None
    assert lines[3].for_each.text == "patient.medicine"


def ruleset() -> RuleSet:
    made, _ = document("fall")
    assert isinstance(made, RuleSet)
    return made


def test_sources_and_findings() -> None:
    source = ruleset().sources.get("senior_alert_fall")
    assert source is not None
    assert source.accessed is not None
    assert source.accessed.value == date(2026, 11, 23)
    risk = ruleset().findings.get("fall_risk")
    assert risk is not None
    assert risk.options is not None
    assert risk.options.words == ("low", "medium", "high")


def test_parameters_of_every_kind() -> None:
    made = ruleset().parameters
    limit, noon, first = made.get("downton_limit"), made.get("noon"), made.get("first_assessment")
    sedatives, amount = made.get("sedatives"), made.get("day_amount")
    assert limit is not None
    assert isinstance(limit.value, Decimals)
    assert noon is not None
    assert isinstance(noon.value, TimeText)
    assert noon.value.value == time(12, 0)
    assert first is not None
    assert isinstance(first.value, DurationText)
    assert (first.value.amount, first.value.unit, first.value.text) == (48, "hours", "48 hours")
    assert sedatives is not None
    assert isinstance(sedatives.value, tuple)
    assert [code.text for code in sedatives.value] == ["N05A", "N05B", "N05C"]
    assert amount is not None
    assert [(day.value.year, type(value)) for day, value in amount.from_] == [
        (2022, Decimals),
        (2023, Decimals),
        (2024, UnknownValue),
    ]


def test_a_table_reads_each_cell_as_its_column_says() -> None:
    table = ruleset().tables.get("head_action")
    assert table is not None
    assert table.policy == "unique"
    assert isinstance(table.gives.get("level"), OptionColumn)
    (row,) = table.rows
    assert row.cells[0].values is not None
    assert [type(value) for value in row.cells[0].values] == [Word, Word]
    assert [type(value) for value in row.gives] == [Word, Word, DurationText, Word, Text]


def test_a_rule() -> None:
    rule = ruleset().rules.get("prevention_plan")
    assert rule is not None
    kinds = [type(each.due) for each in rule.propose]
    assert kinds == [
        type(None),
        DurationText,
        nodes.Name,
        nodes.Arithmetic,
        nodes.Name,
        nodes.Name,
        DateText,
    ]
    assert [type(each.priority) for each in rule.propose[:5]] == [
        type(None),
        Word,
        type(None),
        type(None),
        nodes.Name,
    ]
    assert rule.propose[2].assess is not None
    bed_rails, alarm, request = rule.withhold
    assert bed_rails.instead is not None
    assert isinstance(bed_rails.instead.action, nodes.Name)
    assert alarm.action is not None
    assert request.request is not None
    concluded = rule.conclude.get("fall_risk")
    assert concluded is not None
    assert concluded.text == "high"


def test_for_each() -> None:
    rule = ruleset().rules.get("mouth_area")
    assert rule is not None
    assert rule.for_each is not None
    assert [(name.text, [word.text for _, word in words]) for name, words in rule.for_each] == [
        ("lips", ["roag.lips", "mouth_lips", "soon"]),
        ("tongue", ["roag.tongue", "mouth_tongue", "urgent"]),
    ]


def test_an_action() -> None:
    action = ruleset().actions.get("fall_prevention_plan")
    assert action is not None
    assert [word.text for word in action.with_] == ["physiotherapist"]
    assert [(each.every.amount, each.for_ and each.for_.amount) for each in action.repeat] == [
        (1, 4),
        (2, 20),
    ]
    assert action.delegable is not None
    assert action.delegable.value is False


def test_request() -> None:
    made, _ = document("request")
    assert isinstance(made, Request)
    known, that = made.needs
    assert isinstance(known, nodes.Name)
    assert isinstance(that, DemandedTruth)
    assert made.sections.words == ("background", "recommendation")
    background = made.sections.get("background")
    assert background is not None
    lines = background.lines("sv")
    assert lines is not None
    assert [(line.when is not None, line.for_each is not None) for line in lines] == [
        (False, False),
        (True, False),
        (False, True),
    ]


def test_overrides() -> None:
    made, _ = document("overrides")
    assert isinstance(made, Overrides)
    limit = made.parameters.get("downton_limit")
    assert limit is not None
    ((since, value),) = limit.dated
    assert since is not None
    assert since.value == date(2026, 1, 1)
    assert isinstance(value, Scalar)
    assert value.value == "4"


def test_cases() -> None:
    made, _ = document("cases")
    assert isinstance(made, Cases)
    assert made.shared is not None
    assert made.shared.at is not None
    assert made.shared.at.value == datetime.fromisoformat("2026-11-23T09:00:00+01:00")
    (vectors,) = made.vectors
    assert [len(row.given) for row in vectors.rows] == [2]
    fallen, shortest = made.cases
    assert fallen.expect.values.words == ("downton.total", "downton.gait", "wound.depth")
    assert fallen.expect.withholds == ()
    assert shortest.expect.withholds is None
    assert fallen.expect.proposes is not None
    plan = fallen.expect.proposes.get("fall_prevention_plan")
    assert plan is not None
    assert plan.due is not None
    assert plan.due.text == "2 days"
    assert shortest.expect.proposes is not None
    assert shortest.expect.proposes.words == ("bed_low",)
    assert (fallen.complete_lists, shortest.complete_lists) == (False, True)


def test_a_key_knows_its_place() -> None:
    made = form("news2")
    assert made.place_of("status").begin.line == 3
    assert made.place_of("must").text == "must"
    assert made.place_of("defaults") == made.span
