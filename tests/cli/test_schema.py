"""`schema`: a JSON Schema that outcomes satisfy."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from decisionsupport.diagnostics import Report
from decisionsupport.loading.shipped import shipped_packs
from decisionsupport.syntax.yaml.core_schema import core_schema
from decisionsupport.syntax.yaml.read import read_yaml
from tests.cli.conftest import CASES, FORM, PACK, RULES, Command


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


@pytest.mark.parametrize("kind", ["review", "plan", "request-state", "audit"])
def test_what_a_host_keeps_has_schemas(kind: str, command: Command) -> None:
    ran = command("schema", kind)
    assert ran.code == 0
    schema = json.loads(ran.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"decisionsupport/{kind}/1"


def test_an_unknown_schema_could_not_run(command: Command) -> None:
    ran = command("schema", "nothing")
    assert (ran.code, ran.out) == (2, "")


DOCUMENTS = {"pack": PACK, "form": FORM, "set": RULES, "cases": CASES}


def plain(text: str) -> object:
    tree = read_yaml("x.yaml", text.encode(), Report())
    assert tree is not None
    return json.loads(json.dumps(core_schema(tree), default=float))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_editors_accept_what_we_accept_and_refuse_unknown_keys(kind: str, command: Command) -> None:
    for asked in (kind, "document"):
        validator = jsonschema.Draft202012Validator(json.loads(command("schema", asked).out))
        document = plain(DOCUMENTS[kind])
        assert [error.message for error in validator.iter_errors(document)] == []
        assert not validator.is_valid({**document, "surprise": 1})  # type: ignore[dict-item]
        assert not validator.is_valid({"neither": 1})


def test_editors_accept_every_document_that_is_shipped(command: Command) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(command("schema", "document").out))
    files = [path for folder in shipped_packs() for path in folder.rglob("*.yaml")]
    told = {
        str(path): [error.message for error in validator.iter_errors(plain(path.read_text(encoding="utf-8")))]
        for path in files
    }
    assert {path: messages for path, messages in told.items() if messages} == {}


@pytest.mark.parametrize("kind", ["cases", "request"])
def test_what_editors_get_is_a_json_schema(kind: str, command: Command) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(command("schema", kind).out))


def test_the_answers_to_a_form(pack: Path, command: Command) -> None:
    ran = command("schema", "answers", "fever", pack)
    assert ran.code == 0
    validator = jsonschema.Draft202012Validator(json.loads(ran.out))
    assert validator.is_valid({"temperature": 40.0})
    assert not validator.is_valid({"temperature": "40.0"})


def test_the_answers_to_no_form_could_not_be_described(pack: Path, command: Command) -> None:
    ran = command("schema", "answers", "fevr", pack)
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean `fever`" in ran.err
    assert command("schema", "answers").code == 2
