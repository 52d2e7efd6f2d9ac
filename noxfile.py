"""The tests on every supported Python: `make pythons`, or `nox -s tests-3.13`."""

from __future__ import annotations

from pathlib import Path

import nox

nox.options.error_on_missing_interpreters = True

_PYENV = Path("~/.pyenv/versions").expanduser()
_SUPPORTED = ("3.11", "3.12", "3.13")


def _interpreter(version: str) -> str:
    """Prefer what pyenv has; otherwise leave it to nox to find."""
    found = sorted(_PYENV.glob(f"{version}.*/bin/python{version}"))
    return str(found[-1]) if found else version


@nox.session(python=[_interpreter(version) for version in _SUPPORTED])
def tests(session: nox.Session) -> None:
    """Run the tests, warnings as errors."""
    session.install("-r", "requirements/dev.txt")
    session.install("--no-deps", "--no-build-isolation", "-e", ".")
    session.run("python", "-m", "pytest", "-W", "error", *(session.posargs or ["-n", "auto"]))
