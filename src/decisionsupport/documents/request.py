"""The document `request`: a care request (*vårdbegäran*), what it cannot do without, and its text."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from decisionsupport.documents.conditions import EXPRESSION, PRIORITY_WORD, Condition
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.reading import Broken, Entries, Reading, Reads, Written
from decisionsupport.documents.scalars import VersionText
from decisionsupport.documents.shapes import entries_of, list_of, map_of, read_map, scalar
from decisionsupport.documents.texts import TEXT, Text, Words
from decisionsupport.documents.words import Reference, choice, new_id, unknown_choice
from decisionsupport.syntax.expressions.nodes import Expression
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar

LAYOUTS: Final = {"sbar": ("situation", "background", "assessment", "recommendation")}


class DemandedTruth(Written):
    """`{that, else}`: a condition that must be true, and what is said when it is not."""

    noun = "an entry of `needs`"

    that: Condition
    else_: Words = Field(alias="else")


Need = Expression | DemandedTruth
"""What must be known (an expression), or must be true."""


def _read_need(node: Node, at: Scalar | None, reading: Reading) -> Need | Broken:
    if isinstance(node, Mapping):
        return read_map(DemandedTruth, node, at, reading)
    return EXPRESSION.read(node, at, reading)


_NEED: Reads[Need] = Reads(
    _read_need,
    (*EXPRESSION.holds, DemandedTruth),
    {"anyOf": [EXPRESSION.schema, map_of(DemandedTruth).schema]},
)
_SECTIONS = tuple(dict.fromkeys(name for names in LAYOUTS.values() for name in names))


def _read_section(node: Scalar, reading: Reading) -> Word | Broken:
    if node.value in _SECTIONS:
        return Word(node.value, node.span)
    return unknown_choice(node, "a section", _SECTIONS, reading)


class Request(Written):
    """A care request."""

    noun = "a request"

    request: Annotated[Word, new_id("a request")]
    version: VersionText
    title: Words
    to: Reference
    urgency: Annotated[Word, PRIORITY_WORD] | None = None
    layout: Annotated[Word, choice("a layout", *LAYOUTS)] | None = None
    needs: Annotated[tuple[Need, ...], list_of(_NEED, "what is needed")] = ()
    sections: Annotated[
        Entries[Text],
        entries_of(
            scalar(_read_section, "a section", Word, {"enum": list(_SECTIONS)}),
            TEXT,
            "sections",
        ),
    ]

    @property
    def id(self) -> Word:
        """The request's name."""
        return self.request
