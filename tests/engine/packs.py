"""An engine of the YAML that a test shows, and outcomes held to their JSON Schema."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from typing import Any

import jsonschema

from decisionsupport.engine import Engine, from_files
from decisionsupport.execution.named import ExecutorName
from decisionsupport.loading import File
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.record import Problem
from decisionsupport.outcome.schema import outcome_schema

AT = "2026-11-23T09:00:00+01:00"
PACK = """
    pack: small
    version: 1.0.0
    languages: [en]
    timezone: Europe/Stockholm
    roles: {nurse: {en: nurse}, physician: {en: physician}}
    recipients: {clinic: {en: The clinic}}
    occasions: {next_visit: {en: the next visit}, next_round: {en: the next round}}
"""
_VALIDATOR = jsonschema.Draft202012Validator(outcome_schema())


def engine_of(
    *documents: str, pack: str = PACK, site: str | None = None, executor: ExecutorName = "python"
) -> Engine:
    """The engine of these documents, and of a small pack document."""
    texts = [textwrap.dedent(text).encode() for text in (pack, *documents)]
    return from_files(tuple(File(f"doc{n}.yaml", text) for n, text in enumerate(texts)), site, executor)


def outcome_of(engine: Engine, answers: Any, **given: Any) -> Outcome:
    """The outcome; refused answers are only reported, and the JSON keeps its schema and comes back equal."""
    outcome = engine.evaluate(answers, **{"at": AT, "invalid": "report", **given})
    text = outcome.to_json()
    _VALIDATOR.validate(json.loads(text))
    assert Outcome.from_json(text) == outcome
    assert outcome.ok, outcome.failed
    return outcome


def problem_at(outcome: Outcome, path: str) -> Problem:
    """The one problem with this path."""
    (found,) = (each for each in outcome.problems if each.path == path)
    return found


def waits(parts: Any) -> list[tuple[str, str]]:
    """What is waited for, as pairs."""
    names = ("item", "form", "history", "parameter", "problem")
    return [(name, getattr(part, name)) for part in parts for name in names if getattr(part, name)]


def reasons(parts: Any) -> list[str]:
    """The rules of reasons."""
    return [part.rule for part in parts]


def cautions(of: Any) -> list[tuple[str, str | None]]:
    """The kinds and rules of cautions."""
    return [(each.kind, each.rule) for each in of.cautions]


def ids(parts: Mapping[str, Any] | Any, name: str) -> list[str]:
    """One attribute of each."""
    return [getattr(part, name) for part in parts]
