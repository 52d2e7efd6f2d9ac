"""`export eremiss`: the XML, its gaps in words, and each exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from decisionsupport.loading.shipped import shipped_packs
from tests.cli.conftest import Command

SVEA = Path(__file__).parents[2] / "examples/svea"
AT = "2026-03-20T06:40:00+01:00"
SIGNED = ("--signed-at", "2026-03-20T06:50:00+01:00")


def asked(answers: str, request: str, *more: str, parties: Path = SVEA / "parties.json") -> tuple[Any, ...]:
    packs = shipped_packs()
    return (
        *("export", "eremiss", *packs, "--answers", SVEA / answers, "--at", AT),
        *("--request", request, "--parties", parties, *more),
    )


def test_a_signed_request_is_written(command: Command, tmp_path: Path) -> None:
    ran = command(*asked("fall.json", "acute_transfer", *SIGNED, "--out", str(tmp_path / "x.xml")))
    assert (ran.code, ran.out) == (0, "")
    root = etree.parse(tmp_path / "x.xml").getroot()
    assert root.tag.endswith("}ProcessRequest")
    assert "Angelägenhetsgrad: akut." in "".join(root.itertext())
    printed = command(*asked("fall.json", "acute_transfer", *SIGNED))
    assert printed.out == (tmp_path / "x.xml").read_text(encoding="utf-8")


def test_before_it_is_signed_only_gaps_are_told(command: Command) -> None:
    ran = command(*asked("fall.json", "acute_transfer"))
    assert ran.code == 0
    assert "has no gaps" in ran.out
    assert "<" not in ran.out


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("sv", "Närstående eller kontaktperson, med telefon"),
        ("en", "Relative or contact person, with telephone"),
    ],
)
def test_gaps_are_findings_and_nothing_is_written(
    command: Command, tmp_path: Path, language: str, says: str
) -> None:
    more = (*SIGNED, "--language", language, "--out", str(tmp_path / "x.xml"))
    ran = command(*asked("first_visit.json", "home_care_enrolment", *more))
    assert (ran.code, ran.out) == (1, "")
    assert f"patient.contact: {says}" in ran.err
    assert not (tmp_path / "x.xml").exists()


def test_what_the_contract_wants_is_a_gap_too(command: Command, tmp_path: Path) -> None:
    given = json.loads((SVEA / "parties.json").read_text(encoding="utf-8"))
    del given["sender"]["hsa_id"]
    given["patient"]["person_id"] = "189001019803"
    other = tmp_path / "parties.json"
    other.write_text(json.dumps(given), encoding="utf-8")
    ran = command(*asked("fall.json", "acute_transfer", *SIGNED, parties=other))
    assert ran.code == 1
    assert "2 gaps" in ran.err
    assert "eremiss.sender.hsa_id: Den remitterande enhetens HSA-id" in ran.err


def test_a_refused_answer_is_told_and_nothing_is_written(command: Command, tmp_path: Path) -> None:
    given = json.loads((SVEA / "fall.json").read_text(encoding="utf-8"))
    given["patient"]["age"] = 890
    (tmp_path / "answers.json").write_text(json.dumps(given), encoding="utf-8")
    ran = command(*asked(str(tmp_path / "answers.json"), "acute_transfer", *SIGNED))
    assert (ran.code, ran.out) == (1, "")
    assert "refused: patient.age" in ran.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "not JSON"),
        ('{"schema": "decisionsupport/eremiss-parties/1", "surprise": 1}', "surprise: unknown key"),
    ],
)
def test_parties_that_cannot_be_read_could_not_run(
    command: Command, tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "p.json").write_text(text, encoding="utf-8")
    ran = command(*asked("fall.json", "acute_transfer", parties=tmp_path / "p.json"))
    assert ran.code == 2
    assert says in " ".join(ran.err.split())


def test_a_request_that_is_not_drafted_could_not_run(command: Command) -> None:
    ran = command(*asked("fall.json", "sip_call"))
    assert ran.code == 2
    assert "these answers draft no request `sip_call`" in ran.err
    assert "`acute_transfer`" in ran.err


def test_nobody_signs_before_it_is_drafted(command: Command) -> None:
    ran = command(*asked("fall.json", "acute_transfer", "--signed-at", "2026-03-19T06:50:00+01:00"))
    assert ran.code == 2
    assert "--signed-at" in ran.err


def test_the_parties_have_a_schema(command: Command) -> None:
    schema = json.loads(command("schema", "eremiss-parties").out)
    assert schema["title"] == "decisionsupport/eremiss-parties/1"
