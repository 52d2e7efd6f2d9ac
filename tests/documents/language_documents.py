"""The documents of the language's own page, read: what the tests of this folder start from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from decisionsupport.diagnostics.model import Diagnostic, Report
from decisionsupport.documents.from_yaml import Document, document_from_yaml
from decisionsupport.syntax.yaml.read import read_yaml
from decisionsupport.syntax.yaml.tree import Node

FOLDER = Path(__file__).parent / "language"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def tree(name: str) -> Node:
    """The YAML tree of a document."""
    path = FOLDER / f"{name}.yaml"
    node = read_yaml(path.name, path.read_bytes(), Report())
    assert node is not None
    return node


def document(name: str) -> tuple[Document | None, list[Diagnostic]]:
    """A document, and what was found while it was made."""
    report = Report()
    made = document_from_yaml(tree(name), report)
    return made, list(report)
