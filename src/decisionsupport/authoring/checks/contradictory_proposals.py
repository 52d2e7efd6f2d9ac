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
    withheld_by = _withheld(pack)
    for rule, action, span in proposed:
        for other, withheld in withheld_by.get(action, ()):
            if other.unless is None and other.set_applies is None and _whenever(rule, other, pack):
                report.add(
                    "contradictory-proposals",
                    f"whoever is proposed `{action}` here has it withheld by `{other.id}`",
                    span,
                    help="let the one rule except whom the other takes, with `unless:`",
                    related=(Related("withheld here", withheld),),
                )
    against = _conflicts(pack)
    among = [each for each in proposed if each[1] in against]
    for rule, action, span in among:
        told: set[str] = set()
        for other, second, place in among:
            if second in told or second not in against[action]:
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


def _withheld(pack: Pack) -> dict[str, list[tuple[Rule, Span]]]:
    found: dict[str, list[tuple[Rule, Span]]] = {}
    for rule in pack.program.rules.values():
        for each in rule.withholds:
            if each.action is not None:
                found.setdefault(each.action, []).append((rule, each.span))
    return found


def _whenever(rule: Rule, other: Rule, pack: Pack) -> bool:
    return pack.holding.implies(pack.condition(rule.when), pack.condition(other.when))


def _conflicts(pack: Pack) -> dict[str, set[str]]:
    """What each action does not go with, whichever of the two says so; few actions have any."""
    found: dict[str, set[str]] = {}
    for action in pack.program.actions.values():
        for second in action.conflicts_with:
            found.setdefault(action.id, set()).add(second)
            found.setdefault(second, set()).add(action.id)
    return found


def _first_of_two(rule: Rule, action: str, other: Rule, second: str, pack: Pack) -> bool:
    """Whether this is where to tell it: once for the same patients, else at the rule that takes fewer."""
    if rule.unless is not None or other.unless is not None or rule.set_applies != other.set_applies:
        return False
    if not _whenever(rule, other, pack):
        return False
    return action < second or not _whenever(other, rule, pack)
