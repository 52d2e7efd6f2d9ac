"""The same pack and the same answers give the same bytes, with any hash seed, on every Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.laws.same_bytes import lines
from tests.strategies.choices import Seeded
from tests.strategies.packs import make_pack
from tests.strategies.records import Given, completions, make_given
from tests.strategies.writing import files_of

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("same_bytes.py")
PROGRAMS = max(settings().max_examples // 5, 1)
OTHERS = ("3.11", "3.12", "3.13")
NEEDED = "import pydantic, yaml, jinja2, tzdata, typing_extensions"


@pytest.fixture(scope="module")
def packs() -> list[dict[str, Any]]:
    """Packs, and calls of each, as JSON has them."""
    return [_pack(seed) for seed in range(50_000, 50_000 + min(PROGRAMS, 1000))]


def _pack(seed: int) -> dict[str, Any]:
    choices = Seeded(seed)
    pack = make_pack(choices)
    some = make_given(choices, pack)
    calls = [some, *islice(completions(pack, some, choices), 2)]
    files = [(file.path, file.data.decode()) for file in files_of(pack.documents)]
    return {"files": files, "calls": [_call(each) for each in calls]}


def _call(given: Given) -> dict[str, Any]:
    return {
        "answers": given.answers,
        "at": given.at.isoformat(),
        "history": given.history,
        "parameters": given.parameters,
    }


@pytest.fixture(scope="module")
def expected(packs: list[dict[str, Any]]) -> list[str]:
    return lines(packs)


def elsewhere(python: str, packs: list[dict[str, Any]], folder: Path, hash_seed: str) -> list[str]:
    """The same lines, made by another process."""
    calls = folder / "calls.json"
    calls.write_text(json.dumps(packs), encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONHASHSEED": hash_seed,
        "PYTHONPATH": os.pathsep.join(map(str, _paths())),
    }
    done = subprocess.run(
        [python, str(SCRIPT), str(calls)], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


def _paths() -> list[Path]:
    import decisionsupport

    return [Path(decisionsupport.__file__).parents[1]]


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_hash_seeds(hash_seed: str, packs: list[dict[str, Any]], expected: list[str], tmp_path: Path) -> None:
    assert elsewhere(sys.executable, packs, tmp_path, hash_seed) == expected


@pytest.mark.parametrize("version", [each for each in OTHERS if not sys.version.startswith(each)])
def test_pythons(version: str, packs: list[dict[str, Any]], expected: list[str], tmp_path: Path) -> None:
    python = _python(version)
    if python is None:
        pytest.skip(f"no Python {version} that has the library's dependencies; `make pythons` makes one")
    assert elsewhere(python, packs, tmp_path, "2") == expected


def _python(version: str) -> str | None:
    """A Python of that version with all that the library needs: on the path, or of the sessions of nox."""
    named = os.environ.get("OTHER_PYTHONS", "").split(os.pathsep)
    nox = ROOT / ".nox" / f"tests-{version.replace('.', '-')}" / "bin" / "python"
    for python in (*named, str(nox), shutil.which(f"python{version}") or ""):
        if python and Path(python).exists() and _has_all(python, version):
            return python
    return None


def _has_all(python: str, version: str) -> bool:
    wanted = f"{NEEDED}; import sys; sys.exit(not sys.version.startswith({version!r}))"
    return subprocess.run([python, "-c", wanted], capture_output=True, check=False).returncode == 0
