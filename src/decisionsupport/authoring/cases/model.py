"""A case ready to be run, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from decisionsupport.documents.cases import Expect
from decisionsupport.outcome.model import Outcome
from decisionsupport.source import Span
from decisionsupport.syntax.yaml.tree import Node


@dataclass(frozen=True, slots=True)
class ExpectedValue:
    """A name and the value it must have; `span` is where that is written."""

    name: str
    value: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Setting:
    """What a case is given: what is shared and what is its own, put together."""

    at: datetime | None
    given: Mapping[str, object]
    history: Mapping[str, object] | None
    parameters: Mapping[str, object]
    site: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """One case; a row of vectors is one too.

    `expect` has what must be so besides `values` and `findings`; `only`: its lists are complete. `places` has
    where forms and answers are given, by path.
    """

    name: str
    cases_for: str
    span: Span
    setting: Setting
    values: tuple[ExpectedValue, ...]
    findings: tuple[ExpectedValue, ...]
    expect: Expect | None
    only: bool
    places: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the case says: as expected beside as found, and where the case says so.

    `of_outcome` is False where it lies with what was given, of which an outcome explains nothing.
    """

    what: str
    expected: str
    found: str
    span: Span
    of_outcome: bool = True


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and how the outcome differs from it."""

    case: Case
    differences: tuple[Difference, ...]
    outcome: Outcome | None

    @property
    def holds(self) -> bool:
        """Whether everything is as the case says."""
        return not self.differences
