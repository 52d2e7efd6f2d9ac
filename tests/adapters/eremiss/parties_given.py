"""Invented parties: a person of the Tax Agency's test series, HSA ids of an organisation that cannot be."""

from __future__ import annotations

from datetime import datetime

from decisionsupport.adapters.eremiss import Author, CareUnit, Parties, Patient
from decisionsupport.adapters.eremiss.parties import Address
from decisionsupport.outcome.care import Draft
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.texts.text import Text, sections
from decisionsupport.review.people import Actor
from decisionsupport.review.requests import RequestState, handled

SIGNED = datetime.fromisoformat("2026-03-06T12:30:05+00:00")
PATIENT = Patient(
    person_id="18900101-9802",
    name="Svea Påhittad",
    address=Address(street="Exempelgatan 1", postal_code="12345", city="Provstad"),
    home_phone="+46 8 000 00 00",
    interpreter="finska",
)
PARTIES = Parties(
    patient=PATIENT,
    author=Author(name="Sam Exempel", hsa_id="SE0000000000-S1", profession="SJ"),
    sender=CareUnit(hsa_id="SE0000000000-U1", name="Provenheten", phone="08-000 00 01"),
    recipients=ReadOnly({"clinic": CareUnit(hsa_id="SE0000000000-R1", name="Kliniken <Nord> & Co")}),
)


def draft_of(words: dict[str, str], language: str = "sv", title: str = "Vårdbegäran") -> Draft:
    parts = {name: Text.plain(text, language) for name, text in words.items()}
    return Draft(
        request="referral",
        title=title,
        to="clinic",
        urgency="urgent",
        sections=ReadOnly(parts),
        text=sections(language, parts),
    )


def signed(draft: Draft, language: str = "sv") -> RequestState:
    request = RequestState(id="r" * 64, outcome="o", at=SIGNED, language=language, draft=draft)
    return handled(request, "sign", by=Actor(id="SE0000000000-S1", role="nurse"), at=SIGNED)
