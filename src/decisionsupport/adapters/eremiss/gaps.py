"""What the contract wants and the request lacks, or says in a way that the contract cannot carry.

Found before signing: pass them to `review.handle("sign", …, gaps=eremiss.gaps(…))`. Law: a request without
gaps becomes XML that is valid against the contract's schema.
"""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.adapters.eremiss.content import (
    administrative_information,
    clinical_information,
    question,
)
from decisionsupport.adapters.eremiss.parties import Parties
from decisionsupport.adapters.eremiss.wanted import WANTED, Wanted, unwritable
from decisionsupport.outcome.care import Draft, Gap
from decisionsupport.outcome.texts.text import Text

# The national codes of professions that may sign (kv_yrkeskoder).


def gaps(draft: Draft, parties: Parties, language: str) -> tuple[Gap, ...]:
    """What is missing (`unknown`) or cannot be carried (`false`), in the order of the contract."""
    found = []
    for name, value in _values(draft, parties, language):
        gap = _gap(f"eremiss.{name}", value, WANTED[name], language)
        if gap is not None:
            found.append(gap)
    return tuple(found)


def _gap(needs: str, value: str | None, wanted: Wanted, language: str) -> Gap | None:
    swedish = language.partition("-")[0] == "sv"
    name = wanted.swedish if swedish else wanted.english
    if value is None or not value.strip():
        return Gap(needs=needs, ask=name, state="unknown") if wanted.required else None
    why = unwritable(value) or wanted.check(value)
    if why is None:
        return None
    return Gap(needs=needs, text=Text.plain(f"{name}: {why[0 if swedish else 1]}.", language), state="false")


def _values(draft: Draft, parties: Parties, language: str) -> Iterator[tuple[str, str | None]]:
    patient, author, sender = parties.patient, parties.author, parties.sender
    recipient = parties.recipient(draft.to)
    yield "patient.person_id", patient.person_id
    if patient.address is not None:
        yield "patient.address.care_of", patient.address.care_of
        yield "patient.address.street", patient.address.street
        yield "patient.address.street_2", patient.address.street_2
        yield "patient.address.postal_code", patient.address.postal_digits
        yield "patient.address.city", patient.address.city
    yield "patient.home_phone", patient.home_phone
    yield "patient.mobile_phone", patient.mobile_phone
    yield "patient.name", patient.name
    yield "sender.hsa_id", sender.hsa_id
    yield "sender.name", sender.name
    yield "sender.phone", sender.phone
    yield "sender.email", sender.email
    yield "author.hsa_id", author.hsa_id
    yield "author.name", author.name
    yield "author.profession", author.profession
    yield "recipient.hsa_id", recipient.hsa_id
    yield "recipient.name", recipient.name
    yield "administrative_information", administrative_information(draft, language)
    yield "patient.interpreter", patient.interpreter
    yield "question", question(draft, language)
    yield "clinical_information", clinical_information(draft, language)
