"""`contradictory-proposals`: what one rule proposes and another always takes back, or does not go with."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Related, Report
from decisionsupport.program.model import Rule
from decisionsupport.source import Span

By = tuple[Rule, str, Span]
"""A rule, an action that it proposes, and where."""


def contradictory_proposals(pack: Pack, report: Report) -> None:
    """Report `contradictory-proposals`, where whoever gets the one gets the other too."""
    proposed = _proposed(pack)
    for other in pack.program.rules.values():
        for withheld in other.withholds:
            for rule, action, span in proposed.get(withheld.action or "", ()):
                if other.unless is None and other.set_applies is None and _whenever(rule, other, pack):
                    report.add(
                        "contradictory-proposals",
                        f"whoever is proposed `{action}` here has it withheld by `{other.id}`",
                        span,
                        help="let the one rule except whom the other takes, with `unless:`",
                        related=(Related("withheld here", withheld.span),),
                    )
    for first, second in _conflicts(pack):
        for rule, action, span in proposed.get(first, ()):
            found = next((by for by in proposed.get(second, ()) if _told_here(rule, action, by, pack)), None)
            if found is not None:
                report.add(
                    "contradictory-proposals",
                    f"whoever is proposed `{action}` here gets `{second}` too, which does not go with it",
                    span,
                    help="propose one of them, or let one rule except whom the other takes",
                    related=(Related(f"`{second}` is proposed here", found[2]),),
                )


def _proposed(pack: Pack) -> dict[str, list[By]]:
    """Who proposes each action, where the action is said and not worked out."""
    found: dict[str, list[By]] = {}
    for rule in pack.program.rules.values():
        for entry in rule.proposes:
            if isinstance(entry.action, str):
                found.setdefault(entry.action, []).append((rule, entry.action, entry.span))
    return found


def _conflicts(pack: Pack) -> list[tuple[str, str]]:
    """Each two actions that do not go together, both ways round."""
    said = {(name, other) for name, each in pack.program.actions.items() for other in each.conflicts_with}
    return sorted(said | {(other, name) for name, other in said})


def _whenever(rule: Rule, other: Rule, pack: Pack) -> bool:
    return pack.holding.implies(pack.condition(rule.when), pack.condition(other.when))


def _told_here(rule: Rule, action: str, by: By, pack: Pack) -> bool:
    """Whether this is where to tell it: once for the same patients, else at the rule that takes fewer."""
    other, second, _ = by
    if rule.unless is not None or other.unless is not None or rule.set_applies != other.set_applies:
        return False
    return _whenever(rule, other, pack) and (action < second or not _whenever(other, rule, pack))
