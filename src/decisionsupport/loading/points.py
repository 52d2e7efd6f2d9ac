"""Bands and points: from ranges, options and cases to expressions; holes and overlaps found on the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from decisionsupport.documents.leaves import Decimals, Range, UnknownValue, Word
from decisionsupport.documents.options import Option
from decisionsupport.documents.points import (
    AnswerPoints,
    BandPoints,
    OptionPoints,
    PointCases,
    Points,
    PointValue,
    UnreadPoints,
    YesPoints,
)
from decisionsupport.documents.reading import Entries
from decisionsupport.loading.building import Building
from decisionsupport.loading.names import Scope
from decisionsupport.program import expressions as x
from decisionsupport.source import Span
from decisionsupport.values import kinds
from decisionsupport.values.numbers import format_decimal
from decisionsupport.values.sets import NOT_APPLICABLE, Between, Possible, between

Edge = tuple[int | None, int | None, Possible]


@dataclass(frozen=True, slots=True)
class Grid:
    """What a banded number can be: its kind, its least and its most, and its name for messages."""

    kind: kinds.Number
    least: int
    most: int
    name: str

    def text(self, units: int) -> str:
        """A value as authors write it."""
        return format_decimal(units, self.kind.places)

    def stretch(self, first: int, last: int) -> str:
        """Values from one to another, as authors write them."""
        return self.text(first) if first == last else f"{self.text(first)}..{self.text(last)}"


def grid_of(kind: kinds.Kind, widest: Possible, name: str) -> Grid | None:
    """The grid of a number, or None where it is none."""
    if not isinstance(kind, kinds.Number):
        return None
    if isinstance(widest, Between):
        return Grid(kind, widest.least, widest.most, name)
    if isinstance(widest, int) and not isinstance(widest, bool):
        return Grid(kind, widest, widest, name)
    if widest is NOT_APPLICABLE:
        return Grid(kind, kind.step, 0, name)
    return None


def edges_of(
    ranges: Sequence[tuple[Range, Possible]], grid: Grid, whole: Span, what: str, building: Building
) -> tuple[Edge, ...] | None:
    """The bands in order; a hole or an overlap on the grid is reported as `<what>-gap`, `<what>-overlap`."""
    bands: list[tuple[int | None, int | None, Possible, Range]] = []
    for written, value in ranges:
        ends = []
        for end in (written.least, written.most):
            units = None if end is None else building.units(end, grid.kind)
            if end is not None and units is None:
                return None
            ends.append(units)
        bands.append((ends[0], ends[1], value, written))
    bands.sort(key=lambda band: (band[0] is not None, band[0] or 0))
    fine = _check_cover(bands, grid, whole, what, building)
    return tuple((least, most, value) for least, most, value, _ in bands) if fine else None


def _check_cover(
    bands: Sequence[tuple[int | None, int | None, Possible, Range]],
    grid: Grid,
    whole: Span,
    what: str,
    building: Building,
) -> bool:
    step, wanted, fine = grid.kind.step, grid.least, True
    missing: list[str] = []
    previous: Range | None = None
    taken: int | None = None
    for least, most, _, written in bands:
        first = grid.least if least is None else least
        last = grid.most if most is None else most
        if first > wanted and wanted <= grid.most:
            missing.append(grid.stretch(wanted, min(first - step, grid.most)))
        elif (
            taken is not None
            and first <= taken
            and previous is not None
            and grid.least <= last
            and first <= grid.most
        ):
            both = grid.stretch(max(first, grid.least), min(wanted - step, last))
            building.report.add(
                f"{what}-overlap",
                f"`{written.span.text}` takes {both} that `{previous.span.text}` takes too",
                written.span,
                help=f"begin at {grid.text(wanted)}",
            )
            fine = False
        wanted, previous = max(wanted, last + step), written
        taken = last if taken is None else max(taken, last)
    if wanted <= grid.most:
        missing.append(grid.stretch(wanted, grid.most))
    if missing:
        building.report.add(
            f"{what}-gap",
            f"no band takes {', '.join(missing)} of `{grid.name}`",
            whole,
            help=f"`{grid.name}` can be {grid.stretch(grid.least, grid.most)}; add a band, or widen one",
        )
        return False
    return fine


# Points --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subject:
    """The item whose points are made: how it is read, and what it can be."""

    read: x.Expression
    widest: Possible
    options: Entries[Option] | None
    name: str
    span: Span
    scope: Scope


def points_expression(points: Points | None, subject: Subject, building: Building) -> x.Expression | None:
    """What an item counts, as an expression over its answer."""
    numbers = _numbers(points, subject)
    places = max((number.places for number in numbers), default=0)
    kind = kinds.Number(places)
    units = [number.digits * 10 ** (places - number.places) for number in numbers]
    unknown = between(min(units), max(units)) if units else 0
    return _Making(subject, kind, unknown, building).make(points)


def _numbers(points: Points | None, subject: Subject) -> list[Decimals]:
    match points:
        case None:
            values = [option.points for _, option in subject.options or ()]
            return [value for value in values if isinstance(value, Decimals)]
        case AnswerPoints() | UnreadPoints():
            return []
        case YesPoints(value=value):
            return [value, Decimals(0, 0, value.span)]
        case BandPoints(bands=bands):
            return [value for _, value in bands if isinstance(value, Decimals)]
        case OptionPoints(by_option=by_option):
            return [value for _, value in by_option if isinstance(value, Decimals)]
        case PointCases(cases=cases):
            return [number for case in cases for number in _numbers(case.counts, subject)]


@dataclass(frozen=True, slots=True)
class _Making:
    subject: Subject
    kind: kinds.Number
    unknown: Possible
    building: Building

    def make(self, points: Points | None) -> x.Expression | None:
        match points:
            case None:
                written = tuple((word, option.points) for word, option in self.subject.options or ())
                return self._options(written, self.subject.span)
            case UnreadPoints():
                return None
            case AnswerPoints():
                return self.subject.read
            case YesPoints(value=value, span=span):
                pairs: tuple[tuple[bool | str, Possible], ...] = ((True, self._units(value)), (False, 0))
                return x.OptionValues(self.subject.read, pairs, self.kind, span)
            case BandPoints(bands=bands, span=span):
                return self._bands(bands, span)
            case OptionPoints(by_option=by_option, span=span):
                return self._options(by_option, span)
            case PointCases():
                return self._cases(points)

    def _units(self, value: PointValue | None) -> Possible:
        if value is None or isinstance(value, UnknownValue):
            return self.unknown
        return value.digits * int(10 ** (self.kind.places - value.places))

    def _bands(self, bands: Sequence[tuple[Range, PointValue]], span: Span) -> x.Expression | None:
        grid = grid_of(self.subject.read.kind, self.subject.widest, self.subject.name)
        if grid is None:
            return None
        edges = edges_of(
            [(written, self._units(value)) for written, value in bands], grid, span, "points", self.building
        )
        return None if edges is None else x.Bands(self.subject.read, edges, self.kind, span)

    def _options(
        self, by_option: Sequence[tuple[Word, PointValue | None]], whole: Span
    ) -> x.Expression | None:
        kind, span = self.subject.read.kind, self.subject.span
        answers = {"yes": True, "no": False} if isinstance(kind, kinds.Boolean) else None
        wanted = tuple(answers) if answers else getattr(kind, "options", ())
        given = {word.text: value for word, value in by_option if value is not None}
        fine = all(self.building.known("option", word, wanted) for word, _ in by_option)
        lacking = [option for option in wanted if option not in given]
        if lacking and not isinstance(kind, kinds.Choices):
            listed = ", ".join(f"`{option}`" for option in lacking)
            place = next((word.span for word, value in by_option if value is None), whole)
            self.building.report.add(
                "points-gap",
                f"{listed} of `{self.subject.name}` has no points"
                if len(lacking) == 1
                else f"{listed} of `{self.subject.name}` have no points",
                place,
                help="give each option its points, or `unknown` where it could not be tested",
            )
            fine = False
        if not fine:
            return None
        if isinstance(kind, kinds.Choices):
            sums = tuple((option, self._whole(given[option]) if option in given else 0) for option in wanted)
            return x.ChosenSum(self.subject.read, sums, self.kind, span)
        values = tuple(
            (answers[option] if answers else option, self._units(given[option])) for option in wanted
        )
        return x.OptionValues(self.subject.read, values, self.kind, span)

    def _whole(self, value: PointValue) -> int:
        if isinstance(value, UnknownValue):
            self.building.report.add(
                "points-form",
                "an option of `choices` cannot count `unknown`",
                value.span,
                help="give it a number",
            )
            return 0
        return value.digits * int(10 ** (self.kind.places - value.places))

    def _cases(self, points: PointCases) -> x.Expression | None:
        entries: list[tuple[x.Expression, x.Expression]] = []
        otherwise: x.Expression | None = None
        fine = True
        for case in points.cases:
            body = self.make(case.counts)
            condition = None
            if case.when is not None:
                condition = self.building.condition(case.when, self.subject.scope)
                fine = fine and condition is not None
            if body is None:
                fine = False
            elif condition is not None:
                entries.append((condition, body))
            elif case.when is None:
                otherwise = body
        if not fine or otherwise is None:
            return None
        return x.FirstOf(tuple(entries), otherwise, self.kind, points.span)
