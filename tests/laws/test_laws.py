"""The laws of the language, over generated packs with small domains: what is not answered can be listed.

A completion adds answers to what is shown and not answered, so that the whole is accepted without problems.
"""

from __future__ import annotations

import copy
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisionsupport.engine.engine import Engine
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.python import compile_program
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.unknowns import Wait
from decisionsupport.values.kinds import Boolean
from decisionsupport.values.sets import is_known, narrower_or_equal
from decisionsupport.values.sets import truth as condition
from decisionsupport.values.sets import truth as truth_of
from tests.strategies.choices import Choices, Drawn, Seeded, pick, shuffled
from tests.strategies.evaluating import Accepted, accepted, exempt, host_value, loaded, program_of
from tests.strategies.packs import PRIORITIES, Pack, make_pack
from tests.strategies.records import Given, completions, make_given, places, with_more
from tests.strategies.world import NA, Judge, Unsure, maybe
from tests.strategies.writing import reordered

MOST_COMPLETIONS = 400
CONDITIONS = ("when:", "unless:", "applies:", "must:")


def programs(share: int) -> settings:
    """So many per cent of the profile's examples: all laws together are what the profile says."""
    return settings(
        max_examples=max(settings().max_examples * share // 100, 1),
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.large_base_example,
        ],
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Pack, Given, int]:
    """A pack, something given, and a seed for whatever else is to be chosen."""
    choices = Drawn(draw)
    pack = make_pack(choices)
    return pack, make_given(choices, pack, most=MOST_COMPLETIONS), draw(st.integers(0, 999))


@programs(40)
@given(cases())
def test_sound_and_monotone(case: tuple[Pack, Given, int]) -> None:
    """What is decided is so in every completion; what is open only narrows.

    So too when a history comes to light that was not given, or a parameter gets its value.
    """
    pack, some, seed = case
    program, _ = loaded(pack)
    executor = compile_program(program) if seed % 2 else Interpreter(program)
    base = accepted(program, executor, some)
    if base is None:
        return
    before = base.observed()
    unset = {name for name, value in base.situation.record.parameters.items() if not is_known(value)}
    for index, answered in enumerate(completions(pack, some)):
        whole = answered if index % 3 else with_more(Seeded(seed + index), pack, answered, unset)
        later = accepted(program, executor, whole)
        if later is None:
            continue
        left_out = exempt(program, base, whole)
        after = later.observed()
        for key, value in before.items():
            if key[0] not in left_out:
                assert narrower_or_equal(after[key], value), (key, value, after[key], whole)


@programs(50)
@given(cases())
def test_meaning_is_that_of_plain_python(case: tuple[Pack, Given, int]) -> None:
    """Where our own evaluator is sure of a value, so is the interpreter, and of the same."""
    pack, some, seed = case
    program, _ = loaded(pack)
    interpreter = Interpreter(program)
    wholes = islice(completions(pack, some, Seeded(seed)), 12)
    for part in (some, *wholes):
        now = accepted(program, interpreter, part)
        if now is None:
            continue
        world = part.world(pack)
        for (cell, row), value in now.observed().items():
            if cell not in pack.cells:
                continue
            group = program.cells[cell].row_of
            here = world if row is None or group is None else world.in_row(group, row)
            try:
                expected = here.value(cell)
            except Unsure:
                continue
            if isinstance(program.cells[cell].kind, Boolean) and cell.startswith(CONDITIONS):
                # Of what does not apply a bare condition is false: LANGUAGE.md §4.
                value, expected = condition(value), False if expected is NA else expected
            assert is_known(value), (cell, row, value, expected, part)
            assert host_value(value, program.cells[cell].kind) == expected, (cell, row, part)


@programs(25)
@given(cases())
def test_every_true_rule_fires(case: tuple[Pack, Given, int]) -> None:
    """What is proposed, at which priority, and what is withheld: as our own evaluator judges the rules."""
    pack, some, seed = case
    program, files = loaded(pack)
    engine = Engine(program, files)
    for part in (some, *islice(completions(pack, some, Seeded(seed)), 8)):
        now = accepted(program, compile_program(program), part)
        if now is None:
            continue
        try:
            proposed, withheld = decided(pack, now)
        except Unsure:
            continue
        outcome = outcome_of(engine, part)
        assert {
            each.action or f"assess:{each.assess}": each.priority for each in outcome.proposals
        } == proposed
        assert {each.action or f"assess:{each.assess}" for each in outcome.withheld} == withheld


def decided(pack: Pack, now: Accepted) -> tuple[dict[str, str], set[str]]:
    """What is proposed with which priority, and what is withheld.

    Where our own evaluator is unsure and the engine undecided, the rule does not fire, and an exception, a
    withholding rule and whom a set is made for hold nothing back. `Unsure` where only one of them is.
    """
    world = now.given.world(pack)

    def holds(judge: Judge | None, cell: str) -> bool | None:
        found = None if judge is None else maybe(judge, world)
        if judge is not None and found is None and isinstance(truth_of(now.situation.value(cell)), bool):
            raise Unsure
        return found

    proposed: dict[str, str] = {}
    withheld: set[str] = set()
    holding: dict[str, list[tuple[str, str]]] = {}
    for rule in pack.rules:
        if not holds(rule.when, f"when:{rule.id}"):
            continue
        applies = holds(rule.set_applies, f"applies:set:{rule.id.partition('.')[0]}")
        held = applies is False or bool(holds(rule.unless, f"unless:{rule.id}"))
        for action, priority in rule.proposes:
            name, level = action(world), priority(world)
            if name is NA:
                continue
            if held:
                withheld.add(name)
            else:
                proposed[name] = _higher(level if level is not NA else "routine", proposed.get(name))
        if not held:
            for action_id, instead in rule.withholds:
                holding.setdefault(action_id, []).extend([instead] if instead else [])
    for action_id, replacements in holding.items():
        if proposed.pop(action_id, None) is not None:
            withheld.add(action_id)
            for name, level in replacements:
                proposed[name] = _higher(level, proposed.get(name))
    return proposed, withheld


def _higher(level: str, other: str | None) -> str:
    return level if other is None else max(level, other, key=PRIORITIES.index)


def outcome_of(engine: Engine, some: Given, **more: Any) -> Outcome:
    """What the engine makes of it, problems and all."""
    return engine.evaluate(
        some.answers, at=some.at, history=some.history, parameters=some.parameters, invalid="report", **more
    )


# Progress --------------------------------------------------------------------------------------------


@programs(40)
@given(cases())
def test_progress(case: tuple[Pack, Given, int]) -> None:
    """An undecided rule names what it waits for; answering that, again and again, decides it."""
    pack, some, seed = case
    program, files = loaded(pack)
    engine, choices = Engine(program, files), Seeded(seed)
    for rule in [each.rule for each in outcome_of(engine, some).undecided]:
        now = copy.deepcopy(some)
        for _ in range(60):
            outcome = outcome_of(engine, now)
            waits = [each.waits_for for each in outcome.undecided if each.rule == rule]
            if not waits:
                break
            assert waits[0], (rule, now)
            for wait in _mended_together(waits[0], outcome):
                now = _answered(pack, now, wait, choices)
        else:
            # A demand that other answers break too is not mended by answering one of them: that is no progress law.
            assert all(wait.problem for wait in waits[0]), (rule, waits, now)


def _mended_together(waits: tuple[Wait, ...], outcome: Outcome) -> list[Wait]:
    """Answers that a demand refuses together are mended together."""
    found = dict.fromkeys(waits)
    for problem in outcome.problems:
        # `alpha.a1 1, alpha.a2 "red"`: the items that the demand reads, with what was answered.
        items = [
            word
            for word in (problem.found or "").replace(",", " ").split()
            if word[:1].isalpha() and "." in word
        ]
        if any(wait.problem in items for wait in waits if wait.problem):
            found.update(dict.fromkeys(Wait(problem=item) for item in items))
    return list(found)


def _answered(pack: Pack, some: Given, wait: Wait, choices: Choices) -> Given:
    if wait.form is not None:
        return replace(some, answers={**some.answers, wait.form: {}})
    if wait.history is not None:
        return replace(some, history={**some.history, wait.history: []})
    if wait.parameter is not None:
        value = pick(choices, pack.parameters[wait.parameter])
        return replace(some, parameters={**some.parameters, wait.parameter: value})
    path = wait.item or wait.problem
    answers = copy.deepcopy(some.answers)
    for place in places(pack, answers):
        if place.path == path:
            place.put(
                answers, copy.deepcopy(pick(choices, place.values() if place.slot.rows else place.slot.good))
            )
            return replace(some, answers=answers)
    raise AssertionError(f"nothing is called {path}")


# Order -----------------------------------------------------------------------------------------------


@programs(25)
@given(cases())
def test_order_says_nothing(case: tuple[Pack, Given, int]) -> None:
    """Files, documents, maps of rules and what is given may stand in any order: the same digest, the same bytes."""
    pack, some, seed = case
    program, files = loaded(pack)
    turned = reordered(pack.documents, Seeded(seed))
    other = program_of(turned)
    assert other.digest == program.digest
    written = outcome_of(Engine(program, files), some).to_json()
    assert outcome_of(Engine(other, turned), _turned(some, Seeded(seed + 1))).to_json() == written


def _turned(some: Given, choices: Choices) -> Given:
    return Given(
        *(_turned_map(each, choices) for each in (some.answers, some.history, some.parameters)), some.at
    )


def _turned_map(value: Any, choices: Choices) -> Any:
    if isinstance(value, dict):
        return {key: _turned_map(value[key], choices) for key in shuffled(choices, list(value))}
    return value


# The same bytes --------------------------------------------------------------------------------------


@programs(10)
@given(cases())
def test_threads_give_the_same_bytes(case: tuple[Pack, Given, int]) -> None:
    """Eight threads share an engine."""
    pack, some, seed = case
    program, files = loaded(pack)
    engine = Engine(program, files)
    calls = [some, *islice(completions(pack, some, Seeded(seed)), 3)] * 4
    alone = [outcome_of(Engine(program, files), each).to_json() for each in calls]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: outcome_of(engine, each).to_json(), calls)) == alone


# Equal -----------------------------------------------------------------------------------------------


@programs(40)
@given(cases())
def test_executors_are_equal(case: tuple[Pack, Given, int]) -> None:
    """The interpreter and generated Python give the same outcome, all of it; mistaken answers too."""
    pack, some, seed = case
    program, files = loaded(pack)
    oracle, engine = Engine(program, files, executor=Interpreter), Engine(program, files)
    parts = [some, _spoiled(pack, some, Seeded(seed)), *islice(completions(pack, some, Seeded(seed)), 4)]
    for part in parts:
        expected, found = outcome_of(oracle, part), outcome_of(engine, part)
        assert found.to_json() == expected.to_json()
        assert not found.failed
        assert Outcome.from_json(found.to_json()) == found
        assert json.loads(found.to_json())["ok"] is True


def _spoiled(pack: Pack, some: Given, choices: Choices) -> Given:
    """Some answers made impossible."""
    answers = copy.deepcopy(some.answers)
    for place in reversed(places(pack, answers)):
        if place.answered(answers) and choices.number(2) == 0:
            place.put(answers, pick(choices, (-1, "nonsense", 0.3, {"not_known": "declined"}, [{}, {}, {}])))
    return replace(some, answers=answers)
