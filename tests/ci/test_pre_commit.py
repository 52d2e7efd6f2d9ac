"""The hooks for pre-commit: its own reader takes them, and pre-commit runs them on a repository with a pack.

The hooks run with the library of this environment (`language: system`), so that nothing is fetched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import CASES, FORM, PACK, RULES

MANIFEST = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
GIT = shutil.which("git")
pytest.importorskip("pre_commit", reason="pre-commit is not installed")
pytestmark = pytest.mark.skipif(GIT is None, reason="git is not installed")

Commit = Callable[[], subprocess.CompletedProcess[str]]


def hooks() -> list[dict[str, Any]]:
    return list(yaml.safe_load(MANIFEST.read_text("utf-8")))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    for name, text in (("pack", PACK), ("fever", FORM), ("rules", RULES), ("rules.cases", CASES)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    local = {"repo": "local", "hooks": [{**hook, "language": "system"} for hook in hooks()]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [local]}), encoding="utf-8")
    run(folder, str(GIT), "init", "-q")
    run(folder, str(GIT), "add", ".")
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment = inherited | {"PATH": path, "PRE_COMMIT_HOME": str(folder.parent / "home")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-m", "pre_commit", *arguments)


def test_the_manifest_is_one(tmp_path: Path) -> None:
    ran = pre_commit(tmp_path, "validate-manifest", str(MANIFEST))
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


def test_a_good_pack_passes(repository: Path) -> None:
    ran = pre_commit(repository, "run", "--all-files")
    assert ran.returncode == 0, ran.stdout
    assert [line.split(".")[0] for line in ran.stdout.splitlines()] == [hook["name"] for hook in hooks()]
    assert ran.stdout.count("Passed") == len(hooks())


@pytest.mark.parametrize(
    ("name", "before", "after", "failing"),
    [
        ("fever", "kind: boolean", "kind:   boolean", "packs in canonical layout"),
        ("rules", "fever.total >= 3", "fever.totl >= 3", "packs without mistakes"),
        ("rules", "due: 2 hours", "due: 3 hours", "packs do what their cases say"),
    ],
)
def test_a_bad_one_is_stopped(repository: Path, name: str, before: str, after: str, failing: str) -> None:
    file = repository / f"{name}.yaml"
    file.write_text(file.read_text("utf-8").replace(before, after), encoding="utf-8")
    run(repository, str(GIT), "add", ".")
    ran = pre_commit(repository, "run", "--all-files")
    assert ran.returncode == 1
    assert any(line.startswith(failing) and line.endswith("Failed") for line in ran.stdout.splitlines())
