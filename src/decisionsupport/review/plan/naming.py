"""What a thing to do is called, in every language of the pack: from the pack as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from decisionsupport.outcome.readonly import NOTHING, ReadOnly
from decisionsupport.program.model import Form, Program
from decisionsupport.program.texts import Words
from decisionsupport.review.plan.accepted import Accepted

_FILL_IN: Final[Mapping[str, Mapping[str, str]]] = {
    "assessment": {"sv": "Gör bedömningen: {}", "en": "Assess: {}"},
    "checklist": {"sv": "Gå igenom checklistan: {}", "en": "Go through the checklist: {}"},
    "facts": {"sv": "Fyll i: {}", "en": "Fill in: {}"},
}
"""Filling in a form, by the form's word and the language: as the proposal says it."""
_FILL_IN_PATIENT: Final[Mapping[str, Mapping[str, str]]] = {
    "assessment": {"sv": "Vi gör en bedömning: {}.", "en": "We make an assessment: {}."},
    "checklist": {"sv": "Vi går igenom en checklista: {}.", "en": "We go through a checklist: {}."},
    "facts": {"sv": "Vi fyller i uppgifter: {}.", "en": "We fill in facts: {}."},
}


def titles(accepted: Accepted, program: Program) -> ReadOnly[str]:
    """What it is called; as it was proposed where the pack no longer has it."""
    proposal = accepted.review.proposal
    if proposal.action is not None and proposal.action in program.actions:
        return by_language(program.actions[proposal.action].title)
    if proposal.assess is not None and proposal.assess in program.forms:
        return _said(_FILL_IN, program.forms[proposal.assess])
    return ReadOnly({accepted.review.language: proposal.title})


def patient_words(accepted: Accepted, program: Program) -> ReadOnly[str]:
    """The words for the patient; none where the pack has none."""
    proposal = accepted.review.proposal
    if proposal.assess is not None and proposal.assess in program.forms:
        return _said(_FILL_IN_PATIENT, program.forms[proposal.assess])
    action = program.actions.get(proposal.action or "")
    if action is not None and action.for_patient is not None:
        return by_language(action.for_patient)
    said = proposal.for_patient
    return NOTHING if said is None else ReadOnly({accepted.review.language: said})


def occasion_words(accepted: Accepted, program: Program) -> ReadOnly[str]:
    """The occasion of the pack that it is due at, such as *at the next visit*; none where it is none."""
    if accepted.due is None or accepted.due_at is not None:
        return NOTHING
    for words in program.pack.occasions.values():
        if accepted.due in dict(words.by_language).values():
            return by_language(words)
    return NOTHING


def _said(frames: Mapping[str, Mapping[str, str]], form: Form) -> ReadOnly[str]:
    frame, title = frames[form.word], form.title.by_language
    return ReadOnly({code: frame.get(code, frame["en"]).format(words) for code, words in title})


def by_language(words: Words) -> ReadOnly[str]:
    """The words by language."""
    return ReadOnly(dict(words.by_language))
