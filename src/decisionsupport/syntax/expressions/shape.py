"""Say whether the words of an expression fit together.

Walks the words once, knowing only whether a value or an operator must come next and which brackets are open.
It says in the author's words what Python's parser would only call invalid syntax, so the verdict and the
message are ours and the same on every Python; what passes here, `ast.parse` takes. Also held here, because
only the words know of brackets: `and` and `or` do not meet at one level, and what may stand after `is`, `in`
and before `=`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from decisionsupport.diagnostics.suggestions import nearest, one_of
from decisionsupport.syntax.expressions.foreign import SPLIT_UP
from decisionsupport.syntax.expressions.functions import ELSEWHERE, FUNCTIONS, Signature
from decisionsupport.syntax.expressions.lex import Word
from decisionsupport.syntax.expressions.misfits import (
    BETWEEN_VALUES,
    OPERATOR_WORDS,
    bad_list,
    broken,
    mixed_joins,
    no_value,
    side_by_side,
)
from decisionsupport.syntax.expressions.mistakes import Mistake

DEEPEST_BRACKETS: Final = 20

_NOT_AFTER_OPTION = frozenset({"+", "-", "*", "/", "**", "("})
_BEFORE_NOT = frozenset({"(", ",", "=", "and", "or", "not", "if", "else"})
_CLOSES = {"(": ")", "[": "]"}
_BRACKET = {"(": "round", "[": "square"}


@dataclass(slots=True)
class _Frame:
    """What is known of the brackets at hand: who opened them, and of the stretch since the last divider."""

    kind: Literal["whole", "group", "call", "list"]
    opener: int
    stretch: int
    joins: list[int] = field(default_factory=list)
    open_if: int | None = None
    values: int = 0
    within: bool = False


def check_shape(words: list[Word], text: str) -> list[Mistake]:
    """Find the first place where the words do not fit, and all that is wrong before it without stopping."""
    if not words:
        return [
            Mistake(
                "bad-expression", "an expression is missing", 0, len(text), "write a condition or a value"
            )
        ]
    return _Walk(words, text).all_the_way()


class _Walk:
    """One walk over the words; each step gives the mistake that ends it, or None."""

    def __init__(self, words: list[Word], text: str) -> None:
        self.words = words
        self.text = text
        self.wants_value = True
        self.frames = [_Frame("whole", 0, 0)]
        self.found: list[Mistake] = []

    def all_the_way(self) -> list[Mistake]:
        for index, word in enumerate(self.words):
            ending = self._take(index, word)
            if ending is not None:
                return [*self.found, ending]
        ending = self._end()
        return [*self.found, ending] if ending else self.found

    # a step ----------------------------------------------------------------------------------------------

    def _take(self, index: int, word: Word) -> Mistake | None:
        frame = self.frames[-1]
        if frame.kind == "list":
            return self._in_list(index, word)
        before = self.words[index - 1] if index else None
        if self.wants_value:
            if before is not None and before.text in {"is", "is not"} and before.kind == "sign":
                return self._after_is(index, word)
            return self._value(index, word, before)
        return self._operator(index, word, before)

    def _value(self, index: int, word: Word, before: Word | None) -> Mistake | None:
        if word.kind != "sign":
            self.wants_value = False
            return None
        match word.text:
            case "-":
                return None
            case "not":
                if before is None or before.text in _BEFORE_NOT:
                    return None
                remedy = "put brackets round it: `(not x)`"
                return broken(f"`not` stands right after `{before.text}`", word, remedy)
            case "(":
                return self._open("group", index, word)
            case "[":
                if before is not None and before.text in {"in", "not in"}:
                    return self._open("list", index, word)
                return broken("a list stands where no list may", word, _no_list(self.frames[-1]))
            case ")" | "]" if before is not None and before.text in _CLOSES:
                return self._empty_brackets(word, before)
            case _:
                return no_value(word, before)

    def _operator(self, index: int, word: Word, before: Word | None) -> Mistake | None:
        frame = self.frames[-1]
        match word.text if word.kind == "sign" else "":
            case ")" | "]":
                return self._close(index, word)
            case ",":
                return self._comma(index, word, frame)
            case "(" if before is not None and before.kind == "name":
                return self._call(index, word, before)
            case "[":
                return broken(
                    "square brackets after a value", word, "entries are not picked by number: use `any(…)`"
                )
            case "=":
                return self._named(index, word, frame, before)
            case "if":
                return self._if(index, word, frame)
            case "else":
                return self._else(index, word, frame)
            case "and" | "or":
                frame.joins.append(index)
            case operator if operator in BETWEEN_VALUES:
                pass
            case "not":
                return broken("`not` stands after a value", word, "write `is not`, `not in` or `and not`")
            case _:
                return side_by_side(word, before)
        self.wants_value = True
        return None

    # words with a place of their own ---------------------------------------------------------------------

    def _after_is(self, index: int, word: Word) -> Mistake | None:
        self.wants_value = False
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        if word.kind == "name" and "." not in word.text:
            if following is None or following.text not in _NOT_AFTER_OPTION:
                return None
            message = f"`{following.text}` right after the option `{word.text}`"
            remedy = "after `is` and its one word come `and`, `or` or the end"
            return Mistake("is-needs-option", message, following.start, following.end, remedy)
        sign = "!=" if self.words[index - 1].text == "is not" else "=="
        if word.kind != "sign" or word.text == "-":
            remedy = f"compare numbers, strings and values with `{sign}`"
        elif word.text in {"(", "["}:
            remedy = "for one of several options write `x in [alert, voice]`"
        elif word.text in {"in", "not in"}:
            remedy = "write `x in [alert, voice]` or `x not in [alert, voice]`"
        elif word.text == "not":
            remedy = "write `is not` once"
        else:
            remedy = "write `x is alert`"
        return Mistake(
            "is-needs-option", f"after `is` stands `{word.text}`, not an option", word.start, word.end, remedy
        )

    def _in_list(self, index: int, word: Word) -> Mistake | None:
        frame = self.frames[-1]
        if not self.wants_value:
            if word.text == "," and word.kind == "sign":
                self.wants_value = True
                return None
            if word.text == "]" and word.kind == "sign":
                self.frames.pop()
                return None
            return bad_list(
                f"`{word.text}` stands in a list", word, "put a comma between options, and `]` after the last"
            )
        if word.kind == "sign" or (word.kind == "name" and "." in word.text):
            if word.text == "]" and frame.values == 0:
                return bad_list("a list without options", word, "name the options: `x in [alert, voice]`")
            if word.text == "]":
                return bad_list("a comma with nothing after it", self.words[index - 1], "delete it")
            if word.text == "-":
                return bad_list("a number stands in a list", word, "write `x == 1 or x == 2`")
            return bad_list(
                f"`{word.text}` stands in a list", word, "a list holds bare options, or strings, alone"
            )
        if word.kind == "number":
            return bad_list("a number stands in a list", word, "write `x == 1 or x == 2`, or `1 <= x <= 2`")
        first = self.words[frame.opener + 1]
        if first.kind != word.kind:
            return bad_list(
                "options and strings stand in one list", word, "options are bare, codes are all in quotes"
            )
        frame.values += 1
        self.wants_value = False
        return None

    def _named(self, index: int, word: Word, frame: _Frame, before: Word | None) -> Mistake | None:
        first = index - 1 == frame.stretch and before is not None and before.kind == "name"
        if frame.kind != "call" or not first or before is None:
            return broken("a single `=`", word, "write `==`, or `is` before an option")
        called = self.words[frame.opener - 1].text
        if before.text != "within" or not FUNCTIONS.get(called, Signature(0, None, within=True)).within:
            remedy = "write `==` to compare; only `previous`, `change`, `lowest`, `highest` take `within=`"
            return Mistake(
                "argument-count", f"`{called}` takes no `{before.text}=`", before.start, word.end, remedy
            )
        if frame.values == 0:
            remedy = "write `previous(p, within=days(7))`"
            return Mistake("argument-count", "`within=` stands first", before.start, word.end, remedy)
        frame.within = True
        self.wants_value = True
        return None

    def _if(self, index: int, word: Word, frame: _Frame) -> Mistake | None:
        if frame.open_if is not None:
            return broken("an `if` within an `if`", word, "put brackets round the inner `a if b else c`")
        frame.open_if = index
        self._divide(index, frame)
        return None

    def _else(self, index: int, word: Word, frame: _Frame) -> Mistake | None:
        if frame.open_if is None:
            return broken("`else` without an `if`", word, "write `a if condition else b`")
        self._divide(index, frame)
        frame.open_if = None
        return None

    # brackets --------------------------------------------------------------------------------------------

    def _open(self, kind: Literal["group", "call", "list"], index: int, word: Word) -> Mistake | None:
        if len(self.frames) > DEEPEST_BRACKETS:
            message = f"brackets within brackets, deeper than {DEEPEST_BRACKETS}"
            return Mistake("expression-limit", message, word.start, word.end, SPLIT_UP)
        self.frames.append(_Frame(kind, index, index + 1))
        self.wants_value = True
        return None

    def _call(self, index: int, word: Word, name: Word) -> Mistake | None:
        if "." in name.text:
            remedy = "functions stand before their value, as `count(medicine)`"
            message = f"`{name.text}` is a path, not a function"
            return Mistake("unknown-function", message, name.start, name.end, remedy)
        if name.text not in FUNCTIONS:
            offered = ELSEWHERE.get(name.text) or nearest(name.text, FUNCTIONS)
            remedy = f"did you mean `{offered}`?" if offered else one_of(FUNCTIONS)
            if name.text in {"today", "now"}:
                remedy = f"write `{name.text}` without brackets"
            elif name.text in OPERATOR_WORDS:
                remedy = f"write {OPERATOR_WORDS[name.text]}"
            self.found.append(
                Mistake("unknown-function", f"`{name.text}` is not a function", name.start, name.end, remedy)
            )
        return self._open("call", index, word)

    def _close(self, index: int, word: Word) -> Mistake | None:
        frame = self.frames[-1]
        if frame.kind == "whole":
            return broken(f"`{word.text}` closes nothing", word, "delete it, or open the bracket before it")
        opener = self.words[frame.opener]
        if _CLOSES[opener.text] != word.text:
            remedy = f"close the {_BRACKET[opener.text]} bracket first by `{_CLOSES[opener.text]}`"
            return broken(f"`{word.text}` where `{_CLOSES[opener.text]}` is wanted", word, remedy)
        if ending := self._divide(index, frame, closing=True):
            return ending
        self.frames.pop()
        if frame.kind == "call":
            self._count_values(frame, frame.values + (not frame.within))
        return None

    def _empty_brackets(self, word: Word, opener: Word) -> Mistake | None:
        frame = self.frames[-1]
        if _CLOSES[opener.text] != word.text:
            return broken(
                f"`{word.text}` where `{_CLOSES[opener.text]}` is wanted", word, "close by the same kind"
            )
        if frame.kind != "call":
            return broken("brackets with nothing in them", word, "delete them, or write a value between them")
        self.frames.pop()
        self.wants_value = False
        self._count_values(frame, 0)
        return None

    def _comma(self, index: int, word: Word, frame: _Frame) -> Mistake | None:
        if ending := self._divide(index, frame, closing=True):
            return ending
        if frame.kind == "call":
            if frame.within:
                return broken("a value after `within=`", word, "`within=` stands last and once")
            frame.values += 1
            self.wants_value = True
            return None
        near = self.words[index - 1 : index + 2]
        if len(near) == 3 and near[0].kind == near[2].kind == "number" and near[0].end + 1 == near[2].start:
            return broken("a comma in a number", word, f"write `{near[0].text}.{near[2].text}`")
        if frame.kind == "group" and frame.opener and self.words[frame.opener - 1].text in {"in", "not in"}:
            return Mistake(
                "in-needs-list", "a list in round brackets", word.start, word.end, "write `in [a, b]`"
            )
        before = [each.text for each in self.words[max(index - 2, 0) : index]]
        if len(before) == 2 and before[0] in {"in", "not in"}:
            remedy = f"write it in brackets: `{before[0]} [{before[1]}, …]`"
            return Mistake("in-needs-list", "a list without brackets", word.start, word.end, remedy)
        return broken("a comma outside a list of values", word, "join conditions by `and` or `or`")

    def _count_values(self, frame: _Frame, found: int) -> None:
        name = self.words[frame.opener - 1]
        wanted = FUNCTIONS.get(name.text, Signature(0, None))
        if wanted.least <= found and (wanted.most is None or found <= wanted.most):
            return
        remedy = {"any": "write `a or b`, or a map `any:`", "all": "write `a and b`, or a map `all:`"}.get(
            name.text, ""
        )
        if wanted.within and found > 1:
            remedy = f"how far back it looks stands after `within=`: `{name.text}(p, within=days(7))`"
        message = f"`{name.text}` takes {wanted.wanted}, {found} found"
        self.found.append(Mistake("argument-count", message, name.start, name.end, remedy if found else ""))

    # dividers and the end --------------------------------------------------------------------------------

    def _divide(self, index: int, frame: _Frame, *, closing: bool = False) -> Mistake | None:
        """End the stretch before word `index`: an `if` still open ends the walk, `and` with `or` is noted."""
        self.wants_value = not closing
        if closing and frame.open_if is not None:
            word = self.words[frame.open_if]
            return broken("`if` without `else`", word, "write `a if condition else b`")
        if mixed := mixed_joins(self.words, self.text, frame.stretch, frame.joins, index):
            self.found.append(mixed)
        frame.joins.clear()
        frame.stretch = index + 1
        return None

    def _end(self) -> Mistake | None:
        last = self.words[-1]
        frame = self.frames[-1]
        opener = self.words[frame.opener]
        if self.wants_value and not (last.text in _CLOSES and last.kind == "sign"):
            return broken(
                f"`{last.text}` with nothing after it", last, "write the value that belongs at its right"
            )
        if frame.kind != "whole":
            return broken(
                f"`{opener.text}` is never closed", opener, f"write `{_CLOSES[opener.text]}` where it ends"
            )
        return self._divide(len(self.words), frame, closing=True)


def _no_list(frame: _Frame) -> str:
    if frame.kind == "call":
        return "write the values without square brackets: `max(a, b)`"
    return "a list in square brackets stands only after `in`"
