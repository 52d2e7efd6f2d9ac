"""The pack that benchmarks generate: silent, the same each time, and its cases hold."""

from __future__ import annotations

from benchmarks.generated import texts

from decisionsupport.authoring.cases import from_documents, run_cases
from decisionsupport.authoring.checks import check_files
from decisionsupport.diagnostics import Report
from decisionsupport.engine.engine import from_files
from decisionsupport.loading import File, cases_in

FILES = tuple(File(path, text.encode()) for path, text in texts(21, 200).items())


def test_it_is_silent_and_as_large_as_was_asked() -> None:
    report = Report()
    program = check_files(FILES, report)
    assert list(report) == []
    assert program is not None
    assert (len(program.forms), len(program.rules)) == (21, 200)


def test_its_cases_hold() -> None:
    engine = from_files(FILES)
    results = list(run_cases(from_documents(cases_in(FILES, Report())), lambda site: engine))
    assert [result.differences for result in results] == [()] * 6


def test_the_same_numbers_give_the_same_bytes() -> None:
    assert texts(3, 40) == texts(3, 40)
