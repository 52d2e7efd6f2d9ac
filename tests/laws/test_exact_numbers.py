"""Arithmetic is exact: generated expressions over decimals against `fractions.Fraction`, through YAML."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from decisionsupport.diagnostics import Report
from decisionsupport.engine.engine import Engine
from decisionsupport.loading import load_files
from tests.strategies.choices import Choices, Drawn, pick
from tests.strategies.expressions import Writer
from tests.strategies.kinds import Expr, Name, Num, Scope, decimal
from tests.strategies.records import AT
from tests.strategies.world import NA, World
from tests.strategies.writing import files_of

STEPS = ("0.1", "0.5", "0.01", "1", "0.25")
RANGES = ((0, 40), (-20, 20), (1, 300), (-5, 0))
PACK = {"pack": "numbers", "version": "1.0.0", "languages": ["en"], "timezone": "UTC"}
TOO_LARGE = {"number-too-large"}


def _names(choices: Choices) -> tuple[list[Name], dict[str, Any], dict[str, float]]:
    names: list[Name] = []
    items: dict[str, Any] = {}
    answers: dict[str, float] = {}
    for name in ("x", "y", "z"):
        step, (least, most) = Fraction(pick(choices, STEPS)), pick(choices, RANGES)
        kind = Num(Fraction(least), Fraction(most), step)
        names.append(Name(f"numbers.{name}", kind, "numbers", item=False))
        items[name] = {"kind": "decimal", "step": decimal(step), "between": f"{least}..{most}", "ask": name}
        answers[name] = float(least + step * choices.number(int((most - least) / step)))
    return names, items, answers


@settings(
    max_examples=settings().max_examples,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.data())
def test_arithmetic_is_exact(data: st.DataObject) -> None:
    choices = Drawn(data.draw)
    names, items, answers = _names(choices)
    writer = Writer(choices, Scope(names, "numbers", history=False))
    values = [writer.number(3) for _ in range(3)]
    computed = {f"value{index}": {"value": value.text} for index, value in enumerate(values)}
    form = {"facts": "numbers", "version": "1.0.0", "title": "Numbers", "items": items, "computed": computed}
    report = Report()
    program = load_files(files_of([PACK, form]), report)
    slugs = {each.slug for each in report if each.severity.value == "error"}
    assume(not slugs & TOO_LARGE)
    assert not slugs, [(each.slug, each.message) for each in report]
    assert program is not None
    found = Engine(program).values({"numbers": answers}, at=AT)["numbers"]
    for index, value in enumerate(values):
        expected = _expected(value, names, answers)
        given_back: Any = found[f"value{index}"]
        assert Fraction(given_back) == expected, (value.text, answers)


def _expected(value: Expr, names: list[Name], answers: dict[str, float]) -> Fraction:
    def answered(name: str) -> Any:
        # Answers are on the grid, so that their shortest decimals are what was meant.
        return lambda _: Fraction(str(answers[name]))

    cells = {name.path: answered(name.path.partition(".")[2]) for name in names}
    found = value.judge(World(cells, {}, AT, {}, {}))
    assert found is not NA
    assert isinstance(found, Fraction)
    return found
