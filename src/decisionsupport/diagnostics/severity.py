"""How much a mistake matters."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """An error stops loading, a warning is a finding, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
