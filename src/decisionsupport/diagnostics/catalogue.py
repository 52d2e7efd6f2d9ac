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
    "argument-count": "a function is given too few or too many values",
    "bad-condition": "a condition's map or list is not put together rightly",
    "bad-date": "a day that is not written as days are, or does not exist",
    "bad-duration": "a length of time that is not a number and a unit",
    "bad-expression": "the words of an expression do not fit together",
    "bad-id": "an id that is not well-formed, or already means something where it stands",
    "bad-instant": "a point in time that is not written as such, or lacks its offset",
    "bad-language": "a language that is not two or three small letters",
    "bad-number": "a number is not written as numbers are",
    "bad-range": "a range that is not written as ranges are, or runs backwards",
    "bad-string": "a string in an expression is not written as strings are",
    "bad-time": "a clock time that is not written as such",
    "bad-version": "a version that is not numbers with points between",
    "bad-word": "a word or sign that expressions do not have",
    "byte-order-mark": "a file starts with a byte order mark",
    "case-differs": "something is not as a case says",
    "chained-comparison": "comparisons in a chain that is not of `<`, `<=`, `>`, `>=`",
    "complex-key": "a key that is a list, a map or nothing",
    "control-character": "an invisible character stands in a file or a text",
    "cut-by-comma": "YAML ends a value in braces or brackets at a comma",
    "duplicate-key": "a key is in one map twice",
    "empty-file": "a file says nothing",
    "expression-limit": "an expression is too long or too deep",
    "in-needs-list": "what stands after `in` is not a list of options or strings, nor a name",
    "is-needs-option": "what stands after `is` is not an option's bare word",
    "key-conflict": "two keys of which only one may be written, or a key that the kind has no use for",
    "lone-key": "a word stands between braces without a value",
    "merge-key": "`<<` is used to merge maps",
    "missing-key": "a key that is needed is not there",
    "mixed-and-or": "`and` and `or` stand at one level without brackets",
    "needs-options": "a choice without options",
    "nested-group": "a group within a group",
    "no-between": "a number that is asked without saying what is possible",
    "no-last-entry": "a list of `when`s that says nothing where none holds",
    "not-a-map": "a file is a list or a text, not keys with values",
    "not-finite": "a number is infinite or no number",
    "not-utf8": "a file is not saved as UTF-8",
    "not-yaml": "a file cannot be read as YAML",
    "odd-line-break": "a character ends a line in some readers of YAML only",
    "option-as-condition": "an option stands after `or` or `and` as if it were a condition",
    "points-form": "points in a form that the kind of item does not have",
    "power-exponent": "an exponent other than 2 or 3",
    "priority-without-due": "an urgent or emergency proposal without a time",
    "repeated-id": "an id that is given twice in one form",
    "repeated-word": "a word that stands twice in a list",
    "row-length": "a row of a table with more or fewer values than columns",
    "second-document": "a file holds more than one document",
    "tab-indent": "a tab is used for indent",
    "template-broken": "a slot in a text is not closed or not a name",
    "template-limit": "a text is too long or has too many slots",
    "template-logic": "a text holds statements, calls, arithmetic or comparisons",
    "too-deep": "lists and maps lie too deep in each other",
    "too-large": "a file is too large to be read",
    "unknown-choice": "a word that is not among those allowed",
    "unknown-document": "a file that is none of the documents, or several",
    "unknown-filter": "a slot in a text names a filter that does not exist",
    "unknown-function": "a function that does not exist",
    "unknown-key": "a key that this kind of document does not have",
    "unknown-name": "a name that stands for nothing",
    "unknown-timezone": "a time zone that does not exist",
    "unquoted-brackets": "brackets of an expression or a text are taken for a list or a map",
    "unquoted-template": "`{{` without quotes is taken for a map",
    "unreachable-entry": "an entry after one that always holds",
    "wrong-kind": "a list, a map or a text where another is wanted",
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
