"""`always-fires`: a rule whose `when` holds for every patient of whom enough is known."""

from __future__ import annotations

from decisionsupport.authoring.checks.pack import Pack
from decisionsupport.diagnostics import Report
from decisionsupport.values.sets import truth


def always_fires(pack: Pack, report: Report) -> None:
    """Report `always-fires`; a single test that always holds is `always-true`, told by loading."""
    for rule in pack.program.rules.values():
        cell = pack.program.cells[rule.when]
        if truth(cell.widest) is not True and not pack.holding.together((pack.condition(rule.when), False)):
            report.add(
                "always-fires",
                "one part of this or another holds for everybody, so the rule always fires",
                cell.span,
                help="narrow a part, or write `all:` where all of them are meant",
            )
