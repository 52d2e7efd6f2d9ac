"""The few exceptions a caller can meet.

An author's mistake is a diagnostic and what nobody knows is a value; these are what is left.

```
DecisionSupportError
├── InvalidPack          .report     the documents have errors
├── InvalidAnswers       .problems   answers were refused
│                        .outcome    … and what follows all the same, with the refused answers unknown
├── InvalidStep          .legal      a step of a review that may not be taken
├── InvalidRecord        .path       a text that is not what `to_json` writes
└── InvalidCall                      an argument that cannot be: a naive `at`, an unknown language or site
```
"""

from __future__ import annotations

from decisionsupport.diagnostics.model import Diagnostic, Report
from decisionsupport.diagnostics.severity import Severity

_SHOWN = 5


class DecisionSupportError(Exception):
    """All exceptions that this library raises on purpose."""


class InvalidPack(DecisionSupportError):
    """The documents have errors; `report` has every diagnostic, and the message the first of them."""

    report: Report

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(report)

    def __str__(self) -> str:
        errors = [found for found in self.report if found.severity is Severity.ERROR]
        lines = [f"{len(errors)} {'error' if len(errors) == 1 else 'errors'} in the pack"]
        lines += [_line(found) for found in errors[:_SHOWN]]
        if len(errors) > _SHOWN:
            lines.append(f"… and {len(errors) - _SHOWN} more")
        return "\n".join(lines)


class InvalidCall(DecisionSupportError, ValueError):
    """An argument that cannot be, whatever the pack and the answers say; the message names it."""


def _line(found: Diagnostic) -> str:
    remedy = f" ({found.help.splitlines()[0]})" if found.help else ""
    if found.span is None:
        return f"{found.message} [{found.slug}]{remedy}"
    start = found.span.source.position(found.span.start)
    return f"{found.span.source.path}:{start.line}:{start.column}: {found.message} [{found.slug}]{remedy}"
