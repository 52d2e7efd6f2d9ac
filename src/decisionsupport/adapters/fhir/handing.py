"""What every resource of an outcome's Bundle is made with: ids, references, codes, texts in one language.

Law: an id is made of the outcome's id and what the resource stands for: same outcome, same Bundle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from decisionsupport.adapters.fhir.addresses import Addresses, resource_id, system_of
from decisionsupport.adapters.fhir.extensions import Resource
from decisionsupport.outcome.care import Caution, Priority, Reason
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.texts.printing import printed
from decisionsupport.outcome.texts.shown import Lasting
from decisionsupport.outcome.texts.wording import wording
from decisionsupport.program.model import Program
from decisionsupport.program.texts import Words
from decisionsupport.values.duration import parse_duration

PRIORITIES: Final[Mapping[Priority, str]] = MappingProxyType(
    {"routine": "routine", "soon": "urgent", "urgent": "asap", "emergency": "stat"}
)
"""Our priorities in FHIR's, in the same order; `soon` is FHIR's `urgent`, which is above routine only."""
_ENGLISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "decided_by": "Decided by: {}",
        "with": "Together with: {}",
        "caution": "Caution: {}",
        "due": "Due: {}",
        "repeat": "Repeat, time between: {}",
        "repeat_for": "Repeat, time between: {}, for {}",
        "gap": "Missing, cannot be signed without: {}",
        "open": "Open question: {}",
        "undecided": "Not decided: {}",
        "plan": "Proposed actions",
        "assess": "Fill in: {}",
        "withheld": "Held back: {}",
        "against": "Against: {}",
        "for": "For: {}",
        "bound_least": "at least",
        "bound_most": "at most",
        "possible": "still possible",
        "phone": "Phone now",
        "found": "found {}",
        "allowed": "allowed {}",
    }
)
_SWEDISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "decided_by": "Beslutas av: {}",
        "with": "Tillsammans med: {}",
        "caution": "Att väga in: {}",
        "due": "Senast: {}",
        "repeat": "Upprepas, tid emellan: {}",
        "repeat_for": "Upprepas, tid emellan: {}, i {}",
        "gap": "Saknas, kan inte signeras utan: {}",
        "open": "Öppen fråga: {}",
        "undecided": "Ej avgjort: {}",
        "plan": "Föreslagna åtgärder",
        "assess": "Fyll i: {}",
        "withheld": "Återhållet: {}",
        "against": "Emot: {}",
        "for": "För: {}",
        "bound_least": "lägst",
        "bound_most": "högst",
        "possible": "ännu möjligt",
        "phone": "Ring nu",
        "found": "funnet {}",
        "allowed": "tillåtet {}",
    }
)


@dataclass(slots=True)
class Handing:
    """One outcome on its way to a host: who it is about and who asks, as the host calls them."""

    program: Program
    outcome: Outcome
    addresses: Addresses
    subject: str
    requester: str | None
    language: str
    responses: dict[str, str] = field(default_factory=dict)
    """The QuestionnaireResponse of each form that was given."""
    observations: dict[str, str] = field(default_factory=dict)
    """The Observation of each value, by cell."""

    def start(self, kind: str, name: str) -> Resource:
        """A resource with its type and id."""
        return {"resourceType": kind, "id": resource_id(self.outcome.id, kind, name)}

    def about(self) -> Resource:
        """The reference to the patient."""
        return {"reference": self.subject}

    def asked_by(self, name: str = "requester") -> Resource:
        """Who asks, where the host says."""
        return {name: {"reference": self.requester}} if self.requester is not None else {}

    @property
    def at(self) -> str:
        """The instant of the outcome."""
        return self.outcome.at.isoformat()

    def said(self, word: str, *values: str) -> str:
        """Our own words, in Swedish or English."""
        return (_SWEDISH if self.language == "sv" else _ENGLISH)[word].format(*values)

    def words(self, words: Words | None, name: str) -> str:
        """A name's words in the language of the outcome."""
        return (words.in_language(self.language) if words is not None else "") or name

    def concept(self, kind: str, name: str, text: str, codes: Mapping[str, str] | None = None) -> Resource:
        """One of the pack's own names as a CodeableConcept, with codes of other systems beside it."""
        coding = [{"system": self.addresses.codes(kind), "code": name, "display": text}]
        coding += [{"system": system_of(name), "code": code} for name, code in (codes or {}).items()]
        return {"coding": coding, "text": text}

    def role(self, role: str) -> str:
        """A role in words."""
        return self.words(self.program.pack.roles.get(role), role)

    def lasting(self, written: str) -> str:
        """A duration in the reader's language."""
        length = parse_duration(written)
        return written if length is None else printed(Lasting(length.parts), wording(self.language))

    def reasons(self, reasons: Iterable[Reason]) -> list[Resource]:
        """Reasons as CodeableConcepts: the rule, and why."""
        return [
            {
                "coding": [
                    {"system": self.addresses.codes("rules"), "code": each.rule, "display": each.title}
                ],
                "text": str(each.because) if each.because is not None else each.title,
            }
            for each in reasons
        ]

    def cautions(self, cautions: Iterable[Caution]) -> Iterator[Resource]:
        """Cautions as annotations."""
        return (note(self.said("caution", str(each.text))) for each in cautions)

    def rests_on(self, reasons: Iterable[Reason]) -> list[Resource]:
        """The responses that rules read."""
        forms = {
            form
            for each in reasons
            if each.rule in self.program.rules
            for form in self.program.rules[each.rule].rests_on
        }
        return [refer(self.responses[form]) for form in sorted(forms) if form in self.responses]


def note(text: str) -> Resource:
    """An annotation."""
    return {"text": text}


def refer(resource: str) -> Resource:
    """A reference to another resource of the Bundle, by its id."""
    return {"reference": f"urn:uuid:{resource}"}


def listed(name: str, values: list[Resource]) -> Resource:
    """A list that is there only when it has something in it, as FHIR wants."""
    return {name: values} if values else {}
