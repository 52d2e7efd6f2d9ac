"""Treatment limits stand in `unless` or in a withholding rule: elsewhere, unknown, they silence the urgent.

A *limit* is an item of facts that some `unless`, or the `when` of some withholding rule, reads. Law: no
urgent proposal waits for a limit to be known, neither under a negation in its `when` nor through a table.
"""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.diagnostics import Report
from decisionsupport.program import expressions as x
from decisionsupport.program.model import PRIORITIES, Program, Rule
from decisionsupport.program.walk import children, reads
from decisionsupport.source import Span

URGENT = PRIORITIES.index("urgent")
REMEDY = "move it to `unless:`, or to a withholding rule, where what is unknown becomes a caution"


def check_limits(program: Program, report: Report) -> None:
    """Report `limit-silences`."""
    limits = _limits(program)
    for rule in program.rules.values():
        if rule.own_priority is None or PRIORITIES.index(rule.own_priority) < URGENT:
            continue
        for limit, span, how in _silencing(rule, limits, program):
            report.add(
                "limit-silences",
                f"while `{limit}` is unknown, this would silence what is `{rule.own_priority}`: {how}",
                span,
                help=REMEDY,
            )


def _limits(program: Program) -> frozenset[str]:
    found: set[str] = set()
    for rule in program.rules.values():
        holding = [rule.unless] if rule.unless is not None else []
        holding += [rule.when] if rule.withholds else []
        for cell in holding:
            found |= _facts_behind(program.cells[cell].reads, program)
    return frozenset(found)


def _facts_behind(cells: tuple[str, ...], program: Program) -> set[str]:
    """The items of facts that cells rest on, through computed values and findings."""
    found: set[str] = set()
    left, seen = list(cells), set(cells)
    while left:
        cell = program.cells[left.pop()]
        item = program.items.get(cell.id)
        if item is not None and program.forms[item.form].word == "facts":
            found.add(cell.id)
        following = [each for each in cell.reads if each not in seen]
        seen.update(following)
        left += following
    return found


def _silencing(rule: Rule, limits: frozenset[str], program: Program) -> Iterator[tuple[str, Span, str]]:
    when = program.cells[rule.when].expression
    if when is not None:
        yield from (
            (limit, span, "it stands under a negation") for limit, span in _denied(when, True, limits)
        )
        yield from _through_tables(when, limits, program)
    for proposing in rule.proposes:
        for part in (proposing.action, proposing.priority):
            if isinstance(part, x.Expression):
                yield from _through_tables(part, limits, program)


def _denied(expression: x.Expression, positive: bool, limits: frozenset[str]) -> Iterator[tuple[str, Span]]:
    """Limits that must be known to be absent for the expression to hold."""
    match expression:
        case x.Not(operand=operand):
            yield from _denied(operand, not positive, limits)
        case x.IsOneOf(subject=subject, options=options) if options == frozenset({False}):
            yield from _denied(subject, not positive, limits)
        case x.Read(cell=cell, span=span) | x.ReadRow(cell=cell, span=span):
            if not positive and cell in limits:
                yield cell, span
        case _:
            for child in children(expression):
                yield from _denied(child, positive, limits)


def _through_tables(
    expression: x.Expression, limits: frozenset[str], program: Program
) -> Iterator[tuple[str, Span, str]]:
    for cell in reads(expression):
        if cell.startswith("table."):
            for limit in sorted(limits.intersection(_facts_behind(program.cells[cell].reads, program))):
                yield limit, expression.span, f"table `{cell.split('.')[1]}` reads it"
