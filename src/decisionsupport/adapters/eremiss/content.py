"""What a care request says in the contract's free texts, in the request's own language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from decisionsupport.outcome.care import Draft
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.texts.wording import heading

_ASKED: Final = ("situation", "recommendation")
_URGENCY: Final[Mapping[str, tuple[str, str]]] = {
    "routine": ("rutin", "routine"),
    "soon": ("snart", "soon"),
    "urgent": ("brådskande", "urgent"),
    "emergency": ("akut", "emergency"),
}


def question(draft: Draft, language: str) -> str:
    """What is asked (*frågeställning*): the situation and what is recommended."""
    return _under_headings(
        ((name, text) for name, text in draft.sections.items() if name in _ASKED), language
    )


def clinical_information(draft: Draft, language: str) -> str:
    """What is known (*anamnes*): the other sections, and what to weigh before acting."""
    others = ((name, text) for name, text in draft.sections.items() if name not in _ASKED)
    parts = [_under_headings(others, language)]
    if draft.cautions:
        title = "Att beakta" if _swedish(language) else "To weigh"
        parts.append("\n".join([title, *(f"- {caution.text}" for caution in draft.cautions)]))
    return "\n\n".join(part for part in parts if part)


def administrative_information(draft: Draft, language: str) -> str:
    """What kind of request it is, and how urgent."""
    swedish, english = _URGENCY[draft.urgency]
    if _swedish(language):
        return f"{draft.title}. Angelägenhetsgrad: {swedish}."
    return f"{draft.title}. Urgency: {english}."


def _under_headings(sections: Iterable[tuple[str, Text]], language: str) -> str:
    said = [(heading(language, name), str(text).strip()) for name, text in sections]
    return "\n\n".join(f"{title}\n{text}" for title, text in said if text)


def _swedish(language: str) -> bool:
    return language.partition("-")[0] == "sv"
