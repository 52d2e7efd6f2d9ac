"""A case ready to be run, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from decisionsupport.outcome.model import Outcome
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Node, Scalar


@dataclass(frozen=True, slots=True)
class Case:
    """One case: shared and own answers put together. `expects` are the keys of `expect`, each with its node."""

    name: str
    cases_for: str
    span: Span
    at: datetime | None
    given: Mapping[str, object]
    history: Mapping[str, object] | None
    parameters: Mapping[str, object]
    site: str | None
    language: str | None
    only: bool
    expects: tuple[tuple[Scalar, Node], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the case says: `what` it is about, as expected beside as found, and where it says so."""

    what: str
    expected: str
    found: str
    span: Span


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and how the outcome differs from it; no differences: it holds."""

    case: Case
    differences: tuple[Difference, ...]
    outcome: Outcome | None

    @property
    def holds(self) -> bool:
        """Whether everything is as the case says."""
        return not self.differences
