"""`previous`, `lowest`, `highest`: a cell in earlier entries, each worked out anew by this pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import Protocol

from decisionsupport.program.expressions import History
from decisionsupport.program.meaning import FOLDS
from decisionsupport.program.model import Program
from decisionsupport.values.kinds import is_opaque
from decisionsupport.values.operators.moments import step_by
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Possible,
    is_known,
    join,
    may_be_not_applicable,
    with_not_applicable,
)


class Reread(Protocol):
    """An entry read again."""

    def value(self, cell: str) -> Possible:
        """What the cell was."""
        ...


class Present(Protocol):
    """The record whose past is asked about."""

    @property
    def program(self) -> Program:
        """What is being evaluated."""
        ...

    @property
    def zone(self) -> tzinfo:
        """The pack's time zone."""
        ...

    def now(self) -> Possible:
        """The instant of `at`."""
        ...

    def value(self, cell: str) -> Possible:
        """What the cell is now."""
        ...

    def past_instants(self, form: str) -> tuple[datetime, ...] | None:
        """When the form was done before, earliest first; None where that is unknown."""
        ...

    def past(self, form: str, entry: int) -> Reread:
        """An earlier entry."""
        ...


def compare_past(present: Present, history: History, within: Possible | None) -> Possible:
    """What a history node gives; `within` is the window's length, None for all there is."""
    if within is NOT_APPLICABLE:
        return NOT_APPLICABLE
    since = None if within is None else step_by(present.now(), within, present.zone, -1)
    if history.function == "previous":
        found = _previous(present, history, since)
    else:
        found = _extreme(present, history, since)
    return with_na(found, history) if since is not None and may_be_not_applicable(since) else found


def with_na(found: Possible, history: History) -> Possible:
    """That, or not applicable."""
    return join(found, NOT_APPLICABLE, opaque=is_opaque(history.kind))


def _previous(present: Present, history: History, since: Possible | None) -> Possible:
    if present.past_instants(history.form) is None:
        return with_na(present.program.cells[history.cell].widest, history)
    for entry in _latest_first(present, history, since):
        value = present.past(history.form, entry).value(history.cell)
        if is_known(value) and value is not NOT_APPLICABLE:
            return value if _certain(since) else with_na(value, history)
    return NOT_APPLICABLE


def _extreme(present: Present, history: History, since: Possible | None) -> Possible:
    fold = FOLDS["min" if history.function == "lowest" else "max"]
    values = [present.value(history.cell)]
    if present.past_instants(history.form) is None:
        return fold([*values, with_not_applicable(present.program.cells[history.cell].widest)])
    found = fold(values)
    for entry in _latest_first(present, history, since):
        values.append(present.past(history.form, entry).value(history.cell))
        # A window of unknown length ends before any of the entries.
        found = fold(values) if _certain(since) else join(found, fold(values))
    return found


def _certain(since: Possible | None) -> bool:
    return since is None or isinstance(since, datetime)


def _latest_first(present: Present, history: History, since: Possible | None) -> Iterator[int]:
    instants = present.past_instants(history.form) or ()
    for entry in reversed(range(len(instants))):
        if isinstance(since, datetime) and instants[entry] < since:
            return
        yield entry
