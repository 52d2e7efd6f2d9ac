"""How each kind of value is printed in a language: one row of the `match` a kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Final, assert_never

from decisionsupport.outcome.texts.shown import (
    Clock,
    Day,
    Instant,
    Lasting,
    Listed,
    Missing,
    NotApplicableHere,
    Number,
    NumberRange,
    Quoted,
    Scored,
    Shown,
    Truth,
    Words,
)
from decisionsupport.outcome.texts.wording import Wording


def printed(value: Shown, words: Wording) -> str:
    """The value as a reader of this language expects it."""
    match value:
        case Words(text):
            return text
        case Number(units, places, unit):
            return digits(units, places, words) + printed_unit(unit, words)
        case NumberRange():
            return _printed_range(value, words)
        case Truth(known):
            return words.yes if known else words.no
        case Day(day):
            return printed_date(day, words)
        case Instant(at):
            return words.instant.format(
                date=printed_date(at.date(), words), time=printed_time(at.time(), words)
            )
        case Clock(at):
            return printed_time(at, words)
        case Lasting(parts):
            return _printed_duration(parts, words)
        case Listed(values):
            return joined([printed(each, words) for each in values], words) or words.nothing
        case Missing():
            return words.not_known_value
        case NotApplicableHere():
            return words.not_applicable
        case Quoted(texts):
            return " ".join(str(text) for text in texts)
        case Scored(inner, _):
            return printed(inner, words)
        case _:
            assert_never(value)


def digits(units: int, places: int, words: Wording) -> str:
    """A whole number of 10**-places with its decimal mark: `(386, 1)` is *38,6*."""
    if places <= 0:
        return str(units)
    sign = "-" if units < 0 else ""
    whole, part = divmod(abs(units), 10**places)
    return f"{sign}{whole}{words.decimal_mark}{part:0{places}d}"


def printed_date(day: date, words: Wording) -> str:
    """*2 mars 2026*."""
    return f"{day.day} {words.months[day.month - 1]} {day.year}"


def printed_time(at: time, words: Wording) -> str:
    """*10.00*; seconds only where there are any."""
    parts = (at.hour, at.minute, at.second) if at.second else (at.hour, at.minute)
    return words.clock_mark.join(f"{part:02d}" for part in parts)


def joined(parts: Sequence[str], words: Wording) -> str:
    """*a, b och c*."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {words.conjunction} {parts[-1]}"


def _printed_range(value: NumberRange, words: Wording) -> str:
    if value.least == value.most:
        return words.not_known_value
    between = words.wide_span if value.least < 0 else "–"
    bounds = (digits(bound, value.places, words) for bound in (value.least, value.most))
    return between.join(bounds) + printed_unit(value.unit, words)


def _printed_duration(parts: Sequence[tuple[int, str]], words: Wording) -> str:
    counted = [f"{amount} {words.durations[unit][amount != 1]}" for amount, unit in parts if amount]
    return joined(counted, words) or words.now


UNITS: Final[dict[str, str]] = {
    "1": "",
    "Cel": "°C",
    "[degF]": "°F",
    "deg": "°",
    "mm[Hg]": "mmHg",
    "cm[H2O]": "cmH₂O",
    "[IU]": "IU",
    "[iU]": "IU",
    "10*9/L": "×10⁹/L",
    "10*12/L": "×10¹²/L",
    "10*6/L": "×10⁶/L",
}
_SUPERSCRIPTS: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PART: Final = re.compile(r"(?P<note>\{[^}]*\})|(?P<symbol>(?:\[[^\]]*\]|[A-Za-z%'])+)(?P<power>-?\d+)?")


def printed_unit(unit: str | None, words: Wording) -> str:
    """A UCUM unit as people write it, with the space before it: `mm[Hg]` is *mmHg*, `kg/m2` is *kg/m²*."""
    if not unit:
        return ""
    if unit == "%":
        return words.percent
    written = words.units.get(unit) or UNITS.get(unit)
    if written is None:
        written = _PART.sub(lambda part: _printed_part(part, words), unit)
    return f" {written}" if written else ""


def _printed_part(part: re.Match[str], words: Wording) -> str:
    if part["note"]:
        return ""
    symbol = part["symbol"]
    known = words.units.get(symbol) if "[" in symbol or symbol.endswith("L") else None
    written = known or UNITS.get(symbol)
    if written is None:
        micro = symbol.startswith("u") and len(symbol) > 1
        written = "µ" + symbol[1:] if micro else symbol.replace("[", "").replace("]", "")
    return written + (part["power"] or "").translate(_SUPERSCRIPTS)
