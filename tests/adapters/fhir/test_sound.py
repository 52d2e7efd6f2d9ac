"""The law of the export, over generated programs: what the FHIRPath says, the interpreter says."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import fhirpathpy
    from fhirpathpy.models import models

from decisionsupport.adapters.fhir.addresses import Addresses
from decisionsupport.adapters.fhir.answered import response_of
from decisionsupport.adapters.fhir.calculation import Calculation, calculate
from decisionsupport.engine.intake import value_at
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.model import Record
from decisionsupport.program.model import Form, Program
from decisionsupport.values import kinds
from decisionsupport.values.sets import NOT_APPLICABLE, is_known
from decisionsupport.values.time import date_of, zone_named
from tests.adapters.fhir.given import plain
from tests.execution.expression_strategies import Dice, throw_program, throw_record

SEEDS = st.integers(0, 2**32)


def _values(calculation: Calculation, response: dict[str, Any]) -> dict[str, list[Any]]:
    env: dict[str, Any] = {"resource": response}
    for name, fhirpath in calculation.written.items():
        env[name] = fhirpathpy.evaluate(response, fhirpath, env, models["r4"])
    return {cell: env[calculation.names[cell]] for cell in calculation.said}


def _as_ours(value: Any, kind: kinds.Kind) -> Any:
    """A value of FHIRPath as the program has it."""
    match kind:
        case kinds.Number(places=places):
            return int(Decimal(str(value)).scaleb(places))
        case kinds.Date():
            return date.fromisoformat(str(value))
        case kinds.Instant():
            return datetime.fromisoformat(str(value)).astimezone(UTC)
        case kinds.TimeOfDay():
            return time.fromisoformat(str(value).removeprefix("T"))
        case _:
            return value


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_what_the_fhirpath_says_is_so(seed: int) -> None:
    _compared(seed)


def test_it_says_enough_to_be_tested() -> None:
    assert sum(_compared(seed) for seed in range(8)) >= 10


def _compared(seed: int) -> int:
    """Compare every cell of a thrown program; how many values that are worked out the FHIRPath has."""
    dice, compared = Dice(seed), 0
    program = throw_program(dice)
    for _ in range(2):
        thrown = throw_record(dice)
        day = date_of(thrown.at, zone_named(program.pack.timezone))
        parameters = {name: value_at(each, day)[0] for name, each in program.parameters.items()}
        record = replace(thrown, parameters=parameters)
        for form in program.forms.values():
            if form.id in record.answers:
                compared += _holds(program, form, record, day)
    return compared


def _holds(program: Program, form: Form, record: Record, day: date) -> int:
    calculation = calculate(program, form, day, Addresses.of(program, None))
    if form.applies_when in calculation.refused:
        return 0  # values are then worked out for everyone, which is reported
    response = plain(response_of(program, form.id, record.answers[form.id], authored=record.at))
    oracle, worked_out = Interpreter(program)(record), 0
    for cell, found in _values(calculation, response).items():
        kind = program.cells[cell].kind
        expected = oracle.value(cell)
        if isinstance(kind, kinds.Choices):
            assert not found or frozenset(found) == expected, (cell, calculation.written)
        elif found:
            (value,) = found
            worked_out += program.cells[cell].expression is not None
            assert is_known(expected), (cell, value, expected, calculation.written[calculation.names[cell]])
            assert _as_ours(value, kind) == expected, (cell, calculation.written[calculation.names[cell]])
        elif cell in program.items and not program.items[cell].derived:
            assert not is_known(expected) or expected is NOT_APPLICABLE, cell
    return worked_out
