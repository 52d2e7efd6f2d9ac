"""All peers of each work, the hand-written one first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.peers import cel, clips, durable, hand, ours, rule_engine, zen
from benchmarks.rules import Rule
from benchmarks.timing import Evaluate


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer of one work: the distribution it comes from (None: this repository or Python itself)."""

    dist: str | None
    make: Callable[[], Evaluate]


@dataclass(frozen=True, slots=True)
class RulesPeer:
    """A peer of the many rules, and the most rules it is asked to do."""

    dist: str | None
    make: Callable[[Sequence[Rule]], Evaluate]
    most: int = 10_000


HAND = "hand-written Python"
NEWS2: Mapping[str, Peer] = {
    HAND: Peer(None, hand.news2),
    "decisionsupport, values": Peer("decisionsupport", ours.news2),
    "zen-engine, compiled expressions": Peer("zen-engine", zen.compiled_news2),
    "zen-engine, decision tables": Peer("zen-engine", zen.tables_news2),
    "common-expression-language (Rust)": Peer("common-expression-language", cel.news2),
    "rule-engine": Peer("rule-engine", rule_engine.news2),
    "clipspy": Peer("clipspy", clips.news2),
    "durable-rules": Peer("durable-rules", durable.news2),
}
"""All give the eleven results."""
RULES: Mapping[str, RulesPeer] = {
    HAND: RulesPeer(None, hand.rules),
    "decisionsupport, rules fired and undecided": RulesPeer("decisionsupport", ours.rules_fired),
    "decisionsupport, outcome with reasons": RulesPeer("decisionsupport", ours.rules),
    "zen-engine, compiled expressions": RulesPeer("zen-engine", zen.compiled_rules),
    "zen-engine, decision table": RulesPeer("zen-engine", zen.table_rules),
    "common-expression-language (Rust)": RulesPeer("common-expression-language", cel.rules),
    "rule-engine": RulesPeer("rule-engine", rule_engine.rules, 1_000),
    "clipspy": RulesPeer("clipspy", clips.rules),
    "durable-rules": RulesPeer("durable-rules", durable.rules, 100),
}
"""All give the numbers of the rules that fire."""
