"""`decisionsupport validate`: everything there is to mend in a pack, in one run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from decisionsupport.authoring.checked import checked
from decisionsupport.cli.consoles import output, working
from decisionsupport.cli.formats import ReportFormat, count_of, counted, exit_code, write_diagnostics
from decisionsupport.cli.given import existing
from decisionsupport.loading import read_files


def validate(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Folders of YAML files, or files.")],
    site: Annotated[str | None, typer.Option(help="Whose overrides apply.")] = None,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Tell what is overdue on a day."),
    ] = None,
    form: Annotated[
        ReportFormat, typer.Option("--format", help="How findings are written.")
    ] = ReportFormat.TEXT,
) -> int:
    """Check forms and rules: names, kinds, texts, points, tables. 1 when there are findings."""
    folders = existing(paths)
    with working("reading and checking"):
        found = checked(read_files(folders), site=site, today=today.date() if today else None)
    write_diagnostics(found.diagnostics, form)
    if form is ReportFormat.TEXT:
        summary = Text(counted(found.diagnostics), style="bold")
        if found.counts:
            parts = ", ".join(count_of(count, noun) for noun, count in found.counts.items())
            summary.append(f": {parts}", "not bold")
        output().print(summary)
    return exit_code(found.diagnostics)
