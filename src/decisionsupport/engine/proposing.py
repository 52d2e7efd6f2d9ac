"""What the rules that fired propose: by action, what is withheld moved aside with both reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from decisionsupport.engine.entries import Entry, by_urgency, entries
from decisionsupport.engine.judging import Judged, against, reason
from decisionsupport.engine.situation import Situation
from decisionsupport.outcome.care import Caution, Reason, Withheld


@dataclass(slots=True)
class Proposed:
    """All that stands, by the key of its entries, and all that was withheld."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    cautions: dict[str, list[Caution]] = field(default_factory=dict)
    withheld: list[Withheld] = field(default_factory=list)


def propose(judged: Sequence[Judged], situation: Situation) -> Proposed:
    """Gather what fires, move aside what is held and withheld, and add what stands instead."""
    made = Proposed()
    withholds = False
    for each in judged:
        withholds = withholds or bool(each.rule.withholds)
        if each.state == "fired":
            for entry in entries(each, each.rule.proposes, situation):
                made.entries.setdefault(entry.key, []).append(entry)
        elif each.state == "held":
            _hold(each, made, situation)
    if not withholds:
        return made
    instead: list[Entry] = []
    for action in _withheld_actions(judged):
        instead.extend(_withhold(action, judged, made, situation))
    for entry in instead:
        made.entries.setdefault(entry.key, []).append(entry)
    for each in judged:
        if each.state == "undecided" and not each.excepted:
            for withholding in each.rule.withholds:
                if withholding.action in made.entries:
                    made.cautions.setdefault(str(withholding.action), []).append(
                        against(each.rule, situation)
                    )
    return made


def _hold(each: Judged, made: Proposed, situation: Situation) -> None:
    for_ = (reason(each.rule, situation),)
    held = (reason(each.rule, situation, each.held_by),)
    for entry in entries(each, each.rule.proposes, situation):
        if entry.assess:
            made.withheld.append(Withheld(assess=entry.of, for_=for_, against=held))
        else:
            made.withheld.append(Withheld(action=entry.of, for_=for_, against=held))
    for request in each.rule.drafts:
        made.withheld.append(Withheld(request=request, for_=for_, against=held))


def _withheld_actions(judged: Sequence[Judged]) -> Iterator[str]:
    found = {
        withholding.action
        for each in judged
        if each.state == "fired"
        for withholding in each.rule.withholds
        if withholding.action is not None
    }
    yield from sorted(found)


def _withhold(action: str, judged: Sequence[Judged], made: Proposed, situation: Situation) -> list[Entry]:
    moved = made.entries.pop(action, None)
    if moved is None:
        return []
    for_ = tuple(reason for entry in by_urgency(moved) for reason in entry.reasons)
    # What stands instead rests on those who proposed as much as on the one who withholds.
    proposers = {entry.rule.id for entry in moved}
    doubts = tuple(caution for each in judged if each.rule.id in proposers for caution in each.cautions)
    against_: list[Reason] = []
    instead: list[Entry] = []
    for each in judged:
        for withholding in each.rule.withholds:
            if each.state != "fired" or withholding.action != action:
                continue
            own = reason(each.rule, situation)
            against_.append(own)
            if withholding.instead is not None:
                both = tuple(dict.fromkeys((*for_, own)))
                instead += [
                    replace(entry, reasons=both, cautions=(*doubts, *entry.cautions))
                    for entry in entries(each, (withholding.instead,), situation)
                ]
    made.withheld.append(Withheld(action=action, for_=for_, against=tuple(against_)))
    return instead
