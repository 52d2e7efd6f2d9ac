"""The shipped packs as columns: the answers of every case, and every NEWS2 on the borders."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

pl = pytest.importorskip("polars", reason="the extra `batch` is not installed")

from decisionsupport.authoring.cases import from_documents  # noqa: E402
from decisionsupport.diagnostics import Report  # noqa: E402
from decisionsupport.engine import Engine  # noqa: E402
from decisionsupport.engine.many.asking import asked  # noqa: E402
from decisionsupport.engine.many.reading import Reader  # noqa: E402
from decisionsupport.engine.many.sources import chunk_of  # noqa: E402
from decisionsupport.execution.columns.cells import Cells  # noqa: E402
from decisionsupport.execution.columns.emit import plan  # noqa: E402
from decisionsupport.execution.columns.sets import Numbers, Options, truth  # noqa: E402
from decisionsupport.execution.interpreter import Interpreter  # noqa: E402
from decisionsupport.loading import cases_in, read_files  # noqa: E402
from decisionsupport.loading.shipped import shipped_packs  # noqa: E402
from decisionsupport.program.meaning import meaning  # noqa: E402
from decisionsupport.values.operators.arithmetic import number_ends  # noqa: E402
from decisionsupport.values.sets import OneOf, between, one_of  # noqa: E402
from tests.execution.populations import AT, records_of, same_as_alone, same_values  # noqa: E402

BORDERS: dict[str, list[Any]] = {
    "respiratory_rate": [None, 8, 9, 11, 12, 20, 21, 24, 25],
    "oxygen_saturation": [None, 83, 84, 85, 86, 87, 88, 91, 92, 93, 94, 95, 96, 97],
    "hypercapnic_target": [None, True, False],
    "supplemental_oxygen": [None, True, False],
    "systolic": [None, 90, 91, 100, 101, 110, 111, 219, 220],
    "pulse": [None, 40, 41, 50, 51, 90, 91, 110, 111, 130, 131],
    "consciousness": [None, "alert", "confusion"],
    "temperature": [None, 35.0, 35.1, 36.0, 36.1, 38.0, 38.1, 39.0, 39.1],
}
TOGETHER = ("oxygen_saturation", "hypercapnic_target", "supplemental_oxygen")
"""What the points of one item hang on together."""


@pytest.mark.parametrize("site", [None, "skovde"])
def test_the_answers_of_every_case(site: str | None, engine: Engine, skovde: Engine) -> None:
    cases = from_documents(cases_in(read_files(shipped_packs()), Report()))
    records = [
        case.setting.given for case in cases if case.setting.site == site and not case.setting.parameters
    ]
    assert len(records) > (500 if site is None else 0)
    at_home = engine if site is None else skovde
    many = same_as_alone(at_home, records, records, alone=at_home)
    assert many.lowered


def test_every_news2_on_the_borders(engine: Engine) -> None:
    """Three million combinations, missing answers too, against the interpreter.

    The interpreter says what points the answers of each item give; the score is their sum; it says what each
    different score, with or without a three, comes to. Some hundred rows it works out whole.
    """
    groups = [TOGETHER, *((name,) for name in BORDERS if name not in TOGETHER)]
    frame = points_of(groups[0], engine)
    for group in groups[1:]:
        frame = frame.join(points_of(group, engine), how="cross")
    assert frame.height > 3_000_000
    scored = [name for name in BORDERS if name != "hypercapnic_target"]
    lows, highs = ([pl.col(f"{name}|{end}") for name in scored] for end in ("low", "high"))
    expected = frame.select(
        low=sum(lows[1:], lows[0]),
        high=sum(highs[1:], highs[0]),
        red=pl.any_horizontal(pl.col(f"{name}|high") == 3 for name in scored),
        not_red=~pl.any_horizontal(pl.col(f"{name}|low") == 3 for name in scored),
    )
    found = worked_out(frame, engine)
    for name in ("low", "high", "red", "not_red"):
        assert (found[name] == expected[name]).all(), name
    keys = list(expected.columns)
    levels = found.with_columns(expected).group_by(keys).agg(pl.exclude(keys).unique())
    assert levels.height > 100
    for row in levels.rows(named=True):
        level = level_of(row, engine)
        for name in LEVELS:
            assert row[f"is {name}"] == [name in level], (row, level)
    some = frame.sample(300, seed=5).select(pl.col(name).alias(f"news2.{name}") for name in BORDERS)
    records = [{"news2": {}, **record} for record in records_of(some)]
    oracle = Engine(engine.program, executor=Interpreter)
    values = engine.evaluate_many(some.with_columns(pl.lit(value=True).alias("news2")), at=AT).values
    for record, row in zip(records, values.rows(named=True), strict=True):
        same_values(engine, oracle.evaluate(record, at=AT, invalid="report"), row, record)


LEVELS = ("none", "low", "low_medium", "medium", "high")


def points_of(group: tuple[str, ...], engine: Engine) -> Any:
    """The least and the most points of every combination of a group's answers, by the interpreter."""
    rows = []
    scored = [name for name in group if name != "hypercapnic_target"]
    for answers in itertools.product(*(BORDERS[name] for name in group)):
        given = {name: value for name, value in zip(group, answers, strict=True) if value is not None}
        situation = Engine(engine.program, executor=Interpreter).situation({"news2": given}, at=AT)
        sets = [situation.value(f"points:news2.{name}") for name in scored]
        rows.append([*answers, *(end for points in sets for end in number_ends(points))])
    ends = [(f"{name}|{end}", pl.Int8) for name in scored for end in ("low", "high")]
    schema = [*((name, dtype_of(name)) for name in group), *ends]
    return pl.DataFrame(rows, schema=schema, orient="row")


def dtype_of(name: str) -> Any:
    if name == "temperature":
        return pl.Float64
    return (
        pl.Boolean
        if isinstance(BORDERS[name][1], bool)
        else pl.String
        if name == "consciousness"
        else pl.Int16
    )


def worked_out(frame: Any, engine: Engine) -> Any:
    """Score, red score and level as columns."""
    program = engine.program
    answers = frame.select(pl.col(name).alias(f"news2.{name}") for name in BORDERS)
    answers = answers.with_columns(pl.lit(value=True).alias("news2"))
    blank = engine.situation({}, at=AT).record
    executor = Interpreter(program)
    part = Reader(program, executor, blank).read(chunk_of(answers), asked(answers.schema, program))
    cells = Cells(program, executor, blank, part.shape)
    score, red, level = (cells.of(f"news2.{name}") for name in ("total", "red", "risk"))
    assert isinstance(score, Numbers)
    assert isinstance(red, Options)
    assert isinstance(level, Options)
    can, fails = truth(red)
    flags = {f"is {name}": flag for name, flag in level.members.items()}
    nodes = {"low": score.least, "high": score.most, "red": can, "not_red": fails, **flags}
    assert not cells.by_python
    return plan(nodes).over(part.answers.base.lazy())


def level_of(row: dict[str, Any], engine: Engine) -> frozenset[Any]:
    """The levels that are possible, by the meaning of the authors' own lines."""
    reds = [value for value, can in ((True, row["red"]), (False, row["not_red"])) if can]
    known = {"news2.total": between(row["low"], row["high"]), "news2.red": one_of(reds)}
    reading = engine.situation({"news2": {}}, at=AT).evaluation

    class Fixed:
        def __getattr__(self, name: str) -> Any:
            return getattr(reading, name)

        def value(self, cell: str) -> Any:
            return known[cell] if cell in known else reading.value(cell)

    expression = engine.program.cells["news2.risk"].expression
    assert expression is not None
    level = meaning(expression, Fixed())  # type: ignore[arg-type]
    return level.values if isinstance(level, OneOf) else frozenset({level})
