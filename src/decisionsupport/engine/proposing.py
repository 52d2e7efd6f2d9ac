"""What the rules that fired propose: merged by action, what is withheld moved aside with both reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from typing import Any

from decisionsupport.engine.judging import Judged, against, reason
from decisionsupport.engine.showing import to_host
from decisionsupport.engine.situation import Situation, host_waits
from decisionsupport.engine.wording import say
from decisionsupport.outcome.care import Caution, Priority, Proposal, Reason, Repeat, Withheld
from decisionsupport.outcome.digest import proposal_id
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.values import in_zone, iso
from decisionsupport.program.expressions import Expression
from decisionsupport.program.model import PRIORITIES, Action, Due, Proposing, Rule
from decisionsupport.values.duration import Duration
from decisionsupport.values.sets import NOT_APPLICABLE, OneOf, Possible
from decisionsupport.values.time import add_duration, end_of

RANK = {priority: rank for rank, priority in enumerate(PRIORITIES)}


@dataclass(slots=True)  # made by the million, and changed by nobody
class When:
    """When something is due: as said, the instant, and its place in the order of earliness."""

    written: str | None
    at: datetime | None
    order: tuple[int, datetime, int]


@dataclass(slots=True)  # as is `When`
class Entry:
    """One rule's proposal of one action (or of assessing a form), settled."""

    of: str
    assess: bool
    priority: Priority
    when: When
    rule: Rule
    reasons: tuple[Reason, ...]
    cautions: tuple[Caution, ...]

    @property
    def key(self) -> str:
        """The action's id; of a form to assess not its id alone, as an action may have the same."""
        return f"assess:{self.of}" if self.assess else self.of


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
            for entry in _entries(each, each.rule.proposes, situation):
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
    for entry in _entries(each, each.rule.proposes, situation):
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
    entries = made.entries.pop(action, None)
    if entries is None:
        return []
    for_ = tuple(reason for entry in _by_urgency(entries) for reason in entry.reasons)
    # What stands instead rests on those who proposed as much as on the one who withholds.
    proposers = {entry.rule.id for entry in entries}
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
                    for entry in _entries(each, (withholding.instead,), situation)
                ]
    made.withheld.append(Withheld(action=action, for_=for_, against=tuple(against_)))
    return instead


# One rule's entries --------------------------------------------------------------------------------------


def _entries(each: Judged, proposing: Sequence[Proposing], situation: Situation) -> Iterator[Entry]:
    own = (reason(each.rule, situation),)
    actions = situation.program.actions
    for spec in proposing:
        for of, doubt in _actions(spec, each.rule, situation):
            action = actions.get(of) if spec.assess is None else None
            priority, unsure = _priority(spec, action, each.rule, situation)
            when, late = _due(spec.due or (action.due if action else None), each.rule, situation)
            cautions = each.cautions + doubt + unsure + late
            yield Entry(of, spec.assess is not None, priority, when, each.rule, own, cautions)


def _actions(spec: Proposing, rule: Rule, situation: Situation) -> Sequence[tuple[str, tuple[Caution, ...]]]:
    said = spec.assess or spec.action
    if said is None or isinstance(said, str):
        return () if said is None else ((said, ()),)
    value = situation.stated(said)
    if isinstance(value, OneOf):
        doubt = (_doubt("action_unknown", said, rule, situation),)
        return [(option, doubt) for option in sorted(str(each) for each in value.values)]
    return () if value is NOT_APPLICABLE else ((str(value), ()),)


def _doubt(words: str, about: Expression, rule: Rule, situation: Situation) -> Caution:
    text = Text.plain(say(words, situation.language), situation.language)
    return Caution(kind="unchecked", rule=rule.id, text=text, waits_for=host_waits(situation.waits(about)))


def _priority(
    spec: Proposing, action: Action | None, rule: Rule, situation: Situation
) -> tuple[Priority, tuple[Caution, ...]]:
    usual: Priority = action.priority if action is not None and action.priority is not None else "routine"
    said = spec.priority
    if said is None:
        return usual, ()
    if isinstance(said, str):
        return said, ()
    value = situation.stated(said)
    if isinstance(value, OneOf):
        highest = max((each for each in PRIORITIES if each in value.values), key=RANK.__getitem__)
        return highest, (_doubt("priority_unknown", said, rule, situation),)
    known: Priority = next((each for each in PRIORITIES if each == value), usual)
    return known, ()


def _due(due: Due | None, rule: Rule, situation: Situation) -> tuple[When, tuple[Caution, ...]]:
    at = situation.at
    if due is None:
        return When(None, None, (2, at, 0)), ()
    if due.occasion is not None:
        occasions = list(situation.program.pack.occasions)
        words = situation.program.pack.occasions[due.occasion].in_language(situation.language)
        return When(words, None, (1, at, occasions.index(due.occasion))), ()
    assert due.expression is not None
    value = situation.stated(due.expression)
    zone = situation.zone
    match value:
        case Duration():
            point = add_duration(at, value, zone)
        case datetime():
            point = value
        case date():
            point = end_of(value, zone)
        case _:
            if value is NOT_APPLICABLE:
                return When(None, None, (2, at, 0)), ()
            return When(due.written or None, None, (2, at, 0)), (
                _doubt("due_unknown", due.expression, rule, situation),
            )
    return When(due.written or _written(value, due.expression, zone), in_zone(point, zone), (0, point, 0)), ()


def _written(value: Possible, due: Expression, zone: tzinfo) -> str | None:
    host = to_host(value, due.kind, zone)
    return host if isinstance(host, str) else iso(host) if isinstance(host, date) else None


# Merging -------------------------------------------------------------------------------------------------


def _by_urgency(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (-RANK[entry.priority], entry.rule.id))


def merged(proposed: Proposed, outcome: str, situation: Situation) -> tuple[Proposal, ...]:
    """One proposal for each action, the most urgent first."""
    keyed = [
        (_merge(key, entries, proposed, outcome, situation), min([entry.when.order for entry in entries]))
        for key, entries in proposed.entries.items()
    ]
    keyed.sort(key=lambda pair: (-RANK[pair[0].priority], pair[1], pair[0].action or pair[0].assess or ""))
    return tuple(proposal for proposal, _ in keyed)


def _merge(
    key: str, entries: Sequence[Entry], proposed: Proposed, outcome: str, situation: Situation
) -> Proposal:
    first = entries[0]
    if len(entries) == 1:
        ordered, when, reasons = entries, first.when, first.reasons
    else:
        ordered = _by_urgency(entries)
        when = min(entries, key=lambda entry: (entry.when.order, entry.rule.id)).when
        reasons = tuple(dict.fromkeys(each for entry in ordered for each in entry.reasons))
    cautions = [caution for entry in ordered for caution in entry.cautions]
    cautions += proposed.cautions.get(key, ())
    if first.of in _conflicting(situation):
        cautions += _conflicts(key, proposed, situation)
    return Proposal(
        id=proposal_id(outcome, key),
        priority=ordered[0].priority,
        due=when.written,
        due_at=when.at,
        reasons=reasons,
        cautions=said_once(cautions) if cautions else (),
        **_always(key, first.of, first.assess, situation),
    )


def _always(key: str, of: str, assess: bool, situation: Situation) -> dict[str, Any]:
    """What every proposal of an action, or of assessing a form, says in a language."""
    kept = ("always", key, situation.language)
    found: dict[str, Any] | None = situation.said.get(kept)
    if found is None:
        found = _of_form(of, situation) if assess else _of(situation.program.actions[of], situation)
        situation.said[kept] = found
    return found


def _of_form(form: str, situation: Situation) -> dict[str, Any]:
    return {"assess": form, "title": _title(form, None, situation)}


def _of(action: Action, situation: Situation) -> dict[str, Any]:
    for_patient = action.for_patient
    return {
        "action": action.id,
        "title": _title(action.id, action, situation),
        "for_patient": for_patient.in_language(situation.language) if for_patient else None,
        "repeat": tuple(Repeat(every=each.every, for_=each.for_) for each in action.repeat),
        "performer": action.performer,
        "with_": action.with_,
        "decided_by": action.decided_by,
        "delegable": action.delegable,
        "codes": ReadOnly(dict(action.codes)),
    }


def said_once(cautions: Sequence[Caution]) -> tuple[Caution, ...]:
    """The cautions, those that say the same in the words of the first, waiting for all that any waits for."""
    found: dict[tuple[str, Text], Caution] = {}
    for each in cautions:
        first = found.setdefault((each.kind, each.text), each)
        more = tuple(wait for wait in each.waits_for if wait not in first.waits_for)
        if more:
            found[each.kind, each.text] = replace(first, waits_for=(*first.waits_for, *more))
    return tuple(found.values())


def _title(of: str, action: Action | None, situation: Situation) -> str:
    if action is not None:
        return action.title.in_language(situation.language)
    return say(
        "assess", situation.language, situation.program.forms[of].title.in_language(situation.language)
    )


def _conflicting(situation: Situation) -> frozenset[str]:
    """The actions that do not go with some other."""
    found: frozenset[str] | None = situation.said.get(("conflicting",))
    if found is None:
        actions = [each for each in situation.program.actions.values() if each.conflicts_with]
        found = frozenset(each for action in actions for each in (action.id, *action.conflicts_with))
        situation.said["conflicting",] = found
    return found


def _conflicts(of: str, proposed: Proposed, situation: Situation) -> Iterator[Caution]:
    actions = situation.program.actions
    if of not in actions:
        return
    for other in sorted(proposed.entries):
        if other == of or other not in actions:
            continue
        if other in actions[of].conflicts_with or of in actions[other].conflicts_with:
            title = actions[other].title.in_language(situation.language)
            text = Text.plain(say("conflict", situation.language, title), situation.language)
            yield Caution(kind="conflict", text=text)
