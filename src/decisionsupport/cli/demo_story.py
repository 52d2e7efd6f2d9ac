"""Svea's way as one story, step by step: the cases that hold the packs to it, played with what came before.

Law: there is one telling. The answers are those of the shipped cases; only titles and words stand beside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from decisionsupport.authoring.cases import Case, as_story, from_documents
from decisionsupport.cli.page.layout import Page
from decisionsupport.cli.page.story import StoryPage
from decisionsupport.cli.page.words import words_of
from decisionsupport.diagnostics import Report
from decisionsupport.engine import Engine
from decisionsupport.loading import cases_in, read_files
from decisionsupport.loading.shipped import shipped_examples, shipped_packs
from decisionsupport.outcome.model import Outcome
from decisionsupport.program.model import Program

_PERSON = "patient"
_RISK_ASSESSMENTS = ("risk_areas.enrolled.", "risk_areas.returned.")


@dataclass(frozen=True, slots=True)
class Step:
    """A case of the story with its words by language, and the request that is shown in full."""

    case: Case
    title: Mapping[str, str]
    happens: Mapping[str, str]
    draft: str | None

    @property
    def at(self) -> datetime:
        """When it happens."""
        if self.case.setting.at is None:
            raise ValueError(f"the case {self.case.name!r} has no instant")
        return self.case.setting.at


def steps(patient: str, program: Program) -> Iterator[Step]:
    """The steps of a patient's story, as they follow each other."""
    story = json.loads((shipped_examples() / patient / "story.json").read_text(encoding="utf-8"))
    _, rules = shipped_packs()
    written = from_documents(cases_in(read_files([rules / "cases" / story["cases"]]), Report()))
    cases = {case.name: case for case in as_story(written, program)}
    for told in story["steps"]:
        yield Step(cases[told["case"]], told["title"], told["happens"], told["draft"])


def outcome_of(step: Step, engine: Engine, language: str) -> Outcome:
    """What comes of a step."""
    setting = step.case.setting
    return engine.evaluate(
        setting.given, at=step.at, history=setting.history, language=language, invalid="report"
    )


def tell(patient: str, engine: Engine, page: Page, language: str) -> None:
    """Write the whole story, and at its end what there was of it."""
    story = StoryPage(page, engine.program, language)
    told: list[tuple[Step, Outcome]] = []
    known: Mapping[str, object] = {}
    for step in steps(patient, engine.program):
        outcome = outcome_of(step, engine, language)
        story.step(step.title[language], step.happens[language], step.at)
        story.answers(_news(step.case.setting.given, known))
        story.outcome(outcome, step.draft)
        known = step.case.setting.given
        told.append((step, outcome))
    _sum_up(told, page, language)


def _news(given: Mapping[str, object], known: Mapping[str, object]) -> dict[str, object]:
    """What was answered that was not known a step before: the person's facts are told once."""
    return {form: answers for form, answers in given.items() if form != _PERSON or answers != known.get(form)}


def _sum_up(told: Sequence[tuple[Step, Outcome]], page: Page, language: str) -> None:
    words = words_of(language)
    outcomes = [outcome for _, outcome in told]
    proposals = [proposal for outcome in outcomes for proposal in outcome.proposals]
    drafts = [draft for outcome in outcomes for draft in outcome.drafts]
    due = _assessments_due(told)
    counted = {
        "told_proposals": (len(proposals), sum(each.priority == "emergency" for each in proposals)),
        "told_drafts": (len(drafts), sum(not each.gaps for each in drafts)),
        "told_assessments": (len(due), sum(due.values())),
    }
    page.section(words["told"])
    for word, (all_, some) in counted.items():
        page.entry(words[word].format(all_, some))
    page.blank()
    page.plain(words["decides"], style="dim")


def _assessments_due(told: Sequence[tuple[Step, Outcome]]) -> dict[tuple[str, datetime], bool]:
    """The risk assessments that fell due before the story ends, and whether they were made by then."""
    last = told[-1][0]
    history: Mapping[str, Any] = last.case.setting.history or {}
    made = {form: [_instant(entry["at"]) for entry in entries] for form, entries in history.items()}
    return {
        (each.assess, each.due_at): any(step.at < at <= each.due_at for at in made.get(each.assess, ()))
        for step, outcome in reversed(told)
        for each in outcome.proposals
        if each.assess is not None and each.due_at is not None and step.at < each.due_at <= last.at
        if any(reason.rule.startswith(_RISK_ASSESSMENTS) for reason in each.reasons)
    }


def _instant(at: datetime | str) -> datetime:
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)
