"""`evaluate`: the outcome in text and JSON, refused answers, what could not run."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import RULES, Command, on_a_terminal

AT = "2026-11-23T09:00:00+01:00"
FORTY = '{"fever": {"temperature": 40.0}}'


def test_json_is_the_outcome(pack: Path, command: Command) -> None:
    ran = command("evaluate", pack, "--answers", "-", "--at", AT, "--format", "json", stdin=FORTY)
    outcome = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert outcome["values"]["fever"]["total"] == {"unknown": {"least": 3, "most": 4}}
    assert [(each["action"], each["priority"]) for each in outcome["proposals"]] == [
        ("call_doctor", "urgent")
    ]
    assert outcome["at"] == AT


def test_the_page_says_what_to_do_and_why(pack: Path, command: Command) -> None:
    ran = command("evaluate", pack, "--answers", "-", "--at", AT, stdin=FORTY)
    assert ran.code == 0
    assert "due: 2 hours, at the latest 2026-11-23 11:00 +01:00" in ran.out
    for said in (
        "URGENT Call the doctor",
        "nurse",
        "2026-11-23 11:00 +01:00",
        "Fever 3–4 p. [house]",
        "Points: 3–4",
    ):
        assert said in ran.out
    assert "\x1b" not in ran.out


def test_the_page_speaks_swedish(pack: Path, command: Command) -> None:
    out = command("evaluate", pack, "--answers", "-", "--at", AT, "--language", "sv", stdin=FORTY).out
    assert "BRÅDSKANDE Ring läkare" in out
    assert "utförs av: sjuksköterska" in out


@pytest.mark.parametrize("bad", ["38.65", '"38"', "460", "true"])
def test_a_refused_answer_is_named_and_the_outcome_printed_all_the_same(
    bad: str, pack: Path, command: Command
) -> None:
    given = f'{{"fever": {{"temperature": {bad}, "chills": true}}}}'
    ran = command("evaluate", pack, "--answers", "-", "--at", AT, "--format", "json", stdin=given)
    assert ran.code == 1
    assert "fever.temperature" in ran.err
    assert "25.0" in ran.err
    assert "45.0" in ran.err
    outcome = json.loads(ran.out)
    assert outcome["values"]["fever"]["total"] == {"unknown": {"least": 1, "most": 4}}
    assert [each["path"] for each in outcome["problems"]] == ["fever.temperature"]


def test_without_at_the_clock_is_taken_and_told(pack: Path, command: Command) -> None:
    ran = command("evaluate", pack, "--answers", "-", "--format", "json", stdin=FORTY)
    used = datetime.fromisoformat(json.loads(ran.out)["at"])
    assert abs(datetime.now(UTC) - used) < timedelta(minutes=1)
    told = datetime.fromisoformat(ran.err.split()[1])
    assert told == used


def test_answers_and_history_from_files(pack: Path, command: Command, tmp_path: Path) -> None:
    answers, history = tmp_path / "answers.json", tmp_path / "history.json"
    answers.write_text(FORTY, encoding="utf-8-sig")
    history.write_text('{"fever": []}', encoding="utf-8")
    ran = command("evaluate", pack, "--answers", answers, "--history", history, "--at", AT)
    assert ran.code == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "are not JSON: line 1, column 2"),
        ("[]", "must be a map by form"),
        ('{"fever": {}, "fever": {}}', "the key `fever` is there twice"),
        (b'{"fever": "\xff"}', "is not UTF-8: byte 12"),
        ("[" * 100_000, "are nested too deep"),
    ],
)
def test_answers_that_cannot_be_read_could_not_run(
    given: str | bytes, said: str, pack: Path, command: Command
) -> None:
    ran = command("evaluate", pack, "--answers", "-", "--at", AT, stdin=given)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--at", "2026-11-23T09:00:00"], "has no offset from UTC"),
        (["--at", "today"], "`today` is not an instant"),
        (["--at", AT, "--language", "de"], "has no language `de`"),
        (["--at", AT, "--history", "/nowhere.json"], "history cannot be read"),
    ],
)
def test_arguments_that_cannot_be_could_not_run(
    options: list[str], said: str, pack: Path, command: Command
) -> None:
    ran = command("evaluate", pack, "--answers", "-", *options, stdin=FORTY)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_pack_with_errors_could_not_run_and_says_where(pack: Path, command: Command) -> None:
    (pack / "rules.yaml").write_text(RULES.replace("fever.total", "fever.totl"), encoding="utf-8")
    ran = command("evaluate", pack, "--answers", "-", "--at", AT, stdin=FORTY)
    assert (ran.code, ran.out) == (2, "")
    assert "[unknown-name]" in ran.err
    assert "validate" in ran.err


def test_a_terminal_gets_colours_unless_told_not_to(pack: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(FORTY, encoding="utf-8")
    arguments = ["evaluate", str(pack), "--answers", str(answers), "--at", AT]
    plain = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    code, written = on_a_terminal(arguments, plain | {"TERM": "xterm-256color"})
    assert (code, b"\x1b[" in written) == (0, True)
    code, written = on_a_terminal(arguments, plain | {"TERM": "xterm-256color", "NO_COLOR": "1"})
    assert (code, b"\x1b[1;37;41m" in written) == (0, False)
