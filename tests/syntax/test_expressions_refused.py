"""Expressions that are refused: slug, columns, message and remedy of each mistake."""

from __future__ import annotations

import subprocess
import sys

import pytest

from decisionsupport.diagnostics import Diagnostic, Report
from decisionsupport.source import Source, Span
from decisionsupport.syntax.expressions.parse import parse_expression
from decisionsupport.syntax.yaml.tree import Scalar


def refused(text: str) -> list[Diagnostic]:
    report = Report()
    source = Source("rules/a.yaml", text)
    assert parse_expression(Scalar(text, "plain", Span(source, 0, len(text))), report) is None
    return list(report)


# The text, the place of the mistake between ‹ and ›; the slug; parts of the message and of the remedy.
MISTAKES = [
    # other languages' signs
    ("x ‹&&› y", "bad-word", "`&&` is not part of the language", "write `and`"),
    ("x ‹||› y", "bad-word", "`||`", "write `or`"),
    ("‹!›x", "bad-word", "`!`", "write `not x`"),
    ("x ‹<>› y", "bad-word", "`<>`", "write `!=`"),
    ("x ‹=>› 3", "bad-word", "`=>`", "write `>=`"),
    ("x ‹≥› 3", "bad-word", "`≥`", "write `>=`"),
    ("x ‹≤› 3", "bad-word", "`≤`", "write `<=`"),
    ("x ‹===› 3", "bad-word", "`===`", "write `==`"),
    ("x ‹=› 3", "bad-expression", "a single `=`", "write `==`, or `is`"),
    ("max(a, ‹x =› 3)", "argument-count", "`max` takes no `x=`", "write `==`"),
    ("x ‹:=› 3", "bad-word", "`:=`", "`computed`"),
    ("a ‹//› b", "bad-word", "`//`", "floor(a / b)"),
    ("x ‹^› 2", "bad-word", "`^`", "x ** 2"),
    ("x > 50 ‹%›", "bad-word", "`%`", "without `%`"),
    ("‹@›x", "bad-word", "`@`", ""),
    ("‹lambda›", "bad-word", "`lambda` is a reserved word", "`computed`"),
    ("any(x ‹for› x in y)", "bad-word", "`for` is a reserved word", "`any(…)`"),
    ("x is not ‹class›", "bad-word", "reserved word", "`class_`"),
    ("form.‹class›", "bad-word", "reserved word", "`class_`"),
    # other languages' words
    ("x ‹AND› y", "bad-word", "`AND`", "write `and`"),
    ("‹NOT› x", "bad-word", "`NOT`", "write `not`"),
    ("x ‹och› y", "bad-expression", "`och` is not an operator", "write `and`"),
    ("x ‹eller› y", "bad-expression", "`eller` is not an operator", "write `or`"),
    ("‹inte› x", "bad-expression", "`inte` is not an operator", "write `not`"),
    ("x is ‹Ja›", "bad-word", "`Ja`", "`x is yes`"),
    ("x is ‹true›", "bad-word", "`true`", "`x is yes`"),
    ("x == ‹false›", "bad-word", "`false`", "`not x`"),
    ("x == ‹True›", "bad-word", "`True`", "`x is yes`"),
    ("x is ‹null›", "bad-word", "`null`", "`x is unknown`"),
    ("x is ‹None›", "bad-word", "`None`", "`x is unknown`"),
    # names
    ("‹läkare_nu› > 3", "bad-word", "is not a name", "`lakare_nu`"),
    ("‹NEWS2.total› > 3", "bad-word", "is not a name", "`news2.total`"),
    ("‹4at.total› > 3", "bad-word", "neither a number nor a name", "`four_at.total`"),
    ("‹a.› > 3", "bad-word", "is not a name", "`a`"),
    ("‹a..b›", "bad-word", "is not a name", "`a.b`"),
    ("a ‹.› b", "bad-word", "a point that joins no names", "`news2.total`"),
    ("‹__class__›", "bad-word", "`__class__` is not a name", ""),
    ("‹x.__class__.__mro__›", "bad-word", "is not a name", ""),
    # numbers
    ("x > 38‹,›6", "bad-expression", "a comma in a number", "`38.6`"),
    ("x > ‹1_000›", "bad-number", "`_` among its digits", ""),
    ("x > ‹010›", "bad-number", "begins with a zero", ""),
    ("x > ‹.5›", "bad-number", "begins with a point", "`0.5`"),
    ("x > ‹5.›", "bad-number", "ends with a point", ""),
    ("x > ‹1e3›", "bad-number", "has an exponent", "all its digits"),
    ("x > ‹1e-3›", "bad-number", "has an exponent", ""),
    ("x > ‹0x1F›", "bad-number", "not a decimal number", ""),
    ("x > ‹1234567890123456›", "bad-number", "too many digits", "15 digits"),
    ("x > ‹0.1234567890›", "bad-number", "too many digits", "9 after"),
    ("x > ‹5kg›", "bad-word", "neither a number nor a name", "a unit is not written"),
    ("x < ‹7d›", "bad-number", "is not a number", "`days(7)`"),
    ("x in ‹0..3›", "bad-number", "a range", "`0 <= x <= 3`"),
    ("‹2026-07-01› < today", "bad-word", "a date `2026-07-01`", 'date("2026-07-01")'),
    ("time_of(now) > ‹09:05›", "bad-word", "a time of day", "`clock(9, 5)`"),
    # strings
    ("x in [‹'›N05A']", "bad-word", "`'`", "double quotes"),
    ("x == ‹“›a", "bad-word", "`“`", "double quotes"),
    ('x == ‹"abc›', "bad-string", "without its closing", ""),
    ('x == "b‹å›r"', "bad-string", "`å` inside a string", "ASCII"),
    ('x == "b‹\\›r"', "bad-string", "`\\` inside a string", ""),
    ('‹f"{x}"›', "bad-string", "`f` stands right before a quote", ""),
    # invisible
    ("x‹\u00a0›> 3", "bad-word", "an invisible sign (U+00A0)", "ordinary space"),
    ("x‹\x00›", "bad-word", "a control character (U+0000)", ""),
    ("x > ‹\ud800›", "bad-word", "`<U+D800>`", ""),
    ("x > ‹😀›", "bad-word", "`<U+1F600>`", ""),
    # words that do not fit
    ("", "bad-expression", "an expression is missing", ""),
    ("a ‹b›", "bad-expression", "`a` and `b` side by side", "operator"),
    ("a ‹==›", "bad-expression", "`==` with nothing after it", ""),
    ("‹==› a", "bad-expression", "`==` with nothing before it", ""),
    ("a and ‹or› b", "bad-expression", "`and` and `or` with no value between them", ""),
    ("‹(›a and b", "bad-expression", "`(` is never closed", ""),
    ("max‹(›a, b", "bad-expression", "`(` is never closed", ""),
    ("a and b‹)›", "bad-expression", "`)` closes nothing", ""),
    ("(a in [b, c‹)›", "in-needs-list", "`)` stands in a list", ""),
    ("(a‹]›", "bad-expression", "`]` where `)` is wanted", ""),
    ("a and (‹)›", "bad-expression", "brackets with nothing in them", ""),
    ("a‹,› b", "bad-expression", "a comma outside a list", ""),
    ("max(a‹,›)", "bad-expression", "`,` with nothing after it", ""),
    ("‹+›3", "bad-expression", "`+` with nothing before it", ""),
    ("a == ‹not› b", "bad-expression", "`not` stands right after `==`", "`(not x)`"),
    ("a ‹not› b", "bad-expression", "`not` stands after a value", ""),
    ("a ‹if› b", "bad-expression", "`if` without `else`", ""),
    ("‹if› a else b", "bad-expression", "`if` without a value before it", ""),
    ("a ‹else› b", "bad-expression", "`else` without an `if`", ""),
    ("a if b ‹if› c else d else e", "bad-expression", "an `if` within an `if`", "brackets"),
    ("x‹[›0]", "bad-expression", "square brackets after a value", "`any(…)`"),
    ("max(‹[›a, b])", "bad-expression", "a list stands where no list may", "`max(a, b)`"),
    # and and or
    ("a and b ‹or› c", "mixed-and-or", "at one level", "write `(a and b) or c` or `a and (b or c)`"),
    ("x if a or b ‹and› not c else y", "mixed-and-or", "", "`a or (b and not c)` or `(a or b) and not c`"),
    # is, in, chains, powers
    ("x is ‹3›", "is-needs-option", "stands `3`", "`==`"),
    ('x is not ‹"a"›', "is-needs-option", 'stands `"a"`', "`!=`"),
    ("x is ‹a.b›", "is-needs-option", "stands `a.b`", ""),
    ("x is ‹(›alert or voice)", "is-needs-option", "stands `(`", "`x in [alert, voice]`"),
    ("x is alert ‹+› 3", "is-needs-option", "`+` right after the option `alert`", ""),
    ("x in ‹3›", "in-needs-list", "neither a list nor a name", ""),
    ("x in (a‹,› b)", "in-needs-list", "round brackets", "write `in [a, b]`"),
    ("x in a‹,› b", "in-needs-list", "without brackets", "`in [a, …]`"),
    ("x not in a‹,› b", "in-needs-list", "without brackets", "`not in [a, …]`"),
    ("x in [‹]›", "in-needs-list", "without options", ""),
    ("x in [‹1›, 2]", "in-needs-list", "a number", "`x == 1 or x == 2`"),
    ('x in [a, ‹"b"›]', "in-needs-list", "options and strings", ""),
    ("x in [‹a.b›]", "in-needs-list", "`a.b` stands in a list", ""),
    ("x in [a ‹or› b]", "in-needs-list", "`or` stands in a list", "a comma"),
    ("‹a == b == c›", "chained-comparison", "", "`0 <= x <= 3`"),
    ("y and (‹a is b is c›)", "chained-comparison", "", ""),
    ("x ** ‹4›", "power-exponent", "", "`x ** 2` or `x ** 3`"),
    ("2 ** ‹3 ** 2›", "power-exponent", "", ""),
    ("x ** ‹y›", "power-exponent", "", ""),
    ("x ** ‹2.0›", "power-exponent", "", ""),
    # functions
    ("‹maxx›(a)", "unknown-function", "`maxx` is not a function", "did you mean `max`?"),
    ("‹len›(a)", "unknown-function", "`len`", "`count`"),
    ("‹eval›(a)", "unknown-function", "`eval`", ""),
    ("‹x.y›(a)", "unknown-function", "`x.y` is a path", ""),
    ("‹today›()", "unknown-function", "", "write `today` without brackets"),
    ("‹years_since›(a, b)", "argument-count", "takes 1 value, 2 found", ""),
    ("‹clock›(12)", "argument-count", "takes 2 values, 1 found", ""),
    ("‹max›()", "argument-count", "takes 1 value or more, 0 found", ""),
    ("‹any›(a, b)", "argument-count", "", "write `a or b`"),
    ("max(a, ‹within=›b)", "argument-count", "`max` takes no `within=`", "`previous`"),
    ("previous(‹within=›b)", "argument-count", "stands first", ""),
    ("previous(a, within=b‹,› c)", "bad-expression", "a value after `within=`", ""),
    # limits
    ("‹x›" + " " * 2_000, "expression-limit", "2001 characters", "`computed`"),
    ("x" + " + x" * 199 + " + ‹x› + x", "expression-limit", "403 words and signs", ""),
    ("(" * 20 + "‹(›x" + ")" * 21, "expression-limit", "deeper than 20", ""),
    ("not " * 60 + "‹not x›", "expression-limit", "deeper than 60", ""),
    ("‹a.b.c.d.e.f.g.h.i›", "expression-limit", "9 parts", ""),
]


@pytest.mark.parametrize(("marked", "slug", "message", "remedy"), MISTAKES)
def test_mistake_at_its_place_with_its_remedy(marked: str, slug: str, message: str, remedy: str) -> None:
    text = marked.replace("‹", "").replace("›", "")
    first = refused(text)[0]
    assert first.slug == slug
    assert message in first.message
    assert remedy in first.help
    assert first.span is not None
    begin = max(marked.find("‹"), 0)
    assert (first.span.start, first.span.end) == (begin, max(marked.find("›") - 1, 0))


def test_every_mistake_of_one_text_is_told() -> None:
    assert [found.slug for found in refused("x && y || Ja and é")] == ["bad-word"] * 4
    assert [found.slug for found in refused("maxx(a) > clock(3) and a or b")] == [
        "unknown-function",
        "argument-count",
        "mixed-and-or",
    ]
    assert [found.slug for found in refused("x ** 5 > 3 and y in 3")] == ["power-exponent", "in-needs-list"]


def test_messages_are_in_the_house_style() -> None:
    for marked, *_ in MISTAKES:
        for found in refused(marked.replace("‹", "").replace("›", "")):
            assert "\n" not in found.message + found.help
            assert not found.message.endswith(".")
            assert found.message[0] in "`abcdefghijklmnopqrstuvwxyz"


def test_reading_expressions_loads_neither_yaml_nor_pydantic() -> None:
    code = (
        "import sys; import decisionsupport.syntax.expressions.parse; "
        "print([m for m in ('yaml', 'pydantic', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
