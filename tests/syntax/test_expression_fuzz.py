"""Random texts never raise, and their verdicts are the same on every Python.

`EXPRESSION_FUZZ` is how many texts are read; `make laws` reads 400,000.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("expression_fuzz.py")
SEED = "20261123"
COUNT = os.environ.get("EXPRESSION_FUZZ", "20000")
PYTHONS = ("3.11", "3.12", "3.13")


def interpreter(version: str) -> str | None:
    """Where a Python of this version is: ours, one that pyenv has, or one on the path."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = sorted(root.glob(f"versions/{version}.*/bin/python"))
    return str(kept[-1]) if kept else shutil.which(f"python{version}")


@cache
def verdicts(python: str) -> str:
    """The digest of all verdicts, read by one interpreter in which every warning is an error."""
    command = [python, "-B", "-W", "error", str(SCRIPT), SEED, COUNT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3_000:]
    return done.stdout.strip()


def test_no_text_raises_and_some_are_taken() -> None:
    digest, taken = verdicts(sys.executable).split()
    assert len(digest) == 64
    assert int(taken) > int(COUNT) // 20


@pytest.mark.parametrize("version", PYTHONS)
def test_the_verdicts_are_the_same_on(version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    assert verdicts(python) == verdicts(sys.executable)
