"""The pages that list: the index with the intended use, parameters, care requests, sources."""

from __future__ import annotations

from collections.abc import Iterable

from decisionsupport.authoring.docs.book import Book, table
from decisionsupport.authoring.docs.rules import set_title
from decisionsupport.program.model import Need, Parameter, Request

_KINDS = ("facts", "assessment", "checklist")


def index_page(book: Book) -> str:
    """The first page: what the pack is for, who must approve it, and where everything is."""
    program, words = book.program, book.words
    name = words["index"].format(name=program.pack.name, version=program.pack.version)
    lines = [
        f"# {name}",
        "",
        words["generated"],
        "",
        f"## {words['use']}",
        "",
        words["use_text"],
        "",
        words["approve"],
        "",
    ]
    for kind in _KINDS:
        forms = [form for form in program.forms.values() if form.word == kind]
        if forms:
            lines += [f"## {words[kind]}", ""]
            lines += [f"- [{book.form(form.id)}](forms/{form.id}.md)" for form in forms]
            lines.append("")
    lines += [f"## {words['rules']}", ""]
    lines += [
        f"- [{set_title(each, book)}](rules/{each.id}.md)"
        for each in program.sets.values()
        if _rules_of(each.id, book)
    ]
    lines += ["", f"## {words['parameters']}, {words['requests'].lower()}, {words['sources'].lower()}", ""]
    lines += [f"- [{words[page]}]({page}.md)" for page in ("parameters", "requests", "sources")]
    return "\n".join([*lines, ""])


def _rules_of(subject: str, book: Book) -> int:
    return sum(rule.set == subject for rule in book.program.rules.values())


def parameters_page(book: Book) -> str:
    """Every value that a service may change, those first on which sources disagree."""
    words, parameters = book.words, book.program.parameters
    differing = [each for each in parameters.values() if each.id in book.others_seen]
    lines = [
        f"# {words['parameters']}",
        "",
        words["sites"],
        "",
        f"## {words['differ']}",
        "",
        words["differ_text"],
        "",
    ]
    lines += _parameters(differing, book, others=True)
    lines += [f"## {words['all']}", "", *_parameters(parameters.values(), book, others=False)]
    return "\n".join(lines)


def _parameters(parameters: Iterable[Parameter], book: Book, *, others: bool) -> list[str]:
    words = book.words
    rows = []
    for each in parameters:
        row = [
            f"{each.title.in_language(book.language)} (`{each.id}`)",
            book.parameter_values(each.values, each.kind),
            book.sources(each.evidence),
        ]
        rows.append([*row[:2], book.others_seen[each.id], row[2]] if others else row)
    head = [words["parameter"], words["value"], words["source"]]
    return table([*head[:2], words["others"], head[2]] if others else head, rows)


def requests_page(book: Book) -> str:
    """Every care request: to whom, when it is drafted, what it needs to be signed."""
    lines = [f"# {book.words['requests']}", ""]
    for request in book.program.requests.values():
        lines += [*_request(request, book), ""]
    return "\n".join(lines)


def _request(request: Request, book: Book) -> list[str]:
    words, program = book.words, book.program
    drafting = "; ".join(
        rule.title.in_language(book.language) for rule in program.rules.values() if request.id in rule.drafts
    )
    needs = "; ".join(_need(need, book) for need in request.needs)
    return [
        f"## {request.title.in_language(book.language)}",
        "",
        f"`{request.id}`, {words['version']} {request.version}",
        "",
        f"- {words['to']}: {program.pack.recipients[request.to].in_language(book.language)}.",
        f"- {words['urgency']}: {words[request.urgency]}.",
        f"- {words['drafted_by']}: {drafting or words['none']}.",
        f"- {words['needs']}: {needs or words['none']}.",
    ]


def _need(need: Need, book: Book) -> str:
    if need.that is not None:
        return book.saying.say(need.that)
    return book.program.cells[need.known or ""].title.in_language(book.language).rstrip("?")


def sources_page(book: Book) -> str:
    """Every source, with its publisher, year, terms and certainty."""
    words = book.words
    rows = [
        (
            f"[{each.title.in_language(book.language)}]({each.url})"
            if each.url
            else each.title.in_language(book.language),
            each.publisher,
            each.year,
            words[each.certainty],
            each.licence,
        )
        for each in book.program.evidence.values()
    ]
    head = [words[each] for each in ("source", "publisher", "year", "certainty", "licence")]
    return "\n".join([f"# {words['sources']}", "", *table(head, rows)])
