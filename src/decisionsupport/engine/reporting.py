"""What was given, as the evaluation sees it: forms, values, findings, parameters, notes, further problems."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from decisionsupport.engine.answers import shown
from decisionsupport.engine.asking import remaining
from decisionsupport.engine.intake import Setter, value_at
from decisionsupport.engine.judging import Judged
from decisionsupport.engine.showing import to_host
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.texts import chosen_lines, make_text
from decisionsupport.engine.wording import say
from decisionsupport.execution.model import Answer, Known, NotKnown
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.record import FormState, ItemState, ParameterUse, Problem
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.values import Value
from decisionsupport.program.expressions import Expression
from decisionsupport.program.model import Form, Item, Proposing
from decisionsupport.program.walk import reads
from decisionsupport.values.sets import NOT_APPLICABLE, is_known, truth
from decisionsupport.values.time import date_of


def given_forms(situation: Situation) -> tuple[Form, ...]:
    """The forms that are keys of the answers, by id."""
    return tuple(form for form in situation.program.forms.values() if form.id in situation.record.answers)


def forms(situation: Situation) -> ReadOnly[FormState]:
    """The state of every form given."""
    return ReadOnly({form.id: _form(form, situation) for form in given_forms(situation)})


def _form(form: Form, situation: Situation) -> FormState:
    answers = situation.record.answers[form.id]
    items = {}
    for entry in form.entries:
        cell = f"applies:{entry.id}"
        applies = truth(situation.value(cell)) if cell in situation.program.cells else True
        answered = entry.id in answers.rows or isinstance(answers.items.get(entry.id), Known | NotKnown)
        shown_now = applies if isinstance(applies, bool) else None
        suggested = _suggested(entry, situation) if isinstance(entry, Item) and applies is not False else None
        items[entry.name] = ItemState(shown_now, answered, suggested)
    return FormState(
        version=form.version,
        status=form.status,
        complete=not remaining(form, situation),
        items=ReadOnly(items),
    )


def _suggested(item: Item, situation: Situation) -> Value | None:
    """The options whose condition holds, or the value where it is known; None where nothing is suggested."""
    options: list[str] = []
    for option, expression in item.suggest:
        value = situation.evaluation.evaluate(expression)
        if option:
            options += [option] if truth(value) is True else []
        elif is_known(value) and value is not NOT_APPLICABLE:
            return to_host(value, expression.kind, situation.zone)
    return tuple(options) or None


def values(situation: Situation) -> ReadOnly[ReadOnly[Value]]:
    """The computed values of every form given."""
    return ReadOnly(
        {
            form.id: ReadOnly({cell.partition(".")[2]: host(cell, situation) for cell in form.computed})
            for form in given_forms(situation)
        }
    )


def host(cell: str, situation: Situation) -> Value:
    """A cell's value as the host gets it."""
    return to_host(situation.value(cell), situation.program.cells[cell].kind, situation.zone)


def findings(situation: Situation) -> ReadOnly[Value]:
    """Every finding of the pack."""
    return ReadOnly(
        {finding: host(f"finding.{finding}", situation) for finding in situation.program.findings}
    )


def parameters(
    used: Iterable[str], by_call: Container[str], situation: Situation
) -> tuple[ParameterUse, ...]:
    """The parameters that given forms and rules rest on, with who set them."""
    found = []
    day = date_of(situation.record.at, situation.zone)
    for name in sorted(used):
        parameter = situation.program.parameters[name]
        kind = parameter.kind
        value = to_host(situation.record.parameters[name], kind, situation.zone)
        setter: Setter = "call" if name in by_call else value_at(parameter, day)[1]
        found.append(ParameterUse(parameter=name, value=value, from_=setter))
    return tuple(found)


def rested_on(judged: Sequence[Judged], used: Mapping[str, frozenset[str]], situation: Situation) -> set[str]:
    """The parameters that given forms, and the rules that take part, rest on: also those that say no."""
    cells = [cell for form in given_forms(situation) for cell in form.computed]
    for each in judged:
        if each.takes_part:
            cells.append(each.rule.when)
        if each.state in ("fired", "held"):
            cells += [cell for cell in (each.rule.unless, each.rule.set_applies) if cell is not None]
    found = {name for cell in cells for name in used[cell]}
    for each in judged:
        if each.state == "fired":
            for proposing in each.rule.proposes:
                found |= _read_by(proposing, used)
    return found


def _read_by(proposing: Proposing, used: Mapping[str, frozenset[str]]) -> set[str]:
    due = proposing.due.expression if proposing.due is not None else None
    said = (each for each in (due, proposing.action, proposing.priority) if isinstance(each, Expression))
    return {name for each in said for cell in reads(each) for name in used[cell]}


def notes(situation: Situation) -> ReadOnly[Text]:
    """The notes of the forms given; one that is not complete opens with what it lacks."""
    found = {}
    for form in given_forms(situation):
        if form.note is None:
            continue
        if form.applies_when is not None and situation.value(form.applies_when) is False:
            continue
        lines, missing = chosen_lines(form.note, situation, {})
        lacking = remaining(form, situation)
        text = Text(
            situation.language,
            tuple(lines),
            tuple(dict.fromkeys((*lacking, *missing))),
            incomplete=bool(lacking),
        )
        found[form.id] = text
    return ReadOnly(found)


# Further problems ----------------------------------------------------------------------------------------


def problems(situation: Situation) -> list[Problem]:
    """Answers to hidden items, forms that are not for this person, and values outside what is usual."""
    found: list[Problem] = []
    for form in given_forms(situation):
        if form.applies_when is not None and truth(situation.value(form.applies_when)) is False:
            found.append(Problem(path=form.id, severity="warning", message=_not_for(form, situation)))
        answers = situation.record.answers[form.id]
        for entry in form.entries:
            if isinstance(entry, Item):
                found.extend(_about(entry, entry.id, answers.items.get(entry.id), None, situation))
            elif entry.id in answers.rows and situation.evaluation.applies(entry.id) is False:
                found.append(_ignored(entry.id, f"{len(answers.rows[entry.id])} entries"))
            else:
                for index, row in enumerate(answers.rows.get(entry.id, ())):
                    for item in entry.items:
                        path = f"{entry.id}[{index}].{item.name}"
                        found.extend(_about(item, path, row.get(item.id), index, situation))
    return found


def _not_for(form: Form, situation: Situation) -> str:
    if form.not_for is not None:
        return str(make_text(form.not_for, situation))
    return say("form_not_for", situation.language)


def _about(
    item: Item, path: str, answer: Answer | None, row: int | None, situation: Situation
) -> Iterator[Problem]:
    if answer is None:
        return
    if situation.evaluation.applies(item.id, row) is False:
        yield _ignored(path, _answered(answer, item, situation))
    elif item.usual is not None and isinstance(answer, Known) and isinstance(answer.value, int):
        yield from _unusual(path, answer.value, item.usual, item)


def _ignored(path: str, found: str | None) -> Problem:
    message = "ignored: the question is not asked here"
    return Problem(path=path, severity="note", message=message, found=found, allowed="no answer")


def _answered(answer: Answer, item: Item, situation: Situation) -> str | None:
    match answer:
        case Known(value=value):
            host_value = to_host(value, item.kind, situation.zone)
            return shown(host_value)
        case NotKnown(reason=reason):
            return reason
        case _:
            return None


def _unusual(path: str, value: int, usual: tuple[int | None, int | None], item: Item) -> Iterator[Problem]:
    least, most = usual
    if (least is None or value >= least) and (most is None or value <= most):
        return
    places = getattr(item.kind, "places", 0)
    least_text, most_text = (_text(end, places) for end in usual)
    yield Problem(
        path=path,
        severity="warning",
        message="unusual: check that it is right",
        found=_text(value, places),
        allowed=f"usually {least_text}..{most_text}",
    )


def _text(units: int | None, places: int) -> str:
    return "" if units is None else str(Decimal(units).scaleb(-places))
