"""Parameters: their kinds, their dated values, and one site's values in their place."""

from __future__ import annotations

from datetime import date

from decisionsupport.documents.leaves import (
    DateText,
    Decimals,
    DurationText,
    Flag,
    TimeText,
    UnknownValue,
    Word,
)
from decisionsupport.documents.overrides import Override
from decisionsupport.documents.parameters import Parameter, ParameterValue, parameter_value
from decisionsupport.documents.reading import Broken, Entries, Reading
from decisionsupport.loading.building import Building
from decisionsupport.loading.items import SIMPLE, number_step, resolved_options
from decisionsupport.program import model
from decisionsupport.source import Span
from decisionsupport.values import kinds
from decisionsupport.values.duration import NOW, Duration
from decisionsupport.values.numbers import format_decimal
from decisionsupport.values.sets import Possible

MOST_WITHOUT_BETWEEN = 10**9


def duration_of(written: DurationText) -> Duration:
    """A length of time as a value."""
    return NOW if written.text == "now" else Duration(written.amount, written.unit)


def kind_of(written: Parameter, parameter_id: str, building: Building) -> kinds.Kind | None:
    """A parameter's kind; None where it was reported."""
    word = written.kind.text
    unit = written.unit.text if written.unit else None
    match word:
        case "integer" | "decimal":
            digits, places = number_step(written.step)
            return kinds.Number(places, max(1, digits), unit)
        case "code":
            return kinds.Code(written.system.text) if written.system else None  # type: ignore[arg-type]
        case "codes":
            return kinds.Codes(written.system.text) if written.system else None  # type: ignore[arg-type]
        case "choice":
            options = resolved_options(written.options, f"parameter.{parameter_id}", Entries(), building)
            if options is None:
                return None
            ordered = bool(written.ordered and written.ordered.value)
            return kinds.Choice(options[1].words, ordered, of=options[0])
        case _:
            return SIMPLE[word]


def limits_of(written: Parameter, kind: kinds.Kind, building: Building) -> tuple[int, int] | None:
    """What a number may be set to, in units of its kind."""
    if not isinstance(kind, kinds.Number):
        return None
    most = MOST_WITHOUT_BETWEEN * kind.step
    if written.between is None:
        return -most, most
    ends = (written.between.least, written.between.most)
    least = -most if ends[0] is None else building.units(ends[0], kind)
    highest = most if ends[1] is None else building.units(ends[1], kind)
    return None if least is None or highest is None else (least, highest)


def value_of(
    written: ParameterValue, kind: kinds.Kind, limits: tuple[int, int] | None, building: Building
) -> tuple[Possible | None, bool]:
    """A value as its kind has it (None: unknown), and whether it could be made."""
    match written:
        case UnknownValue():
            return None, True
        case Decimals():
            assert isinstance(kind, kinds.Number)
            units = building.units(written, kind)
            if units is not None and limits is not None and not limits[0] <= units <= limits[1]:
                least, most = (format_decimal(end, kind.places) for end in limits)
                building.report.add(
                    "parameter-range",
                    f"`{written.text}` is outside {least}..{most}",
                    written.span,
                    help=f"write a value from {least} to {most}, or widen `between:`",
                )
                return None, False
            return units, units is not None
        case Flag(value=flag):
            return flag, True
        case DurationText():
            return duration_of(written), True
        case DateText(value=day):
            return day, True
        case TimeText(value=clock):
            return clock, True
        case Word(text=text):
            if isinstance(kind, kinds.Choice) and not building.known("option", written, kind.options):
                return None, False
            return text, True
        case tuple():
            return frozenset(word.text for word in written), True


def dated(
    entries: list[tuple[DateText | None, ParameterValue]],
    kind: kinds.Kind,
    limits: tuple[int, int] | None,
    building: Building,
) -> tuple[model.ParameterValue, ...]:
    """Values with the day from which each holds, earliest first."""
    found: list[model.ParameterValue] = []
    for day, written in entries:
        value, fine = value_of(written, kind, limits, building)
        if fine:
            found.append(model.ParameterValue(day.value if day is not None else None, value))
    return tuple(sorted(found, key=lambda entry: entry.since or date.min))


def make_parameter(
    parameter_id: str, written: Parameter, span: Span, building: Building
) -> model.Parameter | None:
    """A parameter with the pack's values."""
    kind = kind_of(written, parameter_id, building)
    if kind is None:
        return None
    limits = limits_of(written, kind, building)
    entries: list[tuple[DateText | None, ParameterValue]] = list(written.from_)
    if written.value is not None:
        entries = [(None, written.value)]
    sources = building.declared.sources
    return model.Parameter(
        id=parameter_id,
        kind=kind,
        title=building.words(written.title, parameter_id),
        values=dated(entries, kind, limits, building),
        site_values=(),
        site_name=None,
        between=limits,
        evidence=tuple(word.text for word in written.evidence if building.known("source", word, sources)),
        span=span,
    )


def site_values(
    override: Override, parameter: model.Parameter, word: str, building: Building
) -> tuple[model.ParameterValue, ...]:
    """One site's values of a parameter, read as the parameter's kind has them."""
    entries: list[tuple[DateText | None, ParameterValue]] = []
    for day, node in override.dated:
        value = parameter_value(node, word, Reading(building.report))
        if not isinstance(value, Broken):
            entries.append((day, value))
    return dated(entries, parameter.kind, parameter.between, building)
