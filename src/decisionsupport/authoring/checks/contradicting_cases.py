"""`contradicting-cases`: two cases give the same and expect different things, so one of them must fail."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.authoring.cases.from_documents import from_documents
from decisionsupport.authoring.cases.model import Case
from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Related, Report
from decisionsupport.documents.cases import Expect
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Scalar

_OPPOSITES = (
    ("proposes", "proposes_not", "proposed"),
    ("drafts", "drafts_not", "drafted"),
    ("asks", "asks_not", "asked"),
    ("fires", "fires_not", "fired"),
)


def contradicting_cases(pack: Pack, report: Report) -> None:
    """Report `contradicting-cases`, at the later of the two."""
    first: dict[tuple[str, str], tuple[str, Case]] = {}
    for case in from_documents(pack.declared.cases):
        given = repr(_sorted(case.setting))
        for what, said, span in _claims(case):
            earlier, other = first.setdefault((given, what), (said, case))
            if earlier != said:
                report.add(
                    "contradicting-cases",
                    f"`{other.name}` gives the same and expects {what} to be {earlier}, here it is {said}",
                    span,
                    help="mend the one that is wrong, or give what sets them apart",
                    related=(Related("the other case", other.span),),
                )


def _sorted(value: object) -> object:
    """What is given, the same in whatever order it was written."""
    if isinstance(value, dict):
        return sorted((key, _sorted(each)) for key, each in value.items())
    if isinstance(value, list):
        return [_sorted(each) for each in value]
    names = getattr(type(value), "__dataclass_fields__", None)
    return value if names is None else [_sorted(getattr(value, name)) for name in names]


def _claims(case: Case) -> Iterator[tuple[str, str, Span]]:
    """What a case says plainly: a name, what it is, and where that is said. A range says nothing plainly."""
    for expected in (*case.values, *case.findings):
        if isinstance(expected.value, Scalar) and ".." not in expected.value.value:
            yield f"`{expected.name}`", f"`{expected.value.value}`", expected.span
    if case.expect is not None:
        yield from _of_lists(case.expect)


def _of_lists(expect: Expect) -> Iterator[tuple[str, str, Span]]:
    for yes, no, done in _OPPOSITES:
        for key, said in ((yes, done), (no, f"not {done}")):
            for entry in getattr(expect, key) or ():
                word = entry[0] if isinstance(entry, tuple) else entry
                yield f"`{word.text}`", said, word.span
    for action, proposal in expect.proposes or ():
        if proposal.priority is not None:
            yield f"the priority of `{action.text}`", f"`{proposal.priority.text}`", proposal.priority.span
