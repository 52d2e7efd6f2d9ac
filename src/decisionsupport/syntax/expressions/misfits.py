"""What to say where two words do not fit: the mistakes that `shape` makes."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from decisionsupport.syntax.expressions.lex import Word
from decisionsupport.syntax.expressions.mistakes import Mistake

BETWEEN_VALUES: Final = frozenset(
    {"+", "-", "*", "/", "**", "==", "!=", "<", "<=", ">", ">=", "and", "or", "is", "in", "is not", "not in"}
    | {"if", "else"}
)
"""Signs that stand between two values."""

OPERATOR_WORDS: Final = {
    "och": "`and`",
    "samt": "`and`",
    "eller": "`or`",
    "inte": "`not`",
    "ej": "`not`",
    "xor": "`a != b`",
    "equals": "`==`, or `is` before an option",
    "then": "`a if condition else b`",
    "mod": "`a - floor(a / b) * b`",
    "between": "`0 <= x <= 3`",
    "contains": "`option in x`",
    "over": "`>`",
    "above": "`>`",
    "under": "`<`",
    "below": "`<`",
}
"""What authors write for operators, and what they are."""


_LONGEST_READINGS = 300


def mixed_joins(words: list[Word], text: str, start: int, joins: list[int], end: int) -> Mistake | None:
    """Tell of `and` and `or` at one level in `words[start:end]`, whose joining words are at `joins`."""
    first = words[joins[0]].text if joins else ""
    other = next((words[join] for join in joins if words[join].text != first), None)
    if other is None:
        return None
    operands = [
        " ".join(text[words[left + 1].start : words[right - 1].end].split())
        for left, right in pairwise([start - 1, *joins, end])
    ]
    signs = [words[join].text for join in joins]
    remedy = " or ".join(f"`{_grouped(operands, signs, inner)}`" for inner in ("and", "or"))
    if len(remedy) > _LONGEST_READINGS:
        remedy = "`(a and b) or c`, or `a and (b or c)`: brackets round what belongs together"
    return Mistake("mixed-and-or", "`and` and `or` at one level", other.start, other.end, f"write {remedy}")


def _grouped(operands: list[str], signs: list[str], inner: str) -> str:
    """Write the operands with brackets round each run that `inner` joins."""
    groups: list[list[str]] = [[operands[0]]]
    outer = "or" if inner == "and" else "and"
    for sign, operand in zip(signs, operands[1:], strict=True):
        if sign == inner:
            groups[-1].append(operand)
        else:
            groups.append([operand])
    return f" {outer} ".join(
        group[0] if len(group) == 1 else "(" + f" {inner} ".join(group) + ")" for group in groups
    )


def broken(message: str, word: Word, remedy: str) -> Mistake:
    """Words that do not fit together."""
    return Mistake("bad-expression", message, word.start, word.end, remedy)


def bad_list(message: str, word: Word, remedy: str) -> Mistake:
    """Something in a list that may not be there."""
    return Mistake("in-needs-list", message, word.start, word.end, remedy)


def no_value(word: Word, before: Word | None) -> Mistake:
    """An operator, comma or closing bracket stands where a value must."""
    if word.text == "if":
        return broken(
            "`if` without a value before it", word, "write `a if condition else b`; a condition needs no `if`"
        )
    if before is None:
        return broken(
            f"`{word.text}` with nothing before it", word, "write the value that belongs at its left"
        )
    if before.text in BETWEEN_VALUES and word.text in BETWEEN_VALUES:
        return broken(
            f"`{before.text}` and `{word.text}` with no value between them", word, "leave one of them out"
        )
    if word.text in {")", "]", "else"} or before.text in BETWEEN_VALUES:
        remedy = "write the value that belongs at its right"
        return broken(f"`{before.text}` with nothing after it", before, remedy)
    return broken(f"`{word.text}` with nothing before it", word, "write the value that belongs at its left")


def side_by_side(word: Word, before: Word | None) -> Mistake:
    """A value stands where an operator must."""
    shown = before.text if before is not None else ""
    for name in (word, before):
        if name is not None and name.text in OPERATOR_WORDS and name.kind == "name":
            return broken(f"`{name.text}` is not an operator", name, f"write {OPERATOR_WORDS[name.text]}")
    if before is not None and before.kind == "number" and word.kind == "name":
        remedy = "a unit is not written; a duration is `days(7)`, `hours(2)`"
        return broken(f"`{shown}` and `{word.text}` side by side", word, remedy)
    remedy = "put an operator between them, such as `and`, `==` or `*`"
    return broken(f"`{shown}` and `{word.text}` side by side", word, remedy)
