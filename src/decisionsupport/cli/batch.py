"""`decisionsupport batch`: a whole population's answers, from a file of columns to files of columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from decisionsupport.cli.consoles import errors, output, progress, write
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import PlainFormat
from decisionsupport.cli.given import existing, instant, tell_instant
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.options import At, Language, Paths, Site
from decisionsupport.cli.page.outcome import to_the_minute
from decisionsupport.engine import Engine
from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.writing import written

if TYPE_CHECKING:
    from decisionsupport.cli.tally import Tally
    from decisionsupport.engine.many.batch import Batch


def batch(
    paths: Paths,
    answers: Annotated[
        Path,
        typer.Option(
            metavar="FILE", help="Answers, a row a record: Parquet or CSV, columns named form.item."
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="Where the values go, as Parquet; the rest beside it (FILE.proposals.parquet …).",
        ),
    ],
    at: At = None,
    site: Site = None,
    language: Language = None,
    form: Annotated[
        PlainFormat, typer.Option("--format", help="How the summary is written.")
    ] = PlainFormat.TEXT,
) -> int:
    """Evaluate a population. 1 when an answer was refused: its row is evaluated without it."""
    moment = instant(at)
    engine = load_engine(existing(paths), site=site, language=language)
    said = language or engine.program.pack.languages[0]
    _check(answers, out)
    start = perf_counter()
    try:
        tally = _run(engine, answers, out, moment, said)
    except InvalidCall as invalid:
        raise CannotRun(str(invalid)) from None
    console = errors()
    tell_instant(at, moment)
    if console.is_terminal:
        console.print(Text(f"{tally.rows:,} rows in {perf_counter() - start:.1f} s", style="dim"))
    _write(tally, form, moment, said, out)
    return ExitCode.FINDINGS if tally.has_refusals() else ExitCode.CLEAN


def _check(answers: Path, out: Path) -> None:
    """What can be seen to be wrong before any work is done."""
    if not answers.is_file():
        raise CannotRun(f"there is no file `{answers}`", "give answers as a .parquet or a .csv file")
    if out.suffix != ".parquet":
        raise CannotRun(
            f"`{out}` does not end in .parquet", "values are written as Parquet: --out out.parquet"
        )
    if not out.parent.is_dir():
        raise CannotRun(f"there is no folder `{out.parent}`", "make it first")


def _run(engine: Engine, answers: Path, out: Path, at: datetime, language: str) -> Tally:
    """Evaluate, write and count, one batch at a time."""
    many = engine.evaluate_many(answers, at=at, language=language)
    # Only now is it sure that Polars is there.
    from decisionsupport.adapters.parquet import FRAMES, file_of, write_parquet
    from decisionsupport.cli.tally import Tally

    if answers.resolve() in {file_of(frame, out).resolve() for frame in FRAMES}:
        raise CannotRun(f"`{answers}` would be overwritten", "write to another file with --out")
    tally = Tally(engine.program)
    with progress(_rows_in(answers), "evaluating") as advance:
        for each in write_parquet(_titled(many.batches(), engine, language), out):
            tally.add(each)
            advance(each.rows)
    return tally


def _rows_in(answers: Path) -> int | None:
    """How many rows there are, where the file says so without being read."""
    import polars

    return (
        polars.scan_parquet(answers).select(polars.len()).collect().item()
        if answers.suffix == ".parquet"
        else None
    )


def _titled(batches: Iterable[Batch], engine: Engine, language: str) -> Iterator[Batch]:
    """Proposals with the title of what is proposed."""
    import polars

    titled = [(form.id, form.title) for form in engine.program.forms.values()]
    titled += [(name, action.title) for name, action in engine.program.actions.items()]
    titles = {name: words.in_language(language) for name, words in titled}
    said = polars.coalesce("action", "assess").replace_strict(
        titles, default=None, return_dtype=polars.String
    )
    for each in batches:
        yield each.with_proposals(each.proposals.with_columns(title=said))


def _write(tally: Tally, form: PlainFormat, at: datetime, language: str, out: Path) -> None:
    from decisionsupport.adapters.parquet import FRAMES, file_of
    from decisionsupport.cli.page.population import write_population

    pack = tally.program.pack
    files = [str(file_of(frame, out)) for frame in reversed(FRAMES)]
    match form:
        case PlainFormat.TEXT:
            console = output()
            site = f" · {tally.program.site}" if tally.program.site else ""
            console.print(Text(f"{pack.name} {pack.version}{site} · {to_the_minute(at)}", style="bold"))
            write_population(console, tally, language)
            console.print()
            for file in files:
                console.print(Text(file, style="dim"))
        case PlainFormat.JSON:
            head: dict[str, Any] = {"pack": pack.name, "version": pack.version, "site": tally.program.site}
            write(written({**head, "at": at.isoformat(), **tally.as_data(), "files": files}, 2))
