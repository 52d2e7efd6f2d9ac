"""`schema`: a JSON Schema that outcomes satisfy."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from tests.cli.conftest import Command


def test_the_outcome_is_the_default(command: Command) -> None:
    ran = command("schema")
    assert ran.code == 0
    assert json.loads(ran.out) == json.loads(command("schema", "outcome").out)


def test_an_outcome_satisfies_it_and_a_mutated_one_does_not(pack: Path, command: Command) -> None:
    schema = json.loads(command("schema", "outcome").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    ran = command(
        "evaluate",
        pack,
        "--answers",
        "-",
        "--at",
        "2026-11-23T09:00:00+01:00",
        "--format",
        "json",
        stdin='{"fever": {"temperature": 40.0}}',
    )
    outcome = json.loads(ran.out)
    validator.validate(outcome)
    assert not validator.is_valid(outcome | {"surprise": 1})


def test_an_unknown_schema_could_not_run(command: Command) -> None:
    ran = command("schema", "nothing")
    assert (ran.code, ran.out) == (2, "")
