"""A program and its diagnostics, told and recalled: equal values, and the same bytes of every outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import pytest
from benchmarks.generated import texts
from hypothesis import HealthCheck, assume, given, settings

from decisionsupport.authoring.cases import from_documents
from decisionsupport.diagnostics import Report
from decisionsupport.engine import Engine
from decisionsupport.kept.alphabet import CLASSES, SECTIONS
from decisionsupport.kept.kept import Kept
from decisionsupport.kept.recall import recall
from decisionsupport.kept.tell import tell
from decisionsupport.loading import File, cases_in, load_files, read_files
from decisionsupport.loading.shipped import shipped_packs
from decisionsupport.program import expressions, model
from decisionsupport.program import texts as program_texts
from decisionsupport.program.model import Program
from tests.strategies.packs import Pack, packs
from tests.strategies.writing import files_of
from tests.test_corpus import FOLDERS

SHIPPED = read_files(shipped_packs())


@cache
def shipped() -> tuple[Program, Report]:
    """The shipped packs, loaded."""
    program, report = loaded(SHIPPED)
    assert program is not None
    return program, report


def loaded(files: Sequence[File]) -> tuple[Program | None, Report]:
    report = Report()
    return load_files(files, report), report


def again(files: Sequence[File], program: Program | None, report: Report) -> Kept:
    """Through the text and back, from files that were read anew."""
    text = tell(Kept(tuple(report), program), files)
    text.encode("ascii")
    return recall(text, [File(file.path, bytes(bytearray(file.data))) for file in files])


def test_the_shipped_packs_are_recalled_as_they_were_loaded() -> None:
    program, report = shipped()
    kept = again(SHIPPED, program, report)
    assert kept.program == program
    assert kept.diagnostics == tuple(report)
    assert kept.program is not None
    assert program is not None
    for name in SECTIONS:
        assert list(getattr(kept.program, name)) == list(getattr(program, name))


def test_a_program_is_not_equal_to_one_that_differs_in_one_entry() -> None:
    files = [File(path, text.encode()) for path, text in texts(10, 20).items()]
    program, report = loaded(files)
    kept = again(files, program, report)
    assert kept.program is not None
    assert program is not None
    rules = dict(kept.program.rules)
    del rules["set_0.rule_3"]
    assert kept.program.rules == program.rules
    assert kept.program.rules != rules


def test_every_shipped_case_has_the_same_bytes() -> None:
    program, report = shipped()
    kept = again(SHIPPED, program, report)
    assert program is not None
    assert kept.program is not None
    loaded_engine, recalled_engine = Engine(program), Engine(kept.program)
    cases = from_documents(cases_in(SHIPPED, Report()))
    for case in cases[::12]:
        setting = case.setting
        given: dict[str, Any] = {
            "at": setting.at,
            "history": setting.history,
            "parameters": setting.parameters,
            "invalid": "report",
        }
        first = loaded_engine.evaluate(setting.given, **given)
        assert recalled_engine.evaluate(setting.given, **given).to_json() == first.to_json()


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=30)
@given(packs())
def test_any_pack_is_recalled_as_it_was_loaded(pack: Pack) -> None:
    files = files_of(pack.documents)
    program, report = loaded(files)
    assume(program is not None)
    kept = again(files, program, report)
    assert kept.program == program
    assert kept.diagnostics == tuple(report)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_diagnostic_of_the_corpus_is_recalled(folder: Any) -> None:
    files = read_files([folder])
    report = loaded(files)[1]
    kept = again(files, None, report)
    assert kept.diagnostics == tuple(report)
    assert [each.span and each.span.begin for each in kept.diagnostics] == [
        each.span and each.span.begin for each in report
    ]


def test_every_class_of_a_program_can_be_told() -> None:
    modules = (expressions, program_texts, model)
    made = {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and is_dataclass(each) and each.__module__ == module.__name__
    }
    assert made <= set(CLASSES)
    assert len(set(CLASSES)) == len(CLASSES)
    assert all(field.init for each in CLASSES for field in fields(each))


def test_an_entry_is_made_when_it_is_first_asked_for() -> None:
    program, report = shipped()
    kept = again(SHIPPED, program, report).program
    assert kept is not None
    assert program is not None
    rules: Any = kept.rules
    assert dict.__len__(rules) == 0
    assert rules["fall.hip_fracture"] is rules["fall.hip_fracture"]
    assert dict.__len__(rules) == 1
    assert len(rules) == len(program.rules)
    assert "fall.nothing" not in rules
    assert rules.get("fall.nothing") is None
    with pytest.raises(KeyError):
        rules["fall.nothing"]
    assert dict(rules) == dict(program.rules) == {**rules}
    assert list(reversed(rules)) == list(reversed(dict(program.rules)))
