"""How the command line ends: the three exit codes, and the one exception for "could not run"."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """0: clean; 1: there are findings, or an answer was refused; 2: it could not run."""

    CLEAN = 0
    FINDINGS = 1
    COULD_NOT_RUN = 2


class CannotRun(Exception):
    """What was asked for cannot be done with what was given; `remedy` says what to do instead."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy
