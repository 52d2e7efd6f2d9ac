"""A small pack of its own for the command line's tests, so that they do not lean on the shipped content."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from decisionsupport.cli.app import run

PACK = """\
pack: small
version: 1.0.0
languages: [en, sv]
timezone: Europe/Stockholm
roles: {nurse: {sv: sjuksköterska, en: nurse}}
"""

FORM = """\
assessment: fever
version: 1.0.0
status: active
title: {sv: Feber, en: Fever}
evidence: [house]
items:
  temperature:
    ask: {sv: Kroppstemperatur, en: Body temperature}
    kind: decimal
    step: 0.1
    unit: Cel
    between: 25.0..45.0
    usual: 34.0..42.0
    points: {..37.9: 0, 38.0..39.9: 2, 40.0..: 3}
  chills:
    ask: {sv: Frossa, en: Chills}
    kind: boolean
    points: 1
computed:
  total:
    title: {sv: Poäng, en: Points}
    value: sum(points)
"""

RULES = """\
set: fever_care
version: 1.0.0
sources:
  house:
    title: House rules
    publisher: Here
    year: 2026
    url: "https://example.org"
    licence: free
    accessed: 2026-11-23
    certainty: expert_opinion
actions:
  call_doctor:
    title: {sv: Ring läkare, en: Call the doctor}
    performer: nurse
    priority: urgent
    due: 2 hours
rules:
  high_fever:
    title: {sv: Hög feber, en: High fever}
    when: fever.total >= 3
    propose: [call_doctor]
    because: {sv: "Feber {{ fever.total }} p.", en: "Fever {{ fever.total }} p."}
    evidence: [house]
"""

CASES = """\
cases_for: fever_care
shared: {at: 2026-11-23T09:00:00+01:00}
cases:
  - name: forty degrees
    given: {fever: {temperature: 40.0}}
    expect:
      values: {fever.total: 3..4}
      proposes: {call_doctor: {priority: urgent, due: 2 hours}}
  - name: well
    given: {fever: {temperature: 37.0, chills: false}}
    expect:
      values: {fever.total: 0}
      proposes_not: [call_doctor]
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A folder with a pack, a form, a set and two cases."""
    folder = tmp_path / "small"
    folder.mkdir()
    for name, text in (("pack", PACK), ("fever", FORM), ("rules", RULES), ("rules.cases", CASES)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Ran:
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command line in this process; `stdin=` is what it reads."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def runs(*arguments: object, stdin: str | bytes = b"") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(int(code), captured.out, captured.err)

    return runs


def on_a_terminal(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[int, bytes]:
    """Run the command line in a process of its own on a terminal: its exit code, and all it wrote."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "decisionsupport", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    ) as process:
        os.close(theirs)
        written = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # nobody writes there any more
                break
            if not part:
                break
            written += part
    os.close(ours)
    return process.returncode, written
