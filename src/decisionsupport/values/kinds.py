"""The kinds of the language: what an item, a computed value or an expression can be.

A number's kind fixes its scale: a value of `Number(places=1)` is a whole number of tenths, so 38.6 is 386.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, assert_never

from decisionsupport.values.sets import Anything, Possible, between, one_of, real_between, subset

CodeSystem = Literal["atc", "icd10se", "snomed", "loinc", "kva"]
CODE_SYSTEMS: Final[tuple[CodeSystem, ...]] = ("atc", "icd10se", "snomed", "loinc", "kva")

LIMIT: Final = 10**15
"""No number of the language passes this many of its units, either way."""


@dataclass(frozen=True, slots=True)
class Boolean:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number: whole `step`s, counted in units of 10**-places. `unit` is UCUM."""

    places: int = 0
    step: int = 1
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Real:
    """A binary64 on its way to be rounded; never compared, scored or shown."""

    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Any letters."""


@dataclass(frozen=True, slots=True)
class Date:
    """A day."""


@dataclass(frozen=True, slots=True)
class Instant:
    """A point in time, kept in UTC."""


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A clock time."""


@dataclass(frozen=True, slots=True)
class DurationType:
    """A length of time, as it was written."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a coding system."""

    system: CodeSystem


@dataclass(frozen=True, slots=True)
class Codes:
    """Several codes of a system: a parameter, or a list written in an expression."""

    system: CodeSystem


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `options`; from low to high where `ordered`. `of` names whose options they are."""

    options: tuple[str, ...]
    ordered: bool = False
    of: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Any of `options`; one that is `exclusive` is chosen alone. `of` names whose options they are."""

    options: tuple[str, ...]
    exclusive: frozenset[str] = frozenset()
    of: str = ""


Kind: TypeAlias = (
    Boolean
    | Number
    | Real
    | Text
    | Date
    | Instant
    | TimeOfDay
    | DurationType
    | Code
    | Codes
    | Choice
    | Choices
)


def is_opaque(kind: Kind) -> bool:
    """Whether a value of this kind is known or unknown and nothing between: texts, codes, times."""
    return isinstance(kind, Text | Date | Instant | TimeOfDay | DurationType | Code | Codes)


def everything(kind: Kind, limits: tuple[int, int] | None = None, na: bool = False) -> Possible:
    """The widest value of a kind; `limits` are a number's least and most units."""
    match kind:
        case Boolean():
            return one_of((True, False), na)
        case Choice(options=options):
            return one_of(options, na)
        case Choices(options=options):
            return subset((), options, na)
        case Number(step=step):
            # The widest lies on the grid, as every value of the kind does.
            widest = LIMIT // step * step
            least, most = limits if limits is not None else (-widest, widest)
            return between(least, most, na)
        case Real():
            return real_between(-math.inf, math.inf, na)
        case Text() | Date() | Instant() | TimeOfDay() | DurationType() | Code() | Codes():
            return Anything(None, na)
        case _:
            assert_never(kind)
