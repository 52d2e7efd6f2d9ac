"""The page on explanations shows what is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from decisionsupport.cli.app import run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explaining.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```\n\$ decisionsupport (.*?[^\\])\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("command", "printed"), SHOWN, ids=[command.split()[-1] for command, _ in SHOWN])
def test_the_commands_print_what_the_page_shows(
    command: str, printed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(shlex.split(command.replace("\\\n", " "))) == 0
    assert capsys.readouterr().out == printed


def test_there_are_examples() -> None:
    assert len(SHOWN) == 3
