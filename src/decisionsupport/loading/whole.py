"""The whole of loading, on one screen: files, documents, declarations, a program, checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from decisionsupport.diagnostics import Report
from decisionsupport.documents.cases import Cases
from decisionsupport.loading.build import build
from decisionsupport.loading.checks import check_program
from decisionsupport.loading.collecting import uncollected
from decisionsupport.loading.declare import Declared, declare
from decisionsupport.loading.digest import digest_of
from decisionsupport.loading.gather import documents_of, lost_words
from decisionsupport.program.model import Program
from decisionsupport.source import File


@dataclass(frozen=True, slots=True)
class Loaded:
    """A program without its digest, which checks do not read, and the declarations it was made of."""

    program: Program
    declared: Declared


def load_files(files: Sequence[File], report: Report, *, site: str | None = None) -> Program | None:
    """The program, with its digest where there are no errors; None when none could be made of the files."""
    with uncollected():
        loaded = _load(files, report, site)
        if loaded is None or report.has_errors:
            return None if loaded is None else loaded.program
        return replace(loaded.program, digest=digest_of(loaded.program))


def load_whole(files: Sequence[File], report: Report, *, site: str | None = None) -> Loaded | None:
    """The program and the declarations it was made of."""
    with uncollected():
        return _load(files, report, site)


def _load(files: Sequence[File], report: Report, site: str | None) -> Loaded | None:
    documents = documents_of(files, report)
    lost = lost_words(files, report)
    declared = declare(documents, report)
    program = build(declared, report, site, lost)
    if program is None:
        return None
    check_program(program, report)
    return Loaded(program, declared)


def cases_in(files: Sequence[File], report: Report) -> tuple[Cases, ...]:
    """The documents of cases among the files, in the order of their paths."""
    return tuple(document for document in documents_of(files, report) if isinstance(document, Cases))
