"""`decisionsupport coverage`: what the cases reach of a pack, and what they never do."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, get_args

import typer
from rich.table import Table
from rich.text import Text

from decisionsupport.authoring.cases import from_documents
from decisionsupport.authoring.coverage import Coverage, Place, PlaceKind, coverage_of, page
from decisionsupport.authoring.coverage.model import KINDS, Seen, percent
from decisionsupport.cli.consoles import counted_off, output, write, write_table
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import PlainFormat, count_of
from decisionsupport.cli.given import existing
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.options import Paths
from decisionsupport.diagnostics import Report
from decisionsupport.engine import Engine
from decisionsupport.loading import cases_in, read_files


class Counted(StrEnum):
    """What the percentage counts."""

    RULE = "rule"
    CONDITION = "condition"
    ROW = "row"
    ENTRY = "entry"
    BAND = "band"
    OPTION = "option"
    MESSAGE = "message"


_PLURALS: Final[dict[PlaceKind, str]] = {
    "rule": "rules",
    "condition": "conditions",
    "row": "rows of tables",
    "entry": "entries of lists",
    "band": "bands",
    "option": "options",
    "message": "messages",
}
_MOST_LINES: Final = 15


def coverage(
    paths: Paths,
    count: Annotated[
        list[Counted] | None,
        typer.Option(help="What to tell and count; may be repeated; else everything."),
    ] = None,
    fail_under: Annotated[
        float | None,
        typer.Option(min=0, max=100, metavar="PERCENT", help="End with 1 where less is reached."),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(metavar="DIR|FILE", help="Write a page too: the YAML, marked line by line."),
    ] = None,
    form: Annotated[
        PlainFormat, typer.Option("--format", help="How results are written.")
    ] = PlainFormat.TEXT,
) -> int:
    """Tell what the cases reach: rules and conditions true, false, unknown; rows, bands, options, messages.

    1 when it is less than `--fail-under`.
    """
    folders = existing(paths)
    engine = load_engine(folders)
    engines: dict[str | None, Engine] = {None: engine}
    cases = from_documents(cases_in(read_files(folders), Report()))
    if not cases:
        raise CannotRun("there are no cases here", "write a file that says `cases_for:`")
    for site in sorted({case.setting.site for case in cases if case.setting.site is not None}):
        engines[site] = load_engine(folders, site=site)
    run = counted_off(cases, "running cases")
    found = coverage_of(((case, engines[case.setting.site]) for case in run), engine)
    kinds: tuple[PlaceKind, ...] = tuple(kind for kind in KINDS if not count or kind in count)
    if html is not None:
        _write_page(html, page(found, engine.program.pack.name))
    if form is PlainFormat.JSON:
        write(json.dumps(_as_data(found, kinds), indent=2, ensure_ascii=False))
    else:
        _write_text(found, kinds)
    reached = percent(found.counted(kinds))
    return ExitCode.FINDINGS if fail_under is not None and reached < fail_under else ExitCode.CLEAN


def _write_page(where: Path, text: str) -> None:
    file = where if where.suffix in (".html", ".htm") else where / "index.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _write_text(coverage: Coverage, kinds: tuple[PlaceKind, ...]) -> None:
    console = output()
    for kind in kinds:
        missed = [place for place in coverage.of(kind) if coverage.missing(place)]
        for place in missed[:_MOST_LINES]:
            said = " or ".join(coverage.missing(place))
            console.print(
                Text.assemble((f"never {said}", "bold yellow"), f": {kind} {place.name} ({_at(place)})")
            )
        if len(missed) > _MOST_LINES:
            rest = len(missed) - _MOST_LINES
            console.print(
                Text(f"… and {rest} {kind}s more: `--html` and `--format json` have all", style="dim")
            )
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("")
    for heading in ("true", "false", "unknown", "taken"):
        table.add_column(heading, justify="right")
    for kind in KINDS:
        if coverage.of(kind):
            table.add_row(_PLURALS[kind], *_figures(coverage, kind))
    write_table(console, table)
    seen, wanted = coverage.counted(kinds)
    of = "" if kinds == KINDS else " of " + ", ".join(_PLURALS[kind] for kind in kinds)
    verb = "reaches" if coverage.cases == 1 else "reach"
    reached = f"{verb} {seen} of {wanted}{of}: {percent((seen, wanted)):.1f} %"
    console.print(Text(f"{count_of(coverage.cases, 'case')} {reached}", style="bold"))


def _figures(coverage: Coverage, kind: PlaceKind) -> list[str]:
    judged = kind in ("rule", "condition")
    states: tuple[Seen, ...] = get_args(Seen)
    shown = []
    for state in states:
        seen, there = coverage.saw(kind, state)
        shown.append(f"{seen}/{there}" if judged is not (state == "taken") else "")
    return shown


def _at(place: Place) -> str:
    begin = place.span.begin
    return f"{place.span.source.path}:{begin.line}:{begin.column}"


def _as_data(coverage: Coverage, kinds: tuple[PlaceKind, ...]) -> dict[str, object]:
    places = [
        {
            "kind": kind,
            "name": place.name,
            "file": place.span.source.path,
            "line": place.span.begin.line,
            "column": place.span.begin.column,
            "seen": sorted(coverage.seen[place.key]),
            "missing": list(coverage.missing(place)),
        }
        for kind in kinds
        for place in coverage.of(kind)
    ]
    seen, wanted = coverage.counted(kinds)
    by_kind = {kind: dict(zip(("seen", "wanted"), coverage.counted((kind,)), strict=True)) for kind in kinds}
    return {
        "cases": coverage.cases,
        "percent": round(percent((seen, wanted)), 2),
        "seen": seen,
        "wanted": wanted,
        "kinds": by_kind,
        "places": places,
    }
