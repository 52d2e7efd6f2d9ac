"""Narrow columns say what the values of hosts say, in the same types for every shape; parts come when read."""

from __future__ import annotations

import random
from typing import Any

import pytest

pl = pytest.importorskip("polars", reason="the extra `batch` is not installed")

from decisionsupport.engine.engine import Engine, load  # noqa: E402
from decisionsupport.engine.many import working  # noqa: E402
from decisionsupport.errors import InvalidCall  # noqa: E402
from decisionsupport.execution.columns.narrowing import is_narrow, of_values  # noqa: E402
from decisionsupport.outcome.values import Unknown  # noqa: E402
from tests.engine.packs import engine_of  # noqa: E402
from tests.execution.populations import AT  # noqa: E402
from tests.execution.test_columns import BORDERS, thrown  # noqa: E402
from tests.strategies.choices import Seeded  # noqa: E402
from tests.strategies.evaluating import loaded  # noqa: E402
from tests.strategies.packs import make_pack  # noqa: E402

CELLS = ("news2.total", "news2.risk")


@pytest.fixture(scope="module")
def shipped() -> Engine:
    return load("forms", "rules")


def news2(missing: float, count: int = 200) -> Any:
    dice = random.Random(7)
    return pl.DataFrame(
        {
            f"news2.{name}": [None if dice.random() < missing else dice.choice(values) for _ in range(count)]
            for name, values in BORDERS.items()
        }
    )


def same_as_values(engine: Engine, frame: Any) -> None:
    """Every value that has narrow columns, beside what is made of those of hosts."""
    many = engine.evaluate_many(frame, at=AT)
    cells = [
        cell
        for cell in engine.program.cells.values()
        if f"{cell.id}.state" in many.values.columns and is_narrow(cell.kind)
    ]
    found = many.narrow(*(cell.id for cell in cells))
    made = many.values.select(each for cell in cells for each in of_values(cell.id, cell.kind, cell.widest))
    assert found.schema == made.schema
    assert found.equals(made)


@pytest.mark.parametrize("missing", [0.0, 0.3, 0.9])
def test_narrow_columns_say_the_same(shipped: Engine, missing: float) -> None:
    frame = news2(missing)
    same_as_values(shipped, frame)
    same_as_values(shipped, frame.with_columns(pl.col("news2.pulse") * 10))
    unsure = frame.with_columns(pl.lit(value=True).alias("downton.previous_fall"))
    same_as_values(shipped, unsure.with_columns((pl.int_range(pl.len()) % 3 == 0).alias("news2")))


@pytest.mark.parametrize("seed", range(25))
def test_of_generated_packs(seed: int) -> None:
    pack = make_pack(Seeded(seed))
    program, files = loaded(pack)
    dice = random.Random(seed)
    columns: dict[str, list[Any]] = {
        f"{form.id}.{slot.name}": [None if dice.random() < 0.4 else thrown(slot, dice) for _ in range(12)]
        for form in pack.forms
        for slot in form.slots
    }
    if columns:
        same_as_values(Engine(program, files), pl.DataFrame(columns, strict=False))


def test_types_are_the_same_for_every_shape(shipped: Engine) -> None:
    frames = [
        news2(0.0),
        news2(0.5),
        news2(1.0),
        news2(0.0).clear(),
        pl.DataFrame({"downton.gait": ["safe"] * 3}),
    ]
    found = [shipped.evaluate_many(each, at=AT).narrow(*CELLS) for each in frames]
    assert [each.height for each in found] == [each.height for each in frames]
    (schema,) = {tuple(each.schema.items()) for each in found}
    types = dict(schema)
    assert types["news2.total"] == types["news2.total.least"] == pl.Int8
    assert types["news2.risk.can.high"] == pl.Boolean
    assert isinstance(types["news2.risk"], pl.Enum)


def test_what_can_be_said_of_a_row(shipped: Engine) -> None:
    found = shipped.evaluate_many(pl.DataFrame({"news2.pulse": [131, None]}), at=AT).narrow(*CELLS)
    first, second = found.rows(named=True)
    assert (first["news2.total"], first["news2.total.least"], first["news2.total.most"]) == (None, 3, 20)
    assert first["news2.risk.can.high"] is True
    assert first["news2.risk.can.none"] is False
    assert set(second.values()) == {None}


def test_records_evaluated_alone_are_there_too(shipped: Engine) -> None:
    records = [
        {"news2": {"pulse": 131}},
        {"news2": {"pulse": {"not_known": "declined"}}},
        {"news2": {"pulse": "fast"}, "nosuch": {}},
        {},
    ]
    many = shipped.evaluate_many(records, at=AT)
    assert many.narrow("news2.total")["news2.total.least"].to_list() == [3, 0, 0, None]
    same_as_values(shipped, records)


@pytest.mark.parametrize("cell", ["news2.pulse", "news2.nosuch", "nosuch", "finding.nosuch"])
def test_what_has_no_narrow_columns_is_said(shipped: Engine, cell: str) -> None:
    many = shipped.evaluate_many(news2(0.0), at=AT)
    with pytest.raises(InvalidCall, match=cell):
        many.narrow(cell)


def test_what_is_not_read_is_not_worked_out(shipped: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def noted(name: str) -> Any:
        made_of = getattr(working, name)

        def call(*given: Any) -> Any:
            made.append(name)
            return made_of(*given)

        return call

    for name in ("values_frame", "rules_frame", "undecided_frame", "proposal_frames"):
        monkeypatch.setattr(working, name, noted(name))
    batch = shipped.population(at=AT).evaluate(news2(0.1))
    batch.narrow("news2.total")
    assert made == []
    assert batch.proposals is batch.proposals
    assert batch.withheld.height >= 0
    assert made == ["proposal_frames"]
    assert batch.values.height == 200
    assert made == ["proposal_frames", "values_frame"]


DEMANDING = """
facts: alpha
version: 1.0.0
title: Alpha
items:
  a1: {kind: boolean, ask: A1}
  a2: {kind: boolean, ask: A2}
computed:
  value: {title: V, options: {red: red, green: green}, first: [{when: a1, is: green}, {is: red}]}
must: [{that: a1, else: This cannot be}]
"""


def test_answers_that_break_a_demand_are_unknown_in_every_frame() -> None:
    engine = engine_of(DEMANDING)
    answers: list[dict[str, Any]] = [{"a1": False}, {"a1": True}, {"a2": True}, {"a1": False, "a2": False}]
    many = engine.evaluate_many([{"alpha": each} for each in answers], at=AT)
    alone = [
        engine.evaluate({"alpha": each}, at=AT, invalid="report").values["alpha"]["value"] for each in answers
    ]
    assert alone[0] == alone[3] == Unknown(one_of=("red", "green"))
    wanted = ["unknown" if isinstance(each, Unknown) else "known" for each in alone]
    assert many.values["alpha.value.state"].to_list() == wanted
    assert many.narrow("alpha.value")["alpha.value.state"].to_list() == wanted
    same_as_values(engine, pl.DataFrame({"alpha.a1": [each.get("a1") for each in answers]}))
