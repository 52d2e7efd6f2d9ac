"""The corpus: in each folder, files with one kind of mistake and, in expected.txt, what an author is told.

A folder has the name of the slug it shows; `silent` and `good` hold files with nothing wrong. What other checks for
authors say of a folder (that nothing reads a question, that a rule names no source) is left out of it. After a change
of a message run `pytest --update-corpus` and read the difference. A folder with files called `example…` only stands on
the ground of `tests/ground`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from decisionsupport.diagnostics import CATALOGUE, Diagnostic
from decisionsupport.diagnostics.rendering import render_text
from decisionsupport.loading.files import File
from tests.ground import files_of, found_by

CORPUS = Path(__file__).parent / "corpus"
TODAY = date(2026, 11, 26)
SILENT = ("good", "silent")
FOLDERS = sorted(folder for folder in CORPUS.iterdir() if folder.is_dir())


def report_of(folder: Path) -> list[Diagnostic]:
    """What is found in a folder's files, with paths as seen from the folder."""
    found = sorted(folder.rglob("*.yaml*"))
    files = [File(file.relative_to(folder).as_posix(), _bytes_of(file)) for file in found]
    if all(file.path.startswith("example") for file in files):
        files = files_of([file.data for file in files])
    return found_by(
        folder.name, files, today=TODAY, site="nowhere" if folder.name == "unknown-site" else None
    )


def _bytes_of(path: Path) -> bytes:
    """A file's bytes; one that would be too large to keep says in its name how often its last line stands."""
    _, _, times = path.name.partition(".times-")
    lines = path.read_bytes().splitlines(keepends=True)
    return b"".join([*lines[:-1], *lines[-1:] * int(times or 1)])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_author_is_told_exactly_this(folder: Path, request: pytest.FixtureRequest) -> None:
    expected = folder / "expected.txt"
    found = render_text(report_of(folder))
    if request.config.getoption("--update-corpus"):
        expected.write_text(found, encoding="utf-8", newline="")
    assert found == expected.read_bytes().decode()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_shows_the_slug_it_is_named_after(folder: Path) -> None:
    slugs = {found.slug for found in report_of(folder)}
    if folder.name in SILENT:
        assert slugs == set()
    else:
        assert folder.name in CATALOGUE
        assert folder.name in slugs
