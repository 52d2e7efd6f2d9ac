"""The page for hosts says what is so: its Python runs, is typed, and comes to what the words beside it say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import decisionsupport as ds
from decisionsupport.engine.form import ItemView
from decisionsupport.outcome.model import Outcome

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/hosts.md").read_text(encoding="utf-8")
PROGRAM = "\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))


def test_the_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    exec(compile(PROGRAM, "docs/hosts.md", "exec"), names)
    out = capsys.readouterr().out
    assert "Unknown(least=5, most=19, " in out
    assert "\n5–19 | " in out
    assert "error news2.pulse inte möjligt 1120 0..300 /min, heltal" in out
    assert "urgent" in out


def test_the_python_is_typed(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    (tmp_path / "host.py").write_text(PROGRAM, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "host.py"],
        cwd=tmp_path,
        env={"MYPYPATH": str(ROOT / "src"), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert ran.stdout.startswith("Success"), ran.stdout + ran.stderr


def test_every_kind_of_the_shipped_packs_is_told() -> None:
    engine = ds.load(*ds.shipped_packs())
    kinds = {
        item.kind
        for form in engine.program.forms
        for entry in engine.form(form).items
        for item in ([entry] if isinstance(entry, ItemView) else entry.items)
    }
    (table,) = re.findall(r"\| `kind` \|.*?\n\n", PAGE, re.DOTALL)
    assert {kind for kind in kinds if f"`{kind}`" not in table} == set()


def test_every_part_of_an_outcome_is_told() -> None:
    (table,) = re.findall(r"\| part \|.*?\n\n", PAGE, re.DOTALL)
    parts = set(Outcome.__dataclass_fields__) - {"schema", "language", "fired", "trace"}
    assert {part for part in parts if f"`{part}`" not in table} == set()


def test_every_exception_is_told() -> None:
    errors = [name for name in dir(ds) if name.startswith("Invalid")]
    assert [name for name in errors if f"`ds.{name}`" not in PAGE] == []
