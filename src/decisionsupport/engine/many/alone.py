"""Records that columns cannot hold or judge: by `evaluate`, alike ones once, as rows of the same frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from decisionsupport.engine.intake import Given
from decisionsupport.engine.many.batch import PROBLEMS, PROPOSALS, UNDECIDED, WITHHELD
from decisionsupport.engine.many.reading import Part
from decisionsupport.engine.showing import to_host
from decisionsupport.engine.situation import Situation
from decisionsupport.outcome.model import Outcome
from decisionsupport.program.model import Program
from decisionsupport.values import kinds
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Between,
    OneOf,
    Possible,
    is_known,
    may_be_not_applicable,
    truth,
    without_not_applicable,
)

_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "proposals": PROPOSALS,
    "withheld": WITHHELD,
    "undecided": UNDECIDED,
    "problems": PROBLEMS,
}


@dataclass(slots=True)
class Aside:
    """The rows of the frames that come of records evaluated alone; which, and how many different ones."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    outcomes: int = 0

    def added(self, name: str, frame: pl.DataFrame, *, by_row: bool = False) -> pl.DataFrame:
        """A frame with these rows instead of its own of those records, in the order of the records."""
        if not self.places:
            return frame
        own = self.rows[name]
        frame = frame.filter(~pl.col("row").is_in(self.places))
        schema = frame.schema if by_row else _SCHEMAS[name]
        made = pl.DataFrame(own, schema=schema, orient="row", strict=False)
        return pl.concat([frame, made]).sort("row", maintain_order=True)


@dataclass(slots=True)
class Alone:
    """Records of a chunk by themselves; alike ones are evaluated once."""

    part: Part
    program: Program
    evaluate: Callable[[Given], Outcome]
    situation: Callable[[Given], Situation]
    first_row: int
    _situations: dict[str, Situation] = field(default_factory=dict)

    def values(self, rows: Sequence[int], cells: Sequence[str]) -> Aside:
        """The values of these records."""
        found = Aside({"values": []}, [self.first_row + row for row in rows])
        seen: dict[str, dict[str, Any]] = {}
        for row in rows:
            answers = self.part.record(row, self.program)
            key = repr(answers)
            if key not in seen:
                seen[key] = dict(_values(self._situation(key, answers), cells))
            found.rows["values"].append({"row": self.first_row + row, **seen[key]})
        return found

    def conclusions(self, rows: Sequence[int]) -> Aside:
        """All else that is said of them."""
        names = ("rules", *_SCHEMAS)
        found = Aside({name: [] for name in names}, [self.first_row + row for row in rows])
        seen: dict[str, dict[str, list[dict[str, Any]]]] = {}
        for row in rows:
            answers = self.part.record(row, self.program)
            key = repr(answers)
            if key not in seen:
                under_way = self._situation(key, answers)
                rules = {rule.id: _held(under_way.value(rule.when)) for rule in self.program.rules.values()}
                seen[key] = {"rules": [rules], **_listed(self.evaluate(answers))}
            for name, listed in seen[key].items():
                found.rows[name] += [{"row": self.first_row + row, **each} for each in listed]
        found.outcomes = len(seen)
        return found

    def _situation(self, key: str, answers: Given) -> Situation:
        if key not in self._situations:
            self._situations[key] = self.situation(answers)
        return self._situations[key]


def _held(value: Possible) -> bool | None:
    held = truth(value)
    return held if isinstance(held, bool) else None


def _listed(outcome: Outcome) -> dict[str, list[dict[str, Any]]]:
    return {
        "proposals": [
            {
                "action": each.action,
                "assess": each.assess,
                "priority": each.priority,
                "due": each.due,
                "due_at": each.due_at,
                "rules": [reason.rule for reason in each.reasons],
            }
            for each in outcome.proposals
        ],
        "withheld": [
            {
                "action": held.action,
                "assess": held.assess,
                "request": held.request,
                "rules": [reason.rule for reason in held.for_],
                "against": [reason.rule for reason in held.against],
            }
            for held in outcome.withheld
        ],
        "undecided": [
            {"rule": each.rule, "priority": each.priority, "waits_for": _waits(each.waits_for)}
            for each in outcome.undecided
        ],
        "problems": [
            {
                "path": each.path,
                "severity": each.severity,
                "reason": each.message,
                "found": each.found,
                "allowed": each.allowed,
            }
            for each in outcome.problems
        ],
    }


def _waits(waits: Sequence[Any]) -> list[str]:
    slots = ((wait, slot) for wait in waits for slot in wait.__slots__)
    return [name for wait, slot in slots if (name := getattr(wait, slot)) is not None]


# Values ------------------------------------------------------------------------------------------------


def _values(situation: Situation, cells: Sequence[str]) -> Iterator[tuple[str, Any]]:
    for cell in cells:
        form = situation.program.cells[cell].form
        if form is None or form in situation.record.answers:
            yield from _fields(cell, situation.value(cell), situation)


def _fields(cell: str, value: Possible, situation: Situation) -> Iterator[tuple[str, Any]]:
    na, rest = may_be_not_applicable(value), without_not_applicable(value)
    kind = situation.program.cells[cell].kind
    settled = is_known(value) and value is not NOT_APPLICABLE
    state = "not applicable" if rest is NOT_APPLICABLE else "unknown or not applicable" if na else "unknown"
    yield f"{cell}.state", "known" if settled else state
    if settled:
        yield cell, _host(value, kind, situation)
    match rest:
        case Between(least, most):
            yield f"{cell}.least", _host(least, kind, situation)
            yield f"{cell}.most", _host(most, kind, situation)
        case int() if isinstance(kind, kinds.Number):
            yield f"{cell}.least", _host(rest, kind, situation)
            yield f"{cell}.most", _host(rest, kind, situation)
        case OneOf(values):
            yield f"{cell}.one_of", [each for each in _options(kind) if each in values]
        case bool() | str() if not settled and isinstance(kind, kinds.Boolean | kinds.Choice):
            yield f"{cell}.one_of", [rest]
        case _:
            pass


def _options(kind: kinds.Kind) -> tuple[bool | str, ...]:
    return kind.options if isinstance(kind, kinds.Choice) else (False, True)


def _host(value: Possible, kind: kinds.Kind, situation: Situation) -> Any:  # noqa: ANN401
    host = to_host(value, kind, situation.zone)
    if isinstance(kind, kinds.Number):
        return float(host) if kind.places else host  # type: ignore[arg-type]
    return list(host) if isinstance(host, tuple) else host
