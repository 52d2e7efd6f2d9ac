"""Where every rule stands: fired, held, undecided or not; and the cautions that its proposals carry."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass
from typing import Literal

from decisionsupport.engine.situation import Situation, host_waits
from decisionsupport.engine.texts import is_fixed, make_text
from decisionsupport.engine.wording import say
from decisionsupport.outcome.care import Caution, Evidence, Reason
from decisionsupport.outcome.texts.text import Text
from decisionsupport.program.model import Form, Rule
from decisionsupport.values.sets import truth

State = Literal["fired", "held", "undecided", "not"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule and where it stands. `cautions` are what its own proposals carry.

    `takes_part`: an undecided rule is reported, and may ask, only when it does. What it may withhold carries
    a caution all the same, unless its own exception holds (`excepted`).
    """

    rule: Rule
    state: State
    cautions: tuple[Caution, ...] = ()
    held_by: Text | None = None
    takes_part: bool = True
    excepted: bool = False


def judge(situation: Situation, asleep: Container[str] = ()) -> tuple[Judged, ...]:
    """Judge every rule that is not asleep, in the order of their ids."""
    rules = situation.program.rules.values()
    return tuple(judged_rule(rule, situation) for rule in rules if rule.id not in asleep)


def judged_rule(rule: Rule, situation: Situation) -> Judged:
    """Where one rule stands."""
    when = truth(situation.value(rule.when))
    if when is False:
        return Judged(rule, "not", takes_part=takes_part(rule, situation))
    applies = True if rule.set_applies is None else truth(situation.value(rule.set_applies))
    unless = False if rule.unless is None else truth(situation.value(rule.unless))
    if when is not True:
        if applies is False:
            return Judged(rule, "not", takes_part=False)
        part = takes_part(rule, situation)
        return Judged(rule, "undecided", takes_part=part, excepted=unless is True)
    if applies is False:
        return Judged(rule, "held", held_by=_not_for(rule, situation))
    if unless is True:
        return Judged(rule, "held", held_by=_exception(rule, situation))
    cautions = [*_about_forms(rule, situation)]
    if applies is not True and rule.set_applies is not None:
        cautions.append(_unchecked("population", "set_unchecked", rule, rule.set_applies, situation))
    if unless is not False and rule.unless is not None:
        cautions.append(_unchecked("unchecked", "exception_unchecked", rule, rule.unless, situation))
    return Judged(rule, "fired", tuple(cautions))


def takes_part(rule: Rule, situation: Situation) -> bool:
    """Whether an undecided rule is reported: LANGUAGE.md §4, "Every true rule fires"."""
    return has_part(rule, situation.record.answers.keys())


def has_part(rule: Rule, given: Collection[str]) -> bool:
    """The same, of the forms given."""
    part = rule.taking_part
    if part.assessed:
        return not part.assessed.isdisjoint(given)
    if part.facts:
        return not part.facts.isdisjoint(given)
    return True


def _not_for(rule: Rule, situation: Situation) -> Text:
    text = situation.program.sets[rule.set].not_for
    if text is not None:
        return make_text(text, situation)
    return Text.plain(say("set_not_for", situation.language), situation.language)


def _exception(rule: Rule, situation: Situation) -> Text:
    assert rule.unless is not None
    names = situation.titles(situation.program.cells[rule.unless].reads)
    return Text.plain(say("exception", situation.language, *names), situation.language)


def _unchecked(
    kind: Literal["population", "unchecked", "against"],
    words: str,
    rule: Rule,
    cell: str,
    situation: Situation,
    form: str = "",
) -> Caution:
    waits = situation.waits(cell)
    text = say(words, situation.language, *situation.named(waits), form=form)
    return Caution(
        kind=kind, rule=rule.id, text=Text.plain(text, situation.language), waits_for=host_waits(waits)
    )


def against(rule: Rule, situation: Situation) -> Caution:
    """The caution of what an undecided rule may yet withhold."""
    waits = situation.waits(rule.when)
    text = say("withholding_unchecked", situation.language, rule.title.in_language(situation.language))
    return Caution(
        kind="against", rule=rule.id, text=Text.plain(text, situation.language), waits_for=host_waits(waits)
    )


def _about_forms(rule: Rule, situation: Situation) -> list[Caution]:
    found = []
    # A form that was not given says nothing, so nothing rests on it.
    for form_id in sorted(rule.rests_on & situation.record.answers.keys()):
        form = situation.program.forms[form_id]
        if form.status == "trial":
            found.append(_trial(form, rule, situation))
        if form.applies_when is not None:
            applies = truth(situation.value(form.applies_when))
            if not isinstance(applies, bool):
                cell, title = form.applies_when, form.title.in_language(situation.language)
                found.append(
                    _unchecked("population", "population_unchecked", rule, cell, situation, form=title)
                )
    return found


def _trial(form: Form, rule: Rule, situation: Situation) -> Caution:
    text = say("trial", situation.language, form.title.in_language(situation.language))
    return Caution(kind="trial", rule=rule.id, text=Text.plain(text, situation.language))


# Reasons -----------------------------------------------------------------------------------------------


def reason(rule: Rule, situation: Situation, because: Text | None = None) -> Reason:
    """A rule as a reason, its `because` rendered when it is read."""
    told = _told(rule, situation)
    if because is None:
        if rule.because is None or told.because is not None:
            return told
        because = make_text(rule.because, situation)
    return told.saying(because)


def _told(rule: Rule, situation: Situation) -> Reason:
    """What is said of a rule whoever it is about; its `because` too, where that is the same for all."""
    key = ("reason", rule.id, situation.language)
    told: Reason | None = situation.said.get(key)
    if told is None:
        language = situation.language
        fixed = rule.because is not None and is_fixed(rule.because, language)
        told = situation.said[key] = Reason(
            rule=rule.id,
            title=rule.title.in_language(language),
            because=make_text(rule.because, situation) if rule.because is not None and fixed else None,
            evidence=tuple(_evidence(source, situation) for source in rule.evidence),
        )
    return told


def _evidence(source: str, situation: Situation) -> Evidence:
    found = situation.program.evidence[source]
    return Evidence(
        source=source,
        title=found.title.in_language(situation.language),
        certainty=found.certainty,
        publisher=found.publisher or None,
        year=int(found.year) if found.year.isdigit() else None,
        url=found.url or None,
    )
