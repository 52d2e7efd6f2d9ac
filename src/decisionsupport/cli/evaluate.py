"""`decisionsupport evaluate`: what a pack says about one patient's answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from decisionsupport.cli.consoles import errors, output, write
from decisionsupport.cli.exits import ExitCode
from decisionsupport.cli.formats import PlainFormat
from decisionsupport.cli.given import existing, instant, read_map
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.page.outcome import write_outcome
from decisionsupport.outcome.record import Problem


def evaluate(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Folders of YAML files, or files.")],
    answers: Annotated[
        str, typer.Option(metavar="FILE", help="Answers by form, as JSON; `-` is standard input.")
    ],
    history: Annotated[
        str | None, typer.Option(metavar="FILE", help="Earlier answers by form, as JSON.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(help="The instant to judge at, with its offset; else the clock's.")
    ] = None,
    site: Annotated[str | None, typer.Option(help="Whose overrides apply.")] = None,
    language: Annotated[
        str | None, typer.Option(help="The reader's language; else the pack's first.")
    ] = None,
    form: Annotated[
        PlainFormat, typer.Option("--format", help="How the outcome is written.")
    ] = PlainFormat.TEXT,
) -> int:
    """Evaluate one patient's answers. 1 when an answer was refused: the outcome is printed all the same."""
    moment = instant(at)
    given = read_map(answers, "answers")
    earlier = None if history is None else read_map(history, "history")
    engine = load_engine(existing(paths), site=site, language=language)
    outcome = engine.evaluate(given, at=moment, history=earlier, language=language, invalid="report")
    if at is None:
        errors().print(Text(f"at {moment.isoformat()} (the clock's; give --at for another)", style="dim"))
    refused = [problem for problem in outcome.problems if problem.severity == "error"]
    match form:
        case PlainFormat.TEXT:
            write_outcome(output(), outcome, engine.program)
        case PlainFormat.JSON:
            write(outcome.to_json(indent=2))
            _tell_refused(refused)
    return ExitCode.FINDINGS if refused else ExitCode.CLEAN


def _tell_refused(problems: Sequence[Problem]) -> None:
    for problem in problems:
        allowed = f"; allowed: {problem.allowed}" if problem.allowed else ""
        errors().print(
            Text.assemble(("refused", "bold red"), f": {problem.path}: {problem.message}{allowed}")
        )
