"""From answers to an outcome, on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from decisionsupport.engine import asking, reporting
from decisionsupport.engine.drafting import draft
from decisionsupport.engine.intake import Given, Intake, read_at
from decisionsupport.engine.judging import judge
from decisionsupport.engine.proposing import merged, propose
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.texts import make_text
from decisionsupport.execution.model import Executor, FormAnswers, Record, Rejected
from decisionsupport.outcome.care import Withheld
from decisionsupport.outcome.digest import outcome_id
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.record import PackUsed, Problem
from decisionsupport.outcome.unknowns import Failed
from decisionsupport.outcome.values import in_zone
from decisionsupport.program.model import Program
from decisionsupport.values.sets import truth


def evaluate(
    program: Program,
    executor: Executor,
    answers: Given,
    *,
    at: object,
    history: Given,
    language: str,
    parameters: Given,
    used: Mapping[str, frozenset[str]],
) -> Outcome:
    """The outcome of one patient's answers at one instant. `used` has the parameters each cell rests on."""
    instant = read_at(at)
    intake = Intake(program)
    situation, broken = demanded(
        program, executor, intake.record(answers, instant, history, parameters), language
    )
    judged = judge(situation)
    proposed = propose(judged, situation)
    given = {
        "answers": answers,
        "at": instant,
        "history": history,
        "parameters": parameters,
        "language": language,
    }
    identity = outcome_id({**given, "site": program.site}, program.digest)
    proposals = merged(proposed, identity, situation)
    drafts = draft(judged, proposed, proposals, situation)
    waiting = asking.waiting(judged, situation)
    problems = [*intake.problems, *broken, *reporting.problems(situation)]
    rests = {
        name for each in judged if each.state != "not" and each.takes_part for name in used[each.rule.when]
    }
    rests.update(
        name for form in reporting.given_forms(situation) for cell in form.computed for name in used[cell]
    )
    outcome = Outcome(
        id=identity,
        pack=PackUsed(name=program.pack.name, version=program.pack.version, digest=program.digest),
        site=program.site,
        at=in_zone(instant, situation.zone),
        language=language,
        forms=reporting.forms(situation),
        parameters=reporting.parameters(rests, parameters, situation),
        values=reporting.values(situation),
        findings=reporting.findings(situation),
        proposals=proposals,
        withheld=tuple(sorted(proposed.withheld, key=_name)),
        drafts=drafts,
        undecided=asking.undecided(waiting, situation),
        open_questions=asking.open_questions(waiting, situation),
        not_known=asking.not_known(situation),
        problems=tuple(sorted(problems, key=lambda problem: (problem.path, problem.message))),
        notes=reporting.notes(situation),
    )
    failed = _failed(situation)
    return replace(outcome, failed=failed, ok=not failed)


def demanded(
    program: Program, executor: Executor, record: Record, language: str
) -> tuple[Situation, list[Problem]]:
    """The record with what breaks a form's demands made unknown, under way, and the problems of that."""
    situation = Situation(program, executor(record), language)
    broken: list[Problem] = []
    refused: set[str] = set()
    for form in reporting.given_forms(situation):
        for must in form.musts:
            if truth(situation.value(must.cell)) is False:
                message = str(make_text(must.otherwise, situation))
                items = sorted(_items_behind(must.reads, program))
                broken.append(
                    Problem(path=form.id, severity="error", message=message, found=", ".join(items))
                )
                refused.update(items)
    if not refused:
        return situation, broken
    answers = {form: _without(given, refused) for form, given in record.answers.items()}
    return Situation(program, executor(replace(record, answers=answers)), language), broken


def _items_behind(cells: tuple[str, ...], program: Program) -> set[str]:
    found: set[str] = set()
    left = list(cells)
    while left:
        cell = left.pop()
        if cell in program.items and not program.items[cell].derived:
            found.add(cell)
        elif cell in program.cells:
            left.extend(program.cells[cell].reads)
    return found


def _without(given: FormAnswers, refused: set[str]) -> FormAnswers:
    items = {item: Rejected() if item in refused else answer for item, answer in given.items.items()}
    rows = {
        group: tuple(
            {item: Rejected() if item in refused else answer for item, answer in row.items()}
            for row in entries
        )
        for group, entries in given.rows.items()
    }
    return FormAnswers(items, rows, given.rejected_groups)


def _name(withheld: Withheld) -> str:
    return withheld.action or withheld.assess or withheld.request or ""


def _failed(situation: Situation) -> tuple[Failed, ...]:
    return tuple(
        Failed(rule=failure.cell.removeprefix("when:").removeprefix("unless:"), message=failure.message)
        for failure in situation.evaluation.failures()
    )
