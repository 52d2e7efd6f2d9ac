"""The benchmarks time the right thing: our engine and the hand-written code say what the oracle says."""

from __future__ import annotations

import pytest
from benchmarks.news2 import ACTION_CHAIN, CHAINS, LEVEL_CHAIN, LEVEL_ROWS, ROWS, SUBS
from benchmarks.peers import hand, ours
from benchmarks.report import Failed, report
from benchmarks.tables import Table, micros
from benchmarks.timing import Effort, check, take_turns

from benchmarks import news2, packs, rules
from decisionsupport.engine import from_files

PATIENTS = news2.patients(300)
EXPECTED = [news2.oracle(p) for p in PATIENTS]
_OPERATORS = {
    "<=": lambda a, b: a <= b, "<": lambda a, b: a < b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "==": lambda a, b: a == b,
}  # fmt: skip


def holds(conditions: news2.Rows, scope: dict[str, object]) -> bool:
    return all(_OPERATORS[op](scope[field], limit) for field, op, limit in conditions)


def test_the_patients_meet_every_level_and_every_score() -> None:
    assert {each["level"] for each in EXPECTED} == set(news2.LEVELS)
    for key in SUBS:
        possible = {score for _, score in CHAINS[key]}
        assert {each[key] for each in EXPECTED} == possible, key


def test_the_tables_say_what_the_oracle_says() -> None:
    for p, wanted in zip(PATIENTS, EXPECTED, strict=True):
        scope: dict[str, object] = {**p, **wanted}
        chains = {**CHAINS, "level": LEVEL_CHAIN, "action": ACTION_CHAIN}
        assert {key: next(v for c, v in rows if holds(c, scope)) for key, rows in chains.items()} == {
            key: wanted[key] for key in chains
        }
        for key, rows in {**ROWS, "level": LEVEL_ROWS}.items():
            assert [value for conditions, value in rows if holds(conditions, scope)] == [wanted[key]], key


def test_ours_and_the_hand_written_score_as_the_oracle() -> None:
    check("by hand", hand.news2(), PATIENTS, EXPECTED, news2.plain)
    check("ours", ours.news2(), PATIENTS, EXPECTED, lambda got: news2.plain(ours.plain_values(got)))


def test_a_wrong_answer_is_never_timed() -> None:
    with pytest.raises(AssertionError, match="the oracle says"):
        check("wrong", lambda p: {**news2.oracle(p), "total": 0}, PATIENTS, EXPECTED, news2.plain)


def test_unrelated_rules_propose_nothing() -> None:
    among = from_files(packs.news2(rules=True, unrelated=40))
    alone = from_files(packs.news2(rules=True))
    for p in PATIENTS[:40]:
        one, other = (ours.decision(engine)(p) for engine in (among, alone))
        assert [each.action for each in one.proposals] == [each.action for each in other.proposals]
        assert one.proposals


def test_the_rules_that_fire_are_the_oracles() -> None:
    every, patients = rules.rules(60), rules.patients(40)
    expected = [rules.oracle(every, p) for p in patients]
    check("by hand", hand.rules(every), patients, expected, rules.plain)
    check("ours", ours.rules(every), patients, expected, lambda got: rules.plain(ours.plain_rules(got)))
    share = sum(map(len, expected)) / len(expected) / len(every)
    assert 0.05 < share < 0.15


def test_a_large_pack_loads_without_mistakes() -> None:
    engine = from_files(packs.large(12, 120))
    assert (len(engine.program.forms), len(engine.program.rules)) == (12, 120)


def test_blocks_take_turns_and_the_first_is_the_measure() -> None:
    order: list[str] = []
    effort = Effort(rounds=3, block=0.0001)
    timed = take_turns(
        {"a": lambda _: order.append("a"), "b": lambda _: [order.append("b") for _ in range(50)]}, [1], effort
    )
    assert timed["a"].ratio == 1
    assert timed["b"].ratio > 1
    assert timed["a"].least <= timed["a"].median <= timed["a"].most


def test_the_page_says_what_failed_and_every_figure() -> None:
    table = Table("Some", "Said.", ("", "time"), [["ours", micros(1234.5)]])
    page = report([table, Failed("rules 10", "not done after 400 s")])
    assert "| ours | 1.23 ms |" in page
    assert "**Failed**: not done after 400 s" in page
