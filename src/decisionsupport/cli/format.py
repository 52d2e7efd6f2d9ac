"""`decisionsupport format`: YAML in its canonical layout; nothing is written whose meaning is not proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from decisionsupport.authoring.format import Unproven, format_file
from decisionsupport.cli.consoles import output, working, write
from decisionsupport.cli.differences import difference
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import ReportFormat, count_of, write_diagnostics
from decisionsupport.cli.given import existing
from decisionsupport.cli.options import Paths
from decisionsupport.diagnostics import Report
from decisionsupport.loading import File, load_files, read_files

_OURS = "nothing was written; please report it with the file: it is a fault in the formatter"


@dataclass(frozen=True, slots=True)
class _Layout:
    """A file as it is and as it would be; None where it cannot be read."""

    file: File
    canonical: bytes | None

    @property
    def changes(self) -> bool:
        return self.canonical is not None and self.canonical != self.file.data


def format(
    paths: Paths,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; 1 when a file is not in canonical layout.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show what would change; 1 when something would.")
    ] = False,
) -> int:
    """Lay out YAML files canonically; comments and meaning stay. 1 when a file cannot be read."""
    report = Report()
    with working("laying out"):
        layouts = _laid_out(read_files(existing(paths)), report)
        if any(layout.changes for layout in layouts):
            _prove(layouts)
    write_diagnostics(report, ReportFormat.TEXT)
    changing = [layout for layout in layouts if layout.changes]
    if diff:
        for layout in changing:
            write(difference(layout.file, layout.canonical or b"", "canonical"))
    if not check and not diff:
        for layout in changing:
            Path(layout.file.path).write_bytes(layout.canonical or b"")
    _summary(layouts, changing, would=check or diff)
    unread = any(layout.canonical is None for layout in layouts)
    return ExitCode.FINDINGS if unread or (changing and (check or diff)) else ExitCode.CLEAN


def _laid_out(files: Sequence[File], report: Report) -> list[_Layout]:
    try:
        return [_Layout(file, format_file(file, report)) for file in files]
    except Unproven as fault:
        raise CannotRun(str(fault), _OURS) from None


def _prove(layouts: Sequence[_Layout]) -> None:
    """A pack that loads must be the same program, to the digest, in its new layout."""
    before = _digest([layout.file for layout in layouts])
    after = _digest([replace(each.file, data=each.canonical or each.file.data) for each in layouts])
    if before is not None and before != after:
        raise CannotRun("the pack would not mean the same in its new layout", _OURS)


def _digest(files: Sequence[File]) -> str | None:
    report = Report()
    program = load_files(files, report)
    return None if program is None or report.has_errors else program.digest


def _summary(layouts: Sequence[_Layout], changing: Sequence[_Layout], *, would: bool) -> None:
    console = output()
    for layout in changing:
        console.print(Text.assemble(("would change" if would else "changed", "bold"), ": ", layout.file.path))
    as_they_are = sum(layout.canonical == layout.file.data for layout in layouts)
    unread = sum(layout.canonical is None for layout in layouts)
    counts = [
        f"{count_of(len(changing), 'file')} {'would be changed' if would else 'changed'}" if changing else "",
        f"{count_of(as_they_are, 'file')} canonical already" if as_they_are else "",
        f"{count_of(unread, 'file')} cannot be read" if unread else "",
    ]
    console.print(Text(", ".join(filter(None, counts)) or "no files", style="bold"))
