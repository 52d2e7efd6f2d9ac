"""`decisionsupport validate`: everything there is to mend in a pack, in one run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from decisionsupport.authoring.checks import check_files
from decisionsupport.cli.consoles import output, working
from decisionsupport.cli.formats import ReportFormat, count_of, counted, exit_code, write_diagnostics
from decisionsupport.cli.given import existing
from decisionsupport.diagnostics import Report
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
    report = Report()
    with working("reading and checking"):
        program = check_files(read_files(folders), report, site=site, today=today.date() if today else None)
    found = list(report)
    write_diagnostics(found, form)
    if form is ReportFormat.TEXT:
        summary = Text(counted(found), style="bold")
        if program is not None and not report.has_errors:
            parts = {"form": program.forms, "rule": program.rules, "request": program.requests}
            summary.append(
                ": " + ", ".join(count_of(len(all_), noun) for noun, all_ in parts.items()), "not bold"
            )
        output().print(summary)
    return exit_code(found)
