"""Every slug there is, with its severity and what it is about, in one line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from decisionsupport.diagnostics.severity import Severity


class Entry(NamedTuple):
    """What the catalogue knows of a slug."""

    severity: Severity
    about: str


_ERRORS = {
    "byte-order-mark": "a file starts with a byte order mark",
    "complex-key": "a key that is a list, a map or nothing",
    "control-character": "an invisible character stands in a file or a text",
    "cut-by-comma": "YAML ends a value in braces or brackets at a comma",
    "duplicate-key": "a key is in one map twice",
    "empty-file": "a file says nothing",
    "lone-key": "a word stands between braces without a value",
    "merge-key": "`<<` is used to merge maps",
    "not-a-map": "a file is a list or a text, not keys with values",
    "not-finite": "a number is infinite or no number",
    "not-utf8": "a file is not saved as UTF-8",
    "not-yaml": "a file cannot be read as YAML",
    "odd-line-break": "a character ends a line in some readers of YAML only",
    "second-document": "a file holds more than one document",
    "tab-indent": "a tab is used for indent",
    "too-deep": "lists and maps lie too deep in each other",
    "too-large": "a file is too large to be read",
    "unknown-key": "a key that this kind of document does not have",
    "unknown-name": "a name that stands for nothing",
    "unquoted-brackets": "brackets of an expression or a text are taken for a list or a map",
    "unquoted-template": "`{{` without quotes is taken for a map",
    "yaml-alias": "a YAML alias, which is not used here",
    "yaml-anchor": "a YAML anchor, which is not used here",
    "yaml-directive": "a YAML directive, which is not used here",
    "yaml-tag": "a YAML tag, which is not used here",
}
_WARNINGS = {
    "cut-by-comment": "a comment may cut an expression",
    "language-missing": "a text lacks a language of the pack",
}

CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {slug: Entry(Severity.ERROR, about) for slug, about in _ERRORS.items()}
    | {slug: Entry(Severity.WARNING, about) for slug, about in _WARNINGS.items()}
)


def severity_of(slug: str) -> Severity:
    """Look a slug's severity up; an unknown slug is our own fault and raises KeyError."""
    return CATALOGUE[slug].severity
