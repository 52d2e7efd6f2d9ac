"""From answers to an outcome, on one screen."""

from __future__ import annotations

from dataclasses import replace

from decisionsupport.engine import asking, reporting
from decisionsupport.engine.demands import demanded
from decisionsupport.engine.drafting import draft, withheld_name
from decisionsupport.engine.intake import Given, Intake, read_at
from decisionsupport.engine.judging import judge
from decisionsupport.engine.prepared import Prepared
from decisionsupport.engine.proposing import merged, propose
from decisionsupport.engine.refusals import said_in
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.tracing import traced_of
from decisionsupport.execution.model import Executor, Failure
from decisionsupport.outcome.digest import outcome_id
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.record import PackUsed
from decisionsupport.outcome.unknowns import Failed
from decisionsupport.outcome.values import in_zone
from decisionsupport.program.model import Program


def evaluate(
    program: Program,
    executor: Executor,
    answers: Given,
    *,
    at: object,
    history: Given,
    language: str,
    parameters: Given,
    prepared: Prepared,
    trace: bool = False,
) -> Outcome:
    """The outcome of one patient's answers at one instant."""
    instant = read_at(at)
    intake = Intake(program)
    situation, broken = demanded(
        program, executor, intake.record(answers, instant, history, parameters), language
    )
    asleep = frozenset[str]() if trace else prepared.asleep(situation.record.answers, parameters)
    judged = judge(situation, asleep)
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
    found = [*intake.problems, *broken, *reporting.problems(situation)]
    problems = [said_in(language, problem) for problem in found]
    outcome = Outcome(
        id=identity,
        pack=PackUsed(name=program.pack.name, version=program.pack.version, digest=program.digest),
        site=program.site,
        at=in_zone(instant, situation.zone),
        language=language,
        forms=reporting.forms(situation),
        parameters=reporting.parameters(
            reporting.rested_on(judged, prepared.parameters, situation), parameters, situation
        ),
        values=reporting.values(situation),
        findings=reporting.findings(situation),
        proposals=proposals,
        withheld=tuple(sorted(proposed.withheld, key=withheld_name)),
        drafts=drafts,
        undecided=asking.undecided(waiting, situation),
        open_questions=asking.open_questions(waiting, prepared.places, situation),
        not_known=asking.not_known(situation),
        problems=tuple(sorted(problems, key=lambda problem: (problem.path, problem.message))),
        notes=reporting.notes(situation),
    )
    failed = _failed(situation)
    traced = traced_of(situation) if trace else None
    return replace(outcome, failed=failed, ok=not failed, trace=traced)


def _failed(situation: Situation) -> tuple[Failed, ...]:
    return tuple(
        Failed(rule=_failed_name(failure), message=failure.message)
        for failure in situation.evaluation.failures()
    )


def _failed_name(failure: Failure) -> str:
    """The rule or cell; of an expression of its own (a due, a line of a text) its place."""
    name = failure.cell.removeprefix("when:").removeprefix("unless:")
    return name or ":".join(failure.message.split(":")[:2])
