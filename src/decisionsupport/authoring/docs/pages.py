"""All pages of a pack: one folder a language, an index, a page a form and a set, and the lists."""

from __future__ import annotations

from collections.abc import Sequence

from decisionsupport.authoring.docs.book import Book
from decisionsupport.authoring.docs.forms import form_page
from decisionsupport.authoring.docs.lists import index_page, parameters_page, requests_page, sources_page
from decisionsupport.authoring.docs.rules import rules_page
from decisionsupport.diagnostics import Report
from decisionsupport.documents.ruleset import RuleSet
from decisionsupport.loading import File
from decisionsupport.loading.gather import documents_of
from decisionsupport.program.model import Program


def pages(files: Sequence[File], program: Program) -> dict[str, str]:
    """Each page's text by its path, `sv/forms/news2.md`; `files` are those that the program was made from."""
    sets = [each for each in documents_of(files, Report()) if isinstance(each, RuleSet)]
    found: dict[str, str] = {}
    for language in program.pack.languages:
        book = Book(program, language, _others_seen(sets, language))
        for path, text in _of_language(book).items():
            found[f"{language}/{path}"] = text.rstrip("\n") + "\n"
    return found


def _of_language(book: Book) -> dict[str, str]:
    program = book.program
    filled = {rule.set for rule in program.rules.values()}
    return {
        "index.md": index_page(book),
        "parameters.md": parameters_page(book),
        "requests.md": requests_page(book),
        "sources.md": sources_page(book),
        **{f"forms/{form.id}.md": form_page(form, book) for form in program.forms.values()},
        **{
            f"rules/{each.id}.md": rules_page(each, book)
            for each in program.sets.values()
            if each.id in filled
        },
    }


def _others_seen(sets: Sequence[RuleSet], language: str) -> dict[str, str]:
    found = {}
    for each in sets:
        for word, parameter in each.parameters:
            if parameter.others_seen is not None:
                lines = parameter.others_seen.lines(language) or ()
                found[word.text] = " ".join(line.say.value for line in lines)
    return found
