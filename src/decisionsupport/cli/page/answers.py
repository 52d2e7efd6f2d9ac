"""Answers as a reader meets them: each form's questions that were answered, in the form's order."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from decisionsupport.cli.page.layout import Page
from decisionsupport.cli.page.words import words_of
from decisionsupport.program.model import Form, Item, Program, RepeatingGroup


def write_answers(page: Page, program: Program, answers: Mapping[str, object], language: str) -> None:
    """Write the answers of every form given, questions and options by their texts."""
    words = words_of(language)
    page.section(words["answers"])
    for name, given in answers.items():
        form = program.forms.get(name)
        if form is not None and isinstance(given, Mapping):
            page.entry("", label=f"{form.title.in_language(language)}", label_style="bold")
            _write_form(page, form, given, language)


def _write_form(page: Page, form: Form, given: Mapping[str, object], language: str) -> None:
    for entry in form.entries:
        answer = given.get(entry.name)
        match entry:
            case Item() if answer is not None:
                page.entry(
                    f"  {entry.ask.in_language(language).rstrip('?')}: {_said(entry, answer, language)}"
                )
            case RepeatingGroup() if isinstance(answer, list):
                rows = [
                    "; ".join(str(value) for value in row.values())
                    for row in answer
                    if isinstance(row, Mapping)
                ]
                page.entry(f"  {entry.title.in_language(language)}:")
                for row in rows:
                    page.entry(f"    {row}")
            case _:
                pass


def _said(item: Item, answer: object, language: str) -> str:
    words = words_of(language)
    options = {option.id: option.text.in_language(language) for option in item.options}
    match answer:
        case bool():
            return words["yes" if answer else "no"]
        case str():
            return options.get(answer) or words.get(answer, answer)
        case list():
            return ", ".join(options.get(str(each), str(each)) for each in answer) or words["nothing"]
        case {"not_known": reason}:
            return words.get(str(reason).replace("not_known", "unknown"), str(reason))
        case int() | float() | Decimal():
            shown = str(answer).replace(".", ",") if language == "sv" else str(answer)
            unit = _UNITS.get(_unit(item), _unit(item))
            return f"{shown} {unit}".rstrip()
        case _:
            return str(answer)


def _unit(item: Item) -> str:
    return getattr(item.kind, "unit", None) or ""


_UNITS = {"mm[Hg]": "mmHg", "Cel": "°C", "kg/m2": "kg/m²"}
