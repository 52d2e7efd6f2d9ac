"""What a case says beside what came of it, one function a part of `expect`.

A list that is written and empty says that there must be nothing; with `only` every list written is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from decisionsupport.authoring.cases.found import Found, waits_and_rules
from decisionsupport.authoring.cases.model import Case, Difference, ExpectedValue
from decisionsupport.authoring.cases.values import Answer, agrees, printed, written
from decisionsupport.documents.cases import Expect, ExpectedDraft, ExpectedProposal
from decisionsupport.documents.leaves import Word
from decisionsupport.outcome.care import Draft, Proposal
from decisionsupport.outcome.values import Value
from decisionsupport.source import Span

_NOTHING: Final = "nothing"
_ABSENT: Final = "not there"
_LISTS: Final = ("withholds", "asks", "fires", "undecided", "problems", "not_known")
_NEGATED: Final = {
    "proposes_not": "proposes",
    "drafts_not": "drafts",
    "asks_not": "asks",
    "fires_not": "fires",
}


def judge(case: Case, found: Found) -> tuple[Difference, ...]:
    """Everything in which the outcome is not as the case says, in the order of the file."""
    differences = [
        *_values(case.values, "values", found.value, found),
        *_values(case.findings, "findings", found.finding, found),
        *_refused(case, found),
    ]
    if case.expect is not None:
        differences += _expected(case.expect, found, complete=case.only)
    return tuple(sorted(differences, key=lambda each: (each.span.start, each.what)))


def _values(
    expected: Iterable[ExpectedValue], key: str, look_up: Callable[[str], Value | Answer | None], found: Found
) -> Iterator[Difference]:
    for each in expected:
        value = look_up(each.name)
        if value is None:
            yield Difference(each.name, written(each.value), found.near(key, each.name), each.span)
        elif not agrees(each.value, value):
            yield Difference(each.name, written(each.value), printed(value), each.span)


def _refused(case: Case, found: Found) -> Iterator[Difference]:
    """Answers that are refused though the case does not say so: it does not test what it seems to."""
    named = (case.expect.problems or ()) if case.expect is not None else ()
    paths = {word.text for word in named}
    for problem in found.outcome.problems:
        if problem.severity == "error" and problem.path not in paths:
            accepted = f" ({problem.allowed})" if problem.allowed else ""
            said = f"{problem.found}: {problem.message}" if problem.found else problem.message
            place = case.places.get(problem.path.partition("[")[0], case.span)
            yield Difference(
                problem.path, f"an answer that is accepted{accepted}", said, place, of_outcome=False
            )


def _expected(expect: Expect, found: Found, *, complete: bool) -> Iterator[Difference]:
    yield from _proposals(expect, found, complete=complete)
    yield from _drafts(expect, found, complete=complete)
    for key in _LISTS:
        names: tuple[Word, ...] | None = getattr(expect, key)
        if names is not None:
            yield from _listed(key, names, expect.place_of(key), found, complete=complete)
    for key, denied in _NEGATED.items():
        yield from _absent(key, getattr(expect, key) or (), denied, found)
    for word, texts in expect.notes:
        note = found.outcome.notes.get(word.text)
        shown = "" if note is None else str(note)
        yield from (replace(each, of_outcome=False) for each in _texts(f"note of {word.text}", texts, shown))


def _listed(
    key: str, names: tuple[Word, ...], at: Span, found: Found, *, complete: bool
) -> Iterator[Difference]:
    listed = found.listed(key)
    declared = found.declared(key)
    for word in names:
        if declared is not None and word.text not in declared:
            yield Difference(f"{key} {word.text}", word.text, found.near(key, word.text), word.span)
        elif word.text not in listed:
            yield Difference(f"{key} {word.text}", "there", _others(listed), word.span)
    if complete or not names:
        yield from _nothing_more(key, {word.text for word in names}, listed, at)


def _nothing_more(what: str, named: Collection[str], listed: Iterable[str], at: Span) -> Iterator[Difference]:
    more = [name for name in listed if name not in named]
    if more:
        yield Difference(what, "nothing more" if named else _NOTHING, ", ".join(more), at)


def _others(listed: Collection[str]) -> str:
    return f"{_ABSENT} (there: {', '.join(listed)})" if listed else _ABSENT


def _absent(key: str, names: Iterable[Word], denied: str, found: Found) -> Iterator[Difference]:
    listed = found.listed(denied)
    declared = found.declared(denied)
    for word in names:
        if declared is not None and word.text not in declared:
            yield Difference(f"{key} {word.text}", word.text, found.near(denied, word.text), word.span)
        elif word.text in listed:
            yield Difference(f"{key} {word.text}", _ABSENT, "there", word.span)


def _proposals(expect: Expect, found: Found, *, complete: bool) -> Iterator[Difference]:
    if expect.proposes is None:
        return
    proposed = found.proposed()
    names = tuple(word for word, _ in expect.proposes)
    yield from _listed("proposes", names, expect.place_of("proposes"), found, complete=complete)
    for word, expected in expect.proposes:
        if (proposal := proposed.get(word.text)) is not None:
            yield from _proposal(word.text, expected, proposal, found.outcome.at.date(), complete=complete)


def _due(said: str, today: date) -> str:
    """A due as an outcome says it: `today` is the day that it was."""
    return today.isoformat() if said == "today" else said


def _proposal(
    name: str, expected: ExpectedProposal, found: Proposal, today: date, *, complete: bool
) -> Iterator[Difference]:
    if expected.priority is not None and expected.priority.text != found.priority:
        yield Difference(f"{name} priority", expected.priority.text, found.priority, expected.priority.span)
    if expected.due is not None and _due(expected.due.text, today) != (found.due or ""):
        yield Difference(f"{name} due", expected.due.text, found.due or _NOTHING, expected.due.span)
    if expected.due_at is not None and expected.due_at.value != found.due_at:
        shown = _NOTHING if found.due_at is None else found.due_at.isoformat()
        yield Difference(f"{name} due_at", expected.due_at.value.isoformat(), shown, expected.due_at.span)
    if expected.cautions is not None:
        names = [waits_and_rules((caution,)) for caution in found.cautions]
        yield from _all_of(
            f"{name} cautions", expected.cautions, names, expected.place_of("cautions"), complete
        )
    if expected.reasons is not None:
        rules = [{reason.rule} for reason in found.reasons]
        yield from _all_of(f"{name} reasons", expected.reasons, rules, expected.place_of("reasons"), complete)
    because = "\n".join(str(reason.because) for reason in found.reasons if reason.because is not None)
    yield from _texts(f"{name} because", expected.because or (), because)


def _drafts(expect: Expect, found: Found, *, complete: bool) -> Iterator[Difference]:
    if expect.drafts is None:
        return
    drafted = found.drafted()
    names = tuple(word for word, _ in expect.drafts)
    yield from _listed("drafts", names, expect.place_of("drafts"), found, complete=complete)
    for word, expected in expect.drafts:
        if (draft := drafted.get(word.text)) is not None:
            yield from _draft(word.text, expected, draft, complete=complete)


def _draft(name: str, expected: ExpectedDraft, found: Draft, *, complete: bool) -> Iterator[Difference]:
    if expected.urgency is not None and expected.urgency.text != found.urgency:
        yield Difference(f"{name} urgency", expected.urgency.text, found.urgency, expected.urgency.span)
    if expected.gaps is not None:
        gaps = [{gap.needs} for gap in found.gaps]
        yield from _all_of(f"{name} gaps", expected.gaps, gaps, expected.place_of("gaps"), complete)
    if expected.reasons is not None:
        rules = [{reason.rule} for reason in found.reasons]
        yield from _all_of(f"{name} reasons", expected.reasons, rules, expected.place_of("reasons"), complete)
    yield from _texts(f"{name} text", expected.text or (), str(found.text))


def _all_of(
    what: str, expected: tuple[Word, ...], found: list[set[str]], at: Span, complete: bool
) -> Iterator[Difference]:
    """Each name is one of some entry's names; where the list is empty or complete, each entry is named."""
    named = {word.text for word in expected}
    shown = [" ".join(sorted(names)) for names in found]
    for word in expected:
        if not any(word.text in names for names in found):
            yield Difference(f"{what} {word.text}", "there", _others(shown), word.span)
    if complete or not expected:
        more = [text for text, names in zip(shown, found, strict=True) if not names & named]
        yield from _nothing_more(what, named, more, at)


def _texts(what: str, expected: Iterable[Word], found: str) -> Iterator[Difference]:
    for word in expected:
        if word.text not in found:
            yield Difference(what, word.text, found or _NOTHING, word.span)
