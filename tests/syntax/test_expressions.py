"""Expressions: what is read, as what, and where every part stands."""

from __future__ import annotations

import pytest

from decisionsupport.diagnostics import Report
from decisionsupport.source import Source, Span
from decisionsupport.syntax.expressions import nodes
from decisionsupport.syntax.expressions.functions import FUNCTIONS
from decisionsupport.syntax.expressions.parse import parse_expression
from decisionsupport.syntax.expressions.printing import print_expression
from decisionsupport.syntax.expressions.walk import children, depth, names, substitute, walk
from decisionsupport.syntax.yaml.read import read_yaml
from decisionsupport.syntax.yaml.tree import Mapping, Scalar


def read(text: str) -> nodes.Expression:
    report = Report()
    source = Source("rules/a.yaml", text)
    made = parse_expression(Scalar(text, "plain", Span(source, 0, len(text))), report)
    assert list(report) == []
    assert made is not None
    return made


def in_file(file: str, key: str = "when") -> nodes.Expression:
    report = Report()
    tree = read_yaml("rules/a.yaml", file.encode(), report)
    assert isinstance(tree, Mapping)
    scalar = tree.get(key)
    assert isinstance(scalar, Scalar)
    made = parse_expression(scalar, report)
    assert list(report) == []
    assert made is not None
    return made


SAME = [
    "a",
    "news2.total >= 7",
    "not a",
    "not (a and b)",
    "not a == b",
    "(not a) == b",
    "a and b and c",
    "(a and b) or c",
    "a and (b or c)",
    "(a and b) and c",
    "(a or b) or c",
    "0 <= x <= 3",
    "a < b > c",
    "(a < b) == c",
    "x is alert",
    "x is not alert",
    "x is yes",
    "x is answered",
    "x is not applicable",
    "(a if b else c) is alert",
    "x in [alert, voice]",
    'atc in ["N05A", "N05B"]',
    "atc not in parameter.sedatives",
    "sedatives in previous(medicines)",
    "a + b - c",
    "a - (b - c)",
    "a - b * c / 2",
    "(a - b) * c",
    "a / (b / c)",
    "-a",
    "--a",
    "-(a + b)",
    "-a * b",
    "-3",
    "a - -3",
    "-3 ** 2",
    "(-3) ** 2",
    "(-a) ** 3",
    "(a ** 2) ** 3",
    "-(a ** 2)",
    "weight / (height / 100) ** 2",
    "a if b else c",
    "a if b else c if d else e",
    "(a if b else c) if d else e",
    "a if (b if c else d) else e",
    "a and b if c or d else e",
    "max(a, b, 3)",
    "previous(downton.total, within=days(7))",
    "x < now - months(6)",
    'date("2026-07-01")',
    "clock(12, 0)",
    "38.60",
    "0.05",
    "999999999999999.999999999",
    'x == ""',
]


@pytest.mark.parametrize("text", SAME)
def test_canonical_text_is_printed_as_it_was_written(text: str) -> None:
    written = "-a ** 2" if text == "-(a ** 2)" else text
    assert print_expression(read(text)) == written


@pytest.mark.parametrize(
    ("loose", "canonical"),
    [
        ("  a>=3 ", "a >= 3"),
        ("((a))", "a"),
        ("a\n  and\tb", "a and b"),
        ("(a == 1) and (b is yes)", "a == 1 and b is yes"),
        ("not(a)", "not a"),
        ("x   is\n not  alert", "x is not alert"),
        ("x not   in [a,b]", "x not in [a, b]"),
        ("- 3", "-3"),
        ("-(-3)", "3"),
        ("- 0", "0"),
        ("max( a,b )", "max(a, b)"),
        ("previous(p , within = days( 7 ))", "previous(p, within=days(7))"),
        ("a if b else(c)", "a if b else c"),
        ("x ** (2)", "x ** 2"),
    ],
)
def test_space_and_needless_brackets_mean_nothing(loose: str, canonical: str) -> None:
    assert print_expression(read(loose)) == canonical


def test_numbers_are_exact_and_keep_their_places() -> None:
    kept = {text: read(text) for text in ("38.60", "-0.5", "0", "100", "0.000000001")}
    assert {
        text: (number.digits, number.places)
        for text, number in kept.items()
        if isinstance(number, nodes.Number)
    } == {"38.60": (3860, 2), "-0.5": (-5, 1), "0": (0, 0), "100": (100, 0), "0.000000001": (1, 9)}


def test_a_word_after_is_is_a_record_test_or_an_option() -> None:
    option, record = read("x is alert"), read("x is not known")
    assert isinstance(option, nodes.Is)
    assert (option.option.text, option.negated) == ("alert", False)
    assert isinstance(record, nodes.RecordTest)
    assert (record.word, record.negated) == ("known", True)


def test_every_part_has_its_place() -> None:
    made = read("news2.total >= parameter.limit and x is not alert")
    assert isinstance(made, nodes.And)
    comparison, test = made.operands
    assert isinstance(comparison, nodes.Comparison)
    assert isinstance(test, nodes.Is)
    left = comparison.operands[0]
    assert isinstance(left, nodes.Name)
    assert [span.text for span in left.part_spans] == ["news2", "total"]
    assert comparison.span.text == "news2.total >= parameter.limit"
    assert test.option.span.text == "alert"
    assert made.span.begin.column == 1
    assert test.span.begin.column == 36


@pytest.mark.parametrize(
    "file",
    [
        "title: å\nwhen: a >= 3 and news2.total in [x]\n",
        "title: '😀'\nwhen: 'a >= 3 and news2.total in [x]'\n",
        'when: "a >= 3 and\n  news2.total in [x]"\n',
        "when: |\n  a >= 3\n  and news2.total in [x]\n",
        "{å: 😀, when: a >= 3 and news2.total in x}\n",
        "when: >-\r\n  a >= 3\r\n  and news2.total\r\n  in [x]\r\n",
        "when: a >= 3\n  and news2.total\n  in [x]\n",
    ],
)
def test_places_are_those_of_the_file_in_every_kind_of_scalar(file: str) -> None:
    report = Report()
    tree = read_yaml("a.yaml", file.encode(), report)
    assert isinstance(tree, Mapping)
    scalar = tree.get("when")
    assert isinstance(scalar, Scalar)
    made = parse_expression(scalar, Report())
    assert made is not None
    (total,) = [name for name in names(made) if name.parts[0] == "news2"]
    assert [span.text for span in total.part_spans] == ["news2", "total"]
    assert total.span.start == file.index("news2")


def test_a_misspelt_name_after_wide_letters_is_at_its_column() -> None:
    made = in_file("{å: 😀, when: total >= 3 and downton.totl}\n")
    *_, name = names(made)
    assert (name.part_spans[1].begin.line, name.part_spans[1].begin.column) == (1, 37)


def test_names_are_those_that_stand_for_values() -> None:
    made = read('x is alert and y in [a, b] and atc in ["N05"] and max(p, q.r) > previous(s, within=days(t))')
    assert [name.text for name in names(made)] == ["x", "y", "atc", "p", "q.r", "s", "t"]


def test_walking_meets_every_node_once_from_the_outside_in() -> None:
    made = read("a if not b else -c + 1")
    kinds = [type(node).__name__ for node in walk(made)]
    assert kinds == ["Conditional", "Name", "Not", "Name", "Arithmetic", "Negative", "Name", "Number"]
    assert len(children(made)) == 3
    assert depth(made) == 3


def test_for_each_replaces_the_first_part_of_names_and_option_words() -> None:
    made = read(
        "area.points >= 2 and x is level and y in [level, other] and previous(area, within=days(n)) == area"
    )
    put = substitute(made, {"area": ("roag", "lips"), "level": ("high",), "points": ("wrong",)})
    assert print_expression(put) == (
        "roag.lips.points >= 2 and x is high and y in [high, other] "
        "and previous(roag.lips, within=days(n)) == roag.lips"
    )
    first = next(names(put))
    assert [span.text for span in first.part_spans] == ["area", "area", "points"]
    assert put.span == made.span


def test_substitution_reaches_every_kind_of_node() -> None:
    for text in SAME:
        made = read(text)
        renamed = substitute(made, {"a": ("z",), "x": ("u", "v")})
        assert {name.parts[0] for name in names(renamed)}.isdisjoint({"a", "x"})
        assert substitute(made, {}) == made


def test_every_function_takes_the_values_it_says() -> None:
    for name, signature in FUNCTIONS.items():
        for count in range(signature.least, (signature.most or 4) + 1):
            made = read(f"{name}({', '.join('abcd'[:count])})")
            assert isinstance(made, nodes.Call)
            assert len(made.arguments) == count


def test_limits_are_the_last_that_passes() -> None:
    read("x" + " " * 1_999)
    read(" + ".join(["x"] * 61))
    read("(" * 20 + "x" + ")" * 20)
    read("not " * 60 + "x")
    read(" and ".join(["x"] * 200))
