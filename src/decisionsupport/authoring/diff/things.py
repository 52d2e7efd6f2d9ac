"""What may change in each kind of thing, in which words it is told, and what it does to hosts and care.

`ASPECTS` has the fields that are compared as they are; what needs a closer look has a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from decisionsupport.authoring.diff.model import Change, Effect
from decisionsupport.authoring.diff.sameness import meant
from decisionsupport.authoring.diff.sayings import said, span_of_numbers
from decisionsupport.program import model
from decisionsupport.program.texts import Template, Words
from decisionsupport.source import Span
from decisionsupport.values.kinds import Choice, Kind, Number

BREAKING, CARE, WORDING = Effect.BREAKING, Effect.CARE, Effect.WORDING


@dataclass(frozen=True, slots=True)
class Aspect:
    """A field, what a change of it does, and what it is called."""

    field: str
    effect: Effect
    said: str


ASPECTS: Final[Mapping[type, tuple[Aspect, ...]]] = MappingProxyType(
    {
        model.PackInfo: (
            Aspect("name", BREAKING, "name"),
            Aspect("timezone", CARE, "time zone"),
        ),
        model.Form: (
            Aspect("word", BREAKING, "kind of form"),
            Aspect("title", WORDING, "title"),
            Aspect("evidence", WORDING, "evidence"),
            Aspect("not_for", WORDING, "words for whom it is not made for"),
            Aspect("note", WORDING, "note"),
        ),
        model.Item: (
            Aspect("word", BREAKING, "kind"),
            Aspect("ask", WORDING, "question"),
            Aspect("help", WORDING, "help"),
            Aspect("labels", WORDING, "labels"),
            Aspect("required", CARE, "required"),
            Aspect("derived", BREAKING, "derived"),
            Aspect("suggest", CARE, "suggestion"),
            Aspect("group", WORDING, "group"),
        ),
        model.PlainGroup: (Aspect("title", WORDING, "title"),),
        model.RepeatingGroup: (
            Aspect("title", WORDING, "title"),
            Aspect("required", CARE, "required"),
        ),
        model.Parameter: (
            Aspect("title", WORDING, "title"),
            Aspect("evidence", WORDING, "evidence"),
            Aspect("values", CARE, "value"),
        ),
        model.Finding: (Aspect("title", WORDING, "title"),),
        model.Action: (
            Aspect("title", WORDING, "title"),
            Aspect("for_patient", WORDING, "words for the patient"),
            Aspect("performer", CARE, "performer"),
            Aspect("with_", CARE, "with"),
            Aspect("decided_by", CARE, "decided by"),
            Aspect("delegable", CARE, "delegable"),
            Aspect("priority", CARE, "priority"),
            Aspect("due", CARE, "due"),
            Aspect("repeat", CARE, "repeat"),
            Aspect("conflicts_with", CARE, "conflicts with"),
        ),
        model.RuleSet: (
            Aspect("title", WORDING, "title"),
            Aspect("not_for", WORDING, "words for whom it is not made for"),
        ),
        model.Rule: (
            Aspect("title", WORDING, "title"),
            Aspect("concludes", CARE, "concludes"),
            Aspect("proposes", CARE, "proposes"),
            Aspect("drafts", CARE, "drafts"),
            Aspect("withholds", CARE, "holds back"),
            Aspect("because", WORDING, "because"),
            Aspect("evidence", WORDING, "evidence"),
        ),
        model.Request: (
            Aspect("title", WORDING, "title"),
            Aspect("to", CARE, "recipient"),
            Aspect("urgency", CARE, "urgency"),
            Aspect("layout", WORDING, "layout"),
            Aspect("needs", CARE, "needs"),
        ),
        model.Evidence: tuple(
            Aspect(field, WORDING, field)
            for field in ("title", "publisher", "year", "url", "licence", "accessed", "certainty")
        ),
    }
)
"""Fields that say something by themselves. Ids, places and what follows from other things are not here."""


def aspects(subject: str, old: Any, new: Any, span: Span | None, touches: frozenset[str]) -> Iterator[Change]:  # noqa: ANN401 two of one class
    """The fields in which two things of one kind differ."""
    for aspect in ASPECTS[type(new)]:
        before, after = getattr(old, aspect.field), getattr(new, aspect.field)
        if meant(before) != meant(after):
            was, now = _in_the_language_that_differs(before, after)
            touched = touches if aspect.effect is not WORDING else frozenset[str]()
            yield Change(subject, aspect.said, aspect.effect, was, now, span, touched)
    closer = _CLOSER.get(type(new))
    if closer is not None:
        for change in closer(old, new):
            touched = touches if change.effect is not WORDING else frozenset[str]()
            yield Change(subject, change.what, change.effect, change.before, change.after, span, touched)


def _in_the_language_that_differs(before: object, after: object) -> tuple[str, str]:
    """Both in words: of texts the first language in which they differ."""
    if isinstance(before, Words | Template) and isinstance(after, Words | Template):
        was, now = dict(before.by_language), dict(after.by_language)
        for language in (*was, *now):
            if meant(was.get(language)) != meant(now.get(language)):
                return said(was.get(language)), said(now.get(language))
    return said(before), said(after)


# A closer look -------------------------------------------------------------------------------------------


def _form(old: model.Form, new: model.Form) -> Iterator[Change]:
    if old.status != new.status:
        effect = BREAKING if new.status == "retired" else CARE
        yield Change("", "status", effect, old.status, new.status)
    if _major(old.version) != _major(new.version):
        what = "major version: answers and history of the old one are not used"
        yield Change("", what, BREAKING, old.version, new.version)
    was, now = [entry.name for entry in old.entries], [entry.name for entry in new.entries]
    both = set(was) & set(now)
    if [name for name in was if name in both] != [name for name in now if name in both]:
        yield Change("", "order of its items", WORDING)
    gone = set(old.computed) - set(new.computed) - (set(old.hidden_computed) - set(new.hidden_computed))
    for cell in sorted(gone & set(new.hidden_computed)):
        yield Change("", f"`{cell}` is hidden now", BREAKING)


def _item(old: model.Item, new: model.Item) -> Iterator[Change]:
    if old.word != new.word:
        return  # nothing else of it can be compared
    yield from _kind(old.kind, new.kind)
    yield from _codes(old.codes, new.codes)
    was, now = span_of_numbers(old.between, old.kind), span_of_numbers(new.between, new.kind)
    if was != now:
        yield Change("", "possible values", BREAKING if _narrower(old, new) else CARE, was, now)
    was, now = span_of_numbers(old.usual, old.kind), span_of_numbers(new.usual, new.kind)
    if was != now:
        yield Change("", "usual values", CARE, was, now)
    yield from _at_most(old.at_most, new.at_most)
    if old.also_in != new.also_in:
        lost = set(old.also_in) - set(new.also_in)
        yield Change("", "other units", BREAKING if lost else WORDING, _units(old), _units(new))
    words = {option.id: option for option in old.options}
    for option in new.options:
        if option.id in words and words[option.id].exclusive != option.exclusive:
            effect = BREAKING if option.exclusive else CARE
            yield Change("", f"option `{option.id}` stands alone", effect, *_yes_no(now=option.exclusive))


def _group(old: model.RepeatingGroup, new: model.RepeatingGroup) -> Iterator[Change]:
    yield from _at_most(old.at_most, new.at_most)


def _parameter(old: model.Parameter, new: model.Parameter) -> Iterator[Change]:
    yield from _kind(old.kind, new.kind)
    was, now = span_of_numbers(old.between, old.kind), span_of_numbers(new.between, new.kind)
    if was != now:
        yield Change("", "possible values", CARE, was, now)


def _finding(old: model.Finding, new: model.Finding) -> Iterator[Change]:
    yield from _kind(old.kind, new.kind)


def _action(old: model.Action, new: model.Action) -> Iterator[Change]:
    yield from _codes(old.codes, new.codes)


def _request(old: model.Request, new: model.Request) -> Iterator[Change]:
    was = {section.name: section.lines for section in old.sections}
    now = {section.name: section.lines for section in new.sections}
    for name in {**was, **now}:
        if meant(was.get(name)) != meant(now.get(name)):
            before, after = _in_the_language_that_differs(was.get(name), now.get(name))
            yield Change("", f"section `{name}`", WORDING, before, after)


def _pack(old: model.PackInfo, new: model.PackInfo) -> Iterator[Change]:
    for language in sorted(set(old.languages) ^ set(new.languages)):
        gone = language in old.languages
        yield Change("", f"language `{language}` {_came(gone=gone)}", BREAKING if gone else WORDING)
    if old.languages[:1] != new.languages[:1]:
        yield Change("", "first language", WORDING, old.languages[0], new.languages[0])
    for field, noun in (("roles", "role"), ("recipients", "recipient"), ("occasions", "occasion")):
        was, now = getattr(old, field), getattr(new, field)
        for name in {**was, **now}:
            if name in was and name in now:
                if meant(was[name]) != meant(now[name]):
                    yield Change("", f"words of {noun} `{name}`", WORDING, said(was[name]), said(now[name]))
            else:
                gone = name in was
                yield Change("", f"{noun} `{name}` {_came(gone=gone)}", BREAKING if gone else WORDING)


_CLOSER: Final[Mapping[type, Callable[[Any, Any], Iterator[Change]]]] = MappingProxyType(
    {
        model.Form: _form,
        model.Item: _item,
        model.RepeatingGroup: _group,
        model.Parameter: _parameter,
        model.Finding: _finding,
        model.Action: _action,
        model.Request: _request,
        model.PackInfo: _pack,
    }
)


def kind_changes(subject: str, old: Kind, new: Kind, span: Span, touches: frozenset[str]) -> Iterator[Change]:
    """What another kind of a value does to those who read it."""
    for change in _kind(old, new):
        yield Change(subject, change.what, change.effect, change.before, change.after, span, touches)


def _kind(old: Kind, new: Kind) -> Iterator[Change]:
    if type(old) is not type(new):
        yield Change("", "kind", BREAKING, type(old).__name__.lower(), type(new).__name__.lower())
    elif isinstance(old, Number) and isinstance(new, Number):
        if old.unit != new.unit:
            yield Change("", "unit", BREAKING, old.unit or "none", new.unit or "none")
        if (old.places, old.step) != (new.places, new.step):
            was, now = (
                span_of_numbers((old.step, None), old)[:-2],
                span_of_numbers((new.step, None), new)[:-2],
            )
            yield Change("", "step", BREAKING, was, now)
    elif old != new and not (isinstance(old, Choice) and isinstance(new, Choice)):
        options = _options(old), _options(new)
        yield from _option_changes(*options, ordered=False)
        if options[0] == options[1]:
            yield Change("", "kind", BREAKING)
    elif isinstance(old, Choice) and isinstance(new, Choice):
        yield from _option_changes(list(old.options), list(new.options), ordered=old.ordered or new.ordered)
        if old.ordered != new.ordered:
            yield Change("", "ordered", CARE, *_yes_no(now=new.ordered))


def _options(kind: Kind) -> list[str]:
    return list(getattr(kind, "options", ()))


def _option_changes(was: list[str], now: list[str], *, ordered: bool) -> Iterator[Change]:
    for option in was:
        if option not in now:
            yield Change("", f"option `{option}` removed", BREAKING)
    for option in now:
        if option not in was:
            yield Change("", f"option `{option}` added", CARE)
    both = set(was) & set(now)
    before, after = [each for each in was if each in both], [each for each in now if each in both]
    if before != after:
        effect = CARE if ordered else WORDING
        yield Change("", "order of options", effect, ", ".join(before), ", ".join(after))


def _codes(old: tuple[tuple[str, str], ...], new: tuple[tuple[str, str], ...]) -> Iterator[Change]:
    was, now = dict(old), dict(new)
    for system in {**was, **now}:
        if was.get(system) != now.get(system):
            effect = BREAKING if system in was else WORDING
            yield Change("", f"code {system}", effect, was.get(system, ""), now.get(system, ""))


def _at_most(old: int | None, new: int | None) -> Iterator[Change]:
    if old != new:
        lower = new is not None and (old is None or new < old)
        yield Change("", "at most", BREAKING if lower else CARE, said(old), said(new))


def _narrower(old: model.Item, new: model.Item) -> bool:
    if old.kind != new.kind or old.between is None or new.between is None:
        return True
    return new.between[0] > old.between[0] or new.between[1] < old.between[1]


def _units(item: model.Item) -> str:
    return ", ".join(f"{unit}: {float(factor):g}" for unit, factor in item.also_in)


def _major(version: str) -> str:
    return version.partition(".")[0]


def _came(*, gone: bool) -> str:
    return "removed" if gone else "added"


def _yes_no(*, now: bool) -> tuple[str, str]:
    return ("no", "yes") if now else ("yes", "no")
