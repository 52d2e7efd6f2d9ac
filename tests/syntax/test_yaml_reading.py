"""Reading YAML: whatever the bytes, a tree with places or diagnostics with places; never a traceback."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.diagnostics import Report
from decisionsupport.syntax.yaml.read import read_yaml
from decisionsupport.syntax.yaml.tree import Mapping, Node, Scalar, Sequence


def read(text: str | bytes) -> tuple[Node | None, Report]:
    report = Report()
    data = text.encode() if isinstance(text, str) else text
    return read_yaml("rules/f.yaml", data, report), report


def tree(text: str | bytes) -> Mapping:
    node, report = read(text)
    assert not len(report), list(report)
    assert isinstance(node, Mapping)
    return node


def letters(node: Node) -> object:
    """The tree as lists and dicts of the scalars' own letters."""
    match node:
        case Scalar():
            return node.value
        case Sequence(items=items):
            return [letters(item) for item in items]
        case Mapping(entries=entries):
            return {key.value: letters(value) for key, value in entries}


def slugs(text: str | bytes) -> list[str]:
    return [found.slug for found in read(text)[1]]


def test_scalars_keep_their_own_letters() -> None:
    read_as = letters(
        tree("version: 1.10\nno: no\ntime: 12:30\noctal: 010\ncode: 129839007\nnone:\ntilde: ~\n")
    )
    assert read_as == {
        "version": "1.10",
        "no": "no",
        "time": "12:30",
        "octal": "010",
        "code": "129839007",
        "none": "",
        "tilde": "~",
    }


def test_places_count_code_points() -> None:
    source = "# 😀\nå: ä😀\nlista:\n  - {b: 'c'}\n  - |\n    rad\n\nsist: 1\n"
    for text in (source, source.replace("\n", "\r\n"), source.replace("\n", "\r")):
        root = tree(text)
        key, value = root.entries[0]
        assert (key.span.text, value.span.text) == ("å", "ä😀")
        assert (value.span.begin.line, value.span.begin.column) == (2, 4)
        items = root.get("lista")
        assert isinstance(items, Sequence)
        flow, block = items.items
        assert flow.span.text == "{b: 'c'}"
        assert block.span.text.split() == ["|", "rad"]
        assert root.entries[-1][0].span.begin.line == 8
        assert root.span.text.endswith("sist: 1")


def test_an_empty_value_is_an_empty_plain_scalar_after_its_colon() -> None:
    value = tree("a:\nb: 1\n").get("a")
    assert isinstance(value, Scalar)
    assert (value.value, value.style, value.span.start, value.span.end) == ("", "plain", 2, 2)


def test_a_byte_order_mark_moves_no_column() -> None:
    _, report = read(b"\xef\xbb\xbfa: 1\na: 2\n" + "å: {{ x }}\n".encode())
    places = [
        (found.slug, found.span and (found.span.begin.line, found.span.begin.column)) for found in report
    ]
    assert places == [("byte-order-mark", (1, 1)), ("duplicate-key", (2, 1)), ("unquoted-template", (3, 4))]


def test_of_duplicate_keys_the_first_stays() -> None:
    node, report = read("a: 1\nb: 2\na: 3\n")
    assert node is not None
    assert letters(node) == {"a": "1", "b": "2"}
    (found,) = report
    assert found.related[0].span.begin.line == 1


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a: {value: max(a, b) >= 3, is: c}", {"a": {"value": "max(a, b) >= 3", "is": "c"}}),
        ("a: {value: max(a,\n  b, c)}", {"a": {"value": "max(a, b, c)"}}),
        ("a: [max(a, b) > 3, c]", {"a": ["max(a, b) > 3", "c"]}),
        ("a: {sv: Hosta, feber, en: Cough}", {"a": {"sv": "Hosta, feber", "en": "Cough"}}),
        ("a: {{ x }}", {"a": "{{ x }}"}),
        ("a: [{{ x }}, b]", {"a": ["{{ x }}", "b"]}),
    ],
)
def test_a_trap_is_read_as_it_was_meant(text: str, meant: object) -> None:
    node, report = read(text)
    assert node is not None
    assert letters(node) == meant
    assert report.has_errors


@pytest.mark.parametrize(
    "text",
    [
        "a: {b: (c), d: e}",
        "a: {b: , c: d}",
        "a: [(b), c]",
        "a: [b(, c]",
        'a: {b: "c, d"}',
        "a: max(b, c)",
        "a: b in [c, d]",
        "a: Totalt {{ x }} p",
        "a: {}\nb: []",
        "when: a >= 3\n# och\nunless: b",
        "value: 48 hours # sedan 2020",
        "value: 3  # sedan 2020",
        "title: a  # en anmärkning",
        'when: "a >= 3"  # quoted: nothing is cut',
        "a: 'x\n\n  y'",
        "a: |\n  x\n  \ty\n",
        "--- # början\na: 1\n...\n",
        "? a\n: b",
        "a: -.5\nb: .info\nc: '.inf'",
        'a: "\\n\\t"',
        "a: 50 %",
        "a: b*c & d!",
        "a: b\u00a0c",
        "a: |\n  b\n  \u00a0c",
    ],
)
def test_what_is_sound_is_silent(text: str) -> None:
    tree(text)


@pytest.mark.parametrize(
    ("text", "slug", "written"),
    [
        ("when: a >= 3 # and b", "cut-by-comment", "# and b"),
        ("a: {b: 29,5}", "cut-by-comma", "29,5"),
        ("rules: {r: {value: a # + b\n}}", "cut-by-comment", "# + b"),
        ("when: {any: [a # or b\n]}", "cut-by-comment", "# or b"),
        ("a: .INF", "not-finite", ".INF"),
        ("a: [-.inf]", "not-finite", "-.inf"),
        ("a: !!python/object:os.system x", "yaml-tag", "!!python/object:os.system"),
        ("a: &x [1]", "yaml-anchor", "&x"),
        ("a: [*x]", "yaml-alias", "*x"),
        ("<<: {a: b}", "merge-key", "<<"),
        ("{a: b}: c", "complex-key", "{a: b}"),
        ("a: 1\n--- !x\nb: 2", "second-document", "---"),
        ("a:\n\tb: 1", "tab-indent", "\t"),
        ("a: [1,\n\t2]", "tab-indent", "\t"),
        ("a: 1\n\t# b\n", "tab-indent", "\t"),
        ("a:\n\u00a0 b: 1\n  c: 2", "control-character", "\u00a0"),
        ("a: 1\n\u00a0\u00a0b: 2", "control-character", "\u00a0\u00a0"),
        ("a:\n  - \u00a0b", "control-character", "\u00a0"),
        ("a: b\x85c", "odd-line-break", "\x85"),
        ("a: b\x0bc", "control-character", "\x0b"),
        ("a: b\ufeffc", "control-character", "\ufeff"),
        ('a: "\\u2028"', "control-character", "\\u2028"),
        ("{a: b, c: d in [e]}", "unquoted-brackets", "d in [e]"),
        ("when: [a, b] in c", "unquoted-brackets", "[a, b] in c"),
        ("a: {sv: x {{ y }}}", "unquoted-template", "x {{ y }}"),
        ("a: {b:1}", "lone-key", "b:1"),
        ("a: b: c", "not-yaml", ":"),
        ('a: "b', "not-yaml", '"'),
    ],
)
def test_each_mistake_has_its_slug_and_its_place(text: str, slug: str, written: str) -> None:
    _, report = read(text)
    (found,) = report
    assert found.slug == slug
    assert found.span is not None
    assert found.span.text == written
    assert found.help


@pytest.mark.parametrize("text", ["", "\n\n", "# bara en anmärkning", "---\n", "null_follows: \n---\n"])
def test_a_file_without_content(text: str) -> None:
    assert slugs(text) == (["second-document"] if "null" in text else ["empty-file"])


def test_depth_64_is_read_and_65_is_not() -> None:
    assert tree("a: " + "[" * 63 + "]" * 63)
    assert slugs("a: " + "[" * 64 + "]" * 64) == ["too-deep"]


def test_pure_python_parser_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "å: {b: [1, 'två', \"tr\\u00e5\"], c: d}\nd: |\n  rad\ne: >-\n  lång\n  rad\nf: 😀\n"
    fast = tree(text)
    monkeypatch.setattr("decisionsupport.syntax.yaml.read._LOADER", yaml.SafeLoader)
    slow = tree(text)
    assert letters(slow) == letters(fast)
    assert [spans(slow)] == [spans(fast)]
    assert slugs("a: b: c") == ["not-yaml"]


def spans(node: Node) -> list[tuple[int, int]]:
    own = (node.span.start, node.span.end)
    match node:
        case Scalar():
            return [own]
        case Sequence(items=items):
            return [own, *(span for item in items for span in spans(item))]
        case Mapping(entries=entries):
            return [own, *(span for pair in entries for item in pair for span in spans(item))]


MARKS = st.sampled_from(
    [
        *"abå😀 \n:-?[]{},#&*!|>'\"%@`\t\r~0.<\\",
        ": ",
        "\n  ",
        "\n- ",
        "{{",
        "}}",
        "---\n",
        "...",
        ".inf",
        "\x85",
        "\x00",
    ]
)


@given(st.lists(MARKS, max_size=40).map("".join))
def test_any_text_ends_in_a_tree_or_a_diagnostic(text: str) -> None:
    node, report = read(text)
    assert node is not None or report.has_errors
    for found in report:
        assert found.span is not None
        assert 0 <= found.span.start <= found.span.end <= len(found.span.source.text)
        assert found.message
        assert "\n" not in found.message
        for near in found.related:
            assert 0 <= near.span.start <= len(near.span.source.text)


@given(st.binary(max_size=60))
def test_any_bytes_end_in_a_tree_or_a_diagnostic(data: bytes) -> None:
    node, report = read(data)
    assert node is not None or report.has_errors


PLAIN_VALUES = st.recursive(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff")
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abåö_", min_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text("abcåäö_", min_size=1, max_size=5), PLAIN_VALUES, min_size=1, max_size=3),
    st.sampled_from(["'", '"']),
    st.booleans(),
)
def test_what_was_written_is_read(value: dict[str, object], style: str, flow: bool) -> None:
    stream = io.StringIO()
    yaml.dump(value, stream, default_style=style, default_flow_style=flow, allow_unicode=True, width=30)
    text = stream.getvalue().replace("!!map ", "").replace("!!seq ", "").replace("!!str ", "")
    node, report = read(text)
    assert not len(report), (text, list(report))
    assert node is not None
    assert letters(node) == value
    places = [span[0] for span in spans(node)]
    assert all(first <= second for first, second in pairwise(places))
