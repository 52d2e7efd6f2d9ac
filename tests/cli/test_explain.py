"""`explain`: the sentences, the parts beneath them, JSON, refused answers, what could not run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

AT = "2026-11-23T09:00:00+01:00"
FORTY = '{"fever": {"temperature": 40.0, "chills": false}}'
ROOT = Path(__file__).parents[2]
SVEA = ROOT / "examples" / "svea"


def test_a_rule_that_fired_says_why_and_shows_its_parts(pack: Path, command: Command) -> None:
    ran = command("explain", pack, "--answers", "-", "--at", AT, "fever_care.high_fever", stdin=FORTY)
    assert (ran.code, ran.err) == (0, "")
    for said in (
        "High fever",
        "The rule “High fever” holds: fever is at least 3.",
        "Reason: Fever 3 p.",
        "The smallest change that turns it: “Body temperature”: 40.0 °C → 39.9 °C.",
        "✓ fever is at least 3",
        "• fever is 3",
        "rules.yaml:",
        "when: fever.total >= 3",
        "House rules (expert_opinion)",
        "Body temperature: 40.0 °C",
    ):
        assert said in ran.out, said
    assert "\x1b" not in ran.out


def test_short_is_the_sentences_alone(pack: Path, command: Command) -> None:
    ran = command(
        "explain", pack, "--answers", "-", "--at", AT, "--short", "fever_care.high_fever", stdin=FORTY
    )
    assert ran.out.startswith("High fever\n  The rule")
    assert "part by part" not in ran.out


def test_an_undecided_rule_says_what_each_answer_would_do(pack: Path, command: Command) -> None:
    given = '{"fever": {"chills": true}}'
    ran = command("explain", pack, "--answers", "-", "--at", AT, "fever_care.high_fever", stdin=given)
    assert "It is undecided whether the rule “High fever” holds." in ran.out
    assert "25.0–37.9 °C → does not hold; 38.0–45.0 °C → holds" in " ".join(ran.out.split())


def test_it_speaks_swedish(pack: Path, command: Command) -> None:
    ran = command(
        "explain", pack, "--answers", "-", "--at", AT, "--language", "sv", "call_doctor", stdin=FORTY
    )
    text = " ".join(ran.out.split())
    assert "”Ring läkare” föreslås (brådskande, 2 timmar), därför att regeln ”Hög feber” gäller" in text


def test_json_holds_every_explanation_asked_for(pack: Path, command: Command) -> None:
    ran = command(
        "explain",
        pack,
        "--answers",
        "-",
        "--at",
        AT,
        "--format",
        "json",
        "fever.total",
        "call_doctor",
        stdin=FORTY,
    )
    value, proposal = json.loads(ran.out)["explanations"]
    assert (value["subject"], value["value"]["value"]) == ("value", 3)
    assert proposal["rules"][0]["place"]["text"] == "high_fever:"
    assert proposal["rules"][0]["condition"]["value"] is True


def test_a_refused_answer_is_a_finding_and_the_explanation_is_given(pack: Path, command: Command) -> None:
    given = '{"fever": {"temperature": 460, "chills": true}}'
    ran = command("explain", pack, "--answers", "-", "--at", AT, "fever_care.high_fever", stdin=given)
    assert ran.code == 1
    assert "fever.temperature" in ran.err
    assert "It is undecided" in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fever_care.high_fevr"], "did you mean fever_care.high_fever?"),
        ([], "nothing is named to explain"),
        (["nowhere/forms", "call_doctor"], "does not exist"),
        (["call_doctor", "--language", "de"], "has no language `de`"),
        (["call_doctor", "--history", "/nowhere.json"], "history cannot be read"),
    ],
)
def test_what_cannot_be_explained_could_not_run(
    arguments: list[str], said: str, pack: Path, command: Command
) -> None:
    ran = command("explain", pack, "--answers", "-", "--at", AT, *arguments, stdin=FORTY)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_without_a_folder_it_could_not_run(command: Command) -> None:
    ran = command("explain", "call_doctor", "--answers", "-", stdin=FORTY)
    assert ran.code == 2
    assert "no folder or file" in ran.err


def test_without_at_the_clock_is_told(pack: Path, command: Command) -> None:
    assert "the clock's" in command("explain", pack, "--answers", "-", "call_doctor", stdin=FORTY).err


def test_sveas_fall_in_three_sentences(command: Command) -> None:
    ran = command(
        *("explain", ROOT / "forms", ROOT / "rules", "--answers", SVEA / "fall.json"),
        *("--at", "2026-03-20T06:40:00+01:00", "--language", "en", "--short", "call_112"),
    )
    assert ran.code == 0
    text = " ".join(ran.out.split())
    assert "“Call 112” is proposed (emergency, now), because the rule “Suspected hip fracture” holds" in text
    assert "NEWS2 is not waited for" in text
    assert "“NEWS2 7 or more: call 112” does not hold" in text


def test_sveas_first_visit_names_the_answers_that_would_raise_her_risk(command: Command) -> None:
    ran = command(
        *("explain", ROOT / "forms", ROOT / "rules", "--answers", SVEA / "first_visit.json"),
        *("--at", "2026-03-06T13:00:00+01:00", "--language", "en", "--short", "fall_risk"),
    )
    text = " ".join(ran.out.split())
    assert (
        "A single answer that raises it: “Medicines”: add “Calming, sleeping or antipsychotic medicine”"
        in text
    )
