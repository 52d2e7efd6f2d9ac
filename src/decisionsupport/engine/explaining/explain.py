"""Explaining: a rule, a value, a proposal or a drafted request, from one evaluation of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.engine.drafting import draft
from decisionsupport.engine.explaining.lines import Lines
from decisionsupport.engine.explaining.model import (
    Changed,
    Effect,
    Explanation,
    OpenAnswer,
    RuleWhy,
    SmallestChange,
    Verdict,
)
from decisionsupport.engine.explaining.searching import Change, Search
from decisionsupport.engine.explaining.tracing import Tracer, place_of
from decisionsupport.engine.judging import Judged, judge, reason
from decisionsupport.engine.proposing import merged, propose
from decisionsupport.engine.reporting import parameters
from decisionsupport.engine.showing import to_shown
from decisionsupport.engine.situation import Situation, host_waits
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.model import Executor
from decisionsupport.outcome.care import Proposal
from decisionsupport.outcome.texts.printing import printed
from decisionsupport.outcome.texts.wording import wording
from decisionsupport.program.model import Item, Program, Rule
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible, is_known, truth


def explain(subject: str, situation: Situation, executor: Executor, given: Sequence[str] = ()) -> Explanation:
    """Why: `set.rule`, a value (`news2.risk`, `finding.fall_risk`), an action or a request.

    `given` are the parameters that the call set. `InvalidCall` where the pack has nothing of that name.
    """
    return Explaining(situation, executor, given).of(subject)


class Explaining:
    """One evaluation, asked why."""

    def __init__(self, situation: Situation, executor: Executor, given: Sequence[str]) -> None:
        self.situation = situation
        self.executor = executor
        self.given = dict.fromkeys(given)
        self.program: Program = situation.program
        self.tracer = Tracer(situation)
        self.lines = Lines(situation, self.tracer.saying)
        self.judged = judge(situation)
        self.proposed = propose(self.judged, situation)

    def of(self, subject: str) -> Explanation:
        """The explanation of whatever has this name."""
        program = self.program
        if subject in program.rules:
            return self._rule(program.rules[subject])
        if subject in program.actions or subject in program.forms:
            return self._proposal(subject)
        if subject in program.requests:
            return self._request(subject)
        cell = f"finding.{subject}" if f"finding.{subject}" in program.cells else subject
        if cell in program.cells and program.cells[cell].row_of is None and cell not in program.groups:
            return self._value(cell)
        known = [*program.rules, *program.actions, *program.requests, *program.cells]
        guess = nearest(subject, known)
        hint = f"did you mean {guess}?" if guess else "name a rule, a value, an action, a form or a request"
        raise InvalidCall(f"{subject!r} is nothing that the pack has: {hint}")

    # Rules ---------------------------------------------------------------------------------------------

    def _rule(self, rule: Rule) -> Explanation:
        why = self.why(rule, search=True)
        return Explanation(
            subject="rule",
            id=rule.id,
            title=why.title,
            language=self.situation.language,
            lines=self.lines.of_rule(why),
            rules=(why,),
        )

    def why(self, rule: Rule, *, search: bool) -> RuleWhy:
        """One rule, with the search for what would turn it where that is wanted."""
        situation = self.situation
        judged = next(each for each in self.judged if each.rule.id == rule.id)
        when = self.program.cells[rule.when].expression
        assert when is not None
        unless = self.program.cells[rule.unless].expression if rule.unless else None
        items = self.tracer.items_behind((rule.when,))
        told = reason(rule, situation)
        return RuleWhy(
            rule=rule.id,
            title=told.title,
            state=self._state(judged),
            condition=self.tracer.part(when),
            unless=self.tracer.part(unless) if unless is not None else None,
            because=str(told.because)
            if told.because is not None and judged.state in ("fired", "held")
            else None,
            waits_for=host_waits(situation.waits(rule.when)),
            answers=tuple(self.tracer.answer(item) for item in items if self._asked(item)),
            parameters=parameters(self._parameters(rule), self.given, situation),
            evidence=told.evidence,
            place=place_of(rule.span),
            open_answers=self._open_answers(rule) if search else (),
            smallest=self._turning(rule, items) if search else None,
        )

    def _asked(self, item: Item) -> bool:
        return item.form in self.situation.record.answers

    def _parameters(self, rule: Rule) -> list[str]:
        found: list[str] = []
        left, seen = [rule.when], set()
        while left:
            cell = left.pop()
            if cell in seen:
                continue
            seen.add(cell)
            if cell.startswith("parameter."):
                found.append(cell.removeprefix("parameter."))
            left.extend(self.program.cells[cell].reads)
        return found

    def _state(self, judged: Judged) -> str:  # type: ignore[return]
        if judged.state == "fired" and judged.rule.proposes:
            actions = {entry.action for entry in judged.rule.proposes if isinstance(entry.action, str)}
            if actions and actions.isdisjoint(self.proposed.entries):
                return "withheld"
        return "false" if judged.state == "not" else judged.state

    # What would turn it --------------------------------------------------------------------------------

    def _verdict(self, situation: Situation, rule: Rule) -> Verdict:
        value = truth(situation.value(rule.when))
        return "unknown" if not isinstance(value, bool) else "true" if value else "false"

    def _open_answers(self, rule: Rule) -> tuple[OpenAnswer, ...]:
        search = Search(self.situation, self.executor)
        found = []
        for wait in self.situation.waits(rule.when):
            item = self.program.items.get(wait.name) if wait.what == "item" else None
            if item is None:
                continue
            by_verdict: dict[Verdict, list[str]] = {}
            for value in search.values(item):
                verdict = self._verdict(search.with_answers([(item, value)]), rule)
                by_verdict.setdefault(verdict, []).append(self._printed(item, value))
            effects = tuple(Effect(_ranges(values), verdict) for verdict, values in by_verdict.items())
            found.append(OpenAnswer(item.id, item.ask.in_language(self.situation.language), effects))
        return tuple(found)

    def _turning(self, rule: Rule, items: Sequence[Item]) -> SmallestChange:
        wanted = truth(self.situation.value(rule.when)) is not True

        def turned(situation: Situation) -> bool:
            return truth(situation.value(rule.when)) is wanted

        return self._search(items, turned, lambda situation: self._verdict(situation, rule))

    def _search(
        self, items: Sequence[Item], turned: Callable[[Situation], bool], into: Callable[[Situation], str]
    ) -> SmallestChange:
        search = Search(self.situation, self.executor)
        found = search.smallest(items, turned)
        if found is None:
            gave_up = search.evaluations >= 20_000
            return SmallestChange((), "", search.evaluations, gave_up)
        changes, situation = found
        return SmallestChange(
            tuple(self._changed(change) for change in changes), into(situation), search.evaluations, False
        )

    def _changed(self, change: Change) -> Changed:
        item, value = change
        before = self.tracer.answer(item)
        return Changed(item.id, before.ask, before.printed, self._printed(item, value))

    def _printed(self, item: Item, value: Possible) -> str:
        language = self.situation.language
        return printed(to_shown(value, None, item.kind, self.program, language), wording(language))

    # Values --------------------------------------------------------------------------------------------

    def _value(self, cell_id: str) -> Explanation:
        situation, cell = self.situation, self.program.cells[cell_id]
        items = self.tracer.items_behind((cell_id,))
        now = situation.value(cell_id)
        smallest = self._search(
            items, _raised(cell_id, cell.kind, now), lambda each: self._said(each, cell_id)
        )
        rules = [self.program.rules[rule] for rule in self._concluding(cell_id)]
        whys = tuple(self.why(rule, search=False) for rule in rules)
        return Explanation(
            subject="value",
            id=cell_id,
            title=self.tracer.saying.name(cell_id),
            language=situation.language,
            lines=self.lines.of_value(cell_id, self._said(situation, cell_id), whys, smallest),
            rules=whys,
            value=self.tracer.cell(cell_id),
            answers=tuple(self.tracer.answer(item) for item in items if self._asked(item)),
            smallest=smallest,
        )

    def _concluding(self, cell_id: str) -> Sequence[str]:
        if not cell_id.startswith("finding."):
            return ()
        return sorted(self.program.findings[cell_id.removeprefix("finding.")].concluded_by)

    def _said(self, situation: Situation, cell_id: str) -> str:
        cell = self.program.cells[cell_id]
        value = situation.value(cell_id)
        return printed(
            to_shown(value, cell, cell.kind, self.program, situation.language), wording(situation.language)
        )

    # Proposals and requests ----------------------------------------------------------------------------

    def _proposal(self, of: str) -> Explanation:
        proposals = merged(self.proposed, "", self.situation)
        proposal = next((each for each in proposals if of in (each.action, each.assess)), None)
        rules = [
            self.why(each.rule, search=False) for each in self.judged if self._may_propose(each.rule, of)
        ]
        withheld = next((each for each in self.proposed.withheld if of in (each.action, each.assess)), None)
        return Explanation(
            subject="proposal",
            id=of,
            title=self._title(of, proposal),
            language=self.situation.language,
            lines=self.lines.of_proposal(of, proposal, withheld, rules),
            rules=tuple(rules),
        )

    def _title(self, of: str, proposal: Proposal | None) -> str:
        if proposal is not None:
            return proposal.title
        action = self.program.actions.get(of)
        words = action.title if action is not None else self.program.forms[of].title
        return words.in_language(self.situation.language)

    def _may_propose(self, rule: Rule, of: str) -> bool:
        entries = [*rule.proposes, *(each.instead for each in rule.withholds if each.instead is not None)]
        return any(of in (entry.action, entry.assess) for entry in entries)

    def _request(self, request: str) -> Explanation:
        proposals = merged(self.proposed, "", self.situation)
        drafts = draft(self.judged, self.proposed, proposals, self.situation)
        made = next((each for each in drafts if each.request == request), None)
        rules = tuple(
            self.why(each.rule, search=False) for each in self.judged if request in each.rule.drafts
        )
        return Explanation(
            subject="request",
            id=request,
            title=self.program.requests[request].title.in_language(self.situation.language),
            language=self.situation.language,
            lines=self.lines.of_request(made, rules),
            rules=rules,
        )


def _raised(cell_id: str, kind: kinds.Kind, now: Possible) -> Callable[[Situation], bool]:
    """Whether a value is another, and higher where there is an order and it can be."""
    order = kind.options if isinstance(kind, kinds.Choice) and kind.ordered else None

    def turned(situation: Situation) -> bool:
        value = situation.value(cell_id)
        if not is_known(value) or value == now:
            return False
        if order is not None and isinstance(now, str) and now != order[-1] and isinstance(value, str):
            return order.index(value) > order.index(now)
        return True

    return turned


def _ranges(values: Sequence[str]) -> tuple[str, ...]:
    """At most six answers, the first and the last ones of many."""
    return tuple(values) if len(values) <= 6 else (*values[:3], "…", *values[-2:])
