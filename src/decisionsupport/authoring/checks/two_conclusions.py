"""`two-conclusions`: two rules that say two things of one finding about the same patients."""

from __future__ import annotations

from itertools import combinations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Related, Report
from decisionsupport.program.model import Finding, Rule


def two_conclusions(pack: Pack, report: Report) -> None:
    """Report `two-conclusions`: the lower word, where whoever gets it gets the higher one too."""
    rules = pack.program.rules
    for finding in pack.program.findings.values():
        for one, other in combinations([rules[rule] for rule in finding.concluded_by if rule in rules], 2):
            low, high = sorted((one, other), key=lambda rule: _rank(rule, finding))
            if _rank(low, finding) < _rank(high, finding) and _same_patients(low, high, pack):
                report.add(
                    "two-conclusions",
                    f"whoever this finds `{_said(low, finding)}` in `{finding.id}` is found "
                    f"`{_said(high, finding)}` by `{high.id}`",
                    low.span,
                    help="the highest wins, so this never comes out: narrow the other rule",
                    related=(Related(f"concludes `{_said(high, finding)}`", high.span),),
                )


def _same_patients(low: Rule, high: Rule, pack: Pack) -> bool:
    """Whether who is found the lower is found the higher; rules that read nothing alike need no look."""
    if low.set_applies != high.set_applies or low.rests_on.isdisjoint(high.rests_on):
        return False
    return pack.holding.implies(pack.condition(low.when), pack.condition(high.when))


def _said(rule: Rule, finding: Finding) -> bool | str:
    return next(value for name, value in rule.concludes if name == finding.id)


def _rank(rule: Rule, finding: Finding) -> int:
    return finding.order.index(_said(rule, finding))
