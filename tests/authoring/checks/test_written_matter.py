"""Codes, sources, cases, and what must not be in a pack at all."""

from __future__ import annotations

from datetime import date

import pytest

from tests.authoring.checks.harness import a_rule, a_set, an_assessment, told
from tests.ground import found_in

NOBODY = "19121212-0008"
"""Birth numbers begin at 001, so this is nobody's."""


# Codes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("loinc: 8867-4", None),
        ("loinc: 8867-5", "code-check-digit"),
        ("loinc: 8876-4", "code-check-digit"),
        ("loinc: pulse", "code-malformed"),
        ("snomed: 129839007", None),
        ("snomed: 80146002", None),
        ("snomed: 129839006", "code-check-digit"),
        ("snomed: 129893007", "code-check-digit"),
        ("snomed: 12983", "code-malformed"),
        ("icd10se: S72.0", None),
        ("icd10se: 72.0", "code-malformed"),
        ("kva: QN011", None),
        ("kva: Q011", "code-malformed"),
        ("atc: N05BA01", None),
        ("atc: n05ba01", "code-malformed"),
        ("ours: 12", None),
        ("icd10: S72.0", "code-malformed"),
        ("lonic: 9279-1", "code-malformed"),
    ],
)
def test_a_code_is_held_against_its_system(code: str, slug: str | None) -> None:
    form = an_assessment(f"x: {{kind: boolean, code: {{{code}}}}}")
    for each in ("code-check-digit", "code-malformed"):
        assert bool(told(each, form)) is (each == slug)


def test_codes_in_parameters_and_conditions_are_codes_too() -> None:
    parameter = "parameters: {drugs: {kind: codes, system: atc, value: [N05A, N5B]}}"
    assert told("code-malformed", a_set(parameter)) == ["`N5B` is not written as codes of ATC are"]
    rule = a_rule('any(patient.medicine.atc in ["N05A", "NO5B"])')
    assert told("code-malformed", rule) == ["`NO5B` is not written as codes of ATC are"]


# Sources -------------------------------------------------------------------------------------------------


def test_a_rule_and_a_score_name_their_sources() -> None:
    assert told("source-missing", a_rule("patient.alone")) == ["`example.one` names no source"]
    assert told("source-missing", a_rule("patient.alone", "propose: [visit]\nevidence: [handbook]")) == []
    form = an_assessment("x: {kind: boolean, points: 1}")
    assert told("source-missing", form) == ["`example` scores, and names no source"]
    assert told("source-missing", form.replace("title:", "evidence: [handbook]\ntitle:")) == []
    assert told("source-missing", an_assessment("x: {kind: boolean}")) == []


def test_a_source_is_looked_at_every_other_year() -> None:
    source = a_set("sources: {law: {title: Law, certainty: law, accessed: 2024-02-29}}")
    assert told("review-overdue", source) == []
    assert told("review-overdue", source, today=date(2026, 2, 28)) == []
    assert told("review-overdue", source, today=date(2026, 3, 1)) == [
        "`law` was last looked at 2024-02-29, more than 2 years ago"
    ]
    undated = source.replace(", accessed: 2024-02-29", "")
    assert told("review-overdue", undated, today=date(2026, 3, 1)) == [
        "nobody says when `law` was last looked at"
    ]


# Cases ---------------------------------------------------------------------------------------------------


def cases(*each: str) -> str:
    return "cases_for: care\nshared: {at: 2026-11-23T09:00:00+01:00}\ncases:\n" + "".join(
        f"  - {{name: {name}, {rest}}}\n" for name, _, rest in (one.partition(": ") for one in each)
    )


def test_two_cases_of_one_name() -> None:
    alone = "given: {patient: {alone: true}}, expect: {proposes: [visit]}"
    old = "given: {patient: {age: 90}}, expect: {proposes: []}"
    assert told("duplicate-case", cases(f"one: {alone}", f"one: {old}")) == [
        "two cases for `care` are called `one`"
    ]
    assert told("duplicate-case", cases(f"one: {alone}", f"two: {old}")) == []


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("proposes: [visit]", "proposes_not: [visit]", "`visit` to be proposed, here it is not proposed"),
        ("proposes: {visit: {priority: soon}}", "proposes: {visit: {priority: urgent}}", "the priority of `visit` to be `soon`, here it is `urgent`"),
        ("values: {vitals.total: 3}", "values: {vitals.total: 4}", "`vitals.total` to be `3`, here it is `4`"),
        ("values: {vitals.total: 3}", "values: {vitals.total: 2..4}", None),
        ("values: {vitals.total: 3}", "proposes: [visit]", None),
        ("asks: [patient.age]", "asks_not: [patient.age]", "`patient.age` to be asked, here it is not asked"),
    ],
)  # fmt: skip
def test_cases_that_cannot_both_hold(one: str, other: str, said: str | None) -> None:
    given = "given: {patient: {age: 80, alone: true}}"
    again = "given: {patient: {alone: true, age: 80}}"
    found = told(
        "contradicting-cases", cases(f"a: {given}, expect: {{{one}}}", f"b: {again}, expect: {{{other}}}")
    )
    assert found == ([] if said is None else [f"`a` gives the same and expects {said}"])
    apart = "given: {patient: {alone: true, age: 81}}"
    assert (
        told(
            "contradicting-cases", cases(f"a: {given}, expect: {{{one}}}", f"b: {apart}, expect: {{{other}}}")
        )
        == []
    )


# Persons -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        (NOBODY, True),
        (NOBODY.replace("-", ""), True),
        (NOBODY[2:], True),
        (NOBODY.replace("-", "+"), True),
        ("19121272-0005", True),
        (NOBODY[:-1] + "0", False),
        ("19121312-0007", False),
        ("20000101-0008", True),
        ("19811218-9876", False),
        ("1" + NOBODY, False),
        ("8867-4", False),
        ("010-121 20 00", False),
    ],
)
def test_what_looks_like_a_person(text: str, told_of: bool) -> None:
    found = told("personal-number", a_rule("patient.alone") + f"# as for {text}\n")
    assert found == (["this looks like a person's identity number"] if told_of else [])


def test_a_code_that_happens_to_look_like_a_person_is_a_code() -> None:
    form = an_assessment("x: {kind: boolean, code: {snomed: 1212120008}}")
    assert told("personal-number", form) == []


def test_a_person_is_told_of_even_while_the_pack_has_errors() -> None:
    broken = a_rule("patient.nobody") + f"# as for {NOBODY}\n"
    slugs = {each.slug for each in found_in("personal-number", [broken.encode()])}
    assert slugs == {"personal-number", "unknown-name"}
