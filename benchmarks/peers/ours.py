"""This library: values alone, the whole decision, and its JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from benchmarks import packs
from benchmarks.news2 import KEYS, Patient
from benchmarks.rules import Rule
from benchmarks.timing import Evaluate
from decisionsupport.engine import Engine, from_files
from decisionsupport.outcome.model import Outcome

AT = datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=1)))
_LETTERS = {letter: letter.lower() for letter in "ACVPU"}


def answers(p: Patient) -> dict[str, Any]:
    """The patient as a host gives it: options by their ids."""
    return {"news2": {**p, "acvpu": _LETTERS[p["acvpu"]]}}


def news2() -> Evaluate:
    """The eleven results as values."""
    engine = from_files(packs.news2())

    def evaluate(p: Patient) -> Any:
        return engine.values(answers(p), at=AT)["news2"]

    return evaluate


def evaluated(engine: Engine) -> Evaluate:
    """The outcome, of which nothing is read yet."""

    def evaluate(p: Patient) -> Any:
        return engine.evaluate(answers(p), at=AT)

    return evaluate


def decision(engine: Engine) -> Evaluate:
    """The whole decision, read as a host reads it; texts alone are left for later."""

    def evaluate(p: Patient) -> Any:
        return read(engine.evaluate(answers(p), at=AT))

    return evaluate


def read(outcome: Outcome) -> Outcome:
    """Read what was decided: values, proposals with their reasons, undecided rules, open questions."""
    for values in outcome.values.values():
        for _ in values.items():
            pass
    for proposal in outcome.proposals:
        _ = (proposal.action, proposal.assess, proposal.priority, proposal.due_at, proposal.cautions)
        for reason in proposal.reasons:
            _ = reason.rule
    for undecided in outcome.undecided:
        _ = (undecided.rule, undecided.waits_for)
    for question in outcome.open_questions:
        _ = (question.item, question.form, question.could_decide)
    return outcome


def as_json(engine: Engine) -> Evaluate:
    """The whole outcome with every text, as JSON."""

    def evaluate(p: Patient) -> Any:
        return engine.evaluate(answers(p), at=AT).to_json()

    return evaluate


def rules(every: Sequence[Rule]) -> Evaluate:
    """The whole outcome; what fired is the reasons of what is proposed."""
    engine = from_files(packs.many_rules(every))

    def evaluate(p: Patient) -> Any:
        outcome = engine.evaluate({"person": p}, at=AT)
        return [reason.rule for proposal in outcome.proposals for reason in proposal.reasons]

    return evaluate


def rules_fired(every: Sequence[Rule]) -> Evaluate:
    """Which rules fired, and which are undecided; no proposals made of them."""
    engine = from_files(packs.many_rules(every))

    def evaluate(p: Patient) -> Any:
        outcome = engine.evaluate({"person": p}, at=AT)
        _ = outcome.undecided
        return outcome.fired

    return evaluate


def plain_values(got: Any) -> dict[str, Any]:
    """Our options by the oracle's words."""
    out = {key: got[key] for key in KEYS}
    return out | {"level": packs.LEVEL_IDS[out["level"]], "action": packs.ACTION_IDS[out["action"]]}


def plain_rules(got: Sequence[str]) -> list[str]:
    """Our rules by their numbers: `many.r7` is 7."""
    return [rule.removeprefix("many.r") for rule in got]
