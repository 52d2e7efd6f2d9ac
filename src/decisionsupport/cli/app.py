"""The application `decisionsupport`: its subcommands, and how it ends (0 clean, 1 findings, 2 not run).

Law: a run imports the subcommand that it was asked for, and no other.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module

import typer
from rich.text import Text
from typer.exceptions import Abort, TyperException

from decisionsupport import __version__
from decisionsupport.cli.consoles import errors
from decisionsupport.cli.exits import CannotRun, ExitCode

SUBCOMMANDS = (
    "new",
    "validate",
    "evaluate",
    "explain",
    "test",
    "format",
    "diff",
    "coverage",
    "mutate",
    "schema",
    "demo",
    "docs",
    "batch",
    "export",
    "import",
)
"""Each is a function, or a group of its own, in the module of its name, in the order of `--help`."""

_MODULES = {"import": "importing"}
"""Where a subcommand's name is a word of Python's."""

_INTERRUPTED = 130


def application(subcommands: Iterable[str] = SUBCOMMANDS) -> typer.Typer:
    """The application with these subcommands."""
    app = typer.Typer(
        name="decisionsupport",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(root)
    for name in subcommands:
        module = import_module(f"decisionsupport.cli.{_MODULES.get(name, name)}")
        made = getattr(module, _MODULES.get(name, name))
        if isinstance(made, typer.Typer):
            app.add_typer(made, name=name)
        else:
            app.command(name)(made)
    return app


def root(
    show_version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    """Clinical decision support: forms and rules in YAML, proposals with their reasons out.

    Ends with 0 when all is well, 1 when there are findings, 2 when it could not run.
    """
    if show_version:
        typer.echo(f"decisionsupport {__version__}")
        raise typer.Exit


def run(arguments: Sequence[str]) -> int:
    """Run the command line; give the exit code. No mistake of the user's becomes a traceback."""
    _write_any_letter()
    try:
        asked = [name for name in arguments[:1] if name in SUBCOMMANDS]
        result = application(asked or SUBCOMMANDS)(list(arguments), standalone_mode=False)
        sys.stdout.flush()
    except CannotRun as problem:
        _tell(str(problem), problem.remedy)
        return ExitCode.COULD_NOT_RUN
    except TyperException as problem:
        if message := problem.format_message():
            _tell(
                message.replace("Value error, ", ""),
                "`decisionsupport --help`, or `--help` after a subcommand, shows what there is",
            )
        return ExitCode.COULD_NOT_RUN
    except (Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader had enough: nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.COULD_NOT_RUN
    except OSError as problem:
        _tell(f"`{problem.filename}`: {(problem.strerror or str(problem)).lower()}", "")
        return ExitCode.COULD_NOT_RUN
    return result if isinstance(result, int) else ExitCode.CLEAN


def _tell(message: str, remedy: str) -> None:
    console = errors()
    console.print(Text.assemble(("error", "bold red"), ": ", message))
    if remedy:
        console.print(Text.assemble(("help", "bold cyan"), ": ", remedy))


def _write_any_letter() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
