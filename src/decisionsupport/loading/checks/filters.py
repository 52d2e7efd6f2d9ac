"""Filters of texts: each has something to say of some kinds only. `{{ patient.age | date }}` is a mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from decisionsupport.diagnostics import Report
from decisionsupport.syntax.templates.nodes import Filter
from decisionsupport.values import kinds

TAKES: Mapping[str, tuple[tuple[type, ...], str]] = MappingProxyType(
    {
        "date": ((kinds.Date, kinds.Instant), "a date or an instant"),
        "time": ((kinds.TimeOfDay, kinds.Instant), "a time of day or an instant"),
        "count": ((kinds.Choices, kinds.Codes), "a list"),
    }
)
"""What the filters that do not take everything take."""


def check_filters(filters: Sequence[Filter], kind: kinds.Kind, name: str, found: str, report: Report) -> bool:
    """Whether every filter has something to say of the value; else `filter-mismatch` at the filter."""
    fine = True
    for index, each in enumerate(filters):
        takes, wanted = TAKES.get(each.name, ((), ""))
        if not takes or (index == 0 and isinstance(kind, takes)):
            continue
        before = f"`{name}` is {found}" if index == 0 else f"`{filters[index - 1].name}` gives a text"
        report.add(
            "filter-mismatch",
            f"`{each.name}` prints {wanted}, and {before}",
            each.span,
            help="leave the filter out" if index == 0 else f"let `{each.name}` stand first",
        )
        fine = False
    return fine
