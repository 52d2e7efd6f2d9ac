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
    "unknown-key": "a key that this kind of document does not have",
    "unknown-name": "a name that stands for nothing",
}
_WARNINGS = {
    "language-missing": "a text lacks a language of the pack",
}

CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {slug: Entry(Severity.ERROR, about) for slug, about in _ERRORS.items()}
    | {slug: Entry(Severity.WARNING, about) for slug, about in _WARNINGS.items()}
)


def severity_of(slug: str) -> Severity:
    """Look a slug's severity up; an unknown slug is our own fault and raises KeyError."""
    return CATALOGUE[slug].severity
