"""Offers: the nearest word, the words allowed, a well-formed id."""

from __future__ import annotations

import keyword
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.diagnostics.suggestions import nearest, offer_id, one_of

PRIORITIES = ["routine", "soon", "urgent", "emergency"]
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)


@pytest.mark.parametrize(
    ("word", "allowed", "offer"),
    [
        ("sonn", PRIORITIES, "soon"),
        ("totl", ["total", "red", "risk"], "total"),
        ("ugrent", PRIORITIES, "urgent"),
        ("Urgent", PRIORITIES, "urgent"),
        ("emergancy", PRIORITIES, "emergency"),
        ("fall-risk", ["fall_risk"], "fall_risk"),
        ("läkare", ["lakare"], "lakare"),
        ("downton.totl", ["downton.total", "downton.gait"], "downton.total"),
        ("low", ["high"], None),
        ("a", ["b"], None),
        ("in", ["is"], None),
        ("x", [], None),
        ("", ["a"], None),
        ("bananas", PRIORITIES, None),
    ],
)
def test_nearest(word: str, allowed: list[str], offer: str | None) -> None:
    assert nearest(word, allowed) == offer


@given(IDS, st.lists(IDS, max_size=6))
def test_a_word_that_is_allowed_is_its_own_nearest(word: str, others: list[str]) -> None:
    assert nearest(word, [*others, word]) == word


@given(
    st.text(max_size=8),
    st.lists(IDS, max_size=6).flatmap(lambda ids: st.tuples(st.just(ids), st.permutations(ids))),
)
def test_the_order_of_the_allowed_says_nothing(word: str, lists: tuple[list[str], list[str]]) -> None:
    given_order, another = lists
    assert nearest(word, given_order) == nearest(word, another)


@given(IDS.filter(lambda word: len(word) > 4), st.data())
def test_one_slip_is_forgiven(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + "q" + word[at:],
        word[:at] + "q" + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]
    for slip in slips:
        assert nearest(slip, [word]) == word


def test_one_of() -> None:
    assert one_of([]) == ""
    assert one_of(["a"]) == "`a`"
    assert one_of(["a", "b"]) == "one of `a`, `b`"
    assert one_of(list("abcde"), limit=3) == "one of `a`, `b`, `c`, … (5 in all)"


@pytest.mark.parametrize(
    ("word", "offer"),
    [
        ("4at", "four_at"),
        ("läkare_nu", "lakare_nu"),
        ("3", "grade_3"),
        ("10_meter", "ten_meter"),
        ("25_meter", "n25_meter"),
        ("Fall Risk", "fall_risk"),
        ("class", "class_"),
        ("patient", "patient_"),
        ("Ærø/ß", "aero_ss"),
        ("__x__", "x"),
        ("😀", None),
        ("", None),
    ],
)
def test_offer_id(word: str, offer: str | None) -> None:
    assert offer_id(word, reserved={"patient"}) == offer


@given(st.text(max_size=80))
def test_an_offered_id_is_an_id(word: str) -> None:
    offered = offer_id(word, reserved={"today"})
    if offered is not None:
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,59}", offered)
        assert not keyword.iskeyword(offered)
        assert offered != "today"
