"""docs/fhir.md says what is so, and its example runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from decisionsupport.cli.app import run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/fhir.md").read_text(encoding="utf-8")


def test_what_the_export_tells_is_what_the_page_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (shown,) = re.findall(r"```\n(2 Questionnaires in fhir.*?)```", PAGE, re.DOTALL)
    packs = [str(ROOT / "forms"), str(ROOT / "rules")]
    chosen = ["--form", "news2", "--form", "downton", "--at", "2026-11-26T09:00:00+01:00", "--out", "fhir"]
    assert run(["export", "fhir", *packs, *chosen]) == 0
    assert capsys.readouterr().out == shown


def test_the_example_runs() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "examples/fhir_roundtrip.py"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert "The responses, read back, propose the same: yes\n" in done.stdout
    assert "100.4 °F is 38.0 °C\n" in done.stdout
    assert "QuestionnaireResponse.item[1].answer[0].valueInteger: not possible" in done.stdout
