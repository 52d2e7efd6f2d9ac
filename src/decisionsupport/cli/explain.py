"""`decisionsupport explain`: why a rule, a value, a proposal or a request came out as it did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from decisionsupport.cli.consoles import output, write
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import PlainFormat
from decisionsupport.cli.given import existing, instant, read_map, tell_instant
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.options import Answers, At, History, Language, Site
from decisionsupport.cli.page.explanation import write_explanation
from decisionsupport.cli.refusals import refusals, tell_refusals
from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.writing import written


def explain(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH… NAME…",
            help="Folders of YAML files, or files; then what to explain: a rule (`fall.hip_fracture`), a "
            "value (`news2.risk`), a finding, an action, a form, a request, or its need (`request.need`).",
        ),
    ],
    answers: Answers,
    history: History = None,
    at: At = None,
    site: Site = None,
    language: Language = None,
    short: Annotated[bool, typer.Option("--short", help="The sentences alone.")] = False,
    form: Annotated[
        PlainFormat, typer.Option("--format", help="How the explanations are written.")
    ] = PlainFormat.TEXT,
) -> int:
    """Explain why something came out as it did for one patient. 1 when an answer was refused."""
    paths, names = _parted(what)
    moment = instant(at)
    given = read_map(answers, "answers")
    earlier = None if history is None else read_map(history, "history")
    engine = load_engine(existing(paths), site=site, language=language)
    try:
        found = [engine.explain(given, name, at=moment, history=earlier, language=language) for name in names]
    except InvalidCall as invalid:
        raise CannotRun(str(invalid)) from None
    outcome = engine.evaluate(given, at=moment, history=earlier, language=language, invalid="report")
    tell_instant(at, moment)
    match form:
        case PlainFormat.TEXT:
            console = output()
            for index, explanation in enumerate(found):
                if index:
                    console.print()
                write_explanation(console, explanation, short=short)
        case PlainFormat.JSON:
            write(written({"explanations": [each.as_data() for each in found]}, 2))
    refused = refusals(outcome)
    tell_refusals(refused)
    return ExitCode.FINDINGS if refused else ExitCode.CLEAN


def _parted(what: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Paths and names: what exists, or is written as a path, is a path."""
    paths = [Path(each) for each in what if _is_path(each)]
    names = [each for each in what if not _is_path(each)]
    if not paths:
        raise CannotRun(
            "no folder or file of YAML is named", "name the pack's folders before what to explain"
        )
    if not names:
        raise CannotRun(
            "nothing is named to explain",
            "name a rule (`fall.hip_fracture`), a value, an action or a request",
        )
    return paths, names


def _is_path(text: str) -> bool:
    return "/" in text or "\\" in text or text.endswith((".yaml", ".yml")) or Path(text).exists()
