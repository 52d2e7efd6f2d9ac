"""Results of cases as JUnit XML: a suite for each subject, a test case for each case.

As CI servers read it: `file` and `line` lead to the case, the failure's text has expected beside found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as Xml

from decisionsupport.authoring.cases.model import CaseResult, Difference

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Timed:
    """A result and how long it took."""

    result: CaseResult
    seconds: float


def junit(results: Sequence[Timed], name: str) -> str:
    """The whole document."""
    suites: dict[str, list[Timed]] = {}
    for each in results:
        suites.setdefault(each.result.case.cases_for, []).append(each)
    root = Xml.Element("testsuites", {"name": _text(name), **_counts(results)})
    for subject, members in suites.items():
        suite = Xml.SubElement(root, "testsuite", {"name": _text(subject), **_counts(members)})
        for each in members:
            _case(suite, each)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _counts(results: Sequence[Timed]) -> dict[str, str]:
    return {
        "tests": str(len(results)),
        "failures": str(sum(not each.result.holds for each in results)),
        "errors": "0",
        "time": f"{sum(each.seconds for each in results):.3f}",
    }


def _case(suite: Xml.Element, timed: Timed) -> None:
    case = timed.result.case
    attributes = {
        "name": _text(case.name),
        "classname": _text(case.cases_for),
        "time": f"{timed.seconds:.3f}",
        "file": _text(case.span.source.path),
        "line": str(case.span.begin.line),
    }
    element = Xml.SubElement(suite, "testcase", attributes)
    if not timed.result.holds:
        differences = timed.result.differences
        failure = Xml.SubElement(
            element, "failure", {"type": "not as said", "message": _text(said(differences[0]))}
        )
        failure.text = _text("\n".join(said(each) for each in differences))


def said(difference: Difference) -> str:
    """A difference in one line, with its place."""
    begin = difference.span.begin
    place = f"{difference.span.source.path}:{begin.line}:{begin.column}"
    found = " ".join(difference.found.split())
    return f"{place}: {difference.what}: expected {' '.join(difference.expected.split())}, found {found}"


def _text(text: str) -> str:
    """The letters that XML can hold; others as a question mark."""
    return _NOT_XML.sub("?", text)
