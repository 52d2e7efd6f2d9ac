"""Read random expressions and print one digest of all verdicts: the same on every Python.

    python tests/syntax/expression_fuzz.py SEED COUNT

Runs on the standard library alone, so that any interpreter can run it. Fails (exit 1, the input on stderr)
where an input gives neither an expression nor a diagnostic, or both, or a place outside the text, or where
what is printed of an expression does not read back.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from decisionsupport.diagnostics import Report
from decisionsupport.source import Source, Span
from decisionsupport.syntax.expressions.functions import FUNCTIONS
from decisionsupport.syntax.expressions.nodes import Expression
from decisionsupport.syntax.expressions.parse import parse_expression
from decisionsupport.syntax.expressions.printing import print_expression
from decisionsupport.syntax.yaml.tree import Scalar

_WORD_LINES = (
    "a b news2.total x voice alert yes no answered known unknown applicable",
    "and or not is in if else not in is not within= within days( max( sum( count( previous( round( any(",
    '( ) [ ] , = == != < <= > >= + - * / ** 0 1 2 3 38.6 0.05 100 "N05A" "" today parameter.sedatives',
    "true false null lambda for class och x.y( && || ! <> := // % ^ @ { } : ; .. . ' \" \\ # ~ | &",
    "010 1_0 1e9 .5 5. AND Ja läkare 4at ≥ é",
)
WORDS = " ".join(_WORD_LINES).split(" ")

ESCAPES = (
    "__import__('os').system('id')",
    "().__class__.__bases__[0].__subclasses__()",
    "x.__class__.__mro__",
    "[y for y in x]",
    "{y: 1 for y in x}",
    "any(y for y in x)",
    "lambda: x",
    "(x := 3)",
    'f"{x}"',
    "f'{x!r:>{w}}'",
    't"{x}"',
    'b"abc"',
    'rb"a" "b"',
    '"""x"""',
    "9**9**9**9",
    "x ** 999999999",
    "2 ** 3 ** 2",
    "1" * 500,
    "0x" + "f" * 300,
    "1e309",
    "1j",
    "x\x00y",
    "\x00",
    "\ud800",
    "x \udfff y",
    "x if y",
    "*x",
    "**x",
    "x(*y)",
    "max(**x)",
    "await x",
    "yield x",
    "x; y",
    "x\ny",
    "x \\\n y",
    "x # y",
    "...",
    "Ellipsis",
    "None",
    "not " * 500 + "x",
    "- " * 300 + "3",
    "-" * 300 + "x",
    "(" * 500 + "x" + ")" * 500,
    "[" * 100 + "]" * 100,
    "max(" * 100 + "x" + ")" * 100,
    "x if a else " * 90 + "y",
    "x" + "+x" * 150,
    "x" + " and x" * 150,
    "x" + " < x" * 150,
    "x" + ".y" * 900,
    "x, " * 200,
    "\u202ex\u202c",
    "x\u00a0> 3",
    "\ufeffx",
    "x\u2028y",
    "ｘ > 3",
    "𝐱 > 3",
    "ﬁ == 1",
    "x > ３",
    "x is\tnot\r\nanswered",
    "\fx",
    "x\x0by",
    "print(x)",
    "eval(x)",
    "x.format(y)",
    "match x",
    "type x",
    "_",
    "__debug__",
    "a.if.b",
    "a.None",
    "within = 3",
    "previous(within=x, y)",
    "previous(x, within=1, within=2)",
    "{{ x }}",
    "{% if x %}",
    "$x",
    "x is (a)",
    "x in (a)",
    "x in [[a]]",
    "1if x else 2",
    "1or 2",
    "0or 1",
    "x is not not a",
    "a == not b",
    "((a, b))",
    "a < b > c == d",
)


@dataclass(frozen=True, slots=True)
class Plain(Scalar):
    """A scalar whose letters are the whole file."""

    def place(self, start: int, end: int) -> Span:
        return Span(self.span.source, start, end)


class Dice:
    """Random choices by `random()` alone, whose stream no Python has changed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def below(self, limit: int) -> int:
        return int(self._random.random() * limit)

    def of(self, choices: tuple[str, ...] | list[str] | str) -> str:
        return choices[self.below(len(choices))]


def any_bytes(dice: Dice) -> str:
    return bytes(dice.below(256) for _ in range(dice.below(40))).decode("latin-1")


def any_text(dice: Dice) -> str:
    limits = (0x80, 0x180, 0x3000, 0xE000, 0x110000)
    return "".join(chr(dice.below(limits[dice.below(len(limits))])) for _ in range(dice.below(24)))


def any_words(dice: Dice) -> str:
    gap = dice.of((" ", " ", " ", "", "  ", "\n"))
    return gap.join(dice.of(WORDS) for _ in range(1 + dice.below(14)))


def good(dice: Dice, depth: int = 4) -> str:
    """A well-formed expression, with more brackets than it needs now and then."""
    if depth == 0 or dice.below(5) == 0:
        return dice.of(("a", "b", "x", "news2.total", "parameter.limit", "3", "38.6", "-2", "today", "age"))

    def inner() -> str:
        return good(dice, depth - 1)

    def tight() -> str:
        made = good(dice, depth - 1)
        return made if made.replace(".", "").replace("_", "").isalnum() else f"({made})"

    match dice.below(14):
        case 0:
            return " and ".join(tight() for _ in range(2 + dice.below(3)))
        case 1:
            return " or ".join(tight() for _ in range(2 + dice.below(3)))
        case 2:
            return f"not {tight()}"
        case 3:
            return f"{tight()} {dice.of(('==', '!=', '<', '<=', '>', '>='))} {tight()}"
        case 4:
            return f"{tight()} <= {tight()} < {tight()}"
        case 5:
            option = dice.of(("alert", "yes", "answered", "known", "no"))
            return f"{tight()} {dice.of(('is', 'is not'))} {option}"
        case 6:
            container = dice.of(("[alert, voice]", '["N05A", "N05B"]', "parameter.s"))
            return f"{tight()} {dice.of(('in', 'not in'))} {container}"
        case 7 | 8:
            return f"{tight()} {dice.of('+-*/')} {tight()}"
        case 9:
            return f"{tight()} ** {dice.of('23')}"
        case 10:
            return f"{tight()} if {tight()} else {inner()}"
        case 11:
            return f"-{tight()}"
        case 12:
            return f"previous({inner()}, within=days({inner()}))"
        case _:
            name = dice.of(sorted(FUNCTIONS))
            least = FUNCTIONS[name].least
            return f"{name}({', '.join(inner() for _ in range(least))})"


def mutated(text: str, dice: Dice) -> str:
    """The text with up to four letters or words put in, taken out, doubled or swapped."""
    for _ in range(1 + dice.below(4)):
        at, to = sorted((dice.below(len(text) + 1), dice.below(len(text) + 1)))
        to = min(to, at + 6)
        match dice.below(5):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + dice.of(WORDS) + text[at:]
            case 2:
                text = text[:at] + chr(dice.below(0x250)) + text[at:]
            case 3:
                text = text[:to] + text[at:]
            case _:
                text = text[:at] + dice.of(("(", ")", "[", "]", " ", ",", '"', ".", "-", "=")) + text[to:]
    return text


def deep(dice: Dice) -> str:
    """Many of one thing, round or before a good expression."""
    before, after = (
        ("not ", ""),
        ("- ", ""),
        ("(", ")"),
        ("max(", ")"),
        ("not (", ")"),
        ("-(", ")"),
        ("a if b else ", ""),
        ("a + ", ""),
        ("a - (", ")"),
        ("", " ** 2"),
        ("(", ") ** 2"),
        ("[", "]"),
        ("a.", ""),
        ("9", ""),
    )[dice.below(14)]
    count = 1 + dice.below(90)
    return before * count + good(dice, 1) + after * (count - (dice.below(12) == 0))


KINDS: tuple[Callable[[Dice], str], ...] = (
    any_bytes,
    any_text,
    any_words,
    any_words,
    good,
    lambda dice: mutated(good(dice), dice),
    lambda dice: mutated(good(dice, 2), dice),
    lambda dice: mutated(good(dice, 3), dice),
    lambda dice: dice.of(ESCAPES),
    lambda dice: mutated(dice.of(ESCAPES), dice),
    lambda dice: f"{good(dice, 1)} {dice.of(('and', '==', 'or', '+', 'in'))} {dice.of(ESCAPES)}",
    deep,
)


def read(text: str) -> tuple[Expression | None, Report]:
    """Parse a text that is the whole file."""
    report = Report()
    source = Source("fuzz.yaml", text)
    return parse_expression(Plain(text, "plain", Span(source, 0, len(text))), report), report


def outline(value: object) -> object:
    """A node as plain values: every place as its two offsets."""
    if isinstance(value, Span):
        return (value.start, value.end)
    if is_dataclass(value):
        return (type(value).__name__, *(outline(getattr(value, field.name)) for field in fields(value)))
    return tuple(map(outline, value)) if isinstance(value, tuple) else value


def without_places(value: object) -> object:
    """A node as plain values, places left out."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = [field.name for field in fields(value) if "span" not in field.name]
        return (type(value).__name__, *(without_places(getattr(value, name)) for name in kept))
    return tuple(map(without_places, value)) if isinstance(value, tuple) else value


def verdict(text: str) -> tuple[str, bool]:
    """What becomes of a text, in full, and whether it was taken; AssertionError where a law is broken."""
    made, report = read(text)
    found = list(report)
    assert (made is None) == bool(found), "an expression or diagnostics, one of them"
    for diagnostic in found:
        span = diagnostic.span
        assert span is not None
        assert 0 <= span.start <= span.end <= len(text), "a place in the text"
        assert diagnostic.message != "the words do not fit together", "our own words for what is wrong"
        assert "\n" not in diagnostic.message + diagnostic.help, "one line"
        (diagnostic.message + diagnostic.help).encode()
    if made is None:
        return repr([(d.slug, d.span.start, d.span.end, d.message, d.help) for d in found if d.span]), False
    written = print_expression(made)
    again, trouble = read(written)
    too_long = any(d.slug == "expression-limit" and "characters" in d.message for d in trouble)
    assert too_long or without_places(again) == without_places(made), "what is printed reads back"
    return f"{written} {outline(made)!r}", True


def digest(seed: int, count: int) -> tuple[str, int]:
    """SHA-256 over all verdicts, and how many texts were taken."""
    dice = Dice(seed)
    total = hashlib.sha256()
    taken = 0
    for number in range(count):
        text = KINDS[number % len(KINDS)](dice)
        try:
            said, good_one = verdict(text)
        except BaseException:
            sys.stderr.write(f"input {number}: {text!a}\n")
            raise
        taken += good_one
        total.update(said.encode())
    return total.hexdigest(), taken


if __name__ == "__main__":
    found, taken = digest(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(f"{found} {taken}\n")
