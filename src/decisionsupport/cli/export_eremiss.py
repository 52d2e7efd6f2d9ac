"""`decisionsupport export eremiss`: a care request as the national ProcessRequest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from decisionsupport.adapters.eremiss import Parties, gaps, process_request
from decisionsupport.cli.consoles import errors, output, write
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import count_of
from decisionsupport.cli.given import existing, instant, read_map, read_text, tell_instant
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.options import Answers, At, History, Language, Paths, Site
from decisionsupport.cli.refusals import refusals, tell_refusals
from decisionsupport.outcome.care import Gap
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.reading import InvalidRecord
from decisionsupport.review.people import Actor
from decisionsupport.review.refusing import InvalidStep, gap_in_words
from decisionsupport.review.requests import RequestState, handled
from decisionsupport.review.taking_in import renewed_requests


def eremiss(
    paths: Paths,
    answers: Answers,
    request: Annotated[str, typer.Option(metavar="ID", help="The care request, by its id in the pack.")],
    parties: Annotated[
        Path, typer.Option(metavar="FILE", help="Patient, author, sender and recipients, as JSON.")
    ],
    signed_at: Annotated[
        str | None,
        typer.Option(help="When the author signed, with its offset; without it only gaps are told."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the XML goes; else it is printed.")
    ] = None,
    history: History = None,
    at: At = None,
    site: Site = None,
    language: Language = None,
) -> int:
    """Write a signed care request as ProcessRequest XML. 1 when it has gaps, or an answer was refused."""
    moment = instant(at)
    concerned = _parties(parties)
    given = read_map(answers, "answers")
    earlier = None if history is None else read_map(history, "history")
    engine = load_engine(existing(paths), site=site, language=language)
    outcome = engine.evaluate(given, at=moment, history=earlier, language=language, invalid="report")
    tell_instant(at, moment)
    drafted = _drafted(request, outcome)
    missing = (*drafted.draft.gaps, *gaps(drafted.draft, concerned, drafted.language))
    refused = refusals(outcome)
    if missing or refused:
        tell_refusals(refused)
        _tell_gaps(request, missing)
        return ExitCode.FINDINGS
    if signed_at is None:
        output().print(f"`{request}` has no gaps; with --signed-at it is written as signed", highlight=False)
        return ExitCode.CLEAN
    signer = Actor(id=concerned.author.hsa_id or concerned.author.name or "", role="author")
    try:
        signed = handled(drafted, "sign", by=signer, at=instant(signed_at))
    except InvalidStep as invalid:
        raise CannotRun(str(invalid), "--signed-at is not before --at") from None
    text = process_request(signed, concerned)
    if out is None:
        write(text.removesuffix("\n"))
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
    return ExitCode.CLEAN


def _parties(path: Path) -> Parties:
    try:
        return Parties.from_json(read_text(str(path), "parties"))
    except InvalidRecord as wrong:
        raise CannotRun(f"parties in `{path}`: {wrong}", "`decisionsupport schema eremiss-parties`") from None


def _drafted(request: str, outcome: Outcome) -> RequestState:
    for each in renewed_requests((), outcome):
        if each.draft.request == request:
            return each
    drafts = ", ".join(f"`{draft.request}`" for draft in outcome.drafts) or "none"
    raise CannotRun(f"these answers draft no request `{request}`", f"they draft {drafts}")


def _tell_gaps(request: str, missing: Sequence[Gap]) -> None:
    if missing:
        errors().print(Text(f"`{request}` cannot be signed: {count_of(len(missing), 'gap')}"))
    for gap in missing:
        errors().print(Text.assemble((f"  {gap.needs}", "bold"), f": {gap_in_words(gap)}"))
