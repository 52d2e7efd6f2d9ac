"""What the pack says to ignore: findings that are known and accepted. Law: an error is never ignored."""

from __future__ import annotations

from decisionsupport.diagnostics import CATALOGUE, Diagnostic, Report, Severity
from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.documents.pack import Ignore, Pack


def leave_ignored_out(pack: Pack, report: Report) -> None:
    """Take what `ignore:` names out of the report; `unused-ignore` for an entry that names nothing found."""
    whole = not report.has_errors
    for entry in pack.ignore:
        if not _may_be_ignored(entry, report):
            continue
        ignored = [found for found in report if _names(entry, found)]
        report.leave_out(ignored)
        if not ignored and whole:
            where = f" in `{entry.in_.text}`" if entry.in_ is not None else ""
            report.add(
                "unused-ignore",
                f"there is no `{entry.slug.text}`{where} to ignore",
                entry.slug.span,
                help="leave the entry out",
            )


def _may_be_ignored(entry: Ignore, report: Report) -> bool:
    slug = entry.slug.text
    if slug not in CATALOGUE:
        guess = nearest(slug, CATALOGUE)
        report.add(
            "unknown-slug",
            f"`{slug}` is not the name of a finding",
            entry.slug.span,
            help=f"did you mean `{guess}`?" if guess else "the name stands in brackets after the message",
        )
        return False
    if CATALOGUE[slug].severity is Severity.ERROR:
        report.add(
            "ignored-error",
            f"`{slug}` is an error, and errors cannot be ignored",
            entry.slug.span,
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
