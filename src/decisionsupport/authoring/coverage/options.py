"""The options of choices that cases answer."""

from __future__ import annotations

import re

from decisionsupport.authoring.coverage.model import Coverage, Key, Place
from decisionsupport.engine.situation import Situation
from decisionsupport.execution.model import Answer, Known
from decisionsupport.program.model import Item, Program
from decisionsupport.source import Span


class Options:
    """Each option of each item that is asked."""

    def __init__(self, program: Program, coverage: Coverage) -> None:
        self._coverage = coverage
        self._keys: dict[tuple[str, str], Key] = {}
        ends = _ends(program)
        for item in program.items.values():
            for option in () if item.derived or item.word == "check" else item.options:
                place = Place("option", f"{item.id}: {option.id}", _span(item, option.id, ends[item.id]))
                coverage.add(place)
                self._keys[item.id, option.id] = place.key

    def note(self, situation: Situation) -> None:
        """Add the options chosen in one evaluation."""
        for form in situation.record.answers.values():
            for answers in (form.items, *(row for rows in form.rows.values() for row in rows)):
                for item, answer in answers.items():
                    for option in _chosen(answer):
                        key = self._keys.get((item, option))
                        if key is not None:
                            self._coverage.note(key, "taken")


def _chosen(answer: Answer) -> tuple[str, ...]:
    match answer:
        case Known(value=frozenset() as options):
            return tuple(str(option) for option in options)
        case Known(value=str() as option):
            return (option,)
        case _:
            return ()


def _ends(program: Program) -> dict[str, int]:
    """Where in its file each item ends: where the next one begins."""
    items = sorted(program.items.values(), key=lambda each: (each.span.source.path, each.span.start))
    ends = {}
    for item, following in zip(items, [*items[1:], None], strict=True):
        same = following is not None and following.span.source.path == item.span.source.path
        ends[item.id] = following.span.start if same and following else len(item.span.source.text)
    return ends


def _span(item: Item, option: str, end: int) -> Span:
    """Where the option is written; the item, where its options are a list of another place."""
    source = item.span.source
    found = re.compile(rf"(?<![\w.]){option}(?=\s*:)").search(source.text, item.span.end, end)
    return item.span if found is None else Span(source, found.start(), found.end())
