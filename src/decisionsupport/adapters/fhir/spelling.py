"""FHIRPath as it is spelled: literals, choices, and what is said of a value that may not be there.

A value that is not known is the empty collection, `{}`. Comparisons and arithmetic on it are empty; `and`,
`or` and `not()` are Kleene's; but `iif` takes an empty test for false, so each test is asked both ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final

EMPTY: Final = "{}"
_USED: Final = re.compile(r"%([A-Za-z][A-Za-z0-9]*)")
_STRING: Final = re.compile(r"'[^']*'")


def literal(value: bool | int | Decimal | str | date | time) -> str:
    """A known value as FHIRPath writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return f"({value})" if value < 0 else f"{value}"
        case datetime():
            return f"@{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        case date():
            return f"@{value.isoformat()}"
        case time():
            return f"@T{value.isoformat('seconds')}"
        case str():
            return f"'{value}'"


def call(variable: str) -> str:
    """A variable read."""
    return f"%{variable}"


def used(fhirpath: str) -> list[str]:
    """The variables that FHIRPath reads, in order; what is quoted is no variable."""
    return list(dict.fromkeys(_USED.findall(_STRING.sub("''", fhirpath))))


def bare(fhirpath: str) -> str:
    """Without the parentheses around the whole."""
    if not (fhirpath.startswith("(") and fhirpath.endswith(")")):
        return fhirpath
    depth = 0
    for place, letter in enumerate(fhirpath):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and place < len(fhirpath) - 1:
            return fhirpath
    return fhirpath[1:-1]


def joined(operator: str, parts: Sequence[str]) -> str:
    """`(a and b and c)`; one part is itself."""
    return parts[0] if len(parts) == 1 else f"({f' {operator} '.join(parts)})"


def exists(fhirpath: str) -> str:
    """Whether there is a value."""
    return f"{fhirpath}.exists()"


def negated(condition: str) -> str:
    """`not`; twice is not at all."""
    twice = condition.startswith("%") and condition.endswith(".not()") and " " not in condition
    return condition.removesuffix(".not()") if twice else f"{condition}.not()"


def where(test: str, then: str, otherwise: str) -> str:
    """`then` where a test that is never empty holds, else `otherwise`."""
    return then if then == otherwise else f"iif({bare(test)}, {bare(then)}, {bare(otherwise)})"


def decided(test: str, then: str, otherwise: str) -> str:
    """`then` where the test is true, `otherwise` where it is false, empty where it is not known."""
    if then == EMPTY:
        return where(f"({test} = false)", otherwise, EMPTY)
    if otherwise == EMPTY:
        return where(test, then, EMPTY)
    return where(test, then, where(negated(test), otherwise, EMPTY))


def among(value: str, options: Iterable[str]) -> str:
    """Whether a value is one of the options; empty where it is not known."""
    listed = [literal(option) for option in options]
    return f"({value} = {listed[0]})" if len(listed) == 1 else f"({value} in ({' | '.join(listed)}))"
