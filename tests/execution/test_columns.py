"""Columns say of every row what the interpreter says of that row alone."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import pytest

pl = pytest.importorskip("polars", reason="the extra `batch` is not installed")

from decisionsupport.engine.engine import Engine, load  # noqa: E402
from decisionsupport.engine.many import sources  # noqa: E402
from decisionsupport.errors import InvalidCall  # noqa: E402
from decisionsupport.outcome.values import Unknown  # noqa: E402
from decisionsupport.values.kinds import Number  # noqa: E402
from tests.execution.populations import AT, PLAIN, by_row, records_of, same_as_alone  # noqa: E402
from tests.strategies.choices import Seeded  # noqa: E402
from tests.strategies.evaluating import loaded  # noqa: E402
from tests.strategies.packs import make_pack  # noqa: E402

BORDERS = {
    "respiratory_rate": [8, 9, 11, 12, 20, 21, 24, 25],
    "hypercapnic_target": [True, False],
    "oxygen_saturation": [83, 84, 85, 86, 87, 88, 91, 92, 93, 94, 95, 96, 97],
    "supplemental_oxygen": [True, False],
    "systolic": [90, 91, 100, 101, 110, 111, 219, 220],
    "pulse": [40, 41, 50, 51, 90, 91, 110, 111, 130, 131],
    "consciousness": ["alert", "confusion", "voice", "pain", "unresponsive"],
    "temperature": [35.0, 35.1, 36.0, 36.1, 38.0, 38.1, 39.0, 39.1],
}


@pytest.fixture(scope="module")
def shipped() -> Engine:
    return load("forms", "rules")


def same_rows(engine: Engine, frame: Any) -> Any:
    """Every row of the frame against the interpreter's outcome of it."""
    return same_as_alone(engine, frame, list(records_of(frame)))


def thrown(slot: Any, dice: random.Random) -> Any:
    """An answer; to a repeating group, a list of entries with some answers."""
    if not slot.rows:
        return dice.choice(slot.domain)
    return [
        {each.name: None if dice.random() < 0.3 else dice.choice(each.domain) for each in slot.rows}
        for _ in range(dice.randrange(3))
    ]


def news2_rows(count: int, missing: float) -> Any:
    dice = random.Random(5)
    ages = [None, 15, 16, 80]
    return pl.DataFrame(
        {
            **{
                f"news2.{name}": [
                    None if dice.random() < missing else dice.choice(values) for _ in range(count)
                ]
                for name, values in BORDERS.items()
            },
            "patient.age": [dice.choice(ages) for _ in range(count)],
        }
    )


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_news2_on_the_borders(shipped: Engine, missing: float) -> None:
    many = same_rows(shipped, news2_rows(60, missing))
    assert "news2.total" in many.lowered


@pytest.mark.parametrize("seed", range(40))
def test_generated_packs(seed: int) -> None:
    choices = Seeded(seed)
    pack = make_pack(choices)
    program, files = loaded(pack)
    dice = random.Random(seed)
    columns: dict[str, list[Any]] = {}
    for form in pack.forms:
        for slot in form.slots:
            columns[f"{form.id}.{slot.name}"] = [
                None if dice.random() < 0.4 else thrown(slot, dice) for _ in range(12)
            ]
    if not columns:
        return
    many = same_rows(Engine(program, files), pl.DataFrame(columns, strict=False))
    assert many.lowered


def test_bad_answers_are_problems_and_no_row_is_lost(shipped: Engine) -> None:
    frame = pl.DataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "news2.pulse": [80, 9000, None, 70],
            "news2.temperature": [36.05, float("nan"), float("inf"), 37.0],
            "news2.consciousness": ["alert", "awake", " ", None],
            "news2.supplemental_oxygen": ["yes", None, None, None],
            "news2.puls": [1, 2, 3, 4],
        }
    )
    many = shipped.evaluate_many(frame, at=AT)
    assert many.values["id"].to_list() == ["a", "b", "c", "d"]
    errors = many.problems.filter(pl.col("severity") == "error")
    assert set(zip(errors["row"], errors["path"], strict=True)) == {
        (None, "news2.puls"),
        (0, "news2.temperature"),
        (0, "news2.supplemental_oxygen"),
        (1, "news2.pulse"),
        (1, "news2.temperature"),
        (1, "news2.consciousness"),
        (2, "news2.temperature"),
    }
    same = shipped.evaluate({"news2": {"pulse": 80, "consciousness": "alert"}}, at=AT)
    total = same.values["news2"]["total"]
    assert isinstance(total, Unknown)
    assert (many.values["news2.total.least"][0], many.values["news2.total.most"][0]) == (
        total.least,
        total.most,
    )


def test_no_rows_and_nothing_but_nulls(shipped: Engine) -> None:
    frame = pl.DataFrame({"news2.pulse": [None, None], "news2.temperature": [None, None]})
    assert shipped.evaluate_many(frame, at=AT).values["news2.total.state"].to_list() == [None, None]
    assert shipped.evaluate_many(frame.clear(), at=AT).values.height == 0


def test_files(shipped: Engine, tmp_path: Path) -> None:
    frame = pl.DataFrame({"news2.pulse": [80, 131]})
    frame.write_parquet(tmp_path / "in.parquet")
    frame.write_csv(tmp_path / "in.csv")
    expected_values = shipped.evaluate_many(frame, at=AT).values
    for given in (tmp_path / "in.parquet", str(tmp_path / "in.csv"), frame.lazy()):
        assert shipped.evaluate_many(given, at=AT).values.equals(expected_values)
    whole = (tmp_path / "in.parquet").read_bytes()
    (tmp_path / "in.parquet").write_bytes(whole[: len(whole) // 2])
    for given, said in (
        (tmp_path / "in.parquet", "answers: "),
        (tmp_path / "none.parquet", "answers: "),
        (tmp_path / "in.xlsx", "give a .parquet or a .csv file"),
        (pl.DataFrame({"pulse": [1]}), "no column is an item"),
    ):
        with pytest.raises(InvalidCall, match=said):
            shipped.evaluate_many(given, at=AT)


def test_downton(shipped: Engine) -> None:
    dice = random.Random(9)
    columns: dict[str, list[Any]] = {}
    for item in shipped.program.items.values():
        if item.form == "downton" and item.row_of is None and not item.derived:
            domain: list[Any] = list(getattr(item.kind, "options", (True, False)))
            if isinstance(item.kind, Number):
                domain = [item.between[0], item.between[1]] if item.between else [0, 1]
            lists = not isinstance(item.kind, PLAIN)
            columns[item.id] = [
                None if dice.random() < 0.3 else [dice.choice(domain)] if lists else dice.choice(domain)
                for _ in range(30)
            ]
    assert columns
    same_rows(shipped, pl.DataFrame(columns))


def test_a_missing_extra_is_named(shipped: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    monkeypatch.delitem(sys.modules, "decisionsupport.engine.many.many", raising=False)
    with pytest.raises(InvalidCall, match=r"pip install 'decisionsupport\[batch\]'"):
        shipped.evaluate_many("in.parquet", at=AT)


def test_maps_of_answers_as_evaluate_takes_them(shipped: Engine) -> None:
    records = [
        {"news2": {"pulse": 131, "temperature": 38.1}},
        {"news2": {}},
        {"patient": {"age": 89, "medicine": [{"atc": "N05AB01"}, {"atc": "N05AB01"}]}},
        {"news2": {"pulse": "fast"}, "nosuch": {}},
        {"news2": {"version": "1.0.0", "answers": {"pulse": {"not_known": "declined"}}}},
        {},
    ]
    many = shipped.evaluate_many(records, at=AT)
    assert [batch.rows for batch in many.batches()] == [6]
    assert many.values.height == many.rules.height == 6
    assert many.values["news2.total.least"].to_list() == [4, 0, None, 0, 0, None]
    assert many.one_by_one == 2
    proposed, undecided = by_row(many.proposals), by_row(many.undecided)
    for row, record in enumerate(records):
        alone = shipped.evaluate(record, at=AT, invalid="report")
        assert [each[0] for each in proposed.get(row, [])] == [each.action for each in alone.proposals]
        assert [each[0] for each in undecided.get(row, [])] == [each.rule for each in alone.undecided]
    assert set(many.problems.filter(pl.col("row") == 3)["path"]) == {"news2.pulse", "nosuch"}


def test_parts_of_a_population_count_their_rows_on(shipped: Engine) -> None:
    population = shipped.population(at=AT)
    batch = population.evaluate(pl.DataFrame({"news2.pulse": [80, 9000]}), first_row=1000)
    assert (batch.first_row, batch.rows, batch.values["row"].to_list()) == (1000, 2, [1000, 1001])
    assert batch.problems.filter(pl.col("severity") == "error")["row"].to_list() == [1001]


def test_a_column_of_the_wrong_type_is_a_problem_in_every_row(shipped: Engine) -> None:
    frame = pl.DataFrame(
        {
            "news2.pulse": ["80", "90", None],
            "news2.consciousness": [1, 2, 3],
            "news2.systolic": [120.5, 110.0, float("nan")],
            "patient.medicine": ["a list", None, None],
        }
    )
    many = same_rows(shipped, frame)
    errors = many.problems.filter(pl.col("severity") == "error")
    assert errors.select("row", "path").rows() == [
        (0, "news2.consciousness"),
        (0, "news2.pulse"),
        (0, "news2.systolic"),
        (0, "patient.medicine"),
        (1, "news2.consciousness"),
        (1, "news2.pulse"),
        (2, "news2.consciousness"),
        (2, "news2.systolic"),
    ]
    assert errors["allowed"].null_count() == 0
    assert many.values["news2.total.state"].to_list() == ["unknown"] * 3


def test_a_written_file_is_read_by_the_kinds_of_its_items(shipped: Engine, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(
        "id,news2.pulse,news2.temperature,news2.supplemental_oxygen,downton.medicines\n"
        "007,131,38.1,true,sedatives;diuretics\n"
        "008,fast,36.05,maybe,\n"
    )
    many = shipped.evaluate_many(path, at=AT)
    assert many.values["id"].to_list() == ["007", "008"]
    assert many.values["news2.total.least"].to_list() == [6, 0]
    errors = many.problems.filter(pl.col("severity") == "error")
    assert errors.select("row", "path", "found").rows() == [
        (1, "news2.pulse", '"fast"'),
        (1, "news2.supplemental_oxygen", '"maybe"'),
        (1, "news2.temperature", "36.05"),
    ]


def test_what_is_no_parquet_file_is_said_at_once(shipped: Engine, tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_bytes(b"PK not parquet at all")
    with pytest.raises(InvalidCall, match="answers: "):
        shipped.evaluate_many(tmp_path / "in.parquet", at=AT)
    with pytest.raises(InvalidCall, match="give a frame"):
        shipped.evaluate_many(7, at=AT)  # type: ignore[arg-type]


def test_batches_are_the_whole_in_parts(shipped: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = news2_rows(50, 0.2)
    whole = shipped.evaluate_many(frame, at=AT)
    monkeypatch.setattr(sources.Size, "rows", lambda *_: 7)
    batches = list(shipped.evaluate_many(frame, at=AT).batches())
    assert [batch.first_row for batch in batches] == [0, 7, 14, 21, 28, 35, 42, 49]
    for name in ("values", "rules", "proposals", "withheld", "undecided", "problems"):
        parts = pl.concat([getattr(batch, name) for batch in batches])
        assert parts.equals(getattr(whole, name)), name


def test_columns_are_stable_though_no_row_of_a_batch_has_the_form(shipped: Engine) -> None:
    population = shipped.population(at=AT)
    some = pl.DataFrame({"news2.pulse": [80], "downton.previous_fall": [True]})
    none = pl.DataFrame({"news2.pulse": [80], "downton.previous_fall": pl.Series([None], dtype=pl.Boolean)})
    assert population.evaluate(some).values.schema == population.evaluate(none).values.schema
