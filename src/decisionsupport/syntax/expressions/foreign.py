"""Words that authors bring from other languages, and what to write instead.

`refuse` is asked at a place where no word of the language stands; it always answers with a mistake that
covers at least one character. Letters outside ASCII and Latin are named by their code point, because which of
them count as letters differs between the Unicode tables of one Python and the next.
"""

from __future__ import annotations

import re
from typing import Final

from decisionsupport.diagnostics.suggestions import offer_id
from decisionsupport.syntax.expressions.mistakes import Mistake

WIDE_LETTERS: Final = "À-ÖØ-öø-ſ"
SPLIT_UP: Final = "give its parts names under `computed` and use those"

_BOOLEANS = "for a question answered yes or no write `x` or `x is yes`, and `not x` or `x is no`"
_NULLS = "write `x is unknown` or `x is not answered`"
_QUOTES = 'strings stand in straight double quotes: `"N05A"`'
_CHANGES_NOTHING = "an expression changes nothing: write the sum itself"
_BIT = "write `and`, `or`, `not`"

_REMEDIES: Final[dict[str, str]] = {
    "===": "write `==`, or `is` before an option",
    "!==": "write `!=`, or `is not` before an option",
    "&&": "write `and`",
    "||": "write `or`",
    "&": _BIT,
    "|": _BIT,
    "~": "write `not x`",
    "!": "write `not x`",
    "<>": "write `!=`, or `is not` before an option",
    "=>": "write `>=`",
    "=<": "write `<=`",
    "<=>": "write one of `<`, `<=`, `==`, `>=`, `>`",
    "=~": "write `==` or `in`",
    "!~": "write `not x in y`",
    "<<": "write `<`",
    ">>": "write `>`",
    "->": "write `a if condition else b`",
    ":=": "give the value a name under `computed`",
    "+=": _CHANGES_NOTHING,
    "-=": _CHANGES_NOTHING,
    "*=": _CHANGES_NOTHING,
    "/=": "write `!=` for unequal, `/` to divide",
    "//": "write `floor(a / b)`",
    "%": "numbers are written without `%`: the unit is the item's",
    "^": "write `x ** 2` or `x ** 3`",
    "@": "only names, numbers, strings and operators stand here",
    ":": "a condition is only the words after the key; write `a if condition else b` to choose",
    ";": "write one expression only; join conditions by `and`",
    "?": "write `a if condition else b`",
    "{": "values are written without braces; lists in square brackets",
    "}": "values are written without braces; lists in square brackets",
    "$": "names are written bare: `news2.total`",
    "#": "what follows a `#` is a comment to YAML only with a space before it; leave it out",
    "\\": "line breaks need no sign: indent the next line",
    "`": "names are written bare: `news2.total`",
    "'": _QUOTES,
    "“": _QUOTES,
    "”": _QUOTES,
    "„": _QUOTES,
    "‘": _QUOTES,
    "’": _QUOTES,
    "«": _QUOTES,
    "»": _QUOTES,
    "´": _QUOTES,
    "≥": "write `>=`",
    "≤": "write `<=`",
    "≠": "write `!=`, or `is not` before an option",
    "≈": "write `==`",
    "∧": "write `and`",
    "∨": "write `or`",
    "¬": "write `not x`",
    "∈": "write `in`",
    "×": "write `*`",
    "·": "write `*`",
    "÷": "write `/`",
    "−": "write `-`, the hyphen",
    "–": "write `-`, the hyphen",
    "—": "write `-`, the hyphen",
    "²": "write `x ** 2`",
    "³": "write `x ** 3`",
    "½": "write `0.5`",
    "√": "write `sqrt(x)`",
    "…": "write `0 <= x <= 3` for a range",
    "..": "write `0 <= x <= 3` for a range",
    "...": "write `0 <= x <= 3` for a range",
    "§": "only names, numbers, strings and operators stand here",
    "€": "numbers are written bare: the unit is the item's",
    "°": "numbers are written bare: the unit is the item's",
    "µ": "numbers are written bare: the unit is the item's",
}
SURE: Final = {
    "=>": ">=",
    "=<": "<=",
    "≥": ">=",
    "≤": "<=",
    "&&": "and",
    "||": "or",
    "∧": "and",
    "∨": "or",
    "×": "*",
    "÷": "/",
    "−": "-",
}
"""Signs that stand for one of ours and nothing else."""
# One-character signs come last, so that `=>` is not taken for `=` and `>`.
SIGNS: Final = "|".join(
    [r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T][0-9:.+Z-]*)?", r"\.[0-9]+"]
    + [re.escape(sign) for sign in sorted(_REMEDIES, key=lambda sign: (-len(sign), sign)) if sign != "!"]
    + [r"!(?!=)"]
)

_LOWER_WORDS: Final = frozenset({"and", "or", "not", "is", "in", "if", "else"})
_TRUTHS: Final = frozenset({"true", "false", "ja", "nej", "yes", "no"})
_NOTHINGS: Final = frozenset({"null", "none", "nil", "nan", "undefined"})
_IN_SWEDISH: Final = {"är": "write `is` or `==`", "större": "write `>`", "över": "write `>`"}
_STATEMENTS: Final = {
    "for": "to ask about every entry of a repeating group write `any(…)`, `all(…)` or `count(…)`",
    "lambda": "give the value a name under `computed`",
    "elif": "write `a if condition else b if other else c`",
}

_WIDE_RUN = re.compile(
    rf"[A-Za-z_{WIDE_LETTERS}][A-Za-z0-9_{WIDE_LETTERS}]*(?:\.+[A-Za-z0-9_{WIDE_LETTERS}]*)*"
)
_NUMBER_RUN = re.compile(rf"[0-9](?:[eE][+-][0-9]|[A-Za-z0-9_.{WIDE_LETTERS}])*")
_CLOCK = re.compile(r"([0-9]+):([0-9]{2})(?::[0-9]{2})?")
_QUOTED_RUN: Final = {'"': re.compile(r'"[^"\n]*"?'), "'": re.compile(r"'[^'\n]*'|'")}
_STRING_GOOD = re.compile(r"[ !#-\[\]-~]*")
_NUMBER_LIMITS = "a number has at most 15 digits before the point and 9 after"

_NUMBERS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = (
    (re.compile(r"[0-9]+\.\.+[0-9.]*"), "a range `{0}` where a number is wanted", "write `0 <= x <= 3`"),
    (re.compile(r"0[xXoObB]\w*"), "`{0}` is not a decimal number", "write it in decimal digits"),
    (
        re.compile(r"[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?"),
        "`{0}` has `_` among its digits",
        "write the digits alone",
    ),
    (re.compile(r"[0-9.]+[eE][+-]?[0-9]+"), "`{0}` has an exponent", "write all its digits"),
    (
        re.compile(r"0[0-9]+(?:\.[0-9]*)?"),
        "`{0}` begins with a zero",
        "write the number without zeros before it",
    ),
    (re.compile(r"[0-9]+\."), "`{0}` ends with a point", "write digits after the point or leave it out"),
    (re.compile(r"[0-9]{16,}(?:\.[0-9]+)?|[0-9]+\.[0-9]{10,}"), "`{0}` has too many digits", _NUMBER_LIMITS),
    (
        re.compile(r"[0-9]+(?:\.[0-9]*){2,}"),
        "`{0}` is not a number",
        'a version or a code is a string: `"1.2.3"`',
    ),
    (
        re.compile(r"[0-9.]+(?:s|m|h|d|min|hours?|days?|weeks?|months?|years?|år|dagar|timmar)"),
        "`{0}` is not a number",
        "a duration is written `hours(2)`, `days(7)`, `months(6)`",
    ),
)


def shown(text: str) -> str:
    """Print authored letters in a message: plain and Latin ones as they are, others by code point."""
    cut_off = text if len(text) <= 40 else text[:40] + "…"
    return "".join(letter if _plain(letter) else f"<U+{ord(letter):04X}>" for letter in cut_off)


def _plain(letter: str) -> bool:
    return " " <= letter <= "~" or ("\u00a1" <= letter <= "\u017f" and letter != "\u00ad") or letter == "…"


def refuse(text: str, at: int, found: re.Match[str] | None) -> tuple[Mistake, int]:
    """Say what is wrong where `text[at:]` begins with no word of the language, and where to read on."""
    if (letter := text[at]) in "\"'" and (string := _QUOTED_RUN[letter].match(text, at)):
        mistake = _string(text, at, string.end()) if letter == '"' else _sign(letter, at)
        return mistake, string.end()
    mistake = _sign(found.group(), at) if found is not None else _word(text, at)
    return mistake, mistake.end


def _word(text: str, at: int) -> Mistake:
    letter = text[at]
    if clock := _CLOCK.match(text, at):
        hours, minutes = (part.lstrip("0") or "0" for part in clock.groups())
        message = f"a time of day `{shown(clock.group())}` written bare"
        return Mistake("bad-word", message, at, clock.end(), f"write `clock({shown(hours)}, {minutes})`")
    if run := _NUMBER_RUN.match(text, at):
        return _number(run.group(), at)
    if run := _WIDE_RUN.match(text, at):
        return _name(text, run.group(), at)
    return _character(letter, at)


def reserved(word: str, start: int, end: int) -> Mistake:
    """A word of Python that is none of ours."""
    offer = f"; a name may be `{offered}`" if (offered := offer_id(word)) else ""
    remedy = _STATEMENTS.get(word, f"the language has no `{word}`{offer}")
    return Mistake("bad-word", f"`{word}` is a reserved word", start, end, remedy)


def no_literal(word: str, start: int) -> Mistake | None:
    """`true`, `false` and `null` are names to our rules, yet mean nothing."""
    end = start + len(word)
    if word in {"true", "false"}:
        return Mistake("bad-word", f"`{word}` is not written in expressions", start, end, _BOOLEANS)
    if word == "null":
        return Mistake("bad-word", "`null` is not written in expressions", start, end, _NULLS)
    return None


def _sign(sign: str, at: int) -> Mistake:
    end = at + len(sign)
    if sign[0] == "." and sign[1:].isdecimal():
        return Mistake(
            "bad-number", f"`{shown(sign)}` begins with a point", at, end, f"write `0{shown(sign)}`"
        )
    if sign[0].isdecimal():
        day = sign[:10]
        return Mistake("bad-word", f"a date `{day}` written bare", at, end, f'write `date("{day}")`')
    known = sign if sign in "“”„‘’≥≤≠≈∧∨∈−–—√" else shown(sign)
    return Mistake("bad-word", f"`{known}` is not part of the language", at, end, _REMEDIES[sign])


def _number(run: str, at: int) -> Mistake:
    end = at + len(run)
    for pattern, message, remedy in _NUMBERS:
        if pattern.fullmatch(run):
            return Mistake("bad-number", message.format(shown(run)), at, end, remedy)
    if not run.strip("0123456789."):
        message = f"`{shown(run)}` and what follows are written together"
        return Mistake("bad-number", message, at, end, "put an operator or a comma after the number")
    remedy = "a unit is not written; a name begins with a small letter" + _offer(run)
    return Mistake("bad-word", f"`{shown(run)}` is neither a number nor a name", at, end, remedy)


def _offer(run: str) -> str:
    """A path like the one written, of well-formed names; nothing for names that hide something."""
    parts = [part for part in run.split(".") if part]
    offered = [offer_id(part, number_word="n") for part in parts]
    if any(part.startswith("_") for part in parts) or not all(offered):
        return ""
    return f": `{shown('.'.join(part for part in offered if part))}`"


def _string(text: str, at: int, end: int) -> Mistake:
    good = _STRING_GOOD.match(text, at + 1)
    bad_at = good.end() if good else at + 1
    if bad_at < end and text[bad_at] != '"':
        message = f"`{shown(text[bad_at])}` inside a string"
        remedy = "a string holds the letters of codes: ASCII, without quotes and `\\`"
        return Mistake("bad-string", message, bad_at, bad_at + 1, remedy)
    if bad_at >= end:
        return Mistake("bad-string", 'a string without its closing `"`', at, end, 'close it by `"`')
    message = f"`{shown(text[at:end])}` and what follows are written together"
    return Mistake("bad-string", message, at, end, "put an operator or a comma after the string")


def _name(text: str, run: str, at: int) -> Mistake:
    end = at + len(run)
    lower = run.lower()
    if text[end : end + 1] in {'"', "'"}:
        closed = _QUOTED_RUN[text[end]].match(text, end)
        message = f"`{shown(run)}` stands right before a quote"
        remedy = "a string has no letter before its quotes, and holds no slots"
        return Mistake("bad-string", message, at, closed.end() if closed else end + 1, remedy)
    if lower in _LOWER_WORDS:
        return Mistake("bad-word", f"`{run}` is not part of the language", at, end, f"write `{lower}`")
    if lower in _TRUTHS:
        return Mistake("bad-word", f"`{run}` is not part of the language", at, end, _BOOLEANS)
    if lower in _NOTHINGS:
        return Mistake("bad-word", f"`{run}` is not part of the language", at, end, _NULLS)
    if lower in _IN_SWEDISH:
        return Mistake("bad-word", f"`{run}` is not part of the language", at, end, _IN_SWEDISH[lower])
    remedy = "a name is of small letters a to z, digits and `_`, and begins with a letter" + _offer(run)
    return Mistake("bad-word", f"`{shown(run)}` is not a name", at, end, remedy)


def _character(letter: str, at: int) -> Mistake:
    point = f"U+{ord(letter):04X}"
    if (
        letter == "\u00a0"
        or "\u2000" <= letter <= "\u200f"
        or letter in "\u202f\u2060\u3000\ufeff\u00ad\u0085\u2028\u2029"
    ):
        message = f"an invisible sign ({point}) between the words"
        return Mistake("bad-word", message, at, at + 1, "delete it and type an ordinary space")
    if letter < " " or letter == "\x7f":
        return Mistake("bad-word", f"a control character ({point})", at, at + 1, "delete it")
    if letter == ".":
        return Mistake(
            "bad-word", "a point that joins no names", at, at + 1, "write paths together: `news2.total`"
        )
    remedy = "only names, numbers, strings and operators stand here"
    return Mistake("bad-word", f"`{shown(letter)}` is not part of the language", at, at + 1, remedy)
