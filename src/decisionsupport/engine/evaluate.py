"""From answers to a decision, on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from decisionsupport.engine.deciding import Decision, PlainDecision
from decisionsupport.engine.demands import demanded
from decisionsupport.engine.intake import Given, Intake
from decisionsupport.engine.plans import Plan, Plans
from decisionsupport.engine.prepared import Prepared
from decisionsupport.execution.model import Executor
from decisionsupport.outcome.digest import outcome_id
from decisionsupport.outcome.model import Outcome
from decisionsupport.program.model import Program


def evaluate_plainly(
    answers: Given, plan: Plan, prepared: Prepared, at: datetime, language: str
) -> Outcome | None:
    """The outcome of answers that are all plain, nothing else being given; None where they are not."""
    plainly = plan.plainly
    plain = None if plainly is None else plainly.read(answers)
    if plainly is None or plain is None:
        return None
    decision = PlainDecision(plan, plainly, plain, prepared, at, language)
    outcome = Outcome.later(decision.part)
    if plan.at_once is not None:
        true, undecided = plan.index.settled(plan.at_once(plain))
        decision.stand(true, undecided)
        if not undecided:
            outcome.put_unsaid((), ())
    return outcome


def evaluate(
    program: Program,
    executor: Executor,
    answers: Given,
    *,
    at: datetime,
    history: Given,
    language: str,
    parameters: Given,
    prepared: Prepared,
    plans: Plans | None = None,
    trace: bool = False,
) -> Decision:
    """What one patient's answers at one instant make of the pack. All that was given is taken in here."""
    intake = Intake(program)
    record = intake.record(answers, at, history, parameters)
    by_call: object = parameters  # a host may give anything; what is no map was refused
    plan = None
    if plans is not None and not by_call and not trace:
        plan = plans.of(record.answers, at, remembers=bool(record.history))
    started = executor if plan is None else plan.start
    situation, broken = demanded(program, started, record, language, prepared.said)
    given = {"answers": answers, "at": at, "history": history, "parameters": parameters, "language": language}
    return Decision(
        situation,
        prepared,
        outcome_id({**given, "site": program.site}, program.digest),
        by_call=frozenset(by_call) if isinstance(by_call, Mapping) else frozenset(),
        refused=(*intake.problems, *broken),
        plan=plan,
        traced=trace,
    )
