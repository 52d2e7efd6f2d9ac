"""Texts: words in one or several languages, in one piece or in lines that have conditions.

The strings stay scalars of the YAML tree, so that what stands between braces keeps its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic.json_schema import JsonSchemaValue

from decisionsupport.documents.conditions import CONDITION, NAME
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.reading import BROKEN, Broken, Reading, Reads, Written
from decisionsupport.documents.shapes import defined, model_schema, read_map, wrong_kind
from decisionsupport.documents.words import LANGUAGE
from decisionsupport.source import Span
from decisionsupport.syntax.expressions.nodes import Expression, Name
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

_LANGUAGE: Final = re.compile(r"^[a-z]{2,3}$")
_LINE_KEYS: Final = ("when", "for_each", "say")

ByLanguage = tuple[tuple[Word, Scalar], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text: said when `when` holds (None: always), for each entry of `for_each` (None: once)."""

    say: Scalar
    when: Expression | None
    for_each: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line as written: `say` is one string for all languages, or one for each."""

    say: Scalar | ByLanguage
    when: Expression | None
    for_each: Name | None
    span: Span


Body = tuple[WrittenLine, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A text as written: one body for all languages (`everywhere`), or one for each (`by_language`)."""

    everywhere: Body | None
    by_language: tuple[tuple[Word, Body], ...]
    span: Span

    @property
    def languages(self) -> tuple[Word, ...]:
        """The languages the author named, each once, in order; empty when the text is the same in all."""
        named: dict[str, Word] = {}
        for word, body in self._bodies():
            if word is not None:
                named.setdefault(word.text, word)
            for line in body:
                for inner, _ in () if isinstance(line.say, Scalar) else line.say:
                    named.setdefault(inner.text, inner)
        return tuple(named.values())

    def lines(self, language: str) -> tuple[Line, ...] | None:
        """The lines in one language, or None when the text, or one of its lines, lacks it."""
        body = next((body for word, body in self._bodies() if word is None or word.text == language), None)
        if body is None:
            return None
        made: list[Line] = []
        for line in body:
            said = line.say if isinstance(line.say, Scalar) else _in_language(line.say, language)
            if said is None:
                return None
            made.append(Line(said, line.when, line.for_each, line.span))
        return tuple(made)

    def _bodies(self) -> tuple[tuple[Word | None, Body], ...]:
        return self.by_language if self.everywhere is None else ((None, self.everywhere),)


def _in_language(said: ByLanguage, language: str) -> Scalar | None:
    return next((scalar for word, scalar in said if word.text == language), None)


def _read_text(node: Node, at: Scalar | None, reading: Reading) -> Text | Broken:
    if not isinstance(node, Mapping):
        body = _read_body(node, at, reading)
        return BROKEN if isinstance(body, Broken) else Text(body, (), node.span)
    if not node.entries:
        return wrong_kind(node, "a text", at, reading)
    by_language: list[tuple[Word, Body]] = []
    for key, child in node.entries:
        language = LANGUAGE.read(key, at, reading)
        body = _read_body(child, key, reading)
        if not isinstance(language, Broken) and not isinstance(body, Broken):
            by_language.append((language, body))
    return Text(None, tuple(by_language), node.span) if by_language else BROKEN


def _read_body(node: Node, at: Scalar | None, reading: Reading) -> Body | Broken:
    match node:
        case Scalar() if node.value or node.style != "plain":
            return (WrittenLine(node, None, None, node.span),)
        case Sequence():
            lines = [_read_line(item, reading) for item in node.items]
            return tuple(line for line in lines if not isinstance(line, Broken))
        case _:
            return wrong_kind(node, "a text, or a list of lines", at, reading)


def _read_line(node: Node, reading: Reading) -> WrittenLine | Broken:
    if isinstance(node, Mapping) and any(
        key.value in _LINE_KEYS or not _LANGUAGE.fullmatch(key.value) for key, _ in node.entries
    ):
        made = read_map(LineMap, node, None, reading)
        return (
            made if isinstance(made, Broken) else WrittenLine(made.say, made.when, made.for_each, node.span)
        )
    said = _read_said(node, None, reading)
    return said if isinstance(said, Broken) else WrittenLine(said, None, None, node.span)


def _read_said(node: Node, at: Scalar | None, reading: Reading) -> Scalar | ByLanguage | Broken:
    match node:
        case Scalar() if node.value or node.style != "plain":
            return node
        case Mapping() if node.entries:
            return _read_said_by_language(node, at, reading)
        case _:
            return wrong_kind(node, "a text", at, reading)


def _read_said_by_language(node: Mapping, at: Scalar | None, reading: Reading) -> ByLanguage | Broken:
    said: list[tuple[Word, Scalar]] = []
    for key, child in node.entries:
        language = LANGUAGE.read(key, at, reading)
        if not isinstance(child, Scalar):
            wrong_kind(child, "a text", key, reading)
        elif not isinstance(language, Broken):
            said.append((language, child))
    return tuple(said) if said else BROKEN


_STRING: Final[JsonSchemaValue] = {"type": ["string", "number", "boolean"]}
_STRINGS: Final[JsonSchemaValue] = {
    "anyOf": [
        _STRING,
        {"type": "object", "patternProperties": {_LANGUAGE.pattern: _STRING}, "additionalProperties": False},
    ]
}


class LineMap(Written):
    """A line as a map: `{when, for_each, say}`."""

    noun = "a line"

    when: Annotated[Expression, CONDITION] | None = None
    for_each: Annotated[Name, NAME] | None = None
    say: Annotated[Scalar | ByLanguage, Reads(_read_said, (Scalar, tuple), _STRINGS)]


_BODY: Final[JsonSchemaValue] = {
    "anyOf": [_STRING, {"type": "array", "items": {"anyOf": [_STRINGS, model_schema(LineMap)]}}]
}
TEXT_SCHEMA: Final[JsonSchemaValue] = {
    "anyOf": [
        *_BODY["anyOf"],
        {"type": "object", "patternProperties": {_LANGUAGE.pattern: _BODY}, "additionalProperties": False},
    ]
}


def nothing_said(span: Span) -> Text:
    """A text that stands in for one that was not readable."""
    return Text((WrittenLine(Scalar("", "plain", span), None, None, span),), (), span)


TEXT: Reads[Text] = Reads(_read_text, (Text,), defined("Text"), nothing_said)
Words = Annotated[Text, TEXT]
"""A text, as a field of a map."""
