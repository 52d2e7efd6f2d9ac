"""The trace of an evaluation: each rule's state and each value, with its place; made only when asked for."""

from __future__ import annotations

from decisionsupport.engine.judging import judge
from decisionsupport.engine.showing import to_host
from decisionsupport.engine.situation import Situation
from decisionsupport.outcome.trace import Place, RuleTrace, Trace, ValueTrace
from decisionsupport.source import Span


def place_of(span: Span) -> Place:
    """Where a span begins, with its line."""
    begin = span.begin
    return Place(span.source.path, begin.line, begin.column, span.source.line(begin.line).strip())


def traced_of(situation: Situation) -> Trace:
    """Where every rule stood, also those that nothing given could fire, and what every cell was.

    Cells inside repeating groups are left out: they differ from entry to entry.
    """
    program = situation.program
    rules = tuple(
        RuleTrace(each.rule.id, each.state, each.takes_part, place_of(each.rule.span))
        for each in judge(situation)
    )
    values = tuple(
        ValueTrace(cell.id, to_host(situation.value(cell.id), cell.kind, situation.zone), place_of(cell.span))
        for cell in program.cells.values()
        if cell.row_of is None and cell.id not in program.groups
    )
    return Trace(rules, values)
