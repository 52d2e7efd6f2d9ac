"""The page of a set: each rule's condition, exception and doing in words, and its sources."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.authoring.docs.book import Book, anchor
from decisionsupport.program.model import Rule, RuleSet


def rules_page(subject: RuleSet, book: Book) -> str:
    """The page, in Markdown."""
    lines = [
        f"# {set_title(subject, book)}",
        "",
        f"`{subject.id}`, {book.words['version']} {subject.version}.",
        "",
    ]
    if subject.applies_when is not None:
        lines += [book.words["made_for"].format(book.condition(subject.applies_when)), ""]
    for rule in book.program.rules.values():
        if rule.set == subject.id:
            lines += [*_rule(rule, book), ""]
    return "\n".join(lines)


def set_title(subject: RuleSet, book: Book) -> str:
    """What a set is called; one without a title, by its id."""
    return subject.title.in_language(book.language) or subject.id.replace("_", " ").capitalize()


def _rule(rule: Rule, book: Book) -> Iterator[str]:
    words = book.words
    yield f'<a id="{anchor(rule.id)}"></a>'
    yield ""
    yield f"## {rule.title.in_language(book.language)}"
    yield ""
    yield f"`{rule.id}`"
    yield ""
    yield f"- {words['when']}: {book.condition(rule.when)}."
    if rule.unless is not None:
        yield f"- {words['unless']}: {book.condition(rule.unless)}."
    for finding, option in rule.concludes:
        found = book.program.findings[finding]
        concluded = f"{found.title.in_language(book.language)}: {book.saying.option(option, found.kind)}"
        yield f"- {words['concludes']}: {concluded}."
    for each in rule.proposes:
        yield f"- {words['proposes']}: {book.proposing(each)}."
    for said in book.drafts_and_withholdings(rule):
        yield f"- {said}."
    yield f"- {words['sources']}: {book.sources(rule.evidence)}."
