"""A population beside the same records one by one: every row says what `evaluate` says of it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from decisionsupport.engine.engine import Engine
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.outcome.values import NotApplicable, Unknown
from decisionsupport.values.kinds import Boolean, Choice, Number
from decisionsupport.values.sets import truth

AT = "2026-11-23T09:00:00+01:00"
PLAIN = (Boolean, Number, Choice)


def records_of(frame: Any) -> Iterator[dict[str, dict[str, Any]]]:
    """The rows of a frame as answers by form."""
    for row in frame.rows(named=True):
        answers: dict[str, dict[str, Any]] = {}
        for name, value in row.items():
            if value is not None and "." in name:
                form, _, item = name.partition(".")
                answers.setdefault(form, {})[item] = without_nulls(value)
        yield answers


def same_as_alone(
    engine: Engine,
    source: Any,
    records: Sequence[Mapping[str, Any]],
    *,
    at: Any = AT,
    parameters: Mapping[str, Any] | None = None,
    alone: Engine | None = None,
) -> Any:
    """Every row of the source against the outcome of its record: the interpreter's, or another engine's."""
    oracle = alone or Engine(engine.program, executor=Interpreter)
    many = engine.evaluate_many(source, at=at, parameters=parameters)
    assert many.values.height == many.rules.height == len(records)
    proposed, withheld = by_row(many.proposals), by_row(many.withheld)
    undecided, problems = by_row(many.undecided), by_row(many.problems)
    rows = zip(records, many.values.rows(named=True), many.rules.rows(named=True), strict=True)
    for number, (answers, values, rules) in enumerate(rows):
        said = oracle.evaluate(answers, at=at, parameters=parameters, invalid="report")
        situation = oracle.situation(answers, at=at, parameters=parameters)
        same_values(engine, said, values, answers)
        for rule in engine.program.rules.values():
            held = truth(situation.value(rule.when))
            assert rules[rule.id] == (held if isinstance(held, bool) else None), (rule.id, answers)
        assert proposed.get(number, []) == [
            [each.action, each.assess, each.priority, each.due, each.due_at, rules_of(each.reasons)]
            for each in said.proposals
        ], answers
        assert withheld.get(number, []) == [
            [each.action, each.assess, each.request, rules_of(each.for_), rules_of(each.against)]
            for each in said.withheld
        ], answers
        found = [[rule, priority, sorted(waits)] for rule, priority, waits in undecided.get(number, [])]
        assert found == [
            [each.rule, each.priority, sorted(names(each.waits_for))] for each in said.undecided
        ], answers
        assert problems.get(number, []) == [
            [each.path, each.severity, each.message, each.found, each.allowed] for each in said.problems
        ], answers
    return many


def same_values(engine: Engine, said: Any, values: Mapping[str, Any], answers: object) -> None:
    """The values and findings of one row."""
    cells = {f"{form}.{name}": value for form, of in said.values.items() for name, value in of.items()}
    cells |= {f"finding.{name}": value for name, value in said.findings.items()}
    for cell, value in cells.items():
        if isinstance(engine.program.cells[cell].kind, PLAIN):
            assert seen(cell, values) == expected(value), (cell, answers)
        elif not isinstance(value, Unknown | NotApplicable):
            found = values[cell]
            assert (tuple(found) if isinstance(found, list) else found) == value, (cell, answers)


def rules_of(reasons: Any) -> list[str]:
    return [reason.rule for reason in reasons]


def names(waits: Any) -> list[str]:
    return [name for wait in waits for slot in wait.__slots__ if (name := getattr(wait, slot)) is not None]


def by_row(frame: Any) -> dict[int, list[list[Any]]]:
    """The rows of a long frame by the record they are of, without its number."""
    found: dict[int, list[list[Any]]] = {}
    for row, *others in frame.rows():
        found.setdefault(row, []).append(others)
    return found


def without_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [without_nulls(each) for each in value]
    return (
        {name: each for name, each in value.items() if each is not None} if isinstance(value, dict) else value
    )


def seen(cell: str, row: Mapping[str, Any]) -> Any:
    if row[f"{cell}.state"] == "known":
        return row[cell]
    one_of = row.get(f"{cell}.one_of")
    ends = (row.get(f"{cell}.least"), row.get(f"{cell}.most"))
    return row[f"{cell}.state"], ends, None if one_of is None else sorted(one_of)


def expected(value: Any) -> Any:
    if isinstance(value, NotApplicable):
        return "not applicable", (None, None), None
    if isinstance(value, Unknown):
        state = "unknown or not applicable" if value.or_not_applicable else "unknown"
        ends = tuple(float(end) if isinstance(end, Decimal) else end for end in (value.least, value.most))
        return state, ends, None if value.one_of is None else sorted(value.one_of)
    return float(value) if isinstance(value, Decimal) else value
