"""`import fhir`: a foreign Questionnaire as a form that validates with a small pack."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import PACK, Command

FOREIGN = Path(__file__).parents[1] / "adapters" / "fhir" / "foreign.json"


def test_the_form_validates_with_a_small_pack(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "small" / "mood.yaml"
    ran = command("import", "fhir", FOREIGN, "--out", out)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"the form moodcheck in {out}; ")
    assert "  moodcheck: photo: type attachment: has no kind here; the question is left out" in ran.out
    (out.parent / "pack.yaml").write_text(
        PACK.replace("[en, sv]", "[en]").replace("sv: sjuksköterska, ", ""), encoding="utf-8"
    )
    checked = command("validate", out.parent, "--format", "json")
    found = json.loads(checked.out)["diagnostics"]
    assert [each for each in found if each["severity"] == "error"] == []


def test_a_form_that_is_there_is_not_written_over(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "mood.yaml"
    out.write_text("mine", encoding="utf-8")
    ran = command("import", "fhir", FOREIGN, "--out", out)
    assert ran.code == 2
    assert "is there already" in ran.err
    assert out.read_text(encoding="utf-8") == "mine"


def test_what_is_no_questionnaire_is_said(command: Command, tmp_path: Path) -> None:
    ran = command("import", "fhir", "-", "--out", tmp_path / "x.yaml", stdin="{}")
    assert ran.code == 2
    assert "a Questionnaire is wanted; this has no `resourceType`" in ran.err


def test_a_version_that_is_not_said_is_assumed(command: Command, tmp_path: Path) -> None:
    item = {"linkId": "sad", "text": "Ledsen?", "type": "boolean"}
    asked = {"resourceType": "Questionnaire", "language": "sv", "title": "Humör", "item": [item]}
    ran = command("import", "fhir", "-", "--out", tmp_path / "x.yaml", stdin=json.dumps(asked))
    assert ran.code == 0
    assert "version: is not said; 1.0.0 is assumed" in ran.out
