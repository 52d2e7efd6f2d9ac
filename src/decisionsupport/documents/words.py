"""Words: ids that authors give, references to them, words of an enumeration, plain letters.

Law: an id matches `[a-z][a-z0-9_]{0,59}`, is no word of the language, and means nothing else where it stands.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Final

from decisionsupport.diagnostics.suggestions import nearest, offer_id, one_of, only_one_near
from decisionsupport.documents.leaves import Word
from decisionsupport.documents.reading import BROKEN, Broken, Reading, Reads
from decisionsupport.documents.shapes import letters, list_of, scalar
from decisionsupport.syntax.expressions.functions import FUNCTIONS
from decisionsupport.syntax.yaml.tree import Scalar

ID = r"[a-z][a-z0-9_]{0,59}"
_ID = re.compile(ID)
_PATH = re.compile(rf"{ID}(\.{ID})*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")

RESERVED_FOR_DOCUMENTS: Final = frozenset({"finding", "parameter", "table", "today", "now"})
RESERVED_FOR_NAMES: Final = (
    RESERVED_FOR_DOCUMENTS
    | {"points", "complete", "remaining", "version", "answers", "not_known"}
    | frozenset(FUNCTIONS)
)
RESERVED_FOR_OPTIONS: Final = frozenset(
    {"answered", "known", "unknown", "applicable", "any", "true", "false", "null"}
)


def _bad_id(node: Scalar, why: str, what: str, reserved: frozenset[str], reading: Reading) -> Broken:
    word = "grade" if what == "an option" else "n"
    offer = offer_id(node.value, number_word=word, reserved=reserved)
    rule = "an id has a to z, 0 to 9 and `_`, a letter first, at most 60"
    reading.report.add(
        "bad-id",
        f"`{_shown(node.value)}` {f'cannot be the id of {what}' if what else 'is not an id'}: {why}",
        node.span,
        help=_id_remedy(offer if offer != node.value else None, what) + rule,
    )
    return BROKEN


def _id_remedy(offer: str | None, what: str) -> str:
    """Whoever names something may have written its text, and then its id is not made of that."""
    if what:
        return f"write `{offer}`\n" if offer else ""
    return "write the id that it is declared with, not its text" + (f": `{offer}`?\n" if offer else "\n")


def _shown(text: str) -> str:
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    return line if len(line) <= 60 else f"{line[:59]}…"


def _why_not(text: str) -> str:
    if not text:
        return "it is empty"
    if len(text) > 60 and _ID.match(text):
        return "it is longer than 60"
    if text[0].isascii() and text[0].isdigit():
        return "it begins with a digit"
    if text != text.lower():
        return "it has a capital letter"
    wrong = next((letter for letter in text if not re.fullmatch(r"[a-z0-9_]", letter)), None)
    return (
        "it does not begin with a letter"
        if wrong is None
        else f"it has {'a space' if wrong == ' ' else f'`{_shown(wrong)}`'}"
    )


def new_id(what: str, reserved: frozenset[str] = frozenset()) -> Reads[Word]:
    """An id that is given here, to `what`."""

    def read(node: Scalar, reading: Reading) -> Word | Broken:
        text = node.value
        if not _ID.fullmatch(text):
            return _bad_id(node, _why_not(text), what, reserved, reading)
        if keyword.iskeyword(text):
            return _bad_id(node, "it is a word of the language", what, reserved, reading)
        if text in reserved:
            return _bad_id(node, "it already means something here", what, reserved, reading)
        return Word(text, node.span)

    return scalar(read, "an id", Word, letters(ID))


def _read_reference(node: Scalar, reading: Reading) -> Word | Broken:
    if _ID.fullmatch(node.value):
        return Word(node.value, node.span)
    return _bad_id(node, _why_not(node.value), "", frozenset(), reading)


def _read_path(node: Scalar, reading: Reading) -> Word | Broken:
    if _PATH.fullmatch(node.value):
        return Word(node.value, node.span)
    wrong = next(part for part in node.value.split(".") if not _ID.fullmatch(part))
    reading.report.add(
        "bad-id",
        f"`{_shown(node.value)}` cannot be a name: `{_shown(wrong)}` is not an id",
        node.span,
        help="write ids joined by dots, as `form.item`",
    )
    return BROKEN


def _read_language(node: Scalar, reading: Reading) -> Word | Broken:
    if _LANGUAGE.fullmatch(node.value):
        return Word(node.value, node.span)
    reading.report.add(
        "bad-language",
        f"`{_shown(node.value)}` is not a language",
        node.span,
        help="write two or three small letters, as `sv` or `en`",
    )
    return BROKEN


def _read_plain(node: Scalar, _: Reading) -> Word | Broken:
    return Word(node.value, node.span)


REFERENCE = scalar(_read_reference, "an id", Word, letters(ID))
PATH = scalar(_read_path, "a name", Word, letters(rf"{ID}(\.{ID})*"))
LANGUAGE = scalar(_read_language, "a language", Word, letters("[a-z]{2,3}"))
PLAIN = scalar(_read_plain, "a text", Word, letters())

Reference = Annotated[Word, REFERENCE]
"""The id of something declared elsewhere."""
References = Annotated[tuple[Word, ...], list_of(REFERENCE, "ids")]
"""The ids of things declared elsewhere."""
Plain = Annotated[Word, PLAIN]
"""Letters that are only shown or compared, the same in all languages."""


_ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "bool": ("boolean",),
        "yes/no": ("boolean",),
        "ja/nej": ("boolean",),
        "janej": ("boolean",),
        "int": ("integer",),
        "number": ("integer",),
        "numeric": ("integer",),
        "heltal": ("integer",),
        "tal": ("integer",),
        "float": ("decimal",),
        "decimaltal": ("decimal",),
        "string": ("text",),
        "str": ("text",),
        "fritext": ("text",),
        "datum": ("date",),
        "tid": ("time",),
        "tidpunkt": ("datetime",),
        "select": ("choice",),
        "radio": ("choice",),
        "enum": ("choice",),
        "val": ("choice",),
        "flerval": ("choices",),
        "multiselect": ("choices",),
        "multichoice": ("choices",),
        "checkbox": ("check", "choices"),
        "kod": ("code",),
        "low": ("routine",),
        "rutin": ("routine",),
        "snart": ("soon",),
        "high": ("urgent",),
        "brådskande": ("urgent",),
        "akut": ("emergency",),
        "omedelbart": ("emergency",),
        "draft": ("trial",),
        "utkast": ("trial",),
        "avvecklad": ("retired",),
    }
)
"""What the same is called elsewhere, and in Swedish."""


def choice(what: str, *words: str, stand_in: str | None = None) -> Reads[Word]:
    """One of a few words; `what` with its article, as "a priority"."""

    def read(node: Scalar, reading: Reading) -> Word | Broken:
        if node.value in words:
            return Word(node.value, node.span)
        return unknown_choice(node, what, words, reading)

    made = None if stand_in is None else lambda span: Word(stand_in, span)
    return scalar(read, what, Word, {"enum": list(words)}, made)


def unknown_choice(node: Scalar, what: str, words: Iterable[str], reading: Reading) -> Broken:
    """Report a word that is not among those allowed."""
    allowed = list(words)
    elsewhere = (word for word in _ELSEWHERE.get(node.value.casefold(), ()) if word in allowed)
    meant = next(elsewhere, None) or nearest(node.value, allowed)
    offer = f"did you mean `{meant}`?\n" if meant else ""
    reading.report.add(
        "unknown-choice",
        f"`{_shown(node.value)}` is not {what}",
        node.span,
        help=f"{offer}{one_of(allowed, limit=20)}",
        mend=only_one_near(node.value, allowed) if node.style == "plain" else None,
    )
    return BROKEN
