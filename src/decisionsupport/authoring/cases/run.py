"""Runs cases: each is evaluated by an engine of its site, and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from decisionsupport.authoring.cases.found import Found
from decisionsupport.authoring.cases.judge import judge
from decisionsupport.authoring.cases.model import Case, CaseResult, Difference
from decisionsupport.engine import Engine
from decisionsupport.errors import InvalidCall

EngineOf = Callable[[str | None], Engine]


def run_cases(cases: Iterable[Case], engine_of: EngineOf) -> Iterator[CaseResult]:
    """Run cases one by one; `engine_of` gives the engine for a site, or for none."""
    for case in cases:
        yield run_case(case, engine_of(case.setting.site))


def run_case(case: Case, engine: Engine) -> CaseResult:
    """Evaluate a case and judge what comes of it."""
    setting = case.setting
    if setting.at is None:
        missing = Difference("at", "an instant, in the case or in `shared`", "nothing", case.span)
        return CaseResult(case, (missing,), None)
    try:
        outcome = engine.evaluate(
            setting.given,
            at=setting.at,
            history=setting.history,
            language=setting.language,
            parameters=setting.parameters or None,
            invalid="report",
        )
    except InvalidCall as refused:
        return CaseResult(
            case, (Difference("the case", "one that can be run", str(refused), case.span),), None
        )
    return CaseResult(case, judge(case, Found(outcome, setting.given, engine.program)), outcome)
