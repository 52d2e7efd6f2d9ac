"""The few sentences of an explanation, in the reader's language.

Law: what is said is the author's words and ours; ids are in the data, never in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from decisionsupport.engine.explaining.model import OpenAnswer, Part, RuleWhy, SmallestChange
from decisionsupport.engine.explaining.saying import Saying
from decisionsupport.engine.explaining.sentences import sentences
from decisionsupport.engine.showing import option_text
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.model import Wait
from decisionsupport.outcome.care import Draft, Proposal, Withheld
from decisionsupport.outcome.values import Unknown, Value
from decisionsupport.program.texts import PRIORITY_KIND
from decisionsupport.values.duration import parse_duration
from decisionsupport.values.kinds import DurationType

MOST_PARTS: Final = 5
_GIVEN: Final = ("points:", "parameter.")


class Lines:
    """Makes the sentences of one evaluation's explanations."""

    def __init__(self, situation: Situation, saying: Saying) -> None:
        self.situation = situation
        self.saying = saying
        self.words = sentences(situation.language)

    def _say(self, key: str, **parts: object) -> str:
        return self.words[key].format(**parts)

    # Rules ---------------------------------------------------------------------------------------------

    def of_rule(self, why: RuleWhy) -> tuple[str, ...]:
        """A rule: its state, what decides it, what would turn it."""
        lines = [self.state(why)]
        if deciding := self._shortly(self._deciding(why.condition), why.condition.text):
            settled = isinstance(why.condition.value, bool)
            lines.append(self._say("deciding" if settled else "unclear", parts=deciding))
        if why.because:
            lines.append(self._because(why.because))
        if why.waits_for:
            waits = self.situation.waits(self.situation.program.rules[why.rule].when)
            names = dict.fromkeys(self._waited(wait) for wait in waits)
            lines.append(self._say("waits", names=self._few(list(names))))
        lines += self._effects(why.open_answers, "unknown")
        if why.smallest is not None:
            lines.append(self._change(why.smallest, "turns"))
        return tuple(lines)

    def _waited(self, wait: Wait) -> str:
        name = self.saying.quoted(self.situation.named([wait])[0].rstrip("?: "))
        return self._say("history", form=name) if wait.what == "history" else name

    def state(self, why: RuleWhy) -> str:
        """Where a rule stands, and what it requires."""
        return self._say(why.state, title=why.title, condition=why.condition.text, held=why.held_by)

    def _because(self, because: str) -> str:
        """The author's reason in one line, each of its own lines ended."""
        written = [line.strip() for line in because.splitlines() if line.strip()]
        ended = [line if line[-1] in ".!?:" else f"{line}." for line in written]
        return self._say("because", because=" ".join(ended))

    def _effects(self, answers: Sequence[OpenAnswer], now: str) -> Iterator[str]:
        """What open answers would do; one that changes nothing alone is in the data only."""
        for answer in answers:
            if all(effect.into == now for effect in answer.effects):
                continue
            effects = "; ".join(
                self._say("effect_one", answers=", ".join(each.answers), into=self._verdict(each.into))
                for each in answer.effects
            )
            yield self._say("effect", ask=answer.ask, effects=effects)

    def _verdict(self, into: str) -> str:
        verdicts = {"true": "true", "false": "untrue", "unknown": "unknown"}
        return self.words[verdicts[into]] if into in verdicts else into

    def _change(self, smallest: SmallestChange, key: str) -> str:
        if not smallest.changes:
            if not smallest.evaluations:
                return self.words["no_search"]
            return self._say("gave_up" if smallest.gave_up else "no_change", count=smallest.evaluations)
        changes = self.saying.listed([each.said for each in smallest.changes])
        return self._say(key, changes=changes, into=smallest.into)

    # What decides --------------------------------------------------------------------------------------

    def _deciding(self, part: Part) -> Iterator[str]:
        """The innermost parts that make a condition what it is, each with what it came to."""
        if part.cell is not None and not isinstance(part.value, bool):
            yield self._with_numbers(part)
            return
        tests = [each for each in part.parts if _is_test(each)]
        same = [each for each in tests if each.value == part.value] or tests
        if same:
            for each in same:
                yield from self._deciding(each)
        elif part.parts and part.cell is None:
            told = [each for each in part.parts if not (each.cell or "").startswith("parameter.")]
            if isinstance(part.value, Unknown):
                # What is known cannot be why it is undecided: then the history, or the whole, is.
                told = [each for each in told if isinstance(each.value, Unknown)]
                if not told:
                    yield part.text
            for each in told:
                yield self._with_numbers(each)
        else:
            yield part.said

    def _with_numbers(self, part: Part) -> str:
        """A value, with the number that it was judged by: *klinisk risk är låg (NEWS2 är 4)*."""
        if _is_number(part.value):
            return part.said
        for each in _below(part):
            if each.cell is not None and _is_number(each.value) and self._counted(each.cell):
                return f"{part.said} ({each.said})"
        return part.said

    def _counted(self, cell: str) -> bool:
        """Whether a number was worked out from several answers."""
        return not cell.startswith(_GIVEN) and cell not in self.situation.program.items

    def _shortly(self, parts: Iterator[str], beside: str) -> str:
        """A few of the parts, without those that only repeat what stands beside."""
        return self._few([part for part in dict.fromkeys(parts) if part != beside], "; ")

    def _few(self, parts: Sequence[str], between: str = ", ") -> str:
        if len(parts) <= MOST_PARTS + 1:
            return between.join(parts)
        more = self._say("others_like_it", count=len(parts) - MOST_PARTS)
        return f"{between.join(parts[:MOST_PARTS])} {more}"

    # Values --------------------------------------------------------------------------------------------

    def of_value(
        self,
        cell: str,
        rules: Sequence[RuleWhy],
        open_answers: Sequence[OpenAnswer],
        raises: Sequence[SmallestChange],
        smallest: SmallestChange,
    ) -> tuple[str, ...]:
        """A value: what it is, which rules concluded it, which single answer would raise it."""
        clause = self.saying.came_to(cell, self.situation.value(cell))
        lines = [self._say("value", clause=capital(clause))]
        lines += [self.state(why) for why in rules if why.state != "false"]
        lines += self._effects(open_answers, clause)
        if raises:
            lines.append(self._say("raises", changes=self._raising(raises)))
        lines.append(self._change(smallest, "into"))
        return tuple(lines)

    def _raising(self, raises: Sequence[SmallestChange]) -> str:
        """Single answers, those that come to the same together."""
        by_into: dict[str, list[str]] = {}
        for raised in raises:
            by_into.setdefault(raised.into, []).append(raised.changes[0].said)
        return "; ".join(
            self._say("raise_one", change=self.saying.listed(changes, any_of=True), into=into)
            for into, changes in by_into.items()
        )

    # Proposals and requests ----------------------------------------------------------------------------

    def of_proposal(
        self, title: str, proposal: Proposal | None, withheld: Withheld | None, rules: Sequence[RuleWhy]
    ) -> tuple[str, ...]:
        """A proposal: how urgent and why, and which other rules do not hold without preventing it."""
        others = "; ".join(self._other(why) for why in rules if why.state != "fired")
        if proposal is None:
            if withheld is not None:
                return (self._say("withheld_by", title=title, against=self._against(withheld)),)
            return (self._say("not_proposed", title=title, rules=others or self.words["nothing"]),)
        fired = [why for why in rules if why.state == "fired"]
        lines = [
            self._say(
                "proposed",
                title=title,
                priority=self._priority(proposal),
                due=f", {self._due(proposal)}" if proposal.due else "",
                rule=fired[0].title if fired else "",
                condition=fired[0].condition.text if fired else "",
            )
        ]
        if fired and fired[0].because:
            lines.append(self._because(fired[0].because))
        if fired[1:]:
            also = [f"{self.saying.quoted(why.title)} ({why.condition.text})" for why in fired[1:]]
            lines.append(self._say("also", rules="; ".join(also)))
        if others:
            lines.append(self._say("others", rules=others))
        return tuple(lines)

    def _priority(self, proposal: Proposal) -> str:
        situation = self.situation
        return option_text(proposal.priority, PRIORITY_KIND, situation.program, situation.language)

    def _due(self, proposal: Proposal) -> str:
        written = proposal.due or ""
        occasion = self.situation.program.pack.occasions.get(written)
        if occasion is not None:
            return occasion.in_language(self.situation.language)
        length = parse_duration(written)
        return written if length is None else self.saying.value(length, DurationType())

    def _against(self, withheld: Withheld) -> str:
        said = [str(each.because) if each.because else each.title for each in withheld.against]
        return "; ".join(" ".join(each.split()).rstrip(".") for each in said)

    def _other(self, why: RuleWhy) -> str:
        """A rule that does not propose it, and why not."""
        if why.state == "undecided":
            return self._say("other_undecided", title=why.title)
        if why.state in ("held", "withheld"):
            return self._say("other_held", title=why.title, parts=why.held_by)
        parts = self._shortly(self._deciding(why.condition), "") or why.condition.text
        return self._say("other", title=why.title, parts=parts)

    def of_request(
        self, title: str, made: Draft | None, withheld: Withheld | None, rules: Sequence[RuleWhy]
    ) -> tuple[str, ...]:
        """A drafted request: why it is drafted, and what stands in the way of signing it."""
        if made is None:
            if withheld is not None:
                return (self._say("withheld_by", title=title, against=self._against(withheld)),)
            others = "; ".join(self._other(why) for why in rules) or self.words["nothing"]
            return (self._say("not_drafted", title=title, rules=others),)
        drafting = next(why for why in rules if why.rule == made.reasons[0].rule)
        lines = [self._say("drafted", title=title, rule=drafting.title, condition=drafting.condition.text)]
        gaps = [
            str(gap.text).rstrip(". ") if gap.text is not None else self._missing(str(gap.ask))
            for gap in made.gaps
        ]
        lines.append(self._say("gap", gaps="; ".join(gaps)) if gaps else self.words["no_gap"])
        return tuple(lines)

    def _missing(self, ask: str) -> str:
        return self._say("missing", ask=ask.rstrip("?: "))

    def of_need(self, part: Part, *, met: bool) -> str:
        """What a request needs, and whether it is there."""
        return self._say("need_met" if met else "need_missing", need=part.text)


def _is_test(part: Part) -> bool:
    """Whether a part is a condition: true, false or undecided, and not a value that is spoken of."""
    if isinstance(part.value, bool):
        return True
    if not isinstance(part.value, Unknown):
        return False
    return part.value.one_of is not None and set(part.value.one_of) <= {True, False}


def _is_number(value: Value | None) -> bool:
    if isinstance(value, Unknown):
        return value.least is not None
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _below(part: Part) -> Iterator[Part]:
    """The parts below a part, level by level."""
    level = list(part.parts)
    while level:
        yield from level
        level = [each for part in level for each in part.parts]


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]
