"""`decisionsupport new`: documents to begin with, that have no findings and whose cases hold at once."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.text import Text

from decisionsupport.authoring.scaffolds import (
    Ground,
    Unfit,
    form_files,
    ground_of,
    pack_files,
    proven,
    request_files,
    rules_files,
)
from decisionsupport.authoring.scaffolds.check import CHANGED, check_files
from decisionsupport.cli.consoles import colours, errors, output
from decisionsupport.cli.exits import CannotRun, ExitCode
from decisionsupport.cli.formats import count_of
from decisionsupport.cli.given import existing
from decisionsupport.diagnostics import CATALOGUE, Report, Severity
from decisionsupport.diagnostics.rendering import render_text
from decisionsupport.diagnostics.suggestions import offer_id
from decisionsupport.documents.words import ID, RESERVED_FOR_DOCUMENTS
from decisionsupport.loading import File, read_files

new = typer.Typer(
    name="new",
    no_args_is_help=True,
    help="Make a document to begin with: it has no findings, and its cases hold.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Its id: a to z, 0 to 9 and `_`.")]
Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH…]", help="The pack's folders; files are made in the first."),
]
OnForm = Annotated[str | None, typer.Option("--form", metavar="FORM", help="The form that it rests on.")]
_SLUG: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


@new.command()
def pack(
    name: Name,
    languages: Annotated[str, typer.Option(help="The first is what is shown unasked.")] = "sv,en",
) -> int:
    """Make a folder with a new pack."""
    _checked(name)
    wanted = [each.strip() for each in languages.split(",")]
    if not all(_LANGUAGE.fullmatch(each) for each in wanted) or len(set(wanted)) < len(wanted):
        raise CannotRun(f"`{languages}` are not languages", "give them as `sv,en`")
    return _make(pack_files(name, wanted), Path(name), (), [f"decisionsupport new form NAME {name}"])


@new.command()
def form(name: Name, paths: Paths = None) -> int:
    """Make a form with two questions, points, a level, a note, and its cases."""
    return _document(name, paths, form_files)


@new.command()
def rules(name: Name, paths: Paths = None, form: OnForm = None) -> int:
    """Make a set with a source, parameters, a finding, an action, a rule, and its cases."""
    return _document(name, paths, lambda wanted, ground: rules_files(wanted, ground, form=form))


@new.command()
def request(name: Name, paths: Paths = None, form: OnForm = None) -> int:
    """Make a care request, the rule that drafts it, and its cases."""
    return _document(name, paths, lambda wanted, ground: request_files(wanted, ground, form=form))


@new.command()
def check(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="As `unused-action`: what is found.")],
) -> int:
    """Make a check, in a checkout of this library: its module, test, page and example."""
    if not _SLUG.fullmatch(slug) or slug in CATALOGUE:
        raise CannotRun(
            f"`{slug}` cannot be a slug", "small letters joined by `-`, that no other diagnostic has"
        )
    missing = next((path for path in CHANGED if not Path(path).is_file()), None)
    if missing is not None:
        raise CannotRun(f"`{missing}` is not here", "run it at the root of a checkout of the library")
    made = check_files(slug, {path: Path(path).read_text("utf-8") for path in CHANGED})
    _refuse_there(Path(path) for path in made if path not in CHANGED)
    files = [File(path, text.encode()) for path, text in made.items()]
    return _write(files, ["pytest tests/authoring/checks tests/docs tests/test_corpus.py"])


Make = Callable[[str, Ground], Mapping[str, str]]


def _document(name: str, paths: Sequence[Path] | None, make: Make) -> int:
    _checked(name)
    folders = existing(paths or [Path()])
    if not folders[0].is_dir():
        raise CannotRun(f"`{folders[0]}` is not a folder")
    files = read_files(folders)
    report = Report()
    ground = ground_of(files, report)
    if ground is None:
        _tell(report)
        raise CannotRun("the pack has errors, or there is none", "`decisionsupport new pack` makes one")
    try:
        made = make(name, ground)
    except Unfit as lacking:
        raise CannotRun(str(lacking), lacking.remedy) from None
    where = " ".join(str(path) for path in folders)
    next_ = [f"decisionsupport validate {where}", f"decisionsupport test {where}"]
    return _make(made, folders[0], files, next_)


def _checked(name: str) -> None:
    if not re.fullmatch(ID, name) or keyword.iskeyword(name) or name in RESERVED_FOR_DOCUMENTS:
        meant = offer_id(name, reserved=RESERVED_FOR_DOCUMENTS)
        offered = f"take `{meant}`: " if meant else ""
        raise CannotRun(
            f"`{name}` cannot be an id",
            f"{offered}an id has a to z, 0 to 9 and `_`, a letter first, and is no word of the language",
        )


def _make(made: Mapping[str, str], folder: Path, others: Sequence[File], next_: Sequence[str]) -> int:
    """Prove the files and write them, all or none."""
    _refuse_there(folder / name for name in made)
    report = Report()
    files = proven(made, folder.as_posix(), others, report)
    if len(report):
        _tell(report)
        raise CannotRun("what would be made does not go with the pack", "nothing was written")
    return _write(files, next_)


def _refuse_there(paths: Iterable[Path]) -> None:
    there = next((path for path in paths if path.exists()), None)
    if there is not None:
        raise CannotRun(f"`{there}` is there already", "nothing was written; take another name")


def _write(files: Iterable[File], next_: Sequence[str]) -> int:
    console = output()
    for file in files:
        path = Path(file.path)
        said = "changed" if path.exists() else "made"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        console.print(Text.assemble((said, "bold green"), f": {file.path}"))
    console.print(Text(f"next: fill it in, then {', '.join(f'`{each}`' for each in next_)}"))
    return ExitCode.CLEAN


def _tell(report: Report) -> None:
    console = errors()
    wrong = [each for each in report if each.severity is not Severity.NOTE]
    console.out(render_text(wrong, colour=colours(console)), highlight=False)
    console.print(Text(count_of(len(wrong), "finding"), style="bold"))
