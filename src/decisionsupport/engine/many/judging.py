"""Where every rule stands, as flags: beside `engine.judging`, for all rows at once."""

from __future__ import annotations

from dataclasses import dataclass

from decisionsupport.execution.columns.cells import Cells
from decisionsupport.execution.columns.nodes import FALSE, TRUE, Flag, both, either
from decisionsupport.execution.columns.sets import truth
from decisionsupport.program.model import Rule


@dataclass(frozen=True, slots=True)
class Judged:
    """In which rows a rule can hold and can fail, fired, is held, is undecided and told."""

    rule: Rule
    holds: Flag
    fails: Flag
    fired: Flag
    held: Flag
    undecided: Flag


def judged(rule: Rule, cells: Cells) -> Judged:
    """Judge one rule."""
    holds, fails = truth(cells.of(rule.when))
    is_true = fails.inverse
    applies = TRUE if rule.set_applies is None else truth(cells.of(rule.set_applies))[0]
    excepted = FALSE if rule.unless is None else truth(cells.of(rule.unless))[1].inverse
    return Judged(
        rule,
        holds,
        fails,
        fired=both(is_true, applies, excepted.inverse),
        held=both(is_true, either(applies.inverse, excepted)),
        undecided=both(holds, fails, applies, _takes_part(rule, cells)),
    )


def _takes_part(rule: Rule, cells: Cells) -> Flag:
    part = rule.taking_part
    forms = part.assessed or part.facts
    return either(*(cells.given[form] for form in sorted(forms))) if forms else TRUE
