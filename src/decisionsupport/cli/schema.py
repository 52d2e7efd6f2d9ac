"""`decisionsupport schema`: the JSON Schemas of what goes in and out."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from decisionsupport.cli.consoles import write
from decisionsupport.outcome.schema import outcome_schema


class Described(StrEnum):
    """What has a schema."""

    OUTCOME = "outcome"


_SCHEMAS = {Described.OUTCOME: outcome_schema}


def schema(
    of: Annotated[Described, typer.Argument(help="What to describe.")] = Described.OUTCOME,
) -> int:
    """Print a JSON Schema (2020-12): of the outcome, as `evaluate --format json` and `to_json` write it."""
    write(json.dumps(_SCHEMAS[of](), indent=2, ensure_ascii=False))
    return 0
