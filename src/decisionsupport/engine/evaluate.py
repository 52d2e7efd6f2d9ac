"""From answers to a decision, on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from decisionsupport.engine.deciding import Decision
from decisionsupport.engine.demands import demanded
from decisionsupport.engine.intake import Given, Intake
from decisionsupport.engine.plans import Begun, Plain, Plan, Plans
from decisionsupport.engine.prepared import Prepared
from decisionsupport.engine.showing import to_host
from decisionsupport.execution.model import Executor
from decisionsupport.outcome.digest import outcome_id
from decisionsupport.outcome.values import Value
from decisionsupport.program.model import Program


def evaluate_plainly(
    answers: Given, plan: Plan, prepared: Prepared, at: datetime, language: str
) -> Decision | None:
    """The decision on answers that are all plain, nothing else being given; None where they are not."""
    values = plan.plain(answers)
    if values is None:
        return None
    situation = Begun(plan, values, at, language, prepared.said)

    def identity() -> str:
        given = {
            "answers": _answers(plan, values),
            "at": at,
            "language": language,
            "history": {},
            "parameters": {},
        }
        return outcome_id({**given, "site": plan.program.site}, plan.program.digest)

    return Decision(situation, prepared, identity, plan=plan, bits=plan.judged_plain(values))


def _answers(plan: Plan, values: Plain) -> dict[str, dict[str, Value]]:
    """The answers given: what is plain has one value, whatever class it was given as."""
    found, left = {}, values
    for form, whole in plan.wholes:
        items = plan.program.items
        found[form] = {
            items[item].name: to_host(value, items[item].kind, plan.fixed.compiled.zone)
            for item, value in zip(whole.items, left, strict=False)
        }
        left = left[len(whole.numbers) :]
    return found


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
        plan = plans.of(record.answers, at)
    started = executor if plan is None else plan.start
    situation, broken = demanded(program, started, record, language, prepared.said)
    given = {"answers": answers, "at": at, "history": history, "parameters": parameters, "language": language}
    identity = outcome_id({**given, "site": program.site}, program.digest)
    return Decision(
        situation,
        prepared,
        lambda: identity,
        by_call=frozenset(by_call) if isinstance(by_call, Mapping) else frozenset(),
        refused=(*intake.problems, *broken),
        plan=plan,
        traced=trace,
    )
