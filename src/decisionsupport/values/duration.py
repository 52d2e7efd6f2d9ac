"""A length of time as it was written: an amount and a unit.

Units are kept, not turned into seconds: a month has no fixed length, and `48 hours` must print back as it was
written. So `48 hours` and `2 days` are different values; what they do to an instant is in `values.time`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Unit = Literal["years", "months", "weeks", "days", "hours", "minutes", "seconds", "now"]

WRITTEN_UNITS: Final[tuple[Unit, ...]] = ("years", "months", "weeks", "days", "hours", "minutes")
"""The units that authors write; `seconds` only comes of subtracting instants."""

_WRITTEN: Final = re.compile(r"(0|[1-9][0-9]{0,5}) (years?|months?|weeks?|days?|hours?|minutes?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Duration:
    """So many of a unit; `now` is none at all.

    >>> str(Duration(48, "hours"))
    '48 hours'
    """

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return "now" if self.unit == "now" else f"{self.amount} {self.unit}"

    @property
    def parts(self) -> tuple[tuple[int, str], ...]:
        """Amount and unit as they are shown: none of *now*, seconds as whole minutes."""
        match self.unit:
            case "now":
                return ()
            case "seconds":
                return ((self.amount // 60, "minutes"),)
            case unit:
                return ((self.amount, unit),)


NOW: Final = Duration(0, "now")


def parse_duration(text: str) -> Duration | None:
    """`48 hours`, `1 days`, `1 day`, `now`; None where the text is no duration."""
    if text == "now":
        return NOW
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    amount, word = match.groups()
    for unit in WRITTEN_UNITS:
        if word in (unit, unit[:-1]):
            return Duration(int(amount), unit)
    return None
