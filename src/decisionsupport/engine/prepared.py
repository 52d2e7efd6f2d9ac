"""What is worked out of a program once, so that no evaluation has to.

Law: preparing changes no outcome. A rule sleeps while none of the forms that it could ever read is given, if
it then is neither true nor reported: a condition on forms alone is the same for every patient without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from decisionsupport.engine.intake import value_at
from decisionsupport.execution.interpreter import Interpreter
from decisionsupport.execution.model import Record
from decisionsupport.loading.resting import Resting
from decisionsupport.program import expressions as x
from decisionsupport.program.model import Parameter, Program, RepeatingGroup, Rule
from decisionsupport.program.walk import walk
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

    def asleep(self, given: Mapping[str, object], parameters: Mapping[str, object]) -> frozenset[str]:
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
    reach = _reaches(program)
    given = {name: value_at(each, _ANY_DAY)[0] for name, each in program.parameters.items()}
    nobody = Interpreter(program)(Record({}, _ANY_TIME, {}, given))
    sleepers = {
        rule.id: reach[rule.when].forms
        for rule in program.rules.values()
        if _may_sleep(rule, reach[rule.when], program) and truth(nobody.value(rule.when)) is not True
    }
    return Prepared(
        parameters={cell: resting.parameters(cell) for cell in program.cells},
        places={path: place for place, path in enumerate(_asked(program))},
        sleepers=sleepers,
    )


def _asked(program: Program) -> Iterator[str]:
    for form in program.forms.values():
        for entry in form.entries:
            yield entry.id
            if isinstance(entry, RepeatingGroup):
                yield from (item.id for item in entry.items)


def _may_sleep(rule: Rule, reach: _Reach, program: Program) -> bool:
    """Whether it is the same for all without its forms, and then is not reported and withholds nothing."""
    reported = not (rule.taking_part.assessed or rule.taking_part.facts)
    dated = any(_is_dated(program.parameters[name]) for name in reach.parameters)
    return not (reported or rule.withholds or reach.time or dated)


def _is_dated(parameter: Parameter) -> bool:
    return any(value.since is not None for value in (*parameter.values, *parameter.site_values))


def _reaches(program: Program) -> Mapping[str, _Reach]:
    found: dict[str, _Reach] = {}
    for cell in program.cells.values():
        parts = tuple(walk(cell.expression)) if cell.expression is not None else ()
        whole = {
            part.form for part in parts if isinstance(part, x.FormRemaining | x.RecordTest) and part.form
        }
        own = {cell.form} if cell.form is not None else set()
        named = {cell.id.removeprefix("parameter.")} if cell.id.startswith("parameter.") else set()
        reach = _Reach(
            frozenset(own | whole), frozenset(named), any(isinstance(part, _TIME) for part in parts)
        )
        for read in (*cell.reads, f"applies:{cell.id}"):
            reach |= found.get(read, _NOTHING)
        found[cell.id] = reach
    return found
