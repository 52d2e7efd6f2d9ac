"""`decisionsupport test`: a pack's cases, expected beside found."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from decisionsupport.authoring.cases import Case, CaseResult, Reached, from_documents, reached_by, run_case
from decisionsupport.authoring.cases.junit import Timed
from decisionsupport.authoring.cases.junit import junit as junit_of
from decisionsupport.authoring.cases.reached import State
from decisionsupport.authoring.cases.run import EngineOf
from decisionsupport.authoring.cases.why import whys
from decisionsupport.cli.consoles import counted_off, errors, output, text_width, working, write, write_table
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import ReportFormat, count_of, write_diagnostics
from decisionsupport.cli.given import existing
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.options import Paths
from decisionsupport.cli.watching import changes
from decisionsupport.diagnostics import Diagnostic, Report
from decisionsupport.engine import Engine
from decisionsupport.loading import cases_in, read_files
from decisionsupport.source import Span

_SAID: Final[dict[State, str]] = {
    "fired": "fired",
    "not": "not fired",
    "undecided": "undecided",
    "held": "held back",
}
_MOST_EXPLAINED: Final = 5
_MOST_WHYS: Final = 2
_MOST_SENTENCES: Final = 4


def test(
    paths: Paths,
    site: Annotated[
        str | None, typer.Option(help="Whose overrides apply to cases that name no site.")
    ] = None,
    only: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Run the cases whose name, or subject, has this.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Run again whenever a file changes, until Ctrl-C.")
    ] = False,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the results as JUnit XML too.")
    ] = None,
    form: Annotated[
        ReportFormat, typer.Option("--format", help="How results are written.")
    ] = ReportFormat.TEXT,
) -> int:
    """Run the cases in a pack. 1 when one does not hold, or when there are none."""
    folders = existing(paths)
    wanted = Wanted(folders, site, only, junit, form)
    return _watch(wanted) if watch else _run(wanted)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    folders: tuple[Path, ...]
    site: str | None
    only: str | None
    junit: Path | None
    form: ReportFormat


def _watch(wanted: Wanted) -> int:
    """Run, and run again at each change; how the last run ended, once it is interrupted."""
    code: int = ExitCode.COULD_NOT_RUN
    told = errors()
    try:
        waiting = changes(wanted.folders)
        while True:
            try:
                code = _run(wanted)
            except CannotRun as problem:
                code = ExitCode.COULD_NOT_RUN
                told.print(Text.assemble(("error", "bold red"), f": {problem}"))
            sys.stdout.flush()
            told.print(Text("waiting for a change; Ctrl-C ends", style="dim"))
            changed = next(waiting)
            told.print(Text(f"changed: {', '.join(path.as_posix() for path in changed)}", style="bold"))
    except KeyboardInterrupt:
        return code


def _run(wanted: Wanted) -> int:
    folders, site, only, form = wanted.folders, wanted.site, wanted.only, wanted.form
    engines: dict[str | None, Engine] = {site: load_engine(folders, site=site)}

    def engine_of(named: str | None) -> Engine:
        asked = named if named is not None else site
        if asked not in engines:
            engines[asked] = load_engine(folders, site=asked)
        return engines[asked]

    cases = [case for case in _cases(folders) if only is None or only in case.name or only in case.cases_for]
    timed = [_timed(case, engine_of) for case in counted_off(cases, "running cases")]
    results = [each.result for each in timed]
    if wanted.junit is not None:
        wanted.junit.write_text(junit_of(timed, engines[site].program.pack.name), encoding="utf-8")
    match form:
        case ReportFormat.TEXT:
            _write_text(results, _reached(cases, engine_of) if results and only is None else None, engine_of)
        case ReportFormat.JSON:
            _write_json(results, _reached(cases, engine_of))
        case ReportFormat.SARIF | ReportFormat.GITHUB:
            _write_diagnostics(results, form)
    return ExitCode.CLEAN if results and all(result.holds for result in results) else ExitCode.FINDINGS


def _timed(case: Case, engine_of: EngineOf) -> Timed:
    engine = engine_of(case.setting.site)
    begun = time.perf_counter()
    result = run_case(case, engine)
    return Timed(result, time.perf_counter() - begun)


def _cases(folders: Sequence[Path]) -> tuple[Case, ...]:
    # What is wrong with the documents was told when the engine was loaded.
    return from_documents(cases_in(read_files(folders), Report()))


def _write_text(results: Sequence[CaseResult], reached: Reached | None, engine_of: EngineOf) -> None:
    console = output()
    failed = [result for result in results if not result.holds]
    for number, result in enumerate(failed):
        case = result.case
        console.print(
            Text.assemble(("not as said", "bold red"), ": ", (case.name, "bold"), f" ({_place(case.span)})")
        )
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("", width=2)
        for heading in ("what", "expected", "found", "line"):
            table.add_column(heading, overflow="fold")
        for difference in result.differences:
            begin = difference.span.begin
            table.add_row(
                "", difference.what, Text(difference.expected, "green"), Text(difference.found, "red"),
                f"{begin.line}:{begin.column}",
            )  # fmt: skip
        write_table(console, table, text_width(console))
        if number < _MOST_EXPLAINED:
            _write_whys(result, engine_of)
        console.print()
    if reached is not None:
        _write_reached(reached)
    if not results:
        console.print(Text("no cases here", style="bold red"))
    elif failed:
        console.print(Text(f"{count_of(len(results), 'case')}, {len(failed)} not as said", style="bold red"))
    else:
        console.print(Text(f"{count_of(len(results), 'case')}, all as said", style="bold green"))


def _write_whys(result: CaseResult, engine_of: EngineOf) -> None:
    """How what differs came about, in a few sentences; `explain` says all of it."""
    console = output()
    for why in whys(result, engine_of(result.case.setting.site), _MOST_WHYS):
        console.print(Text.assemble(("  why ", "bold cyan"), (why.subject, "bold")))
        for line in why.lines[:_MOST_SENTENCES]:
            for part in wrap(line, text_width(console) - 6):
                console.print(Text(f"      {part}"))


def _reached(cases: Sequence[Case], engine_of: EngineOf) -> Reached:
    with working("seeing what the cases reached"):
        return reached_by((case, engine_of(case.setting.site)) for case in cases)


def _write_reached(reached: Reached) -> None:
    console = output()
    counted = ", ".join(f"{len(reached.rules_in(state))} {said}" for state, said in _SAID.items())
    console.print(Text(f"{count_of(len(reached.rules), 'rule')}: {counted}, each in some case"))
    taken = sum(reached.rows.values())
    console.print(Text(f"{taken} of {count_of(len(reached.rows), 'row')} of tables, lists and bands taken"))
    for said, names in _never(reached).items():
        for name in names:
            console.print(Text.assemble(("never " + said, "bold yellow"), ": ", name))


def _never(reached: Reached) -> dict[str, list[str]]:
    """What no case reached, by what did not happen to it."""
    return {
        "fired": list(reached.never_fired),
        "false": list(reached.never_false),
        "taken": [f"{row} ({_place(reached.places[row])})" for row in reached.rows_never_taken],
    }


def _write_json(results: Sequence[CaseResult], reached: Reached) -> None:
    told = [
        {
            "name": result.case.name,
            "cases_for": result.case.cases_for,
            **_placed(result.case.span),
            "holds": result.holds,
            "differences": [
                {"what": each.what, "expected": each.expected, "found": each.found, **_placed(each.span)}
                for each in result.differences
            ],
        }
        for result in results
    ]
    found = {
        "rules": {state: len(reached.rules_in(state)) for state in _SAID},
        "rows": {"all": len(reached.rows), "taken": sum(reached.rows.values())},
        "never": _never(reached),
    }
    write(json.dumps({"cases": told, "reached": found}, indent=2, ensure_ascii=False))


def _write_diagnostics(results: Sequence[CaseResult], form: ReportFormat) -> None:
    if not results:
        errors().print(Text("no cases here", style="bold red"))
    report = Report()
    for result in results:
        for each in result.differences:
            message = (
                f"case `{result.case.name}`: `{each.what}`: expected `{each.expected}`, found `{each.found}`"
            )
            report.add("case-differs", " ".join(message.split()), each.span)
    found: list[Diagnostic] = list(report)
    write_diagnostics(found, form)


def _place(span: Span) -> str:
    return f"{span.source.path}:{span.begin.line}:{span.begin.column}"


def _placed(span: Span) -> dict[str, object]:
    return {"file": span.source.path, "line": span.begin.line, "column": span.begin.column}
