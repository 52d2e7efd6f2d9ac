"""`unit-malformed`: what is told, and the near misses of which nothing is told."""

from __future__ import annotations

import pytest

from tests.authoring.checks.harness import a_set, an_assessment, told
from tests.ground import found_in

ITEM = '{ask: How much, kind: decimal, step: 0.1, unit: "UNIT", between: 0..100}'
READ = "computed: {high: {value: x > 38.0}}\nnote: '{{ high }}'\n"


def _item(unit: str) -> str:
    return an_assessment(f"x: {ITEM.replace('UNIT', unit)}", READ)


@pytest.mark.parametrize(
    ("unit", "meant"),
    [
        ("°C", "Cel"),
        ("mmHg", "mm[Hg]"),
        ("µmol/L", "umol/L"),
        ("kg/m²", "kg/m2"),
        ("mm Hg", "mm[Hg]"),
        ("år", "a"),
    ],
)
def test_a_unit_as_people_write_it(unit: str, meant: str) -> None:
    document = _item(unit)
    assert told("unit-malformed", document) == [f"`{unit}` is not a unit of UCUM"]
    (found,) = found_in("unit-malformed", [document.encode()])
    assert found.help == f"write `{meant}`"


@pytest.mark.parametrize(
    "unit", ["Cel", "mm[Hg]", "umol/L", "kg/m2", "%", "/min", "a", "10*9/L", "kr", "{score}"]
)
def test_units_of_ucum_and_what_may_be_one(unit: str) -> None:
    assert told("unit-malformed", _item(unit)) == []


def test_what_no_sign_stands_for() -> None:
    (found,) = found_in("unit-malformed", [_item("stück®").encode()])
    assert found.help is not None
    assert found.help.startswith("UCUM has signs of ASCII")


def test_other_units_computed_values_and_parameters() -> None:
    item = ITEM.replace("UNIT", "umol/L").replace("between", "also_in: {µg/L: 2}, between")
    assert told("unit-malformed", an_assessment(f"x: {item}", READ)) == ["`µg/L` is not a unit of UCUM"]
    computed = "computed: {y: {value: 2 * x, unit: timmar}}\nnote: '{{ y }}'\n"
    assert told("unit-malformed", an_assessment(f"x: {ITEM.replace('UNIT', 'h')}", computed)) == [
        "`timmar` is not a unit of UCUM"
    ]
    parameter = "limit: {kind: integer, unit: dygn, value: 3, between: 1..9, title: Limit}"
    rule = "one: {when: parameter.limit > 2, propose: [visit], evidence: [handbook]}"
    document = a_set(f"parameters: {{{parameter}}}\nrules: {{{rule}}}")
    assert "`dygn` is not a unit of UCUM" in [
        each.message for each in found_in("unit-malformed", [document.encode()])
    ]
