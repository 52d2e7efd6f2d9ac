"""Templates: letters and slots, and what else braces hold refused with its remedy."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.diagnostics import Diagnostic, Report
from decisionsupport.outcome.texts.filters import FILTERS as RENDERED
from decisionsupport.source import Source, Span
from decisionsupport.syntax.templates.nodes import FILTERS, Slot, Template, substitute_slots
from decisionsupport.syntax.templates.parse import parse_template
from decisionsupport.syntax.yaml.read import read_yaml
from decisionsupport.syntax.yaml.tree import Mapping, Scalar


class Plain(Scalar):
    """A scalar whose letters are the whole file."""

    def place(self, start: int, end: int) -> Span:
        return Span(self.span.source, start, end)


def read(text: str) -> tuple[Template | None, list[Diagnostic]]:
    report = Report()
    source = Source("rules/a.yaml", text)
    return parse_template(Plain(text, "plain", Span(source, 0, len(text))), report), list(report)


def good(text: str) -> Template:
    made, found = read(text)
    assert found == []
    assert made is not None
    return made


def test_letters_and_slots_in_turn() -> None:
    made = good("Downton {{ downton.total }} p (gräns {{parameter.limit|date | lower}}). { } 50 %")
    letters = [part for part in made.parts if isinstance(part, str)]
    assert letters == ["Downton ", " p (gräns ", "). { } 50 %"]
    assert [slot.name.parts for slot in made.slots] == [("downton", "total"), ("parameter", "limit")]
    assert [[one.name for one in slot.filters] for slot in made.slots] == [[], ["date", "lower"]]
    assert made.text == "Downton {{ downton.total }} p (gräns {{ parameter.limit | date | lower }}). { } 50 %"


@pytest.mark.parametrize("text", ["", "plain", "{", "}", "100 % {x}", "# no comment"])
def test_letters_alone_are_kept_as_they_are(text: str) -> None:
    made = good(text)
    assert made.parts == ((text,) if text else ())


def test_slots_and_their_parts_have_places() -> None:
    text = "å 😀 {{ news2.total | why }}"
    (slot,) = good(text).slots
    assert slot.span.text == "{{ news2.total | why }}"
    assert [span.text for span in slot.name.part_spans] == ["news2", "total"]
    assert slot.name.span.begin.column == 8
    assert slot.filters[0].span.text == "why"


@pytest.mark.parametrize(
    "file",
    [
        'because: "Å 😀 {{ downton.total | why }}."\n',
        "because: 'Å '' 😀 {{ downton.total | why }}.'\n",
        "because: Å 😀 {{ downton.total | why }}.\n",
        "because: |\n  Å 😀\n  {{ downton.total | why }}.\n",
        "because: >-\n  Å 😀\n  {{ downton.total\n  | why }}.\n",
    ],
)
def test_places_are_those_of_the_file(file: str) -> None:
    report = Report()
    tree = read_yaml("rules/a.yaml", file.encode(), report)
    assert isinstance(tree, Mapping)
    scalar = tree.get("because")
    assert isinstance(scalar, Scalar)
    made = parse_template(scalar, report)
    assert made is not None
    assert list(report) == []
    (slot,) = made.slots
    assert slot.name.part_spans[1].start == file.index("total")
    assert slot.filters[0].span.start == file.index("why")


MISTAKES = [
    ("‹{% if x %}›a{% endif %}", "template-logic", "a statement `{% if x %}` in a text", "`when:`"),
    ("‹{%- for x in y -%}›", "template-logic", "a statement", "`for_each:`"),
    ("‹{% set x = 3 %}›", "template-logic", "a statement", "`computed`"),
    ("‹{%› if", "template-broken", "`{%` belongs to nothing", "`{{ name }}`"),
    ("a ‹{# b #}› c", "template-logic", "a comment in a text", "YAML"),
    ("{{ ‹max(a, b)› }}", "template-logic", "a call `max(a, b)` in a slot", "`computed`"),
    ("{{ ‹x[0]› }}", "template-logic", "a call", "`computed`"),
    ("{{ ‹a + b› }}", "template-logic", "an expression `a + b`", "`computed`"),
    ("{{ ‹a >= 3› }}", "template-logic", "an expression", "`when:`"),
    ("{{ ‹'ja' if x else 'nej'› }}", "template-logic", "a string in a slot", ""),
    ("{{ ‹a if b else c› }}", "template-logic", "an expression", "`when:`"),
    ("{{ ‹x | default(3)› }}", "template-logic", "a call", ""),
    ("{{‹- x -›}}", "template-logic", "trims spaces", ""),
    ("a ‹{{› b", "template-broken", "`{{` is never closed", "`}}`"),
    ("a ‹{{› b }", "template-broken", "`{{` is never closed", "`}}`"),
    ("‹{{› b {{ c }}", "template-broken", "`{{` is never closed", "`}}`"),
    ("a ‹}}› b", "template-broken", "`}}` belongs to nothing", ""),
    ("a ‹{ b.c }› d", "template-broken", "a name in single braces", "`{{ b.c }}`"),
    ("a ‹{b.c | why}› d", "template-broken", "a name in single braces", "`{{ b.c | why }}`"),
    ("‹{{ }}›", "template-broken", "a slot with nothing in it", ""),
    ("‹{{› a\n}}", "template-broken", "a slot that its line does not close", "one line"),
    ("{{ ‹a b› }}", "template-broken", "`a b` is not a name", "one name"),
    ("{{ ‹3› }}", "template-broken", "`3` is not a name", "one name"),
    ("{{ ‹NEWS2.total› }}", "bad-word", "`NEWS2.total` is not a name", "`news2.total`"),
    ("{{ ‹läkare› }}", "bad-word", "`läkare` is not a name", "`lakare`"),
    ("{{ ‹x.__class__› }}", "bad-word", "is not a name", ""),
    ("{{ ‹true› }}", "bad-word", "`true`", ""),
    ("{{‹ ›| why }}", "template-broken", "a filter with no name", ""),
    ("{{ x ‹|› }}", "template-broken", "`|` with no filter after it", "one of `why`"),
    ("{{ x | ‹wy› }}", "unknown-filter", "`wy` is not a filter", "did you mean `why`?"),
    ("{{ x | why | ‹upper› }}", "unknown-filter", "`upper` is not a filter", "`capitalize`"),
    ("{{ x | ‹safe› }}", "unknown-filter", "`safe` is not a filter", ""),
    ("‹a›" + "b" * 20_000, "template-limit", "20001 characters", "list of lines"),
]


@pytest.mark.parametrize(("marked", "slug", "message", "remedy"), MISTAKES)
def test_mistake_at_its_place_with_its_remedy(marked: str, slug: str, message: str, remedy: str) -> None:
    made, found = read(marked.replace("‹", "").replace("›", ""))
    assert made is None
    first = found[0]
    assert first.slug == slug
    assert message in first.message
    assert remedy in first.help
    assert first.span is not None
    assert (first.span.start, first.span.end) == (marked.find("‹"), marked.find("›") - 1)


def test_every_mistake_of_one_text_is_told() -> None:
    _, found = read("{% if x %}{{ a + b }}{% endif %} {{ c | wy }} {{")
    assert [one.slug for one in found] == [
        "template-logic",
        "template-logic",
        "template-logic",
        "unknown-filter",
        "template-broken",
    ]


@pytest.mark.parametrize("part", ["{#", "{%", "{{", "}}", "{{ a }}", "{{ a | b }}", "{"])
def test_no_text_takes_long(part: str) -> None:
    for text in (part * 9_000, part * 400_000):
        begun = time.perf_counter()
        read(text)
        assert time.perf_counter() - begun < 2


def test_for_each_replaces_the_first_part_of_names() -> None:
    made = substitute_slots(
        good("{{ area.points }} {{ x.area }} {{ area | why }}"), {"area": ("roag", "lips")}
    )
    assert made.text == "{{ roag.lips.points }} {{ x.area }} {{ roag.lips | why }}"


def test_filters_are_those_that_can_be_rendered() -> None:
    assert set(FILTERS) == set(RENDERED)


_PIECES = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "{",
        "}",
        " ",
        "|",
        "a",
        "news2.total",
        "why",
        "date",
        "\n",
        "å",
        "(",
        "'",
    ]
)


@given(st.lists(_PIECES | st.characters(), max_size=20).map("".join))
def test_any_text_gives_a_template_or_diagnostics(text: str) -> None:
    made, found = read(text)
    assert (made is None) == bool(found)
    for one in found:
        assert one.span is not None
        assert 0 <= one.span.start <= one.span.end <= len(text)
    if made is not None:
        again = good(made.text)
        assert again.text == made.text
        assert [part for part in again.parts if isinstance(part, str)] == [
            part for part in made.parts if isinstance(part, str)
        ]
        assert all(isinstance(part, Slot) or ("{{" not in part and "{%" not in part) for part in made.parts)
