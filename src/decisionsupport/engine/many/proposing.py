"""What rules propose, for all rows at once: beside `engine.proposing`.

Law: what is merged, withheld and put instead hangs on which entries there are in a row; so it is worked out
once for each different set of entries of what belongs together, and given to all rows that have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from decisionsupport.engine.entries import RANK
from decisionsupport.engine.many.judging import Judged
from decisionsupport.engine.showing import to_host
from decisionsupport.execution.columns.cells import Cells
from decisionsupport.execution.columns.moments import end_of_day
from decisionsupport.execution.columns.nodes import FALSE, TRUE, Flag, Units, both, either, number, same
from decisionsupport.execution.columns.sets import Opaque, Options
from decisionsupport.outcome.care import Priority
from decisionsupport.outcome.values import iso
from decisionsupport.program.model import PRIORITIES, Action, Due, Program, Proposing, Rule
from decisionsupport.values.duration import Duration
from decisionsupport.values.kinds import Date, Kind
from decisionsupport.values.sets import NOT_APPLICABLE, Possible, is_known
from decisionsupport.values.time import add_duration, end_of


@dataclass(frozen=True, slots=True)
class When:
    """When something is due. `order`: its class, the instant (None: in `moves`), its place among occasions.

    `moves`: a moment of the answers, of that kind: the instant by a node, what is said by its value.
    """

    written: str | None
    at: datetime | None
    order: tuple[int, int]
    moves: Moves | None = None


@dataclass(frozen=True, slots=True)
class Moves:
    """A moment that differs from row to row: the instant it is due, and the value that says so."""

    instant: Units
    value: Units
    kind: Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule's proposal of one thing, in the rows in which the flag holds."""

    flag: Flag
    of: str
    assess: bool
    priority: Priority
    when: When
    rule: str

    @property
    def key(self) -> str:
        """What is proposed; of a form to assess not its id alone, as an action may have the same."""
        return f"assess:{self.of}" if self.assess else self.of


@dataclass(frozen=True, slots=True)
class Withholder:
    """A rule that, where the flag holds, withholds an action or a request; what stands instead."""

    flag: Flag
    action: str | None
    request: str | None
    instead: tuple[Entry, ...]
    rule: str


@dataclass(slots=True)
class Proposed:
    """All that rules can propose, hold back and withhold. `ask`: rows to be evaluated alone."""

    entries: list[Entry] = field(default_factory=list)
    held: list[Entry] = field(default_factory=list)
    drafts: list[tuple[str, str, Flag]] = field(default_factory=list)
    held_drafts: list[tuple[str, str, Flag]] = field(default_factory=list)
    withholders: list[Withholder] = field(default_factory=list)
    ask: Flag = FALSE


def proposed(rules: Sequence[Judged], cells: Cells, at: datetime, language: str) -> Proposed:
    """Everything that the rules can propose in any row."""
    made = Proposed()
    maker = _Entries(cells, at, language, made)
    for each in rules:
        rule = each.rule
        for spec in rule.proposes:
            made.entries += maker.entries(spec, rule, each.fired)
            made.held += maker.entries(spec, rule, each.held)
        for request in rule.drafts:
            if each.fired is not FALSE:
                made.drafts.append((request, rule.id, each.fired))
            if each.held is not FALSE:
                made.held_drafts.append((request, rule.id, each.held))
        for withholding in rule.withholds:
            if each.fired is FALSE:
                continue
            instead = withholding.instead
            entries = () if instead is None else tuple(maker.entries(instead, rule, each.fired))
            if any(entry.flag is not each.fired for entry in entries):
                # What stands instead is not the same in every row.
                made.ask = either(made.ask, each.fired)
            made.withholders.append(
                Withholder(each.fired, withholding.action, withholding.request, entries, rule.id)
            )
    return made


@dataclass(slots=True)
class _Entries:
    """Makes a rule's entries; what columns cannot say is asked for in the rows where it is proposed."""

    cells: Cells
    at: datetime
    language: str
    made: Proposed

    @property
    def program(self) -> Program:
        return self.cells.program

    def entries(self, spec: Proposing, rule: Rule, here: Flag) -> list[Entry]:
        if here is FALSE:
            return []
        found = []
        for of, chosen in self._actions(spec, rule):
            action = self.program.actions.get(of) if spec.assess is None else None
            for priority, urgent in self._priorities(spec, action, rule):
                for when, due in self._dues(spec.due or (action.due if action else None), rule, here):
                    flag = both(here, chosen, urgent, due)
                    if flag is not FALSE:
                        found.append(Entry(flag, of, spec.assess is not None, priority, when, rule.id))
        return found

    def _options(self, expression: Any, what: str, rule: Rule) -> Options:  # noqa: ANN401 (an expression)
        found = self.cells.expression(expression, f"{what}:{rule.id}:{expression.span.start}")
        assert isinstance(found, Options)
        return found

    def _actions(self, spec: Proposing, rule: Rule) -> list[tuple[str, Flag]]:
        if spec.assess is not None:
            return [(spec.assess, TRUE)]
        if isinstance(spec.action, str):
            return [(spec.action, TRUE)]
        found = self._options(spec.action, "action", rule)
        return [(str(of), flag) for of, flag in sorted(found.members.items(), key=lambda pair: str(pair[0]))]

    def _priorities(self, spec: Proposing, action: Action | None, rule: Rule) -> list[tuple[Priority, Flag]]:
        usual: Priority = action.priority if action is not None and action.priority is not None else "routine"
        if spec.priority is None:
            return [(usual, TRUE)]
        if isinstance(spec.priority, str):
            return [(spec.priority, TRUE)]
        members = self._options(spec.priority, "priority", rule).members
        found: list[tuple[Priority, Flag]] = []
        higher = FALSE
        for priority in reversed(PRIORITIES):
            flag = members.get(priority, FALSE)
            found.append((priority, both(flag, higher.inverse)))
            higher = either(higher, flag)
        return [*found, (usual, higher.inverse)]

    # Dues ----------------------------------------------------------------------------------------------

    def _dues(self, due: Due | None, rule: Rule, here: Flag) -> list[tuple[When, Flag]]:
        if due is None:
            return [(_NEVER, TRUE)]
        if due.occasion is not None:
            occasions = self.program.pack.occasions
            words = occasions[due.occasion].in_language(self.language)
            return [(When(words, None, (1, list(occasions).index(due.occasion))), TRUE)]
        node = due.expression
        assert node is not None
        unknown = When(due.written or None, None, (2, 0))
        if not self.cells.varies(node):
            return [(self._when(self.cells.fixed(node), due, node.kind), TRUE)]
        found = self.cells.expression(node, f"due:{rule.id}:{node.span.start}")
        assert isinstance(found, Opaque)
        known = both(found.some, found.sure, found.na.inverse)
        others = [(unknown, both(found.some, known.inverse)), (_NEVER, found.some.inverse)]
        if found.value is None:
            self.made.ask = either(self.made.ask, both(here, known))
            return others
        if found.constants:
            constants = enumerate(found.constants)
            return [
                (self._when(each, due, node.kind), both(known, same(found.value, number(place))))
                for place, each in constants
            ] + others
        is_day = isinstance(node.kind, Date)
        instant = end_of_day(found.value, self.cells.zone) if is_day else found.value
        moves = When(due.written or None, None, (0, 0), Moves(instant, found.value, node.kind))
        return [(moves, known), *others]

    def _when(self, value: Possible, due: Due, kind: Kind) -> When:
        zone = self.cells.zone
        match value:
            case Duration():
                point = add_duration(self.at, value, zone)
            case datetime():
                point = value
            case date():
                point = end_of(value, zone)
            case _:
                if value is NOT_APPLICABLE:
                    return _NEVER
                assert not is_known(value)
                return When(due.written or None, None, (2, 0))
        return When(due.written or said(value, kind, zone), point, (0, 0))


_NEVER = When(None, None, (2, 0))


def said(value: Possible, kind: Kind, zone: tzinfo) -> str | None:
    """How a moment is written where the author did not."""
    host = to_host(value, kind, zone)
    return host if isinstance(host, str) else iso(host) if isinstance(host, date) else None


# What belongs together ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Family:
    """Entries of one action, or of several of which one may stand instead of another; the withholders."""

    entries: tuple[Entry, ...]
    withholders: tuple[Withholder, ...]

    @property
    def flags(self) -> list[Flag]:
        """In the order of the bits of a mask."""
        return [*(entry.flag for entry in self.entries), *(each.flag for each in self.withholders)]

    @property
    def moves(self) -> bool:
        """Whether a due differs from row to row."""
        instead = (entry for each in self.withholders for entry in each.instead)
        return any(entry.when.moves is not None for entry in (*self.entries, *instead))


def families(made: Proposed) -> Iterator[Family]:
    """All entries, in as many families as can be."""
    leader: dict[str, str] = {}

    def leads(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for entry in made.entries:
        leads(entry.key)
    for each in made.withholders:
        if each.action is not None:
            for entry in each.instead:
                leader[leads(entry.key)] = leads(each.action)
    by_leader: dict[str, tuple[list[Entry], list[Withholder]]] = {}
    for entry in made.entries:
        by_leader.setdefault(leads(entry.key), ([], []))[0].append(entry)
    for each in made.withholders:
        if each.action is not None:
            by_leader.setdefault(leads(each.action), ([], []))[1].append(each)
    for entries, withholders in by_leader.values():
        if entries:
            yield Family(tuple(entries), tuple(withholders))


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry that stands, and the rules that are its reasons."""

    entry: Entry
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a set of entries comes to: proposals by key, and what is withheld, for and against."""

    standing: Mapping[str, tuple[Standing, ...]]
    withheld: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


def outcome(family: Family, is_there: Callable[[int], bool]) -> Outcome:
    """What the entries and withholders that are there come to; by their places in `flags`."""
    standing: dict[str, list[Standing]] = {}
    for place, entry in enumerate(family.entries):
        if is_there(place):
            standing.setdefault(entry.key, []).append(Standing(entry, (entry.rule,)))
    fired = [each for place, each in enumerate(family.withholders) if is_there(len(family.entries) + place)]
    withheld: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
    instead: list[Standing] = []
    for action in sorted({each.action for each in fired if each.action is not None}):
        against = [each for each in fired if each.action == action]
        taken = standing.pop(action, None)
        if taken is None:
            continue
        for_ = tuple(rule for each in by_urgency(taken) for rule in each.reasons)
        withheld.append((action, for_, tuple(each.rule for each in against)))
        for each in against:
            both_ = tuple(dict.fromkeys((*for_, each.rule)))
            instead += [Standing(entry, both_) for entry in each.instead]
    for stands in instead:
        standing.setdefault(stands.entry.key, []).append(stands)
    return Outcome({key: tuple(each) for key, each in standing.items()}, tuple(withheld))


def by_urgency(standing: Sequence[Standing]) -> list[Standing]:
    """The most urgent first, then by rule."""
    return sorted(standing, key=lambda each: (-RANK[each.entry.priority], each.entry.rule))
