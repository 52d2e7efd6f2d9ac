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


def test_answers_give_a_bundle(pack: Path, command: Command, tmp_path: Path) -> None:
    ran = command(
        "export",
        "fhir",
        pack,
        "--answers",
        "-",
        "--subject",
        "Patient/1",
        "--out",
        tmp_path / "fhir",
        *AT,
        stdin='{"fever": {"temperature": 40.0, "chills": "no"}}',
    )
    assert ran.code == 1
    assert "refused: fever.chills: not a yes or no" in ran.err
    (path,) = (tmp_path / "fhir").glob("Bundle-*.json")
    bundle = json.loads(path.read_text(encoding="utf-8"))
    kinds = {each["resource"]["resourceType"] for each in bundle["entry"]}
    assert kinds >= {"QuestionnaireResponse", "Observation", "ServiceRequest", "CarePlan", "Provenance"}


def test_a_bundle_needs_its_patient(pack: Path, command: Command, tmp_path: Path) -> None:
    ran = command("export", "fhir", pack, "--answers", "-", "--out", tmp_path / "fhir", stdin="{}")
    assert ran.code == 2
    assert "`--answers` needs `--subject`" in ran.err
