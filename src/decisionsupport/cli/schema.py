"""`decisionsupport schema`: the JSON Schemas of what goes in and out."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from decisionsupport.authoring.answers_schema import answers_schema
from decisionsupport.authoring.schemas import document_schema
from decisionsupport.cli.consoles import write
from decisionsupport.cli.exits import CannotRun
from decisionsupport.cli.given import existing
from decisionsupport.cli.loaded import load_engine
from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.loading.shipped import shipped_packs
from decisionsupport.outcome.schema import outcome_schema


class Described(StrEnum):
    """What has a schema."""

    OUTCOME = "outcome"
    DOCUMENT = "document"
    PACK = "pack"
    FORM = "form"
    SET = "set"
    REQUEST = "request"
    OVERRIDES = "overrides"
    CASES = "cases"
    ANSWERS = "answers"


def schema(
    of: Annotated[Described, typer.Argument(help="What to describe.")] = Described.OUTCOME,
    form: Annotated[str | None, typer.Argument(help="With `answers`: the form.")] = None,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="With `answers`: the pack's folders; else the shipped packs.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="With `answers`: the language of titles.")] = None,
) -> int:
    """Print a JSON Schema (2020-12): of the outcome, of what authors write, or of the answers to one form."""
    if of is Described.ANSWERS:
        described = _answers(form, paths or list(shipped_packs()), language)
    else:
        described = outcome_schema() if of is Described.OUTCOME else document_schema(of)
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
