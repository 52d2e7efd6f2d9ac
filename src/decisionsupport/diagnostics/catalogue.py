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
    "band-gap": "bands that leave out a value of what they are over",
    "band-overlap": "bands of which two take one value",
    "byte-order-mark": "a file starts with a byte order mark",
    "case-differs": "something is not as a case says",
    "chained-comparison": "comparisons in a chain that is not of `<`, `<=`, `>`, `>=`",
    "collect-column": "a column of a collecting table that is not of options",
    "complex-key": "a key that is a list, a map or nothing",
    "control-character": "an invisible character stands in a file or a text",
    "cut-by-comma": "YAML ends a value in braces or brackets at a comma",
    "cycle": "values or rules that rest on each other",
    "duplicate-key": "a key is in one map twice",
    "emergency-unreplaced": "something urgent is withheld with nothing as urgent in its place",
    "empty-file": "a file says nothing",
    "empty-rule": "a rule that concludes, proposes, drafts and withholds nothing",
    "expression-limit": "an expression is too long or too deep",
    "filter-mismatch": "a filter of a text is put on what it has nothing to say of",
    "hidden-points": "an item with points can be hidden without saying what it then counts",
    "ignored-error": "the pack says to ignore an error",
    "in-needs-list": "what stands after `in` is not a list of options or strings, nor a name",
    "instead-withheld": "what is proposed instead of something is withheld itself",
    "is-needs-option": "what stands after `is` is not an option's bare word",
    "key-conflict": "two keys of which only one may be written, or a key that the kind has no use for",
    "kind-mismatch": "a value stands where one of another kind is wanted",
    "limit-silences": "an unknown treatment limit would silence an urgent proposal",
    "lone-key": "a word stands between braces without a value",
    "may-divide-by-zero": "a divisor that can be zero",
    "merge-key": "`<<` is used to merge maps",
    "missing-key": "a key that is needed is not there",
    "mixed-and-or": "`and` and `or` stand at one level without brackets",
    "name-clash": "a form's own name is another form's id, and both could be meant",
    "needs-options": "a choice without options",
    "negated-hidden": "an item that can be hidden is tested under a negation",
    "nested-group": "a group within a group",
    "no-between": "a number that is asked without saying what is possible",
    "no-last-entry": "a list of `when`s that says nothing where none holds",
    "no-pack": "no file declares the pack",
    "no-points": "an aggregate over points where no item has any",
    "not-a-condition": "something that is neither true nor false stands as a condition",
    "not-a-map": "a file is a list or a text, not keys with values",
    "not-finite": "a number is infinite or no number",
    "not-ordered": "options without an order are compared by order",
    "not-utf8": "a file is not saved as UTF-8",
    "not-yaml": "a file cannot be read as YAML",
    "number-too-large": "a number that can pass what is exact",
    "odd-line-break": "a character ends a line in some readers of YAML only",
    "off-grid": "a number that is between the steps of what it is held against",
    "option-as-condition": "an option stands after `or` or `and` as if it were a condition",
    "outside-function": "a root, logarithm or power of what it cannot be taken of",
    "parameter-range": "a parameter's value outside its range",
    "plain-text": "conditions or slots in a text that is plain words",
    "points-form": "points in a form that the kind of item does not have",
    "points-gap": "points that leave out an answer",
    "points-overlap": "points of which two bands take one answer",
    "power-exponent": "an exponent other than 2 or 3",
    "priority-without-due": "an urgent or emergency proposal without a time",
    "record-test-here": "a test of the record where only the patient may be asked about",
    "repeated-id": "an id that is given twice in one form",
    "repeated-word": "a word that stands twice in a list",
    "row-length": "a row of a table with more or fewer values than columns",
    "row-outside-aggregate": "an item of a repeating group read as if there were one entry",
    "rows-disagree": "two rows of a table take one patient and give different things",
    "rows-overlap": "two rows of a table take one patient",
    "score-vetoes": "a score would silence what is urgent",
    "second-document": "a file holds more than one document",
    "tab-indent": "a tab is used for indent",
    "table-cell": "a table's cell does not fit its column",
    "table-hole": "a table that leaves out a patient",
    "template-broken": "a slot in a text is not closed or not a name",
    "template-limit": "a text is too long or has too many slots",
    "template-logic": "a text holds statements, calls, arithmetic or comparisons",
    "too-deep": "lists and maps lie too deep in each other",
    "too-large": "a file is too large to be read",
    "two-groups": "two repeating groups in one argument",
    "unit-mismatch": "two values in different units are put together",
    "unknown-action": "an action that nobody declared",
    "unknown-choice": "a word that is not among those allowed",
    "unknown-document": "a file that is none of the documents, or several",
    "unknown-filter": "a slot in a text names a filter that does not exist",
    "unknown-finding": "a finding that nobody declared",
    "unknown-form": "a form that nobody declared",
    "unknown-function": "a function that does not exist",
    "unknown-key": "a key that this kind of document does not have",
    "unknown-name": "a name that stands for nothing",
    "unknown-occasion": "an occasion that the pack does not declare",
    "unknown-option": "a word that is not an option of what it is held against",
    "unknown-option-list": "an option list that nobody declared",
    "unknown-parameter": "a parameter that nobody declared",
    "unknown-recipient": "a recipient that the pack does not declare",
    "unknown-request": "a request that nobody declared",
    "unknown-role": "a role that the pack does not declare",
    "unknown-site": "a site that no overrides are for",
    "unknown-slug": "the pack says to ignore a finding that does not exist",
    "unknown-source": "a source that nobody declared",
    "unknown-timezone": "a time zone that does not exist",
    "unquoted-brackets": "brackets of an expression or a text are taken for a list or a map",
    "unquoted-template": "`{{` without quotes is taken for a map",
    "unreachable-entry": "an entry after one that always holds",
    "unrounded-real": "a division, mean, root or logarithm that is not rounded",
    "wrong-kind": "a list, a map or a text where another is wanted",
    "yaml-alias": "a YAML alias, which is not used here",
    "yaml-anchor": "a YAML anchor, which is not used here",
    "yaml-directive": "a YAML directive, which is not used here",
    "yaml-tag": "a YAML tag, which is not used here",
}
_WARNINGS = {
    "always-true": "a test that always holds",
    "cut-by-comment": "a comment may cut an expression",
    "language-missing": "a text lacks a language of the pack",
    "never-true": "a test that can never hold",
    "row-unreachable": "a row of a table that no patient reaches",
    "unused-action": "an action that no rule proposes",
    "unused-computed": "a hidden computed value that nothing reads",
    "unused-finding": "a finding that no rule concludes",
    "unused-ignore": "an `ignore` that ignores nothing",
    "unused-item": "a question whose answer nothing reads",
    "unused-parameter": "a parameter that nothing reads",
    "unused-request": "a care request that no rule drafts",
    "unused-source": "a source that nothing names",
    "unused-table": "a table that nothing reads",
}

CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {slug: Entry(Severity.ERROR, about) for slug, about in _ERRORS.items()}
    | {slug: Entry(Severity.WARNING, about) for slug, about in _WARNINGS.items()}
)


def severity_of(slug: str) -> Severity:
    """Look a slug's severity up; an unknown slug is our own fault and raises KeyError."""
    return CATALOGUE[slug].severity
