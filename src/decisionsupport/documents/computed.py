"""Computed values of forms: one of an expression, bands, a list of `when`s, or a table."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field
from typing_extensions import override

from decisionsupport.documents.conditions import Condition, Formula
from decisionsupport.documents.leaves import Decimals, Range, Word
from decisionsupport.documents.options import Codes, Options
from decisionsupport.documents.points import check_last
from decisionsupport.documents.reading import Entries, Reading, Reads, Written
from decisionsupport.documents.scalars import RANGE, Number, YesNo
from decisionsupport.documents.shapes import list_of, map_of, pairs_of
from decisionsupport.documents.tables import RESULT, OneColumnTable, Result
from decisionsupport.documents.texts import Words
from decisionsupport.documents.words import Plain, choice
from decisionsupport.source import Span

COMPUTED_KINDS: Final = (
    "boolean",
    "integer",
    "decimal",
    "text",
    "date",
    "datetime",
    "time",
    "duration",
    "code",
    "choice",
    "choices",
)
WHEN_MISSING: Final = ("bounds", "require_all")
_WAYS: Final = ("value", "of", "first", "table")

ResultBands = tuple[tuple[Range, Word | Decimals], ...]
RESULT_BANDS: Reads[ResultBands] = pairs_of(RANGE, RESULT, "ranges and what they give")


class FirstCase(Written):
    """One entry of `first`: what it is when `when` holds."""

    noun = "an entry of `first`"

    when: Condition | None = None
    is_: Result = Field(alias="is")


class Computed(Written):
    """A value worked out from answers; exactly one of `value`, `of` with `bands`, `first`, `table`."""

    noun = "a computed value"

    title: Words | None = None
    kind: Annotated[Word, choice("a kind", *COMPUTED_KINDS)] | None = None
    value: Formula | None = None
    step: Number | None = None
    shown: Number | None = None
    of: Formula | None = None
    bands: Annotated[ResultBands, RESULT_BANDS] | None = None
    first: (
        Annotated[tuple[FirstCase, ...], list_of(map_of(FirstCase), "cases", least=1, whole=True)] | None
    ) = None
    table: Annotated[OneColumnTable, map_of(OneColumnTable)] | None = None
    options: Options | None = None
    ordered: YesNo | None = None
    unit: Plain | None = None
    when_missing: Annotated[Word, choice("what to do when answers are missing", *WHEN_MISSING)] | None = None
    hidden: YesNo | None = None
    code: Codes = Entries()

    @override
    def check(self, at: Span, reading: Reading) -> None:
        self._check_ways(at, reading)
        if self.first is not None and "first" not in self.broken:
            check_last(self.first, "first", reading)
        if not self.has("options") and (word := self._option_given()) is not None:
            message = f"{self.noun} that gives `{word.text}` needs `options`"
            reading.report.add("needs-options", message, at, help="add `options:` with a text for each")
        if self.has("ordered") and not self.has("options"):
            message = "`ordered` needs `options`"
            reading.report.add(
                "needs-options", message, self.place_of("ordered"), help="add `options:`, low to high"
            )

    def _check_ways(self, at: Span, reading: Reading) -> None:
        ways = [way for way in _WAYS if self.has(way)]
        if not ways and not self.has("bands"):
            message = f"{self.noun} needs one of `value`, `of` with `bands`, `first`, `table`"
            reading.report.add("missing-key", message, at, help="add `value:` with an expression")
        for second in ways[1:]:
            message = f"`{ways[0]}` and `{second}` do not go together in {self.noun}"
            reading.report.add("key-conflict", message, self.place_of(second), help="keep one of them")
        for key, other in (("of", "bands"), ("bands", "of")):
            if self.has(key) and not self.has(other) and (key == "of" or not ways):
                message = f"`{key}` needs `{other}` beside it"
                reading.report.add("missing-key", message, self.place_of(key), help=f"add `{other}:`")
        if self.has("bands") and ways and "of" not in ways:
            message = f"`{ways[0]}` and `bands` do not go together in {self.noun}"
            reading.report.add("key-conflict", message, self.place_of("bands"), help="keep one of them")

    def _option_given(self) -> Word | None:
        results = [case.is_ for case in self.first or ()] + [result for _, result in self.bands or ()]
        if self.table is not None:
            results += [row.gives[0] for row in self.table.rows if isinstance(row.gives[0], Word | Decimals)]
        words = [result for result in results if isinstance(result, Word)]
        return words[0] if words else None
