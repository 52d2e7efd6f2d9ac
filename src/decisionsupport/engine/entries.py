"""What a rule proposes when it fires: each action or form to assess, how urgent, when it is due, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from decisionsupport.engine.judging import Judged, reason
from decisionsupport.engine.showing import to_host
from decisionsupport.engine.situation import Situation, host_waits
from decisionsupport.engine.wording import say
from decisionsupport.outcome.care import Caution, Priority, Reason
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.values import in_zone, iso
from decisionsupport.program.expressions import Constant, Expression
from decisionsupport.program.model import PRIORITIES, Action, Due, Proposing, Rule
from decisionsupport.values.duration import Duration
from decisionsupport.values.sets import NOT_APPLICABLE, OneOf, Possible
from decisionsupport.values.time import EARLIEST, add_duration, end_of, exact_length

RANK = {priority: rank for rank, priority in enumerate(PRIORITIES)}


@dataclass(slots=True)  # made by the million, and changed by nobody
class When:
    """When something is due: as said, the instant, and its place in the order of earliness."""

    written: str | None
    at: datetime | None
    order: tuple[int, datetime, int]


NEVER: Final = When(None, None, (2, EARLIEST, 0))
"""Nothing is said of when."""


@dataclass(slots=True)  # as is `When`
class Entry:
    """One rule's proposal of one action (or of assessing a form), settled."""

    of: str
    assess: bool
    priority: Priority
    when: When
    rule: Rule
    reasons: tuple[Reason, ...]
    cautions: tuple[Caution, ...]

    @property
    def key(self) -> str:
        """The action's id; of a form to assess not its id alone, as an action may have the same."""
        return f"assess:{self.of}" if self.assess else self.of


def by_urgency(entries: Sequence[Entry]) -> list[Entry]:
    """The most urgent first, then by rule."""
    return sorted(entries, key=lambda entry: (-RANK[entry.priority], entry.rule.id))


def entries(each: Judged, proposing: Sequence[Proposing], situation: Situation) -> Iterator[Entry]:
    """What is proposed by a rule that fires (or would, were it not held back)."""
    rule, own = each.rule, (reason(each.rule, situation),)
    for spec in proposing:
        settled = _settled(spec, situation)
        if settled is not None:
            when = _after(settled, situation) if settled.when is None else settled.when
            yield Entry(settled.of, settled.assess, settled.priority, when, rule, own, each.cautions)
            continue
        for of, doubt in _actions(spec, rule, situation):
            action = situation.program.actions.get(of) if spec.assess is None else None
            priority, unsure = _priority(spec, action, rule, situation)
            when, late = _due(spec.due or (action.due if action else None), rule, situation)
            cautions = each.cautions + doubt + unsure + late
            yield Entry(of, spec.assess is not None, priority, when, rule, own, cautions)


# The same for all ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Settled:
    """What an entry of `propose` comes to whoever it is about.

    When it is due is settled too (`when`), or follows the instant by `length`.
    """

    of: str
    assess: bool
    priority: Priority
    when: When | None
    written: str = ""
    length: timedelta = timedelta()


def _settled(spec: Proposing, situation: Situation) -> Settled | None:
    """None where a part of it is worked out for each patient, or follows the calendar."""
    key = ("settled", id(spec), situation.language)
    if key not in situation.said:
        situation.said[key] = _settle(spec, situation)
    settled: Settled | None = situation.said[key]
    return settled


def _settle(spec: Proposing, situation: Situation) -> Settled | None:
    of = spec.assess or spec.action
    if not isinstance(of, str) or isinstance(spec.priority, Expression):
        return None
    action = situation.program.actions[of] if spec.assess is None else None
    priority, due = spec.priority or _usual(action), spec.due or (action.due if action else None)
    assess = spec.assess is not None
    if due is None:
        return Settled(of, assess, priority, NEVER)
    if due.occasion is not None:
        return Settled(of, assess, priority, _on_occasion(due.occasion, situation))
    said = due.expression.value if isinstance(due.expression, Constant) else None
    length = exact_length(said) if isinstance(said, Duration) else None
    return None if length is None else Settled(of, assess, priority, None, due.written or str(said), length)


def _after(settled: Settled, situation: Situation) -> When:
    point = situation.at + settled.length
    return When(settled.written, in_zone(point, situation.zone), (0, point, 0))


# Worked out ----------------------------------------------------------------------------------------------


def _actions(spec: Proposing, rule: Rule, situation: Situation) -> Sequence[tuple[str, tuple[Caution, ...]]]:
    said = spec.assess or spec.action
    if said is None or isinstance(said, str):
        return () if said is None else ((said, ()),)
    value = situation.stated(said)
    if isinstance(value, OneOf):
        doubt = (_doubt("action_unknown", said, rule, situation),)
        return [(option, doubt) for option in sorted(str(each) for each in value.values)]
    return () if value is NOT_APPLICABLE else ((str(value), ()),)


def _doubt(words: str, about: Expression, rule: Rule, situation: Situation) -> Caution:
    text = Text.plain(say(words, situation.language), situation.language)
    return Caution(kind="unchecked", rule=rule.id, text=text, waits_for=host_waits(situation.waits(about)))


def _priority(
    spec: Proposing, action: Action | None, rule: Rule, situation: Situation
) -> tuple[Priority, tuple[Caution, ...]]:
    said = spec.priority
    if said is None:
        return _usual(action), ()
    if isinstance(said, str):
        return said, ()
    value = situation.stated(said)
    if isinstance(value, OneOf):
        highest = max((each for each in PRIORITIES if each in value.values), key=RANK.__getitem__)
        return highest, (_doubt("priority_unknown", said, rule, situation),)
    known: Priority = next((each for each in PRIORITIES if each == value), _usual(action))
    return known, ()


def _usual(action: Action | None) -> Priority:
    return action.priority if action is not None and action.priority is not None else "routine"


def _due(due: Due | None, rule: Rule, situation: Situation) -> tuple[When, tuple[Caution, ...]]:
    if due is None:
        return NEVER, ()
    if due.occasion is not None:
        return _on_occasion(due.occasion, situation), ()
    assert due.expression is not None
    value = situation.stated(due.expression)
    zone = situation.zone
    match value:
        case Duration():
            point = add_duration(situation.at, value, zone)
        case datetime():
            point = value
        case date():
            point = end_of(value, zone)
        case _:
            if value is NOT_APPLICABLE:
                return NEVER, ()
            return When(due.written or None, None, NEVER.order), (
                _doubt("due_unknown", due.expression, rule, situation),
            )
    return When(due.written or _written(value, due.expression, zone), in_zone(point, zone), (0, point, 0)), ()


def _on_occasion(occasion: str, situation: Situation) -> When:
    occasions = situation.program.pack.occasions
    words = occasions[occasion].in_language(situation.language)
    return When(words, None, (1, EARLIEST, list(occasions).index(occasion)))


def _written(value: Possible, due: Expression, zone: tzinfo) -> str | None:
    host = to_host(value, due.kind, zone)
    return host if isinstance(host, str) else iso(host) if isinstance(host, date) else None
