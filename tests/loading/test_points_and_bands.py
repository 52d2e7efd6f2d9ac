"""Points and bands cover what they are over, without hole or overlap, on its grid."""

from __future__ import annotations

from pathlib import Path

import pytest

from decisionsupport.diagnostics import Report
from decisionsupport.loading import File, load_files, read_files
from tests.loading.small_packs import form, load, messages, told, told_of_form

ROOT = Path(__file__).parents[2]


def gap(items: str, rest: str = "") -> list[str]:
    """What is said of a form's points and bands."""
    return messages(load(form(items, rest))[1])


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ("{..3: 0, 4..: 1}", []),
        ("{0..3: 0, 4..9: 1}", []),
        ("{4..: 1, ..3: 0}", []),
        ("{..3: 0, 5..: 1}", ["no band takes 4 of `a`"]),
        ("{1..3: 0, 5..8: 1}", ["no band takes 0, 4, 9 of `a`"]),
        ("{..3: 0, 3..: 1}", ["`3..` takes 3 that `..3` takes too"]),
        ("{..5: 0, 3..: 1}", ["`3..` takes 3..5 that `..5` takes too"]),
        ("{..3: 0, 4..20: 1}", []),
        ("{..3: 0}", ["no band takes 4..9 of `a`"]),
    ],
)
def test_bands_of_a_whole_number(bands: str, said: list[str]) -> None:
    assert gap(f"a: {{kind: integer, between: 0..9, points: {bands}}}") == said


def test_bands_on_the_grid_of_a_decimal() -> None:
    item = "a: {kind: decimal, step: 0.1, between: 35..42, points: {..36.0: 1, %s: 0, 38.1..: 1}}"
    assert gap(item % "36.1..38.0") == []
    assert gap(item % "36.2..38.0") == ["no band takes 36.1 of `a`"]
    assert gap(item % "36.0..38.0") == ["`36.0..38.0` takes 36.0 that `..36.0` takes too"]


GAD7 = "\n".join(f"i{n}: {{kind: integer, between: 0..3, points: answer}}" for n in range(7))
LEVEL = """
computed:
  total: {value: sum(points)}
  level:
    of: total
    bands: {..4: minimal, 5..9: mild, 10..14: moderate, %s: severe}
    options: {minimal: minimal, mild: mild, moderate: moderate, severe: severe}
"""


def test_a_computed_total_with_a_hole_at_fifteen() -> None:
    assert gap(GAD7, LEVEL % "15..21") == []
    assert gap(GAD7, LEVEL % "16..21") == ["no band takes 15 of `total`"]
    assert gap(GAD7, LEVEL % "15..20") == ["no band takes 21 of `total`"]
    assert gap(GAD7, LEVEL % "14..") == ["`14..` takes 14 that `10..14` takes too"]


@pytest.mark.parametrize(
    ("item", "slugs"),
    [
        ("{kind: boolean, points: {yes: 1, no: 0}}", []),
        ("{kind: boolean, points: {yes: 1}}", ["points-gap"]),
        ("{kind: choice, options: {x: {text: x, points: 0}, y: {text: y, points: 1}}}", []),
        ("{kind: choice, options: {x: {text: x, points: 0}, y: y}}", ["points-gap"]),
        ("{kind: choice, options: {x: x, y: y}, points: {x: 1, y: unknown}}", []),
        ("{kind: choice, options: {x: x, y: y}, points: {x: 1, z: 0}}", ["points-gap", "unknown-option"]),
        ("{kind: choices, options: {x: {text: x, points: 2}, y: y}}", []),
        ("{kind: choices, options: {x: {text: x, points: unknown}, y: y}}", ["points-form"]),
    ],
)
def test_points_of_answers(item: str, slugs: list[str]) -> None:
    assert sorted(slug for slug, _ in told_of_form(f"a: {item}")) == slugs


def test_every_case_of_points_is_covered() -> None:
    item = """
        t: {kind: boolean}
        a:
          kind: integer
          between: 0..9
          points:
            - {when: t, bands: {..3: 0, 5..: 1}}
            - {bands: {..3: 0, 4..8: 1}}
    """
    assert gap(item) == ["no band takes 4 of `a`", "no band takes 9 of `a`"]


@pytest.mark.parametrize(
    ("more", "slugs"),
    [
        ("between: 0..3, points: answer", []),
        ("between: 1..3, points: answer", ["hidden-points"]),
        ("between: 1..3, points: answer, points_when_hidden: 2", []),
        ("between: 1..3, points: answer, points_when_hidden: 0", []),
        ("between: 1..3, points: {1: 2, 2..: 1}", ["hidden-points"]),
    ],
)
def test_an_item_that_can_be_hidden_says_what_it_counts(more: str, slugs: list[str]) -> None:
    items = f"s: {{kind: boolean}}\na: {{kind: integer, show_when: s, {more}}}"
    assert [slug for slug, _ in told_of_form(items)] == slugs


BANDS_OF_NEWS2 = [
    line.strip()
    for line in (ROOT / "forms" / "news2.yaml").read_text(encoding="utf-8").splitlines()
    if line.strip().startswith("points: {..") or line.strip().startswith("bands: {..")
]


def test_news2_without_one_band_names_the_missing_values() -> None:
    files = read_files([ROOT / "forms" / "news2.yaml", ROOT / "rules" / "pack.yaml"])
    news2 = files[0].data.decode()
    places = [
        (line, part) for line in BANDS_OF_NEWS2 for part in line.partition("{")[2].rstrip("}").split(", ")
    ]
    assert len(places) > 15
    for line, part in places:
        fewer = line.replace(f"{part}, ", "").replace(f", {part}", "")
        changed = news2.replace(line, fewer, 1)
        report = Report()
        load_files([File("forms/news2.yaml", changed.encode()), files[1]], report)
        gaps = [found for found in report if found.slug == "points-gap"]
        assert gaps, part
        least, _, most = part.partition(":")[0].partition("..")
        named = " ".join(found.message for found in gaps)
        assert (least or most) in named, (part, named)


def test_a_band_over_what_is_no_number() -> None:
    rest = "computed: {b: {of: a, bands: {..1: x, 2..: y}, options: {x: x, y: y}}}"
    assert told(load(form("a: {kind: boolean}", rest))[1]) == [("kind-mismatch", "a")]
