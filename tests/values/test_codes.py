"""Codes lie under one another only at the borders of their system's own levels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.values.kinds import CODE_SYSTEMS, CodeSystem
from decisionsupport.values.operators.codes import code_in, is_code, levels, lies_under
from decisionsupport.values.sets import NOT_APPLICABLE, UNDECIDED, Anything, OneOf, Possible


@pytest.mark.parametrize(
    ("code", "higher", "system", "expected"),
    [
        ("N05AB01", "N05A", "atc", True),
        ("N05AB", "N05A", "atc", True),
        ("N05A", "N05A", "atc", True),
        ("N05A", "N05AB", "atc", False),
        ("N05BA01", "N05A", "atc", False),
        ("N05AB01", "N", "atc", True),
        ("N05AB01", "N0", "atc", False),
        ("N05AB01", "N05AB0", "atc", False),
        ("C03CA01", "C03", "atc", True),
        ("S72.0", "S72", "icd10se", True),
        ("S72.00", "S72.0", "icd10se", True),
        ("S720", "S72.0", "icd10se", True),
        ("S72.0", "S720", "icd10se", True),
        ("S72.1", "S72.0", "icd10se", False),
        ("S72.0", "S7", "icd10se", False),
        ("S72.0", "S", "icd10se", False),
        ("E44.0", "E44", "icd10se", True),
        ("E44", "E44.0", "icd10se", False),
        ("NFB20", "NFB", "kva", True),
        ("NFB20", "NF", "kva", True),
        ("QD011", "QD", "kva", True),
        ("QD011", "QD0", "kva", False),
        ("129839007", "129839007", "snomed", True),
        ("129839007", "129839", "snomed", False),
        ("9279-1", "9279-1", "loinc", True),
        ("9279-1", "9279", "loinc", False),
    ],
)
def test_lies_under(code: str, higher: str, system: CodeSystem, expected: bool) -> None:
    assert lies_under(code, higher, system) is expected
    assert code_in(code, frozenset({higher}), system) is expected


@pytest.mark.parametrize(
    ("text", "system"),
    [
        ("N0", "atc"),
        ("N05A1", "atc"),
        ("n05a", "atc"),
        ("S7", "icd10se"),
        ("S72.", "icd10se"),
        ("12", "snomed"),
        ("9279", "loinc"),
        ("", "kva"),
        ("QD01", "kva"),
        ("N05A\n", "atc"),
    ],
)
def test_not_codes(text: str, system: CodeSystem) -> None:
    assert not is_code(text, system)


@given(st.text(max_size=8), st.sampled_from(CODE_SYSTEMS))
def test_everything_is_its_own_highest_level_and_the_levels_are_codes(text: str, system: CodeSystem) -> None:
    plain = text.replace(".", "") if system == "icd10se" else text
    assert plain in levels(text, system)
    assert all(is_code(higher, system) for higher in levels(text, system) - {plain})


SEDATIVES = frozenset({"N05A", "N05B"})


@pytest.mark.parametrize(
    ("code", "codes", "expected"),
    [
        (NOT_APPLICABLE, SEDATIVES, False),
        (Anything(), SEDATIVES, UNDECIDED),
        (Anything(), frozenset(), False),
        (Anything("N05AB", True), SEDATIVES, UNDECIDED),
        (Anything("C03", True), SEDATIVES, False),
        ("N05AB", Anything(), UNDECIDED),
        ("N05AB", Anything(SEDATIVES, True), UNDECIDED),
        ("C03", Anything(SEDATIVES, True), False),
        ("N05AB", NOT_APPLICABLE, False),
        (OneOf(frozenset({"N05AB", "N05BA"})), SEDATIVES, True),
        (OneOf(frozenset({"N05AB", "C03"})), SEDATIVES, UNDECIDED),
        (OneOf(frozenset({"N05AB"}), True), SEDATIVES, UNDECIDED),
    ],
)
def test_code_in(code: Possible, codes: Possible, expected: Possible) -> None:
    assert code_in(code, codes, "atc") == expected
