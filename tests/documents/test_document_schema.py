"""The JSON Schemas of documents accept what the reader accepts, and refuse the commonest slips."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from decisionsupport.diagnostics.model import Report
from decisionsupport.documents.from_yaml import DOCUMENT_MODELS
from decisionsupport.documents.schema import document_definitions
from decisionsupport.syntax.yaml.read import read_yaml
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in (ROOT / "forms", ROOT / "rules", Path(__file__).parent / "language")
    for path in folder.rglob("*.yaml")
)


def document_schema(key: str) -> dict[str, Any]:
    references, definitions = document_definitions([key])
    return {"$ref": references[key]["$ref"], "$defs": definitions}


def plain(node: Node) -> Any:
    """The document as an editor's YAML reader gives it to a JSON Schema validator."""
    match node:
        case Mapping():
            return {key.value: plain(child) for key, child in node.entries}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar(value="", style="plain"):
            return None
        case Scalar(value="true" | "false", style="plain"):
            return node.value == "true"
        case Scalar(style="plain") if node.value.isdecimal() and not node.value.startswith("0"):
            return int(node.value)
        case Scalar():
            return node.value


def document(text: str | Path) -> Any:
    data = text.read_bytes() if isinstance(text, Path) else text.encode()
    node = read_yaml("file.yaml", data, Report())
    assert node is not None
    return plain(node)


@pytest.mark.parametrize("key", DOCUMENT_MODELS)
def test_a_schema_is_a_schema(key: str) -> None:
    made = document_schema(key)
    Draft202012Validator.check_schema(made)
    document = made["$defs"][made["$ref"].rpartition("/")[2]]
    assert key in document["required"]
    assert "null" not in str(document["properties"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_good_documents_are_accepted(path: Path) -> None:
    made = document(path)
    key = next(key for key in made if key in DOCUMENT_MODELS)
    mistakes = list(Draft202012Validator(document_schema(key)).iter_errors(made))
    assert [(list(each.absolute_path), each.message) for each in mistakes] == []


@pytest.mark.parametrize(
    "text",
    [
        "assessment: f\nversion: 1.0.0\ntitle: F\ntitel: F\n",
        "assessment: f\ntitle: F\n",
        "assessment: f\nversion: 1.0.0\ntitle: F\nitems: {i: {kind: bolean}}\n",
        "assessment: f\nversion: 1.0.0\ntitle: F\nitems: {4at: {kind: boolean}}\n",
        "assessment: f\nversion: 1.0.0\ntitle: {svenska: F}\n",
        "assessment: f\nversion: 1.0.0\ntitle: F\nitems: {i: {kind: integer, between: 0-9}}\n",
        "assessment: f\nversion: 1.0.0\ntitle: F\nitems: {i: {kind: boolean, ask: }}\n",
    ],
)
def test_slips_are_refused(text: str) -> None:
    assert not Draft202012Validator(document_schema("assessment")).is_valid(document(text))
