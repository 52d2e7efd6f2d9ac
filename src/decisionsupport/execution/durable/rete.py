"""What is used of durable-rules: its compiled engine, and the walls around what it cannot take.

Its Python side is left alone: that starts threads which take actions from under a caller, drops what takes
longer than ten seconds, takes an action of two parameters as one that calls back, and says nothing of it.
Laws kept here: rulesets are registered and warmed one at a time; a session is fresh and its state is always
deleted (a ruleset holds 1,024); what is asked of a session is answered wholly, or an error is raised.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from itertools import count
from threading import Lock
from typing import Any, Final, Protocol, cast

from decisionsupport.errors import InvalidCall

MOST_FIELDS: Final = 100
"""In one fact; the engine takes 255 at most."""
MOST_CONDITIONS: Final = 30
"""On one kind of fact; the engine takes 64 that go on matching at once."""
MOST_ACTIONS: Final = 4000
"""In one ruleset; the engine takes 4,096 at most."""

_MATCHED: Final = 0
_NOTHING_MATCHED: Final = 1
_BEGIN: Final = "begin"
_BEGINNING: Final = {"kind": 0}
"""Met in every session: the engine frees memory that is not its own where no action of a session ever ran."""
_REGISTERING: Final = Lock()
_SESSIONS: Final = count(1)

Definition = Mapping[str, Any]
"""A condition as durable-rules reads it."""


class _Engine(Protocol):
    """The functions of `durable_rules_engine`. Handles are numbers."""

    def create_ruleset(self, name: str, rules: str) -> int: ...
    def delete_ruleset(self, ruleset: int) -> None: ...
    def assert_fact(self, ruleset: int, fact: str) -> tuple[int, int]: ...
    def start_action_for_state(self, ruleset: int, state: int) -> tuple[str, str] | None: ...
    def complete_and_start_action(self, ruleset: int, state: int) -> str | None: ...
    def delete_state(self, ruleset: int, session: str) -> None: ...


@cache
def _engine() -> _Engine:
    try:
        return cast("_Engine", import_module("durable_rules_engine"))
    except ModuleNotFoundError:
        remedy = "needs the extra `durable` (Python 3.11 or 3.12): pip install 'decisionsupport[durable]'"
        raise InvalidCall(f"executor='durable' {remedy}") from None
    except ImportError as fault:
        wrong = "durable-rules, of the extra `durable`, works on Python 3.11 and 3.12 only"
        raise InvalidCall(f"executor='durable': {wrong} ({fault})") from None


class Ruleset:
    """Conditions by name, on facts of several kinds; shared freely between threads."""

    def __init__(self, name: str, conditions: Mapping[str, Definition]) -> None:
        self._engine = _engine()
        every = {_BEGIN: _BEGINNING, **conditions}
        rules = {each: {"all": [{"m": condition}]} for each, condition in every.items()}
        with _REGISTERING:
            self._handle = self._engine.create_ruleset(name, json.dumps(rules))
            weakref.finalize(self, self._engine.delete_ruleset, self._handle)
            with self.session():
                pass

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Begin with nothing known; all of it is forgotten in the end."""
        session = Session(self._engine, self._handle, str(next(_SESSIONS)))
        try:
            session.met_by(_BEGINNING)
            yield session
        finally:
            session.forget()


class Session:
    """The facts of one evaluation."""

    def __init__(self, engine: _Engine, ruleset: int, name: str) -> None:
        self._engine = engine
        self._ruleset = ruleset
        self._name = name

    def met_by(self, fact: Mapping[str, str | int]) -> frozenset[str]:
        """The names of the conditions that a new fact meets."""
        engine, ruleset = self._engine, self._ruleset
        outcome, state = engine.assert_fact(ruleset, json.dumps({"sid": self._name, **fact}))
        if outcome == _NOTHING_MATCHED:
            return frozenset()
        if outcome != _MATCHED:
            raise RuntimeError(f"durable-rules put a fact aside ({outcome})")
        started = engine.start_action_for_state(ruleset, state)
        action = None if started is None else started[1]
        met: set[str] = set()
        while action:
            met.add(action.split('"', 2)[1])  # the name comes first, then the whole fact, once for each name
            action = engine.complete_and_start_action(ruleset, state)
        return frozenset(met)

    def forget(self) -> None:
        """Let go of everything that is kept of the session."""
        self._engine.delete_state(self._ruleset, self._name)
