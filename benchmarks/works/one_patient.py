"""One patient: NEWS2's eleven values, the whole decision on NEWS2, and its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks import news2, packs
from benchmarks.news2 import Patient
from benchmarks.peers import ours
from benchmarks.peers.every import HAND, NEWS2
from benchmarks.tables import Table, figure, micros, version_of
from benchmarks.timing import Effort, Evaluate, Timed, check, take_turns
from benchmarks.works.node import node_peers
from decisionsupport.engine import Engine, from_files, load
from decisionsupport.loading.shipped import shipped_packs

ITEMS = {
    "rr": "respiratory_rate", "spo2": "oxygen_saturation", "o2": "supplemental_oxygen", "sbp": "systolic",
    "pulse": "pulse", "temp": "temperature",
}  # fmt: skip
LETTERS = {"A": "alert", "C": "confusion", "V": "voice", "P": "pain", "U": "unresponsive"}


def measure(effort: Effort) -> list[Table]:
    """Values alone, then the whole decision beside the fastest peers' bare scores."""
    patients = news2.patients(200)
    expected = [news2.oracle(p) for p in patients]
    return [_values(patients, expected, effort), _decision(patients, expected, effort)]


def _values(patients: list[Patient], expected: list[dict[str, Any]], effort: Effort) -> Table:
    evaluates = {name: peer.make() for name, peer in NEWS2.items()}
    for name, evaluate in evaluates.items():
        check(name, evaluate, patients, expected, _plain_of(name))
    timed = take_turns(evaluates, patients, effort)
    rows = _rows(timed, {name: version_of(peer.dist) for name, peer in NEWS2.items()})
    workload = {
        "rows": news2.ROWS, "level_rows": news2.LEVEL_ROWS, "chains": news2.CHAINS,
        "level_chain": news2.LEVEL_CHAIN, "action_chain": news2.ACTION_CHAIN, "actions": news2.ACTIONS,
    }  # fmt: skip
    rows += node_peers("news2", workload, patients, expected, effort, timed[HAND].median)
    said = "Eight raw answers in, eleven results out: seven scores, their sum, whether one is 3, the level, what to do."
    return Table("NEWS2, values alone", said, ("", "version", "one patient", "least … most", "ratio"), rows)


def _plain_of(name: str) -> Evaluate:
    if name.startswith("decisionsupport"):
        return lambda got: news2.plain(ours.plain_values(got))
    return news2.plain


def _decision(patients: list[Patient], expected: list[dict[str, Any]], effort: Effort) -> Table:
    small, among = (from_files(packs.news2(rules=True, unrelated=count)) for count in (0, 2_000))
    shipped = load(*shipped_packs())
    shipped_name = f"decisionsupport, the shipped packs ({len(shipped.program.rules)} rules)"
    decisions: dict[str, Evaluate] = {
        "decisionsupport, 8 rules: `evaluate`, nothing read": ours.evaluated(small),
        "decisionsupport, 8 rules: whole decision": ours.decision(small),
        "decisionsupport, 8 rules among 2,000 unrelated: whole decision": ours.decision(among),
        "decisionsupport, 8 rules: JSON with all texts": ours.as_json(small),
        f"{shipped_name}: whole decision": lambda p: ours.read(_shipped(shipped)(p)),
        f"{shipped_name}: JSON with all texts": lambda p: _shipped(shipped)(p).to_json(),
    }
    _check_decisions(small, among, shipped, patients, expected)
    names = (
        HAND,
        "zen-engine, compiled expressions",
        "common-expression-language (Rust)",
        "zen-engine, decision tables",
    )
    bare = {name if name == HAND else f"{name}: bare score": NEWS2[name].make() for name in names}
    timed = take_turns({**bare, **decisions}, patients, effort)
    versions = {f"{name}: bare score": version_of(NEWS2[name].dist) for name in names} | {
        HAND: version_of(None)
    }
    said = (
        "Eight raw answers in, the outcome out: validated, scored, proposals with reasons, undecided rules, open "
        "questions, all of it read but for the texts. The peers' rows are the bare scores of the table above."
    )
    head = ("", "version", "one patient", "least … most", "ratio")
    return Table("NEWS2, the whole decision", said, head, _rows(timed, versions))


def _shipped(engine: Engine) -> Evaluate:
    def evaluate(p: Patient) -> Any:
        answers: dict[str, Any] = {ITEMS[name]: p[name] for name in ITEMS}
        answers["hypercapnic_target"] = p["scale"] == 2
        answers["consciousness"] = LETTERS[p["acvpu"]]
        return engine.evaluate({"news2": answers}, at=ours.AT)

    return evaluate


def _check_decisions(
    small: Engine, among: Engine, shipped: Engine, patients: list[Patient], expected: list[dict[str, Any]]
) -> None:
    """Scores are the oracle's, proposals those of its level, and the interpreter says the same in every byte."""
    oracle = from_files(packs.news2(rules=True), None, "interpreter")
    by_level = {"high": {"call", "review"}, "medium": {"review"}, "low": {"observe"}}
    for p, wanted in zip(patients, expected, strict=True):
        outcome = ours.decision(small)(p)
        values = news2.plain(ours.plain_values(outcome.values["news2"]))
        assert values == wanted, (p, values)
        acts = {each.action for each in outcome.proposals}
        assert by_level.get(wanted["level"], set()) <= acts, (p, acts)
        assert outcome.to_json() == ours.decision(oracle)(p).to_json()
        assert acts == {each.action for each in ours.decision(among)(p).proposals}
        real = _shipped(shipped)(p).values["news2"]
        assert (real["total"], real["red"]) == (wanted["total"], wanted["red"]), (p, dict(real))


def _rows(timed: Mapping[str, Timed], versions: Mapping[str, str]) -> list[list[str]]:
    return [
        [
            name,
            versions.get(name, version_of("decisionsupport")),
            micros(each.median),
            f"{micros(each.least)} … {micros(each.most)}",
            f"{figure(each.ratio)} ×",
        ]
        for name, each in sorted(timed.items(), key=lambda entry: entry[1].median)
    ]
