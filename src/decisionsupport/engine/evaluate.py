"""From answers to an outcome, on one screen."""

from __future__ import annotations

from collections.abc import Mapping

from decisionsupport.engine.deciding import Decision
from decisionsupport.engine.demands import demanded
from decisionsupport.engine.intake import Given, Intake, read_at
from decisionsupport.engine.prepared import Prepared
from decisionsupport.execution.model import Executor
from decisionsupport.outcome.digest import outcome_id
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
) -> Decision:
    """What one patient's answers at one instant make of the pack. All that was given is taken in here."""
    instant = read_at(at)
    intake = Intake(program)
    record = intake.record(answers, instant, history, parameters)
    situation, broken = demanded(program, executor, record, language)
    by_call: object = parameters  # a host may give anything; what is no map was refused
    given = {
        "answers": answers,
        "at": instant,
        "history": history,
        "parameters": parameters,
        "language": language,
    }
    return Decision(
        situation=situation,
        prepared=prepared,
        identity=outcome_id({**given, "site": program.site}, program.digest),
        by_call=frozenset(by_call) if isinstance(by_call, Mapping) else frozenset(),
        refused=(*intake.problems, *broken),
        asleep=frozenset() if trace else prepared.asleep(situation.record.answers, parameters),
        traced=trace,
    )
