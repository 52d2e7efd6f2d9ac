"""Why there is no answer: FHIR's data-absent-reason, wherever in an item it stands, in our reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from decisionsupport.adapters.fhir.answered import ABSENT
from decisionsupport.adapters.fhir.extensions import DATA_ABSENT, value_of
from decisionsupport.adapters.fhir.given_values import Element
from decisionsupport.engine.answers import Refused, shown

_REASONS: Final[Mapping[str, str | None]] = MappingProxyType(
    {
        **{code: reason for reason, code in ABSENT.items()},
        "unknown": "not_known",
        "temp-unknown": "not_known",
        "masked": "not_known",
        "error": "not_known",
        "unsupported": "not_possible",
        "not-permitted": "not_possible",
        "not-asked": None,
        "not-applicable": None,
    }
)
"""FHIR's reasons in ours; None: as if it was not answered."""


@dataclass(frozen=True, slots=True)
class Absence:
    """A reason at a place: in our words, or None where nothing was asked, or why it cannot be used."""

    place: str
    reason: str | None = None
    refused: Refused | None = None


def absence(place: str, element: Element, answers: Sequence[tuple[str, object]]) -> Absence | None:
    """The reason that an item gives for having no answer; None where it gives none."""
    for here, holder in _holders(place, element, answers):
        code = value_of(holder, DATA_ABSENT)
        if code is None:
            continue
        if _has_value(answers):
            return Absence(here, refused=_refused("both an answer and why there is none", code))
        if not isinstance(code, str) or code not in _REASONS:
            return Absence(here, refused=_refused("not a reason why it is not known", code))
        return Absence(here, _REASONS[code])
    return None


def _refused(message: str, code: object) -> Refused:
    return Refused(message, shown(code), ", ".join(_REASONS))


def _holders(
    place: str, element: Element, answers: Sequence[tuple[str, object]]
) -> Iterator[tuple[str, Element]]:
    """The item, its answers, and their values, as objects or beside primitives (`_valueInteger`)."""
    yield place, element
    for here, answer in answers:
        if isinstance(answer, Mapping):
            yield here, answer
            for name, part in answer.items():
                if name.lstrip("_").startswith("value") and isinstance(part, Mapping):
                    yield f"{here}.{name.removeprefix('_')}", part


def _has_value(answers: Sequence[tuple[str, object]]) -> bool:
    return any(
        name.startswith("value") and not (isinstance(value, Mapping) and set(value) == {"extension"})
        for _, answer in answers
        if isinstance(answer, Mapping)
        for name, value in answer.items()
    )
