"""The arguments that several subcommands take, each with its one help text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Paths: TypeAlias = Annotated[
    list[Path], typer.Argument(metavar="PATH…", help="Folders of YAML files, or files.")
]
Answers: TypeAlias = Annotated[
    str, typer.Option(metavar="FILE", help="Answers by form, as JSON; `-` is standard input.")
]
History: TypeAlias = Annotated[
    str | None, typer.Option(metavar="FILE", help="Earlier answers by form, as JSON.")
]
At: TypeAlias = Annotated[
    str | None, typer.Option(help="The instant to judge at, with its offset; else the clock's.")
]
Site: TypeAlias = Annotated[str | None, typer.Option(help="Whose overrides apply.")]
Language: TypeAlias = Annotated[
    str | None, typer.Option(help="The language of what is written; else the pack's first.")
]
