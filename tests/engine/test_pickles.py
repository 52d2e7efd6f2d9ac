"""An engine in a pickle: revived from data, or from its files by a library that is not the one that wrote it."""

from __future__ import annotations

import pickle

import pytest
from benchmarks.generated import texts

from decisionsupport.engine import Engine, from_files
from decisionsupport.engine import engine as module
from decisionsupport.loading import File

ANSWERS = {"form_3": {"rate": 30, "trouble": "daily", "alone": True}}
AT = "2026-11-23T09:00:00+01:00"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return from_files(tuple(File(path, text.encode()) for path, text in texts(10, 20).items()))


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often an engine was made of its files."""
    found: list[str] = []
    load = module.load_files

    def counted(*arguments: object, **named: object) -> object:
        found.append("loaded")
        return load(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "load_files", counted)
    return found


def same(one: Engine, other: Engine) -> bool:
    said = {each.evaluate(ANSWERS, at=AT).to_json() for each in (one, other)}
    return one.program == other.program and len(said) == 1


def test_a_pickle_is_revived_without_reading_its_files(engine: Engine, loaded: list[str]) -> None:
    assert same(pickle.loads(pickle.dumps(engine)), engine)
    assert loaded == []


def test_another_library_reads_the_files(
    engine: Engine, loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pickled = pickle.dumps(engine)
    monkeypatch.setattr(module, "own_source", lambda: "another")
    assert same(pickle.loads(pickled), engine)
    assert loaded == ["loaded"]


def test_a_pickle_of_a_pickle(engine: Engine) -> None:
    again = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(engine))))
    assert same(again, engine)
