"""An expected value beside a found one: `7`, `3..8`, `high`, `[low, high]`, `unknown`, `not applicable`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Final, assert_never

from decisionsupport.outcome.values import NotApplicable, Unknown, Value, iso
from decisionsupport.syntax.yaml.core_schema import core_schema
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Answer:
    """An item's answer as it was given: the outcome keeps no copy of it."""

    given: object


_RANGE: Final = re.compile(r"(?P<least>-?\d+(?:\.\d+)?)?\.\.(?P<most>-?\d+(?:\.\d+)?)?")
_YES_OR_NO: Final = {"yes": True, "no": False}
_WORDS: Final[dict[str, Callable[[object], bool]]] = {
    "unknown": lambda found: isinstance(found, Unknown),
    "not applicable": lambda found: isinstance(found, NotApplicable),
}


def agrees(expected: Node, found: Value | Answer) -> bool:
    """Whether a found value is what is expected."""
    match expected:
        case Scalar(value=text, style="plain") if text in _WORDS:
            return _WORDS[text](found)
        case _ if isinstance(found, Answer):
            return core_schema(expected) == found.given
        case Sequence(items=items):
            return _members(found) == {_letters(item) for item in items}
        case Scalar(value=text, style="plain") if (span := _RANGE.fullmatch(text)) and text != "..":
            return _spans(found, span["least"], span["most"])
        case Scalar():
            return _is(core_schema(expected), expected.value, found)
        case Mapping():
            return False
        case _:
            assert_never(expected)


def written(expected: Node) -> str:
    """What is expected, in one line, as its author would write it."""
    match expected:
        case Sequence(items=items):
            return f"[{', '.join(written(item) for item in items)}]"
        case Scalar(value=text):
            return text
        case Mapping(entries=entries):
            return f"{{{', '.join(f'{key.value}: {written(node)}' for key, node in entries)}}}"
        case _:
            assert_never(expected)


def printed(found: Value | Answer | None) -> str:
    """What was found, in the same letters as what is expected."""
    match found:
        case None:
            return "nothing"
        case Answer(given=given):
            return _given(given)
        case Unknown(least=None, most=None, one_of=None):
            return _or_not_applicable("unknown", found)
        case Unknown(one_of=tuple() as options):
            return _or_not_applicable(f"unknown: [{', '.join(printed(each) for each in options)}]", found)
        case Unknown():
            return _or_not_applicable(f"{found.least}..{found.most}", found)
        case NotApplicable():
            return "not applicable"
        case tuple():
            return f"[{', '.join(found)}]"
        case bool():
            return "true" if found else "false"
        case date() | time():
            return iso(found)
        case _:
            return str(found)


def _given(answer: object) -> str:
    match answer:
        case list() | tuple():
            return f"[{', '.join(_given(each) for each in answer)}]"
        case dict():
            return f"{{{', '.join(f'{key}: {_given(each)}' for key, each in answer.items())}}}"
        case bool():
            return "true" if answer else "false"
        case _:
            return str(answer)


def _or_not_applicable(said: str, found: Unknown) -> str:
    return f"{said} or not applicable" if found.or_not_applicable else said


def _members(found: Value) -> set[str]:
    match found:
        case tuple():
            return set(found)
        case Unknown(one_of=tuple() as options):
            return {printed(each) for each in options}
        case _:
            return {printed(found)}


def _letters(item: Node) -> str:
    return item.value if isinstance(item, Scalar) else written(item)


def _spans(found: Value, least: str | None, most: str | None) -> bool:
    if not isinstance(found, Unknown) or found.least is None or found.most is None:
        return False
    return (least is None or Decimal(least) == found.least) and (most is None or Decimal(most) == found.most)


def _is(value: object, text: str, found: Value) -> bool:
    match found:
        case bool():
            return found is _YES_OR_NO.get(text, value)
        case int() | Decimal():
            return isinstance(value, int | Decimal) and not isinstance(value, bool) and value == found
        case Unknown() | NotApplicable() | tuple():
            return False
        case _:
            return text == printed(found)
