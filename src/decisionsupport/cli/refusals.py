"""Answers that were refused, each told on standard error with what is allowed in its place."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from decisionsupport.cli.consoles import errors
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.record import Problem


def refusals(outcome: Outcome) -> list[Problem]:
    """What was refused of what was given."""
    return [problem for problem in outcome.problems if problem.severity == "error"]


def tell_refusals(problems: Iterable[Problem]) -> None:
    """Tell them, a line each."""
    for problem in problems:
        allowed = f"; allowed: {problem.allowed}" if problem.allowed else ""
        said = f": {problem.path}: {problem.message}{allowed}"
        errors().print(Text.assemble(("refused", "bold red"), said))
