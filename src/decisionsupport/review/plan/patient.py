"""The plan in plain words for the patient, in Swedish or English.

Law: only words that the pack wrote for patients are shown; what has none is counted and not left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta, tzinfo
from typing import Final

from decisionsupport.outcome.care import Repeat
from decisionsupport.outcome.texts.printing import joined, printed, printed_date
from decisionsupport.outcome.texts.shown import Instant, Lasting
from decisionsupport.outcome.texts.wording import Wording, wording
from decisionsupport.outcome.values import in_zone
from decisionsupport.review.plan.item import PlanItem
from decisionsupport.values.duration import Duration, parse_duration


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The fixed words of a patient's plan in one language."""

    title: str
    nothing: str
    to_do: str
    done: str
    now: str
    by: str
    when: str
    how_often: str
    who: str
    one_more: str
    more: str
    lasting: str
    then: str


_SWEDISH: Final = _Phrases(
    title="Din plan",
    nothing="Just nu finns det inget planerat.",
    to_do="Det här ska göras",
    done="Det här är gjort",
    now="nu genast",
    by="senast {}",
    when="När: {}.",
    how_often="Hur ofta: {}.",
    who="Vem: {}.",
    one_more="Personalen gör också en sak som inte står här. Fråga gärna om den.",
    more="Personalen gör också {} saker som inte står här. Fråga gärna om dem.",
    lasting="i {}",
    then=", sedan ",
)
_ENGLISH: Final = _Phrases(
    title="Your plan",
    nothing="Nothing is planned just now.",
    to_do="What will be done",
    done="What has been done",
    now="now, at once",
    by="by {}",
    when="When: {}.",
    how_often="How often: {}.",
    who="Who: {}.",
    one_more="The staff also do one thing that is not written here. Please ask about it.",
    more="The staff also do {} things that are not written here. Please ask about them.",
    lasting="for {}",
    then=", then ",
)


def patient_text(
    items: Sequence[PlanItem], roles: Mapping[str, Mapping[str, str]], zone: tzinfo, language: str
) -> str:
    """The whole text: what will be done, what has been done, how much is not written."""
    swedish = language.partition("-")[0] == "sv"
    phrases, words = (_SWEDISH if swedish else _ENGLISH), wording(language)
    told = [item for item in items if item.for_patient]
    untold = sum(item.open for item in items) - sum(item.open for item in told)
    to_do = [line for item in told if item.open for line in _open_lines(item, roles, zone, language)]
    done = [line for item in told for line in _done_lines(item, zone, words, language)]
    parts = [[phrases.title]]
    if to_do:
        parts.append([phrases.to_do, *to_do])
    if done:
        parts.append([phrases.done, *done])
    if untold:
        parts.append([phrases.one_more if untold == 1 else phrases.more.format(untold)])
    if len(parts) == 1:
        parts.append([phrases.nothing])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _open_lines(
    item: PlanItem, roles: Mapping[str, Mapping[str, str]], zone: tzinfo, language: str
) -> Iterator[str]:
    swedish = language.partition("-")[0] == "sv"
    phrases, words = (_SWEDISH if swedish else _ENGLISH), wording(language)
    yield f"- {_in(item.for_patient, language)}"
    details = []
    if item.repeat:
        often = phrases.then.join(_often(each, words, swedish=swedish) for each in item.repeat)
        details.append(phrases.how_often.format(often))
    when = _when(item, phrases, words, zone, language)
    if when:
        details.append(phrases.when.format(when))
    if item.performers:
        who = joined([_in(roles.get(role, {"": role}), language) for role in item.performers], words)
        details.append(phrases.who.format(who))
    if details:
        yield "  " + " ".join(details)


def _when(item: PlanItem, phrases: _Phrases, words: Wording, zone: tzinfo, language: str) -> str:
    if item.occasion:
        return _in(item.occasion, language)
    if item.next_at is None:
        return ""
    if item.due == "now" and not item.repeat:
        return phrases.now
    at = in_zone(item.next_at, zone)
    if at.time() == time():
        # By midnight is by the end of the day before.
        return phrases.by.format(printed_date(at.date() - timedelta(days=1), words))
    return phrases.by.format(printed(Instant(at), words))


def _done_lines(item: PlanItem, zone: tzinfo, words: Wording, language: str) -> Iterator[str]:
    times = [mark.at for mark in item.done if mark.undone is None]
    if times:
        # Of what is done again and again, the last time.
        yield f"- {printed_date(in_zone(max(times), zone).date(), words)}: {_in(item.for_patient, language)}"


def _often(repeat: Repeat, words: Wording, *, swedish: bool) -> str:
    every = parse_duration(repeat.every)
    often = repeat.every if every is None else (_varje(every, words) if swedish else _every(every, words))
    length = None if repeat.for_ is None else parse_duration(repeat.for_)
    if length is None:
        return often
    phrases = _SWEDISH if swedish else _ENGLISH
    return f"{often} {phrases.lasting.format(printed(Lasting(length.parts), words))}"


def _every(every: Duration, words: Wording) -> str:
    one, several = words.durations[every.unit]
    return f"every {one}" if every.amount == 1 else f"every {every.amount} {several}"


def _varje(every: Duration, words: Wording) -> str:
    one, _ = words.durations[every.unit]
    neuter = every.unit == "years"
    match every.amount:
        case 1:
            return f"varje {one}"
        case 2:
            return f"{'vartannat' if neuter else 'varannan'} {one}"
        case 3:
            return f"{'vart' if neuter else 'var'} tredje {one}"
        case amount:
            ending = "a" if amount % 10 in (1, 2) and amount % 100 not in (11, 12) else "e"
            return f"{'vart' if neuter else 'var'} {amount}:{ending} {one}"


def _in(texts: Mapping[str, str], language: str) -> str:
    found = texts.get(language) or texts.get(language.partition("-")[0])
    return found if found is not None else next(iter(texts.values()), "")
