"""`decisionsupport diff`: what two versions of a pack say differently, and whose outcome becomes another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from decisionsupport.authoring.cases import from_documents
from decisionsupport.authoring.diff import (
    Change,
    Effect,
    OtherOutcome,
    Record,
    Side,
    UnitDiff,
    compare,
    other_outcomes,
    records_of,
    side_of,
)
from decisionsupport.cli.consoles import counted_off, output, text_width, working, write, write_table
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import PlainFormat, count_of
from decisionsupport.cli.given import existing
from decisionsupport.cli.loaded import told_errors
from decisionsupport.cli.recorded import records_in
from decisionsupport.cli.revisions import files_at
from decisionsupport.diagnostics import Report
from decisionsupport.loading import File, read_files
from decisionsupport.source import Span

_MOST_ROWS: Final = 40
_STYLES: Final = {Effect.BREAKING: "bold red", Effect.CARE: "bold yellow", Effect.WORDING: "bold cyan"}
Ways = tuple[Sequence[File], Sequence[File]]


def diff(
    paths: Annotated[
        list[Path], typer.Argument(metavar="OLD NEW", help="Two folders; with --git, the paths of one pack.")
    ],
    git: Annotated[
        str | None,
        typer.Option(
            metavar="REV[..REV]", help="Compare the paths as at this revision with those now, or two."
        ),
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Recorded answers, one JSON object a line.")
    ] = None,
    at: Annotated[str | None, typer.Option(help="The instant of recorded answers that have none.")] = None,
    form: Annotated[PlainFormat, typer.Option("--format", help="How it is written.")] = PlainFormat.TEXT,
) -> int:
    """Compare two versions of a pack in meaning. 1 when something breaks hosts or changes care."""
    with working("reading both"):
        old_files, new_files = _both(paths, git)
        old, new = _side(old_files, "old"), _side(new_files, "new")
        units = compare(old, new)
    records = [*_cases(old, new), *(records_in(existing([answers])[0], at) if answers is not None else ())]
    others = (
        list(other_outcomes(counted_off(records, "evaluating by both"), old, new, units)) if units else []
    )
    if form is PlainFormat.JSON:
        _write_json(units, others, len(records))
    else:
        _write_text(units, others, len(records))
    return ExitCode.FINDINGS if others or any(_matters(unit) for unit in units) else ExitCode.CLEAN


def _both(paths: Sequence[Path], git: str | None) -> Ways:
    if git is not None:
        first, dots, second = git.partition("..")
        if dots:
            return files_at(first, paths), files_at(second, paths)
        return files_at(first, paths), read_files(existing(paths))
    if len(paths) != 2:
        raise CannotRun(
            f"two folders are wanted, {len(paths)} given",
            "`diff OLD NEW`, or `diff --git main forms rules` for the changes since a revision",
        )
    old, new = existing(paths)
    return read_files([old]), read_files([new])


def _side(files: Sequence[File], which: str) -> Side:
    report = Report()
    side = side_of(files, report)
    if side is None:
        raise CannotRun(f"the {which} pack has {told_errors(report)}")
    return side


def _cases(old: Side, new: Side) -> list[Record]:
    """The cases of both, each once: a case that both have is as the old one gives it."""
    found: dict[tuple[str, str], Record] = {}
    for side in (old, new):
        cases = from_documents(side.cases)
        for case, record in zip([each for each in cases if each.setting.at], records_of(cases), strict=True):
            found.setdefault((case.cases_for, case.name), record)
    return list(found.values())


def _matters(unit: UnitDiff) -> bool:
    return unit.unraised is not None or any(change.effect is not Effect.WORDING for change in unit.changes)


# Text ----------------------------------------------------------------------------------------------------


def _write_text(units: Sequence[UnitDiff], others: Sequence[OtherOutcome], records: int) -> None:
    console = output()
    for unit in units:
        console.print(Text.assemble((f"{unit.word} {unit.id}", "bold"), f" {_versions(unit)}"))
        if unit.unraised is not None:
            place = _place(unit.unraised.span)
            said = (
                f" [version-not-raised]: it means something else, and the version is {unit.unraised.version}"
            )
            console.print(Text.assemble("  ", ("warning", "bold yellow"), f"{said} ({place})"))
        for effect in Effect:
            changes = unit.of(effect)
            if changes:
                console.print(Text(f"  {effect}", style=_STYLES[effect]))
            for change in changes:
                console.print(Text(f"    {_said(change)}"))
        console.print()
    if others:
        _write_others(others)
    console.print(Text(_summary(units, others, records), style="bold"))


def _versions(unit: UnitDiff) -> str:
    if unit.old_version == unit.new_version or not (unit.old_version and unit.new_version):
        return unit.new_version or unit.old_version
    return f"{unit.old_version} → {unit.new_version}"


def _said(change: Change) -> str:
    values = f": {change.before} → {change.after}" if change.before and change.after else ""
    if not values and (change.before or change.after):
        values = f": {change.after or f'{change.before} → nothing'}"
    place = f" ({_place(change.span)})" if change.span is not None else ""
    return f"{change.short}{values}{place}"


def _write_others(others: Sequence[OtherOutcome]) -> None:
    console = output()
    for name, of_record in groupby(others[:_MOST_ROWS], key=lambda other: other.record):
        console.print(Text.assemble(("another outcome", "bold yellow"), ": ", (name, "bold")))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("", width=2)
        for heading in ("what", "before", "after", "because of"):
            table.add_column(heading, overflow="fold")
        for other in of_record:
            before, after = Text(other.before, "red"), Text(other.after, "green")
            table.add_row("", other.what, before, after, _reasons(other))
        write_table(console, table, text_width(console))
        console.print()
    if len(others) > _MOST_ROWS:
        console.print(
            Text(f"and {len(others) - _MOST_ROWS} differences more: `--format json` has them all\n")
        )


def _reasons(other: OtherOutcome) -> str:
    shorts = list(dict.fromkeys(change.short for change in other.because))
    more = f", and {len(shorts) - 3} more" if len(shorts) > 3 else ""
    return ", ".join(shorts[:3]) + more


def _summary(units: Sequence[UnitDiff], others: Sequence[OtherOutcome], records: int) -> str:
    if not units:
        return "the same meaning"
    counts = {effect: sum(len(unit.of(effect)) for unit in units) for effect in Effect}
    parts = [f"{count} {effect}" for effect, count in counts.items() if count]
    unraised = sum(unit.unraised is not None for unit in units)
    parts += [f"{count_of(unraised, 'version')} not raised"] if unraised else []
    who = len({other.record for other in others})
    return f"{', '.join(parts)}; {who} of {count_of(records, 'record')} with another outcome"


def _place(span: Span) -> str:
    return f"{span.source.path}:{span.begin.line}:{span.begin.column}"


# JSON ----------------------------------------------------------------------------------------------------


def _write_json(units: Iterable[UnitDiff], others: Iterable[OtherOutcome], records: int) -> None:
    told = {
        "documents": [
            {
                "kind": unit.word,
                "id": unit.id,
                "old_version": unit.old_version,
                "new_version": unit.new_version,
                "version_not_raised": unit.unraised is not None,
                "changes": [_change(change) for change in unit.changes],
            }
            for unit in units
        ],
        "records": records,
        "other_outcomes": [
            {
                "record": other.record,
                "what": other.what,
                "before": other.before,
                "after": other.after,
                "because": [change.short for change in other.because],
            }
            for other in others
        ],
    }
    write(json.dumps(told, indent=2, ensure_ascii=False))


def _change(change: Change) -> dict[str, object]:
    place: dict[str, object] = dict.fromkeys(("file", "line", "column"))
    if change.span is not None:
        begin = change.span.begin
        place = {"file": change.span.source.path, "line": begin.line, "column": begin.column}
    return {
        "subject": change.subject,
        "what": change.what,
        "effect": change.effect.name.lower(),
        "before": change.before,
        "after": change.after,
        **place,
    }
