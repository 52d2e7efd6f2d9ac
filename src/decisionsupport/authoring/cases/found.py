"""What was found, looked up by the names that cases use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decisionsupport.authoring.cases.values import Answer
from decisionsupport.diagnostics.suggestions import nearest
from decisionsupport.outcome.care import Caution, Draft, Proposal
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.unknowns import Wait
from decisionsupport.outcome.values import NOT_APPLICABLE, UNKNOWN, Value
from decisionsupport.program.model import Program


@dataclass(frozen=True, slots=True)
class Found:
    """An outcome with the answers and the program that it came from."""

    outcome: Outcome
    given: Mapping[str, object]
    program: Program

    def value(self, name: str) -> Value | Answer | None:
        """The value of `form.computed` or `form.item`; None for a name that stands for nothing."""
        form, _, rest = name.partition(".")
        known = self.outcome.values.get(form)
        if known is not None and rest in known:
            return known[rest]
        state = self.outcome.forms.get(form)
        if state is not None and rest == "complete":
            return state.complete
        if state is not None and rest in state.items:
            return self._item(form, rest)
        return UNKNOWN if name in self.program.cells else None

    def _item(self, form: str, name: str) -> Value | Answer:
        state = self.outcome.forms[form].items[name]
        if state.applicable is False:
            return NOT_APPLICABLE
        given = self.given.get(form)
        answers = given.get("answers", given) if isinstance(given, Mapping) else {}
        answer = answers.get(name) if isinstance(answers, Mapping) else None
        refused = any(
            each.severity == "error" and each.path == f"{form}.{name}" for each in self.outcome.problems
        )
        if not state.answered or refused or (isinstance(answer, Mapping) and "not_known" in answer):
            return UNKNOWN
        return Answer(answer)

    def finding(self, name: str) -> Value | None:
        """The value of a finding; None for a name that stands for nothing."""
        if name in self.outcome.findings:
            return self.outcome.findings[name]
        return UNKNOWN if name in self.program.findings else None

    def proposed(self) -> dict[str, Proposal]:
        """The proposals, by action, or by form for those to assess one."""
        return {each.action or each.assess or "": each for each in self.outcome.proposals}

    def drafted(self) -> dict[str, Draft]:
        """The drafts, by request."""
        return {each.request: each for each in self.outcome.drafts}

    def fired(self) -> set[str]:
        """The rules that gave a reason for something proposed, drafted or held back.

        A rule that its own exception holds did not fire; of one that only concludes the outcome says nothing.
        """
        outcome = self.outcome
        reasons = [reason for proposal in outcome.proposals for reason in proposal.reasons]
        reasons += [reason for draft in outcome.drafts for reason in draft.reasons]
        fired = {reason.rule for reason in reasons}
        for each in outcome.withheld:
            for_, against = {reason.rule for reason in each.for_}, {reason.rule for reason in each.against}
            fired |= for_ ^ against
        return fired

    def listed(self, key: str) -> list[str]:
        """What the outcome has under a key of `expect` that is a list of names."""
        outcome = self.outcome
        match key:
            case "withholds":
                return [each.action or each.assess or each.request or "" for each in outcome.withheld]
            case "asks":
                return [each.item or each.form or "" for each in outcome.open_questions]
            case "fires":
                return sorted(self.fired())
            case "undecided":
                return [each.rule for each in outcome.undecided]
            case "problems":
                return [each.path for each in outcome.problems]
            case "not_known":
                return [each.item for each in outcome.not_known]
            case "proposes":
                return list(self.proposed())
            case "drafts":
                return list(self.drafted())
            case _:
                raise KeyError(key)

    def declared(self, key: str) -> set[str] | None:
        """The names that may stand under a key; None where anything may."""
        program = self.program
        rules = set(program.rules)
        acts = set(program.actions) | set(program.forms)
        asked = set(program.items) | set(program.groups) | set(program.forms)
        return {
            "values": {name for name in program.cells if ":" not in name},
            "findings": set(program.findings),
            "proposes": acts,
            "withholds": acts | set(program.requests),
            "drafts": set(program.requests),
            "asks": asked,
            "fires": rules,
            "undecided": rules,
            "notes": set(program.forms),
        }.get(key)

    def near(self, key: str, name: str) -> str:
        """Say that a name stands for nothing here, and what may have been meant."""
        declared = sorted(self.declared(key) or ())
        inside = (each for each in declared if each.endswith(f".{name}"))
        meant = next(inside, None) or nearest(name, declared)
        return f"no such name; did you mean {meant}?" if meant else "no such name"


def waits_and_rules(cautions: tuple[Caution, ...]) -> set[str]:
    """What cautions can be named by in a case: what they wait for, their rule, their kind."""
    names: set[str] = set()
    for caution in cautions:
        names |= {caution.kind, *(name_of(wait) for wait in caution.waits_for)}
        if caution.rule is not None:
            names.add(caution.rule)
    return names


def name_of(wait: Wait) -> str:
    """The name of what something waits for."""
    return wait.item or wait.form or wait.history or wait.parameter or wait.problem or ""
