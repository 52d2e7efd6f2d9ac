"""Withholding must never silence: what is urgent is replaced, and scores veto nothing."""

from __future__ import annotations

from collections.abc import Iterator

from decisionsupport.diagnostics import Related, Report
from decisionsupport.program import expressions as x
from decisionsupport.program.model import PRIORITIES, Priority, Program, Proposing, Rule, Withholding
from decisionsupport.program.walk import walk
from decisionsupport.source import Span
from decisionsupport.values.kinds import Choice
from decisionsupport.values.sets import OneOf

URGENT = PRIORITIES.index("urgent")


def check_withholding(program: Program, report: Report) -> None:
    """Report `emergency-unreplaced`, `score-vetoes` and `instead-withheld`."""
    highest = _highest(program)
    replaced_by = {
        withholding.instead.action: withholding
        for rule in program.rules.values()
        for withholding in rule.withholds
        if withholding.instead is not None and isinstance(withholding.instead.action, str)
    }
    for rule in program.rules.values():
        for withholding in rule.withholds:
            _check_replaced(withholding, highest, program, report)
            if withholding.action in replaced_by:
                report.add(
                    "instead-withheld",
                    f"`{withholding.action}` is what another rule proposes instead, so it cannot be withheld",
                    withholding.span,
                    help="propose something else instead, or do not withhold it",
                )
        _check_vetoes(rule, program, report)


def _priorities(entry: Proposing, program: Program, *, least: bool = False) -> Iterator[tuple[str, Priority]]:
    """Each action that an entry can propose, with the highest priority it can have, or the least."""
    actions = [entry.action] if isinstance(entry.action, str) else []
    if isinstance(entry.action, x.Read):
        widest = program.cells[entry.action.cell].widest
        actions = sorted(str(each) for each in (widest.values if isinstance(widest, OneOf) else {widest}))
    for action in actions:
        yield action, _priority(entry, action, program, least=least)


def _priority(entry: Proposing, action: str, program: Program, *, least: bool) -> Priority:
    if isinstance(entry.priority, str):
        return entry.priority
    if isinstance(entry.priority, x.Read) and isinstance(entry.priority.kind, Choice):
        widest = program.cells[entry.priority.cell].widest
        possible = widest.values if isinstance(widest, OneOf) else {widest}
        found = [each for each in PRIORITIES if each in possible] or ["routine"]
        return found[0] if least else found[-1]
    declared = program.actions.get(action)
    return (declared.priority if declared is not None else None) or "routine"


def _highest(program: Program) -> dict[str, tuple[Priority, Span]]:
    """The highest priority at which any rule proposes each action, and where."""
    highest: dict[str, tuple[Priority, Span]] = {}
    for rule in program.rules.values():
        for entry in rule.proposes:
            for action, priority in _priorities(entry, program):
                before = highest.get(action)
                if before is None or PRIORITIES.index(priority) > PRIORITIES.index(before[0]):
                    highest[action] = (priority, entry.span)
    return highest


def _check_replaced(
    withholding: Withholding, highest: dict[str, tuple[Priority, Span]], program: Program, report: Report
) -> None:
    action = withholding.action
    if action is None or action not in highest:
        return
    priority, place = highest[action]
    if PRIORITIES.index(priority) < URGENT:
        return
    instead = withholding.instead
    if instead is not None:
        given = min(
            (PRIORITIES.index(each) for _, each in _priorities(instead, program, least=True)), default=0
        )
        if given >= PRIORITIES.index(priority):
            return
    report.add(
        "emergency-unreplaced",
        f"`{action}`, which a rule proposes as `{priority}`, is withheld with nothing as urgent in its place",
        withholding.span,
        help=f"add `instead:` with an action of priority `{priority}`",
        related=(Related(f"proposed as `{priority}`", place),),
    )


# Scores that veto ----------------------------------------------------------------------------------------


def _check_vetoes(rule: Rule, program: Program, report: Report) -> None:
    if rule.withholds:
        _check_veto(rule, rule.when, "a withholding rule", program, report)
    urgent = rule.own_priority is not None and PRIORITIES.index(rule.own_priority) >= URGENT
    if rule.unless is not None and urgent:
        _check_veto(rule, rule.unless, "an `unless` of an urgent proposal", program, report)


def _check_veto(rule: Rule, cell: str, what: str, program: Program, report: Report) -> None:
    score = _score_read(cell, program)
    if score is not None:
        expression = program.cells[cell].expression
        report.add(
            "score-vetoes",
            f"{what} reads `{score}`: a score would silence what is proposed",
            expression.span if expression is not None else rule.span,
            help="read a fact or a decision (a treatment limit, a wish), never points or a computed value",
        )


def _score_read(cell: str, program: Program) -> str | None:
    """The first score that a cell rests on, in the order read; rows of values are long, so no recursion."""
    seen: set[str] = set()
    left = _read_by(cell, program)
    while left:
        read = left.pop()
        if read in seen:
            continue
        seen.add(read)
        if _is_score(read, program):
            return read.removeprefix("points:")
        left += _read_by(read, program)
    return None


def _read_by(cell: str, program: Program) -> list[str]:
    """The cells that a cell reads, now or in history, the last first."""
    found = program.cells[cell]
    if found.expression is None:
        return []
    before = [part.cell for part in walk(found.expression) if isinstance(part, x.History)]
    return [*reversed(before), *reversed(found.reads)]


def _is_score(cell: str, program: Program) -> bool:
    found = program.cells[cell]
    form = program.forms.get(found.form or "")
    if form is None or form.word != "assessment":
        return False
    computed = found.expression is not None and cell not in program.items and ":" not in cell
    return computed or cell.startswith("points:")
