"""The words that texts are printed with, a table for each language.

To add a language: one `Wording` in `LANGUAGES`. A language without one is printed with the English words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Wording:
    """All that printing a value in one language needs.

    `durations`: for each unit, one and several. `wide_span` joins two bounds when one of them is negative.
    `units`: where this language differs from `printing.UNITS`.
    """

    yes: str
    no: str
    nothing: str
    conjunction: str
    decimal_mark: str
    months: tuple[str, ...]
    clock_mark: str
    instant: str
    now: str
    durations: dict[str, tuple[str, str]]
    not_known: str
    not_known_value: str
    not_applicable: str
    incomplete: str
    points: str
    no_points: str
    wide_span: str
    percent: str
    units: dict[str, str]
    headings: dict[str, str]


_SWEDISH: Final = Wording(
    yes="ja",
    no="nej",
    nothing="inga",
    conjunction="och",
    decimal_mark=",",
    months=(
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ),
    clock_mark=".",
    instant="{date} kl. {time}",
    now="genast",
    durations={
        "minutes": ("minut", "minuter"),
        "hours": ("timme", "timmar"),
        "days": ("dag", "dagar"),
        "weeks": ("vecka", "veckor"),
        "months": ("månad", "månader"),
        "years": ("år", "år"),
    },
    not_known="Uppgift saknas",
    not_known_value="uppgift saknas",
    not_applicable="ej aktuellt",
    incomplete="Ofullständig",
    points="p",
    no_points="inga poäng",
    wide_span=" till ",
    percent=" %",
    units={
        "a": "år",
        "mo": "mån",
        "wk": "v",
        "d": "d",
        "[IU]": "IE",
        "[iU]": "IE",
        "mL": "ml",
        "dL": "dl",
        "cL": "cl",
    },
    headings={
        "situation": "Situation",
        "background": "Bakgrund",
        "assessment": "Bedömning",
        "recommendation": "Rekommendation",
    },
)

_ENGLISH: Final = Wording(
    yes="yes",
    no="no",
    nothing="none",
    conjunction="and",
    decimal_mark=".",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    clock_mark=":",
    instant="{date} {time}",
    now="now",
    durations={
        "minutes": ("minute", "minutes"),
        "hours": ("hour", "hours"),
        "days": ("day", "days"),
        "weeks": ("week", "weeks"),
        "months": ("month", "months"),
        "years": ("year", "years"),
    },
    not_known="Not known",
    not_known_value="not known",
    not_applicable="not applicable",
    incomplete="Incomplete",
    points="p",
    no_points="no points",
    wide_span=" to ",
    percent="%",
    units={"a": "years", "mo": "months", "wk": "weeks", "[iU]": "IU", "[IU]": "IU"},
    headings={
        "situation": "Situation",
        "background": "Background",
        "assessment": "Assessment",
        "recommendation": "Recommendation",
    },
)

LANGUAGES: Final[dict[str, Wording]] = {"sv": _SWEDISH, "en": _ENGLISH}


def wording(language: str) -> Wording:
    """The words of a language; English for one that has no table."""
    return LANGUAGES.get(language) or LANGUAGES.get(language.partition("-")[0], _ENGLISH)


def heading(language: str, section: str) -> str:
    """The heading of a request's section; a section of another layout goes by its own id."""
    return wording(language).headings.get(section) or section.replace("_", " ").capitalize()
