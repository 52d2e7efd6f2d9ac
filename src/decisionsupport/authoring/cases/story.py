"""Cases that follow each other in time, as one story: what was answered is the history of what comes after.

Law: a case's own `history` stands, and tells what happened between the cases; the story only adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from decisionsupport.authoring.cases.model import Case
from decisionsupport.program.model import Program

Entries = dict[str, dict[datetime, Mapping[str, Any]]]
"""Earlier answers by form and instant."""


def as_story(cases: Iterable[Case], program: Program) -> Iterator[Case]:
    """The cases in their order, each with all before it as history; facts have none."""
    told: Entries = {}
    for case in cases:
        history_given: Mapping[str, Any] = case.setting.history or {}
        for form, entries in history_given.items():
            known = told.setdefault(form, {})
            for entry in entries:
                known.setdefault(_instant(entry["at"]), entry)
        history = {form: [known[at] for at in sorted(known)] for form, known in told.items()}
        yield replace(case, setting=replace(case.setting, history=history))
        if case.setting.at is not None:
            _tell(case.setting.given, case.setting.at, program, told)


def _tell(given: Mapping[str, Any], at: datetime, program: Program, told: Entries) -> None:
    for form, answers in given.items():
        found = program.forms.get(form)
        if found is not None and found.word != "facts":
            told.setdefault(form, {})[at] = {"at": at, "version": found.version, "answers": answers}


def _instant(at: datetime | str) -> datetime:
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)
