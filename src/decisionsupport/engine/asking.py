"""What is not known: undecided rules with what they wait for, and the questions to ask next, most urgent first."""

from __future__ import annotations

from collections.abc import Sequence

from decisionsupport.engine.judging import Judged
from decisionsupport.engine.proposing import RANK
from decisionsupport.engine.situation import Situation, host_waits, without_rows
from decisionsupport.execution.model import FormAnswers, NotKnown, Wait
from decisionsupport.outcome import unknowns
from decisionsupport.program.model import Form, Item, RepeatingGroup

Waiting = Sequence[tuple[Judged, tuple[Wait, ...]]]


def waiting(judged: Sequence[Judged], situation: Situation) -> Waiting:
    """Each undecided rule with what it waits for."""
    return [
        (each, situation.waits(each.rule.when))
        for each in judged
        if each.state == "undecided" and each.takes_part
    ]


def undecided(rules: Waiting, situation: Situation) -> tuple[unknowns.Undecided, ...]:
    """The undecided rules, by id."""
    return tuple(
        unknowns.Undecided(
            rule=each.rule.id,
            title=each.rule.title.in_language(situation.language),
            priority=each.rule.own_priority,
            waits_for=host_waits(waits),
        )
        for each, waits in rules
    )


def open_questions(rules: Waiting, situation: Situation) -> tuple[unknowns.OpenQuestion, ...]:
    """Items and forms that undecided rules wait for: by the highest priority they could decide, how many rules,
    form, and the order of items.
    """
    asked: dict[Wait, list[Judged]] = {}
    said = {each.item for each in not_known(situation)}
    for each, waits in rules:
        for wait in waits:
            if wait.what in ("item", "form") and wait.name not in said:
                asked.setdefault(wait, []).append(each)
    ordered = sorted(asked.items(), key=lambda pair: _urgency(pair[1], pair[0], situation))
    return tuple(_question(wait, each, situation) for wait, each in ordered)


def _urgency(rules: Sequence[Judged], wait: Wait, situation: Situation) -> tuple[int, int, str, int, str]:
    highest = max(RANK[each.rule.own_priority] if each.rule.own_priority else -1 for each in rules)
    form = wait.name.partition(".")[0]
    order = list(situation.program.items)
    path = without_rows(wait.name)
    index = order.index(path) if path in situation.program.items else -1
    return (-highest, -len(rules), form, index, wait.name)


def _question(wait: Wait, rules: Sequence[Judged], situation: Situation) -> unknowns.OpenQuestion:
    could = tuple(sorted(each.rule.id for each in rules))
    program, language = situation.program, situation.language
    if wait.what == "form":
        title = program.forms[wait.name].title.in_language(language)
        return unknowns.OpenQuestion(form=wait.name, ask=title, could_decide=could)
    item = situation.item(wait.name)
    group = program.groups.get(wait.name)
    ask = item.ask if item else group.title if group else None
    required = item.required if item else group.required if group else False
    return unknowns.OpenQuestion(
        item=wait.name,
        ask=ask.in_language(language) if ask else wait.name,
        required=required,
        could_decide=could,
    )


def not_known(situation: Situation) -> tuple[unknowns.NotKnown, ...]:
    """Items answered with that nobody can say, by path."""
    found: list[unknowns.NotKnown] = []
    for answers in situation.record.answers.values():
        for item, answer in answers.items.items():
            if isinstance(answer, NotKnown):
                found.append(unknowns.NotKnown(item=item, reason=answer.reason))
        for group, rows in answers.rows.items():
            for index, row in enumerate(rows):
                for item, answer in row.items():
                    if isinstance(answer, NotKnown):
                        path = f"{group}[{index}].{item.removeprefix(group + '.')}"
                        found.append(unknowns.NotKnown(item=path, reason=answer.reason))
    return tuple(sorted(found, key=lambda each: each.item))


# What remains of a form ----------------------------------------------------------------------------------


def remaining(form: Form, answers: FormAnswers, situation: Situation) -> tuple[str, ...]:
    """What a form still lacks: the titles of its applicable, or perhaps applicable, unanswered items.

    In a checklist all items count, in other forms those that are required.
    """
    lacking: list[str] = []
    for entry in form.entries:
        if isinstance(entry, RepeatingGroup):
            if entry.required and entry.id not in answers.rows and _may_apply(entry.id, situation):
                lacking.append(entry.title.in_language(situation.language))
        elif _counts(form, entry) and not is_done(form, entry, answers) and _may_apply(entry.id, situation):
            lacking.append(entry.ask.in_language(situation.language))
    return tuple(lacking)


def _counts(form: Form, item: Item) -> bool:
    return not item.derived and (form.word == "checklist" or item.required)


def is_done(form: Form, item: Item, answers: FormAnswers) -> bool:
    """Whether an item is answered; in a checklist `undone` is not."""
    answer = answers.items.get(item.id)
    if answer is None:
        return False
    if isinstance(answer, NotKnown):
        return True
    value = getattr(answer, "value", None)
    return value is not None and not (item.word == "check" and value == "undone")


def _may_apply(entry: str, situation: Situation) -> bool:
    cell = f"applies:{entry}"
    return cell not in situation.program.cells or situation.value(cell) is not False
