"""From the YAML tree to a document: the first key of the seven says which.

Law: never raises, whatever the tree; every mistake is in the report, and what could be read is handed on.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from types import MappingProxyType
from typing import Any, Final

from decisionsupport.diagnostics.model import Related, Report
from decisionsupport.diagnostics.suggestions import nearest, one_of
from decisionsupport.documents.cases import Cases
from decisionsupport.documents.form import Assessment, Checklist, Facts, Form
from decisionsupport.documents.overrides import Overrides
from decisionsupport.documents.pack import Pack
from decisionsupport.documents.reading import Broken, Reading
from decisionsupport.documents.request import Request
from decisionsupport.documents.ruleset import RuleSet
from decisionsupport.documents.shapes import found, place, read_map
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar

Document = Pack | Form | RuleSet | Request | Overrides | Cases

DOCUMENT_MODELS: Final[AnyMapping[str, type[Any]]] = MappingProxyType(
    {
        "pack": Pack,
        "assessment": Assessment,
        "checklist": Checklist,
        "facts": Facts,
        "set": RuleSet,
        "request": Request,
        "overrides": Overrides,
        "cases_for": Cases,
    }
)
"""The model of each document by its key."""


def document_from_yaml(node: Node, report: Report) -> Document | None:
    """Read a document; None when it is not known which, or when its id could not be read."""
    if not isinstance(node, Mapping):
        message = f"a document is a map, {found(node)} was found"
        report.add("unknown-document", message, place(node, None), help=_keys())
        return None
    keys = [key for key, _ in node.entries if key.value in DOCUMENT_MODELS]
    if not keys:
        report.add(
            "unknown-document",
            "this is none of the documents there are",
            place(node, None),
            help=_offer(node),
        )
        return None
    if len(keys) > 1:
        _report_several(keys, report)
        return None
    made: Document | Broken = read_map(DOCUMENT_MODELS[keys[0].value], node, None, Reading(report))
    return None if isinstance(made, Broken) else made


def _report_several(keys: list[Scalar], report: Report) -> None:
    first = keys[0]
    for key in keys[1:]:
        report.add(
            "unknown-document",
            f"`{key.value}` and `{first.value}` cannot both say what a document is",
            key.span,
            help="write one document a file",
            related=(Related(f"`{first.value}` stands here", first.span),),
        )


def _keys() -> str:
    return f"one key says what it is: {one_of(DOCUMENT_MODELS)}"


def _offer(node: Mapping) -> str:
    for key, _ in node.entries:
        meant = nearest(key.value, DOCUMENT_MODELS)
        if meant is not None:
            return f"did you mean `{meant}` for `{key.value}`?\n{_keys()}"
    return _keys()
