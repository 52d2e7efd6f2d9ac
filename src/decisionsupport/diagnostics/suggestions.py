"""What to offer instead of a word that is not allowed: the nearest word, the list of words, a well-formed id.

The same words give the same offer, in whatever order they come.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable

_FARTHEST = 3
_SHORTEST_SURE = 4
_NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"\d")
_LEADING_NUMBER = re.compile(r"(\d+)_*(.*)")
_LONGEST_ID = 60


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """Find the allowed word most like `word`, or None when none is near.

    >>> nearest("sonn", ["routine", "soon", "urgent"])
    'soon'
    >>> nearest("Fall-Risk", ["fall_risk"])
    'fall_risk'
    """
    plain = _plain(word)
    best: tuple[int, str] | None = None
    for candidate in allowed:
        limit = min(_FARTHEST, max(len(plain), len(candidate)) * 2 // 5)
        if best is not None:
            limit = min(limit, best[0])
        distance = _distance(plain, _plain(candidate), limit)
        if distance <= limit and (best is None or (distance, candidate) < best):
            best = (distance, candidate)
    return None if best is None else best[1]


def only_one_near(word: str, allowed: Iterable[str]) -> str | None:
    """The nearest word, where no other is near: what must have been meant, or None.

    A digit is never a slip: `grade_2` is not what was meant by `grade_22`.

    >>> only_one_near("vist", ["visit", "call"]), only_one_near("bed_lo", ["bed_low", "bed_log"])
    ('visit', None)
    """
    words = list(allowed)
    best = nearest(word, words)
    others = [each for each in words if each != best]
    if best is None or len(word) < _SHORTEST_SURE or nearest(word, others) is not None:
        return None
    return best if _DIGITS.findall(word) == _DIGITS.findall(best) else None


def one_of(words: Iterable[str], limit: int = 12) -> str:
    """Say what is allowed: "one of `a`, `b`"; longer lists are cut at `limit` and counted.

    >>> one_of(["low", "high"])
    'one of `low`, `high`'
    """
    listed = list(words)
    quoted = [f"`{word}`" for word in listed[:limit]]
    if len(listed) == 1:
        return quoted[0]
    cut = f", … ({len(listed)} in all)" if len(listed) > limit else ""
    return f"one of {', '.join(quoted)}{cut}" if quoted else ""


def offer_id(word: str, *, number_word: str = "grade", reserved: Collection[str] = ()) -> str | None:
    """Make a well-formed id of a word that is not one, or None when no letter or digit is left.

    `number_word` goes before a bare number, as an option's id needs a letter first.

    >>> offer_id("4at"), offer_id("läkare_nu"), offer_id("3"), offer_id("class")
    ('four_at', 'lakare_nu', 'grade_3', 'class_')
    """
    made = _NOT_IN_IDS.sub("_", _plain(word)).strip("_")
    if leading := _LEADING_NUMBER.fullmatch(made):
        digits, rest = leading.groups()
        if not rest:
            made = f"{number_word}_{digits}"
        elif len(digits) <= 2 and int(digits) < len(_NUMBER_WORDS):
            made = f"{_NUMBER_WORDS[int(digits)]}_{rest}"
        else:
            made = f"n{made}"
    made = made[:_LONGEST_ID].rstrip("_")
    if made and (keyword.iskeyword(made) or made in reserved):
        made = f"{made[: _LONGEST_ID - 1]}_"
    return made or None


def _plain(word: str) -> str:
    """Put the word in lower case, without marks over its letters, `-` and spaces as `_`."""
    folded = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return bare.replace("-", "_").replace(" ", "_")


def _distance(left: str, right: str, limit: int) -> int:
    """Count the letters to change, add, drop or swap; anything over `limit` is `limit + 1`."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and (not before or min(above) > limit):
            return limit + 1
        before, above = above, row
    return min(above[-1], limit + 1)
