"""Loading: from files to a program and a report of every mistake. `load_pack` is the whole of it.

Reading YAML needs pydantic, and modules that take longer to import than a pack takes to recall from the
user's cache. So `whole`, where all of that stands, is imported when a pack is first made of its files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from decisionsupport.diagnostics import Report
from decisionsupport.kept.kept import Kept
from decisionsupport.kept.remember import remember
from decisionsupport.loading.files import read_files
from decisionsupport.source import File

if TYPE_CHECKING:
    from decisionsupport.documents.cases import Cases
    from decisionsupport.loading.whole import Loaded
    from decisionsupport.program.model import Program

__all__ = ["File", "cases_in", "load_files", "load_kept", "load_pack", "load_whole", "read_files"]


def load_pack(paths: Iterable[str | Path], report: Report, *, site: str | None = None) -> Program | None:
    """Read and check every YAML file below the paths; None when nothing could be made of them.

    A program is made even where the report has errors, so that one run tells everything: see
    `report.has_errors` before executing it. `OSError` when a path cannot be read.
    """
    return load_files(read_files(paths), report, site=site)


def load_files(files: Sequence[File], report: Report, *, site: str | None = None) -> Program | None:
    """The same, from files already read."""
    whole = import_module("decisionsupport.loading.whole")
    return cast("Program | None", whole.load_files(files, report, site=site))


def load_kept(files: Sequence[File], report: Report, *, site: str | None = None) -> Program | None:
    """The same, recalled from the user's cache where it is there; None also where the pack has errors."""

    def make() -> Kept:
        found = Report()
        program = load_files(files, found, site=site)
        return Kept(tuple(found), None if found.has_errors else program)

    kept = remember(("load", site), files, make)
    report.take_in(kept.diagnostics)
    return kept.program


def load_whole(files: Sequence[File], report: Report, *, site: str | None = None) -> Loaded | None:
    """The program without its digest, the declarations beside: for checks of what authors wrote."""
    whole = import_module("decisionsupport.loading.whole")
    return cast("Loaded | None", whole.load_whole(files, report, site=site))


def cases_in(files: Sequence[File], report: Report) -> tuple[Cases, ...]:
    """The documents of cases among the files, in the order of their paths."""
    whole = import_module("decisionsupport.loading.whole")
    return cast("tuple[Cases, ...]", whole.cases_in(files, report))
