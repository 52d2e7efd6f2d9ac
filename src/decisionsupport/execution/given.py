"""What a record says of items, entries and forms, before any expression is asked.

The law kept here: an answer that was not given is never a value. Unanswered, refused and "not known" all give
everything the item's kind allows; only what hides the item, or an accepted answer, narrows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from decisionsupport.execution.model import Answer, Known, NotKnown, Record
from decisionsupport.program.meaning import FURTHER, Entries
from decisionsupport.program.model import Form, Item, RepeatingGroup
from decisionsupport.values.sets import (
    NOT_APPLICABLE,
    Possible,
    between,
    with_not_applicable,
    without_not_applicable,
)

DONE = frozenset({"done", "not_relevant"})
"""The answers that settle a check."""


def answer_to(record: Record, item: Item, row: int | None = None) -> Answer | None:
    """What was answered to an item (in an entry of its repeating group), if anything was."""
    form = record.answers.get(item.form)
    if form is None:
        return None
    if item.row_of is None:
        return form.items.get(item.id)
    if row is None or row == FURTHER:
        return None
    return form.rows[item.row_of][row].get(item.id)


def item_value(widest: Possible, answer: Answer | None, applies: Possible) -> Possible:
    """What an item can be: `applies` is whether it is shown (True, False or undecided)."""
    if applies is False:
        return NOT_APPLICABLE
    match answer:
        case Known(value=value):
            return value
        case NotKnown():
            return without_not_applicable(widest)
        case _:
            everything = without_not_applicable(widest)
            return everything if applies is True else with_not_applicable(everything)


def entries_of(record: Record, group: RepeatingGroup, applies: Possible) -> Entries:
    """The entries given; as many further ones as there may be while no list was given."""
    if applies is False:
        return Entries(0, 0)
    form = record.answers.get(group.form)
    rows = None if form is None or group.id in form.rejected_groups else form.rows.get(group.id)
    return Entries(0, group.at_most) if rows is None else Entries(len(rows), 0)


def remaining(
    record: Record,
    form: Form,
    applies: Callable[[str, int | None], Possible],
    entries: Callable[[str], Entries],
) -> Possible:
    """How many items are, or may be, applicable and want an answer; while the form is not given, up to all.

    In a checklist every item counts, and a check until it is done or not relevant; elsewhere the required.
    """
    if form.id not in record.answers:
        return between(0, sum(_at_most(entry, form) for entry in form.entries))
    return sum(1 for _ in unsettled(record, form, applies, entries))


def unsettled(
    record: Record,
    form: Form,
    applies: Callable[[str, int | None], Possible],
    entries: Callable[[str], Entries],
) -> Iterator[Item | RepeatingGroup]:
    """What of a form that was given still wants an answer, in the order asked; an item once an entry."""
    for entry in form.entries:
        if isinstance(entry, Item):
            counts = _counts(entry, form) and applies(entry.id, None) is not False
            if counts and not _settled(record, entry, None):
                yield entry
            continue
        found = entries(entry.id)
        if _group_counts(entry, form) and found.further > 0 and not nobody_can_list(record, entry):
            yield entry
        for row in range(found.given):
            for item in _counted(entry, form):
                if applies(item.id, row) is not False and not _settled(record, item, row):
                    yield item


def nobody_can_list(record: Record, group: RepeatingGroup) -> bool:
    """Whether a repeating group was asked about, and nobody can say what is in it."""
    form = record.answers.get(group.form)
    return form is not None and isinstance(form.items.get(group.id), NotKnown)


def _counts(item: Item, form: Form) -> bool:
    return not item.derived and (item.required or form.word == "checklist")


def _group_counts(group: RepeatingGroup, form: Form) -> bool:
    return group.required or form.word == "checklist"


def _counted(group: RepeatingGroup, form: Form) -> Iterator[Item]:
    return (item for item in group.items if _counts(item, form))


def _at_most(entry: Item | RepeatingGroup, form: Form) -> int:
    if isinstance(entry, Item):
        return int(_counts(entry, form))
    return max(int(_group_counts(entry, form)), entry.at_most * sum(1 for _ in _counted(entry, form)))


def _settled(record: Record, item: Item, row: int | None) -> bool:
    match answer_to(record, item, row):
        case Known(value=value):
            return item.word != "check" or value in DONE
        case NotKnown():
            return item.word != "check"
        case _:
            return False
