"""The program as a whole: help, version, unknown subcommands, a reader that stops reading."""

from __future__ import annotations

import ast
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


def test_a_run_imports_no_other_subcommand() -> None:
    program = (
        "import sys\n"
        "from decisionsupport.cli.app import run\n"
        "run(['validate', '--help'])\n"
        "print(sorted(name for name in ('jinja2', 'decisionsupport.engine') if name in sys.modules))\n"
        "print(sorted(name for name in sys.modules if name.startswith('decisionsupport.cli.')))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    *_, heavy, ours = done.stdout.splitlines()
    assert heavy == "[]"
    assert not {"decisionsupport.cli.evaluate", "decisionsupport.cli.demo"} & set(ast.literal_eval(ours))
