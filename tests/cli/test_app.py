"""The program as a whole: help, version, unknown subcommands, a reader that stops reading."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

from tests.cli.conftest import Command


def test_help_names_every_subcommand(command: Command) -> None:
    out = command("--help").out
    for name in ("validate", "evaluate", "test", "schema", "demo"):
        assert name in out


def test_version(command: Command) -> None:
    assert command("--version").out == f"decisionsupport {version('decisionsupport')}\n"


@pytest.mark.parametrize("arguments", [["valdate"], ["validate"], ["--nonsense"], ["evaluate", "."]])
def test_what_it_cannot_understand_ends_with_2_on_one_line(arguments: list[str], command: Command) -> None:
    ran = command(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")


def test_a_reader_that_stops_reading_gets_no_traceback() -> None:
    done = subprocess.run(
        f"'{sys.executable}' -m decisionsupport schema outcome | head -c 10",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
