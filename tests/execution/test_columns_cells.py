"""Columns give what the interpreter gives: every cell of thrown programs, and what undecided ones wait for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

pl = pytest.importorskip("polars", reason="the extra `batch` is not installed")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from decisionsupport.execution.columns.cells import Cells, Shape  # noqa: E402
from decisionsupport.execution.columns.emit import plan  # noqa: E402
from decisionsupport.execution.columns.nodes import FALSE, number_column  # noqa: E402
from decisionsupport.execution.columns.preparing import Answers, all_series  # noqa: E402
from decisionsupport.execution.columns.screening import of_answers  # noqa: E402
from decisionsupport.execution.columns.sets import (  # noqa: E402
    Chosen,
    Columns,
    Numbers,
    Opaque,
    moment_units,
)
from decisionsupport.execution.columns.waits import ASK, Waits  # noqa: E402
from decisionsupport.execution.interpreter import Interpreter  # noqa: E402
from decisionsupport.execution.model import FormAnswers, Known, Record  # noqa: E402
from decisionsupport.execution.waiting import waits_for  # noqa: E402
from decisionsupport.program.model import Program  # noqa: E402
from decisionsupport.values.sets import (  # noqa: E402
    NOT_APPLICABLE,
    Anything,
    Possible,
    between,
    is_known,
    may_be_not_applicable,
    one_of,
    subset,
    without_not_applicable,
)
from tests.execution.expression_strategies import Dice, throw_program, throw_record  # noqa: E402

RECORDS = 12


def is_accepted(answer: object) -> bool:
    """Whether it is an answer that an entry of the group may have; a number lies from 0 to 10 there."""
    return isinstance(answer, Known) and answer.value != -1


def only_known(record: Record, at: datetime, parameters: Mapping[str, Possible]) -> Record:
    """The same without history and without what columns leave to `evaluate`: answers that nobody can say."""
    answers = {}
    for form, given_answers in record.answers.items():
        items = {item: each for item, each in given_answers.items.items() if isinstance(each, Known)}
        rows = {
            group: tuple({item: each for item, each in row.items() if is_accepted(each)} for row in entries)
            for group, entries in given_answers.rows.items()
        }
        answers[form] = FormAnswers(items, rows)
    return Record(answers, at, {}, parameters)


class Population:
    """Records as base columns, and the cells of the program over them."""

    def __init__(self, program: Program, records: Sequence[Record]) -> None:
        self.program, self.records = program, records
        asked = [item for item in program.items.values() if not item.derived]
        outside = [item for item in asked if item.row_of is None]
        columns: list[Any] = []
        self.shape_items = {}
        for item in outside:
            answers = [
                record.answers[item.form].items.get(item.id) if item.form in record.answers else None
                for record in records
            ]
            if type(item.kind).__name__ == "DurationType":
                columns.append(pl.Series(f"known:{item.id}", [each is not None for each in answers]))
            else:
                columns += of_answers(answers, item).columns
            there = [each is not None for each in answers]
            if any(there):
                self.shape_items[item.id] = all(there)
        forms = {form: [form in record.answers for record in records] for form in program.forms}
        columns += [pl.Series(f"given:{form}", flags) for form, flags in forms.items()]
        listed = {
            group.id: [group.id in record.answers.get(group.form, FormAnswers()).rows for record in records]
            for group in program.groups.values()
        }
        columns += [pl.Series(f"listed:{group}", flags) for group, flags in listed.items()]
        columns.append(pl.Series("place", range(len(records)), dtype=pl.Int32))
        self.shape = Shape(
            {form: all(flags) for form, flags in forms.items() if any(flags)},
            self.shape_items,
            {group: all(flags) for group, flags in listed.items() if any(flags)},
        )
        raw = pl.DataFrame({item.id: range(len(records)) for item in outside}).with_columns(
            pl.Series(group, range(len(records))) for group in program.groups
        )
        entries = {group: self.entries(group, asked) for group in program.groups}
        self.answers = Answers(raw, pl.DataFrame(columns), entries, self.record_of, Interpreter(program))
        blank = Record({}, records[0].at, {}, records[0].parameters)
        self.cells = Cells(program, Interpreter(program), blank, self.shape)

    def entries(self, group: str, asked: Sequence[Any]) -> Any:
        form = self.program.groups[group].form
        rows = [
            (place, row)
            for place, record in enumerate(self.records)
            for row in record.answers.get(form, FormAnswers()).rows.get(group, ())
        ]
        columns = [pl.Series("row", [place for place, _ in rows], dtype=pl.Int32)]
        for item in asked:
            if item.row_of == group:
                columns += of_answers([row.get(item.id) for _, row in rows], item).columns
        return pl.DataFrame(columns)

    def record_of(self, row: Mapping[str, Any]) -> Record:
        """By the number of the record, which stands for each answer."""
        places = {value for name, value in row.items() if not name.startswith("given:")}
        if not places:
            forms = [name.removeprefix("given:") for name, value in row.items() if value]
            return replace(self.records[0], answers={form: FormAnswers() for form in forms})
        return self.records[places.pop()]

    def found(self, nodes: Mapping[str, Any]) -> Any:
        prepared = all_series(tuple(self.cells.prepared.values()), self.answers)
        base = self.answers.base.with_columns(prepared)
        return plan({"place": number_column("place", 0, 1000), **nodes}).over(base.lazy())


def nodes_of(made: Columns) -> dict[str, Any]:
    match made:
        case Numbers():
            return {"least": made.least, "most": made.most, "some": made.some, "na": made.na}
        case Chosen():
            sure = {f"sure {name}": flag for name, flag in made.sure.items()}
            return {
                **sure,
                **{f"open {name}": flag for name, flag in made.open.items()},
                "some": made.some,
                "na": made.na,
            }
        case Opaque():
            value = {} if made.value is None else {"value": made.value}
            return {**value, "sure": made.sure, "some": made.some, "na": made.na}
        case _:
            return {**{f"can {name}": flag for name, flag in made.members.items()}, "na": made.na}


def possible(made: Columns, row: Mapping[str, Any]) -> object:
    """The set that a row of columns stands for; of texts and moments whether it is known, and what number."""
    na = row["na"]
    if not isinstance(made, Numbers | Chosen | Opaque):
        return one_of([name for name in made.members if row[f"can {name}"]], na)
    if not row["some"]:
        return NOT_APPLICABLE
    match made:
        case Numbers():
            return between(row["least"], row["most"], na)
        case Chosen():
            chosen = [name for name in made.sure if row[f"sure {name}"]]
            return subset(chosen, [name for name in made.open if row[f"open {name}"]], na)
        case _:
            if not row["sure"]:
                return (None, na)
            if made.constants:
                return (made.constants[row["value"]], na)
            return (row["value"] if made.value is not None else "known", na)


def same_opaque(made: Opaque, value: Possible) -> object:
    rest = without_not_applicable(value)
    if rest is NOT_APPLICABLE:
        return NOT_APPLICABLE
    held = rest.value if isinstance(rest, Anything) else rest
    if held is not None and not made.constants:
        units = moment_units(held)
        held = "known" if made.value is None else units
    return (held, may_be_not_applicable(value))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_every_cell_is_the_same(seed: int) -> None:
    dice = Dice(seed)
    program = throw_program(dice)
    thrown = [throw_record(dice) for _ in range(RECORDS)]
    records = [only_known(each, thrown[0].at, thrown[0].parameters) for each in thrown]
    population, oracle = Population(program, records), Interpreter(program)
    cells = [
        cell.id for cell in program.cells.values() if cell.row_of is None and cell.id not in program.groups
    ]
    sets = {cell: population.cells.of(cell) for cell in cells}
    waits = Waits(population.cells, frozenset())
    waited = {cell: waits.of(cell) for cell in cells}
    nodes = {f"{cell}|{name}": node for cell, made in sets.items() for name, node in nodes_of(made).items()}
    nodes |= {
        f"{cell}?{place}": flag for cell, found in waited.items() for place, flag in enumerate(found.values())
    }
    rows = population.found(nodes).rows(named=True)
    for record, row in zip(records, rows, strict=True):
        evaluation = oracle(record)
        for cell, made in sets.items():
            value = evaluation.value(cell)
            found = possible(made, {name: row[f"{cell}|{name}"] for name in nodes_of(made)})
            expected = same_opaque(made, value) if isinstance(made, Opaque) else value
            assert found == expected, (cell, value)
            if is_known(value):
                continue
            told = [wait for place, wait in enumerate(waited[cell]) if row[f"{cell}?{place}"]]
            if ASK not in told:
                assert set(told) == set(waits_for(evaluation, cell)), cell
        assert evaluation.failures() == ()


def test_moments_as_the_zone_has_them() -> None:
    """Days stepped over changes of the clock, and clock times that are twice or not at all."""
    from decisionsupport.execution.columns.moments import at_clock, day_and_clock, end_of_day
    from decisionsupport.values.time import at_wall, date_of, time_of, zone_named

    for name in ("Europe/Stockholm", "America/New_York", "Australia/Lord_Howe"):
        zone = zone_named(name)
        begin = datetime(2026, 1, 1, tzinfo=UTC)
        instants = [begin + timedelta(minutes=97 * step) for step in range(6000)]
        units = pl.Series("i", [moment_units(each) for each in instants], dtype=pl.Int64)
        instant = number_column("i", units.min(), units.max())
        day, clock = day_and_clock(instant, zone)
        # The same reading of the wall, as if nobody knew the offset.
        found = plan(
            {"day": day, "clock": clock, "again": at_clock(day, clock, zone), "end": end_of_day(day, zone)}
        ).over(units.to_frame().lazy())
        for each, row in zip(instants, found.rows(named=True), strict=True):
            here = date_of(each, zone)
            assert row["day"] == (here - date(1970, 1, 1)).days
            assert row["clock"] == moment_units(time_of(each, zone))
            assert row["again"] == moment_units(at_wall(datetime.combine(here, time_of(each, zone)), zone))
            midnight = datetime.combine(here + timedelta(days=1), datetime.min.time())
            assert row["end"] == moment_units(at_wall(midnight, zone))


def test_nothing_is_waited_for_where_nothing_can_be_undecided() -> None:
    dice = Dice(3)
    program = throw_program(dice)
    record = only_known(throw_record(dice), throw_record(dice).at, {})
    population = Population(program, [record])
    waits = Waits(population.cells, frozenset())
    assert all(flag is not FALSE for cell in ("f.b0", "past.a") for flag in waits.of(cell).values())
