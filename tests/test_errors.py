"""The exceptions say what is wrong in one screen, and travel between processes."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

import pytest

import decisionsupport as ds
from decisionsupport.diagnostics.model import Report
from decisionsupport.errors import DecisionSupportError, InvalidAnswers, InvalidCall, InvalidPack
from decisionsupport.source import Source, Span


@dataclass(frozen=True)
class Problem:
    path: str
    message: str


def report_of(count: int) -> Report:
    report = Report()
    source = Source("rules/fall.yaml", "priority: sonn\n" * 9)
    for line in range(count):
        start = 15 * line + 10
        report.add(
            "unknown-name",
            f"`sonn{line}` is not known",
            Span(source, start, start + 4),
            help="did you mean `soon`?",
        )
    return report


def test_an_invalid_pack_names_the_first_diagnostics() -> None:
    message = str(InvalidPack(report_of(7)))
    assert message.splitlines()[:2] == [
        "7 errors in the pack",
        "rules/fall.yaml:1:11: `sonn0` is not known [unknown-name] (did you mean `soon`?)",
    ]
    assert message.endswith("… and 2 more")
    assert str(InvalidPack(report_of(1))).startswith("1 error in the pack\n")


def test_invalid_answers_carry_problems_and_outcome() -> None:
    error = InvalidAnswers([Problem("news2.temperature", "386 is outside 25.0 to 45.0")], "outcome")
    assert str(error) == "1 answer was refused\nnews2.temperature: 386 is outside 25.0 to 45.0"
    assert error.outcome == "outcome"
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, again.outcome, str(again)) == (error.problems, "outcome", str(error))


def test_one_tree() -> None:
    for error in (InvalidPack, InvalidAnswers, InvalidCall, ds.InvalidStep, ds.InvalidRecord):
        assert issubclass(error, DecisionSupportError)
    with pytest.raises(ValueError, match="naive"):
        raise InvalidCall("`at` is naive")
