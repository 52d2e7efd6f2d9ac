"""The functions of the language and how many values each takes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Signature(NamedTuple):
    """From `least` to `most` values (None: any number); `within` tells whether `within=` may stand last."""

    least: int
    most: int | None
    within: bool = False

    @property
    def wanted(self) -> str:
        """How many values, in words."""
        match (self.least, self.most):
            case (1, None):
                return "1 value or more"
            case (least, None):
                return f"{least} values or more"
            case (least, most) if least == most:
                return f"{least} value" + ("" if least == 1 else "s")
            case (least, most):
                return f"{least} to {most} values"


_ONE, _TWO, _MANY, _HISTORY = (
    Signature(1, 1),
    Signature(2, 2),
    Signature(1, None),
    Signature(1, 1, within=True),
)

FUNCTIONS: Final[Mapping[str, Signature]] = MappingProxyType(
    dict.fromkeys(["sum", "min", "max", "count", "mean"], _MANY)
    | dict.fromkeys(["any", "all", "distinct", "duplicates"], _ONE)
    | dict.fromkeys(["abs", "floor", "ceil", "sqrt", "log", "exp"], _ONE)
    | {"round": Signature(1, 2)}
    | dict.fromkeys(["previous", "change", "lowest", "highest"], _HISTORY)
    | dict.fromkeys(["last_done", "time_since"], _ONE)
    | dict.fromkeys(["years", "months", "weeks", "days", "hours", "minutes"], _ONE)
    | dict.fromkeys(["years_since", "weekday", "date_of", "time_of", "date"], _ONE)
    | dict.fromkeys(["days_between", "clock", "at_clock"], _TWO)
)

ELSEWHERE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "len": "count",
        "size": "count",
        "antal": "count",
        "avg": "mean",
        "average": "mean",
        "medel": "mean",
        "ceiling": "ceil",
        "ln": "log",
        "summa": "sum",
        "exists": "any",
        "minimum": "min",
        "maximum": "max",
        "age": "years_since",
        "last": "previous",
        "delta": "change",
    }
)
"""What the same function is called elsewhere."""
