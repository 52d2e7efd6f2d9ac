"""Readers of single values, each from its own letters: numbers, ranges, durations, dates, times, flags."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated, TypeVar

from decisionsupport.documents.leaves import (
    DURATION_UNITS,
    DateText,
    Decimals,
    DurationText,
    Flag,
    InstantText,
    Range,
    TimeText,
    UnknownValue,
    Version,
    Whole,
)
from decisionsupport.documents.reading import BROKEN, Broken, Reading, Reads
from decisionsupport.documents.shapes import letters, scalar
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Scalar

NUMBER = r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?"
_NUMBER = re.compile(NUMBER, re.ASCII)
_RANGE = re.compile(rf"({NUMBER})?\.\.({NUMBER})?", re.ASCII)
_DASHED = re.compile(r"\s*(-?[\d.]+)\s*(?:-|–|—|\.\.\.|…|to|till)\s*(-?[\d.]+)\s*")
_COMPARED = re.compile(r"\s*(<=|≤|>=|≥|<|>)\s*(-?[\d.]+)\s*")
_PLUS = re.compile(r"\s*(\d+)\s*\+\s*")
_DURATION = re.compile(r"(0|[1-9]\d{0,5}) (year|month|week|day|hour|minute)(s?)", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_VERSION = re.compile(r"(0|[1-9]\d{0,5})(?:\.(0|[1-9]\d{0,5}))?(?:\.(0|[1-9]\d{0,5}))?", re.ASCII)
_DURATION_WORDS = (
    {
        **dict.fromkeys(["h", "hr", "hrs", "tim", "timme", "timmar"], "hours"),
        **dict.fromkeys(["d", "dag", "dagar", "dygn"], "days"),
        **dict.fromkeys(["min", "mins", "minut", "minuter", "m"], "minutes"),
        **dict.fromkeys(["w", "v", "vecka", "veckor"], "weeks"),
        **dict.fromkeys(["mo", "mån", "månad", "månader"], "months"),
        **dict.fromkeys(["y", "yr", "år"], "years"),
    }
    | {unit: unit for unit in DURATION_UNITS}
    | {unit[:-1]: unit for unit in DURATION_UNITS}
)
_LENGTH = re.compile(r"\s*(?:(?:inom|om|within|in)\s+)?(\d{1,6})\s*([^\W\d_]+)\s*", re.IGNORECASE)
_ISO_DURATION = re.compile(r"P(?:(\d{1,6})([YMWD])|T(\d{1,6})([HM]))")
_ISO_UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days", "TH": "hours", "TM": "minutes"}

T = TypeVar("T")


def _bad(
    slug: str, node: Scalar, what: str, help: str, reading: Reading, *, mend: str | None = None
) -> Broken:
    shown = node.value.replace("\n", " ")
    shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
    reading.report.add(
        slug, f"`{shown}` is not {what}", node.span, help=help, mend=mend if node.style == "plain" else None
    )
    return BROKEN


def number_of(text: str, span: Span) -> Decimals | None:
    """Read an exact number, or give None when the letters are not one."""
    if not _NUMBER.fullmatch(text):
        return None
    whole, _, fraction = text.partition(".")
    return Decimals(int(whole + fraction), len(fraction), span)


def _read_number(node: Scalar, reading: Reading) -> Decimals | Broken:
    made = number_of(node.value, node.span)
    return (
        made
        if made is not None
        else _bad("bad-number", node, "a number", _number_remedy(node.value), reading)
    )


def _number_remedy(text: str) -> str:
    bare = text.strip().replace(" ", "").replace("\u00a0", "").replace("_", "").removeprefix("+")
    if "," in bare and _NUMBER.fullmatch(bare.replace(",", ".")):
        return f"write a decimal point: `{bare.replace(',', '.')}`"
    short = re.sub(r"^(-?)0+(?=\d)", r"\1", bare)
    if short != text and _NUMBER.fullmatch(short):
        return f"write `{short}`"
    if bare.startswith(".") and _NUMBER.fullmatch(f"0{bare}"):
        return f"write `0{bare}`"
    return "write digits, with a point before decimals: at most 15 and 9"


def _read_whole(node: Scalar, reading: Reading) -> Whole | Broken:
    made = number_of(node.value, node.span)
    if made is not None and made.places == 0:
        return Whole(made.digits, node.span)
    return _bad("bad-number", node, "a whole number", "write digits only", reading)


def _read_count(node: Scalar, reading: Reading) -> Whole | Broken:
    made = _read_whole(node, reading)
    if isinstance(made, Whole) and made.value < 1:
        return _bad("bad-number", node, "a number of things", "write 1 or more", reading)
    return made


def range_of(text: str, span: Span) -> Range | None:
    """Read `0..120`, `..8`, `25..` or `3`; None when the letters are none of these."""
    single = number_of(text, span)
    if single is not None:
        return Range(single, single, span)
    match = _RANGE.fullmatch(text)
    if match is None or text == "..":
        return None
    least, most = match.groups()
    return Range(number_of(least, span) if least else None, number_of(most, span) if most else None, span)


def _read_range(node: Scalar, reading: Reading) -> Range | Broken:
    made = range_of(node.value.strip(), node.span)
    if made is None:
        meant = _range_meant(node.value)
        help = _range_remedy(node.value) if meant is None else f"write `{meant}`"
        return _bad("bad-range", node, "a range", help, reading, mend=meant)
    if made.least is not None and made.most is not None:
        places = max(made.least.places, made.most.places)
        least, most = made.least.units(places), made.most.units(places)
        if least is not None and most is not None and least > most:
            swapped = f"write `{made.most.text}..{made.least.text}`"
            reading.report.add("bad-range", f"`{node.value}` runs backwards", node.span, help=swapped)
            return BROKEN
    return made


def _range_meant(text: str) -> str | None:
    """What was meant by a range in another notation, where only one thing can be."""
    pointed = text.strip().replace(",", ".")
    if _RANGE.fullmatch(pointed) and "," in text and pointed != "..":
        return pointed
    if dashed := _DASHED.fullmatch(text.replace(",", ".")):
        return f"{dashed[1]}..{dashed[2]}"
    if plus := _PLUS.fullmatch(text):
        return f"{plus[1]}.."
    if compared := _COMPARED.fullmatch(text.replace(",", ".")):
        operator, number = compared.groups()
        return {"<=": f"..{number}", "≤": f"..{number}", ">=": f"{number}..", "≥": f"{number}.."}.get(
            operator
        )
    return None


def _range_remedy(text: str) -> str:
    if _COMPARED.fullmatch(text.replace(",", ".")):
        return "a range has its ends in it: write `..8` for 8 and less, `9..` for 9 and more"
    first = f"; in bands the range stands first, as `0..2: {text}`" if text.isidentifier() else ""
    return "write `0..120`, `..8`, `25..` or one number" + first


def duration_of(text: str, span: Span) -> DurationText | None:
    """Read `48 hours`, or give None; one of a unit may be written without s."""
    match = _DURATION.fullmatch(text)
    if match is None or (match[3] == "" and match[1] != "1"):
        return None
    unit = next(unit for unit in DURATION_UNITS if unit == f"{match[2]}s")
    return DurationText(int(match[1]), unit, text, span)


def now_of(node: Scalar) -> DurationText | None:
    """Read `now`, which is no minutes."""
    return DurationText(0, "minutes", "now", node.span) if node.value == "now" else None


def duration_meant(text: str) -> str | None:
    """What was meant by a length of time in other words: `7d`, `inom 7 dagar`, `P7D`; None when unclear."""
    if iso := _ISO_DURATION.fullmatch(text):
        count, letter, clock_count, clock_letter = iso.groups()
        return f"{int(count or clock_count)} {_ISO_UNITS[letter or f'T{clock_letter}']}"
    close = _LENGTH.fullmatch(text)
    unit = _DURATION_WORDS.get(close[2].lower()) if close else None
    return f"{int(close[1])} {unit}" if close and unit else None


def bad_duration(node: Scalar, reading: Reading) -> Broken:
    """Report letters that are not a length of time."""
    meant = duration_meant(node.value)
    remedy = f"write `{meant}`" if meant else "write a number and a unit, as `48 hours`"
    help = f"{remedy}\nunits are {', '.join(DURATION_UNITS)}"
    return _bad("bad-duration", node, "a duration", help, reading, mend=meant)


def bad_day_word(node: Scalar, meant: str, reading: Reading) -> Broken:
    """Report a day in words that are not ours."""
    return _bad("bad-duration", node, "a time", f"write `{meant}`", reading, mend=meant)


def _read_duration(node: Scalar, reading: Reading) -> DurationText | Broken:
    return duration_of(node.value, node.span) or bad_duration(node, reading)


def date_of(text: str) -> date | None:
    """Read `2026-11-23`, or give None."""
    match = _DATE.fullmatch(text)
    try:
        return None if match is None else date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def looks_like_date(text: str) -> bool:
    """Whether the letters were meant as a day, though there may be no such day."""
    return _DATE.fullmatch(text) is not None


def bad_date(node: Scalar, reading: Reading) -> Broken:
    """Report letters that are not a day."""
    if _DATE.fullmatch(node.value):
        reading.report.add(
            "bad-date", f"there is no day `{node.value}`", node.span, help="write a day of the calendar"
        )
        return BROKEN
    return _bad("bad-date", node, "a date", "write year, month and day, as `2026-11-23`", reading)


def _read_date(node: Scalar, reading: Reading) -> DateText | Broken:
    made = date_of(node.value)
    return bad_date(node, reading) if made is None else DateText(made, node.span)


def _read_time(node: Scalar, reading: Reading) -> TimeText | Broken:
    match = _TIME.fullmatch(node.value)
    try:
        if match is not None:
            return TimeText(time(int(match[1]), int(match[2]), int(match[3] or 0)), node.span)
    except ValueError:
        pass
    return _bad("bad-time", node, "a clock time", 'write hours and minutes, as `"12:00"`', reading)


def _read_instant(node: Scalar, reading: Reading) -> InstantText | Broken:
    remedy = "write date, time and offset, as `2026-11-23T09:00:00+01:00`"
    if _INSTANT.fullmatch(node.value):
        try:
            made = datetime.fromisoformat(node.value.replace("Z", "+00:00"))
        except ValueError:
            return _bad("bad-instant", node, "a point in time", remedy, reading)
        if made.tzinfo is not None:
            return InstantText(made, node.span)
        remedy = f"it has no offset from UTC: write `{node.value}+01:00`, or the offset that held then"
    return _bad("bad-instant", node, "a point in time", remedy, reading)


def _read_flag(node: Scalar, reading: Reading) -> Flag | Broken:
    if node.value in ("true", "false"):
        return Flag(node.value == "true", node.span)
    meant = {"yes": "true", "ja": "true", "on": "true", "no": "false", "nej": "false", "off": "false"}
    word = meant.get(node.value.lower(), node.value.lower())
    remedy = f"write `{word}`" if word in ("true", "false") else ""
    return _bad("unknown-choice", node, "`true` or `false`", remedy, reading)


def _read_version(node: Scalar, reading: Reading) -> Version | Broken:
    match = _VERSION.fullmatch(node.value)
    if match is None:
        return _bad(
            "bad-version", node, "a version", "write numbers with points between, as `1.0.0`", reading
        )
    return Version(tuple(int(part) for part in match.groups() if part is not None), node.value, node.span)


def or_unknown(reads: Reads[T], wanted: str) -> Reads[T | UnknownValue]:
    """What `reads` reads, or the word `unknown`; `wanted` is what that is, for messages."""

    def read(node: Scalar, reading: Reading) -> T | UnknownValue | Broken:
        return UnknownValue(node.span) if node.value == "unknown" else reads.read(node, None, reading)

    made: Reads[T | UnknownValue] = scalar(
        read,
        f"{wanted}, or `unknown`,",
        UnknownValue,
        {"anyOf": [reads.schema, {"const": "unknown"}]},
    )
    return Reads(made.read, (*reads.holds, UnknownValue), made.schema)


def _reader(
    read: Callable[[Scalar, Reading], T | Broken], wanted: str, holds: type, pattern: str
) -> Reads[T]:
    return scalar(read, wanted, holds, letters(pattern))


def _read_duration_or_now(node: Scalar, reading: Reading) -> DurationText | Broken:
    return now_of(node) or _read_duration(node, reading)


NUMBER_VALUE = _reader(_read_number, "a number", Decimals, NUMBER)
WHOLE = _reader(_read_whole, "a whole number", Whole, r"-?\d+")
COUNT = scalar(
    _read_count, "a whole number, 1 or more", Whole, letters(r"[1-9]\d*"), lambda span: Whole(1, span)
)
RANGE = _reader(_read_range, "a range", Range, rf"{NUMBER}|({NUMBER})?\.\.({NUMBER})?")
DURATION = _reader(_read_duration, "a duration", DurationText, r"\d+ (year|month|week|day|hour|minute)s?")
DURATION_OR_NOW = _reader(
    _read_duration_or_now, "a duration", DurationText, r"now|\d+ (year|month|week|day|hour|minute)s?"
)
DATE = _reader(_read_date, "a date", DateText, r"\d{4}-\d\d-\d\d")
TIME = _reader(_read_time, "a clock time", TimeText, r"\d\d:\d\d(:\d\d)?")
INSTANT = _reader(_read_instant, "a point in time", InstantText, _INSTANT.pattern)
FLAG = scalar(_read_flag, "`true` or `false`", Flag, {"type": "boolean"})
VERSION = scalar(
    _read_version,
    "a version",
    Version,
    letters(_VERSION.pattern),
    lambda span: Version((0, 0, 0), "0.0.0", span),
)

CountNumber = Annotated[Whole, COUNT]
Number = Annotated[Decimals, NUMBER_VALUE]
Interval = Annotated[Range, RANGE]
Day = Annotated[DateText, DATE]
YesNo = Annotated[Flag, FLAG]
VersionText = Annotated[Version, VERSION]
