"""The XML of a signed care request: `ProcessRequest` of the contract, version 1.0.

Elements are written in the contract's own order, with its two namespaces; instants on Swedish clocks, as it
wants them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from decisionsupport.adapters.eremiss.content import (
    administrative_information,
    clinical_information,
    question,
)
from decisionsupport.adapters.eremiss.gaps import gaps
from decisionsupport.adapters.eremiss.parties import CareUnit, Parties, Patient
from decisionsupport.adapters.eremiss.person_id import read_person_id
from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.values import in_zone
from decisionsupport.review.refusing import gap_in_words
from decisionsupport.review.requests import RequestState
from decisionsupport.values.time import zone_named

_RESPONDER: Final = "urn:riv:clinicalprocess:activity:request:ProcessRequestResponder:1"
_CORE: Final = "urn:riv:clinicalprocess:activity:request:1"
_GENERAL: Final = "4"  # allmänremiss, the one type that the contract has
_NEW: Final = "NR"
_CHANGED: Final = "AR"


def process_request(request: RequestState, parties: Parties) -> str:
    """The request as XML, to be encoded as UTF-8; `InvalidCall` where it is not signed, or has gaps."""
    if request.signed is None:
        raise InvalidCall(f"request: {request.draft.request!r} is not signed, it is {request.state}")
    missing = (*request.draft.gaps, *gaps(request.draft, parties, request.language))
    if missing:
        raise InvalidCall(f"request: it has gaps: {'; '.join(gap_in_words(gap) for gap in missing)}")
    root = Element("r:ProcessRequest", {"xmlns:r": _RESPONDER, "xmlns": _CORE})
    _request(SubElement(root, "request"), request, parties, _wall(request.signed.at))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _request(into: Element, request: RequestState, parties: Parties, signed_at: datetime) -> None:
    draft, language = request.draft, request.language
    recipient = parties.recipient(draft.to)
    _identified(into, "requestId", f"{parties.sender.hsa_id}#{request.id}")
    _coded(into, "typeOfRequest", _GENERAL)
    _valued(into, "versionTimeStamp", f"{signed_at:%Y%m%d%H%M%S}")
    _text(into, "versionNumber", str(request.version))
    _coded(SubElement(into, "reasonForVersion"), "typeOfReason", _NEW if request.version == 1 else _CHANGED)
    _patient(SubElement(into, "patient"), parties.patient)
    _organisation(SubElement(into, "requestOrganisation"), parties.sender)
    _author(SubElement(into, "author"), parties, signed_at)
    _unit(SubElement(SubElement(into, "recipient"), "organisation"), recipient)
    more = SubElement(into, "additionalInformation")
    _text(more, "desiredRequestRecipient", recipient.name)
    _text(more, "administrativeInformation", administrative_information(draft, language))
    _text(more, "interpreterRequirement", parties.patient.interpreter)
    formulation = SubElement(into, "questionFormulation")
    _text(formulation, "text", question(draft, language))
    known = clinical_information(draft, language)
    if known:
        _text(SubElement(formulation, "clinicalInformation"), "text", known)


def _patient(into: Element, patient: Patient) -> None:
    found = read_person_id(patient.person_id or "")
    assert found is not None, "the gaps have been looked for"
    SubElement(into, "personId", {"extension": found[0], "root": found[1]})
    if patient.address is not None:
        address = SubElement(into, "address")
        _text(address, "careOf", patient.address.care_of)
        _text(address, "streetName1", patient.address.street)
        _text(address, "streetName2", patient.address.street_2)
        _text(address, "postalCode", patient.address.postal_digits)
        _text(address, "postalCity", patient.address.city)
    for code, number in (("H", patient.home_phone), ("MC", patient.mobile_phone)):
        if number and number.strip():
            telecom = SubElement(into, "telecom")
            _coded(telecom, "typeOfTelecom", code)
            _text(telecom, "number", number)
    _text(into, "name", patient.name)


def _organisation(into: Element, unit: CareUnit) -> None:
    _unit(into, unit)
    _text(into, "careUnitName", unit.name)
    _text(into, "careUnitTelephone", unit.phone)
    _text(into, "careUnitEmail", unit.email)


def _author(into: Element, parties: Parties, signed_at: datetime) -> None:
    author = parties.author
    _valued(into, "date", f"{signed_at:%Y%m%d}")
    professional = SubElement(into, "healthcareProfessional")
    if author.hsa_id:
        _identified(professional, "id", author.hsa_id)
    _text(professional, "name", author.name)
    if author.profession:
        _coded(into, "typeOfHealthcareProfessional", author.profession)
    _unit(SubElement(into, "healthcareProfessionalOrganisation"), parties.sender)


def _unit(into: Element, unit: CareUnit) -> None:
    _identified(into, "careUnitId", unit.hsa_id or "")


def _text(into: Element, tag: str, text: str | None) -> None:
    if text is not None and text.strip():
        # A reader of XML takes every line end for a line feed; so do we, before it is signed for.
        SubElement(into, tag).text = text.replace("\r\n", "\n").replace("\r", "\n")


def _identified(into: Element, tag: str, extension: str) -> None:
    SubElement(into, tag, {"extension": extension})


def _coded(into: Element, tag: str, code: str) -> None:
    SubElement(into, tag, {"code": code})


def _valued(into: Element, tag: str, value: str) -> None:
    SubElement(into, tag, {"value": value})


def _wall(at: datetime) -> datetime:
    return in_zone(at, zone_named("Europe/Stockholm"))
