"""What is not known: undecided rules with what they wait for, and what to ask next, most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from decisionsupport.engine.entries import RANK
from decisionsupport.engine.judging import Judged
from decisionsupport.engine.situation import Situation, host_waits, without_rows
from decisionsupport.execution.given import unsettled
from decisionsupport.execution.model import NotKnown, Wait
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


def open_questions(
    rules: Waiting, places: Mapping[str, int], situation: Situation
) -> tuple[unknowns.OpenQuestion, ...]:
    """Items and forms that undecided rules wait for, and that were not answered.

    By the highest priority they could decide, how many rules, form, and their place in the order of items.
    """
    asked: dict[Wait, list[Judged]] = {}
    for each, waits in rules:
        for wait in waits:
            if wait.what == "form" or (wait.what == "item" and not _is_answered(wait.name, situation)):
                asked.setdefault(wait, []).append(each)
    ordered = sorted(asked.items(), key=lambda pair: _urgency(pair[1], pair[0], places))
    return tuple(_question(wait, each, situation) for wait, each in ordered)


def _is_answered(path: str, situation: Situation) -> bool:
    """Whether it was answered all the same: with "not known", or an option that leaves points unknown."""
    form = situation.record.answers.get(path.partition(".")[0])
    if form is None:
        return False
    group, bracket, entry = path.partition("[")
    if not bracket:
        return path in form.items
    row, _, name = entry.partition("].")
    return f"{group}.{name}" in form.rows[group][int(row)]


def _urgency(
    rules: Sequence[Judged], wait: Wait, places: Mapping[str, int]
) -> tuple[int, int, str, int, int]:
    highest = max(RANK[each.rule.own_priority] if each.rule.own_priority else -1 for each in rules)
    form = wait.name.partition(".")[0]
    place = places.get(without_rows(wait.name), -1)
    row = wait.name.partition("[")[2].partition("]")[0]
    return (-highest, -len(rules), form, place, int(row or 0))


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


def remaining(form: Form, situation: Situation) -> tuple[str, ...]:
    """What a form still lacks, by title: as many as the language's `remaining` counts."""
    evaluation = situation.evaluation
    left = unsettled(situation.record, form, evaluation.applies, evaluation.entries)
    return tuple(_entry_title(entry, situation.language) for entry in left)


def _entry_title(entry: Item | RepeatingGroup, language: str) -> str:
    return (entry.ask if isinstance(entry, Item) else entry.title).in_language(language).rstrip("?")
