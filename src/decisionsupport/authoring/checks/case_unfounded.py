"""`case-unfounded`: a case for, at a site of or without what is not there does not test what it seems to."""

from __future__ import annotations

from collections.abc import Iterable

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.diagnostics.suggestions import nearest, one_of
from decisionsupport.documents.cases import Cases
from decisionsupport.documents.leaves import Word
from decisionsupport.syntax.yaml.tree import Mapping


def case_unfounded(pack: Pack, report: Report) -> None:
    """Report `case-unfounded`, at the word that stands for nothing."""
    declared = pack.declared
    sites = sorted({overrides.overrides.text for overrides in declared.overrides})
    subjects = (*declared.forms, *declared.sets, *declared.requests, *sites)
    for document in declared.cases:
        subject = document.cases_for
        if subject.text not in subjects:
            message = (
                f"cases for `{subject.text}`, and the pack has no form, set, request or site of that name"
            )
            report.add("case-unfounded", message, subject.span, help=_offer(subject, subjects))
        for given in (document.shared, *document.cases):
            if given is not None and given.site is not None and given.site.text not in sites:
                message = f"no `overrides:` file is for site `{given.site.text}`"
                help = one_of(sites) or "the pack declares no site: leave `site:` out"
                report.add("case-unfounded", message, given.site.span, help=help)
        _without(document, report)


def _without(document: Cases, report: Report) -> None:
    shared = document.shared.given if document.shared is not None else None
    there = (
        {path for form, answers in shared.entries for path in _paths(form.value, answers)}
        if shared
        else set()
    )
    for case in document.cases:
        for path in case.without:
            if path.text not in there:
                message = f"`{path.text}` is not among what is shared, so nothing is taken away"
                report.add("case-unfounded", message, path.span, help=_offer(path, sorted(there)))


def _paths(form: str, answers: object) -> Iterable[str]:
    items = answers.entries if isinstance(answers, Mapping) else ()
    return (form, *(f"{form}.{item.value}" for item, _ in items))


def _offer(word: Word, allowed: Iterable[str]) -> str:
    names = list(allowed)
    guess = nearest(word.text, names)
    return f"did you mean `{guess}`?" if guess else one_of(names)
