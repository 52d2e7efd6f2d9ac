"""Loading: from files to a program and a report of every mistake. `load_pack` is the whole of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from decisionsupport.diagnostics import Report
from decisionsupport.documents.cases import Cases
from decisionsupport.loading.build import build
from decisionsupport.loading.checks import check_program
from decisionsupport.loading.collecting import uncollected
from decisionsupport.loading.declare import Declared, declare
from decisionsupport.loading.digest import digest_of
from decisionsupport.loading.files import File, documents_of, lost_words, read_files
from decisionsupport.program.model import Program

__all__ = ["File", "Loaded", "cases_in", "load_files", "load_pack", "load_whole", "read_files"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A program, and the declarations it was made of."""

    program: Program
    declared: Declared


def load_pack(paths: Iterable[str | Path], report: Report, *, site: str | None = None) -> Program | None:
    """Read and check every YAML file below the paths; None when nothing could be made of them.

    A program is made even where the report has errors, so that one run tells everything: see
    `report.has_errors` before executing it. `OSError` when a path cannot be read.
    """
    return load_files(read_files(paths), report, site=site)


def load_files(files: Sequence[File], report: Report, *, site: str | None = None) -> Program | None:
    """The same, from files already read."""
    loaded = load_whole(files, report, site=site)
    return None if loaded is None else loaded.program


def load_whole(files: Sequence[File], report: Report, *, site: str | None = None) -> Loaded | None:
    """The same, with the declarations beside: for tools that look at what authors wrote."""
    with uncollected():
        return _load(files, report, site)


def _load(files: Sequence[File], report: Report, site: str | None) -> Loaded | None:
    documents = documents_of(files, report)
    lost = lost_words(files, report)
    declared = declare(documents, report)
    program = build(declared, report, site, lost)
    if program is None:
        return None
    if not report.has_errors:
        program = replace(program, digest=digest_of(program))
    check_program(program, report)
    return Loaded(program, declared)


def cases_in(files: Sequence[File], report: Report) -> tuple[Cases, ...]:
    """The documents of cases among the files, in the order of their paths."""
    return tuple(document for document in documents_of(files, report) if isinstance(document, Cases))
