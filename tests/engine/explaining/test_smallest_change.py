"""Laws of the smallest change, over generated packs: it flips the rule, and no smaller one of the space does."""

from __future__ import annotations

import copy
from itertools import combinations, product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisionsupport.engine import Engine
from decisionsupport.engine.explaining.explain import Explaining
from decisionsupport.engine.explaining.searching import Change, Search, changed
from decisionsupport.engine.explaining.turning import standing
from decisionsupport.engine.showing import to_host
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.python import compile_program
from decisionsupport.program.model import Program, Rule
from decisionsupport.values.sets import truth
from tests.strategies.choices import Drawn
from tests.strategies.evaluating import loaded
from tests.strategies.packs import Pack, make_pack
from tests.strategies.records import Given, make_given

MOST_TRIED = 1_500
"""Spaces larger than this are left to the search alone: listing them by hand would take minutes."""


@st.composite
def cases(draw: st.DrawFn) -> tuple[Pack, Given]:
    """A pack and something given."""
    choices = Drawn(draw)
    pack = make_pack(choices)
    return pack, make_given(choices, pack)


def _verdict(situation: Situation, rule: Rule, *, standing_is_wanted: bool) -> bool:
    if standing_is_wanted:
        return standing(rule, ())(situation)
    return truth(situation.value(rule.when)) is False


def _turns(search: Search, situation: Situation, rule: Rule, wanted: bool, changes: list[Change]) -> bool:
    """Judged by the interpreter, apart from the search's own executor."""
    program = situation.program
    after = Situation(program, Interpreter(program)(changed(situation.record, changes)), situation.language)
    return _verdict(after, rule, standing_is_wanted=wanted) and search.accepted(after, changes)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(cases())
def test_the_smallest_change_flips_the_rule_and_no_smaller_one_does(case: tuple[Pack, Given]) -> None:
    pack, some = case
    program, _ = loaded(pack)
    engine = Engine(program)
    situation = engine.situation(some.answers, at=some.at, history=some.history, parameters=some.parameters)
    executor = compile_program(program)
    explaining = Explaining(situation, executor, ())
    for rule in list(program.rules.values())[:3]:
        wanted = not standing(rule, ())(situation)
        holds = truth(situation.value(rule.when)) is True
        cells = [] if wanted and holds else [rule.when]
        if wanted:
            cells += [cell for cell in (rule.unless, rule.set_applies) if cell is not None]
        items = [item for item in explaining.tracer.items_behind(tuple(cells)) if item.row_of is None]
        search = Search(situation, executor)
        found = search.smallest(
            items, lambda after, rule=rule, wanted=wanted: _verdict(after, rule, standing_is_wanted=wanted)
        )
        if search.gave_up:
            continue
        if found is not None:
            changes = list(found[0])
            assert _turns(search, situation, rule, wanted, changes)
            _flips_from_outside(engine, program, some, rule, wanted, changes)
        # All that is smaller, listed anew: every choice of fewer items, every value of each.
        most = 3 if found is None else len(found[0]) - 1
        tried = 0
        for count in range(1, most + 1):
            for chosen in combinations(items, count):
                for values in product(*(search.values(item) for item in chosen)):
                    tried += 1
                    if tried > MOST_TRIED:
                        break
                    assert not _turns(search, situation, rule, wanted, list(zip(chosen, values, strict=True)))


def _flips_from_outside(
    engine: Engine, program: Program, some: Given, rule: Rule, wanted: bool, changes: list[Change]
) -> None:
    """The same change given as a host gives answers: no new problem, and the rule has turned."""
    answers: dict[str, Any] = copy.deepcopy(some.answers)
    for item, value in changes:
        host = to_host(value, item.kind, some.at.tzinfo)  # type: ignore[arg-type]
        answers.setdefault(item.form, {})[item.name] = list(host) if isinstance(host, tuple) else host
    given = {"at": some.at, "history": some.history, "parameters": some.parameters}
    outcome = engine.evaluate(answers, **given, invalid="report", trace=True)  # type: ignore[arg-type]
    assert outcome.trace is not None
    assert outcome.trace.rule(rule.id).state == ("fired" if wanted else "not")
    changed_paths = {item.id for item, _ in changes}
    assert not [each for each in outcome.problems if each.path in changed_paths and each.severity == "error"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_explanations_are_pure(case: tuple[Pack, Given]) -> None:
    """Whatever is asked of whatever is given, an explanation comes, and the same one twice."""
    pack, some = case
    program, _ = loaded(pack)
    engine = Engine(program)
    given = {"at": some.at, "history": some.history, "parameters": some.parameters}
    for name in [*list(program.rules)[:2], *list(program.actions)[:2], *list(program.findings)[:1]]:
        first = engine.explain(some.answers, name, **given)  # type: ignore[arg-type]
        assert first.lines
        assert first.to_json() == engine.explain(some.answers, name, **given).to_json()  # type: ignore[arg-type]
