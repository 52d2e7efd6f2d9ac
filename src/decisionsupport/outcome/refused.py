"""What a host catches where answers were refused: the problems, and the outcome that follows all the same."""

from __future__ import annotations

from collections.abc import Iterable

from decisionsupport.errors import DecisionSupportError
from decisionsupport.outcome.model import Outcome
from decisionsupport.outcome.record import Problem

_SHOWN = 5


class InvalidAnswers(DecisionSupportError):
    """Answers were refused: `problems` says which and why.

    `outcome` is what the other answers give, with the refused ones unknown, so that one mistyped temperature
    does not silence an emergency. Pass `invalid="report"` to get it without an exception.
    """

    problems: tuple[Problem, ...]
    outcome: Outcome

    def __init__(self, problems: Iterable[Problem], outcome: Outcome) -> None:
        self.problems = tuple(problems)
        self.outcome = outcome
        super().__init__(self.problems, outcome)

    def __str__(self) -> str:
        count = len(self.problems)
        lines = [f"{count} {'answer was' if count == 1 else 'answers were'} refused"]
        lines += [f"{problem.path}: {problem.message}" for problem in self.problems[:_SHOWN]]
        if count > _SHOWN:
            lines.append(f"… and {count - _SHOWN} more")
        return "\n".join(lines)
