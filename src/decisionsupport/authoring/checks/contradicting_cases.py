"""`contradicting-cases`: two cases give the same and expect different things, so one of them must fail."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Related, Report
from decisionsupport.documents.cases import Case, Cases, Expect, Vectors
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.core_schema import core_schema
from decisionsupport.syntax.yaml.tree import Node, Scalar

Claim = tuple[str, str, Span]
"""A name, what a case plainly says of it, and where."""

_OPPOSITES = (
    ("proposes", "proposes_not", "proposed"),
    ("drafts", "drafts_not", "drafted"),
    ("asks", "asks_not", "asked"),
    ("fires", "fires_not", "fired"),
)


def contradicting_cases(pack: Pack, report: Report) -> None:
    """Report `contradicting-cases` within one document, where what is shared is the same."""
    for document in pack.declared.cases:
        first: dict[tuple[str, str], tuple[str, Span, str]] = {}
        for name, place, given, claims in _each(document):
            for what, said, span in claims:
                earlier, other, called = first.setdefault((given, what), (said, place, name))
                if earlier != said:
                    report.add(
                        "contradicting-cases",
                        f"`{called}` gives the same and expects {what} to be {earlier}, here it is {said}",
                        span,
                        help="mend the one that is wrong, or give what sets them apart",
                        related=(Related("the other case", other),),
                    )


def _each(document: Cases) -> Iterator[tuple[str, Span, str, Iterator[Claim]]]:
    """Each case and row: its name and place, what it is given, what it claims."""
    for vectors in document.vectors:
        for number, row in enumerate(vectors.rows, start=1):
            given = repr([core_schema(node) for node in row.given])
            name = f"row {number}" if vectors.name is None else f"{vectors.name.text}, row {number}"
            yield name, row.span, f"{vectors.span.start} {given}", _of_row(vectors, row.expect)
    for case in document.cases:
        yield case.name.text, case.name.span, _given(case), _of_case(case)


def _given(case: Case) -> str:
    """What a case is given beside what is shared, the same in whatever order it was written."""
    maps = [case.given, case.history]
    words = [case.at.value if case.at else None, *(word and word.text for word in (case.site, case.language))]
    parameters = sorted((word.text, repr(core_schema(node))) for word, node in case.parameters)
    without = sorted(word.text for word in case.without)
    return repr([*(each and _sorted(core_schema(each)) for each in maps), words, parameters, without])


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return sorted((key, _sorted(each)) for key, each in value.items())
    return [_sorted(each) for each in value] if isinstance(value, list) else value


def _of_row(vectors: Vectors, expected: tuple[Node, ...]) -> Iterator[Claim]:
    return _values(zip((word.text for word in vectors.expect), expected, strict=True))


def _of_case(case: Case) -> Iterator[Claim]:
    yield from _values((word.text, node) for word, node in case.expect.values)
    yield from _values((f"finding.{word.text}", node) for word, node in case.expect.findings)
    yield from _lists(case.expect)


def _values(expected: Iterator[tuple[str, Node]]) -> Iterator[Claim]:
    """What is expected of names; a range says nothing plainly."""
    for name, node in expected:
        if isinstance(node, Scalar) and ".." not in node.value:
            yield f"`{name}`", f"`{node.value}`", node.span


def _lists(expect: Expect) -> Iterator[Claim]:
    for yes, no, done in _OPPOSITES:
        for key, said in ((yes, done), (no, f"not {done}")):
            for entry in getattr(expect, key) or ():
                word = entry[0] if isinstance(entry, tuple) else entry
                yield f"`{word.text}`", said, word.span
    for action, proposal in expect.proposes or ():
        if proposal.priority is not None:
            yield f"the priority of `{action.text}`", f"`{proposal.priority.text}`", proposal.priority.span
