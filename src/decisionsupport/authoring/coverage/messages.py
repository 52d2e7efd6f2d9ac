"""The lines that are said: of reasons, notes and requests, in the pack's first language."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.authoring.coverage.model import Coverage, Key, Place
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.texts import Text
from decisionsupport.program.model import Program
from decisionsupport.program.texts import Template

_LONGEST = 80


class Messages:
    """Each line of each text that an outcome can hold."""

    def __init__(self, program: Program, coverage: Coverage) -> None:
        self._coverage = coverage
        self._keys: dict[tuple[str, str], Key] = {}
        language = program.pack.languages[0]
        for owner, template in _templates(program):
            for line in template.in_language(language):
                words = line.template if len(line.template) <= _LONGEST else f"{line.template[:_LONGEST]}…"
                place = Place("message", words, line.span)
                coverage.add(place)
                self._keys[owner, line.template] = place.key

    def note(self, outcome: Outcome) -> None:
        """Add the lines of one outcome."""
        for owner, text in _texts(outcome):
            for line in text.lines:
                key = self._keys.get((owner, line.template))
                if key is not None:
                    self._coverage.note(key, "taken")


def _templates(program: Program) -> Iterator[tuple[str, Template]]:
    for form in program.forms.values():
        if form.note is not None:
            yield f"note {form.id}", form.note
    for rule in program.rules.values():
        if rule.because is not None:
            yield f"rule {rule.id}", rule.because
    for request in program.requests.values():
        for section in request.sections:
            yield f"request {request.id} {section.name}", section.lines


def _texts(outcome: Outcome) -> Iterator[tuple[str, Text]]:
    yield from ((f"note {form}", note) for form, note in outcome.notes.items())
    reasons = [reason for each in outcome.proposals for reason in each.reasons]
    reasons += [reason for each in outcome.drafts for reason in each.reasons]
    reasons += [reason for each in outcome.withheld for reason in (*each.for_, *each.against)]
    yield from ((f"rule {each.rule}", each.because) for each in reasons if each.because is not None)
    for draft in outcome.drafts:
        yield from ((f"request {draft.request} {name}", text) for name, text in draft.sections.items())
