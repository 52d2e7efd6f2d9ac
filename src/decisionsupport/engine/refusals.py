"""What is said of refused answers, in the reader's language: written in English, said in others from here.

A text of an author (a `must`, an `applies_when`) is in no table and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from decisionsupport.outcome.record import Problem

_SWEDISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not a reason why it is not known": "inget skäl till att det inte är känt",
        "not a unit of this item": "ingen enhet för den här frågan",
        "no unit": "ingen enhet",
        "not a number": "inget tal",
        "not possible": "inte möjligt",
        "not a yes or no": "varken ja eller nej",
        "not a value that can be given": "inget värde som kan anges",
        "nothing": "ingenting",
        "between two steps": "mellan två steg",
        "a number": "ett tal",
        "not an option": "inget av svarsalternativen",
        "not a list of options": "ingen lista med svarsalternativ",
        "more options than there are": "fler svarsalternativ än det finns",
        "an option is chosen twice": "ett svarsalternativ är valt två gånger",
        "each option once": "varje svarsalternativ en gång",
        "not a list of codes": "ingen lista med koder",
        "not a text": "ingen text",
        "too long": "för lång",
        "letters that can be written as UTF-8": "tecken som kan skrivas i UTF-8",
        "not a date": "inget datum",
        "a date, as 2026-03-02": "ett datum, som 2026-03-02",
        "not an instant": "ingen tidpunkt",
        "date, time and offset, as 2026-03-02T10:00:00+01:00": (
            "datum, tid och förskjutning, som 2026-03-02T10:00:00+01:00"
        ),
        "not a time of day": "inget klockslag",
        "a clock time, as 12:30": "ett klockslag, som 12:30",
        "not a duration": "ingen tidslängd",
        "a number and a unit, as 48 hours": "ett tal och en enhet, som 48 hours",
        "not a map of forms": "inte svar ordnade efter formulär",
        "answers by form": "svar efter formulär",
        "the form is retired, so it is not used": "formuläret är avvecklat och används inte",
        "another form": "ett annat formulär",
        "not a map of answers": "inte svar ordnade efter fråga",
        "answers by item": "svar efter fråga",
        "no column, so it is unanswered in every row": "ingen kolumn, så frågan är obesvarad på varje rad",
        "an item of a repeating group has no column of its own": (
            "en fråga i en upprepad grupp har ingen egen kolumn"
        ),
        "another major version": "en annan huvudversion",
        "worked out from other answers, never given": "räknas fram ur andra svar och anges aldrig",
        "not a list of entries": "ingen lista med poster",
        "too many entries": "för många poster",
        "not an entry": "ingen post",
        "lists of entries by form": "listor med poster efter formulär",
        "a list, [] for never done": "en lista, [] för aldrig gjort",
        "not an entry of history": "ingen post i historiken",
        "a map of at, version, answers": "en post med at, version, answers",
        "not before the instant of the evaluation, so it is not used": (
            "inte före bedömningens tidpunkt och används därför inte"
        ),
        "not a map of parameters": "inte värden ordnade efter parameter",
        "values by parameter": "värden efter parameter",
        "outside what the parameter may be": "utanför vad parametern får vara",
        "unusual: check that it is right": "ovanligt: kontrollera att det stämmer",
        "no answer": "inget svar",
        "ignored: the question is not asked here": "används inte: frågan ställs inte här",
        "not a version, as text": "ingen version, som text",
        "true, false": "true, false",
    }
)
_SWEDISH_PATTERNS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"not an option \(did you mean (.+)\?\)", r"inget av svarsalternativen (menas \1?)"),
        (r"no such form \(did you mean (.+)\?\)", r"inget sådant formulär (menas \1?)"),
        (r"no such item \(did you mean (.+)\?\)", r"ingen sådan fråga (menas \1?)"),
        (r"no such parameter \(did you mean (.+)\?\)", r"ingen sådan parameter (menas \1?)"),
        (r"no such key \(did you mean (.+)\?\)", r"ingen sådan nyckel (menas \1?)"),
        (r"no such forms?", "inget sådant formulär"),
        (r"no such items?", "ingen sådan fråga"),
        (r"no such parameters?", "ingen sådan parameter"),
        (r"no such keys?", "ingen sådan nyckel"),
        (r"a column (\S+) of lists", r"en kolumn \1 med listor"),
        (r"a list of at most (\d+)", r"en lista med högst \1"),
        (r"at most (\d+)", r"högst \1"),
        (r"a list of (\w+) codes", r"en lista med \1-koder"),
        (r"a list of (.+)", r"en lista med \1"),
        (r"a map of (.+)", r"en post med \1"),
        (r"not a code of (\w+)", r"ingen kod i \1"),
        (r"an? (\w+) code, as text", r"en \1-kod, som text"),
        (r"an? (\w+) code", r"en \1-kod"),
        (r"a text of at most (\d+) characters", r"en text med högst \1 tecken"),
        (r"(.+) is chosen together with others", r"\1 är valt tillsammans med andra"),
        (r"(.+) alone", r"\1 ensamt"),
        (r"(.+), whole numbers", r"\1, heltal"),
        (r"(.+), steps of ([\d.]+)", r"\1, i steg om \2"),
        (r"usually (.+)", r"vanligen \1"),
        (r"before (.+)", r"före \1"),
    )
)


def said_in(language: str, problem: Problem) -> Problem:
    """The problem with our own words in a language; a language without a table reads English."""
    if language.partition("-")[0] != "sv":
        return problem
    allowed = problem.allowed
    return replace(
        problem, message=_swedish(problem.message), allowed=None if allowed is None else _swedish(allowed)
    )


def _swedish(text: str) -> str:
    found = _SWEDISH.get(text)
    if found is not None:
        return found
    for pattern, words in _SWEDISH_PATTERNS:
        if pattern.fullmatch(text):
            return pattern.sub(words, text, count=1)
    return text
