"""The ground that small examples stand on: a pack in which every check is silent.

An example is one document or a few; one that has the id of a document of the ground stands in its place. So what is
found beside the ground is found in the example.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from decisionsupport.authoring.cases.from_documents import from_documents
from decisionsupport.authoring.cases.run import run_case
from decisionsupport.authoring.checks import CHECKS, check_files
from decisionsupport.diagnostics import Diagnostic, Report
from decisionsupport.engine import from_files
from decisionsupport.loading import File, cases_in

HERE = Path(__file__).parent
GROUND = {file.name: file.read_bytes() for file in sorted(HERE.glob("*.yaml"))}
_FIRST = re.compile(
    rb"^(pack|assessment|checklist|facts|set|request|overrides|cases_for)[ \t]*:[ \t]*(\w+)", re.M
)


def files_of(documents: Sequence[bytes], *, alone: bool = False) -> list[File]:
    """An example's documents, as `example.yaml`, `example_2.yaml` …, with the ground beside them."""
    names = ["example.yaml", *(f"example_{number}.yaml" for number in range(2, len(documents) + 1))]
    files = [File(name, data) for name, data in zip(names, documents, strict=False)]
    taken = {_id_of(data) for data in documents}
    ground = [] if alone else [File(name, data) for name, data in GROUND.items() if _id_of(data) not in taken]
    return [*files, *ground]


def _id_of(data: bytes) -> bytes:
    found = _FIRST.search(data)
    if found is None:
        return b""
    return found[1] if found[1] == b"pack" else found[0]


def found_in(
    slug: str,
    documents: Sequence[bytes],
    *,
    today: date | None = None,
    alone: bool = False,
    site: str | None = None,
) -> list[Diagnostic]:
    """What is found in an example; of the checks for authors only `slug`'s own word."""
    return found_by(slug, files_of(documents, alone=alone), today=today, site=site)


def found_by(
    slug: str, files: Sequence[File], *, today: date | None = None, site: str | None = None
) -> list[Diagnostic]:
    """The same, of files; for `case-differs` the cases are run, as `test` does."""
    report = Report()
    check_files(files, report, today=today, site=site)
    if slug == "case-differs":
        _run_cases(files, report)
    return [each for each in report if each.slug == slug or each.slug not in CHECKS]


def _run_cases(files: Sequence[File], report: Report) -> None:
    engine = from_files(tuple(files), None)
    for case in from_documents(cases_in(files, Report())):
        for each in run_case(case, engine).differences:
            message = f"case `{case.name}`: `{each.what}`: expected `{each.expected}`, found `{each.found}`"
            report.add("case-differs", message, each.span)
