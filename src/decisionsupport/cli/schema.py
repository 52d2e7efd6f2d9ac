"""`decisionsupport schema`: the JSON Schemas of what goes in and out."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from decisionsupport.authoring.schemas import document_schema
from decisionsupport.cli.consoles import write
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


def schema(
    of: Annotated[Described, typer.Argument(help="What to describe.")] = Described.OUTCOME,
) -> int:
    """Print a JSON Schema (2020-12): of the outcome, or of what authors write, for editors to check it by."""
    described = outcome_schema() if of is Described.OUTCOME else document_schema(of)
    write(json.dumps(described, indent=2, ensure_ascii=False))
    return 0
