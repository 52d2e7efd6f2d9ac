"""The XML of a care request: its content, its order, the national schema, hostile texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

import decisionsupport as ds
from decisionsupport.adapters.eremiss import CareUnit, Parties, gaps, process_request
from decisionsupport.authoring.cases import from_documents
from decisionsupport.diagnostics import Report
from decisionsupport.loading import cases_in, read_files
from decisionsupport.loading.shipped import shipped_packs
from decisionsupport.outcome.care import Caution
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.texts.text import Text
from decisionsupport.review.requests import RequestState, handled
from decisionsupport.review.taking_in import renewed_requests
from tests.adapters.eremiss.parties_given import PARTIES, SIGNED, draft_of, signed

ROOT = Path(__file__).parents[3]
CONTRACT = ROOT / "../shared/corpora/rivta-eremiss"
XSD = CONTRACT / "schemas/interactions/ProcessRequestInteraction/ProcessRequestResponder_1.0.xsd"
CORE = "{urn:riv:clinicalprocess:activity:request:1}"
needs_contract = pytest.mark.skipif(
    not XSD.exists(), reason="the national contract's schema is not on this machine"
)


@cache
def contract() -> Any:
    return etree.XMLSchema(etree.parse(XSD))


def read(text: str) -> Any:
    return etree.fromstring(text.encode("utf-8"), etree.XMLParser(resolve_entities=False))


def valid(text: str) -> Any:
    root = read(text)
    if XSD.exists():
        contract().assertValid(root)
    return root


def said(root: Any, path: str) -> str:
    return root.find("/".join(CORE + tag for tag in path.split("/"))).text


def test_the_whole_message() -> None:
    draft = draft_of(
        {
            "situation": "Begäran: gångträning.",
            "background": "Höftfraktur.",
            "recommendation": "Ring före besök.",
        }
    )
    doubt = Caution(kind="unchecked", text=Text.plain("Smitta inte kontrollerad."))
    text = process_request(signed(replace(draft, cautions=(doubt,))), PARTIES)
    assert text == (
        """<?xml version="1.0" encoding="UTF-8"?>
<r:ProcessRequest xmlns:r="urn:riv:clinicalprocess:activity:request:ProcessRequestResponder:1" xmlns="urn:riv:clinicalprocess:activity:request:1">
  <request>
    <requestId extension="SE0000000000-U1#rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr" />
    <typeOfRequest code="4" />
    <versionTimeStamp value="20260306133005" />
    <versionNumber>1</versionNumber>
    <reasonForVersion>
      <typeOfReason code="NR" />
    </reasonForVersion>
    <patient>
      <personId extension="189001019802" root="1.2.752.129.2.1.3.1" />
      <address>
        <streetName1>Exempelgatan 1</streetName1>
        <postalCode>12345</postalCode>
        <postalCity>Provstad</postalCity>
      </address>
      <telecom>
        <typeOfTelecom code="H" />
        <number>+46 8 000 00 00</number>
      </telecom>
      <name>Svea Påhittad</name>
    </patient>
    <requestOrganisation>
      <careUnitId extension="SE0000000000-U1" />
      <careUnitName>Provenheten</careUnitName>
      <careUnitTelephone>08-000 00 01</careUnitTelephone>
    </requestOrganisation>
    <author>
      <date value="20260306" />
      <healthcareProfessional>
        <id extension="SE0000000000-S1" />
        <name>Sam Exempel</name>
      </healthcareProfessional>
      <typeOfHealthcareProfessional code="SJ" />
      <healthcareProfessionalOrganisation>
        <careUnitId extension="SE0000000000-U1" />
      </healthcareProfessionalOrganisation>
    </author>
    <recipient>
      <organisation>
        <careUnitId extension="SE0000000000-R1" />
      </organisation>
    </recipient>
    <additionalInformation>
      <desiredRequestRecipient>Kliniken &lt;Nord&gt; &amp; Co</desiredRequestRecipient>
      <administrativeInformation>Vårdbegäran. Angelägenhetsgrad: brådskande.</administrativeInformation>
      <interpreterRequirement>finska</interpreterRequirement>
    </additionalInformation>
    <questionFormulation>
      <text>Situation
Begäran: gångträning.

Rekommendation
Ring före besök.</text>
      <clinicalInformation>
        <text>Bakgrund
Höftfraktur.

Att beakta
- Smitta inte kontrollerad.</text>
      </clinicalInformation>
    </questionFormulation>
  </request>
</r:ProcessRequest>
"""
    )
    valid(text)


def test_a_second_version_says_so() -> None:
    again = replace(signed(draft_of({"situation": "x"})), version=2)
    root = valid(process_request(again, PARTIES))
    assert said(root, "request/versionNumber") == "2"
    assert root.find(f".//{CORE}typeOfReason").get("code") == "AR"


def test_only_what_is_signed_and_without_gaps_is_handed_on() -> None:
    request = signed(draft_of({"situation": "x"}))
    with pytest.raises(ds.InvalidCall, match="'referral' is not signed, it is draft"):
        process_request(replace(request, state="draft"), PARTIES)
    with pytest.raises(ds.InvalidCall, match="Den mottagande enhetens HSA-id"):
        process_request(request, replace(PARTIES, recipients=ReadOnly({})))


# Every request of the shipped packs ----------------------------------------------------------------------

FILLED: dict[str, Any] = {
    "patient.consent": True,
    "patient.responsible_doctor": "Kim Läkare",
    "patient.contact": "Robin, 070-000 00 00",
    "nutrition.weight": 52,
}


@cache
def engine() -> ds.Engine:
    return ds.load(*shipped_packs())


def drafted() -> Iterator[tuple[str, Any]]:
    """For each request a case whose answers draft it with the fewest gaps."""
    best: dict[str, tuple[int, Any]] = {}
    _, rules = shipped_packs()
    for case in from_documents(cases_in(read_files([rules / "cases"]), Report())):
        setting = case.setting
        if setting.at is not None:
            outcome = engine().evaluate(
                setting.given,
                at=setting.at,
                history=setting.history,
                parameters=setting.parameters,
                invalid="report",
            )
            for draft in outcome.drafts:
                if len(draft.gaps) < best.get(draft.request, (99, None))[0]:
                    best[draft.request] = (len(draft.gaps), setting)
    return ((request, setting) for request, (_, setting) in sorted(best.items()))


def request_of(name: str, setting: Any, language: str) -> RequestState:
    answers = {form: dict(given) for form, given in setting.given.items()}
    for needed, value in FILLED.items():
        form, item = needed.split(".")
        answers.setdefault(form, {}).setdefault(item, value)
    outcome = engine().evaluate(
        answers,
        at=setting.at,
        history=setting.history,
        parameters=setting.parameters,
        language=language,
        invalid="report",
    )
    return next(each for each in renewed_requests((), outcome) if each.draft.request == name)


@needs_contract
def test_every_request_of_the_packs_is_valid_in_both_languages() -> None:
    seen = set()
    for name, setting in drafted():
        seen.add(name)
        for language in ("sv", "en"):
            request = request_of(name, setting, language)
            assert request.draft.gaps == (), name
            parties = replace(
                PARTIES, recipients=ReadOnly({request.draft.to: CareUnit(hsa_id="SE0000000000-R1")})
            )
            assert gaps(request.draft, parties, language) == ()
            made = handled(request, "sign", by=ds.Actor(id="x", role="registered_nurse"), at=request.at)
            text = process_request(made, parties)
            root = valid(text)
            assert process_request(made, parties) == text
            everything = said(root, "request/questionFormulation/text") + (
                root.findtext(f".//{CORE}clinicalInformation/{CORE}text") or ""
            )
            for section in request.draft.sections.values():
                assert str(section).strip() in everything
    assert seen == set(engine().program.requests)


@needs_contract
def test_the_schema_tells_wrong_from_right() -> None:
    root = read(process_request(signed(draft_of({"situation": "x"})), PARTIES))
    assert contract().validate(root)
    root.find(f".//{CORE}personId").set("root", "1.2.3")
    assert not contract().validate(root)


# Hostile texts -------------------------------------------------------------------------------------------

hostile = st.text(max_size=30) | st.sampled_from(
    [
        "]]>",
        "<!DOCTYPE x>",
        "&amp;lt;",
        "\x00",
        "\ud800",
        "\x0b",
        "\ufffe",
        " \r\n\t",
        "a\rb",
        "<?x?>",
        "😀",
        "9" * 9000,
    ]
)


def normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(st.sampled_from(["situation", "background", "assessment", "plan"]), hostile),
    hostile,
    st.data(),
)
def test_any_text_is_carried_as_it_is_or_is_a_gap(
    words: dict[str, str], title: str, data: st.DataObject
) -> None:
    patient, author, sender = (
        replace(
            part,
            **{
                name: data.draw(st.none() | hostile, label=name)
                for name in names
                if data.draw(st.integers(0, 5)) == 0
            },
        )
        for part, names in (
            (PARTIES.patient, ("name", "person_id", "home_phone", "interpreter")),
            (PARTIES.author, ("name", "hsa_id", "profession")),
            (PARTIES.sender, ("name", "hsa_id", "email")),
        )
    )
    parties = Parties(patient=patient, author=author, sender=sender, recipients=PARTIES.recipients)
    draft = draft_of(words, title=title)
    request = signed(draft)
    if gaps(draft, parties, "sv"):
        with pytest.raises(ds.InvalidCall, match="it has gaps"):
            process_request(request, parties)
        return
    root = valid(process_request(request, parties))
    texts = [found.text or "" for found in root.iter(f"{CORE}text")]
    for text in words.values():
        assert normal(text.strip()) in "\n".join(texts)
    if patient.name and patient.name.strip():
        assert said(root, "request/patient/name") == normal(patient.name)


def test_the_clock_is_the_swedish_wall() -> None:
    winter = valid(process_request(signed(draft_of({"situation": "x"})), PARTIES))
    assert winter.find(f".//{CORE}versionTimeStamp").get("value") == "20260306133005"
    assert SIGNED.hour == 12
