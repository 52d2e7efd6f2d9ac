"""`decisionsupport docs`: pages of a pack, for those who review and approve what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from decisionsupport.authoring.docs import pages
from decisionsupport.cli.consoles import output, working
from decisionsupport.cli.exits import ExitCode
from decisionsupport.cli.formats import count_of
from decisionsupport.cli.given import existing
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.options import Paths
from decisionsupport.loading import read_files


def docs(
    paths: Paths,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the pages go: a folder for them alone.")
    ] = Path("docs/packs"),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; 1 when a page is not up to date.")
    ] = False,
) -> int:
    """Write pages of what forms ask, how they score, what rules do and by which sources."""
    folders = existing(paths)
    program = load_engine(folders).program
    with working("writing pages"):
        made = pages(read_files(folders), program)
    changed = [path for path, text in made.items() if _text(out / path) != text]
    left_over = _left_over(out, made)
    if check:
        return _tell([*changed, *left_over])
    _write(out, {path: made[path] for path in changed})
    output().print(f"{count_of(len(made), 'page')} in {out}, {len(changed)} changed")
    # What is not ours to write is not ours to delete.
    return _tell(left_over)


def _left_over(out: Path, made: Mapping[str, str]) -> list[str]:
    """Pages in the folders of languages that nothing in the pack makes any more."""
    folders = sorted({path.partition("/")[0] for path in made})
    there = [path for folder in folders for path in sorted((out / folder).rglob("*.md"))]
    return [
        path.relative_to(out).as_posix() for path in there if path.relative_to(out).as_posix() not in made
    ]


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _write(out: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, encoding="utf-8", newline="\n")


def _tell(stale: Sequence[str]) -> int:
    for path in sorted(stale):
        output().print(Text.assemble(("not up to date", "bold red"), f": {path}"))
    return ExitCode.FINDINGS if stale else ExitCode.CLEAN
