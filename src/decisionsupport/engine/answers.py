"""One answer of a host: whether it is of the item's kind, possible and on the grid; what is allowed, if not.

Strings are never numbers, numbers never booleans, and an instant without an offset is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.execution.model import Answer, Known, NotKnown
from decisionsupport.program.model import Item
from decisionsupport.values import kinds
from decisionsupport.values.duration import parse_duration
from decisionsupport.values.numbers import format_decimal, on_grid
from decisionsupport.values.operators.codes import is_code
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import parse_date, parse_instant, parse_time

FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2199, 12, 31)
REASONS = ("declined", "not_possible", "not_known")
LONGEST_TEXT = 4000
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that cannot be: what was found and what is allowed."""

    message: str
    found: str
    allowed: str


def shown(value: object) -> str:
    """A host's value, short enough for a message."""
    if isinstance(value, str):
        text = value if len(value) <= _MOST_SHOWN else value[:_MOST_SHOWN] + f"… ({len(value)} characters)"
        return '"' + text.encode("utf-8", "backslashreplace").decode() + '"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 200:
        return "a number of more than 60 digits"
    if isinstance(value, int | float | Decimal | date | time):
        text = str(value)
        return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return f"a map of {len(value)}"
    if isinstance(value, list | tuple | set | frozenset):
        return f"a list of {len(value)}"
    return f"a value of type {type(value).__name__}"


def is_blank(value: object) -> bool:
    """`null`, an empty text and white space are no answer."""
    return value is None or (isinstance(value, str) and (not value or value.isspace()))


def read_answer(value: object, item: Item) -> Answer | Refused:
    """An answer that is not blank, as the item's kind has it."""
    if isinstance(value, Mapping):
        if set(value) == {"not_known"}:
            return read_reason(value["not_known"])
        if set(value) == {"value", "unit"} and isinstance(item.kind, kinds.Number):
            return _in_unit(value["value"], value["unit"], item)
    made = read_value(value, item.kind, item)
    return made if isinstance(made, Refused) else Known(made)


def read_reason(reason: object) -> NotKnown | Refused:
    """Why nobody can say."""
    for each in REASONS:
        if reason == each:
            return NotKnown(each)  # type: ignore[arg-type]
    return Refused("not a reason why it is not known", shown(reason), _one_of(REASONS))


def _one_of(words: Iterable[str]) -> str:
    listed = list(words)
    return ", ".join(listed) if len(listed) <= 12 else ", ".join(listed[:12]) + ", …"


def _in_unit(value: object, unit: object, item: Item) -> Answer | Refused:
    kind = item.kind
    assert isinstance(kind, kinds.Number)
    if unit == kind.unit:
        made = read_value(value, kind, item)
        return made if isinstance(made, Refused) else Known(made)
    factor = next((factor for name, factor in item.also_in if name == unit), None)
    if factor is None:
        units = [*([kind.unit] if kind.unit else []), *(name for name, _ in item.also_in)]
        return Refused("not a unit of this item", shown(unit), _one_of(units) or "no unit")
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not _finite(value):
        return Refused("not a number", shown(value), _allowed(item))
    exact = Fraction(str(value)) * factor * 10**kind.places / kind.step
    # The nearest step, halves away from zero: a converted value is seldom on the grid by itself.
    steps = int(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)
    return _possible(steps * kind.step, value, item)


def _finite(value: float | Decimal) -> bool:
    if isinstance(value, int):
        return abs(value) < 10**15
    return Decimal(str(value)).is_finite() and abs(Decimal(str(value))) < Decimal(10) ** 15


def _possible(units: int, value: object, item: Item | None) -> Answer | Refused:
    if item is not None and item.between is not None and not item.between[0] <= units <= item.between[1]:
        return Refused("not possible", shown(value), _allowed(item))
    return Known(units)


def _allowed(item: Item) -> str:
    if not isinstance(item.kind, kinds.Number) or item.between is None:
        return "a number"
    return allowed_number(item.kind, item.between)


def allowed_number(kind: kinds.Number, between: tuple[int, int]) -> str:
    """What a number may be, in words."""
    least, most = (format_decimal(end, kind.places) for end in between)
    unit = f" {kind.unit}" if kind.unit else ""
    steps = (
        "whole numbers"
        if kind.places == 0 and kind.step == 1
        else f"steps of {format_decimal(kind.step, kind.places)}"
    )
    return f"{least}..{most}{unit}, {steps}"


def read_value(value: object, kind: kinds.Kind, item: Item | None = None) -> Possible | Refused:
    """A value of a kind; with an item, also within what it allows."""
    match kind:
        case kinds.Boolean():
            return (
                value if isinstance(value, bool) else Refused("not a yes or no", shown(value), "true, false")
            )
        case kinds.Number():
            return _number(value, kind, item)
        case kinds.Choice(options=options):
            return _option(value, options)
        case kinds.Choices():
            return _options(value, kind)
        case kinds.Codes(system=system):
            return _codes(value, system)
        case kinds.Real():
            return Refused("not a value that can be given", shown(value), "nothing")
        case kinds.Code(system=system):
            return _code(value, system)
        case kinds.Text():
            most = item.at_most if item is not None else None
            return _text(value, LONGEST_TEXT if most is None else most)
        case _:
            return _MOMENTS[type(kind)](value)


def _number(value: object, kind: kinds.Number, item: Item | None) -> Possible | Refused:
    allowed = _allowed(item) if item is not None else "a number"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return Refused("not a number", shown(value), allowed)
    units = on_grid(value, kind.places, kind.step)
    if units is None:
        finite = isinstance(value, int) or _finite(value)
        return Refused("between two steps" if finite else "not possible", shown(value), allowed)
    made = _possible(units, value, item)
    return made if isinstance(made, Refused) else units


def _option(value: object, options: tuple[str, ...]) -> Possible | Refused:
    if isinstance(value, str) and value in options:
        return value
    guess = nearest(value, options) if isinstance(value, str) and len(value) <= _MOST_SHOWN else None
    message = f"not an option (did you mean {guess}?)" if guess else "not an option"
    return Refused(message, shown(value), _one_of(options))


def _options(value: object, kind: kinds.Choices) -> Possible | Refused:
    if isinstance(value, str | bytes) or not isinstance(value, list | tuple | set | frozenset):
        return Refused("not a list of options", shown(value), f"a list of {_one_of(kind.options)}")
    if len(value) > len(kind.options):
        return Refused("more options than there are", shown(value), f"a list of {_one_of(kind.options)}")
    for each in value:
        made = _option(each, kind.options)
        if isinstance(made, Refused):
            return made
    chosen = frozenset(str(each) for each in value)
    if len(chosen) < len(value):
        return Refused("an option is chosen twice", shown(value), "each option once")
    alone = sorted(chosen & kind.exclusive)
    if alone and len(chosen) > 1:
        return Refused(f"{alone[0]} is chosen together with others", shown(value), f"{alone[0]} alone")
    return chosen


def _codes(value: object, system: kinds.CodeSystem) -> Possible | Refused:
    if isinstance(value, str) or not isinstance(value, list | tuple | set | frozenset):
        return Refused("not a list of codes", shown(value), f"a list of {system} codes")
    for each in value:
        if not isinstance(each, str) or not is_code(each, system):
            return Refused(f"not a code of {system}", shown(each), f"a {system} code")
    return frozenset(str(each) for each in value)


# Texts, codes, times -------------------------------------------------------------------------------------


def _text(value: object, at_most: int) -> Possible | Refused:
    allowed = f"a text of at most {at_most} characters"
    if not isinstance(value, str):
        return Refused("not a text", shown(value), allowed)
    if len(value) > at_most:
        return Refused("too long", shown(value), allowed)
    if any(0xD800 <= ord(letter) <= 0xDFFF or letter == "\0" for letter in value):
        return Refused("not a text", shown(value), "letters that can be written as UTF-8")
    return value


def _code(value: object, system: kinds.CodeSystem) -> Possible | Refused:
    if isinstance(value, str) and len(value) <= _MOST_SHOWN and is_code(value, system):
        return value
    return Refused(f"not a code of {system}", shown(value), f"a {system} code, as text")


def _in_span(day: date, value: object) -> Refused | None:
    if FIRST_DAY <= day <= LAST_DAY:
        return None
    return Refused("not possible", shown(value), f"{FIRST_DAY}..{LAST_DAY}")


def _date(value: object) -> Possible | Refused:
    day = parse_date(value) if isinstance(value, str) else value
    if isinstance(day, datetime) or not isinstance(day, date):
        return Refused("not a date", shown(value), "a date, as 2026-03-02")
    return _in_span(day, value) or day


def _instant(value: object) -> Possible | Refused:
    instant = parse_instant(value) if isinstance(value, str) else value
    if not isinstance(instant, datetime) or instant.utcoffset() is None:
        return Refused("not an instant", shown(value), "date, time and offset, as 2026-03-02T10:00:00+01:00")
    return _in_span(instant.date(), value) or instant.astimezone(UTC)


def _time(value: object) -> Possible | Refused:
    clock = parse_time(value) if isinstance(value, str) else value
    if not isinstance(clock, time) or clock.tzinfo is not None:
        return Refused("not a time of day", shown(value), "a clock time, as 12:30")
    return clock


def _duration(value: object) -> Possible | Refused:
    length = parse_duration(value) if isinstance(value, str) and len(value) <= _MOST_SHOWN else None
    return length or Refused("not a duration", shown(value), "a number and a unit, as 48 hours")


_MOMENTS: dict[type, Callable[[object], Possible | Refused]] = {
    kinds.Date: _date,
    kinds.Instant: _instant,
    kinds.TimeOfDay: _time,
    kinds.DurationType: _duration,
}
