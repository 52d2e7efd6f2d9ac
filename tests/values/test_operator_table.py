"""The operators' table in `docs/language.md`: every row is run, and every operator has a row."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from decisionsupport.values import operators
from decisionsupport.values.duration import parse_duration
from decisionsupport.values.operators import (
    arithmetic,
    choices,
    choosing,
    codes,
    comparing,
    conditions,
    moments,
    reals,
    rounding,
    rows,
)
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Anything,
    Possible,
    anything,
    between,
    join_all,
    subset,
    truth,
)
from decisionsupport.values.time import parse_date, parse_time, zone_named

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
MODULES = (arithmetic, choices, choosing, codes, comparing, conditions, moments, reals, rounding, rows)
ZONE = zone_named("Europe/Stockholm")
TODAY = date(2026, 11, 23)
RANK = {"low": 0, "medium": 1, "high": 2}
ONES: list[choosing.Band] = [(None, 2, 0), (3, 5, 1), (6, None, 2)]


def later(x: Possible) -> choosing.Later:
    return lambda: x


def real(operation: Callable[[Possible], Possible]) -> Callable[[Possible], Possible]:
    return lambda x: reals.round_real(operation(reals.to_real(x, 0)), 0, 1)


def noon(day: Possible) -> Possible:
    return moments.at_clock(day, parse_time("12:00") or Anything(), ZONE)


# By the first column: what it does, and how many decimals its operands are read with.
ROWS: dict[str, tuple[Callable[..., Possible], int]] = {
    "`not x`": (conditions.negation, 0),
    "`x and y`": (lambda x, y: conditions.conjunction([x, y]), 0),
    "`x or y`": (lambda x, y: conditions.disjunction([x, y]), 0),
    "`count(x, y, z)` of conditions": (lambda *all_: conditions.count_true(all_), 0),
    "`x is applicable`": (conditions.is_applicable, 0),
    "`x < y`": (comparing.less, 0),
    "`x <= y`": (comparing.less_equal, 0),
    "`x > y`": (comparing.greater, 0),
    "`x >= y`": (comparing.greater_equal, 0),
    "`x == y`": (comparing.equal, 0),
    "`x != y`": (comparing.not_equal, 0),
    "`x < y` of dates, instants, times": (lambda x, y: comparing.compare("<", x, y), 0),
    "`x >= y` of options from low over medium to high": (
        lambda x, y: comparing.compare_ranked(">=", x, RANK, y),
        0,
    ),
    "`x is y`": (lambda x, y: choices.is_one_of(x, frozenset({y})), 0),
    "`x is not y`": (lambda x, y: conditions.negation(choices.is_one_of(x, frozenset({y}))), 0),
    "`x in [y, z]` of options": (lambda x, y, z: choices.is_one_of(x, frozenset({y, z})), 0),
    "`x in y` of an option and an answer of several": (choices.includes, 0),
    "`x in [y, z]` of ATC codes": (lambda x, y, z: codes.code_in(x, frozenset({y, z}), "atc"), 0),
    "`x == y` of texts": (choices.text_is, 0),
    "`x + y`": (arithmetic.add, 0),
    "`x - y`": (arithmetic.subtract, 0),
    "`x * y`": (arithmetic.multiply, 0),
    "`x ** 2`": (lambda x: arithmetic.power(x, 2), 0),
    "`x ** 3`": (lambda x: arithmetic.power(x, 3), 0),
    "`-(x)`": (arithmetic.negate, 0),
    "`abs(x)`": (arithmetic.absolute, 0),
    "`sum(x, y, z)`": (lambda *all_: arithmetic.total(all_), 0),
    "`min(x, y, z)`": (lambda *all_: arithmetic.minimum(all_), 0),
    "`max(x, y, z)`": (lambda *all_: arithmetic.maximum(all_), 0),
    "`count(x, y, z)` of numbers": (lambda *all_: arithmetic.count_applicable(all_), 0),
    "`round(mean(x, y, z))`": (lambda *all_: rounding.round_mean(all_, 0, 1), 0),
    "`round(x / y)`": (lambda x, y: rounding.round_quotient(x, y, 0, 1), 0),
    "`round(x)`": (lambda x: rounding.round_to(x, 1, 1), 1),
    "`floor(x)`": (lambda x: rounding.round_to(x, 1, 1, "floor"), 1),
    "`ceil(x)`": (lambda x: rounding.round_to(x, 1, 1, "ceil"), 1),
    "`round(sqrt(x))`": (real(reals.real_sqrt), 0),
    "`round(log(x))`": (real(reals.real_log), 0),
    "`round(exp(x))`": (real(reals.real_exp), 0),
    "`x if z else y`": (lambda x, test, y: choosing.conditional(test, later(x), later(y)), 0),
    "`first: when x is 1, when y is 2, else 3`": (
        lambda x, y: choosing.first_of([(x, later(1)), (y, later(2))], later(3)),
        0,
    ),
    "`collect: when x is a, when y is b`": (lambda x, y: choosing.collect([(x, "a"), (y, "b")]), 0),
    "`bands of x: ..2 gives 0, 3..5 gives 1, 6.. gives 2`": (lambda x: choosing.bands(x, ONES), 0),
    "`points of x: low 0, high 3`": (lambda x: choices.option_values(x, {"low": 0, "high": 3}), 0),
    "`points of x: a 1, b 2` of an answer of several": (
        lambda x: choices.chosen_sum(x, {"a": 1, "b": 2}),
        0,
    ),
    "`x shown when y`": (lambda x, y: choosing.when_applicable(y, later(x), NOT_APPLICABLE), 0),
    "`x in a form that applies when y`": (lambda x, y: choosing.unless_false(y, later(x)), 0),
    "`x concludes medium, y concludes high`": (
        lambda x, y: choosing.concluded([(x, "medium"), (y, "high")], tuple(RANK)),
        0,
    ),
    "`x requiring all of y, z, else 0..9`": (
        lambda x, y, z: choosing.require_all(later(x), (y, z), between(0, 9)),
        0,
    ),
    "`days(x)`": (lambda x: moments.make_duration("days", x), 0),
    "`x + y` of a date and a duration": (lambda x, y: moments.step_by(x, y, ZONE), 0),
    "`x - y` of a date and a duration": (lambda x, y: moments.step_by(x, y, ZONE, -1), 0),
    "`days_between(x, y)`": (moments.days_between, 0),
    "`years_since(x)`": (lambda x: moments.years_since(x, TODAY), 0),
    "`weekday(x)`": (moments.weekday, 0),
    "`date_of(at_clock(x, y))`": (lambda x, y: moments.date_of(moments.at_clock(x, y, ZONE), ZONE), 0),
    "`time_of(at_clock(x, y))`": (lambda x, y: moments.time_of(moments.at_clock(x, y, ZONE), ZONE), 0),
    "`at_clock(x, 12:00) - at_clock(y, 12:00)`": (lambda x, y: moments.elapsed(noon(y), noon(x)), 0),
    "`any of x, y`": (lambda *all_: rows.any_row(all_), 0),
    "`all of x, y`": (lambda *all_: rows.all_rows(all_), 0),
    "`count of x, y`": (lambda *all_: rows.count_true_rows(all_), 0),
    "`sum of x, y`": (lambda *all_: rows.sum_rows(all_), 0),
    "`min of x, y`": (lambda *all_: rows.min_rows(all_), 0),
    "`max of x, y`": (lambda *all_: rows.max_rows(all_), 0),
    "`mean of x, y` rounded": (lambda *all_: rows.mean_rows(all_, 0, 1), 0),
    "`distinct of x, y`": (lambda *all_: rows.distinct_rows(all_), 0),
    "`duplicates of x, y`": (lambda *all_: rows.duplicate_rows(all_), 0),
}

NOT_IN_THE_TABLE = {
    "number_ends", "real_ends", "round_real", "verdict", "is_code", "levels", "lies_under",
    "rescale", "to_real", "count_rows",  # nothing an author writes
    "real_add", "real_subtract", "real_multiply", "real_divide", "real_negate", "real_absolute",
    "real_power", "real_mean",  # written as those of exact numbers
}  # fmt: skip


# Reading the page --------------------------------------------------------------------------------------

VALUE = r"(not applicable|\([^()]*\)|\{[^{}]*\}|\d+ (?:days|months|hours)|[^\s(){},\[\]]+)"
CELL = re.compile(r"`([^`]+)` is `([^`]+)`")


def read(text: str, places: int = 0) -> Possible:
    """A possible value as the page writes it."""
    if text.startswith("("):
        return read(text[1:-1], places)
    if text == "yes or no":
        return join_all([True, False])
    if " or " in text:
        parts = [read(part, places) for part in text.split(" or ")]
        if isinstance(parts[0], date):
            return anything(parts[0], na=True)
        return join_all(parts)
    if text.startswith("{"):
        options = [option.strip() for option in text[1:-1].split(",")]
        return subset(
            [o for o in options if not o.endswith("?")], [o[:-1] for o in options if o.endswith("?")]
        )
    if text in WORDS:
        return WORDS[text]
    if re.fullmatch(r"-?[\d.]+?(\.\.-?[\d.]+)?", text):
        least, _, most = text.partition("..")
        return between(_units(least, places), _units(most or least, places))
    return parse_duration(text) or parse_date(text) or parse_time(text) or text


WORDS: dict[str, Possible] = {
    "yes": True,
    "no": False,
    "not applicable": NOT_APPLICABLE,
    "unknown": Anything(),
}


def _units(text: str, places: int) -> int:
    number = round(float(text) * 10**places)
    assert number / 10**places == float(text)
    return number


def table() -> list[tuple[str, list[str]]]:
    found = []
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("|") and len(cells) == 4 and cells[0].startswith("`"):
            found.append((cells[0], cells[1:]))
    return found


TABLE = table()


def test_every_row_is_run_and_what_is_run_has_a_row() -> None:
    assert [operator for operator, _ in TABLE] == list(ROWS)


@pytest.mark.parametrize("column", [0, 1, 2], ids=["known", "unknown", "not applicable"])
@pytest.mark.parametrize(("operator", "cells"), TABLE, ids=[operator for operator, _ in TABLE])
def test_row(operator: str, cells: list[str], column: int) -> None:
    function, places = ROWS[operator]
    example = CELL.fullmatch(cells[column])
    assert example is not None, cells[column]
    written = operator.split("`")[1]
    shape = re.sub(r"\b[xyz]\b", lambda _: VALUE, re.escape(written).replace(r"\ ", " "))
    match = re.fullmatch(shape, example[1])
    assert match is not None, f"{example[1]} is not written as {written}"
    operands = [read(text, places) for text in match.groups()]
    assert (NOT_APPLICABLE in operands) == (column == 2), "an example of another column"
    assert function(*operands) == read(example[2])


def test_every_operator_has_a_row() -> None:
    source = inspect.getsource(inspect.getmodule(test_row) or operators)
    rows_text = source[source.index("ROWS: dict") : source.index("NOT_IN_THE_TABLE")]
    for module in MODULES:
        for name in _public(module):
            assert name in NOT_IN_THE_TABLE or f".{name}" in rows_text, f"{name} has no row"


def _public(module: ModuleType) -> list[str]:
    functions: list[tuple[str, Any]] = inspect.getmembers(module, inspect.isfunction)
    return [name for name, f in functions if f.__module__ == module.__name__ and not name.startswith("_")]


def test_yes_or_no_is_undecided() -> None:
    assert truth(read("yes or no")) == read("(yes or no)")
