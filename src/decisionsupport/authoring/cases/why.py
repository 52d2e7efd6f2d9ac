"""Why a case does not hold: what differs, explained from the answers of the case, a few sentences each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decisionsupport.authoring.cases.model import CaseResult
from decisionsupport.engine import Engine
from decisionsupport.errors import InvalidCall


@dataclass(frozen=True, slots=True)
class Why:
    """Something that differs, and the sentences that say how it came about."""

    subject: str
    lines: tuple[str, ...]


def whys(result: CaseResult, engine: Engine, most: int) -> tuple[Why, ...]:
    """Why the first things in which a case differs came out as they did, where that can be explained."""
    setting = result.case.setting
    found: list[Why] = []
    if setting.at is None or result.outcome is None:
        return ()
    for subject in dict.fromkeys(_subjects(result, engine)):
        if len(found) == most:
            break
        try:
            explained = engine.explain(
                setting.given,
                subject,
                at=setting.at,
                history=setting.history,
                language=setting.language,
                parameters=setting.parameters or None,
            )
        except InvalidCall:
            continue  # it has no explanation
        found.append(Why(subject, explained.lines))
    return tuple(found)


def _subjects(result: CaseResult, engine: Engine) -> Iterator[str]:
    """The names in what differs that the pack knows: `call_doctor` of `call_doctor due`."""
    program = engine.program
    known = (program.rules, program.actions, program.requests, program.findings, program.cells, program.forms)
    for difference in result.differences:
        if not difference.of_outcome:
            continue
        yield from (word for word in difference.what.split() if any(word in names for names in known))
