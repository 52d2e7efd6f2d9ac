"""Texts: golden renderings in both languages, every kind of value; nothing hostile is ever evaluated."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import threading
import time as clock
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.texts import (
    MISSING,
    NOT_APPLICABLE,
    Clock,
    Day,
    Instant,
    Lasting,
    Line,
    Listed,
    Number,
    NumberRange,
    Quoted,
    Scored,
    ScoredItem,
    Shown,
    Text,
    Truth,
    Words,
    sections,
)
from decisionsupport.outcome.texts.filters import FILTERS
from decisionsupport.outcome.texts.wording import LANGUAGES, wording
from decisionsupport.outcome.values import in_zone
from tests.outcome.outcome_strategies import HOSTILE, languages, shown, texts

MORNING = in_zone(datetime(2026, 3, 2, 9, tzinfo=UTC), ZoneInfo("Europe/Stockholm"))
SCORED = Scored(
    Number(2),
    (
        ScoredItem("tidigare fall", Number(1)),
        ScoredItem("hörsel", Number(0)),
        ScoredItem("syn", Number(1)),
        ScoredItem("gång", NumberRange(0, 1)),
    ),
)


def say(template: str, value: Shown, language: str = "sv") -> str:
    return str(Text(language, (Line(template, ReadOnly({"x": value})),)))


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (Words("Alert"), "Alert", "Alert"),
        (Number(7), "7", "7"),
        (Number(386, 1, "Cel"), "38,6 °C", "38.6 °C"),
        (Number(3860, 2), "38,60", "38.60"),
        (Number(-5, 1), "-0,5", "-0.5"),
        (Number(0, 2), "0,00", "0.00"),
        (Number(93, 0, "%"), "93 %", "93%"),
        (Number(105, 0, "mm[Hg]"), "105 mmHg", "105 mmHg"),
        (Number(24, 0, "/min"), "24 /min", "24 /min"),
        (Number(512, 1, "kg"), "51,2 kg", "51.2 kg"),
        (Number(200, 1, "kg/m2"), "20,0 kg/m²", "20.0 kg/m²"),
        (Number(88, 0, "umol/L"), "88 µmol/L", "88 µmol/L"),
        (Number(5, 0, "mL"), "5 ml", "5 mL"),
        (Number(5, 0, "mL/min/{1.73_m2}"), "5 ml/min/", "5 mL/min/"),
        (Number(41, 1, "10*9/L"), "4,1 ×10⁹/L", "4.1 ×10⁹/L"),
        (Number(9, 0, "{score}"), "9", "9"),
        (Number(9, 0, "1"), "9", "9"),
        (Number(89, 0, "a"), "89 år", "89 years"),
        (Number(2, 0, "mo"), "2 mån", "2 months"),
        (Number(400, 0, "[IU]"), "400 IE", "400 IU"),
        (Number(3, 0, "cm[H2O]"), "3 cmH₂O", "3 cmH₂O"),
        (NumberRange(3, 7), "3–7", "3–7"),
        (NumberRange(360, 410, 1, "Cel"), "36,0–41,0 °C", "36.0–41.0 °C"),
        (NumberRange(-5, -3), "-5 till -3", "-5 to -3"),
        (Truth(True), "ja", "yes"),
        (Truth(False), "nej", "no"),
        (Day(date(2026, 3, 2)), "2 mars 2026", "2 March 2026"),
        (Day(date(2026, 10, 31)), "31 oktober 2026", "31 October 2026"),
        (Instant(MORNING), "2 mars 2026 kl. 10.00", "2 March 2026 10:00"),
        (Clock(time(7, 5)), "07.05", "07:05"),
        (Clock(time(7, 5, 9)), "07.05.09", "07:05:09"),
        (Lasting(((7, "days"),)), "7 dagar", "7 days"),
        (Lasting(((1, "days"),)), "1 dag", "1 day"),
        (Lasting(((48, "hours"),)), "48 timmar", "48 hours"),
        (Lasting(((1, "hours"),)), "1 timme", "1 hour"),
        (Lasting(((30, "minutes"),)), "30 minuter", "30 minutes"),
        (Lasting(((2, "weeks"),)), "2 veckor", "2 weeks"),
        (Lasting(((6, "months"),)), "6 månader", "6 months"),
        (Lasting(((2, "years"), (1, "months"))), "2 år och 1 månad", "2 years and 1 month"),
        (Lasting(()), "genast", "now"),
        (Lasting(((0, "hours"),)), "genast", "now"),
        (Listed(()), "inga", "none"),
        (Listed((Words("a"),)), "a", "a"),
        (Listed((Words("a"), Words("b"))), "a och b", "a and b"),
        (Listed((Words("a"), Truth(True), Number(15, 1))), "a, ja och 1,5", "a, yes and 1.5"),
        (NumberRange(2, 2), "uppgift saknas", "not known"),
        (Quoted((Text.plain("{{ a }}."), Text.plain("b"))), "{{ a }}. b", "{{ a }}. b"),
        (MISSING, "uppgift saknas", "not known"),
        (NOT_APPLICABLE, "ej aktuellt", "not applicable"),
        (SCORED, "2", "2"),
    ],
)
def test_each_kind_of_value(value: Shown, swedish: str, english: str) -> None:
    assert say("{{ x }}", value) == swedish
    assert say("{{ x }}", value, "en") == english
    assert say("{{ x }}", value, "en-GB") == english
    assert say("{{ x }}", value, "fi") == english


@pytest.mark.parametrize(
    ("template", "value", "swedish"),
    [
        ("{{ x | why }}", SCORED, "tidigare fall 1 p, syn 1 p, gång 0–1 p"),
        ("{{ x | why | capitalize }}.", SCORED, "Tidigare fall 1 p, syn 1 p, gång 0–1 p."),
        ("{{ x | why }}", Scored(Number(0), (ScoredItem("syn", Number(0)),)), "inga poäng"),
        ("{{ x | why }}", Scored(MISSING, (ScoredItem("syn", NumberRange(2, 2)),)), "syn 0–2 p"),
        ("{{ x | why }}", MISSING, "uppgift saknas"),
        ("{{ x | capitalize }}", Words("nEWS"), "NEWS"),
        ("{{ x | lower }}", Words("ÅSA"), "åsa"),
        ("{{ x | date }}", Instant(MORNING), "2 mars 2026"),
        ("{{ x | date }}", Day(date(2026, 3, 2)), "2 mars 2026"),
        ("{{ x | date }}", NOT_APPLICABLE, "ej aktuellt"),
        ("{{ x | time }}", Instant(MORNING), "10.00"),
        ("{{ x | time }}", Clock(time(12)), "12.00"),
        ("{{x|count}} st", Listed((Words("a"), Words("b"))), "2 st"),
        ("{{ x | count }}", Listed(()), "0"),
        ("{{ x | count }}", Words("a"), "1"),
        ("{{ x | count }}", MISSING, "uppgift saknas"),
        ("{{ x }} och {{ x }}", Number(1), "1 och 1"),
        ("rad 1\n{{ x }}\n", Number(1), "rad 1\n1\n"),
        ("  {{ x }}  ", Number(1), "  1  "),
        ("<b>{{ x }}</b> & å 😀", Words("<i>&"), "<b><i>&</b> & å 😀"),
    ],
)
def test_filters_and_what_stands_around(template: str, value: Shown, swedish: str) -> None:
    assert say(template, value) == swedish


def test_names_that_jinja_would_take_for_its_own() -> None:
    for name in (
        "loop",
        "self",
        "range",
        "items",
        "true",
        "none",
        "caller",
        "words",
        "a.items",
        "patient.values.keys",
    ):
        template = f"{{{{ {name} }}}}"
        assert str(Text("sv", (Line(template, ReadOnly({name: Number(4)})),))) == "4"


def test_missing_is_listed_at_the_end_and_each_once() -> None:
    lines = (Line("NEWS2 {{ t }} p.", ReadOnly({"t": NumberRange(5, 11)})),)
    missing = ("Puls", "Temperatur", "Puls")
    assert str(Text("sv", lines, missing)) == "NEWS2 5–11 p.\nUppgift saknas: Puls, Temperatur."
    assert str(Text("en", lines, missing)) == "NEWS2 5–11 p.\nNot known: Puls, Temperatur."


def test_the_note_of_an_incomplete_form_opens_with_it() -> None:
    lines = (Line("NEWS2 {{ t }} p.", ReadOnly({"t": NumberRange(5, 11)})),)
    assert str(Text("sv", lines, ("Puls",), incomplete=True)) == "Ofullständig: Puls.\nNEWS2 5–11 p."
    assert str(Text("en", lines, ("Pulse",), incomplete=True)) == "Incomplete: Pulse.\nNEWS2 5–11 p."
    assert str(Text("en", lines, incomplete=True)) == "Incomplete.\nNEWS2 5–11 p."


def test_a_draft_has_its_sections_under_headings() -> None:
    parts = {
        "situation": Text("sv", (Line("Feber {{ x }}.", ReadOnly({"x": Number(386, 1, "Cel")})),)),
        "background": Text(
            "sv", (Line("KOL."), Line("- {{ x }}", ReadOnly({"x": Words("{{ 7*7 }}")}))), ("mediciner",)
        ),
        "assessment": Text("sv", ()),
        "recommendation": Text.plain("{{ kept }} as it is"),
        "own_section": Text("sv", (Line("sist"),), ("mediciner",)),
    }
    assert str(sections("sv", parts)) == (
        "Situation\nFeber 38,6 °C.\n\nBakgrund\nKOL.\n- {{ 7*7 }}\n\nRekommendation\n{{ kept }} as it is\n\n"
        "Own section\nsist\nUppgift saknas: mediciner."
    )
    assert str(sections("en", {"assessment": Text.plain("x")})) == "Assessment\nx"
    assert str(sections("sv", {"assessment": Text.plain("x")})) == "Bedömning\nx"
    assert str(sections("sv", {})) == ""


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_value_is_never_read_as_a_template(hostile: str) -> None:
    assert say("{{ x }}", Words(hostile)) == hostile
    assert say("före {{ x }} {{ x | why }} efter", Words(hostile)) == f"före {hostile} {hostile} efter"
    assert str(Text.plain(hostile)) == hostile
    assert hostile in str(Text("sv", (Line("a"),), (hostile,)))


@pytest.mark.parametrize(
    "template",
    [
        "{{ 7*7 }}",
        "{{ x.__class__ }}",
        "{{ x() }}",
        "{{ x.y() }}",
        "{{ x[0] }}",
        "{{ x + 1 }}",
        "{{ x == 1 }}",
        "{{ x | safe }}",
        "{{ x | attr('y') }}",
        "{{ x|whyever }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{% for c in [].__class__.__base__.__subclasses__() %}{% endfor %}",
        "{% set y = 1 %}",
        "{# comment #}",
        "{{ x if true else x }}",
        "{{ 'text' }}",
        "{{ X }}",
        "{{",
        "}}",
        "{{ x",
        "{{ x\n}}",
        "# for a in b",
    ],
)
def test_what_is_no_slot_is_printed_as_it_stands(template: str) -> None:
    assert say(template, Number(1)) == template
    assert say(template + " {{ x }}", Number(1)) == template + " 1"
    assert say("{{ x }} " + template, Number(1)) == "1 " + template


def test_braces_around_a_slot() -> None:
    assert say("{{{ x }}}", Number(1)) == "{1}"
    assert say("{% {{ x }} %}", Number(1)) == "{% 1 %}"
    assert say("{# {{ x }} #} {{ x }}\r\n", Number(1)) == "{# 1 #} 1\r\n"


def test_ten_megabytes_are_printed_not_read() -> None:
    large = "{{ 7*7 }}" * 1_200_000
    started = clock.perf_counter()
    assert say("{{ x }}", Words(large)) == large
    assert str(Text.plain(large)) == large
    assert clock.perf_counter() - started < 5


def test_a_name_without_a_value_is_named() -> None:
    with pytest.raises(LookupError, match=r"no value for `a\.b`"):
        str(Text("sv", (Line("{{ a.b }}"),)))


@settings(max_examples=150, deadline=None)
@given(shown, languages, st.sampled_from(sorted(FILTERS)))
def test_no_filter_fails_on_any_value(value: Shown, language: str, name: str) -> None:
    rendered = say(f"{{{{ x | {name} }}}}", value, language)
    assert rendered == FILTERS[name](value, wording(language))


@settings(max_examples=150, deadline=None)
@given(texts)
def test_a_text_is_a_value(text: Text) -> None:
    copies = [pickle.loads(pickle.dumps(text)), copy.deepcopy(text)]
    rendered = str(text)
    assert str(text) is rendered
    for other in [*copies, pickle.loads(pickle.dumps(text)), Text.plain(rendered)]:
        assert other == text
        assert hash(other) == hash(text)
        assert str(other) == rendered
    assert text != Text.plain(rendered + "x")
    assert text != rendered
    assert f"{text}" == rendered
    assert rendered[:3] in text


def test_hashing_and_comparing_what_holds_a_text_does_not_render_it() -> None:
    def made(name: str) -> Text:
        return Text("sv", (Line("{{ a }}", ReadOnly({name: Number(1)})),), ("puls",))

    unreadable = made("other")
    with pytest.raises(LookupError):
        str(unreadable)
    assert unreadable == made("other")
    assert len({unreadable, made("other")}) == 1
    assert made("a") == Text("sv", (Line("1"),), ("puls",))
    assert made("a") != Text("en", (Line("1"),), ("puls",))


def test_threads_read_the_same_text() -> None:
    made = [Text("sv", (Line(f"{n} {{{{ x }}}}", ReadOnly({"x": SCORED})),)) for n in range(200)]
    found: list[list[str]] = []

    def read() -> None:
        found.append([str(each) for each in made])

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[f"{n} 2" for n in range(200)]] * 8


def test_jinja_waits_for_the_first_slot() -> None:
    script = """
import sys
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.texts import Line, Number, Text
heavy = {"jinja2", "pydantic", "yaml", "jsonschema"}
text = Text("sv", (Line("{{ x }}", ReadOnly({"x": Number(1)})),))
assert str(Text("sv", (Line("{% no braces to speak of %}"),))) == "{% no braces to speak of %}"
assert str(Text.plain("{{ x }}")) == "{{ x }}"
assert not heavy & set(sys.modules), heavy & set(sys.modules)
assert str(text) == "1"
assert heavy & set(sys.modules) == {"jinja2"}
"""
    subprocess.run([sys.executable, "-c", script], check=True, env={"PYTHONPATH": "src"})


def test_every_language_has_every_word() -> None:
    units, headings = set(wording("en").durations), set(wording("en").headings)
    for words in LANGUAGES.values():
        assert len(words.months) == 12
        assert set(words.durations) == units
        assert set(words.headings) == headings


def test_the_filters_are_those_that_templates_may_use() -> None:
    templates = pytest.importorskip("decisionsupport.syntax.templates.nodes")
    assert set(templates.FILTERS) == set(FILTERS)
