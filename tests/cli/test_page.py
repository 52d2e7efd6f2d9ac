"""The page of an outcome: broken at one width, in the reader's words, and never able to steer the terminal."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

import decisionsupport as ds
from decisionsupport.cli.page.layout import Page
from decisionsupport.cli.page.naming import Naming
from decisionsupport.cli.page.outcome import write_outcome
from decisionsupport.cli.page.words import words_of
from decisionsupport.outcome.care import Draft, Gap, Proposal, Reason, Withheld
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.record import PackUsed, Problem
from decisionsupport.outcome.texts import Text
from decisionsupport.outcome.unknowns import Failed, NotKnown, OpenQuestion, Undecided, Wait
from decisionsupport.outcome.values import NOT_APPLICABLE, Unknown, Value


def page(width: int = 60) -> tuple[Page, io.StringIO]:
    file = io.StringIO()
    return Page(Console(file=file, width=200, soft_wrap=True, highlight=False, markup=False), width), file


def test_lines_hang_under_their_text_and_keep_the_width() -> None:
    writer, file = page(40)
    writer.note("why", "one two three four five six seven eight nine ten eleven")
    writer.entry("alpha beta gamma delta epsilon zeta eta theta iota", label="SOON")
    assert file.getvalue().splitlines() == [
        "      why: one two three four five six",
        "           seven eight nine ten eleven",
        "  SOON alpha beta gamma delta epsilon",
        "       zeta eta theta iota",
    ]


def test_a_block_keeps_its_lines_and_its_edge() -> None:
    writer, file = page(40)
    writer.block("first\n\nlast " + "word " * 10, deep=2)
    assert file.getvalue().splitlines() == [
        "  │ first",
        "  │",
        "  │ last word word word word word word",
        "  │ word word word word",
    ]


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x1b]0;owned\x07", "\x9b31m", "\u202eevil", "a\rb", "\x00"])
def test_a_text_cannot_steer_the_terminal(hostile: str) -> None:
    writer, file = page()
    writer.entry(f"before {hostile} after", label="x")
    writer.note("n", hostile)
    writer.block(hostile)
    writer.plain(hostile)
    written = file.getvalue()
    assert not any(each in written for each in "\x1b\x9b\x07\x00\r\u202e")


def test_rich_markup_in_a_text_is_shown_as_it_is() -> None:
    writer, file = page()
    writer.entry("[bold]not bold[/bold] :smile:")
    assert "[bold]not bold[/bold] :smile:" in file.getvalue()


@pytest.fixture
def naming(pack: Path) -> Naming:
    return Naming(ds.load(pack).program, "sv")


@pytest.mark.parametrize(
    ("value", "cell", "said"),
    [
        (7, "fever.total", "7"),
        (Decimal("38.6"), "fever.temperature", "38,6 °C"),
        (True, "fever.chills", "ja"),
        (Unknown(least=3, most=4), "fever.total", "3–4"),
        (Unknown(least=Decimal("38.0"), most=Decimal("39.5")), "fever.temperature", "38,0–39,5 °C"),
        (Unknown(one_of=(True, False)), "fever.chills", "ja eller nej"),
        (Unknown(one_of=(True,), or_not_applicable=True), "fever.chills", "ja eller ej aktuellt"),
        (Unknown(), "fever.chills", "uppgift saknas"),
        (NOT_APPLICABLE, "fever.chills", "ej aktuellt"),
        (date(2026, 3, 2), "unheard.of", "2 mars 2026"),
        (time(10, 30), "unheard.of", "10.30"),
        (("a", "b"), "unheard.of", "a och b"),
        ("free text", "unheard.of", "free text"),
    ],
)
def test_values_read_as_the_reader_writes_them(value: Value, cell: str, said: str, naming: Naming) -> None:
    assert naming.value(value, cell) == said


def test_ids_are_named_in_the_packs_words_and_unknown_ones_stay(naming: Naming) -> None:
    assert naming.role("nurse") == "sjuksköterska"
    assert naming.role("wizard") == "wizard"
    assert naming.form("fever") == "Feber"
    assert naming.act("call_doctor") == "Ring läkare"
    assert naming.act("dance") == "dance"
    assert naming.cell("fever.temperature") == "Kroppstemperatur"
    assert naming.cell("fever.nothing") == "fever.nothing"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("48 hours", "48 timmar"),
        ("1 days", "1 dag"),
        ("now", "genast"),
        ("nästa besök", "nästa besök"),
        ("", ""),
    ],
)
def test_due_in_words(due: str, said: str, naming: Naming) -> None:
    assert naming.due(due) == said


def test_every_word_is_there_in_every_language() -> None:
    assert words_of("sv").keys() == words_of("en").keys()
    assert words_of("fi") is words_of("en")


def test_nothing_a_reader_could_act_on_is_left_out(pack: Path) -> None:
    reason = Reason(rule="r.for", title="Because of this", because=Text.plain("for it"))
    other = Reason(rule="r.against", title="Against this")
    outcome = Outcome(
        id="x",
        pack=PackUsed(name="small", version="1.0.0", digest="d"),
        site="north",
        at=datetime(2026, 11, 23, 8, tzinfo=UTC),
        language="en",
        findings=ReadOnly({"seen": True, "open": Unknown(one_of=(True, False))}),
        proposals=(Proposal(id="1", action="call_doctor", title="Call", priority="urgent", reasons=(reason,)),),
        withheld=(Withheld(action="call_doctor", for_=(reason,), against=(other,)),),
        drafts=(
            Draft(
                request="letter",
                title="Letter",
                to="nobody",
                urgency="soon",
                text=Text.plain("the letter's text"),
                gaps=(Gap(needs="a.b", text=Text.plain("consent is missing"), state="false"),),
            ),
        ),
        undecided=(
            Undecided(
                rule="r.u",
                title="Perhaps",
                priority="soon",
                waits_for=(
                    Wait(item="fever.chills"),
                    Wait(form="fever"),
                    Wait(history="fever"),
                    Wait(parameter="limit"),
                    Wait(problem="fever.temperature"),
                ),
            ),
        ),
        failed=(Failed(rule="r.f", message="broke"),),
        open_questions=(OpenQuestion(item="fever.chills", ask="Chills?", required=True),),
        not_known=(NotKnown(item="fever.temperature", reason="declined"),),
        problems=(
            Problem(path="fever.temperature", severity="error", message="not possible", found="460", allowed="25..45"),
            Problem(path="fever.pulse", severity="warning", message="unusual"),
        ),
    )  # fmt: skip
    file = io.StringIO()
    write_outcome(
        Console(file=file, highlight=False, markup=False, soft_wrap=True), outcome, ds.load(pack).program
    )
    written = " ".join(file.getvalue().split())
    for said in (
        "small 1.0.0 · north · 2026-11-23 08:00 +00:00",
        "r.f: broke",
        "fever.temperature: not possible found: 460 allowed: 25..45",
        "fever.pulse: unusual",
        "finding.seen: yes",
        "not decided: finding.open",
        "URGENT Call why: for it",
        "Held back Call the doctor for: for it against: Against this",
        "SOON Letter → nobody │ the letter's text",
        "gap: consent is missing (a.b) cannot be signed yet",
        "Perhaps (soon) waits for: Chills; Fever; history of Fever; parameter parameter.limit; refused: Body temperature",
        "Chills? (fever.chills, required)",
        "Body temperature: declined",
        "A clinician decides",
    ):
        assert said in written
