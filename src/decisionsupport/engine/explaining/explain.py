"""Explaining: a rule, a value, a proposal, a drafted request or what it lacks, from one evaluation."""

from __future__ import annotations

from collections.abc import Sequence

from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.engine.drafting import draft
from decisionsupport.engine.explaining.lines import Lines, capital
from decisionsupport.engine.explaining.model import Explanation, Part, RuleWhy, State
from decisionsupport.engine.explaining.tracing import Tracer
from decisionsupport.engine.explaining.turning import Turning, highest
from decisionsupport.engine.judging import Judged, judge, reason
from decisionsupport.engine.merging import merged
from decisionsupport.engine.proposing import propose
from decisionsupport.engine.reporting import parameters
from decisionsupport.engine.situation import Situation, host_waits, without_rows
from decisionsupport.engine.tracing import place_of
from decisionsupport.errors import InvalidCall
from decisionsupport.execution.model import Executor
from decisionsupport.outcome.care import Draft, Withheld
from decisionsupport.program.model import Item, Need, Program, Rule
from decisionsupport.values import kinds
from decisionsupport.values.sets import is_known, truth


def explain(subject: str, situation: Situation, executor: Executor, given: Sequence[str] = ()) -> Explanation:
    """Why: `set.rule`, a value (`news2.risk`, `finding.fall_risk`), an action, a form, a request or its need.

    `given` are the parameters that the call set. `InvalidCall` where the pack has nothing of that name.
    """
    return Explaining(situation, executor, given).of(subject)


class Explaining:
    """One evaluation, asked why."""

    def __init__(self, situation: Situation, executor: Executor, given: Sequence[str]) -> None:
        self.situation = situation
        self.given = dict.fromkeys(given)
        self.program: Program = situation.program
        self.tracer = Tracer(situation)
        self.turning = Turning(situation, executor, self.tracer)
        self.lines = Lines(situation, self.tracer.saying)
        self.judged = {each.rule.id: each for each in judge(situation)}
        self.proposed = propose(tuple(self.judged.values()), situation)
        self.proposals = merged(self.proposed, str, situation)
        self.drafted = draft(tuple(self.judged.values()), self.proposed, self.proposals, situation)

    def of(self, subject: str) -> Explanation:
        """The explanation of whatever has this name."""
        program = self.program
        if subject in program.rules:
            return self._rule(program.rules[subject])
        if subject in program.actions or subject in program.forms:
            return self._proposal(subject)
        if subject in program.requests:
            return self._request(subject, program.requests[subject].needs)
        cell = f"finding.{subject}" if f"finding.{subject}" in program.cells else subject
        if cell in program.cells and program.cells[cell].row_of is None and cell not in program.groups:
            return self._value(cell)
        request, _, need = subject.partition(".")
        if request in program.requests:
            return self._need(request, need)
        known = [*program.rules, *program.actions, *program.requests, *program.findings, *program.cells]
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
        situation, tracer = self.situation, self.tracer
        judged = self.judged[rule.id]
        against = self._against(judged)
        cells = (rule.when, *(cell for cell in (rule.unless,) if cell is not None))
        told = reason(rule, situation)
        stands = judged.state in ("fired", "held")
        waits = situation.waits(rule.when)
        return RuleWhy(
            rule=rule.id,
            title=told.title,
            state=_state(judged, against),
            condition=tracer.tree_of(rule.when),
            unless=tracer.tree_of(rule.unless) if rule.unless is not None else None,
            because=str(told.because) if told.because is not None and stands else None,
            held_by=self._held_by(judged, against),
            waits_for=host_waits(waits),
            answers=tuple(
                tracer.answer(item) for item in tracer.items_behind((rule.when,)) if self._given(item)
            ),
            parameters=parameters(tracer.parameters_behind(cells), self.given, situation),
            evidence=told.evidence,
            place=place_of(rule.span),
            open_answers=self.turning.open_answers(rule.when, self._open(rule.when)) if search else (),
            smallest=self.turning.smallest_for(rule, against) if search else None,
        )

    def _given(self, item: Item) -> bool:
        return item.form in self.situation.record.answers

    def _against(self, judged: Judged) -> tuple[Rule, ...]:
        """The rules that withhold everything that a rule which fired proposes."""
        of = {str(entry.action or entry.assess) for entry in judged.rule.proposes}
        standing = any(
            entry.rule.id == judged.rule.id for name in of for entry in self.proposed.entries.get(name, ())
        )
        if judged.state != "fired" or not of or standing or judged.rule.drafts or judged.rule.concludes:
            return ()
        found = [
            each.rule
            for each in self.judged.values()
            if each.state == "fired" and any(part.action in of for part in each.rule.withholds)
        ]
        return tuple(found)

    def _held_by(self, judged: Judged, against: Sequence[Rule]) -> str | None:
        rule, language = judged.rule, self.situation.language
        if against:
            return "; ".join(each.title.in_language(language) for each in against)
        if judged.state != "held":
            return None
        if rule.unless is not None and truth(self.situation.value(rule.unless)) is True:
            return self.tracer.tree_of(rule.unless).text
        return str(judged.held_by).rstrip(". ")

    def _open(self, cell: str) -> list[Item]:
        """The open items that a cell waits for, also those of forms not given, in the pack's order."""
        waits = self.situation.waits(cell)
        named = {without_rows(wait.name) for wait in waits if wait.what == "item"}
        forms = {wait.name for wait in waits if wait.what == "form"}
        behind = self.tracer.items_behind((cell,))
        return [item for item in behind if item.id in named or item.form in forms]

    # Values --------------------------------------------------------------------------------------------

    def _value(self, cell: str) -> Explanation:
        situation, tracer = self.situation, self.tracer
        items = tracer.items_behind((cell,))
        smallest = self.turning.other_value(cell, items)
        scored = self._score_behind(cell)
        raises = self.turning.raises(scored, tracer.items_behind((scored,)))
        whys = tuple(self.why(self.program.rules[rule], search=False) for rule in self._concluding(cell))
        open_answers = self.turning.open_answers(cell, self._open(cell))
        return Explanation(
            subject="value",
            id=cell,
            title=capital(tracer.saying.name(cell)),
            language=situation.language,
            lines=self.lines.of_value(cell, whys, open_answers, raises, smallest),
            rules=whys,
            value=tracer.tree_of(cell),
            answers=tuple(tracer.answer(item) for item in items if self._given(item)),
            open_answers=open_answers,
            raises=raises,
            smallest=smallest,
        )

    def _concluding(self, cell: str) -> Sequence[str]:
        if not cell.startswith("finding."):
            return ()
        return sorted(self.program.findings[cell.removeprefix("finding.")].concluded_by)

    def _score_behind(self, cell: str) -> str:
        """The value, or, where it is at its highest, the nearest score that it was judged by."""
        cells = self.program.cells
        if not highest(cells[cell].kind, self.situation.value(cell)):
            return cell
        left, seen = [cell], {cell}
        while left:
            at = left.pop(0)
            counted = isinstance(cells[at].kind, kinds.Number) and cells[at].expression is not None
            if counted and cells[at].form is not None and not at.startswith("points:"):
                return at
            left += [each for each in cells[at].reads if each not in seen and each in cells]
            seen.update(left)
        return cell

    # Proposals and requests ----------------------------------------------------------------------------

    def _proposal(self, of: str) -> Explanation:
        proposal = next((each for each in self.proposals if of in (each.action, each.assess)), None)
        first = [each.rule for each in proposal.reasons] if proposal is not None else []
        may = [each.rule for each in self.judged.values() if self._may_propose(each.rule, of)]
        may.sort(key=lambda rule: (first.index(rule.id) if rule.id in first else len(first), rule.id))
        rules = tuple(self.why(rule, search=False) for rule in may)
        title = proposal.title if proposal is not None else self._title(of)
        return Explanation(
            subject="proposal",
            id=of,
            title=title,
            language=self.situation.language,
            lines=self.lines.of_proposal(title, proposal, self._withheld(of), rules),
            rules=rules,
        )

    def _title(self, of: str) -> str:
        action = self.program.actions.get(of)
        words = action.title if action is not None else self.program.forms[of].title
        return words.in_language(self.situation.language)

    def _withheld(self, of: str) -> Withheld | None:
        return next(
            (each for each in self.drafted.withheld if of in (each.action, each.assess, each.request)), None
        )

    def _may_propose(self, rule: Rule, of: str) -> bool:
        entries = [*rule.proposes, *(each.instead for each in rule.withholds if each.instead is not None)]
        for entry in entries:
            if of in (entry.action, entry.assess):
                return True
            kind = getattr(entry.action, "kind", None)
            if isinstance(kind, kinds.Choice) and of in kind.options:
                return True
        return False

    def _request(self, request: str, needs: Sequence[Need]) -> Explanation:
        made: Draft | None = next((each for each in self.drafted.drafts if each.request == request), None)
        rules = tuple(
            self.why(each.rule, search=False) for each in self.judged.values() if request in each.rule.drafts
        )
        title = self.program.requests[request].title.in_language(self.situation.language)
        return Explanation(
            subject="request",
            id=request,
            title=title,
            language=self.situation.language,
            lines=self.lines.of_request(title, made, self._withheld(request), rules),
            rules=rules,
            needs=tuple(self._needed(need) for need in needs),
        )

    def _needed(self, need: Need) -> Part:
        if need.known is not None:
            return self.tracer.tree_of(need.known)
        assert need.that is not None
        return self.tracer.tree(need.that)

    def _need(self, request: str, written: str) -> Explanation:
        """One need of a request: whether it is met, and what it is made of."""
        needs = self.program.requests[request].needs
        need = next((each for each in needs if written in (each.known, each.written)), None)
        if need is None:
            listed = ", ".join(each.written for each in needs) or "nothing"
            raise InvalidCall(f"{written!r} is no need of the request {request}: it needs {listed}")
        part = self._needed(need)
        met = part.value is True if need.known is None else is_known(self.situation.value(need.known))
        told = self._request(request, (need,))
        return Explanation(
            subject="request",
            id=f"{request}.{written}",
            title=told.title,
            language=told.language,
            lines=(self.lines.of_need(part, met=met), *told.lines),
            rules=told.rules,
            needs=(part,),
        )


def _state(judged: Judged, against: Sequence[Rule]) -> State:
    if against:
        return "withheld"
    return "false" if judged.state == "not" else judged.state
