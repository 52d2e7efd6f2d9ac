"""Every letter of a scalar's value knows where in the file it was written, in every style."""

from __future__ import annotations

import ast
import re

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from decisionsupport.diagnostics import Report
from decisionsupport.syntax.yaml.places import place_in
from decisionsupport.syntax.yaml.read import read_yaml
from decisionsupport.syntax.yaml.tree import Mapping, Scalar

BREAKS = st.sampled_from(["\n", "\r\n", "\r"])
LETTERS = st.sampled_from([*"abåäö😀漢.,()-+=<>", "e\u0301", "\u00a0"])
WORDS = st.lists(LETTERS, min_size=1, max_size=4).map("".join)
BLANKS = st.sampled_from([" ", "  ", "\t", " \t "])
WHITE = re.compile(r"[ \t\r\n]+")


def read_scalar(document: str, path: tuple[str, ...] = ("å", "key")) -> Scalar:
    report = Report()
    node = read_yaml("f.yaml", document.encode(), report)
    assert not report.has_errors, list(report)
    for key in path:
        assert isinstance(node, Mapping)
        node = node.get(key)
    assert isinstance(node, Scalar)
    return node


def read_if_sound(document: str) -> Scalar:
    report = Report()
    assume(read_yaml("f.yaml", document.encode(), report) is not None and not report.has_errors)
    return read_scalar(document)


def check_every_letter(scalar: Scalar) -> None:
    end = scalar.span.start
    for index, letter in enumerate(scalar.value):
        place = scalar.place(index, index + 1)
        assert place.start >= end, "stretches follow each other"
        assert place.end > place.start
        end = place.end
        written = place.text
        if letter in " \n" and WHITE.fullmatch(written):
            assert letter == " " or written in ("\n", "\r\n", "\r")
        elif scalar.style == "single":
            assert written == ("''" if letter == "'" else letter)
        elif scalar.style == "double" and written.startswith("\\"):
            assert decoded(written) == letter
        else:
            assert written == letter
    if scalar.style not in ("literal", "folded"):
        assert end <= scalar.span.end


def decoded(escape: str) -> str:
    extra = {"\\ ": " ", "\\/": "/", "\\e": "\x1b", "\\_": "\u00a0", "\\N": "\x85"}
    return extra.get(escape) or str(ast.literal_eval(f"'{escape}'"))


def folded_lines(pieces: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Pieces of text with blanks, line breaks and empty lines between them, as YAML folds them."""
    line = st.lists(pieces, min_size=1, max_size=4)
    fold = st.builds(
        lambda before, ends, after: before + "".join(ends) + after,
        st.sampled_from(["", " ", "  "]),
        st.lists(st.sampled_from(["\n", "\n  ", "\n \t"]), min_size=1, max_size=3),
        st.sampled_from(["    ", "     "]),
    )
    return st.builds(
        lambda first, more: first + "".join(gap + text for gap, text in more),
        line.map("".join),
        st.lists(st.tuples(fold, line.map("".join)), max_size=3),
    )


@given(folded_lines(WORDS | st.just(" b") | st.just("'") | st.just('"')), BREAKS)
def test_plain(text: str, line_break: str) -> None:
    document = f"å:\n  😀 före: 1\n  key: a{text}\n  efter: 2\n".replace("\n", line_break)
    scalar = read_if_sound(document)
    assert scalar.style == "plain"
    event("folded" if "\n" in text else "one line")
    check_every_letter(scalar)


@given(folded_lines(WORDS | BLANKS | st.just("''") | st.just('"') | st.just("\\")), BREAKS)
def test_single_quoted(text: str, line_break: str) -> None:
    scalar = read_if_sound(f"å: {{före: x, key: '{text}'}}\n".replace("\n", line_break))
    assert scalar.style == "single"
    check_every_letter(scalar)


ESCAPES = st.sampled_from(
    [
        r"\"",
        r"\\",
        r"\t",
        r"\n",
        r"\x41",
        r"\u00e5",
        r"\U0001F600",
        "\\ ",
        r"\/",
        r"\_",
        "\\\n    ",
        " \\\n\n    \\ ",
    ]
)


@given(folded_lines(WORDS | BLANKS | ESCAPES | st.just("'")), BREAKS)
def test_double_quoted(text: str, line_break: str) -> None:
    scalar = read_if_sound(f'å:\n  key: "{text}"\n'.replace("\n", line_break))
    assert scalar.style == "double"
    event("escaped break" if "\\\n" in text else "no escaped break")
    check_every_letter(scalar)


BLOCK_LINES = st.lists(
    st.builds(
        lambda indent, text, tail: indent + text + tail,
        st.sampled_from(["", "", " ", "\t"]),
        WORDS,
        BLANKS | st.just(""),
    )
    | st.sampled_from(["", "", " ", "   "]),
    min_size=0,
    max_size=7,
)


@given(
    BLOCK_LINES,
    st.sampled_from("|>"),
    st.sampled_from(["", "-", "+", "2", "2-", "+2"]),
    st.sampled_from(["", "  # anmärkning"]),
    st.sampled_from(["", "\n", "\n  efter: 2\n", "\n\n\n  efter: 2\n"]),
    BREAKS,
)
def test_blocks(
    lines: list[str], indicator: str, header: str, remark: str, tail: str, line_break: str
) -> None:
    body = "\n".join(f"    {line}" if line.strip() else line for line in lines)
    document = f"å:\n  key: {indicator}{header}{remark}\n{body}{tail}".replace("\n", line_break)
    scalar = read_if_sound(document)
    assert scalar.style == ("literal" if indicator == "|" else "folded")
    event(f"{len(scalar.value.splitlines())} lines")
    check_every_letter(scalar)


@pytest.mark.parametrize(
    ("document", "slice_of", "written"),
    [
        ("key: a >= totl\n", "totl", "totl"),
        ("key: 'a''b totl'\n", "totl", "totl"),
        ('key: "å\\n😀 totl"\n', "totl", "totl"),
        ("key: |\n  å 😀\n    totl\n", "totl", "totl"),
        ("key: >-\n  å 😀\n  totl\n  rest\n", "totl\u0020rest", "totl\n  rest"),
        ("key: å\n  totl\n", "å totl", "å\n  totl"),
        ('key: "to\\\n  tl"\n', "totl", "to\\\n  tl"),
    ],
)
def test_a_slice_of_the_value_is_found_in_the_file(document: str, slice_of: str, written: str) -> None:
    scalar = read_scalar(document, ("key",))
    start = scalar.value.index(slice_of)
    assert scalar.place(start, start + len(slice_of)).text == written


@pytest.mark.parametrize("document", ["key: abc\n", "key: 'abc'\n", 'key: "abc"\n', "key: |-\n  abc\n"])
def test_an_empty_slice_stands_between_two_letters(document: str) -> None:
    scalar = read_scalar(document, ("key",))
    for index in range(4):
        place = scalar.place(index, index)
        assert place.start == place.end
        assert place.source.text[: place.start].endswith("abc"[:index])


@pytest.mark.parametrize("document", ["key:\n", "key: ''\n", 'key: ""\n', "key: |\n", "key: >\n\n"])
def test_nothing_has_a_place_too(document: str) -> None:
    scalar = read_scalar(document, ("key",))
    assert scalar.value == ""
    place = scalar.place(0, 0)
    assert scalar.span.start <= place.start == place.end <= scalar.span.end


@given(
    st.text(max_size=12),
    st.text(max_size=12),
    st.sampled_from(["plain", "single", "double", "literal", "folded"]),
)
def test_what_does_not_fit_together_still_has_a_place(written: str, value: str, style: str) -> None:
    first, last = place_in(written, value, style, 0, len(value))  # type: ignore[arg-type]
    assert 0 <= first <= last
