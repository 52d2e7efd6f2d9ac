"""`never-fires`: a rule whose `when` no patient can meet, or whose exception takes everyone it meets."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.program.model import Rule
from decisionsupport.values.sets import truth


def never_fires(pack: Pack, report: Report) -> None:
    """Report `never-fires`; a single test that can never hold is `never-true`, told by loading."""
    for rule in pack.program.rules.values():
        cell = pack.program.cells[rule.when]
        if truth(cell.widest) is False:
            continue
        if not pack.holding.together((pack.condition(rule.when), True)):
            report.add(
                "never-fires",
                "no patient can be all of this at once, so the rule never fires",
                cell.span,
                help="part of the condition rules another part out: widen one of them, or write `any:`",
            )
        elif _always_held(rule, pack):
            report.add(
                "never-fires",
                "whoever this takes is excepted by `unless`, so the rule never fires",
                cell.span,
                help="narrow `unless:` to those who are to be excepted",
            )


def _always_held(rule: Rule, pack: Pack) -> bool:
    if rule.unless is None or rule.concludes:
        return False
    unless = pack.condition(rule.unless)
    return not pack.holding.together((pack.condition(rule.when), True), (unless, False))
