"""`case-unfounded`: what is told, and the near misses of which nothing is told."""

from __future__ import annotations

import pytest

from tests.authoring.checks.harness import told

CASES = """
cases_for: care
shared: {at: "2026-11-23T09:00:00+01:00", given: {patient: {age: 89, alone: true}}}
cases:
  - {name: alone, without: [patient.age], expect: {proposes: [visit]}}
"""
SITE = "overrides: north\nparameters: {fever_limit: {value: 38.5, because: Colder, decided_by: The board}}\n"


def test_cases_for_what_is_not_there() -> None:
    (message,) = told("case-unfounded", CASES.replace("cases_for: care", "cases_for: caer"))
    assert message == "cases for `caer`, and the pack has no form, set, request or site of that name"


@pytest.mark.parametrize("subject", ["care", "vitals", "patient", "enrolment", "north"])
def test_cases_for_a_set_a_form_a_request_or_a_site(subject: str) -> None:
    assert told("case-unfounded", CASES.replace("cases_for: care", f"cases_for: {subject}"), SITE) == []


def test_a_site_that_nothing_overrides() -> None:
    said = ["no `overrides:` file is for site `south`"]
    assert told("case-unfounded", CASES.replace("name: alone", "name: alone, site: south"), SITE) == said
    assert told("case-unfounded", CASES.replace("shared: {", "shared: {site: south, "), SITE) == said
    assert told("case-unfounded", CASES.replace("name: alone", "name: alone, site: north"), SITE) == []


@pytest.mark.parametrize(
    ("path", "told_of"), [("patient", 0), ("patient.agee", 1), ("vitals", 1), ("age", 1)]
)
def test_without_takes_from_what_is_shared(path: str, told_of: int) -> None:
    found = told("case-unfounded", CASES.replace("[patient.age]", f"[{path}]"))
    assert found == [f"`{path}` is not among what is shared, so nothing is taken away"] * told_of


def test_without_where_nothing_is_shared() -> None:
    document = CASES.replace(", given: {patient: {age: 89, alone: true}}", "")
    assert len(told("case-unfounded", document)) == 1
