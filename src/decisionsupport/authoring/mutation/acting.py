"""Breaks of what rules do, of actions and of requests: parts left out, another priority, a later due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from decisionsupport.authoring.mutation.model import BreakKind, Changed, Mutant
from decisionsupport.authoring.mutation.rewriting import rewritten
from decisionsupport.program import expressions as x
from decisionsupport.program.expressions import Expression
from decisionsupport.program.model import PRIORITIES, Action, Due, Priority, Program, Proposing, Rule
from decisionsupport.program.walk import walk
from decisionsupport.source import Span
from decisionsupport.values.duration import Duration
from decisionsupport.values.kinds import Date, DurationType, Instant


def breaks_in_rules(program: Program) -> Iterator[Mutant]:
    """What a rule says beside its condition, left out or changed."""
    for rule in program.rules.values():
        if rule.unless is not None:
            span = program.cells[rule.unless].span
            yield _changed(rule, "unless", "without `unless`", span, unless=None)
        for index, proposing in enumerate(rule.proposes):
            name = _named(proposing)
            without = rule.proposes[:index] + rule.proposes[index + 1 :]
            yield _changed(rule, "proposal", f"without {name}", proposing.span, proposes=without)
            for kind, said, other in _of_proposing(proposing):
                proposes = (*rule.proposes[:index], other, *rule.proposes[index + 1 :])
                yield _changed(rule, kind, f"{name}: {said}", proposing.span, proposes=proposes)
        for index, request in enumerate(rule.drafts):
            drafts = rule.drafts[:index] + rule.drafts[index + 1 :]
            yield _changed(rule, "draft", f"without drafting {request}", rule.span, drafts=drafts)
        for finding, value in rule.concludes:
            yield _without_conclusion(rule, finding, value, program)
        for index, withholding in enumerate(rule.withholds):
            withholds = rule.withholds[:index] + rule.withholds[index + 1 :]
            said = f"without withholding {withholding.action or withholding.request}"
            yield _changed(rule, "withholding", said, withholding.span, withholds=withholds)


def _changed(rule: Rule, kind: BreakKind, said: str, span: Span, **parts: object) -> Mutant:
    other = replace(rule, **parts)  # type: ignore[arg-type]
    return Mutant(kind, "", rule.id, said, span, Changed(rules={rule.id: other}))


def _named(proposing: Proposing) -> str:
    if proposing.assess is not None:
        return f"the assessment {proposing.assess}"
    if isinstance(proposing.action, str):
        return proposing.action
    return "what its table proposes"


def _of_proposing(proposing: Proposing) -> Iterator[tuple[BreakKind, str, Proposing]]:
    if isinstance(proposing.priority, str):
        other = _neighbour(proposing.priority)
        yield "priority", f"{other} instead of {proposing.priority}", replace(proposing, priority=other)
    if proposing.due is not None:
        for said, due in _later(proposing.due):
            yield "due", said, replace(proposing, due=due)


def _without_conclusion(rule: Rule, finding: str, value: bool | str, program: Program) -> Mutant:
    cell = program.cells[f"finding.{finding}"]
    concluded = cell.expression
    assert concluded is not None
    wanted = (value, rule.when)
    kept: Expression = concluded
    for node in walk(concluded):
        if isinstance(node, x.Concluded):
            entries = tuple(entry for entry in node.entries if (entry[1], _when(entry[0])) != wanted)
            other = replace(node, entries=entries)
            kept = rewritten(concluded, {id(node): lambda _, other=other: other})  # type: ignore[misc]
    concludes = tuple(each for each in rule.concludes if each != (finding, value))
    changed = Changed(cells={cell.id: kept}, rules={rule.id: replace(rule, concludes=concludes)})
    return Mutant("conclusion", "", rule.id, f"without concluding {finding}", rule.span, changed)


def _when(entry: Expression) -> str:
    """The condition that an entry of a finding rests on."""
    return next(
        (node.cell for node in walk(entry) if isinstance(node, x.Read) and node.cell.startswith("when:")), ""
    )


def _neighbour(priority: Priority) -> Priority:
    """One step lower; of the lowest one higher."""
    place = PRIORITIES.index(priority)
    return PRIORITIES[place - 1] if place else PRIORITIES[1]


def _later(due: Due) -> Iterator[tuple[str, Due | None]]:
    """The same, one unit later; a due that is an occasion, left out. A parameter's are breaks of its own."""
    expression = due.expression
    if expression is None:
        yield f"without the due {due.occasion}", None
        return
    match expression:
        case x.Constant(value=Duration(amount=amount, unit=unit)):
            later = Duration(1, "hours") if unit == "now" else Duration(amount + 1, unit)
            said = f"{later} instead of {expression.value}"
            yield said, Due(str(later), replace(expression, value=later), None)
        case x.Read(kind=DurationType()):
            return
        case _ if isinstance(expression.kind, Date | Instant):
            day = x.Constant(Duration(1, "days"), DurationType(), expression.span)
            made = x.Step(expression, day, 1, expression.kind, expression.span)
            yield "a day later", replace(due, written="", expression=made)
        case _:
            return


# Actions and requests ----------------------------------------------------------------------------------


def breaks_in_actions(program: Program) -> Iterator[Mutant]:
    """An action's own priority and due, where some rule leaves them to it."""
    for action in program.actions.values():
        used = [each for each in _proposings(program) if _may_be(each, action)]
        if action.priority is not None and any(each.priority is None for each in used):
            other = _neighbour(action.priority)
            said = f"{other} instead of {action.priority}"
            yield _of_action(action, "priority", said, replace(action, priority=other))
        if action.due is not None and any(each.due is None for each in used):
            for said, due in _later(action.due):
                yield _of_action(action, "due", said, replace(action, due=due))


def _of_action(action: Action, kind: BreakKind, said: str, other: Action) -> Mutant:
    return Mutant(kind, "", action.id, said, action.span, Changed(actions={action.id: other}))


def _proposings(program: Program) -> Iterator[Proposing]:
    for rule in program.rules.values():
        yield from rule.proposes
        yield from (each.instead for each in rule.withholds if each.instead is not None)


def _may_be(proposing: Proposing, action: Action) -> bool:
    return proposing.assess is None and (
        not isinstance(proposing.action, str) or proposing.action == action.id
    )


def breaks_in_requests(program: Program) -> Iterator[Mutant]:
    """A request's urgency one step off, and each of its needs left out."""
    for request in program.requests.values():
        other = _neighbour(request.urgency)
        changed = Changed(requests={request.id: replace(request, urgency=other)})
        said = f"{other} instead of {request.urgency}"
        yield Mutant("urgency", "", request.id, said, request.span, changed)
        for index, need in enumerate(request.needs):
            needs = request.needs[:index] + request.needs[index + 1 :]
            changed = Changed(requests={request.id: replace(request, needs=needs)})
            yield Mutant("demand", "", request.id, f"without needing {need.written}", need.span, changed)
