"""What every page needs: the program, one language, conditions in words, and the pieces that pages share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from decisionsupport.authoring.docs.wording import words_of
from decisionsupport.engine.explaining.saying import Saying
from decisionsupport.engine.showing import to_shown
from decisionsupport.outcome.texts import Day
from decisionsupport.outcome.texts.printing import printed
from decisionsupport.outcome.texts.wording import wording
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Due, ParameterValue, Program, Proposing, Rule
from decisionsupport.values import kinds
from decisionsupport.values.sets import Possible


@dataclass(frozen=True)
class Book:
    """One pack's pages in one language. `others_seen` is what authors wrote of a parameter's other values."""

    program: Program
    language: str
    others_seen: Mapping[str, str]
    saying: Saying = field(init=False)
    words: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        values = {name: _latest(each.values) for name, each in self.program.parameters.items()}
        known = {name: value for name, value in values.items() if value is not None}
        object.__setattr__(self, "saying", Saying(self.program, self.language, known))
        object.__setattr__(self, "words", words_of(self.language))

    # Names ---------------------------------------------------------------------------------------------

    def form(self, form: str) -> str:
        """A form by its title."""
        return self.program.forms[form].title.in_language(self.language)

    def role(self, role: str) -> str:
        """A role by its words."""
        found = self.program.pack.roles.get(role)
        return found.in_language(self.language) if found else role

    def condition(self, cell: str) -> str:
        """A condition in words."""
        expression = self.program.cells[cell].expression
        return self.words["none"] if expression is None else self.saying.say(expression)

    def value(self, value: Possible, kind: kinds.Kind) -> str:
        """A known value, with its unit or its option's words; codes one by one."""
        if isinstance(value, frozenset):
            return ", ".join(sorted(str(each) for each in value))
        shown = to_shown(value, None, kind, self.program, self.language)
        return printed(shown, wording(self.language))

    def parameter_values(self, values: Sequence[ParameterValue], kind: kinds.Kind) -> str:
        """A parameter's value, or its values day by day."""
        said = []
        for each in values:
            value = self.words["not_set"] if each.value is None else self.value(each.value, kind)
            if each.since is None:
                said.append(value)
            else:
                day = printed(Day(each.since), wording(self.language))
                said.append(self.words["from"].format(day, value))
        return "; ".join(said) or self.words["not_set"]

    def sources(self, evidence: Iterable[str]) -> str:
        """Sources by title, each with its certainty."""
        found = (self.program.evidence[each] for each in evidence)
        said = [f"{each.title.in_language(self.language)} ({self.words[each.certainty]})" for each in found]
        return "; ".join(said) or self.words["none"]

    # What rules do -------------------------------------------------------------------------------------

    def proposing(self, spec: Proposing) -> str:
        """A proposal in one line: what, how urgent, by whom, when."""
        action = self.program.actions.get(spec.action) if isinstance(spec.action, str) else None
        if spec.assess is not None:
            what = self.words[f"do_{self.program.forms[spec.assess].word}"].format(self.form(spec.assess))
        elif action is not None:
            what = action.title.in_language(self.language)
        else:
            what = self.words["by_table"]
        priority = spec.priority or (action.priority if action else None) or "routine"
        about = [self.words[priority] if isinstance(priority, str) else self.words["by_table"]]
        if action is not None and action.performer:
            about.append(self.words["performer"].format(self.role(action.performer)))
        due = spec.due or (action.due if action else None)
        if due is not None:
            about.append(self.words["due"].format(self.due(due)))
        return f"{what} ({', '.join(about)})"

    def due(self, due: Due) -> str:
        """When a thing is due, in words."""
        if due.occasion is not None:
            return self.program.pack.occasions[due.occasion].in_language(self.language)
        return self.words["none"] if due.expression is None else self._moment(due.expression)

    def _moment(self, expression: x.Expression) -> str:
        if isinstance(expression, x.Constant):
            return self.value(expression.value, expression.kind)
        return self.saying.say(expression)

    def actions_of(self, rule: Rule) -> list[str]:
        """Everything a rule proposes, drafts and holds back."""
        return [*(self.proposing(each) for each in rule.proposes), *self.drafts_and_withholdings(rule)]

    def drafts_and_withholdings(self, rule: Rule) -> list[str]:
        """What a rule drafts and holds back."""
        said = [f"{self.words['drafts']}: {self._request(each)}" for each in rule.drafts]
        for each in rule.withholds:
            held = (
                self.program.actions[each.action].title.in_language(self.language)
                if each.action
                else self._request(each.request or "")
            )
            line = f"{self.words['withholds']}: {held}"
            if each.instead is not None:
                line += f", {self.words['instead'].format(self.proposing(each.instead))}"
            said.append(line)
        return said

    def _request(self, request: str) -> str:
        return self.program.requests[request].title.in_language(self.language)


def _latest(values: Sequence[ParameterValue]) -> Possible | None:
    return values[-1].value if values else None


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table; what would break a cell is made harmless."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(_cell(each) for each in row)} |" for row in rows]
    return [*lines, ""]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split("\n")) or " "


def anchor(rule: str) -> str:
    """The place of a rule on its page."""
    return rule.replace(".", "-")
