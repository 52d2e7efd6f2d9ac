"""A step that cannot be taken: why, and what can be done instead, in either language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from decisionsupport.errors import DecisionSupportError
from decisionsupport.outcome.care import Gap
from decisionsupport.review.words import REFUSALS, in_words, listed, state_in_words, step_in_words


class InvalidStep(DecisionSupportError, ValueError):
    """A step was refused: `why` is its slug, `legal` the steps that may be taken, `gaps` what is missing.

    `str()` is English; `in_language("sv")` says it to a Swedish reader.
    """

    why: str
    legal: tuple[str, ...]
    gaps: tuple[Gap, ...]

    def __init__(
        self,
        why: str,
        names: Mapping[str, str | Sequence[str]],
        legal: Sequence[str] = (),
        gaps: Sequence[Gap] = (),
    ) -> None:
        self.why = why
        self.names = dict(names)
        self.legal = tuple(legal)
        self.gaps = tuple(gaps)
        super().__init__(why)

    def __str__(self) -> str:
        return self.in_language("en")

    def __reduce__(self) -> tuple[type[InvalidStep], tuple[object, ...]]:
        return (InvalidStep, (self.why, self.names, self.legal, self.gaps))

    def in_language(self, language: str) -> str:
        """Why, in the reader's language."""
        names = {name: _named(value, language) for name, value in self.names.items()}
        if "state" in self.names:
            names["state"] = state_in_words(str(self.names["state"]), language)
        if "step" in self.names and language.startswith("sv"):
            names["step"] = step_in_words(str(self.names["step"]), language)
        steps = [step_in_words(step, language) for step in self.legal]
        names["legal"] = listed(
            steps if language.startswith("sv") else [f"`{s}`" for s in self.legal], language
        )
        names["gaps"] = "; ".join(gap_in_words(gap) for gap in self.gaps)
        return in_words(REFUSALS[self.why], language).format(**names)


def gap_in_words(gap: Gap) -> str:
    """What a gap says: its question, or its text."""
    return gap.ask if gap.ask is not None else str(gap.text)


def _named(value: str | Sequence[str], language: str) -> str:
    if isinstance(value, str):
        return value
    return listed([f"`{each}`" for each in value], language)
