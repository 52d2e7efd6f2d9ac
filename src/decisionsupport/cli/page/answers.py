"""Answers as a reader meets them: each form's questions that were answered, in the form's order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from decisionsupport.cli.page.layout import Page
from decisionsupport.cli.page.naming import Naming
from decisionsupport.cli.page.words import words_of
from decisionsupport.outcome.values import moment
from decisionsupport.program.model import Form, Item, RepeatingGroup

_REASONS = {"not_known": "unknown"}


def write_answers(page: Page, naming: Naming, answers: Mapping[str, object]) -> None:
    """Write the answers of every form given, questions and options by their texts."""
    page.section(words_of(naming.language)["answers"])
    for name, given in answers.items():
        form = naming.program.forms.get(name)
        if form is not None and isinstance(given, Mapping):
            page.entry("", label=naming.form(name), label_style="bold")
            _write_form(page, naming, form, given)


def _write_form(page: Page, naming: Naming, form: Form, given: Mapping[str, object]) -> None:
    for entry in form.entries:
        answer = given.get(entry.name)
        match entry:
            case Item() if answer is not None:
                page.point(f"{naming.cell(entry.id)}: {_said(naming, entry, answer)}")
            case RepeatingGroup() if isinstance(answer, list):
                rows = [_row(naming, entry, row) for row in answer if isinstance(row, Mapping)]
                page.point(f"{entry.title.in_language(naming.language)}: {'; '.join(rows)}")
            case _:
                pass


def _row(naming: Naming, group: RepeatingGroup, row: Mapping[str, object]) -> str:
    answered = [(item, row.get(item.name)) for item in group.items]
    return " ".join(_said(naming, item, answer) for item, answer in answered if answer is not None)


def _said(naming: Naming, item: Item, answer: object) -> str:
    match answer:
        case {"not_known": str() as reason}:
            return words_of(naming.language).get(_REASONS.get(reason, reason), reason)
        case list():
            return naming.value(tuple(str(each) for each in answer), item.id)
        case str():
            read = moment(answer) if item.word in ("date", "datetime", "time") else None
            return naming.value(answer if read is None or _bare(read) else read, item.id)
        case _:
            return naming.value(answer, item.id)  # type: ignore[arg-type]


def _bare(read: object) -> bool:
    return isinstance(read, datetime) and read.tzinfo is None
