"""`export fhir`: a Questionnaire a form, and by name what it does not say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

AT = ("--at", "2026-11-26T09:00:00+01:00")


def test_each_form_is_a_file_and_what_it_lacks_is_told(pack: Path, command: Command, tmp_path: Path) -> None:
    ran = command("export", "fhir", pack, "--out", tmp_path / "fhir", *AT)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("1 Questionnaire in ")
    made = json.loads((tmp_path / "fhir" / "Questionnaire-fever.json").read_text(encoding="utf-8"))
    assert [item["linkId"] for item in made["item"]] == ["temperature", "chills", "total"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--form", "fevr"), "the pack has no form `fevr`"),
        (("--at", "yesterday"), "`yesterday` is not an instant"),
    ],
)
def test_what_cannot_be_is_said(
    arguments: tuple[str, ...], said: str, pack: Path, command: Command, tmp_path: Path
) -> None:
    ran = command("export", "fhir", pack, "--out", tmp_path / "fhir", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert not (tmp_path / "fhir").exists()
