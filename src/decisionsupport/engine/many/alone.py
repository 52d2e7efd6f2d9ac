"""Records that columns cannot hold or judge: by `evaluate`, alike ones once, as rows of the same frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from decisionsupport.engine.intake import Given
from decisionsupport.engine.many.batch import PROBLEMS, PROPOSALS, UNDECIDED, WITHHELD
from decisionsupport.engine.many.compiling import Compiled
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


def evaluated_alone(
    rows: Sequence[int],
    part: Part,
    plan: Compiled,
    program: Program,
    evaluate: Callable[[Given], Outcome],
    situation: Callable[[Given], Situation],
    first_row: int,
) -> Aside:
    """Evaluate these records of a chunk one by one."""
    names = ("values", "rules", *_SCHEMAS)
    found = Aside({name: [] for name in names}, [first_row + row for row in rows])
    seen: dict[str, tuple[Outcome, dict[str, Any], dict[str, Any]]] = {}
    for row in rows:
        answers = part.record(row, program)
        key = repr(answers)
        if key not in seen:
            under_way = situation(answers)
            rules = {rule.id: _held(under_way.value(rule.when)) for rule in program.rules.values()}
            seen[key] = (evaluate(answers), dict(_values(under_way, plan)), rules)
        outcome, values, rules = seen[key]
        found.rows["values"].append({"row": first_row + row, **values})
        found.rows["rules"].append({"row": first_row + row, **rules})
        for name, listed in _listed(outcome).items():
            found.rows[name] += [{"row": first_row + row, **each} for each in listed]
    found.outcomes = len(seen)
    return found


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


def _values(situation: Situation, plan: Compiled) -> Iterator[tuple[str, Any]]:
    for cell, form, _ in plan.values:
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
