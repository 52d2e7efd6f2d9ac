"""Conditions in words: golden sayings over every node of the language, in Swedish and English."""

from __future__ import annotations

import typing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from decisionsupport.engine import Engine
from decisionsupport.engine.explaining.languages import PHRASES
from decisionsupport.engine.explaining.saying import Saying
from decisionsupport.engine.explaining.sentences import SENTENCES
from decisionsupport.program import expressions as x
from decisionsupport.program.walk import walk
from decisionsupport.values.kinds import Boolean, Text
from tests.engine.explaining.every_node import engine_with

GOLDEN = Path(__file__).with_name("sayings.txt")
LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class Golden:
    """A condition as written, or a cell, and what it is in each language."""

    written: str
    said: tuple[str, str]


def _golden() -> list[Golden]:
    blocks = GOLDEN.read_text(encoding="utf-8").split("\n\n")
    lines = [block.strip().splitlines() for block in blocks if block.strip()]
    return [Golden(written, (sv.strip(), en.strip())) for written, sv, en in lines]


GOLDENS = _golden()
CONDITIONS = tuple(each.written for each in GOLDENS if not each.written.startswith("["))


@cache
def _engine() -> Engine:
    return engine_with(CONDITIONS)


@cache
def _saying(language: str) -> Saying:
    program = _engine().program
    known = {name: each.values[-1].value for name, each in program.parameters.items()}
    return Saying(program, language, {name: value for name, value in known.items() if value is not None})


def _expression(golden: Golden) -> x.Expression:
    cells = _engine().program.cells
    if golden.written.startswith("["):
        cell = golden.written.strip("[]")
    else:
        cell = f"when:words_set.c{CONDITIONS.index(golden.written)}"
    found = cells[cell].expression
    assert found is not None
    return found


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.written)
def test_what_is_written_is_said_so(golden: Golden) -> None:
    assert tuple(_saying(language).say(_expression(golden)) for language in LANGUAGES) == golden.said


def test_every_node_is_said() -> None:
    met: set[type] = set()
    for golden in GOLDENS:
        met |= {type(node) for node in walk(_expression(golden))}
    assert set(typing.get_args(x.Expression)) - met == {x.ReadLocal}  # only in texts, tested below


@pytest.mark.parametrize(
    ("kind", "said"),
    [(Text(), ("prioriteten", "the priority")), (Boolean(), ("prioriteten: ja", "the priority: yes"))],
)
def test_a_name_of_a_texts_loop_is_said(kind: Text | Boolean, said: tuple[str, str]) -> None:
    node = x.ReadLocal("priority", kind, _expression(GOLDENS[0]).span)
    assert tuple(_saying(language).say(node) for language in LANGUAGES) == said


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.written)
@pytest.mark.parametrize("language", LANGUAGES)
def test_denying_says_another_thing_and_twice_the_same(golden: Golden, language: str) -> None:
    node = _expression(golden)
    if isinstance(node.kind, Boolean):
        saying = _saying(language)
        assert saying.denied(node) != saying.say(node)
        assert saying.denied(x.Not(node, node.kind, node.span)) == saying.say(node)


def test_swedish_has_decimal_commas_and_no_doubled_verbs() -> None:
    for golden in GOLDENS:
        said = golden.said[0]
        assert "är är" not in said
        assert "och och" not in said
        assert "inte inte" not in said
        assert "{" not in said


def test_every_language_has_every_sentence_with_the_same_parts() -> None:
    def parts(text: str) -> set[str]:
        return {each.partition("}")[0] for each in text.split("{")[1:]}

    assert set(PHRASES) == set(SENTENCES) == set(LANGUAGES)
    assert SENTENCES["sv"].keys() == SENTENCES["en"].keys()
    for key, sentence in SENTENCES["sv"].items():
        assert parts(sentence) == parts(SENTENCES["en"][key]), key


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("Klinisk risk", "klinisk risk"),
        ("NEWS2 stiger", "NEWS2 stiger"),
        ("National Early Warning Score", "National Early Warning Score"),
        ("A medicine review", "a medicine review"),
        ("G", "G"),
        ("", ""),
    ],
)
def test_small_letters_but_for_names(text: str, small: str) -> None:
    assert _saying("en").small(text) == small


def test_lists_are_joined_as_in_speech() -> None:
    saying = _saying("sv")
    assert saying.listed([]) == ""
    assert saying.listed(["a"]) == "a"
    assert saying.listed(["a", "b"]) == "a och b"
    assert saying.listed(["a", "b", "c"], any_of=True) == "a, b eller c"
    assert saying.listed(["x: ja", "b", "c"]) == "x: ja; b och c"
    assert saying.listed(["”a, b”", "b", "c"]) == "”a, b”, b och c"
