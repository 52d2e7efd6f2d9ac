"""One decision: what was given, and each part of the outcome made of it when it is first read.

Law: nothing that a part is made of changes after the answers are taken in, so a part is the same whenever,
in whatever order and in whichever thread it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from decisionsupport.engine import asking, reporting
from decisionsupport.engine.drafting import Drafted, draft
from decisionsupport.engine.judging import Judged, judge
from decisionsupport.engine.prepared import Prepared
from decisionsupport.engine.proposing import Proposed, merged, propose
from decisionsupport.engine.refusals import said_in
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.tracing import traced_of
from decisionsupport.execution.model import Failure
from decisionsupport.outcome.care import Draft, Proposal, Reason, Withheld
from decisionsupport.outcome.model import SCHEMA
from decisionsupport.outcome.record import PackUsed, ParameterUse, Problem
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.unknowns import Failed
from decisionsupport.outcome.values import in_zone


@dataclass(frozen=True)
class Decision:
    """What a record makes of a pack. `refused` are the problems found while it was taken in."""

    situation: Situation
    prepared: Prepared
    identity: str
    by_call: frozenset[str]
    refused: tuple[Problem, ...]
    asleep: frozenset[str]
    traced: bool = False

    def part(self, name: str) -> object:
        """A part of the outcome by its name."""
        return _PARTS[name](self)

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Where every rule that is not asleep stands."""
        return judge(self.situation, self.asleep)

    @cached_property
    def proposed(self) -> Proposed:
        """What they propose and withhold."""
        return propose(self.judged, self.situation)

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """One for each action."""
        return merged(self.proposed, self.identity, self.situation)

    @cached_property
    def drafted(self) -> Drafted:
        """The requests they draft, and those held back."""
        return draft(self.judged, self.proposed, self.proposals, self.situation)

    @cached_property
    def waiting(self) -> asking.Waiting:
        """The undecided, with what they wait for."""
        return asking.waiting(self.judged, self.situation)

    def pack(self) -> PackUsed:
        """Who made the outcome."""
        program = self.situation.program
        return PackUsed(name=program.pack.name, version=program.pack.version, digest=program.digest)

    def parameters(self) -> tuple[ParameterUse, ...]:
        """What the decision rests on."""
        used = reporting.rested_on(self.judged, self.prepared.parameters, self.situation)
        return reporting.parameters(used, self.by_call, self.situation)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, or odd, with what was given."""
        found = [*self.refused, *reporting.problems(self.situation)]
        said = (said_in(self.situation.language, problem) for problem in found)
        return tuple(sorted(said, key=lambda problem: (problem.path, problem.message)))

    def withheld(self) -> tuple[Withheld, ...]:
        """What is held back."""
        return self.drafted.withheld

    def failed(self) -> tuple[Failed, ...]:
        """The faults of ours: known when everything else has been made."""
        for name, make in _PARTS.items():
            if name not in ("failed", "ok"):
                make(self)
        for text in _texts(self.proposals, self.withheld(), self.drafted.drafts):
            _ = text.lines
        return tuple(
            Failed(rule=_failed_name(failure), message=failure.message)
            for failure in self.situation.evaluation.failures()
        )


_PARTS: Mapping[str, Callable[[Decision], object]] = {
    "schema": lambda _: SCHEMA,
    "id": lambda one: one.identity,
    "pack": Decision.pack,
    "site": lambda one: one.situation.program.site,
    "at": lambda one: in_zone(one.situation.record.at, one.situation.zone),
    "language": lambda one: one.situation.language,
    "forms": lambda one: reporting.forms(one.situation),
    "parameters": Decision.parameters,
    "values": lambda one: reporting.values(one.situation),
    "findings": lambda one: reporting.findings(one.situation),
    "proposals": lambda one: one.proposals,
    "withheld": Decision.withheld,
    "drafts": lambda one: one.drafted.drafts,
    "undecided": lambda one: asking.undecided(one.waiting, one.situation),
    "open_questions": lambda one: asking.open_questions(one.waiting, one.prepared.places, one.situation),
    "not_known": lambda one: asking.not_known(one.situation),
    "problems": Decision.problems,
    "notes": lambda one: reporting.notes(one.situation),
    "failed": Decision.failed,
    "ok": lambda one: not one.failed(),
    "trace": lambda one: traced_of(one.situation) if one.traced else None,
}


def _texts(
    proposals: Sequence[Proposal], withheld: Sequence[Withheld], drafts: Sequence[Draft]
) -> Iterator[Text]:
    """All texts that are still to choose their lines."""
    reasons: list[Reason] = [reason for proposal in proposals for reason in proposal.reasons]
    reasons += [reason for each in drafts for reason in each.reasons]
    reasons += [reason for each in withheld for reason in (*each.for_, *each.against)]
    yield from (reason.because for reason in reasons if reason.because is not None)
    yield from (gap.text for each in drafts for gap in each.gaps if gap.text is not None)


def _failed_name(failure: Failure) -> str:
    """The rule or cell; of an expression of its own (a due, a line of a text) its place."""
    name = failure.cell.removeprefix("when:").removeprefix("unless:")
    return name or ":".join(failure.message.split(":")[:2])
