"""The application `decisionsupport` and how it ends: 0 clean, 1 findings, 2 could not run."""

from __future__ import annotations

from collections.abc import Sequence

import typer

app = typer.Typer(name="decisionsupport", no_args_is_help=True, add_completion=False)


@app.callback()
def root() -> None:
    """Clinical decision support: forms and rules in YAML, proposals with their reasons out."""


def run(arguments: Sequence[str]) -> int:
    """Run the command line; give the exit code."""
    result = app(list(arguments), standalone_mode=False)
    return result if isinstance(result, int) else 0
