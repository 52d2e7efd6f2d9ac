"""`decisionsupport schema`: the JSON Schemas of what goes in and out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from decisionsupport.adapters.eremiss import parties
from decisionsupport.adapters.eremiss.parties import Parties
from decisionsupport.authoring.answers_schema import answers_schema
from decisionsupport.authoring.schemas import document_schema
from decisionsupport.cli.consoles import write
from decisionsupport.cli.exits import CannotRun
from decisionsupport.cli.given import existing
from decisionsupport.cli.loaded import load_engine
from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.loading.shipped import shipped_packs
from decisionsupport.outcome import model as outcome
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.schema import record_schema
from decisionsupport.review import requests, review, trail
from decisionsupport.review.plan import plan
from decisionsupport.review.plan.plan import Plan
from decisionsupport.review.requests import RequestState
from decisionsupport.review.review import Review
from decisionsupport.review.trail import Trail


class Described(StrEnum):
    """What has a schema."""

    OUTCOME = "outcome"
    REVIEW = "review"
    PLAN = "plan"
    REQUEST_STATE = "request-state"
    AUDIT = "audit"
    EREMISS_PARTIES = "eremiss-parties"
    DOCUMENT = "document"
    PACK = "pack"
    FORM = "form"
    SET = "set"
    REQUEST = "request"
    OVERRIDES = "overrides"
    CASES = "cases"
    ANSWERS = "answers"


_RECORDS: Final[Mapping[Described, tuple[type[Any], str]]] = {
    Described.OUTCOME: (Outcome, outcome.SCHEMA),
    Described.REVIEW: (Review, review.SCHEMA),
    Described.PLAN: (Plan, plan.SCHEMA),
    Described.REQUEST_STATE: (RequestState, requests.SCHEMA),
    Described.AUDIT: (Trail, trail.SCHEMA),
    Described.EREMISS_PARTIES: (Parties, parties.SCHEMA),
}


def schema(
    of: Annotated[Described, typer.Argument(help="What to describe.")] = Described.OUTCOME,
    form: Annotated[str | None, typer.Argument(help="With `answers`: the form.")] = None,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="With `answers`: the pack's folders; else the shipped packs.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="With `answers`: the language of titles.")] = None,
) -> int:
    """Print a JSON Schema (2020-12): of what comes out, of what authors write, of one form's answers."""
    if of is Described.ANSWERS:
        described = _answers(form, paths or list(shipped_packs()), language)
    elif of in _RECORDS:
        described = record_schema(*_RECORDS[of])
    else:
        described = document_schema(of)
    write(json.dumps(described, indent=2, ensure_ascii=False))
    return 0


def _answers(name: str | None, paths: list[Path], language: str | None) -> dict[str, Any]:
    if name is None:
        raise CannotRun(
            "`schema answers` wants a form", "as `decisionsupport schema answers news2 forms rules`"
        )
    engine = load_engine(existing(paths), language=language)
    form = engine.program.forms.get(name)
    if form is None:
        guess = nearest(name, engine.program.forms)
        raise CannotRun(f"the pack has no form `{name}`", f"did you mean `{guess}`?" if guess else "")
    return answers_schema(form, language or engine.program.pack.languages[0])
