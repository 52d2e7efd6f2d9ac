"""What answers count: points in every form in which they may be written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final, assert_never

from pydantic.json_schema import JsonSchemaValue
from typing_extensions import override

from decisionsupport.documents.conditions import Condition
from decisionsupport.documents.leaves import Decimals, Range, UnknownValue, Word
from decisionsupport.documents.reading import Broken, Reading, Reads, Written
from decisionsupport.documents.scalars import NUMBER_VALUE, RANGE, or_unknown, range_of
from decisionsupport.documents.shapes import list_of, model_schema, pairs_of, read_map, wrong_kind
from decisionsupport.documents.words import REFERENCE
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

PointValue = Decimals | UnknownValue
POINT_VALUE: Reads[PointValue] = or_unknown(NUMBER_VALUE, "a number")
Bands = tuple[tuple[Range, PointValue], ...]

BANDS: Reads[Bands] = pairs_of(RANGE, POINT_VALUE, "ranges and their points")

_LIKE_RANGE: Final = re.compile(r"[-.\d<>=≤≥]")


@dataclass(frozen=True, slots=True)
class AnswerPoints:
    """`points: answer`: the answer is its points."""

    span: Span


@dataclass(frozen=True, slots=True)
class YesPoints:
    """`points: 2`: yes counts so much, no counts 0."""

    value: Decimals
    span: Span


@dataclass(frozen=True, slots=True)
class BandPoints:
    """`points: {..8: 3, 9..: 0}`."""

    bands: Bands
    span: Span


@dataclass(frozen=True, slots=True)
class OptionPoints:
    """`points: {yes: 0, no: 2}`, and options by their ids."""

    by_option: tuple[tuple[Word, PointValue], ...]
    span: Span


_PLAIN_SCHEMA: Final[JsonSchemaValue] = {
    "anyOf": [
        {"const": "answer"},
        NUMBER_VALUE.schema,
        {"type": "object", "additionalProperties": POINT_VALUE.schema},
    ]
}


class PointCase(Written):
    """One entry of a list of points: what counts when `when` holds."""

    noun = "an entry of `points`"

    when: Condition | None = None
    bands: Annotated[Bands, BANDS] | None = None
    points: (
        Annotated[
            AnswerPoints | YesPoints | BandPoints | OptionPoints,
            Reads(
                lambda node, at, reading: _read_plain_points(node, at, reading),
                (AnswerPoints, YesPoints, BandPoints, OptionPoints),
                _PLAIN_SCHEMA,
            ),
        ]
        | None
    ) = None

    @property
    def counts(self) -> AnswerPoints | YesPoints | BandPoints | OptionPoints | None:
        """What counts, whichever key it was written under."""
        return self.points if self.bands is None else BandPoints(self.bands, self.place_of("bands"))

    @override
    def check(self, at: Span, reading: Reading) -> None:
        if self.has("bands") and self.has("points"):
            one_of_two("bands", "points", self, reading)
        elif not self.has("bands") and not self.has("points"):
            reading.report.add(
                "missing-key", f"{self.noun} needs `bands` or `points`", at, help="add `bands:`"
            )


@dataclass(frozen=True, slots=True)
class PointCases:
    """A list of points: the first whose `when` holds counts; the last has none."""

    cases: tuple[PointCase, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class UnreadPoints:
    """Points that were written and reported: not readable, or of a form that the item cannot have."""

    span: Span


Points = AnswerPoints | YesPoints | BandPoints | OptionPoints | PointCases | UnreadPoints

_NUMBERS: Final = frozenset({"integer", "decimal"})


def fits(points: Points, kind: str) -> bool:
    """Whether a kind of item may have points of this form."""
    match points:
        case AnswerPoints() | BandPoints():
            return kind in _NUMBERS
        case YesPoints():
            return kind == "boolean"
        case OptionPoints():
            return kind not in _NUMBERS
        case PointCases():
            return all(case.counts is None or fits(case.counts, kind) for case in points.cases)
        case UnreadPoints():
            return True
        case _:
            assert_never(points)


def one_of_two(first: str, second: str, made: Written, reading: Reading) -> None:
    """Report two keys of which only one may be written."""
    reading.report.add(
        "key-conflict",
        f"`{first}` and `{second}` do not go together in {made.noun}",
        made.place_of(second),
        help=f"keep `{first}` or `{second}`",
    )


def _read_plain_points(
    node: Node, at: Scalar | None, reading: Reading
) -> AnswerPoints | YesPoints | BandPoints | OptionPoints | Broken:
    match node:
        case Scalar(value="answer"):
            return AnswerPoints(node.span)
        case Scalar() if node.value:
            value = NUMBER_VALUE.read(node, at, reading)
            return value if isinstance(value, Broken) else YesPoints(value, node.span)
        case Mapping() if node.entries:
            return _read_point_map(node, at, reading)
        case _:
            return wrong_kind(node, "`answer`, a number or a map", at, reading)


def _read_point_map(node: Mapping, at: Scalar | None, reading: Reading) -> BandPoints | OptionPoints | Broken:
    bands = sum(
        1
        for key, _ in node.entries
        if range_of(key.value, key.span) is not None or _LIKE_RANGE.match(key.value)
    )
    if bands * 2 >= len(node.entries):
        made = BANDS.read(node, at, reading)
        return made if isinstance(made, Broken) else BandPoints(made, node.span)
    by_option = pairs_of(REFERENCE, POINT_VALUE, "options and their points").read(node, at, reading)
    return by_option if isinstance(by_option, Broken) else OptionPoints(by_option, node.span)


def _read_points(node: Node, at: Scalar | None, reading: Reading) -> Points:
    if not isinstance(node, Sequence):
        plain = _read_plain_points(node, at, reading)
        return UnreadPoints(node.span) if isinstance(plain, Broken) else plain
    cases = _CASES.read(node, at, reading)
    if isinstance(cases, Broken):
        return UnreadPoints(node.span)
    check_last(cases, "points", reading)
    readable = all(case.counts is not None and not case.broken for case in cases)
    return PointCases(cases, node.span) if readable else UnreadPoints(node.span)


def check_last(cases: tuple[Written, ...], key: str, reading: Reading) -> None:
    """Report a list of `when`s whose last entry has one, or in which another entry has none."""
    for case in cases[:-1]:
        if not case.has("when"):
            message = (
                f"only the last entry of `{key}` may lack `when`: those after this one are never reached"
            )
            reading.report.add(
                "unreachable-entry", message, case.span, help="add `when:` here, or move it last"
            )
    if cases and cases[-1].has("when"):
        message = f"the last entry of `{key}` has a `when`: nothing is said where none holds"
        reading.report.add(
            "no-last-entry", message, cases[-1].place_of("when"), help="add an entry without `when`"
        )


def _read_case(node: Node, at: Scalar | None, reading: Reading) -> PointCase | Broken:
    return read_map(PointCase, node, at, reading)


_CASES: Reads[tuple[PointCase, ...]] = list_of(
    Reads(_read_case, (PointCase,), model_schema(PointCase)),
    "points with their `when`",
    least=1,
    whole=True,
)
POINTS: Reads[Points] = Reads(
    _read_points,
    (AnswerPoints, YesPoints, BandPoints, OptionPoints, PointCases, UnreadPoints),
    {"anyOf": [_PLAIN_SCHEMA, _CASES.schema]},
)
