"""Tables: every hit policy is held to what it promises, for every patient that its inputs can tell apart."""

from __future__ import annotations

import pytest

from tests.loading.small_packs import GAIT, PATIENT, helps, load, messages, program_of, rule, told

TABLE = """
set: tables
version: 1.0.0
actions: {visit: {title: Visit}, call: {title: Call}}
tables:
  made:
    hit: %s
    from: %s
    gives: %s
    rows:
%s
%s
"""


def table(
    hit: str, read: str, rows: list[str], otherwise: str = "", gives: str = "{what: {options: {x: x, y: y}}}"
) -> str:
    """A set with one table."""
    lines = "\n".join(f"      - [{row}]" for row in rows)
    return TABLE % (hit, read, gives, lines, f"    otherwise: [{otherwise}]" if otherwise else "")


def said(hit: str, read: str, rows: list[str], otherwise: str = "") -> list[str]:
    """What is told of a table."""
    return messages(load(PATIENT, GAIT, table(hit, read, rows, otherwise))[1])


AID = "{aid: gait.aid, age: patient.age}"


@pytest.mark.parametrize(
    ("rows", "otherwise", "expected"),
    [
        (["none, any, x", "[stick, walker], ..79, x", "[stick, walker], 80.., y"], "", []),
        (["none, any, x", "[stick, walker], ..79, x"], "y", []),
        (["none, any, x", "stick, ..79, x", "walker, any, y"], "", ["no row takes aid `stick`, age `80`"]),
        (["any, ..79, x", "any, 81.., y"], "", ["no row takes aid `none`, age `80`"]),
        (["any, 1.., x"], "", ["no row takes aid `none`, age `0`"]),
    ],
)
def test_no_hole(rows: list[str], otherwise: str, expected: list[str]) -> None:
    for hit in ("unique", "any", "first"):
        assert said(hit, AID, rows, otherwise) == expected


def test_what_can_be_hidden_is_also_a_patient() -> None:
    rows = ["true, x", "false, y"]
    assert said("unique", "{pain: gait.pain}", rows) == ["no row takes pain not applicable"]
    assert said("unique", "{pain: gait.pain}", rows, "y") == []
    assert said("first", "{pain: gait.pain}", [*rows, "any, x"]) == []


OVERLAP = ["none, any, x", "any, ..79, y", "any, 80.., y"]


def test_rows_of_unique_take_no_patient_twice() -> None:
    _, report = load(PATIENT, GAIT, table("unique", AID, OVERLAP))
    assert messages(report) == ["two rows take aid `none`, age `0`"]
    assert told(report) == [("rows-overlap", "[any, ..79, y]")]
    (found,) = (each for each in report if each.slug == "rows-overlap")
    assert [near.span.text for near in found.related] == ["[none, any, x]"]


def test_rows_of_any_may_overlap_where_they_agree() -> None:
    assert said("any", AID, OVERLAP) == ["two rows take aid `none`, age `0`"]
    assert said("any", AID, [row.replace(", y", ", x") for row in OVERLAP]) == []


def test_in_first_the_order_speaks_and_some_rows_are_never_reached() -> None:
    assert said("first", AID, OVERLAP) == []
    _, report = load(PATIENT, GAIT, table("first", AID, ["any, ..79, x", "none, 10..20, y", "any, any, y"]))
    assert told(report) == [("row-unreachable", "[none, 10..20, y]")]


def test_a_table_that_collects_may_leave_patients_out_and_gives_several() -> None:
    text = table("collect", AID, ["none, any, x", "any, 80.., y"])
    program = program_of(PATIENT, GAIT, text)
    assert type(program.cells["table.made.what"].kind).__name__ == "Choices"
    _, report = load(
        PATIENT, GAIT, table("collect", AID, ["none, any, 3", "any, 80.., 4"], gives="{points: integer}")
    )
    assert told(report) == [("collect-column", "points")]


def test_over_two_hundred_thousand_combinations_need_otherwise() -> None:
    forms = "\n".join(f"  i{n}: {{kind: integer, between: 0..100}}" for n in range(8))
    wide = f"facts: wide\nversion: 1.0.0\ntitle: Wide\nitems:\n{forms}\n"
    read = "{" + ", ".join(f"i{n}: wide.i{n}" for n in range(8)) + "}"
    cells = ", ".join(["..10"] * 8)
    for other, expected in ((", ".join(["11..20"] * 8), 1), (", ".join(["21.."] * 8), 1)):
        rows = [f"{cells}, x", f"{other}, y"]
        for otherwise, count in (("", expected), ("y", 0)):
            _, report = load(wide, table("unique", read, rows, otherwise))
            found = [each for each in report if each.slug == "table-hole"]
            assert len(found) == count


@pytest.mark.parametrize(
    ("read", "rows", "wrong"),
    [
        ("{aid: gait.aid}", ["stik, x", "any, y"], ("unknown-option", "stik")),
        ("{aid: gait.aid}", ["3..4, x", "any, y"], ("table-cell", "3..4")),
        ("{age: patient.age}", ["old, x", "any, y"], ("table-cell", "old")),
        ("{age: patient.age}", ["..3.5, x", "any, y"], ("off-grid", "..3.5")),
        ("{alone: patient.alone}", ["perhaps, x", "any, y"], ("unknown-option", "perhaps")),
        ("{aid: gait.ait}", ["any, x"], ("unknown-name", "ait")),
        ("{aid: gait.aid}", ["any, z"], ("unknown-option", "z")),
        ("{aid: gait.aid}", ["-, x"], ("table-cell", "-")),
    ],
)
def test_cells_fit_what_their_column_reads(read: str, rows: list[str], wrong: tuple[str, str]) -> None:
    assert wrong in told(load(PATIENT, GAIT, table("first", read, rows))[1])


@pytest.mark.parametrize("row", ["none, x", "none, -, x"])
def test_a_row_that_cannot_be_read_is_no_hole(row: str) -> None:
    report = load(PATIENT, GAIT, table("unique", AID, [row, "[stick, walker], any, y"]))[1]
    assert {"row-length", "table-cell"} >= {slug for slug, _ in told(report)}


def test_a_table_asks_no_texts_and_dates() -> None:
    facts = "facts: more\nversion: 1.0.0\ntitle: More\nitems: {born: {kind: date}, phone: {kind: text}}\n"
    for item in ("born", "phone"):
        _, report = load(facts, table("first", f"{{a: more.{item}}}", ["any, x"]))
        assert told(report) == [("kind-mismatch", f"more.{item}")]


def test_a_computed_may_be_a_table_of_one_column() -> None:
    computed = """
computed:
  level:
    options: {low: low, high: high}
    table:
      hit: unique
      from: {speed: speed, walks: walks}
      rows:
        - [..0.9, any, low]
        - [%s, true, high]
        - [%s, false, low]
"""
    assert messages(load(PATIENT, GAIT + computed % ("1.0..", "1.0.."))[1]) == []
    assert messages(load(PATIENT, GAIT + computed % ("1.0..", "1.1.."))[1]) == [
        "no row takes speed `1.0`, walks `no`"
    ]


def test_the_row_that_is_offered_closes_the_hole() -> None:
    table = "tables:\n  t:\n    from: {alone: patient.alone, age: patient.age}\n    gives: {what: action}\n    rows:\n      - [true, any, visit]\n      - [false, ..59, visit]\n      - [false, 70.., call]\n"
    report = load(PATIENT, rule("patient.alone", extra=table))[1]
    assert messages(report) == ["no row takes alone `no`, age `60`"]
    assert helps(report) == ["add the row `[false, 60..69, …]`, or `otherwise:`"]
    closed = table + "      - [false, 60..69, visit]\n"
    assert messages(load(PATIENT, rule("patient.alone", extra=closed))[1]) == []
