"""Items of forms: what is asked, what may be answered, what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from decisionsupport.documents.conditions import EXPRESSION, Condition, Formula
from decisionsupport.documents.leaves import Decimals, Whole, Word
from decisionsupport.documents.options import Codes, Options
from decisionsupport.documents.points import POINT_VALUE, POINTS, Points, PointValue, UnreadPoints, fits
from decisionsupport.documents.reading import Entries, Reads, Written
from decisionsupport.documents.scalars import NUMBER_VALUE, WHOLE, CountNumber, Interval, Number, YesNo
from decisionsupport.documents.shapes import either, entries_of, pairs_of
from decisionsupport.documents.texts import TEXT, Text, Words
from decisionsupport.documents.words import PLAIN, REFERENCE, Plain, References, choice
from decisionsupport.syntax.expressions.nodes import Expression

SYSTEMS: Final = ("atc", "icd10se", "snomed", "loinc", "kva")

_NUMERIC: Final = frozenset({"between", "usual", "unit", "labels", "also_in", "points"})
KEYS_OF_KINDS: Final[Mapping[str, frozenset[str]]] = {
    "boolean": frozenset({"points"}),
    "integer": _NUMERIC,
    "decimal": _NUMERIC | {"step"},
    "text": frozenset({"at_most"}),
    "date": frozenset(),
    "datetime": frozenset(),
    "time": frozenset(),
    "duration": frozenset(),
    "code": frozenset({"system"}),
    "choice": frozenset({"options", "points"}),
    "choices": frozenset({"options", "points"}),
    "check": frozenset({"points"}),
}
"""The keys that only some kinds of item have."""
ITEM_KINDS: Final = tuple(KEYS_OF_KINDS)

Labels = tuple[tuple[Whole, Text], ...]
_LABELS: Reads[Labels] = pairs_of(WHOLE, TEXT, "numbers and their texts")
_ALSO_IN = entries_of(PLAIN, NUMBER_VALUE, "units and what a value in them is multiplied by", least=1)
_SUGGESTED = entries_of(REFERENCE, EXPRESSION, "options and when they are suggested", least=1)
_SUGGEST: Reads[Expression | Entries[Expression]] = either(
    text=EXPRESSION,
    map=_SUGGESTED,
    holds=(*EXPRESSION.holds, Entries),
    wanted="an expression, or a map of options",
)


class Answering(Written):
    """How an item is answered: what `defaults` may say for all items, and each item for itself."""

    kind: Annotated[Word, choice("a kind", *ITEM_KINDS)] | None = None
    between: Interval | None = None
    usual: Interval | None = None
    unit: Plain | None = None
    step: Number | None = None
    also_in: Annotated[Entries[Decimals], _ALSO_IN] = Entries()
    options: Options | None = None
    labels: Annotated[Labels, _LABELS] = ()
    system: Annotated[Word, choice("a code system", *SYSTEMS)] | None = None
    at_most: CountNumber | None = None
    points: Annotated[Points, POINTS] | None = None
    points_when_hidden: Annotated[PointValue, POINT_VALUE] | None = None
    required: YesNo | None = None
    show_when: Condition | None = None


class Defaults(Answering):
    """What holds for the items of a form that say nothing else."""

    noun = "`defaults`"


class Item(Answering):
    """A question, or with `value` a derived item that is never asked."""

    noun = "an item"

    ask: Words | None = None
    help: Words | None = None
    value: Formula | None = None
    suggest: Annotated[Expression | Entries[Expression], _SUGGEST] | None = None
    code: Codes = Entries()
    evidence: References = ()

    def filled(self, defaults: Defaults | None, otherwise: Word | None) -> Item:
        """Fill in what `defaults` say where the item says nothing; `otherwise` is the kind if neither says.

        What the item's kind has no use for is left out; points of a form it does not have are `UnreadPoints`.
        """
        kind = self.kind or (None if defaults is None else defaults.kind) or otherwise
        taken: dict[str, object] = {"kind": kind}
        if kind is None:
            return self.model_copy(update=taken)
        taken |= {key: empty for key, empty in _EMPTY.items() if key not in KEYS_OF_KINDS[kind.text]}
        for key in _DEFAULTED:
            if defaults is not None and key not in taken and not self.has(key) and defaults.has(key):
                taken[key] = getattr(defaults, key)
        filled = self.model_copy(update=taken)
        if filled.points is None or fits(filled.points, kind.text):
            return filled
        return filled.model_copy(update={"points": UnreadPoints(filled.points.span)})


_DEFAULTED: Final = tuple(key for key in Answering.model_fields if key not in Written.model_fields)
_EMPTY: Final[Mapping[str, object]] = {
    key: Item.model_fields[key].default for key in frozenset[str]().union(*KEYS_OF_KINDS.values())
}
