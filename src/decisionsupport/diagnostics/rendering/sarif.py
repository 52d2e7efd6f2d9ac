"""Diagnostics as SARIF 2.1.0, for code hosts and editors that show findings at their place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote

from decisionsupport.diagnostics.catalogue import CATALOGUE
from decisionsupport.diagnostics.model import Diagnostic, Related
from decisionsupport.source import Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(diagnostics: Iterable[Diagnostic], *, version: str = "") -> str:
    """Give one run of one tool; `version` is that of the library, where the caller knows it."""
    listed = list(diagnostics)
    slugs = sorted({found.slug for found in listed})
    driver: dict[str, object] = {"name": "decisionsupport", "rules": [_rule(slug) for slug in slugs]}
    if version:
        driver["version"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, slugs.index(found.slug)) for found in listed],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(slug: str) -> dict[str, object]:
    entry = CATALOGUE[slug]
    return {
        "id": slug,
        "shortDescription": {"text": entry.about},
        "defaultConfiguration": {"level": entry.severity.value},
    }


def _result(found: Diagnostic, index: int) -> dict[str, object]:
    text = f"{found.message}\n{found.help}" if found.help else found.message
    result: dict[str, object] = {
        "ruleId": found.slug,
        "ruleIndex": index,
        "level": found.severity.value,
        "message": {"text": text},
    }
    if found.span is not None:
        result["locations"] = [{"physicalLocation": _location(found.span)}]
    if found.related:
        result["relatedLocations"] = [_related(number, near) for number, near in enumerate(found.related)]
    return result


def _related(number: int, near: Related) -> dict[str, object]:
    return {"id": number, "message": {"text": near.message}, "physicalLocation": _location(near.span)}


def _location(span: Span) -> dict[str, object]:
    begin, finish = span.begin, span.finish
    return {
        "artifactLocation": {"uri": quote(span.source.path.replace("\\", "/"), safe="/._-~")},
        "region": {
            "startLine": begin.line,
            "startColumn": begin.column,
            "endLine": finish.line,
            "endColumn": finish.column,
        },
    }
