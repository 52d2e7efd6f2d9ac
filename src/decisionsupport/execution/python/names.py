"""The names that generated code may use: operators, and constants bound one by one.

The law kept here: generated code says nothing but these names, cell numbers and whole numbers, so nothing
that an author wrote, and nothing else of Python, can be reached from it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final, TypeVar

from decisionsupport.execution.python import runtime
from decisionsupport.program import meaning as means
from decisionsupport.source import Span
from decisionsupport.values import kinds
from decisionsupport.values.duration import Duration
from decisionsupport.values.operators import (
    arithmetic,
    choices,
    choosing,
    codes,
    comparing,
    conditions,
    moments,
    reals,
    rounding,
)
from decisionsupport.values.sets import NOT_APPLICABLE, UNDECIDED, is_known, join_all, truth

T = TypeVar("T")

COMPARISONS: Final = {
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "==": "equal",
    "!=": "not_equal",
}
FOLDS: Final = {"sum": "total", "min": "minimum", "max": "maximum"}

CLASSES: Final[dict[type, type]] = {
    kinds.Boolean: bool,
    kinds.Number: int,
    kinds.Choice: str,
    kinds.Text: str,
    kinds.Code: str,
    kinds.Choices: frozenset,
    kinds.Codes: frozenset,
    kinds.Date: date,
    kinds.Instant: datetime,
    kinds.TimeOfDay: time,
    kinds.DurationType: Duration,
}
"""The class of a known value of each kind."""

_OPERATORS: Final[dict[str, object]] = {
    "abs": abs,
    "absolute": arithmetic.absolute,
    "add": arithmetic.add,
    "ask": runtime.ask,
    "bands": choosing.bands,
    "bisect_left": bisect_left,
    "chosen_sum": choices.chosen_sum,
    "code_in": codes.code_in,
    "collect": choosing.collect,
    "compare_ranked": comparing.compare_ranked,
    "concluded": choosing.concluded,
    "count_applicable": arithmetic.count_applicable,
    "count_true": conditions.count_true,
    "equal": comparing.equal,
    "greater": comparing.greater,
    "greater_equal": comparing.greater_equal,
    "highest": runtime.highest,
    "includes": choices.includes,
    "is_applicable": conditions.is_applicable,
    "is_known": is_known,
    "is_one_of": choices.is_one_of,
    "join_all": join_all,
    "join_opaque": runtime.join_opaque,
    "less": comparing.less,
    "less_equal": comparing.less_equal,
    "make_duration": moments.make_duration,
    "max": max,
    "maximum": arithmetic.maximum,
    "min": min,
    "minimum": arithmetic.minimum,
    "multiply": arithmetic.multiply,
    "negate": arithmetic.negate,
    "negation": conditions.negation,
    "not_equal": comparing.not_equal,
    "NOT_APPLICABLE": NOT_APPLICABLE,
    "option_values": choices.option_values,
    "or_else": means.or_else,
    "over_rows": runtime.over_rows,
    "power": arithmetic.power,
    "real_operation": means.real_operation,
    "rescale": arithmetic.rescale,
    "round_mean": rounding.round_mean,
    "round_quotient": rounding.round_quotient,
    "round_real": reals.round_real,
    "round_to": rounding.round_to,
    "since": runtime.since,
    "step_by": moments.step_by,
    "subtract": arithmetic.subtract,
    "text_is": choices.text_is,
    "time_function": means.time_function,
    "to_real": reals.to_real,
    "total": arithmetic.total,
    "truth": truth,
    "UNDECIDED": UNDECIDED,
}


class Names:
    """The globals of generated code. A constant is bound once, however often it is used."""

    def __init__(self) -> None:
        self.bound: dict[str, object] = {"__builtins__": {}, **_OPERATORS}
        self.bound.update((known.__name__, known) for known in CLASSES.values())
        self._values: dict[object, str] = {}
        self._things: dict[tuple[int, object], str] = {}

    def value(self, value: object) -> str:
        """How a value is said: truth and whole numbers by themselves, all else by name."""
        if value is True or value is False:
            return str(value)
        if value is NOT_APPLICABLE:
            return "NOT_APPLICABLE"
        if type(value) is int:
            return str(value) if value >= 0 else f"({value})"
        # -0.0 and 0.0 are equal and not the same.
        key = (type(value), value, str(value) if type(value) is float else "")
        if key not in self._values:
            self._values[key] = self.bind(value)
        return self._values[key]

    def thing(self, thing: T, made: Callable[[T], object] | None = None) -> str:
        """A name for a part of the program, or for what is made of it; bound once for each part and maker."""
        key = (id(thing), made)
        if key not in self._things:
            self._things[key] = self.bind(thing if made is None else made(thing))
        return self._things[key]

    def bind(self, value: object) -> str:
        """A new name."""
        name = f"k{len(self.bound)}"
        self.bound[name] = value
        return name


class Lines:
    """Keeps each piece of generated text on the line of the file that it comes from.

    Inside parentheses a line may end anywhere, so it is enough to end lines where the file does.
    """

    def __init__(self, first: int) -> None:
        self._line = first

    def reach(self, span: Span) -> str:
        """The line ends still missing before what comes from `span`."""
        missing = max(span.begin.line - self._line, 0)
        self._line += missing
        return "\n" * missing
