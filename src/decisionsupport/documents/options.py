"""Options of choices and findings: a text each, or a map of what belongs to it."""

from __future__ import annotations

import re
from typing import Annotated, Final

from decisionsupport.documents.leaves import Word
from decisionsupport.documents.points import POINT_VALUE, PointValue
from decisionsupport.documents.reading import Broken, Entries, Reading, Reads, Written
from decisionsupport.documents.scalars import YesNo
from decisionsupport.documents.shapes import either, entries_of, model_schema, read_map
from decisionsupport.documents.texts import TEXT, Words, nothing_said
from decisionsupport.documents.words import PLAIN, REFERENCE, RESERVED_FOR_OPTIONS, new_id
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")

CODES: Reads[Entries[Word]] = entries_of(new_id("a code system"), PLAIN, "code systems and codes", least=1)
Codes = Annotated[Entries[Word], CODES]
"""What something is called in code systems, as `{loinc: 9279-1}`."""


class Option(Written):
    """An option of a choice; written as its text alone, or as a map."""

    noun = "an option"

    text: Words
    points: Annotated[PointValue, POINT_VALUE] | None = None
    exclusive: YesNo | None = None
    help: Words | None = None
    code: Codes = Entries()


def _read_option(node: Node, at: Scalar | None, reading: Reading) -> Option | Broken:
    if isinstance(node, Mapping) and any(not _LANGUAGE.fullmatch(key.value) for key, _ in node.entries):
        return read_map(Option, node, at, reading)
    text = TEXT.read(node, at, reading)
    if isinstance(text, Broken):
        text = nothing_said(node.span)
    return Option.model_validate({"text": text, "span": node.span, "places": (), "broken": frozenset()})


_OPTION: Reads[Option] = Reads(_read_option, (Option,), {"anyOf": [TEXT.schema, model_schema(Option)]})
OPTION_ID = new_id("an option", RESERVED_FOR_OPTIONS)

OPTION_MAP: Reads[Entries[Option]] = entries_of(OPTION_ID, _OPTION, "options and their texts", least=1)
OPTIONS: Reads[Word | Entries[Option]] = either(
    text=REFERENCE,
    map=OPTION_MAP,
    holds=(Word, Entries),
    wanted="a map of options, or the name of an option list",
)
OPTION_LISTS: Reads[Entries[Entries[Option]]] = entries_of(
    new_id("an option list"), OPTION_MAP, "option lists"
)

OptionMap = Annotated[Entries[Option], OPTION_MAP]
"""Options by id, in order."""
Options = Annotated[Word | Entries[Option], OPTIONS]
"""Options by id, in order, or the name of an option list."""
OptionLists = Annotated[Entries[Entries[Option]], OPTION_LISTS]
"""Options that several items share, by name."""
