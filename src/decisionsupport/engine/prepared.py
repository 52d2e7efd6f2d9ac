"""What is worked out of a program once, so that no evaluation has to.

Law: preparing changes no outcome. A rule sleeps where it can be neither true nor reported: while no form is
given that one of the conditions it joins by `and` could ever read, nor one that would have it reported. A
condition on forms alone is the same for every patient without them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from decisionsupport.engine.intake import value_at
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.model import Evaluation, Record
from decisionsupport.loading.resting import Resting
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Parameter, Program, RepeatingGroup, Rule
from decisionsupport.program.walk import reads_itself, walk
from decisionsupport.values.sets import truth

_ANY_DAY = date(2000, 1, 1)
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_TIME = (x.Now, x.Today, x.TimeFunction, x.History, x.LastDone, x.SinceCompare)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What engines keep beside their program.

    `parameters`: those each cell rests on. `places`: items and repeating groups in the order asked.
    `sleepers`: rules by id, with the forms that wake them.
    """

    parameters: Mapping[str, frozenset[str]]
    places: Mapping[str, int]
    sleepers: Mapping[str, frozenset[str]]
    said: dict[tuple[object, ...], Any] = field(default_factory=dict, compare=False, repr=False)
    """What is the same in every situation of the program: made once and said again."""

    def asleep(self, given: Mapping[str, object], parameters: Collection[str]) -> frozenset[str]:
        """The rules that need not be judged for these forms and these parameters by call."""
        if parameters:
            return frozenset()
        forms = given.keys()
        return frozenset(rule for rule, wakers in self.sleepers.items() if wakers.isdisjoint(forms))


@dataclass(frozen=True, slots=True)
class _Reach:
    """All that a cell could ever read: forms, parameters, and whether the clock or the past."""

    forms: frozenset[str]
    parameters: frozenset[str]
    time: bool

    def __or__(self, other: _Reach) -> _Reach:
        return _Reach(self.forms | other.forms, self.parameters | other.parameters, self.time or other.time)


_NOTHING = _Reach(frozenset(), frozenset(), time=False)


def prepare(program: Program) -> Prepared:
    """Work out what an engine needs to know of its program."""
    resting = Resting(program.cells)
    reaches = _reaches(program)
    given = {name: value_at(each, _ANY_DAY)[0] for name, each in program.parameters.items()}
    nobody = Interpreter(program)(Record({}, _ANY_TIME, {}, given))
    sleepers = {}
    for rule in program.rules.values():
        wakers = _wakers(rule, reaches, nobody)
        if wakers is not None:
            sleepers[rule.id] = wakers
    return Prepared(
        parameters={cell: resting.parameters(cell) for cell in program.cells},
        places={path: place for place, path in enumerate(_asked(program))},
        sleepers=sleepers,
    )


def _wakers(rule: Rule, reaches: Mapping[str, _Reach], nobody: Evaluation) -> frozenset[str] | None:
    """The fewest forms without all of which it sleeps; None for a rule that is always judged."""
    reported_by = rule.taking_part.assessed or rule.taking_part.facts
    when = nobody.program.cells[rule.when].expression
    if not reported_by or rule.withholds or when is None:
        return None
    found = [
        reach.forms | reported_by
        for condition in _joined(when)
        if not (reach := _reach(condition, reaches)).time
        and not any(_is_dated(nobody.program.parameters[name]) for name in reach.parameters)
        and truth(nobody.evaluate(condition)) is not True
    ]
    return min(found, key=lambda forms: (len(forms), sorted(forms)), default=None)


def _joined(condition: x.Expression) -> Iterator[x.Expression]:
    if isinstance(condition, x.And):
        for operand in condition.operands:
            yield from _joined(operand)
    else:
        yield condition


def _is_dated(parameter: Parameter) -> bool:
    return any(value.since is not None for value in (*parameter.values, *parameter.site_values))


def _reaches(program: Program) -> Mapping[str, _Reach]:
    found: dict[str, _Reach] = {}
    for cell in program.cells.values():
        own = frozenset({cell.form} if cell.form is not None else ())
        named = {cell.id.removeprefix("parameter.")} if cell.id.startswith("parameter.") else ()
        reach = _Reach(own, frozenset(named), time=False) | found.get(f"applies:{cell.id}", _NOTHING)
        found[cell.id] = reach if cell.expression is None else reach | _reach(cell.expression, found)
    return found


def _reach(expression: x.Expression, reaches: Mapping[str, _Reach]) -> _Reach:
    forms, parameters, time = set[str](), set[str](), False
    for part in walk(expression):
        if isinstance(part, _TIME):
            time = True
        elif isinstance(part, x.FormRemaining | x.RecordTest) and part.form is not None:
            forms.add(part.form)
        for read in reads_itself(part):
            reach = reaches.get(read, _NOTHING)
            forms |= reach.forms
            parameters |= reach.parameters
            time = time or reach.time
    return _Reach(frozenset(forms), frozenset(parameters), time)


def _asked(program: Program) -> Iterator[str]:
    for form in program.forms.values():
        for entry in form.entries:
            yield entry.id
            if isinstance(entry, RepeatingGroup):
                yield from (item.id for item in entry.items)
