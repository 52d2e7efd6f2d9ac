"""`contradictory-proposals`: what one rule proposes and another always takes back, or does not go with."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.authoring.checks.using import actions_of
from decisionsupport.diagnostics import Related, Report
from decisionsupport.program.model import Rule
from decisionsupport.source import Span

By = tuple[Rule, str, Span]


def contradictory_proposals(pack: Pack, report: Report) -> None:
    """Report `contradictory-proposals`, where whoever gets the one gets the other too."""
    proposed = list(_proposed(pack))
    for rule, action, span in proposed:
        for other, withheld in _withheld(pack, action):
            if other.unless is None and other.set_applies is None and _whenever(rule, other, pack):
                report.add(
                    "contradictory-proposals",
                    f"whoever is proposed `{action}` here has it withheld by `{other.id}`",
                    span,
                    help="let the one rule except whom the other takes, with `unless:`",
                    related=(Related("withheld here", withheld),),
                )
    for rule, action, span in proposed:
        told: set[str] = set()
        for other, second, place in proposed:
            if second in told or not _conflict(action, second, pack):
                continue
            if _first_of_two(rule, action, other, second, pack):
                told.add(second)
                report.add(
                    "contradictory-proposals",
                    f"whoever is proposed `{action}` here gets `{second}` too, which does not go with it",
                    span,
                    help="propose one of them, or let one rule except whom the other takes",
                    related=(Related(f"`{second}` is proposed here", place),),
                )


def _proposed(pack: Pack) -> Iterator[By]:
    for rule in pack.program.rules.values():
        for entry in rule.proposes:
            if isinstance(entry.action, str):
                yield from ((rule, action, entry.span) for action in actions_of(entry, pack.program))


def _withheld(pack: Pack, action: str) -> Iterator[tuple[Rule, Span]]:
    for rule in pack.program.rules.values():
        yield from ((rule, each.span) for each in rule.withholds if each.action == action)


def _whenever(rule: Rule, other: Rule, pack: Pack) -> bool:
    return pack.holding.implies(pack.condition(rule.when), pack.condition(other.when))


def _conflict(action: str, second: str, pack: Pack) -> bool:
    actions = pack.program.actions
    return second in actions[action].conflicts_with or action in actions[second].conflicts_with


def _first_of_two(rule: Rule, action: str, other: Rule, second: str, pack: Pack) -> bool:
    """Whether this is where to tell it: once for the same patients, else at the rule that takes fewer."""
    if rule.unless is not None or other.unless is not None or rule.set_applies != other.set_applies:
        return False
    if not _whenever(rule, other, pack):
        return False
    return action < second or not _whenever(other, rule, pack)
