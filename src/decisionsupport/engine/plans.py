"""Plans: what is the same whenever the same forms are given, worked out once and used for every such patient.

A plan has the rules that are awake, their index, what is fixed whatever is answered, and what was said of it.
It is made when its forms have been given a few times; the plans used last are kept. It changes no outcome.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from decisionsupport.engine.answers import read_answer
from decisionsupport.engine.intake import value_at
from decisionsupport.engine.judging import Judged, judged_rule
from decisionsupport.engine.prepared import Prepared
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.model import Evaluation, FormAnswers, Known, Record
from decisionsupport.execution.python import Compiled
from decisionsupport.execution.python.executor import Fixed
from decisionsupport.execution.python.index import Index, index_of, places
from decisionsupport.execution.python.whole import Whole, whole_form
from decisionsupport.outcome.unknowns import OpenQuestion, Undecided
from decisionsupport.program.model import Item, Program, Rule
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import date_of, zone_named

MOST_PLANS: Final = 64
MOST_SAID: Final = 4096
"""So many things said of a plan are remembered."""
OFTEN: Final = 3
"""Making a plan costs as much as deciding a few times without one."""

Plain = tuple[Possible, ...]
"""The values of a plan's numbers, in their order."""
Said = tuple[tuple[Undecided, ...], tuple[OpenQuestion, ...]]


@dataclass(slots=True)
class Plan:
    """What all patients share who were given the same forms, with the same parameters.

    `wholes` read each form at once; empty where a form is not plain. `numbers` are the cells that they give.
    `thresholds` and `options` are the index's columns by the place of their cell in these; `elsewhere`: there
    are others. `settled` are the rules of which all but the condition is fixed, `alike` the bits
    of those of which that is fixed too.
    """

    program: Program
    fixed: Fixed
    parameters: Mapping[str, Possible]
    rules: tuple[Rule, ...]
    index: Index
    wholes: tuple[tuple[str, Whole], ...]
    numbers: tuple[int, ...]
    thresholds: tuple[tuple[int, list[int], list[int]], ...]
    options: tuple[tuple[int, dict[Possible, int]], ...]
    elsewhere: bool
    settled: frozenset[int]
    alike: int
    heard: dict[tuple[int, bool, str], Judged] = field(default_factory=dict)
    said: dict[tuple[int, str], Said] = field(default_factory=dict)

    def start(self, record: Record) -> Evaluation:
        """Start evaluating a record of these forms and parameters."""
        return self.fixed.compiled(record, self.fixed)

    def plain(self, answers: Mapping[str, Any]) -> Plain | None:
        """The values of everything plain, or None: then the answers are taken in one by one."""
        if not self.wholes:
            return None
        values: Plain = ()
        for form, whole in self.wholes:
            given = answers[form]
            found = whole.read(given) if given.__class__ is dict else None
            if found is None:
                return None
            values = values + found if values else found
        return values

    def judged_plain(self, values: Plain) -> int | None:
        """The bits that the index's columns leave of the rules; None where not all cells are among these."""
        if self.elsewhere:
            return None
        bits = self.index.base
        for place, starts, masks in self.thresholds:
            bits &= masks[bisect_right(starts, values[place])]  # type: ignore[type-var]
        for place, by_value in self.options:
            bits &= by_value[values[place]]
        return bits

    def judge(self, true: int, undecided: int, situation: Situation) -> tuple[Judged, ...]:
        """Where the rules stand that are true or undecided, by id."""
        found = []
        language = situation.language
        for place in places(true | undecided):
            key = (place, bool(true >> place & 1), language)
            judged = self.heard.get(key)
            if judged is None:
                judged = judged_rule(self.rules[place], situation)
                if place in self.settled and len(self.heard) < MOST_SAID:
                    self.heard[key] = judged
            found.append(judged)
        return tuple(found)


class Plans:
    """The plans of one engine. Threads may make one twice: either serves."""

    def __init__(self, program: Program, executor: Compiled, prepared: Prepared) -> None:
        self._program = program
        self._executor = executor
        self._prepared = prepared
        self._zone = zone_named(program.pack.timezone)
        self._days = sorted(
            {
                value.since
                for parameter in program.parameters.values()
                for value in (*parameter.values, *parameter.site_values)
                if value.since is not None
            }
        )
        self._asked: dict[tuple[object, int], int] = {}
        self._plans: dict[tuple[object, int], Plan] = {}

    def of(self, forms: Collection[str], at: datetime) -> Plan | None:
        """The plan of these forms at an instant; None until they have been given often."""
        key = (tuple(forms), bisect_right(self._days, date_of(at, self._zone)) if self._days else 0)
        plan = self._plans.get(key)
        if plan is None and self._is_often(key):
            plan = self._made(tuple(forms), at)
            if plan is not None:
                while len(self._plans) >= MOST_PLANS:
                    self._plans.pop(next(iter(self._plans)), None)
                self._plans[key] = plan
        return plan

    def _is_often(self, key: tuple[object, int]) -> bool:
        if len(self._asked) > MOST_SAID:
            self._asked.clear()
        self._asked[key] = asked = self._asked.get(key, 0) + 1
        return asked >= OFTEN

    def _made(self, forms: tuple[str, ...], at: datetime) -> Plan | None:
        program = self._program
        if any(form not in program.forms for form in forms):
            return None
        day = date_of(at, self._zone)
        parameters = {name: value_at(each, day)[0] for name, each in program.parameters.items()}
        fixed = Fixed(self._executor, forms, parameters)
        asleep = self._prepared.asleep(dict.fromkeys(forms), {})
        rules = tuple(rule for rule in program.rules.values() if rule.id not in asleep)
        index = index_of(rules, fixed)
        wholes = tuple((form, whole_form(program.forms[form], fixed, _accepted)) for form in forms)
        serving = (pair for pair in wholes if _serves(*pair, fixed))
        plain = tuple((form, whole) for form, whole in serving if whole is not None)
        if len(plain) < len(forms):
            plain = ()
        numbers = tuple(number for _, whole in plain for number in whole.numbers)
        place_of = {number: place for place, number in enumerate(numbers)}
        here = [column for column in index.columns if column.cell in place_of]
        settled = [_is_settled(rule, forms, fixed) for rule in rules]
        alike = sum(1 << place for place, rule in enumerate(rules) if settled[place] and _holds(rule, fixed))
        if fixed.blank.has_failed:
            return None
        return Plan(
            program=program,
            fixed=fixed,
            parameters=parameters,
            rules=rules,
            index=index,
            wholes=plain,
            numbers=numbers,
            thresholds=tuple((place_of[each.cell], each.starts, each.masks) for each in here if each.masks),
            options=tuple((place_of[each.cell], each.by_value) for each in here if not each.masks),
            elsewhere=len(here) < len(index.columns),
            settled=frozenset(place for place, is_settled in enumerate(settled) if is_settled),
            alike=alike,
        )


def _accepted(value: object, item: Item) -> Possible | None:
    found = read_answer(value, item)
    return found.value if isinstance(found, Known) else None


def _serves(form: str, whole: Whole | None, fixed: Fixed) -> bool:
    """Whether what it gives is used for all: whom the form is made for, and its demands, are no question."""
    applies = fixed.compiled.program.forms[form].applies_when
    number = None if applies is None else fixed.compiled.numbers[applies]
    made_for = number is None or (fixed.holds(number) and fixed.value(number) is not False)
    demands = whole is not None and whole.demands
    return made_for and demands and fixed.compiled.program.forms[form].status != "retired"


def _holds(rule: Rule, fixed: Fixed) -> bool:
    return fixed.holds(fixed.compiled.numbers[rule.when])


def _is_settled(rule: Rule, forms: Collection[str], fixed: Fixed) -> bool:
    """Whether all that is said of a rule, once it is true or undecided, is the same for all."""
    numbers, program = fixed.compiled.numbers, fixed.compiled.program
    cells = [cell for cell in (rule.unless, rule.set_applies) if cell is not None]
    cells += [
        program.forms[form].applies_when or ""
        for form in rule.rests_on & set(forms)
        if program.forms[form].applies_when is not None
    ]
    held = program.sets[rule.set].not_for is not None and rule.set_applies is not None
    return not held and all(fixed.holds(numbers[cell]) for cell in cells)


class Begun(Situation):
    """A situation of which nothing but plain values is known yet; the rest is made when it is asked for."""

    plan: Plan
    _values: Plain

    def __init__(self, plan: Plan, values: Plain, at: datetime, language: str, said: dict[Any, Any]) -> None:
        keep = self.__dict__  # frozen for all others
        keep["program"] = plan.program
        keep["language"] = language
        keep["said"] = said
        keep["plan"] = plan
        keep["at"] = at
        keep["_values"] = values

    @cached_property
    def record(self) -> Record:
        """What was given."""
        left, answers = self._values, {}
        for form, whole in self.plan.wholes:
            items = {item: Known(value) for item, value in zip(whole.items, left, strict=False)}
            answers[form] = FormAnswers(items)
            left = left[len(whole.numbers) :]
        return Record(dict(sorted(answers.items())), self.at, {}, self.plan.parameters)

    @cached_property
    def evaluation(self) -> Evaluation:
        """What the record makes of the program: what is worked out, and the rest as it is asked for."""
        made = self.plan.fixed.compiled(self.record, self.plan.fixed)
        made.cells.update(zip(self.plan.numbers, self._values, strict=True))
        return made
