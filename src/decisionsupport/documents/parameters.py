"""Parameters: values that sites may differ in, perhaps from a day on."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from typing import Annotated, Any, Final

from pydantic import Field
from typing_extensions import override

from decisionsupport.documents.items import SYSTEMS
from decisionsupport.documents.leaves import (
    DateText,
    Decimals,
    DurationText,
    Flag,
    TimeText,
    UnknownValue,
    Word,
)
from decisionsupport.documents.options import Options
from decisionsupport.documents.points import one_of_two
from decisionsupport.documents.reading import Broken, Reading, Reads, Written
from decisionsupport.documents.scalars import (
    DATE,
    DURATION,
    FLAG,
    NUMBER_VALUE,
    TIME,
    Interval,
    Number,
    YesNo,
    or_unknown,
)
from decisionsupport.documents.shapes import NODE, list_of, pairs_of
from decisionsupport.documents.texts import Words
from decisionsupport.documents.words import PLAIN, REFERENCE, Plain, References, choice
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Node, Scalar

ParameterValue = Decimals | Flag | DurationText | DateText | TimeText | Word | tuple[Word, ...] | UnknownValue

_READERS: Final[AnyMapping[str, Reads[Any]]] = {
    "boolean": or_unknown(FLAG, "`true`, `false`"),
    "integer": or_unknown(NUMBER_VALUE, "a whole number"),
    "decimal": or_unknown(NUMBER_VALUE, "a number"),
    "date": or_unknown(DATE, "a date"),
    "time": or_unknown(TIME, "a clock time"),
    "duration": or_unknown(DURATION, "a duration"),
    "code": or_unknown(PLAIN, "a code"),
    "choice": or_unknown(REFERENCE, "an option"),
    "text": or_unknown(PLAIN, "a text"),
}
_CODES = list_of(PLAIN, "codes")
PARAMETER_KINDS: Final = (*_READERS, "codes")
_VALUES: Final = (Decimals, Flag, DurationText, DateText, TimeText, Word, tuple, UnknownValue)
_WANTED_BY: Final[AnyMapping[str, tuple[str, ...]]] = {
    "between": ("integer", "decimal"),
    "unit": ("integer", "decimal"),
    "step": ("decimal",),
    "system": ("code", "codes"),
    "options": ("choice",),
    "ordered": ("choice",),
}

Dated = tuple[tuple[DateText, ParameterValue], ...]


def parameter_value(node: Node, kind: str, reading: Reading) -> ParameterValue | Broken:
    """Read a parameter's value as its kind has it; sites' values too, once the kind is known."""
    if kind == "codes":
        if isinstance(node, Scalar) and node.value == "unknown":
            return UnknownValue(node.span)
        return _CODES.read(node, None, reading)
    made: ParameterValue | Broken = _READERS[kind].read(node, None, reading)
    if kind == "integer" and isinstance(made, Decimals) and made.places:
        reading.report.add(
            "bad-number", f"`{made.text}` is not a whole number", made.span, help="write digits only"
        )
        return Broken.BROKEN
    return made


_VALUE: Reads[Any] = Reads(NODE.read, _VALUES, {})
_DATED: Reads[Any] = pairs_of(DATE, NODE, "days and the values from then on")


class Parameter(Written):
    """A named value: `value` for all time, or `from` with a value for each day on which it changes."""

    noun = "a parameter"

    kind: Annotated[Word, choice("a kind of parameter", *PARAMETER_KINDS)]
    title: Words | None = None
    value: Annotated[ParameterValue, _VALUE] | None = None
    from_: Annotated[Dated, _DATED] = Field(default=(), alias="from")
    between: Interval | None = None
    step: Number | None = None
    unit: Plain | None = None
    system: Annotated[Word, choice("a code system", *SYSTEMS)] | None = None
    options: Options | None = None
    ordered: YesNo | None = None
    evidence: References = ()
    others_seen: Words | None = None
    decided_by: Words | None = None
    because: Words | None = None

    @classmethod
    @override
    def complete(cls, values: dict[str, Any], broken: set[str], reading: Reading) -> None:
        kind = values.get("kind")
        value, dated = values.pop("value", None), values.pop("from", ())
        if kind is None:
            return
        if value is not None:
            made = parameter_value(value, kind.text, reading)
            if isinstance(made, Broken):
                broken.add("value")
            else:
                values["value"] = made
        pairs = [(day, parameter_value(node, kind.text, reading)) for day, node in dated]
        values["from"] = tuple((day, made) for day, made in pairs if not isinstance(made, Broken))

    @override
    def check(self, at: Span, reading: Reading) -> None:
        kind = self.kind.text
        if self.has("value") and self.has("from"):
            one_of_two("value", "from", self, reading)
        for key, kinds in _WANTED_BY.items():
            if self.has(key) and kind not in kinds:
                message = f"`{key}` does not go with kind `{kind}`"
                help = f"`{key}` is for {' and '.join(f'`{word}`' for word in kinds)}"
                reading.report.add("key-conflict", message, self.place_of(key), help=help)
        if kind == "decimal" and not self.has("step"):
            help = "add `step:`, the smallest difference, as `step: 0.1`"
            reading.report.add("missing-key", "a parameter of kind `decimal` needs `step`", at, help=help)
        if kind == "choice" and not self.has("options"):
            help = "add `options:` with a text for each"
            reading.report.add("needs-options", "a parameter of kind `choice` needs `options`", at, help=help)
        if kind in ("code", "codes") and not self.has("system"):
            help = "add `system:`, as `system: atc`"
            reading.report.add("missing-key", f"a parameter of kind `{kind}` needs `system`", at, help=help)
