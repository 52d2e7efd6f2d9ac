"""`decisionsupport evaluate`: what a pack says about one patient's answers."""

from __future__ import annotations

from typing import Annotated

import typer

from decisionsupport.cli.consoles import output, write
from decisionsupport.cli.exits import ExitCode
from decisionsupport.cli.formats import PlainFormat
from decisionsupport.cli.given import existing, instant, read_map, tell_instant
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.options import Answers, At, History, Language, Paths, Site
from decisionsupport.cli.page.outcome import write_outcome
from decisionsupport.cli.refusals import refusals, tell_refusals


def evaluate(
    paths: Paths,
    answers: Answers,
    history: History = None,
    at: At = None,
    site: Site = None,
    language: Language = None,
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
    tell_instant(at, moment)
    refused = refusals(outcome)
    match form:
        case PlainFormat.TEXT:
            write_outcome(output(), outcome, engine.program)
        case PlainFormat.JSON:
            write(outcome.to_json(indent=2))
            tell_refusals(refused)
    return ExitCode.FINDINGS if refused else ExitCode.CLEAN
