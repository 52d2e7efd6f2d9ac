"""The phrases of each language. To add a language: a module with its `Phrases`, and its line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from decisionsupport.engine.explaining.english import ENGLISH
from decisionsupport.engine.explaining.phrases import Phrases
from decisionsupport.engine.explaining.swedish import SWEDISH

PHRASES: Final[Mapping[str, Phrases]] = MappingProxyType({"sv": SWEDISH, "en": ENGLISH})


def phrases(language: str) -> Phrases:
    """The phrases of a language; English for one that has no table."""
    return PHRASES.get(language) or PHRASES.get(language.partition("-")[0], ENGLISH)
