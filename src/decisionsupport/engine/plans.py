"""Plans: what is the same whenever the same forms are given, worked out once and used for every such patient.

A plan has the rules that are awake, their index, what is fixed whatever is answered, and what was said of it.
It is made when its forms have been given a few times; the plans used last are kept. It changes no outcome.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from decisionsupport.engine.intake import value_at
from decisionsupport.engine.judging import Judged, has_part, judged_rule
from decisionsupport.engine.once import once
from decisionsupport.engine.plainly import PlainForms, plain_forms
from decisionsupport.engine.prepared import Prepared
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.model import Evaluation, Record, Wait
from decisionsupport.execution.python import Compiled
from decisionsupport.execution.python.executor import Fixed
from decisionsupport.execution.python.index import Column, Index, index_of, places
from decisionsupport.execution.python.picked import Plain, bits_of
from decisionsupport.outcome.digest import outcome_id_of_text
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.record import FormState
from decisionsupport.outcome.unknowns import OpenQuestion, Undecided
from decisionsupport.program.expressions import Expression, Read
from decisionsupport.program.model import Program, Rule
from decisionsupport.values.sets import Possible
from decisionsupport.values.time import date_of, zone_named

MOST_PLANS: Final = 64
MOST_SAID: Final = 1024
"""So many things of each sort that a plan remembers."""
MOST_ASKED: Final = 4096
"""So many combinations of forms are counted before counting begins anew."""
OFTEN: Final = 3
"""Making a plan costs as much as deciding a few times without one."""

Unsaid = tuple[tuple[Undecided, ...], tuple[OpenQuestion, ...]]
"""The rules that are undecided, and what to ask about them."""


@dataclass(slots=True)
class Plan:
    """What all patients share who were given the same forms, with the same parameters."""

    program: Program
    fixed: Fixed
    parameters: Mapping[str, Possible]
    rules: tuple[Rule, ...]
    """Those that are awake; a rule's place here is its bit in all that follows."""
    index: Index
    plainly: PlainForms | None
    """Reads the forms at once; None where they are not plain."""
    bits: Callable[[Plain], int] | None
    """What the values it reads leave of the index's rules."""
    elsewhere: tuple[Column, ...]
    """The index's columns of other cells."""
    at_once: Callable[[Plain], int] | None
    """`bits`, where that settles all rules."""
    settled: int
    """The rules of which all but the condition is fixed."""
    alike: int
    """Those of which that is fixed too."""
    open_to_all: bool
    """Whether any set is for some only."""
    names: list[list[tuple[str, ...]]]
    """By eight rules, the ids of each combination met."""
    forms: dict[tuple[bool, ...], ReadOnly[FormState]] = field(default_factory=dict)
    """What is said of the forms, by which optional items are left out."""
    used: set[str] | None = None
    heard: dict[tuple[int, bool, str], Judged] = field(default_factory=dict)
    heard_together: dict[tuple[int, int, str], tuple[Judged, ...]] = field(default_factory=dict)
    said: dict[tuple[int, str], Unsaid] = field(default_factory=dict)
    resting: dict[str, tuple[int, ...] | None] = field(default_factory=dict)
    """By cell, the places of the plain values that it rests on."""
    waiting: dict[tuple[object, ...], tuple[Wait, ...]] = field(default_factory=dict)
    """What cells wait for, by these values."""

    def rested_on(self, parameters: Mapping[str, frozenset[str]]) -> set[str]:
        """The parameters that the rules taking part rest on, whether they are true or not."""
        if self.used is None:
            given = self.fixed.forms
            whens = [rule.when for rule in self.rules if has_part(rule, given)]
            self.used = {name for when in whens for name in parameters[when]}
        return self.used

    def named(self, bits: int) -> tuple[str, ...]:
        """The ids of rules by their bits: eight at a time, each combination made once."""
        found: list[str] = []
        eights = bits.to_bytes(len(self.names), "little")
        for known, eight in zip(self.names, eights, strict=True):
            if eight:
                found += known[eight] or self._name(known, eight)
        return tuple(found)

    def _name(self, known: list[tuple[str, ...]], eight: int) -> tuple[str, ...]:
        first = 8 * next(place for place, each in enumerate(self.names) if each is known)
        ids = known[eight] = tuple(self.rules[first + place].id for place in places(eight))
        return ids

    def start(self, record: Record) -> Evaluation:
        """Start evaluating a record of these forms and parameters."""
        return self.fixed.compiled(record, self.fixed)

    def judge(self, true: int, undecided: int, situation: Situation) -> tuple[Judged, ...]:
        """Where the rules stand that are true or undecided, by id."""
        together = (true, undecided, situation.language)
        known = self.heard_together.get(together)
        if known is None:
            known = tuple([self._judged(place, true, situation) for place in places(true | undecided)])
            if not (true | undecided) & ~self.settled and len(self.heard_together) < MOST_SAID:
                self.heard_together[together] = known
        return known

    def _judged(self, place: int, true: int, situation: Situation) -> Judged:
        key = (place, bool(true >> place & 1), situation.language)
        judged = self.heard.get(key)
        if judged is None:
            judged = judged_rule(self.rules[place], situation)
            if self.settled >> place & 1:
                self.heard[key] = judged
        return judged

    def alike_waits(self, cell: str, plain: Plain) -> tuple[object, ...] | None:
        """What is the same for all of whom a cell waits for the same; None where that cannot be said."""
        if cell not in self.resting:
            self.resting[cell] = self._resting(cell)
        resting = self.resting[cell]
        return None if resting is None else (cell, *[plain[place] for place in resting])

    def _resting(self, cell: str) -> tuple[int, ...] | None:
        """The places of the plain values that a cell rests on; None where it rests on more that changes.

        What a plain value rests on itself is plain, so that nothing waits for it.
        """
        assert self.plainly is not None
        fixed, compiled = self.fixed, self.fixed.compiled
        place_of = self.plainly.place_of()
        found: dict[int, None] = {}
        waiting, seen = [compiled.numbers[cell]], set[int]()
        while waiting:
            number = waiting.pop()
            if number in seen or fixed.holds(number):
                continue
            seen.add(number)
            if number in place_of:
                found[place_of[number]] = None
                continue
            expression = compiled.cells[number].expression
            if compiled.cells[number].row_of is not None or (
                expression is not None and compiled.asks(expression) & fixed.changing
            ):
                return None
            waiting.extend(compiled.reads[number])
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
        self._asked: dict[object, int] = {}
        self._plans: dict[object, Plan] = {}

    def of(self, forms: Collection[str], at: datetime, *, remembers: bool = False) -> Plan | None:
        """The plan of these forms at an instant, with history or without; None until they are given often."""
        key: object = tuple(forms)
        if self._days or remembers:
            key = (key, remembers, bisect_right(self._days, date_of(at, self._zone)))
        plan = self._plans.get(key)
        if plan is None and self._is_often(key):
            plan = self._made(tuple(forms), at, remembers=remembers)
            if plan is not None:
                while len(self._plans) >= MOST_PLANS:
                    self._plans.pop(next(iter(self._plans)), None)
                self._plans[key] = plan
        return plan

    def _is_often(self, key: object) -> bool:
        if len(self._asked) > MOST_ASKED:
            self._asked.clear()
        self._asked[key] = asked = self._asked.get(key, 0) + 1
        return asked >= OFTEN

    def _made(self, forms: tuple[str, ...], at: datetime, *, remembers: bool) -> Plan | None:
        program = self._program
        if any(form not in program.forms for form in forms):
            return None
        day = date_of(at, self._zone)
        parameters = {name: value_at(each, day)[0] for name, each in program.parameters.items()}
        fixed = Fixed(self._executor, forms, parameters, remembers=remembers)
        asleep = self._prepared.asleep(dict.fromkeys(forms), {})
        rules = tuple(rule for rule in program.rules.values() if rule.id not in asleep)
        index = index_of(rules, fixed)
        plainly = plain_forms(forms, fixed, {column.cell for column in index.columns})
        here = {} if plainly is None else plainly.place_of()
        elsewhere = tuple(each for each in index.columns if each.cell not in here)
        bits = None if plainly is None else _bits(index, plainly, program)
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
            plainly=plainly,
            bits=bits,
            elsewhere=elsewhere,
            at_once=None if elsewhere or index.others else bits,
            names=[[()] * 256 for _ in range(len(rules) // 8 + 1)],
            open_to_all=any(rule.set_applies is not None for rule in rules),
            settled=sum(1 << place for place, is_settled in enumerate(settled) if is_settled),
            alike=alike,
        )


def _bits(index: Index, plainly: PlainForms, program: Program) -> Callable[[Plain], int]:
    columns: dict[int, list[Column]] = {}
    place_of = plainly.place_of()
    for column in index.columns:
        if column.cell in place_of:
            columns.setdefault(place_of[column.cell], []).append(column)
    return bits_of(index.base, columns, dict(plainly.reach(program)))


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
    plainly: PlainForms
    plain: Plain

    def __init__(
        self, plan: Plan, plainly: PlainForms, plain: Plain, at: datetime, language: str, said: dict[Any, Any]
    ) -> None:
        keep = self.__dict__  # frozen for all others
        keep["program"] = plan.program
        keep["language"] = language
        keep["said"] = said
        keep["plan"] = plan
        keep["at"] = at
        keep["plainly"] = plainly
        keep["plain"] = plain

    def stated(self, expression: Expression) -> Possible:
        """What an expression is that a rule states; a parameter is the same for all."""
        if isinstance(expression, Read):
            number = self.plan.fixed.compiled.numbers[expression.cell]
            if self.plan.fixed.holds(number):
                return self.plan.fixed.value(number)
        return super().stated(expression)

    def waits(self, of: str | Expression, row: tuple[str, int] | None = None) -> tuple[Wait, ...]:
        """What a cell or an expression waits for; a cell, as it did before for the same values."""
        key = self.plan.alike_waits(of, self.plain) if isinstance(of, str) and row is None else None
        if key is None:
            return super().waits(of, row)
        found = self.plan.waiting.get(key)
        if found is None:
            found = super().waits(of)
            if len(self.plan.waiting) < MOST_SAID and not self.evaluation.failures():
                self.plan.waiting[key] = found
        return found

    @once
    def identity(self) -> str:
        """The id of the outcome: of everything given, and the pack's digest."""
        given = self.plainly.given(self.plain, self.at, self.language, self.program.site)
        return outcome_id_of_text(given, self.program.digest)

    @once
    def record(self) -> Record:
        """What was given."""
        return Record(self.plainly.answers(self.plain), self.at, {}, self.plan.parameters)

    @once
    def evaluation(self) -> Evaluation:
        """What the record makes of the program: what is worked out, and the rest as it is asked for."""
        made = self.plan.fixed.compiled(self.record, self.plan.fixed)
        numbered = zip(self.plainly.numbers, self.plain, strict=True)
        made.cells.update({number: value for number, value in numbered if value is not None})
        return made
