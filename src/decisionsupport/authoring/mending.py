"""`validate --fix`: mends what can only be meant in one way, a slip of the finger or another notation.

Laws: only what stops a pack from loading is mended, so that a pack which means something never comes to mean
something else; a mend is kept only if it leaves fewer errors; mending twice is mending once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from decisionsupport.diagnostics import Diagnostic, Report, Severity
from decisionsupport.loading import File, load_files
from decisionsupport.source import Span

MOST_ROUNDS: Final = 10


def mended(files: Sequence[File], *, site: str | None = None) -> tuple[File, ...]:
    """The files with everything mended that has one right mend; those without stay as they are."""
    kept = tuple(files)
    errors = _errors(kept, site)
    for _ in range(MOST_ROUNDS):
        made = tuple(_mended(file, list(_edits(file, errors))) for file in kept)
        left = _errors(made, site)
        if made == kept or len(left) >= len(errors):
            break
        kept, errors = made, left
    return kept


def _errors(files: Sequence[File], site: str | None) -> list[Diagnostic]:
    report = Report()
    load_files(files, report, site=site)
    return [found for found in report if found.severity is Severity.ERROR]


def _edits(file: File, errors: Sequence[Diagnostic]) -> Iterator[tuple[Span, str]]:
    """What is to stand where in a file, from its end to its beginning; of two that overlap the later one."""
    begun: int | None = None
    for found in sorted(errors, key=Diagnostic.sort_key, reverse=True):
        if found.mend is None or found.span is None or found.span.source.path != file.path:
            continue
        if begun is None or found.span.end <= begun:
            begun = found.span.start
            yield found.span, found.mend


def _mended(file: File, edits: Sequence[tuple[Span, str]]) -> File:
    if not edits:
        return file
    text = edits[0][0].source.text
    if text.encode() != file.data:
        return file  # a byte order mark, or bytes that are no letters: places do not fit
    for span, mend in edits:
        text = text[: span.start] + mend + text[span.end :]
    return replace(file, data=text.encode())
