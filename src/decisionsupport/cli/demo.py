"""`decisionsupport demo`: Svea, 89, at a first visit and after a fall; `demo svea`: her whole way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from decisionsupport.cli.consoles import output, text_width
from decisionsupport.cli.demo_story import tell
from decisionsupport.cli.given import read_map
from decisionsupport.cli.loaded import load_engine
from decisionsupport.cli.page.answers import write_answers
from decisionsupport.cli.page.layout import Page
from decisionsupport.cli.page.naming import Naming
from decisionsupport.cli.page.outcome import write_outcome
from decisionsupport.engine import Engine
from decisionsupport.loading.shipped import shipped_examples, shipped_packs


class Patient(StrEnum):
    """Whose whole story there is."""

    SVEA = "svea"


@dataclass(frozen=True, slots=True)
class Scene:
    """One visit: the answers' file, the instant, and what to look at, by language."""

    file: str
    at: datetime
    title: Mapping[str, str]
    look_at: Mapping[str, str]
    draft: str
    """The request whose draft is shown in full."""


_SCENES = (
    Scene(
        file="first_visit.json",
        at=datetime.fromisoformat("2026-03-06T13:00:00+01:00"),
        title={
            "en": "1. The nurse's first visit to Svea, 89",
            "sv": "1. Sjuksköterskans första besök hos Svea, 89 år",
        },
        look_at={
            "en": "The thermometer was left behind and the limits of treatment are not known: "
            "see what stands all the same, and what waits.",
            "sv": "Termometern blev kvar på kontoret och behandlingsbegränsningar är inte kända: "
            "se vad som står ändå, och vad som väntar.",
        },
        draft="home_care_enrolment",
    ),
    Scene(
        file="fall.json",
        at=datetime.fromisoformat("2026-03-20T06:40:00+01:00"),
        title={
            "en": "2. Svea is found on the floor: NEWS2 is 4, and a hip fracture is suspected",
            "sv": "2. Svea hittas på golvet: NEWS2 är 4, och höftfraktur misstänks",
        },
        look_at={
            "en": "The low score does not silence the emergency.",
            "sv": "Den låga poängen tystar inte det akuta.",
        },
        draft="acute_transfer",
    ),
)


class Language(StrEnum):
    """The languages that the demonstration speaks."""

    EN = "en"
    SV = "sv"


def demo(
    patient: Annotated[
        Patient | None, typer.Argument(help="Whose whole story to tell; else two visits to Svea.")
    ] = None,
    language: Annotated[Language, typer.Option(help="The reader's language.")] = Language.EN,
) -> int:
    """Show what comes out for an invented patient: answers, proposals and why, a draft, what is not known."""
    engine = load_engine(shipped_packs())
    console = output()
    page = Page(console, text_width(console))
    if patient is None:
        _show_scenes(engine, console, page, language)
    else:
        tell(patient, engine, page, language)
    if language is Language.EN:
        name = "demo" if patient is None else f"demo {patient}"
        page.plain(f"In Swedish: decisionsupport {name} --language sv", style="dim")
    return 0


def _show_scenes(engine: Engine, console: Console, page: Page, language: Language) -> None:
    for scene in _SCENES:
        answers = read_map(str(shipped_examples() / Patient.SVEA / scene.file), "answers")
        outcome = engine.evaluate(answers, at=scene.at, language=language, invalid="report")
        page.rule(scene.title[language])
        page.plain(scene.look_at[language])
        write_answers(page, Naming(engine.program, language), answers)
        page.blank()
        write_outcome(console, outcome, engine.program, in_full=[scene.draft])
        page.blank()
