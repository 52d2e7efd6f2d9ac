"""The page on handing over says what is so: its Python runs, one block after the other; so does the example."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from decisionsupport.cli.app import run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/handing-over.md").read_text(encoding="utf-8")


def test_the_python_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 7
    for block in blocks:
        exec(compile(block, "docs/handing-over.md", "exec"), names)
    out = capsys.readouterr().out
    assert out.startswith("Din plan\n")
    assert "\npatient-1 " in out


def test_the_command_writes_the_request(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    (command,) = re.findall(r"```\n(decisionsupport export eremiss .*?)```", PAGE, re.DOTALL)
    words = shlex.split(command.replace("\\\n", " "))[1:]
    words[words.index("--out") + 1] = str(tmp_path / "request.xml")
    assert run(words) == 0
    assert "<r:ProcessRequest" in (tmp_path / "request.xml").read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_code() -> None:
    from decisionsupport.review.cycles import PROPOSAL_STEPS, REQUEST_STEPS

    rows = dict(re.findall(r"^\| (`[a-z`, ]+`) \| (.*?) \|$", PAGE, re.MULTILINE))
    said = {
        state: set(re.findall(r"`([a-z]+)`", steps))
        for states, steps in rows.items()
        for state in re.findall(r"`([a-z]+)`", states)
        if state in {*PROPOSAL_STEPS, *REQUEST_STEPS}
    }
    accepted = said.pop("accepted")
    assert said == {
        state: set(steps)
        for state, steps in {**PROPOSAL_STEPS, **REQUEST_STEPS}.items()
        if state != "accepted"
    }
    assert accepted == {"complete", "cancel"}


def test_the_example_runs() -> None:
    example = ROOT / "examples/review_and_plan.py"
    done = subprocess.run(
        [sys.executable, example], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "Refused: `home_care_enrolment` kan inte signeras" in done.stdout
    assert "\nIntact: True\n" in done.stdout
