"""One proposal for each action: what several rules propose made one, and the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from decisionsupport.engine.entries import RANK, Entry, by_urgency
from decisionsupport.engine.proposing import Proposed
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.wording import say
from decisionsupport.outcome.care import Caution, Proposal, Repeat
from decisionsupport.outcome.digest import proposal_id
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.texts.text import Text
from decisionsupport.program.model import Action


def merged(proposed: Proposed, outcome: Callable[[], str], situation: Situation) -> tuple[Proposal, ...]:
    """One proposal for each action, the most urgent first; `outcome` gives the id of the outcome."""
    keyed = [_merge(key, entries, proposed, outcome, situation) for key, entries in proposed.entries.items()]
    if len(keyed) > 1:
        keyed.sort(key=_first)
    return tuple([proposal for _, proposal in keyed])


_first = itemgetter(0)


def _merge(
    key: str, entries: Sequence[Entry], proposed: Proposed, outcome: Callable[[], str], situation: Situation
) -> tuple[tuple[object, ...], Proposal]:
    """The proposal, and what it is sorted by."""
    first = entries[0]
    when, reasons = first.when, first.reasons
    if len(entries) > 1:
        entries = by_urgency(entries)
        when = min(entries, key=lambda entry: (entry.when.order, entry.rule.id)).when
        reasons = tuple(dict.fromkeys([each for entry in entries for each in entry.reasons]))
    cautions = [caution for entry in entries for caution in entry.cautions]
    if proposed.cautions:
        cautions += proposed.cautions.get(key, ())
    if first.of in _conflicting(situation):
        cautions += _conflicts(key, proposed, situation)
    priority = entries[0].priority
    proposal = Proposal.alike(
        _pattern(key, first.of, first.assess, situation),
        lambda: proposal_id(outcome(), key),
        priority,
        when.written,
        when.at,
        reasons,
        said_once(cautions) if cautions else (),
    )
    return (-RANK[priority], when.order, first.of), proposal


def _pattern(key: str, of: str, assess: bool, situation: Situation) -> Proposal:
    """What every proposal of an action, or of assessing a form, says in a language."""
    kept = ("pattern", key, situation.language)
    found: Proposal | None = situation.said.get(kept)
    if found is None:
        found = _of_form(of, situation) if assess else _of(situation.program.actions[of], situation)
        situation.said[kept] = found
    return found


def _of_form(form: str, situation: Situation) -> Proposal:
    language, made = situation.language, situation.program.forms[form]
    title = say(made.word, language, made.title.in_language(language))
    return Proposal(id="", assess=form, title=title, priority="routine")


def _of(action: Action, situation: Situation) -> Proposal:
    for_patient, language = action.for_patient, situation.language
    return Proposal(
        id="",
        action=action.id,
        title=action.title.in_language(language),
        for_patient=for_patient.in_language(language) if for_patient else None,
        priority="routine",
        repeat=tuple(Repeat(every=each.every, for_=each.for_) for each in action.repeat),
        performer=action.performer,
        with_=action.with_,
        decided_by=action.decided_by,
        delegable=action.delegable,
        codes=ReadOnly(dict(action.codes)),
    )


def said_once(cautions: Sequence[Caution]) -> tuple[Caution, ...]:
    """The cautions, those that say the same in the words of the first, waiting for all that any waits for."""
    found: dict[tuple[str, Text], Caution] = {}
    for each in cautions:
        first = found.setdefault((each.kind, each.text), each)
        more = tuple(wait for wait in each.waits_for if wait not in first.waits_for)
        if more:
            found[each.kind, each.text] = replace(first, waits_for=(*first.waits_for, *more))
    return tuple(found.values())


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
