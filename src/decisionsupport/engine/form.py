"""A form as a host draws it: items in order, texts in one language, what may be answered."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from decisionsupport.program.model import Form, Item, RepeatingGroup
from decisionsupport.program.texts import Words
from decisionsupport.values import kinds

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class OptionView:
    """An option and its text."""

    id: str
    text: str
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class ItemView:
    """A question: `kind` is the author's word; bounds and steps are numbers in the item's own unit."""

    id: str
    path: str
    ask: str
    kind: str
    help: str | None = None
    group: str | None = None
    required: bool = False
    derived: bool = False
    unit: str | None = None
    units: tuple[str, ...] = ()
    least: Number | None = None
    most: Number | None = None
    step: Number | None = None
    at_most: int | None = None
    system: str | None = None
    options: tuple[OptionView, ...] = ()
    labels: tuple[tuple[int, str], ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RepeatView:
    """A repeating group: its answer is a list of at most `at_most` maps of these items."""

    id: str
    path: str
    title: str
    at_most: int
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """A form in one language; `groups` are the titles of plain groups by id."""

    id: str
    kind: str
    version: str
    status: str
    title: str
    language: str
    items: tuple[ItemView | RepeatView, ...]
    groups: tuple[tuple[str, str], ...]


def form_view(form: Form, language: str) -> FormView:
    """The view of a form in a language."""
    return FormView(
        id=form.id,
        kind=form.word,
        version=form.version,
        status=form.status,
        title=form.title.in_language(language),
        language=language,
        items=tuple(_entry(entry, language) for entry in form.entries),
        groups=tuple((group.id, group.title.in_language(language)) for group in form.groups),
    )


def _entry(entry: Item | RepeatingGroup, language: str) -> ItemView | RepeatView:
    if isinstance(entry, Item):
        return _item(entry, language)
    items = tuple(_item(item, language) for item in entry.items)
    return RepeatView(entry.name, entry.id, entry.title.in_language(language), entry.at_most, items)


def _item(item: Item, language: str) -> ItemView:
    kind = item.kind
    number = kind if isinstance(kind, kinds.Number) else None
    least, most = item.between if item.between is not None else (None, None)
    return ItemView(
        id=item.name,
        path=item.id,
        ask=item.ask.in_language(language),
        kind=item.word,
        help=_words(item.help, language),
        group=item.group,
        required=item.required,
        derived=item.derived,
        unit=number.unit if number else None,
        units=tuple(unit for unit, _ in item.also_in),
        least=_number(least, number),
        most=_number(most, number),
        step=_number(number.step, number) if number else None,
        at_most=item.at_most,
        system=kind.system if isinstance(kind, kinds.Code) else None,
        options=tuple(
            OptionView(each.id, each.text.in_language(language), each.exclusive) for each in item.options
        ),
        labels=tuple((value, text.in_language(language)) for value, text in item.labels),
        codes=item.codes,
    )


def _words(words: Words | None, language: str) -> str | None:
    return words.in_language(language) if words is not None else None


def _number(units: int | None, kind: kinds.Number | None) -> Number | None:
    if units is None or kind is None:
        return None
    return Decimal(units).scaleb(-kind.places) if kind.places else units
