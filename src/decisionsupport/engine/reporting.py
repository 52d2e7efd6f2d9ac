"""What was given, as the evaluation sees it: forms, values, findings, parameters, notes, further problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from decisionsupport.engine.asking import remaining
from decisionsupport.engine.showing import to_host
from decisionsupport.engine.situation import Situation
from decisionsupport.engine.texts import chosen_lines, make_text
from decisionsupport.engine.wording import say
from decisionsupport.execution.model import Known
from decisionsupport.outcome.readonly import ReadOnly
from decisionsupport.outcome.record import FormState, ItemState, ParameterUse, Problem
from decisionsupport.outcome.texts.text import Text
from decisionsupport.outcome.values import Value
from decisionsupport.program.model import Form, Item
from decisionsupport.values.sets import truth


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
        answered = entry.id in answers.items if isinstance(entry, Item) else entry.id in answers.rows
        items[entry.name] = ItemState(applies if isinstance(applies, bool) else None, answered)
    return FormState(
        version=form.version,
        status=form.status,
        complete=not remaining(form, answers, situation),
        items=ReadOnly(items),
    )


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
    used: Iterable[str], by_call: Mapping[str, object], situation: Situation
) -> tuple[ParameterUse, ...]:
    """The parameters that given forms and rules rest on, with who set them."""
    found = []
    for name in sorted(used):
        parameter = situation.program.parameters[name]
        kind = parameter.kind
        value = to_host(situation.record.parameters[name], kind, situation.zone)
        setter = "call" if name in by_call else "site" if parameter.site_values else "pack"
        found.append(ParameterUse(parameter=name, value=value, from_=setter))  # type: ignore[arg-type]
    return tuple(found)


def notes(situation: Situation) -> ReadOnly[Text]:
    """The notes of the forms given; one that is not complete opens with what it lacks."""
    found = {}
    for form in given_forms(situation):
        if form.note is None:
            continue
        if form.applies_when is not None and situation.value(form.applies_when) is False:
            continue
        lines, missing = chosen_lines(form.note, situation, {})
        lacking = remaining(form, situation.record.answers[form.id], situation)
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
            words = (
                str(make_text(form.not_for, situation))
                if form.not_for
                else say("set_not_for", situation.language)
            )
            found.append(Problem(path=form.id, severity="warning", message=words))
        answers = situation.record.answers[form.id]
        for entry in form.entries:
            given = entry.id in (answers.items if isinstance(entry, Item) else answers.rows)
            cell = f"applies:{entry.id}"
            if given and cell in situation.program.cells and truth(situation.value(cell)) is False:
                message = "the question is not asked here, so the answer is not used"
                found.append(Problem(path=entry.id, severity="note", message=message))
            elif given and isinstance(entry, Item):
                found.extend(_unusual(entry, answers.items[entry.id]))
    return found


def _unusual(item: Item, answer: object) -> Iterable[Problem]:
    if item.usual is None or not isinstance(answer, Known) or not isinstance(answer.value, int):
        return
    least, most = item.usual
    if (least is None or answer.value >= least) and (most is None or answer.value <= most):
        return
    places = getattr(item.kind, "places", 0)
    least_text, most_text = (_text(end, places) for end in item.usual)
    yield Problem(
        path=item.id,
        severity="warning",
        message="unusual: check that it is right",
        found=_text(answer.value, places),
        allowed=f"usually {least_text}..{most_text}",
    )


def _text(units: int | None, places: int) -> str:
    return "" if units is None else str(Decimal(units).scaleb(-places))
