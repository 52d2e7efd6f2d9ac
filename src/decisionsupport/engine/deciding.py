"""One decision: what was given, and each part of the outcome made of it when it is first read.

Law: nothing that a part is made of changes after the answers are taken in, so a part is the same whenever,
in whatever order and in whichever thread it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from decisionsupport.engine import asking, reporting
from decisionsupport.engine.drafting import Drafted, draft
from decisionsupport.engine.judging import Judged, judge
from decisionsupport.engine.merging import merged
from decisionsupport.engine.once import once
from decisionsupport.engine.plainly import PlainForms
from decisionsupport.engine.plans import MOST_SAID, Begun, Plan, Unsaid
from decisionsupport.engine.prepared import Prepared
from decisionsupport.engine.proposing import Proposed, propose
from decisionsupport.engine.refusals import said_in
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.tracing import traced_of
from decisionsupport.execution.model import Failure
from decisionsupport.execution.python.picked import Plain
from decisionsupport.outcome.care import Draft, Proposal, Reason, Withheld
from decisionsupport.outcome.model import SCHEMA, Outcome
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.record import FormState, PackUsed, ParameterUse, Problem
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.unknowns import Failed
from decisionsupport.outcome.values import Value, in_zone
from decisionsupport.values.sets import Possible


class Decision:
    """What a record makes of a pack. `refused` are the problems found while it was taken in."""

    def __init__(
        self,
        situation: Situation,
        prepared: Prepared,
        identity: str,
        *,
        by_call: frozenset[str] = frozenset(),
        refused: tuple[Problem, ...] = (),
        plan: Plan | None = None,
        traced: bool = False,
    ) -> None:
        self.situation = situation
        self.prepared = prepared
        self.identity = identity
        self.by_call = by_call
        self.refused = refused
        self.plan = plan
        self.traced = traced

    def part(self, outcome: Outcome, name: str) -> object:
        """A part of its outcome by its name."""
        return _PARTS[name](self, outcome)

    @once
    def standing(self) -> tuple[int, int]:
        """The bits of the plan's rules that are true, and of those that are undecided."""
        assert self.plan is not None
        return self.plan.index.judged(self._cell)

    def _cell(self, number: int) -> Possible:
        assert self.plan is not None
        return self.situation.value(self.plan.fixed.compiled.cells[number].id)

    @once
    def judged(self) -> tuple[Judged, ...]:
        """Where every rule stands that is true or undecided, by id; without a plan the false ones too."""
        if self.plan is not None:
            return self.plan.judge(*self.standing, self.situation)
        return self._all_judged

    @once
    def _all_judged(self) -> tuple[Judged, ...]:
        asleep = self.prepared.asleep(self.situation.record.answers, self.by_call)
        return judge(self.situation, frozenset() if self.traced else asleep)

    def fired(self) -> tuple[str, ...]:
        """The rules that are true, whether or not an exception holds back what they propose."""
        if self.plan is not None:
            return self.plan.named(self.standing[0])
        return tuple(each.rule.id for each in self.judged if each.state in ("fired", "held"))

    @once
    def proposed(self) -> Proposed:
        """What they propose and withhold."""
        return propose(self.judged, self.situation)

    @once
    def proposals(self) -> tuple[Proposal, ...]:
        """One for each action."""
        return merged(self.proposed, self.identify(), self.situation)

    def identify(self) -> Callable[[], str]:
        """What gives the id of the outcome, without holding on to the decision: that holds the proposals."""
        identity = self.identity
        return lambda: identity

    @once
    def drafted(self) -> Drafted:
        """The requests they draft, and those held back."""
        return draft(self.judged, self.proposed, self.proposals, self.situation)

    @once
    def waiting(self) -> asking.Waiting:
        """The undecided, with what they wait for."""
        return asking.waiting(self.judged, self.situation)

    def unsaid(self, outcome: Outcome) -> Unsaid:
        """The undecided and what to ask: made together, and put into the outcome together."""
        made = self._unsaid_again()
        outcome.put_unsaid(*made)
        return made

    def _unsaid_again(self) -> Unsaid:
        """Where no answer could make a difference, as said before."""
        plan = self.plan
        if plan is None:
            return self._unsaid()
        undecided = self.standing[1]
        if not undecided:
            return (), ()
        if undecided & ~plan.alike:
            return self._unsaid()
        key = (undecided, self.situation.language)
        said = plan.said.get(key)
        if said is None:
            said = self._unsaid()
            if len(plan.said) < MOST_SAID:
                plan.said[key] = said
        return said

    def _unsaid(self) -> Unsaid:
        undecided = asking.undecided(self.waiting, self.situation)
        return undecided, asking.open_questions(self.waiting, self.prepared.places, self.situation)

    def forms(self) -> ReadOnly[FormState]:
        """The state of every form given."""
        return reporting.forms(self.situation)

    def values(self) -> ReadOnly[ReadOnly[Value]]:
        """The computed values of every form given."""
        return reporting.values(self.situation)

    def pack(self) -> PackUsed:
        """Who made the outcome."""
        said, program = self.situation.said, self.situation.program
        found: PackUsed | None = said.get(("pack",))
        if found is None:
            pack = program.pack
            found = said["pack",] = PackUsed(name=pack.name, version=pack.version, digest=program.digest)
        return found

    def parameters(self) -> tuple[ParameterUse, ...]:
        """What the decision rests on."""
        judged = self._all_judged if self.plan is None or self.plan.open_to_all else self.judged
        used = reporting.rested_on(judged, self.prepared.parameters, self.situation)
        if self.plan is not None and not self.plan.open_to_all:
            used |= self.plan.rested_on(self.prepared.parameters)
        return reporting.parameters(used, self.by_call, self.situation)

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, or odd, with what was given."""
        found = [*self.refused, *reporting.problems(self.situation)]
        said = (said_in(self.situation.language, problem) for problem in found)
        return tuple(sorted(said, key=lambda problem: (problem.path, problem.message)))

    def withheld(self) -> tuple[Withheld, ...]:
        """What is held back."""
        return self.drafted.withheld

    def failed(self, outcome: Outcome) -> tuple[Failed, ...]:
        """The faults of ours: known when everything else has been made."""
        for name in _PARTS:
            if name not in ("failed", "ok"):
                getattr(outcome, name)
        for text in _texts(self.proposals, self.drafted.withheld, self.drafted.drafts):
            _ = text.lines
        return tuple(
            Failed(rule=_failed_name(failure), message=failure.message)
            for failure in self.situation.evaluation.failures()
        )


class PlainDecision(Decision):
    """A decision on answers that are all plain: what they are made of need not be asked for again."""

    by_call = frozenset()
    refused = ()
    traced = False
    plan: Plan

    def __init__(
        self, plan: Plan, plainly: PlainForms, plain: Plain, prepared: Prepared, at: datetime, language: str
    ) -> None:
        self.plan = plan
        self.plainly = plainly
        self.plain = plain
        self.prepared = prepared
        self._at = at
        self._language = language

    def stand(self, true: int, undecided: int) -> None:
        """Say at once where the rules stand, where that is known of all."""
        self.__dict__["standing"] = (true, undecided)

    @once
    def situation(self) -> Begun:  # type: ignore[override]
        """What all is read from that is not among the plain values."""
        at = self._at.astimezone(UTC)
        return Begun(self.plan, self.plainly, self.plain, at, self._language, self.prepared.said)

    @property
    def identity(self) -> str:  # type: ignore[override]
        """The id of the outcome."""
        return self.situation.identity

    def identify(self) -> Callable[[], str]:
        """The same when it is asked for."""
        here = self.situation
        return lambda: here.identity

    @once
    def standing(self) -> tuple[int, int]:
        """The bits of the plan's rules that are true, and of those that are undecided."""
        plan = self.plan
        assert plan.bits is not None
        bits = plan.bits(self.plain)
        for column in plan.elsewhere:
            bits &= column.of(self._cell(column.cell))
        return plan.index.completed(bits, self._cell)

    def forms(self) -> ReadOnly[FormState]:
        """The state of every form given: where nothing is hidden or ticked, as before for the same items."""
        if not self.plainly.states_alike:
            return super().forms()
        left_out, forms = self.plainly.left_out(self.plain), self.plan.forms
        found = forms.get(left_out)
        if found is None:
            found = super().forms()
            if len(forms) < MOST_SAID:
                forms[left_out] = found
        return found

    def values(self) -> ReadOnly[ReadOnly[Value]]:
        """The computed values of every form given."""
        made = self.plainly.values
        return super().values() if made is None else made(self.plain)

    def problems(self) -> tuple[Problem, ...]:
        """Nothing was refused; a value may be unusual."""
        return () if self.plainly.are_usual(self.plain) else super().problems()


_PARTS: Mapping[str, Callable[[Decision, Outcome], object]] = {
    "schema": lambda *_: SCHEMA,
    "id": lambda one, _: one.identity,
    "pack": lambda one, _: one.pack(),
    "site": lambda one, _: one.situation.program.site,
    "at": lambda one, _: in_zone(one.situation.at, one.situation.zone),
    "language": lambda one, _: one.situation.language,
    "forms": lambda one, _: one.forms(),
    "parameters": lambda one, _: one.parameters(),
    "values": lambda one, _: one.values(),
    "findings": lambda one, _: reporting.findings(one.situation),
    "proposals": lambda one, _: one.proposals,
    "withheld": lambda one, _: one.withheld(),
    "drafts": lambda one, _: one.drafted.drafts,
    "undecided": lambda one, outcome: one.unsaid(outcome)[0],
    "open_questions": lambda one, outcome: one.unsaid(outcome)[1],
    "not_known": lambda one, _: asking.not_known(one.situation),
    "problems": lambda one, _: one.problems(),
    "notes": lambda one, _: reporting.notes(one.situation),
    "failed": lambda one, outcome: one.failed(outcome),
    "ok": lambda _, outcome: not outcome.failed,
    "fired": lambda one, _: one.fired(),
    "trace": lambda one, _: traced_of(one.situation) if one.traced else None,
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
