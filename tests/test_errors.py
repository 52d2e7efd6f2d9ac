"""The exceptions say what is wrong in one screen, and travel between processes."""

from __future__ import annotations

import pickle

import pytest

import decisionsupport as ds
from decisionsupport.diagnostics.model import Report
from decisionsupport.errors import DecisionSupportError, InvalidCall, InvalidPack
from decisionsupport.outcome.refused import InvalidAnswers
from decisionsupport.source import Source, Span


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
    pack = ds.load(*ds.shipped_packs())
    with pytest.raises(ds.InvalidAnswers) as caught:
        pack.evaluate({"news2": {"temperature": 386}}, at="2026-11-23T09:00:00+01:00")
    error = caught.value
    assert str(error).startswith("1 answer was refused\nnews2.temperature: ")
    assert error.outcome.problems == error.problems
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, again.outcome, str(again)) == (error.problems, error.outcome, str(error))


def test_one_tree() -> None:
    for error in (InvalidPack, InvalidAnswers, InvalidCall, ds.InvalidStep, ds.InvalidRecord):
        assert issubclass(error, DecisionSupportError)
    with pytest.raises(ValueError, match="naive"):
        raise InvalidCall("`at` is naive")
