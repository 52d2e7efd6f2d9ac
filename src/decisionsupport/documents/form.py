"""The documents `assessment`, `checklist` and `facts`: forms and their groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Final, Literal, cast

from typing_extensions import override

from decisionsupport.diagnostics.model import Related
from decisionsupport.documents.answering import check_item
from decisionsupport.documents.computed import Computed
from decisionsupport.documents.conditions import Condition
from decisionsupport.documents.demands import AppliesWhen, Must
from decisionsupport.documents.items import Defaults, Item
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.options import Codes, OptionLists
from decisionsupport.documents.reading import BROKEN, Broken, Entries, Reading, Reads, Written
from decisionsupport.documents.scalars import CountNumber, VersionText, YesNo
from decisionsupport.documents.shapes import entries_of, list_of, map_of, read_map
from decisionsupport.documents.texts import Text, Words
from decisionsupport.documents.words import (
    RESERVED_FOR_DOCUMENTS,
    RESERVED_FOR_NAMES,
    References,
    choice,
    new_id,
)
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar

STATUSES: Final = ("trial", "active", "retired")

_ITEM_ID = new_id("an item", RESERVED_FOR_NAMES)
_COMPUTED_ID = new_id("a computed value", RESERVED_FOR_NAMES)
_COMPUTED = entries_of(_COMPUTED_ID, map_of(Computed), "computed values")
_FORM_ID = new_id("a form", RESERVED_FOR_DOCUMENTS)


def _read_grouped(node: Node, at: Scalar | None, reading: Reading) -> Item | Broken:
    group = (
        next((key for key, _ in node.entries if key.value in _GROUP_KEYS), None)
        if isinstance(node, Mapping)
        else None
    )
    if group is None:
        return read_map(Item, node, at, reading)
    message = "a group cannot stand within a group"
    reading.report.add("nested-group", message, group.span, help="move the group beside the one it stands in")
    return BROKEN


_GROUP_KEYS: Final = frozenset({"group", "repeat", "items"})
_GROUPED: Reads[Item] = Reads(_read_grouped, (Item,), map_of(Item).schema)
_GROUPED_ITEMS = entries_of(_ITEM_ID, _GROUPED, "items", least=1)


class Repeat(Written):
    """How often a group may be answered."""

    noun = "`repeat`"

    at_most: CountNumber


class PlainGroup(Written):
    """A group that is layout, and may be shown or not as a whole; its items are named without it."""

    noun = "a group"

    group: Words
    show_when: Condition | None = None
    help: Words | None = None
    items: Annotated[Entries[Item], _GROUPED_ITEMS]


class RepeatingGroup(Written):
    """A group answered with a list of maps; `heading` is its title under whichever key it was written."""

    noun = "a repeating group"

    repeat: Annotated[Repeat, map_of(Repeat)]
    group: Words | None = None
    title: Words | None = None
    ask: Words | None = None
    help: Words | None = None
    required: YesNo | None = None
    show_when: Condition | None = None
    items: Annotated[Entries[Item], _GROUPED_ITEMS]
    computed: Annotated[Entries[Computed], _COMPUTED] = Entries()

    @property
    def heading(self) -> Text | None:
        """What the group is called."""
        return self.title or self.ask or self.group


Entry = Item | PlainGroup | RepeatingGroup


def _read_entry(node: Node, at: Scalar | None, reading: Reading) -> Entry | Broken:
    keys = {key.value for key, _ in node.entries} if isinstance(node, Mapping) else set()
    if "repeat" in keys:
        return read_map(RepeatingGroup, node, at, reading)
    if keys & _GROUP_KEYS:
        return read_map(PlainGroup, node, at, reading)
    return read_map(Item, node, at, reading)


_ENTRY: Reads[Entry] = Reads(
    _read_entry,
    (Item, PlainGroup, RepeatingGroup),
    {"anyOf": [map_of(kind).schema for kind in (Item, PlainGroup, RepeatingGroup)]},
)


class Form(Written):
    """What all forms have. `id` and `kind` are the value and the word of the first key."""

    kind: ClassVar[Literal["assessment", "checklist", "facts"]]

    version: VersionText
    status: Annotated[Word, choice("a status", *STATUSES)] | None = None
    title: Words
    help: Words | None = None
    evidence: References = ()
    code: Codes = Entries()
    applies_when: Annotated[AppliesWhen, map_of(AppliesWhen)] | None = None
    option_lists: OptionLists = Entries()
    defaults: Annotated[Defaults, map_of(Defaults)] | None = None
    items: Annotated[Entries[Entry], entries_of(_ITEM_ID, _ENTRY, "items")] = Entries()
    computed: Annotated[Entries[Computed], _COMPUTED] = Entries()
    must: Annotated[tuple[Must, ...], list_of(map_of(Must), "demands")] = ()
    note: Words | None = None

    @property
    def id(self) -> Word:
        """What the form is called in expressions and answers."""
        return cast("Word", getattr(self, self.kind))

    def filled(self, item: Item) -> Item:
        """An item of this form with its defaults; where nothing is said, a checklist's is a `check`."""
        return item.filled(self.defaults, Word("check", item.span) if self.kind == "checklist" else None)

    def each_item(self) -> Iterator[tuple[Word, Item, Word | None]]:
        """Every item as written, in order, with its name and the group it stands in."""
        for name, entry in self.items:
            if isinstance(entry, Item):
                yield name, entry, None
            else:
                yield from ((inner, item, name) for inner, item in entry.items)

    @override
    def check(self, at: Span, reading: Reading) -> None:
        if not self.has("items") and not self.has("computed"):
            reading.report.add("missing-key", f"{self.noun} needs `items`", at, help="add `items:`")
        for name, item, _ in self.each_item():
            check_item(name, self.filled(item), item, reading)
        self._check_names(reading)

    def _check_names(self, reading: Reading) -> None:
        plain = [name for name, _ in self.items]
        inner: list[Word] = []
        for _, entry in self.items:
            if isinstance(entry, PlainGroup):
                inner += [name for name, _ in entry.items]
            elif isinstance(entry, RepeatingGroup):
                report_repeated(
                    [*(name for name, _ in entry.items), *(name for name, _ in entry.computed)], reading
                )
        report_repeated([*plain, *inner, *(name for name, _ in self.computed)], reading)


def report_repeated(names: list[Word], reading: Reading) -> None:
    """Report names that one form gives twice."""
    first: dict[str, Word] = {}
    for name in sorted(names, key=lambda word: word.span.start):
        earlier = first.setdefault(name.text, name)
        if earlier is not name:
            related = (Related("first given here", earlier.span),)
            reading.report.add(
                "repeated-id",
                f"`{name.text}` is given twice",
                name.span,
                help="give one another id",
                related=related,
            )


class Assessment(Form):
    """A form that is filled in by examining or asking the patient."""

    noun = "an assessment"
    kind = "assessment"

    assessment: Annotated[Word, _FORM_ID]


class Checklist(Form):
    """Things to do, each done, undone or not relevant."""

    noun = "a checklist"
    kind = "checklist"

    checklist: Annotated[Word, _FORM_ID]


class Facts(Form):
    """What the host knows of the patient."""

    noun = "facts"
    kind = "facts"

    facts: Annotated[Word, _FORM_ID]
