"""The values that the contract has a place for: their names in words, and what it can carry of each.

Lengths and patterns are those of the contract's schema (`clinicalprocess_activity_request_1.0.xsd`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from decisionsupport.adapters.eremiss.person_id import read_person_id

_PROFESSION: Final = re.compile("AP|AT|AU|BM|BA|DT|KP|LG|LK|NA|OP|OT|PS|PT|RC|RS|SG|SF|SJ|TH|TL")
_LONGEST_TEXT: Final = 8192
_HSA_ID: Final = re.compile(r"[A-Z]{2}[0-9]{10,12}-[A-Z0-9]{1,50}", re.ASCII | re.IGNORECASE)
# XML 1.0 has no other characters, not even as references.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Check: TypeAlias = Callable[[str], tuple[str, str] | None]
"""Why a value cannot be carried, in Swedish and English; None where it can."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value that the contract has a place for: its name in words, whether it must be there, its check."""

    swedish: str
    english: str
    required: bool
    check: Check


def unwritable(value: str) -> tuple[str, str] | None:
    """The first character that XML does not have, in words."""
    found = _NO_XML.search(value)
    if found is None:
        return None
    code = f"U+{ord(found[0]):04X}"
    place = found.start() + 1
    return (
        f"tecknet {code} på plats {place} kan inte överföras",
        f"the character {code} at place {place} cannot be carried",
    )


def _at_most(most: int) -> Check:
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


def _wanted(swedish: str, english: str, check: Check, *, required: bool = False) -> Wanted:
    return Wanted(swedish, english, required, check)


_LINE: Final = 35
WANTED: Final[Mapping[str, Wanted]] = {
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
    "administrative_information": _wanted("Rubriken", "The title", _at_most(_LONGEST_TEXT)),
    "patient.interpreter": _wanted("Tolkspråket", "The interpreter's language", _at_most(200)),
    "question": _wanted("Frågeställningen", "The question", _at_most(_LONGEST_TEXT), required=True),
    "clinical_information": _wanted("Anamnesen", "The clinical information", _at_most(_LONGEST_TEXT)),
}
