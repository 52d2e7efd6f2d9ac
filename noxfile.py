"""The tests on every supported Python: `make pythons`, or `nox -s tests-3.13`."""

from __future__ import annotations

import os
from pathlib import Path

import nox

nox.options.error_on_missing_interpreters = True

SUPPORTED = ("3.11", "3.12", "3.13")


def _see_pyenv() -> None:
    """Let nox find the Pythons that pyenv has, whether or not they are switched on."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    newest = [sorted(root.glob(f"versions/{version}.*/bin"))[-1:] for version in SUPPORTED]
    found = [str(folder) for folders in newest for folder in folders]
    os.environ["PATH"] = os.pathsep.join([*found, os.environ.get("PATH", "")])


_see_pyenv()


@nox.session(python=SUPPORTED)
def tests(session: nox.Session) -> None:
    """Run the tests, warnings as errors."""
    session.install("-r", "requirements/dev.txt")
    session.install("--no-deps", "--no-build-isolation", "-e", ".")
    session.run("python", "-m", "pytest", "-W", "error", *(session.posargs or ["-n", "auto"]))
