"""Expressions and conditions where documents have them, and what is due when."""

from __future__ import annotations

import re
from typing import Annotated, Final, get_args

from pydantic.json_schema import JsonSchemaValue

from decisionsupport.documents.leaves import DateText, DurationText, Word
from decisionsupport.documents.reading import BROKEN, Broken, Reading, Reads
from decisionsupport.documents.scalars import (
    bad_date,
    bad_day_word,
    bad_duration,
    date_of,
    duration_meant,
    duration_of,
    looks_like_date,
    now_of,
)
from decisionsupport.documents.shapes import defined, scalar, wrong_kind
from decisionsupport.documents.words import choice, unknown_choice
from decisionsupport.syntax.expressions.lex import PYTHON_WORDS
from decisionsupport.syntax.expressions.nodes import Expression, Name
from decisionsupport.syntax.expressions.parse import parse_condition, parse_expression
from decisionsupport.syntax.yaml.tree import Node, Scalar, Sequence

PRIORITIES: Final = ("routine", "soon", "urgent", "emergency")

_NODES: Final = get_args(Expression)
_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_NO_NAMES: Final = PYTHON_WORDS | {"true", "false", "null"}
_NUMBER_THEN_WORD = re.compile(r"\s*\d+(?:[.,]\d+)?\s*[^\W\d_][^\W\d_]*\s*")
_BARE_NUMBER = re.compile(r"\s*\d+\s*")


def _read_expression(node: Scalar, reading: Reading) -> Expression | Broken:
    made = _bare(node) or parse_expression(node, reading.report)
    return BROKEN if made is None else made


def _read_condition(node: Node, at: Scalar | None, reading: Reading) -> Expression | Broken:
    if isinstance(node, Sequence):
        return wrong_kind(node, "a condition", at, reading, "write `all:` or `any:` over the list")
    if isinstance(node, Scalar) and not node.value and node.style == "plain":
        return wrong_kind(node, "a condition", at, reading)
    made = parse_condition(node, reading.report)
    return BROKEN if made is None else made


def _read_name(node: Scalar, reading: Reading) -> Name | Broken:
    made = _bare(node) or parse_expression(node, reading.report)
    if made is None or isinstance(made, Name):
        return BROKEN if made is None else made
    return wrong_kind(node, "a name", None, reading)


def _bare(node: Scalar) -> Name | None:
    """A single id needs no parser."""
    if not _ID.fullmatch(node.value) or node.value in _NO_NAMES:
        return None
    span = node.span if node.style == "plain" else node.place(0, len(node.value))
    return Name((node.value,), (span,), span)


_DAYS_IN_TWO_WORDS: Final = {"i dag": "today", "i morgon": "1 days"}
"""Days that are two words in Swedish; those of one word are taken for occasions, and told there."""
_LISTS: Final = {key: {"type": "array", "minItems": 1} for key in ("all", "any", "none")}
_TEXT: Final[JsonSchemaValue] = {"type": ["string", "number", "boolean"], "minLength": 1}
CONDITION_SCHEMA: Final[JsonSchemaValue] = {
    "anyOf": [
        _TEXT,
        {"type": "object", "properties": _LISTS, "additionalProperties": False, "minProperties": 1},
    ]
}

EXPRESSION: Reads[Expression] = scalar(_read_expression, "an expression", Name, _TEXT)
EXPRESSION = Reads(EXPRESSION.read, _NODES, _TEXT)
CONDITION: Reads[Expression] = Reads(_read_condition, _NODES, defined("Condition"))
NAME: Reads[Name] = scalar(_read_name, "a name", Name, _TEXT)

Formula = Annotated[Expression, EXPRESSION]
"""An expression, as a field of a map."""
Condition = Annotated[Expression, CONDITION]
"""An expression, or a map of `all`, `any`, `none`, as a field of a map."""


def _read_due(node: Scalar, reading: Reading) -> DurationText | DateText | Expression | Broken:
    text = node.value
    duration = now_of(node) or duration_of(text, node.span)
    if duration is not None:
        return duration
    day = date_of(text)
    if day is not None:
        return DateText(day, node.span)
    if looks_like_date(text):
        return bad_date(node, reading)
    if _NUMBER_THEN_WORD.fullmatch(text) or _BARE_NUMBER.fullmatch(text) or duration_meant(text):
        return bad_duration(node, reading)
    if text.casefold() in _DAYS_IN_TWO_WORDS:
        return bad_day_word(node, _DAYS_IN_TWO_WORDS[text.casefold()], reading)
    return _bare(node) or _read_expression(node, reading)


def _read_priority(node: Scalar, reading: Reading) -> Word | Expression | Broken:
    if node.value in PRIORITIES:
        return Word(node.value, node.span)
    bare = _bare(node)
    if bare is not None:
        return (
            bare
            if node.value in reading.variables
            else unknown_choice(node, "a priority", PRIORITIES, reading)
        )
    return _read_expression(node, reading)


_DUE_TEXT: Reads[DurationText | DateText | Expression] = scalar(
    _read_due, "a duration, a date or an expression", Name, _TEXT
)
_PRIORITY_TEXT: Reads[Word | Expression] = scalar(_read_priority, "a priority", Name, _TEXT)

DUE: Reads[DurationText | DateText | Expression] = Reads(
    _DUE_TEXT.read, (DurationText, DateText, *_NODES), _TEXT
)
PRIORITY: Reads[Word | Expression] = Reads(_PRIORITY_TEXT.read, (Word, *_NODES), _TEXT)
PRIORITY_WORD = choice("a priority", *PRIORITIES)

Due = Annotated[DurationText | DateText | Expression, DUE]
"""When something is due: a length of time, a day (its end), or an expression, which may name an occasion."""
Priority = Annotated[Word | Expression, PRIORITY]
"""A word of `PRIORITIES`, or an expression that gives one."""
