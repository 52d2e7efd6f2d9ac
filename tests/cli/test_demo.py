"""`demo`: the two scenes, from the packs and answers that come along."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("language", "emergency", "unknown"), [("en", "EMERGENCY", "not known"), ("sv", "AKUT", "uppgift saknas")]
)
def test_the_low_score_does_not_silence_the_emergency(
    language: str, emergency: str, unknown: str, command: Command
) -> None:
    ran = command("demo", "svea", "--language", language)
    assert (ran.code, ran.err) == (0, "")
    visit, fall = ran.out.split("2. Svea")
    assert emergency not in visit
    assert unknown.lower() in visit.lower()
    assert "news2.temperature" in visit
    assert "NEWS2 4 p" in fall
    assert fall.count(emergency) >= 2
    assert "\x1b" not in ran.out


def test_the_same_twice(command: Command) -> None:
    assert command("demo").out == command("demo").out
