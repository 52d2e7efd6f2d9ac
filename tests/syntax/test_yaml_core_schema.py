"""YAML 1.2's core schema, for answers inside cases."""

from __future__ import annotations

from decimal import Decimal

import pytest

from decisionsupport.diagnostics import Report
from decisionsupport.syntax.yaml.core_schema import core_schema
from decisionsupport.syntax.yaml.read import read_yaml
from decisionsupport.syntax.yaml.tree import Mapping


def value_of(written: str) -> object:
    report = Report()
    node = read_yaml("f.yaml", f"a: {written}\n".encode(), report)
    assert isinstance(node, Mapping)
    assert not len(report)
    return core_schema(node.entries[0][1])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("null", None),
        ("~", None),
        ("Null", None),
        ("nUll", "nUll"),
        ("true", True),
        ("TRUE", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("0", 0),
        ("010", 10),
        ("-7", -7),
        ("+12", 12),
        ("0o10", 8),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-11-23", "2026-11-23"),
        ("1.5", Decimal("1.5")),
        ("38.60", Decimal("38.60")),
        (".5", Decimal("0.5")),
        ("1.", Decimal("1")),
        ("1e3", Decimal("1000")),
        ("-1.5E-2", Decimal("-0.015")),
        ("1e99999", "1e99999"),
        ("1.2.3", "1.2.3"),
        (".", "."),
        ("'1'", "1"),
        ('"true"', "true"),
        ("'null'", "null"),
        ("''", ""),
        ("|-\n  1", "1"),
        ("[1, 'b', {c: 2.0}]", [1, "b", {"c": Decimal("2.0")}]),
        ("{}", {}),
        ("😀", "😀"),
        ("١٢", "١٢"),
    ],
)
def test_core_schema(written: str, value: object) -> None:
    found = value_of(written)
    assert found == value
    assert type(found) is type(value)


def test_decimals_keep_their_digits() -> None:
    assert str(value_of("38.60")) == "38.60"


def test_a_number_of_a_million_digits_is_a_text() -> None:
    assert value_of("1" * 1_000_000) == "1" * 1_000_000
