"""The document `overrides`: one site's values of parameters, who decided them and why."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import override

from decisionsupport.documents.leaves import DateText, Word
from decisionsupport.documents.points import one_of_two
from decisionsupport.documents.reading import Entries, Reading, Reads, Written
from decisionsupport.documents.scalars import DATE, VersionText
from decisionsupport.documents.shapes import NODE, either, entries_of, map_of, pairs_of
from decisionsupport.documents.texts import Words
from decisionsupport.documents.words import REFERENCE, new_id
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

_NODES = (Scalar, Sequence, Mapping)
DatedNodes = tuple[tuple[DateText, Node], ...]
_FROM: Reads[Any] = either(
    text=DATE,
    map=pairs_of(DATE, NODE, "days and the values from then on"),
    holds=(DateText, tuple),
    wanted="a date, or a map of dates and values",
)


class Override(Written):
    """A site's value of a parameter, perhaps from a day on; `from` a map: one from each of several days.

    Values are kept as nodes: the parameter's kind says what they mean (`parameter_value`).
    """

    noun = "an override"

    value: Annotated[Scalar | Sequence | Mapping, Reads(NODE.read, _NODES, NODE.schema)] | None = None
    from_: Annotated[DateText | DatedNodes, _FROM] | None = Field(default=None, alias="from")
    because: Words
    decided_by: Words

    @property
    def dated(self) -> tuple[tuple[DateText | None, Node], ...]:
        """The values and from when they hold (None: from the beginning)."""
        if isinstance(self.from_, tuple):
            return self.from_
        return () if self.value is None else ((self.from_, self.value),)

    @override
    def check(self, at: Span, reading: Reading) -> None:
        if isinstance(self.from_, tuple) and self.has("value"):
            one_of_two("value", "from", self, reading)
        elif not self.has("value") and not isinstance(self.from_, tuple) and "from" not in self.broken:
            reading.report.add("missing-key", "an override needs `value`", at, help="add `value:`")


class Overrides(Written):
    """One site's values."""

    noun = "overrides"

    overrides: Annotated[Word, new_id("a site")]
    version: VersionText | None = None
    title: Words | None = None
    parameters: Annotated[
        Entries[Override], entries_of(REFERENCE, map_of(Override), "parameters and their values")
    ]

    @property
    def id(self) -> Word:
        """The site's name."""
        return self.overrides
