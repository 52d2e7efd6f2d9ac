"""What the contract wants: missing, wrong and impossible values, in Swedish and English; the parties' JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.adapters.eremiss import Parties, gaps, process_request
from decisionsupport.adapters.eremiss.parties import SCHEMA, Address
from decisionsupport.adapters.eremiss.person_id import PERSONNUMMER, SAMORDNINGSNUMMER, read_person_id
from decisionsupport.outcome.reading import InvalidRecord
from decisionsupport.outcome.schema import record_schema
from decisionsupport.review.refusing import gap_in_words
from tests.adapters.eremiss.parties_given import PARTIES, draft_of, signed
from tests.outcome.outcome_strategies import strategy_of

DRAFT = draft_of({"situation": "Begäran."})


def found(parties: Parties = PARTIES, language: str = "sv", draft: Any = DRAFT) -> dict[str, tuple[str, str]]:
    return {
        gap.needs.removeprefix("eremiss."): (gap.state, gap_in_words(gap))
        for gap in gaps(draft, parties, language)
    }


def test_nothing_given_names_all_that_is_wanted_in_both_languages() -> None:
    assert found(Parties()) == {
        "patient.person_id": ("unknown", "Patientens personnummer eller samordningsnummer"),
        "sender.hsa_id": ("unknown", "Den remitterande enhetens HSA-id"),
        "author.name": ("unknown", "Undertecknarens namn"),
        "recipient.hsa_id": ("unknown", "Den mottagande enhetens HSA-id"),
    }
    assert found(Parties(), "en")["recipient.hsa_id"] == ("unknown", "The receiving unit's HSA id")


def test_all_given_has_no_gaps() -> None:
    assert found() == {}


def changed(part: str, **values: Any) -> Parties:
    return replace(PARTIES, **{part: replace(getattr(PARTIES, part), **values)})


@pytest.mark.parametrize(
    ("parties", "name", "says"),
    [
        (changed("patient", person_id="189001019803"), "patient.person_id", "rätt kontrollsiffra"),
        (changed("sender", hsa_id="enheten"), "sender.hsa_id", "är inte ett HSA-id"),
        (changed("author", profession="XX"), "author.profession", "är ingen nationell yrkeskod"),
        (changed("author", name="x" * 65), "author.name", "65 tecken, högst 64 får plats"),
        (changed("patient", name="a\x0bb"), "patient.name", "tecknet U+000B på plats 2 kan inte överföras"),
        (changed("patient", name="\ud800"), "patient.name", "tecknet U+D800 på plats 1"),
        (
            changed("patient", address=Address(street="x" * 36, postal_code="123 456", city="P")),
            "patient.address.street",
            "36 tecken",
        ),
        (
            changed("patient", address=Address(street="x", postal_code="123 456", city="P")),
            "patient.address.postal_code",
            "6 tecken",
        ),
    ],
)
def test_what_cannot_be_carried_says_why(parties: Parties, name: str, says: str) -> None:
    state, words = found(parties)[name]
    assert state == "false"
    assert says in words
    assert set(found(parties, "en")) == set(found(parties))


def test_an_address_is_whole_or_not_there() -> None:
    assert set(found(changed("patient", address=Address(city="Provstad")))) == {
        "patient.address.street",
        "patient.address.postal_code",
    }
    assert found(changed("patient", address=None)) == {}


def test_a_postal_code_may_have_its_space() -> None:
    parties = changed("patient", address=Address(street="x", postal_code="123 45", city="P"))
    assert found(parties) == {}
    assert "<postalCode>12345</postalCode>" in process_request(signed(DRAFT), parties)


def test_blank_is_missing() -> None:
    assert found(changed("author", name="  "))["author.name"][0] == "unknown"


def test_a_request_that_asks_nothing_or_too_much() -> None:
    assert found(draft=draft_of({"background": "x"}))["question"] == ("unknown", "Frågeställningen")
    long = found(draft=draft_of({"situation": "x" * 9000}))["question"]
    assert long == ("false", "Frågeställningen: 9010 tecken, högst 8192 får plats.")
    assert "clinical_information" in found(draft=draft_of({"situation": "x", "background": "\x00"}))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("189001019802", ("189001019802", PERSONNUMMER)),
        (" 18900101-9802 ", ("189001019802", PERSONNUMMER)),
        ("191401682396", ("191401682396", SAMORDNINGSNUMMER)),
        ("189001019803", None),
        ("9001019802", None),
        ("189013019802", None),
        ("18900101+9802", None),
        ("１８９００１０１９８０２", None),
        ("", None),
    ],
)
def test_person_ids(written: str, read: Any) -> None:
    assert read_person_id(written) == read


@given(st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_seen(place: int, more: int) -> None:
    digits = list("189001019802")
    digits[place] = str((int(digits[place]) + more) % 10)
    # The century is not among the digits that are checked, but 18, 19 and 20 are all there are.
    assert read_person_id("".join(digits)) is None or place < 2


@given(strategy_of(Parties))
def test_the_parties_json_comes_back_and_is_valid(parties: Parties) -> None:
    text = parties.to_json()
    assert Parties.from_json(text) == parties
    jsonschema.Draft202012Validator(record_schema(Parties, SCHEMA)).validate(json.loads(text))


def test_what_is_no_party_is_refused_by_its_path() -> None:
    with pytest.raises(InvalidRecord, match=r"patient\.personal_id: unknown key"):
        Parties.from_json(
            '{"schema": "decisionsupport/eremiss-parties/1", "patient": {"personal_id": "x"}, "author": {}, "sender": {}, "recipients": {}}'
        )
