"""`decisionsupport validate`: everything there is to mend in a pack, in one run."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from decisionsupport.authoring.checked import checked
from decisionsupport.cli.consoles import output, working, write
from decisionsupport.cli.differences import difference
from decisionsupport.cli.exits import CannotRun
from decisionsupport.cli.formats import ReportFormat, count_of, counted, exit_code, write_diagnostics
from decisionsupport.cli.given import day, existing
from decisionsupport.cli.options import Paths, Site
from decisionsupport.loading import read_files
from decisionsupport.source import File


def validate(
    paths: Paths,
    site: Site = None,
    today: Annotated[
        str | None, typer.Option(metavar="DATE", help="Tell what is overdue on a day, as 2026-11-23.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can only be meant in one way.")] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="With --fix: show what would be mended, and write nothing.")
    ] = False,
    form: Annotated[
        ReportFormat, typer.Option("--format", help="How findings are written.")
    ] = ReportFormat.TEXT,
) -> int:
    """Check forms and rules: names, kinds, texts, points, tables. 1 when there are findings."""
    if diff and not fix:
        raise CannotRun("`--diff` shows what `--fix` would mend", "write `--fix --diff`")
    on = None if today is None else day(today)
    with working("reading and checking"):
        files = read_files(existing(paths))
        if fix:
            files = _fixed(files, site, only_shown=diff)
        found = checked(files, site=site, today=on)
    write_diagnostics(found.diagnostics, form)
    if form is ReportFormat.TEXT:
        summary = Text(counted(found.diagnostics), style="bold")
        if found.counts:
            parts = ", ".join(count_of(count, noun) for noun, count in found.counts.items())
            summary.append(f": {parts}", "not bold")
        output().print(summary)
    return exit_code(found.diagnostics)


def _fixed(files: Sequence[File], site: str | None, *, only_shown: bool) -> tuple[File, ...]:
    """The files mended and written, or only shown; what mends is imported when it is wanted."""
    made: tuple[File, ...] = import_module("decisionsupport.authoring.mending").mended(files, site=site)
    for before, after in zip(files, made, strict=True):
        if before.data != after.data and only_shown:
            write(difference(before, after.data, "mended"))
        elif before.data != after.data:
            Path(after.path).write_bytes(after.data)
    return tuple(files) if only_shown else made
