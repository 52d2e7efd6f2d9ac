"""What the contract wants and the request lacks, or says in a way that the contract cannot carry.

Found before signing: pass them to `review.handle("sign", …, gaps=eremiss.gaps(…))`. Law: a request without
gaps becomes XML that is valid against the contract's schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from decisionsupport.adapters.eremiss.content import (
    administrative_information,
    clinical_information,
    question,
)
from decisionsupport.adapters.eremiss.parties import Parties
from decisionsupport.adapters.eremiss.person_id import read_person_id
from decisionsupport.outcome.care import Draft, Gap
from decisionsupport.outcome.texts.text import Text

# The national codes of professions that may sign (kv_yrkeskoder).
_PROFESSION: Final = re.compile("AP|AT|AU|BM|BA|DT|KP|LG|LK|NA|OP|OT|PS|PT|RC|RS|SG|SF|SJ|TH|TL")
LONGEST_TEXT: Final = 8192
_HSA_ID: Final = re.compile(r"[A-Z]{2}[0-9]{10,12}-[A-Z0-9]{1,50}", re.ASCII | re.IGNORECASE)
# XML 1.0 has no other characters, not even as references.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Check = Callable[[str], tuple[str, str] | None]
"""Why a value cannot be carried, in Swedish and English; None where it can."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A value that the contract has a place for: its name in words, whether it must be there, its check."""

    swedish: str
    english: str
    required: bool
    check: _Check


def gaps(draft: Draft, parties: Parties, language: str) -> tuple[Gap, ...]:
    """What is missing (`unknown`) or cannot be carried (`false`), in the order of the contract."""
    found = []
    for name, value in _values(draft, parties, language):
        gap = _gap(f"eremiss.{name}", value, _WANTED[name], language)
        if gap is not None:
            found.append(gap)
    return tuple(found)


def _gap(needs: str, value: str | None, wanted: _Wanted, language: str) -> Gap | None:
    swedish = language.partition("-")[0] == "sv"
    name = wanted.swedish if swedish else wanted.english
    if value is None or not value.strip():
        return Gap(needs=needs, ask=name, state="unknown") if wanted.required else None
    why = _unwritable(value) or wanted.check(value)
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
        yield "patient.address.postal_code", patient.address.postal_code
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


def _unwritable(value: str) -> tuple[str, str] | None:
    found = _NO_XML.search(value)
    if found is None:
        return None
    code = f"U+{ord(found[0]):04X}"
    place = found.start() + 1
    return (
        f"tecknet {code} på plats {place} kan inte överföras",
        f"the character {code} at place {place} cannot be carried",
    )


def _at_most(most: int) -> _Check:
    def check(value: str) -> tuple[str, str] | None:
        if len(value) <= most:
            return None
        return (
            f"{len(value)} tecken, högst {most} får plats",
            f"{len(value)} characters, there is room for {most}",
        )

    return check


def _person_id(value: str) -> tuple[str, str] | None:
    if read_person_id(value) is not None:
        return None
    return (
        "är inte ett personnummer eller samordningsnummer med tolv siffror och rätt kontrollsiffra",
        "is no personal identity or coordination number of twelve digits with the right check digit",
    )


def _hsa_id(value: str) -> tuple[str, str] | None:
    if _HSA_ID.fullmatch(value):
        return None
    return "är inte ett HSA-id, som SE0000000000-X1", "is no HSA id, as SE0000000000-X1"


def _profession(value: str) -> tuple[str, str] | None:
    if _PROFESSION.fullmatch(value):
        return None
    return "är ingen nationell yrkeskod, som SJ eller LK", "is no national profession code, as SJ or LK"


def _wanted(swedish: str, english: str, check: _Check, *, required: bool = False) -> _Wanted:
    return _Wanted(swedish, english, required, check)


_LINE: Final = 35
_WANTED: Final[Mapping[str, _Wanted]] = {
    "patient.person_id": _wanted(
        "Patientens personnummer eller samordningsnummer",
        "The patient's personal identity or coordination number",
        _person_id,
        required=True,
    ),
    "patient.address.care_of": _wanted("Patientens c/o-adress", "The patient's c/o address", _at_most(_LINE)),
    "patient.address.street": _wanted(
        "Patientens gatuadress", "The patient's street", _at_most(_LINE), required=True
    ),
    "patient.address.street_2": _wanted(
        "Patientens andra adressrad", "The patient's second line of address", _at_most(_LINE)
    ),
    "patient.address.postal_code": _wanted(
        "Patientens postnummer (fem siffror)",
        "The patient's postal code (five digits)",
        _at_most(5),
        required=True,
    ),
    "patient.address.city": _wanted("Patientens postort", "The patient's city", _at_most(27), required=True),
    "patient.home_phone": _wanted("Patientens hemtelefon", "The patient's home telephone", _at_most(200)),
    "patient.mobile_phone": _wanted("Patientens mobiltelefon", "The patient's mobile phone", _at_most(200)),
    "patient.name": _wanted("Patientens namn", "The patient's name", _at_most(216)),
    "sender.hsa_id": _wanted(
        "Den remitterande enhetens HSA-id", "The sending unit's HSA id", _hsa_id, required=True
    ),
    "sender.name": _wanted("Den remitterande enhetens namn", "The sending unit's name", _at_most(64)),
    "sender.phone": _wanted(
        "Den remitterande enhetens telefon", "The sending unit's telephone", _at_most(200)
    ),
    "sender.email": _wanted("Den remitterande enhetens e-post", "The sending unit's email", _at_most(200)),
    "author.hsa_id": _wanted("Undertecknarens HSA-id", "The signer's HSA id", _hsa_id),
    "author.name": _wanted("Undertecknarens namn", "The signer's name", _at_most(64), required=True),
    "author.profession": _wanted("Undertecknarens yrkeskod", "The signer's profession code", _profession),
    "recipient.hsa_id": _wanted(
        "Den mottagande enhetens HSA-id", "The receiving unit's HSA id", _hsa_id, required=True
    ),
    "recipient.name": _wanted("Den mottagande enhetens namn", "The receiving unit's name", _at_most(200)),
    "administrative_information": _wanted("Rubriken", "The title", _at_most(LONGEST_TEXT)),
    "patient.interpreter": _wanted("Tolkspråket", "The interpreter's language", _at_most(200)),
    "question": _wanted("Frågeställningen", "The question", _at_most(LONGEST_TEXT), required=True),
    "clinical_information": _wanted("Anamnesen", "The clinical information", _at_most(LONGEST_TEXT)),
}
