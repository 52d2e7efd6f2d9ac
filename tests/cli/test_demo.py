"""`demo`: two scenes, and Svea's whole way, from the packs and answers that come along."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from decisionsupport.authoring.cases import run_case
from decisionsupport.cli.demo_story import Step, outcome_of, steps
from decisionsupport.engine import Engine, load
from decisionsupport.loading.shipped import shipped_packs
from tests.cli.conftest import Command

LANGUAGES = pytest.mark.parametrize("language", ["sv", "en"])


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load(*shipped_packs())


@pytest.fixture(scope="module")
def story(engine: Engine) -> list[Step]:
    return list(steps("svea", engine.program))


@pytest.mark.parametrize(
    ("language", "emergency", "unknown"), [("en", "EMERGENCY", "not known"), ("sv", "AKUT", "uppgift saknas")]
)
def test_the_low_score_does_not_silence_the_emergency(
    language: str, emergency: str, unknown: str, command: Command
) -> None:
    ran = command("demo", "--language", language)
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


def test_the_story_keeps_what_its_cases_say(story: list[Step], engine: Engine) -> None:
    assert len(story) == 10
    assert [step.at for step in story] == sorted(step.at for step in story)
    differing = [(step.case.name, run_case(step.case, engine).differences) for step in story]
    assert [name for name, differences in differing if differences] == []


def test_each_step_has_those_before_it_as_history(story: list[Step]) -> None:
    first, *_, last = story
    assert not first.case.setting.history
    history = last.case.setting.history
    assert history is not None
    for form in ("downton", "modified_norton", "fall_event", "news2", "four_at"):
        assert history[form], form
    # The Norton of the first visit is what that after surgery is compared with: 24, then 19.
    assert "patient" not in history


def test_norton_falls_because_the_first_visit_is_remembered(story: list[Step], engine: Engine) -> None:
    reasons = [
        reason.rule for each in outcome_of(story[6], engine, "sv").proposals for reason in each.reasons
    ]
    assert "risk_areas.norton_falling" in reasons


def told(out: str) -> Iterator[str]:
    yield from out.split("━" * 100)[1:]


@LANGUAGES
def test_sveas_way_is_told_in_ten_steps(language: str, story: list[Step], command: Command) -> None:
    ran = command("demo", "svea", "--language", language)
    assert (ran.code, ran.err) == (0, "")
    parts = list(told(ran.out))
    assert len(parts) == len(story)
    for step, part in zip(story, parts, strict=True):
        assert part.strip().startswith(step.title[language])
        assert " ".join(step.happens[language].split()) in " ".join(part.split())
    numbers = parts[-1]
    assert "+01:00" not in ran.out
    assert "T13:00" not in ran.out
    assert {"sv": "Berättelsen i siffror", "en": "The story in numbers"}[language] in numbers


def test_sveas_way_reads_as_a_nurse_would_want_it(command: Command) -> None:
    visit, completed, enrolled, first, fall, admitted, surgery, ready, home, after = told(
        command("demo", "svea", "--language", "sv").out
    )
    assert "kan inte signeras ännu" in visit
    assert "kan inte signeras ännu" not in completed
    assert enrolled.count("senast 7 februari 2026 kl. 13.00") == 5
    assert "Downton 5 p" in first
    assert fall.index("AKUT Ring 112") < fall.index("SNART")
    assert "senast 25 februari 2026 kl. 14.30" in admitted
    assert "Modifierad Norton har sjunkit till 19 p." in surgery
    assert "fast vårdkontakt, 5 mars 2026" in ready
    assert "sjuksköterska, 5 mars 2026" in home
    assert "Förslag\n  inget" in after
