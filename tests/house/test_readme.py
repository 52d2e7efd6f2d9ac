"""The README says what is so: its Python runs, its screen is what `demo` prints, its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from decisionsupport.cli.app import run

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_python_example_runs_and_proposes_an_emergency(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    assert "emergency" in capsys.readouterr().out


def test_the_screen_is_what_the_demo_prints(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = re.findall(r"<!-- demo -->\n```\n(.*?)```\n<!-- /demo -->", README, re.DOTALL)
    assert run(["demo"]) == 0
    printed = iter(capsys.readouterr().out.splitlines())
    shown = [line for line in block.splitlines() if line not in ("", "[…]")]
    assert shown
    assert [line for line in shown if line not in printed] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [each for each in targets if "://" not in each and not (page.parent / each).exists()] == []
