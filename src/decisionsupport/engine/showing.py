"""What a cell holds, as a host gets it and as a text prints it."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from decisionsupport.outcome.texts import shown
from decisionsupport.outcome.values import NotApplicable, Unknown, Value, in_zone
from decisionsupport.program.model import Cell, Program
from decisionsupport.values import kinds
from decisionsupport.values.duration import Duration
from decisionsupport.values.numbers import rescale_half_away
from decisionsupport.values.sets import NOT_APPLICABLE, Anything, Between, OneOf, Possible, Subset
from decisionsupport.values.time import zone_named

UNKNOWN = Unknown()


def to_host(value: Possible, kind: kinds.Kind, zone: tzinfo) -> Value:
    """A possible value as plain Python, or `Unknown`, or `NotApplicable`."""
    if value is NOT_APPLICABLE:
        return NotApplicable()
    match value:
        case OneOf(values=values, maybe_not_applicable=maybe):
            return Unknown(one_of=_in_order(values, kind), or_not_applicable=maybe)
        case Between(least=least, most=most, maybe_not_applicable=maybe):
            return Unknown(_number(least, kind), _number(most, kind), or_not_applicable=maybe)
        case Subset(maybe_not_applicable=maybe) | Anything(maybe_not_applicable=maybe):
            return Unknown(or_not_applicable=maybe)
        case bool() | str() | date() | time() if not isinstance(value, datetime):
            return value
        case int():
            return _number(value, kind)
        case datetime():
            return in_zone(value, zone)
        case frozenset():
            return tuple(str(option) for option in _in_order(value, kind))
        case Duration():
            return str(value)
        case _:
            return UNKNOWN


def _number(units: int, kind: kinds.Kind) -> int | Decimal:
    places = kind.places if isinstance(kind, kinds.Number) else 0
    return Decimal(units).scaleb(-places) if places else units


def _in_order(values: frozenset[bool | str] | frozenset[str], kind: kinds.Kind) -> tuple[bool | str, ...]:
    if isinstance(kind, kinds.Choice | kinds.Choices):
        return tuple(option for option in kind.options if option in values)
    return tuple(sorted(values, key=lambda each: (each is False, str(each))))


def to_shown(
    value: Possible, cell: Cell | None, kind: kinds.Kind, program: Program, language: str
) -> shown.Shown:
    """A possible value with all that printing it in a language takes."""
    if value is NOT_APPLICABLE:
        return shown.NOT_APPLICABLE
    match value:
        case Between(least=least, most=most):
            first, last = _printed(least, cell, kind), _printed(most, cell, kind)
            return shown.NumberRange(first.units, last.units, first.places, first.unit)
        case bool():
            return shown.Truth(value)
        case int():
            return _printed(value, cell, kind)
        case str():
            return shown.Words(option_text(value, kind, program, language))
        case datetime():
            return shown.Instant(in_zone(value, zone_named(program.pack.timezone)))
        case date():
            return shown.Day(value)
        case time():
            return shown.Clock(value)
        case frozenset():
            return shown.Listed(
                tuple(
                    shown.Words(option_text(str(each), kind, program, language))
                    for each in _in_order(value, kind)
                )
            )
        case Duration():
            return shown.Lasting(() if value.unit == "now" else ((value.amount, value.unit),))
        case _:
            return shown.MISSING


def _printed(units: int, cell: Cell | None, kind: kinds.Kind) -> shown.Number:
    if not isinstance(kind, kinds.Number):
        return shown.Number(units)
    if cell is not None and cell.shown_step is not None:
        digits, places = cell.shown_step
        return shown.Number(rescale_half_away(units, kind.places, digits, places), places, kind.unit)
    return shown.Number(units, kind.places, kind.unit)


def option_text(option: str, kind: kinds.Kind, program: Program, language: str) -> str:
    """An option in the words of its list; any other text as it is."""
    if isinstance(kind, kinds.Choice | kinds.Choices):
        words = program.option_texts.get(kind.of, {}).get(option)
        if words is not None:
            return words.in_language(language)
    return option
