"""What was made, laid out and held to the pack it is for, before a file is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from decisionsupport.authoring.cases import from_documents, run_case
from decisionsupport.authoring.checks import check_files
from decisionsupport.authoring.format import format_file
from decisionsupport.diagnostics import Report, Severity
from decisionsupport.engine import Engine
from decisionsupport.loading import File, cases_in


def proven(made: Mapping[str, str], folder: str, others: Sequence[File], report: Report) -> tuple[File, ...]:
    """The new files in their canonical layout; what is wrong with them in the pack of the others is reported.

    The others have no errors by themselves. Nothing may be written when the report is not empty.
    """
    files = tuple(_laid_out((PurePosixPath(folder) / name).as_posix(), text) for name, text in made.items())
    found = Report()
    program = check_files([*others, *files], found)
    new = {file.path for file in files}
    for each in found:
        places = [span.source.path for span in (each.span, *(near.span for near in each.related)) if span]
        if each.severity is Severity.ERROR or not places or not new.isdisjoint(places):
            report.add(each.slug, each.message, each.span, help=each.help, related=each.related)
    if program is None or found.has_errors:
        return files
    engine = Engine(program)
    for case in from_documents(cases_in(files, Report())):
        for difference in run_case(case, engine).differences:
            found_not = f"expected `{difference.expected}`, found `{difference.found}`"
            message = f"case `{case.name}`: `{difference.what}`: {found_not}"
            report.add("case-differs", " ".join(message.split()), difference.span)
    return files


def _laid_out(path: str, text: str) -> File:
    file = File(path, text.encode())
    return File(path, format_file(file, Report()) or file.data)
