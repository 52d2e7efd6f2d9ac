"""Values, instants and what is waited for, in the page's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from decisionsupport.outcome.unknowns import Wait
from decisionsupport.outcome.values import NotApplicable, Unknown, Value


def moment(instant: datetime) -> str:
    """An instant to the minute, with its offset: `2026-11-23 09:00 +01:00`."""
    return (
        f"{instant:%Y-%m-%d %H:%M} {instant.isoformat()[-6:]}"
        if instant.utcoffset()
        else f"{instant:%Y-%m-%d %H:%M} UTC"
    )


def in_words(value: Value, words: Mapping[str, str], *, comma: bool = False) -> str:
    """A value for a reader; ids of options stay ids."""
    match value:
        case bool():
            return words["yes" if value else "no"]
        case Unknown():
            return _unknown(value, words, comma=comma)
        case NotApplicable():
            return words["not_applicable"]
        case tuple():
            return ", ".join(value) or words["nothing"]
        case int() | Decimal():
            return str(value).replace(".", ",") if comma else str(value)
        case datetime():
            return moment(value)
        case date() | time():
            return value.isoformat()
        case str():
            return value


def _unknown(value: Unknown, words: Mapping[str, str], *, comma: bool) -> str:
    if value.one_of:
        said = f" {words['or']} ".join(in_words(each, words) for each in value.one_of)
    elif value.least is not None and value.most is not None:
        ends = (in_words(value.least, words, comma=comma), in_words(value.most, words, comma=comma))
        said = "–".join(ends)
    else:
        said = words["unknown"]
    return f"{said} {words['or']} {words['not_applicable']}" if value.or_not_applicable else said


def waiting(waits: Sequence[Wait], words: Mapping[str, str]) -> str:
    """What something waits for, in one line."""
    return ", ".join(_wait(each, words) for each in waits)


def _wait(wait: Wait, words: Mapping[str, str]) -> str:
    if wait.item or wait.form:
        return wait.item or wait.form or ""
    if wait.history:
        return f"{words['history']} {wait.history}"
    if wait.parameter:
        return f"{words['parameter']} {wait.parameter}"
    return f"{words['problem']} {wait.problem}"
