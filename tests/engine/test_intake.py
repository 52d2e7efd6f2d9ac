"""What a host may give: every kind's accepted and refused values, and everything that is no answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisionsupport.engine import Engine
from decisionsupport.errors import InvalidCall
from decisionsupport.outcome.refused import InvalidAnswers
from tests.engine.packs import AT, engine_of, ids, outcome_of, problem_at, waits

KINDS = """
    assessment: a
    version: 1.2.0
    title: {en: A}
    items:
      b: {kind: boolean, ask: {en: B}}
      i: {kind: integer, between: 0..300, ask: {en: I}}
      d: {kind: decimal, step: 0.1, between: 30..45, unit: Cel, ask: {en: D}}
      h: {kind: decimal, step: 0.5, between: 0..10, ask: {en: H}}
      cr: {kind: decimal, step: 0.1, unit: umol/L, between: 10..2000, also_in: {mg/dL: 88.42}, ask: {en: Cr}}
      t: {kind: text, ask: {en: T}}
      t5: {kind: text, at_most: 5, ask: {en: T5}}
      day: {kind: date, ask: {en: Day}}
      inst: {kind: datetime, ask: {en: Instant}}
      clk: {kind: time, ask: {en: Clock}}
      dur: {kind: duration, ask: {en: Duration}}
      atc: {kind: code, system: atc, ask: {en: ATC}}
      c: {kind: choice, ask: {en: C}, options: {low: {text: {en: low}}, high: {text: {en: high}}}}
      cs:
        kind: choices
        ask: {en: Cs}
        options: {x: {text: {en: x}}, y: {text: {en: y}}, none: {text: {en: none}, exclusive: true}}
      age: {kind: integer, value: i + 1}
      hid: {kind: integer, between: 0..5, ask: {en: Hid}, show_when: b}
      rows:
        repeat: {at_most: 3}
        title: {en: Rows}
        items:
          n: {kind: integer, between: 0..9, ask: {en: N}}
          w: {kind: text, ask: {en: W}}
    computed:
      b_: {value: b}
      i_: {value: i}
      d_: {value: d}
      h_: {value: h}
      cr_: {value: cr}
      t_: {value: t}
      t5_: {value: t5}
      day_: {value: day}
      inst_: {value: inst}
      clk_: {value: clk}
      dur_: {value: dur}
      atc_: {value: atc}
      c_: {value: c}
      cs_: {value: cs}
      hid_: {value: hid}
      rows_: {value: count(rows)}
      most: {value: max(rows.n)}
"""
CET = timezone(timedelta(hours=1))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_of(
        KINDS,
        """
        assessment: old
        version: 1.0.0
        status: retired
        title: {en: Old}
        items: {x: {kind: boolean, ask: {en: X}}}
        """,
    )


ACCEPTED: list[tuple[str, Any, Any]] = [
    ("b", True, True),
    ("b", False, False),
    ("i", 0, 0),
    ("i", 300, 300),
    ("i", 7.0, 7),
    ("i", Decimal("7.00"), 7),
    ("i", Decimal("1E+2"), 100),
    ("d", 38.6, Decimal("38.6")),
    ("d", 38, Decimal("38.0")),
    ("d", Decimal("38.60"), Decimal("38.6")),
    ("h", 2.5, Decimal("2.5")),
    ("cr", {"value": 1.2, "unit": "mg/dL"}, Decimal("106.1")),
    ("cr", {"value": Decimal("1.2"), "unit": "mg/dL"}, Decimal("106.1")),
    ("cr", {"value": 106.1, "unit": "umol/L"}, Decimal("106.1")),
    ("t", "  spaced  ", "  spaced  "),
    ("t", "å" * 4000, "å" * 4000),
    ("t5", "12345", "12345"),
    ("day", date(2026, 3, 2), date(2026, 3, 2)),
    ("day", "2026-03-02", date(2026, 3, 2)),
    ("inst", datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 2, 10, tzinfo=CET)),
    (
        "inst",
        datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/Stockholm")),
        datetime(2026, 3, 2, 10, tzinfo=CET),
    ),
    ("inst", "2026-03-02T10:00:00+01:00", datetime(2026, 3, 2, 10, tzinfo=CET)),
    ("inst", "2026-03-02T09:00:00Z", datetime(2026, 3, 2, 10, tzinfo=CET)),
    ("clk", "12:30", time(12, 30)),
    ("clk", time(12, 30), time(12, 30)),
    ("dur", "48 hours", "48 hours"),
    ("atc", "N05BA01", "N05BA01"),
    ("c", "low", "low"),
    ("cs", ["y", "x"], ("x", "y")),
    ("cs", ("x",), ("x",)),
    ("cs", {"x", "y"}, ("x", "y")),
    ("cs", [], ()),
    ("cs", ["none"], ("none",)),
    ("rows", [], 0),
    ("rows", [{"n": 1}, {}], 2),
    ("rows", ({"n": 1},), 1),
]


@pytest.mark.parametrize(("item", "value", "expected"), ACCEPTED)
def test_accepted(engine: Engine, item: str, value: Any, expected: Any) -> None:
    outcome = outcome_of(engine, {"a": {item: value}})
    found = outcome.values["a"][f"{item}_"]
    assert not outcome.problems
    assert (found, type(found)) == (expected, type(expected))
    assert outcome.forms["a"].items[item].answered


NAN, INFINITY = float("nan"), float("inf")
REFUSED: list[tuple[str, Any]] = [
    *(("b", value) for value in (0, 1, "true", "yes", [], {}, object())),
    *(
        ("i", value)
        for value in (True, "7", 7.5, -1, 301, NAN, INFINITY, -INFINITY, 10**5000, [7], b"7", 1e300)
    ),
    *(("i", Decimal(value)) for value in ("7.5", "NaN", "sNaN", "Infinity", "1E+999999", "1E-999999")),
    *(("d", value) for value in (0.1 + 0.2 + 38.3, 38.65, Decimal("38.61"), 29.9, 45.1, "38.6", "38,6")),
    ("h", 2.4),
    *(
        ("cr", {"value": value, "unit": unit})
        for value, unit in [
            (1.2, "g/L"),
            (1.2, None),
            (1.2, ["mg/dL"]),
            ("1.2", "mg/dL"),
            (True, "mg/dL"),
            (NAN, "mg/dL"),
            (10**5000, "mg/dL"),
            (Decimal("sNaN"), "mg/dL"),
            (1e9, "mg/dL"),
            (106.15, "umol/L"),
            (None, "mg/dL"),
        ]
    ),
    ("cr", {"value": 1.2}),
    ("cr", {"value": 1.2, "unit": "mg/dL", "more": 1}),
    ("i", {"value": 7, "unit": "/min"}),
    *(("t", value) for value in (7, True, b"text", "å" * 4001, "x" * 10_000_000, "\ud800", "a\0b", ["a"])),
    ("t5", "123456"),
    *(
        ("day", value)
        for value in ("2026-3-2", "2026-02-30", 20260302, datetime(2026, 3, 2, tzinfo=UTC), "0001-01-01")
    ),
    *(
        ("inst", value)
        for value in (
            datetime(2026, 3, 2, 10),  # noqa: DTZ001 - that is the point
            datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
            "2026-03-02T10:00:00",
            "2026-03-02",
            date(2026, 3, 2),
            1_000_000_000,
            "x" * 1_000_000,
        )
    ),
    *(("clk", value) for value in ("25:00", "noon", time(12, tzinfo=UTC), 12)),
    *(("dur", value) for value in ("48", "two days", timedelta(hours=48), 48, "9" * 100 + " hours")),
    *(("atc", value) for value in ("N05ZZZZZZ", "n05", 5, "", "N05\ud800") if value != ""),
    *(("c", value) for value in ("hihg", "LOW", 0, True, ["low"], "\ud800", "x" * 10_000)),
    *(
        ("cs", value)
        for value in (
            "x",
            ["x", "x"],
            ["x", "none"],
            ["z"],
            [["x"]],
            {"x": True},
            ["x"] * 1_000_000,
            [None],
            3,
        )
    ),
    *(
        (item, {"not_known": reason})
        for item in ("b", "i", "cs", "rows")
        for reason in ("because", None, 3, ["declined"], {})
    ),
    *(("rows", value) for value in ("x", 3, {}, {"n": 1}, [{}] * 4, [{}] * 100_000, {1, 2})),
]


@pytest.mark.parametrize(
    ("item", "value"), REFUSED, ids=[f"{item}-{n}" for n, (item, _) in enumerate(REFUSED)]
)
def test_refused(engine: Engine, item: str, value: Any) -> None:
    outcome = outcome_of(engine, {"a": {item: value}})
    problem = problem_at(outcome, f"a.{item}")
    assert problem.severity == "error"
    assert problem.message
    assert problem.found
    assert problem.allowed
    assert len(problem.found) < 200
    assert not outcome.forms["a"].items[item].answered
    assert outcome.values["a"][f"{item}_"] == outcome_of(engine, {"a": {}}).values["a"][f"{item}_"]
    with pytest.raises(InvalidAnswers) as caught:
        engine.evaluate({"a": {item: value}}, at=AT)
    assert caught.value.outcome.to_json() == outcome.to_json()
    assert caught.value.problems == outcome.problems


def test_one_refused_answer_takes_nothing_else_with_it(engine: Engine) -> None:
    outcome = outcome_of(engine, {"a": {"i": "seven", "d": 38.6, "hid": None}})
    assert outcome.values["a"]["d_"] == Decimal("38.6")
    assert ids(outcome.problems, "path") == ["a.i"]


@pytest.mark.parametrize("blank", [None, "", "   ", "\n\t\u00a0"])
@pytest.mark.parametrize("item", ["b", "i", "d", "t", "day", "c", "cs", "rows", "age"])
def test_blank_is_no_answer(engine: Engine, item: str, blank: object) -> None:
    outcome = outcome_of(engine, {"a": {item: blank}})
    assert not outcome.problems
    assert not outcome.forms["a"].items[item].answered


@pytest.mark.parametrize("reason", ["declined", "not_possible", "not_known"])
def test_not_known_is_an_answer(engine: Engine, reason: str) -> None:
    outcome = outcome_of(engine, {"a": {"i": {"not_known": reason}, "rows": {"not_known": reason}}})
    assert not outcome.problems
    assert [(each.item, each.reason) for each in outcome.not_known] == [("a.i", reason), ("a.rows", reason)]
    assert outcome.forms["a"].items["i"].answered
    assert outcome.forms["a"].items["rows"].answered
    assert outcome.values["a"]["i_"].most == 300  # type: ignore[union-attr]
    assert outcome.values["a"]["rows_"].most == 3  # type: ignore[union-attr]


def test_hidden_answers_are_ignored(engine: Engine) -> None:
    outcome = engine.evaluate({"a": {"b": False, "hid": 3}}, at=AT)
    problem = problem_at(outcome, "a.hid")
    assert problem.severity == "note"
    assert "ignored" in problem.message
    assert problem.found == "3"
    assert str(outcome.values["a"]["hid_"]) == "NotApplicable()"
    assert engine.evaluate({"a": {"hid": 3}}, at=AT).values["a"]["hid_"] == 3


def test_a_derived_item_is_never_given(engine: Engine) -> None:
    outcome = outcome_of(engine, {"a": {"i": 40, "age": 39}})
    assert problem_at(outcome, "a.age").severity == "error"


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"b": {}}, "b"),
        ({3: {}}, "3"),
        ({None: {}}, "null"),
        ({"a\nb": {}}, '"a\nb"'),
        ({"\ud800": {}}, '"\\ud800"'),
        ({"a": {"nn": 1}}, "a.nn"),
        ({"a": {3: 1}}, "a.3"),
        ({"a": {("x", "y"): 1}}, "a.a list of 2"),
        ({"a": 7}, "a"),
        ({"a": None}, "a"),
        ({"a": [1]}, "a"),
        ({"a": {"answers": 7}}, "a"),
        ({"a": {"answers": None}}, "a"),
        ({"a": {"answers": {"i": 7}, "by": "me"}}, "a.by"),
        ({"a": {"version": "1.0.0"}}, "a.version"),
        ({"a": {"answers": {"answers": {"i": 7}}}}, "a.answers"),
        ({"a": {"answers": {}, "version": "2.0.0"}}, "a.version"),
        ({"a": {"answers": {}, "version": 1}}, "a.version"),
        ({"a": {"answers": {}, "version": [1]}}, "a.version"),
        ({"a": {"rows": [{"m": 1}]}}, "a.rows[0].m"),
        ({"a": {"rows": [{}, {"n": 10}]}}, "a.rows[1].n"),
        ({"a": {"rows": [{}, 7]}}, "a.rows[1]"),
        ({"a": {"rows": [{}, None]}}, "a.rows[1]"),
        ({"old": {"x": True}}, "old"),
        ({"old": {}}, "old"),
        (7, "answers"),
        ("a", "answers"),
        ([{"a": {}}], "answers"),
    ],
)
def test_where_it_is_wrong(engine: Engine, answers: Any, path: str) -> None:
    problem = problem_at(outcome_of(engine, answers), path)
    assert problem.severity == "error"
    assert problem.found
    assert problem.allowed


def test_a_guess_at_what_was_meant(engine: Engine) -> None:
    outcome = outcome_of(engine, {"a": {"ckl": 1, "c": "hihg"}, "aa": {}})
    assert "clk" in problem_at(outcome, "a.ckl").message
    assert "high" in problem_at(outcome, "a.c").message


@pytest.mark.parametrize("version", ["1.2.0", "1.0.0", "1.99.7", "1", None])
def test_the_same_major_version(engine: Engine, version: str | None) -> None:
    outcome = engine.evaluate({"a": {"version": version, "answers": {"i": 7}}}, at=AT)
    assert outcome.values["a"]["i_"] == 7


def test_answers_of_another_major_version_are_not_used(engine: Engine) -> None:
    outcome = outcome_of(engine, {"a": {"version": "2.0.0", "answers": {"i": 7}}})
    assert "a" in outcome.forms
    assert outcome.values["a"]["i_"].least == 0  # type: ignore[union-attr]


def test_a_retired_form_is_not_given(engine: Engine) -> None:
    assert "old" not in outcome_of(engine, {"old": {"x": True}}).forms


def test_a_file_of_a_million_wrong_names_is_told_briefly(engine: Engine) -> None:
    outcome = outcome_of(engine, {"a": {f"x{n}": n for n in range(100_000)}})
    assert len(outcome.problems) == 21
    assert "99980" in str(problem_at(outcome, "a").found)


def test_nested_without_end(engine: Engine) -> None:
    deep: Any = {}
    for _ in range(100_000):
        deep = {"answers": deep}
    lists: Any = []
    for _ in range(100_000):
        lists = [lists]
    own: dict[str, Any] = {}
    own["answers"] = own
    outcome = outcome_of(engine, {"a": deep, "b": lists})
    assert {each.path for each in outcome.problems} == {"a.answers", "b"}
    assert outcome_of(engine, {"a": {"i": lists, "t": deep, "rows": [lists, deep]}}).problems
    assert outcome_of(engine, {"a": own}).problems


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(st.characters(exclude_categories=()), max_size=20)
    | st.binary(max_size=4)
    | st.datetimes()
    | st.dates()
    | st.times(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner)
        | st.dictionaries(
            st.sampled_from(["value", "unit", "not_known", "answers", "version", "at", "n", "i"])
            | st.none()
            | st.integers(0, 3),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
ITEMS = [
    "b",
    "i",
    "d",
    "cr",
    "t",
    "day",
    "inst",
    "clk",
    "dur",
    "atc",
    "c",
    "cs",
    "rows",
    "age",
    "hid",
    "no",
]


@given(st.dictionaries(st.sampled_from(ITEMS), values, max_size=4), values, values)
def test_nothing_that_is_given_raises(engine: Engine, answers: Any, history: Any, parameters: Any) -> None:
    outcome = outcome_of(engine, {"a": answers}, history={"a": history}, parameters={"p": parameters})
    assert all(each.path and each.message for each in outcome.problems)
    outcome_of(engine, {"a": history, "b": parameters})


# At ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 23, 9),  # noqa: DTZ001 - that is the point
        "2026-11-23T09:00:00",
        "2026-11-23",
        "now",
        "",
        None,
        7,
        date(2026, 11, 23),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime.max.replace(tzinfo=timezone(-timedelta(hours=14))),
        "9999-12-31T23:59:59Z",
    ],
)
def test_an_instant_without_offset_is_none(engine: Engine, at: Any) -> None:
    with pytest.raises(InvalidCall, match="at="):
        engine.evaluate({}, at=at)
    with pytest.raises(InvalidCall):
        engine.values({}, at=at)


def test_the_same_instant_is_the_same_outcome(engine: Engine) -> None:
    one = outcome_of(engine, {"a": {"i": 1}}, at="2026-11-23T09:00:00+01:00")
    assert one.to_json() == outcome_of(engine, {"a": {"i": 1}}, at="2026-11-23T08:00:00Z").to_json()
    assert (
        one.to_json()
        == outcome_of(engine, {"a": {"i": 1}}, at=datetime(2026, 11, 23, 8, tzinfo=UTC)).to_json()
    )
    assert one.at.isoformat() == "2026-11-23T09:00:00+01:00"


def test_an_unknown_language(engine: Engine) -> None:
    with pytest.raises(InvalidCall, match=r"de.*en"):
        engine.evaluate({}, at=AT, language="de")


# What waits for a refused answer waits for the problem ---------------------------------------------------


def test_a_refused_answer_is_waited_for_as_a_problem() -> None:
    engine = engine_of(
        KINDS,
        """
        set: s
        version: 1.0.0
        actions: {act: {title: {en: act}}}
        rules:
          hot: {when: a.d >= 38, propose: [act]}
          many: {when: count(a.rows) >= 2, propose: [act]}
          row: {when: any(a.rows.n > 5), propose: [act]}
        """,
    )
    outcome = outcome_of(engine, {"a": {"d": 380, "rows": 7}})
    assert {each.rule: waits(each.waits_for) for each in outcome.undecided} == {
        "s.hot": [("problem", "a.d")],
        "s.many": [("problem", "a.rows")],
        "s.row": [("problem", "a.rows")],
    }
    assert outcome.open_questions == ()
    outcome = outcome_of(engine, {"a": {"d": 37.0, "rows": [{"n": 1}, {"n": "many"}]}})
    assert {each.rule: waits(each.waits_for) for each in outcome.undecided} == {
        "s.row": [("problem", "a.rows[1].n")]
    }
    outcome = outcome_of(engine, {"a": {"d": 37.0, "rows": {"not_known": "declined"}}})
    assert {each.rule for each in outcome.undecided} == {"s.many", "s.row"}
    assert outcome.open_questions == ()


def test_a_million_entries(engine: Engine) -> None:
    outcome = engine.evaluate({"a": {"rows": [{}] * 1_000_000}}, at=AT, invalid="report")
    assert problem_at(outcome, "a.rows").found == "a list of 1000000"
