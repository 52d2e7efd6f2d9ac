"""How a YAML node becomes a value of a document: readers, and the model of a map that readers fill.

A `Reads` stands in a field's annotation; the annotations are the one description of what may be written. A
reader reports every mistake it sees and gives `BROKEN` where no value could be made. Law: a map is made
whenever its needed keys could be read; keys that were written but not readable are named in `broken`, so that
later stages can stay silent about what follows from them.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema, core_schema

from decisionsupport.diagnostics.model import Report
from decisionsupport.documents.leaves import Word
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar

T = TypeVar("T")


class Broken(enum.Enum):
    """The mark of what could not be read; its mistake is in the report."""

    BROKEN = "broken"


BROKEN: Final = Broken.BROKEN


@dataclass(slots=True)
class Reading:
    """What the readers of a document share; `variables` are the `for_each` words of the rule at hand."""

    report: Report
    variables: frozenset[str] = frozenset()


Read = Callable[[Node, Scalar | None, Reading], T | Broken]
"""Reads a node; the scalar is the key it stands under, None for an element of a list."""


@dataclass(frozen=True, slots=True, eq=False)
class Reads(Generic[T]):
    """How a field is read, what it then holds, and how editors' JSON Schema describes it.

    `stand_in` makes what a needed key holds when it is missing or broken, where that does no harm.
    """

    read: Read[T]
    holds: tuple[type, ...]
    schema: JsonSchemaValue
    stand_in: Callable[[Span], T] | None = None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(self.holds)

    def __get_pydantic_json_schema__(
        self, made: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return deepcopy(self.schema)


@dataclass(frozen=True, slots=True)
class Entries(Generic[T]):
    """A map of the author's own words, in order; `broken` are the words whose value was not readable."""

    pairs: tuple[tuple[Word, T], ...] = ()
    broken: tuple[Word, ...] = ()

    def __iter__(self) -> Iterator[tuple[Word, T]]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def get(self, text: str) -> T | None:
        """The value under a word, or None."""
        return next((value for word, value in self.pairs if word.text == text), None)

    @property
    def words(self) -> tuple[str, ...]:
        """The words, in the order written."""
        return tuple(word.text for word, _ in self.pairs)


def _unread(cls: type) -> Reads[Any]:
    """What the reader of a map fills in by itself."""
    return Reads(lambda *_: BROKEN, (cls,), {})


class Written(BaseModel):
    """A map with known keys, which are the field names; Python's own words get a `_` (`from_`, `with_`).

    `span` is the whole map, `places` has the span of each key written, `broken` the keys whose value was not
    readable (their fields hold what they hold when absent).
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True)
    noun: ClassVar[str] = "map"

    span: SkipJsonSchema[Annotated[Span, _unread(Span)]]
    places: SkipJsonSchema[Annotated[tuple[tuple[str, Span], ...], _unread(tuple)]]
    broken: SkipJsonSchema[Annotated[frozenset[str], _unread(frozenset)]]

    def place_of(self, key: str) -> Span:
        """Where a key stands; the whole map for a key that was not written."""
        return next((span for written, span in self.places if written == key), self.span)

    def has(self, key: str) -> bool:
        """Whether the author wrote a key, readable or not."""
        return any(written == key for written, _ in self.places)

    @classmethod
    def prepare(cls, node: Mapping, reading: Reading) -> None:
        """Look at the map before its keys are read."""

    @classmethod
    def complete(cls, values: dict[str, Any], broken: set[str], reading: Reading) -> None:
        """Finish values that depend on each other, before the model is made."""

    def check(self, at: Span, reading: Reading) -> None:
        """Report what is wrong between keys, after the model is made; `at` is where the map is named."""
