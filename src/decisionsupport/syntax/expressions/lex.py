"""Cut an expression into words, and say what is not a word.

One regular expression knows every word of the language; whatever it does not match is a mistake with its
exact place. All words are ASCII, so what follows (Python's own parser too) counts columns as we do. Nothing
here depends on the Unicode tables of the Python at hand.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from decisionsupport.syntax.expressions import foreign
from decisionsupport.syntax.expressions.mistakes import Mistake

LONGEST_TEXT: Final = 2_000
MOST_WORDS: Final = 400
MOST_PARTS: Final = 8
_MOST_MISTAKES = 8

WordKind = Literal["name", "number", "string", "sign"]

SIGN_WORDS: Final = frozenset({"and", "or", "not", "is", "in", "if", "else"})
"""Words that are operators."""

PYTHON_WORDS: Final = frozenset(
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break",
        "class", "continue", "def", "del", "elif", "else", "except", "finally", "for",
        "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
        "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]
)  # fmt: skip
"""The same on every Python that runs us, so that no pack loads on one and fails on another."""

_WIDE = foreign.WIDE_LETTERS
_CUT = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
    | (?P<foreign>{foreign.SIGNS})
    | (?P<name>(?>[a-z][a-z0-9_]*+(?:\.[a-z][a-z0-9_]*+)*+))(?![A-Z0-9_."'{_WIDE}])
    | (?P<number>(?>(?:0|[1-9][0-9]{{0,14}}+)(?:\.[0-9]{{1,9}}+)?+))(?![A-Za-z0-9_."'{_WIDE}]|:[0-9]{{2}})
    | (?P<string>"[ !\#-\[\]-~]*")(?![A-Za-z0-9_"'{_WIDE}])
    | (?P<sign>==|!=|<=|>=|\*\*|[-+*/<>()\[\],=])
    """,
    re.VERBOSE,
)
_TWO_WORD_SIGNS = {("is", "not"): "is not", ("not", "in"): "not in"}


class Word(NamedTuple):
    """One word of an expression and where it stands in its text; `is not` and `not in` are one sign."""

    kind: WordKind
    text: str
    start: int
    end: int


def cut(text: str) -> tuple[list[Word], list[Mistake]]:
    """Cut `text` into words; where there are mistakes the words are not to be used."""
    if len(text) > LONGEST_TEXT:
        message = f"the expression has {len(text)} characters, the most is {LONGEST_TEXT}"
        return [], [Mistake("expression-limit", message, 0, 1, foreign.SPLIT_UP)]
    words: list[Word] = []
    mistakes: list[Mistake] = []
    at = 0
    while at < len(text) and len(mistakes) < _MOST_MISTAKES:
        found = _CUT.match(text, at)
        kind = found.lastgroup if found else None
        if found is None or kind == "foreign":
            mistake, at = foreign.refuse(text, at, found)
            mistakes.append(mistake)
            continue
        at = found.end()
        if kind != "space":
            mistakes.extend(_take(kind, found, words))
    if len(words) > MOST_WORDS and not mistakes:
        beyond = words[MOST_WORDS]
        message = f"the expression has {len(words)} words and signs, the most is {MOST_WORDS}"
        mistakes.append(Mistake("expression-limit", message, beyond.start, beyond.end, foreign.SPLIT_UP))
    return words, mistakes


def _take(kind: str | None, found: re.Match[str], words: list[Word]) -> list[Mistake]:
    """Add the word found; a name that is reserved or too long is a mistake."""
    text, start, end = found.group(), found.start(), found.end()
    match kind:
        case "name" if text in SIGN_WORDS:
            if words and (both := _TWO_WORD_SIGNS.get((words[-1].text, text))):
                words[-1] = Word("sign", both, words[-1].start, end)
            else:
                words.append(Word("sign", text, start, end))
        case "name":
            words.append(Word("name", text, start, end))
            return _name_mistakes(text, start)
        case "number":
            words.append(Word("number", text, start, end))
        case "string":
            words.append(Word("string", text, start, end))
        case _:
            words.append(Word("sign", text, start, end))
    return []


def _name_mistakes(text: str, start: int) -> list[Mistake]:
    parts = text.split(".")
    if len(parts) > MOST_PARTS:
        message = f"a name of {len(parts)} parts, the most is {MOST_PARTS}"
        return [Mistake("expression-limit", message, start, start + len(text))]
    if len(parts) == 1 and (literal := foreign.no_literal(text, start)):
        return [literal]
    for part in parts:
        if part in PYTHON_WORDS:
            return [foreign.reserved(part, start, start + len(part))]
        start += len(part) + 1
    return []
