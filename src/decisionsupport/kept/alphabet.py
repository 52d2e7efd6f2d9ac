"""How values are told in JSON: plain ones as they are, all others as a list that begins with a tag.

Tags are places in a list that the source of the library determines: an entry of another source is not read.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import IntEnum
from types import ModuleType
from typing import Final, TypeAlias, get_args

from decisionsupport.diagnostics.model import Diagnostic, Related
from decisionsupport.program import expressions, model, texts
from decisionsupport.program.texts import Words
from decisionsupport.values.duration import Duration
from decisionsupport.values.kinds import Kind
from decisionsupport.values.sets import SETS

Json: TypeAlias = "bool | int | str | list[Json] | None"

PLAIN: Final = frozenset({type(None), bool, int, str})


class Tag(IntEnum):
    """What is no class of ours."""

    TUPLE = 0
    SET = 1
    MAP = 2
    SPAN = 3
    SHARED = 4
    DATE = 5
    INSTANT = 6
    CLOCK = 7
    REAL = 8
    FRACTION = 9
    NOT_APPLICABLE = 10
    SEVERITY = 11


def _classes(module: ModuleType) -> list[type]:
    own = (each for each in vars(module).values() if isinstance(each, type))
    return [each for each in own if is_dataclass(each) and each.__module__ == module.__name__]


CLASSES: Final[tuple[type, ...]] = (
    *(each for module in (expressions, texts, model) for each in _classes(module)),
    *get_args(Kind),
    *SETS,
    Duration,
    Diagnostic,
    Related,
)
TAGS: Final = {each: tag for tag, each in enumerate(CLASSES, len(Tag))}
FIELDS: Final = {each: tuple(field.name for field in fields(each)) for each in CLASSES}
SHARED: Final = frozenset({*get_args(Kind), Words, model.TakingPart})
"""Classes whose values stand in many places: each value is told once."""

SECTIONS: Final = tuple(
    field.name for field in fields(model.Program) if field.name not in ("pack", "site", "digest")
)
"""The maps of a program, each told entry by entry."""
