"""What the pack says of findings: which matter more or less to it, and which it knows and accepts.

Law: an error is neither ignored nor made less; every word said here says why, and one that meets nothing is
itself a finding.
"""

from __future__ import annotations

from decisionsupport.diagnostics import CATALOGUE, Diagnostic, Report, Severity
from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.pack import Ignore, Pack


def settle(pack: Pack, report: Report) -> None:
    """Give findings the severity that the pack gives them, and take out what it says to ignore."""
    whole = not report.has_errors
    for entry in pack.severity:
        if _may_be_settled(entry.slug, report):
            report.reclass(entry.slug.text, Severity(entry.is_.text))
    for ignore in pack.ignore:
        if not _may_be_settled(ignore.slug, report):
            continue
        ignored = [found for found in report if _names(ignore, found)]
        report.leave_out(ignored)
        if not ignored and whole:
            where = f" in `{ignore.in_.text}`" if ignore.in_ is not None else ""
            report.add(
                "unused-ignore",
                f"there is no `{ignore.slug.text}`{where} to ignore",
                ignore.slug.span,
                help="leave the entry out",
            )


def _may_be_settled(slug: Word, report: Report) -> bool:
    if slug.text not in CATALOGUE:
        guess = nearest(slug.text, CATALOGUE)
        report.add(
            "unknown-slug",
            f"`{slug.text}` is not the name of a finding",
            slug.span,
            help=f"did you mean `{guess}`?" if guess else "the name stands in brackets after the message",
        )
        return False
    if CATALOGUE[slug.text].severity is Severity.ERROR:
        report.add(
            "ignored-error",
            f"`{slug.text}` is an error, and errors cannot be ignored or made less",
            slug.span,
            help="mend what it is about",
        )
        return False
    return True


def _names(entry: Ignore, found: Diagnostic) -> bool:
    if found.slug != entry.slug.text:
        return False
    if entry.in_ is None:
        return True
    path = found.span.source.path if found.span is not None else ""
    return path == entry.in_.text or path.endswith("/" + entry.in_.text)
