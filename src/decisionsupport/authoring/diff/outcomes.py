"""Whose outcome becomes another: records evaluated by both packs, and the changes that differences rest on.

Wording is no other outcome: compared are values, findings, what is proposed, held back, drafted and asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from decisionsupport.authoring.cases import Case
from decisionsupport.authoring.cases.values import printed
from decisionsupport.authoring.diff.model import Change, Effect, Record, UnitDiff
from decisionsupport.authoring.diff.sides import Side
from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.care import Draft, Proposal, Reason, Withheld
from decisionsupport.outcome.model import Outcome
from decisionsupport.program.model import Due, Program, Rule
from decisionsupport.program.walk import reads

NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True)
class OtherOutcome:
    """One thing that comes out otherwise for one record, and the changes that it rests on."""

    record: str
    what: str
    before: str
    after: str
    because: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing an outcome says, and the cells and things that it rests on directly."""

    text: str
    rests_on: frozenset[str]


def records_of(cases: Iterable[Case]) -> Iterator[Record]:
    """Cases as records: what they expect is not asked."""
    for case in cases:
        setting = case.setting
        if setting.at is not None:
            yield Record(
                case.name,
                setting.at,
                setting.given,
                setting.history,
                setting.parameters or None,
                setting.site,
            )


def other_outcomes(
    records: Iterable[Record], old: Side, new: Side, units: Iterable[UnitDiff]
) -> Iterator[OtherOutcome]:
    """What comes out otherwise, record by record."""
    changes = [change for unit in units for change in unit.changes if change.effect is not Effect.WORDING]
    because = _Because(changes, (old.program, new.program))
    for record in records:
        before, after = _outcome(record, old), _outcome(record, new)
        for what in {**before, **after}:
            was, now = before.get(what, _NOTHING), after.get(what, _NOTHING)
            if was.text != now.text:
                reasons = because.of(was.rests_on | now.rests_on)
                yield OtherOutcome(record.name, what, was.text, now.text, reasons)


_NOTHING: Final = _Said(NOTHING, frozenset())


def _outcome(record: Record, side: Side) -> Mapping[str, _Said]:
    engine = side.engine(record.site)
    if engine is None:
        return {"evaluation": _Said(f"no site `{record.site}`", frozenset())}
    try:
        outcome = engine.evaluate(
            record.answers,
            at=record.at,
            history=record.history,
            parameters=record.parameters,
            invalid="report",
        )
    except InvalidCall as refused:
        return {"evaluation": _Said(str(refused), frozenset())}
    return dict(_says(outcome))


def _says(outcome: Outcome) -> Iterator[tuple[str, _Said]]:
    for form, values in outcome.values.items():
        for name, value in values.items():
            yield f"{form}.{name}", _Said(printed(value), frozenset({f"{form}.{name}"}))
    for name, value in outcome.findings.items():
        yield f"finding {name}", _Said(printed(value), frozenset({f"finding.{name}"}))
    for proposal in outcome.proposals:
        of = proposal.action or proposal.assess or ""
        rests_on = _rules(proposal.reasons) | {f"action:{of}"}
        yield f"proposes {of}", _Said(_proposal(proposal), rests_on)
    for each in outcome.withheld:
        yield f"holds back {_held(each)}", _Said("yes", _rules((*each.for_, *each.against)))
    for draft in outcome.drafts:
        rests_on = _rules(draft.reasons) | {f"request:{draft.request}"}
        yield f"drafts {draft.request}", _Said(_draft(draft), rests_on)
    for rule in outcome.undecided:
        yield f"undecided {rule.rule}", _Said("yes", frozenset({f"rule:{rule.rule}"}))
    for question in outcome.open_questions:
        asked = question.item or question.form or ""
        deciding = {f"rule:{rule}" for rule in question.could_decide}
        yield f"asks {asked}", _Said("yes", frozenset({asked, f"applies:{asked}", *deciding}))
    for problem in outcome.problems:
        yield f"problem {problem.path}", _Said(problem.severity, frozenset({problem.path}))


def _proposal(proposal: Proposal) -> str:
    parts = [proposal.priority, f"due {proposal.due}" if proposal.due else "", proposal.performer or ""]
    cautions = sorted({caution.kind for caution in proposal.cautions})
    return ", ".join(filter(None, [*parts, f"cautions {', '.join(cautions)}" if cautions else ""]))


def _draft(draft: Draft) -> str:
    gaps = ", ".join(gap.needs for gap in draft.gaps)
    return f"{draft.urgency}, to {draft.to}" + (f", gaps {gaps}" if gaps else "")


def _held(each: Withheld) -> str:
    return each.action or each.assess or each.request or ""


def _rules(reasons: Iterable[Reason]) -> frozenset[str]:
    return frozenset(f"rule:{reason.rule}" for reason in reasons)


class _Because:
    """Finds the changes that something rests on, through all that it reads in either program."""

    def __init__(self, changes: Iterable[Change], programs: tuple[Program, Program]) -> None:
        self.changes = list(changes)
        self.programs = programs
        self._known: dict[str, frozenset[str]] = {}

    def of(self, rests_on: Iterable[str]) -> tuple[Change, ...]:
        reached: set[str] = set()
        for name in rests_on:
            reached |= self._reached(name)
        return tuple(change for change in self.changes if change.touches & reached)

    def _reached(self, name: str) -> frozenset[str]:
        known = self._known.get(name)
        if known is not None:
            return known
        found = {name}
        waiting = [name]
        while waiting:
            for inner in self._reads(waiting.pop()):
                if inner not in found:
                    found.add(inner)
                    waiting.append(inner)
        return self._known.setdefault(name, frozenset(found))

    def _reads(self, name: str) -> Iterator[str]:
        kind, _, of = name.partition(":")
        for program in self.programs:
            if name in program.cells:
                yield from program.cells[name].reads
            elif kind == "rule" and of in program.rules:
                yield from _read_by_rule(program.rules[of])
            elif kind == "action" and of in program.actions:
                yield from _read_by_due(program.actions[of].due)
            elif kind == "request" and of in program.requests:
                for need in program.requests[of].needs:
                    yield from reads(need.that) if need.that is not None else filter(None, [need.known])


def _read_by_rule(rule: Rule) -> Iterator[str]:
    yield from filter(None, (rule.when, rule.unless, rule.set_applies))
    for proposing in rule.proposes:
        for said in (proposing.action, proposing.priority):
            if said is not None and not isinstance(said, str):
                yield from reads(said)
        yield from _read_by_due(proposing.due)


def _read_by_due(due: Due | None) -> Iterator[str]:
    if due is not None and due.expression is not None:
        yield from reads(due.expression)
