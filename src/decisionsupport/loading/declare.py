"""The pack's declarations: every id once, and the table of names that expressions are looked up in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from decisionsupport.diagnostics import Related, Report
from decisionsupport.documents.cases import Cases
from decisionsupport.documents.form import Form, PlainGroup, RepeatingGroup
from decisionsupport.documents.from_yaml import Document
from decisionsupport.documents.items import Item
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.options import Option
from decisionsupport.documents.overrides import Overrides
from decisionsupport.documents.pack import Pack
from decisionsupport.documents.parameters import Parameter
from decisionsupport.documents.reading import Entries
from decisionsupport.documents.request import Request
from decisionsupport.documents.rules import Rule
from decisionsupport.documents.ruleset import Action, Finding, RuleSet, SourceOfEvidence
from decisionsupport.documents.tables import Table
from decisionsupport.loading.names import FormNames, Names, RowNames
from decisionsupport.source import Span


@dataclass(slots=True)
class Declared:
    """All documents of a pack, each thing under its id; what stands in several files of a set is together."""

    packs: list[Pack] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)
    sets: dict[str, list[RuleSet]] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    overrides: list[Overrides] = field(default_factory=list)
    cases: list[Cases] = field(default_factory=list)
    sources: dict[str, SourceOfEvidence] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    tables: dict[str, tuple[RuleSet, Table]] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    rules: dict[str, tuple[RuleSet, Word, Rule]] = field(default_factory=dict)
    places: dict[tuple[str, str], Span] = field(default_factory=dict)
    """Where each thing was declared, by what it is and its id."""


def declare(documents: Iterable[Document], report: Report) -> Declared:
    """Gather the documents; an id given twice is reported at the later place."""
    declared = Declared()
    for document in documents:
        match document:
            case Pack():
                declared.packs.append(document)
                _declare_lists(document, declared, report)
            case Form():
                if _first("form", document.id, declared, report):
                    declared.forms[document.id.text] = document
            case RuleSet():
                declared.sets.setdefault(document.id.text, []).append(document)
                _declare_set(document, declared, report)
            case Request():
                if _first("request", document.id, declared, report):
                    declared.requests[document.id.text] = document
            case Overrides():
                declared.overrides.append(document)
            case Cases():
                declared.cases.append(document)
    return declared


def _first(what: str, word: Word, declared: Declared, report: Report) -> bool:
    earlier = declared.places.setdefault((what, word.text), word.span)
    if earlier is word.span:
        return True
    related = (Related("first declared here", earlier),)
    report.add(
        "repeated-id",
        f"{what} `{word.text}` is declared twice",
        word.span,
        help="give one another id",
        related=related,
    )
    return False


def _declare_lists(document: Pack | RuleSet, declared: Declared, report: Report) -> None:
    """Option lists of the pack and its sets are in reach of all, so each name is given once."""
    for word, _ in document.option_lists:
        _first("option list", word, declared, report)


def _declare_set(document: RuleSet, declared: Declared, report: Report) -> None:
    _declare_lists(document, declared, report)
    for word, source in document.sources:
        if _first("source", word, declared, report):
            declared.sources[word.text] = source
    for word, parameter in document.parameters:
        if _first("parameter", word, declared, report):
            declared.parameters[word.text] = parameter
    for word, finding in document.findings:
        if _first("finding", word, declared, report):
            declared.findings[word.text] = finding
    for word, table in document.tables:
        if _first("table", word, declared, report):
            declared.tables[word.text] = (document, table)
    for word, action in document.actions:
        if _first("action", word, declared, report):
            declared.actions[word.text] = action
    for word, rule in document.rules:
        full = Word(f"{document.id.text}.{word.text}", word.span)
        if _first("rule", full, declared, report):
            declared.rules[full.text] = (document, word, rule)


def names_of(declared: Declared, lost: frozenset[str] = frozenset()) -> Names:
    """The table of names."""
    return Names(
        forms={form_id: form_names(form, declared) for form_id, form in declared.forms.items()},
        findings=list(declared.findings),
        parameters=list(declared.parameters),
        tables={table_id: list(table.gives.words) for table_id, (_, table) in declared.tables.items()},
        lost=lost,
    )


def form_names(form: Form, declared: Declared) -> FormNames:
    """One form's own names."""
    names = FormNames(form.id.text)
    for word, entry in form.items:
        match entry:
            case PlainGroup():
                names.plain[word.text] = list(entry.items.words)
            case RepeatingGroup():
                row = RowNames(
                    f"{form.id.text}.{word.text}", list(entry.items.words), list(entry.computed.words)
                )
                row.scored = [inner.text for inner, item in entry.items if has_points(form, item, declared)]
                names.repeating[word.text] = row
            case Item():
                pass
    for word, item, group in form.each_item():
        if group is None or group.text in names.plain:
            names.items.append(word.text)
            if has_points(form, item, declared):
                names.scored.append(word.text)
    names.computed = list(form.computed.words)
    return names


def has_points(form: Form, written: Item, declared: Declared) -> bool:
    """Whether an item counts points, at itself or at its options."""
    item = form.filled(written)
    if item.points is not None:
        return True
    options = options_of(item.options, form.option_lists, declared)
    return options is not None and any(option.points is not None for _, option in options)


def options_of(
    options: Word | Entries[Option] | None, near: Entries[Entries[Option]], declared: Declared
) -> Entries[Option] | None:
    """Options as written, or the option list of that name: the form's own, else the pack's or a set's."""
    if not isinstance(options, Word):
        return options
    return next((lists for name, lists in option_lists(near, declared) if name == options.text), None)


def option_lists(near: Entries[Entries[Option]], declared: Declared) -> Iterator[tuple[str, Entries[Option]]]:
    """Every option list in reach, the nearest first."""
    everywhere = [near, *(pack.option_lists for pack in declared.packs)]
    everywhere += [document.option_lists for files in declared.sets.values() for document in files]
    for lists in everywhere:
        for word, options in lists:
            yield word.text, options
