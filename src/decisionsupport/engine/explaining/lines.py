"""The few sentences of an explanation, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from decisionsupport.engine.explaining.model import Part, RuleWhy, SmallestChange
from decisionsupport.engine.explaining.saying import Saying
from decisionsupport.engine.showing import option_text
from decisionsupport.engine.situation import Situation
from decisionsupport.outcome.care import Draft, Proposal, Withheld
from decisionsupport.outcome.values import NotApplicable, Unknown, Value
from decisionsupport.program.texts import PRIORITY_KIND
from decisionsupport.values.duration import parse_duration
from decisionsupport.values.kinds import DurationType

_SWEDISH: Final = {
    "fired": "{title} ({rule}) gäller: {condition}.",
    "held": "{title} ({rule}) gäller men hålls inne av ett undantag: {unless}.",
    "withheld": "{title} ({rule}) gäller, men det den föreslår är avstått.",
    "undecided": "{title} ({rule}) är inte avgjord: {condition}.",
    "false": "{title} ({rule}) gäller inte: {condition}.",
    "because": "Skäl: {because}",
    "holds": "Det som gör det sant: {parts}.",
    "fails": "Det som inte stämmer: {parts}.",
    "waits": "Väntar på svar: {names}.",
    "turns": "Minsta ändring som vänder det: {changes} (då {into}).",
    "raises": "Minsta ändring som ger ett annat värde: {changes} (då {into}).",
    "no_change": "Ingen ändring av upp till tre svar vänder det ({count} provade).",
    "gave_up": "Sökningen avbröts efter {count} prövningar utan att hitta någon ändring.",
    "change": "{ask}: {before} → {after}",
    "effect": "{ask}: {effects}.",
    "effect_one": "{answers} → {verdict}",
    "value": "{name} är {value}.",
    "proposed": "{title}: {priority}{due}. Gäller därför att {condition}.",
    "proposed_by": "{title}: {priority}{due}, därför att {count} regler gäller:",
    "due": ", {due}",
    "others": "Andra regler som kan föreslå detta gäller inte, och hindrar inget: {rules}.",
    "not_proposed": "{title} föreslås inte: {rules}.",
    "withheld_by": "{title} är avstått: {against}.",
    "drafted": "{title} skrivs, därför att {condition}.",
    "not_drafted": "Begäran skrivs inte: {rules}.",
    "gap": "Kan inte skickas: {gaps}.",
    "no_gap": "Inget saknas för att signera.",
    "true": "sant",
    "false_word": "osant",
    "unknown": "inte avgjort",
    "answered": "Svar: {answers}.",
    "nothing": "ingen regel",
    "not_applicable": "ej aktuellt",
}
_ENGLISH: Final = {
    "fired": "{title} ({rule}) holds: {condition}.",
    "held": "{title} ({rule}) holds but is held back by an exception: {unless}.",
    "withheld": "{title} ({rule}) holds, but what it proposes is withheld.",
    "undecided": "{title} ({rule}) is undecided: {condition}.",
    "false": "{title} ({rule}) does not hold: {condition}.",
    "because": "Reason: {because}",
    "holds": "What makes it true: {parts}.",
    "fails": "What does not hold: {parts}.",
    "waits": "Waits for: {names}.",
    "turns": "The smallest change that turns it: {changes} (then {into}).",
    "raises": "The smallest change that gives another value: {changes} (then {into}).",
    "no_change": "No change of up to three answers turns it ({count} tried).",
    "gave_up": "The search ended after {count} trials without finding a change.",
    "change": "{ask}: {before} → {after}",
    "effect": "{ask}: {effects}.",
    "effect_one": "{answers} → {verdict}",
    "value": "{name} is {value}.",
    "proposed": "{title}: {priority}{due}. It holds because {condition}.",
    "proposed_by": "{title}: {priority}{due}, because {count} rules hold:",
    "due": ", {due}",
    "others": "Other rules that can propose this do not hold, and prevent nothing: {rules}.",
    "not_proposed": "{title} is not proposed: {rules}.",
    "withheld_by": "{title} is withheld: {against}.",
    "drafted": "{title} is drafted, because {condition}.",
    "not_drafted": "The request is not drafted: {rules}.",
    "gap": "It cannot be sent: {gaps}.",
    "no_gap": "Nothing is missing for signing it.",
    "true": "true",
    "false_word": "false",
    "unknown": "undecided",
    "answered": "Answers: {answers}.",
    "nothing": "no rule",
    "not_applicable": "not applicable",
}
SENTENCES: Final = {"sv": _SWEDISH, "en": _ENGLISH}


class Lines:
    """Makes the sentences of one evaluation's explanations."""

    def __init__(self, situation: Situation, saying: Saying) -> None:
        self.situation = situation
        self.saying = saying
        self.words = SENTENCES.get(situation.language, _ENGLISH)

    def of_rule(self, why: RuleWhy) -> tuple[str, ...]:
        """A rule: its state, what decides it, what would turn it."""
        words = self.words
        unless = why.unless.text if why.unless else ""
        lines = [
            words[why.state].format(
                title=why.title, rule=why.rule, condition=why.condition.text, unless=unless
            )
        ]
        deciding = list(self._deciding(why.condition))
        if deciding:
            key = "holds" if why.condition.value is True else "fails" if why.condition.value is False else ""
            if key:
                lines.append(words[key].format(parts="; ".join(deciding)))
        if why.because:
            lines.append(words["because"].format(because=why.because))
        if why.waits_for:
            names = self.situation.named(self.situation.waits(self.situation.program.rules[why.rule].when))
            lines.append(words["waits"].format(names=", ".join(names)))
        for answer in why.open_answers:
            effects = ", ".join(
                words["effect_one"].format(answers="/".join(each.answers), verdict=self.verdict(each.verdict))
                for each in answer.effects
            )
            lines.append(words["effect"].format(ask=answer.ask.rstrip("?: "), effects=effects))
        if why.smallest is not None:
            lines.append(self._change(why.smallest, "turns"))
        return tuple(lines)

    def verdict(self, verdict: str) -> str:
        """*sant*, *osant*, *inte avgjort*."""
        return self.words["false_word" if verdict == "false" else verdict]

    def _change(self, smallest: SmallestChange, key: str) -> str:
        words = self.words
        if not smallest.changes:
            return words["gave_up" if smallest.gave_up else "no_change"].format(count=smallest.evaluations)
        changes = " + ".join(
            words["change"].format(ask=each.ask.rstrip("?: "), before=each.before, after=each.after)
            for each in smallest.changes
        )
        into = self.verdict(smallest.into) if smallest.into in ("true", "false", "unknown") else smallest.into
        return words[key].format(changes=changes, into=into)

    def _deciding(self, part: Part) -> Iterator[str]:
        """The innermost parts that decide a condition, with what they came to."""
        same = [each for each in part.parts if each.value is part.value and isinstance(each.value, bool)]
        if same:
            for each in same:
                yield from self._deciding(each)
        elif part.parts:
            shown = ", ".join(f"{each.text} = {self._shown(each.value)}" for each in part.parts[:4])
            yield f"{part.text} ({shown})"

    def _shown(self, value: Value) -> str:
        match value:
            case bool():
                return self.saying.option(value, PRIORITY_KIND)
            case Unknown():
                return self.words["unknown"] if value.least is None else f"{value.least}–{value.most}"
            case NotApplicable():
                return self.words["not_applicable"]
            case tuple():
                return ", ".join(value)
            case _:
                return str(value).replace(".", ",") if self.situation.language == "sv" else str(value)

    # Values --------------------------------------------------------------------------------------------

    def of_value(
        self, cell_id: str, value: str, rules: Sequence[RuleWhy], smallest: SmallestChange
    ) -> tuple[str, ...]:
        """A value: what it is, which rules concluded it, which answer would change it."""
        lines = [self.words["value"].format(name=self.saying.name(cell_id), value=value)]
        lines += [
            self.of_rule(why)[0] for why in rules if why.state in ("fired", "held", "withheld", "undecided")
        ]
        return (*lines, self._change(smallest, "raises"))

    # Proposals and requests ----------------------------------------------------------------------------

    def of_proposal(
        self, of: str, proposal: Proposal | None, withheld: Withheld | None, rules: Sequence[RuleWhy]
    ) -> tuple[str, ...]:
        """A proposal: how urgent and why, and which other rules do not hold without preventing it."""
        words = self.words
        fired = [why for why in rules if why.state in ("fired", "withheld")]
        silent = [why for why in rules if why.state not in ("fired", "withheld")]
        lines: list[str] = []
        if proposal is not None:
            due = words["due"].format(due=self._due(proposal)) if proposal.due else ""
            priority = option_text(
                proposal.priority, PRIORITY_KIND, self.situation.program, self.situation.language
            )
            conditions = "; ".join(dict.fromkeys(why.condition.text for why in fired))
            lines.append(
                words["proposed"].format(
                    title=proposal.title, priority=priority, due=due, condition=conditions
                )
            )
            lines += [words["because"].format(because=why.because) for why in fired if why.because][:1]
        elif withheld is not None:
            against = "; ".join(str(each.because or each.title) for each in withheld.against)
            lines.append(words["withheld_by"].format(title=self._title(of), against=against))
        else:
            listed = "; ".join(self._silent(why) for why in silent) or words["nothing"]
            return (words["not_proposed"].format(title=self._title(of), rules=listed),)
        if silent:
            lines.append(words["others"].format(rules="; ".join(self._silent(why) for why in silent)))
        return tuple(lines)

    def _due(self, proposal: Proposal) -> str:
        length = parse_duration(proposal.due or "")
        if length is None:
            return str(proposal.due)
        return self.saying.value(length, DurationType())

    def _title(self, of: str) -> str:
        program = self.situation.program
        words = program.actions[of].title if of in program.actions else program.forms[of].title
        return words.in_language(self.situation.language)

    def _silent(self, why: RuleWhy) -> str:
        came_to = list(self._deciding(why.condition))
        if came_to and why.state == "false":
            return f"{why.rule} ({'; '.join(came_to[:2])})"
        return f"{why.rule} ({why.condition.text})"

    def of_request(self, made: Draft | None, rules: Sequence[RuleWhy]) -> tuple[str, ...]:
        """A drafted request: why it is drafted, and what stands in the way of signing it."""
        words = self.words
        if made is None:
            listed = "; ".join(self._silent(why) for why in rules) or words["nothing"]
            return (words["not_drafted"].format(rules=listed),)
        fired = "; ".join(why.condition.text for why in rules if why.state == "fired")
        lines = [words["drafted"].format(title=made.title, condition=fired)]
        gaps = "; ".join(str(gap.text) if gap.text is not None else str(gap.ask) for gap in made.gaps)
        lines.append(words["gap"].format(gaps=gaps) if gaps else words["no_gap"])
        return tuple(lines)
