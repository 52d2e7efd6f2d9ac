"""Texts with slots: every name looked up, every condition lowered, in every language of the pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from decisionsupport.documents.texts import Line as WrittenLine
from decisionsupport.documents.texts import Text
from decisionsupport.loading.building import Building
from decisionsupport.loading.checks.filters import check_filters
from decisionsupport.loading.lowering.context import describe
from decisionsupport.loading.names import (
    CellSymbol,
    GroupSymbol,
    Scope,
    Unresolved,
    report_unresolved,
    resolve,
)
from decisionsupport.program.texts import LOOP_NAMES, Line, Loop, Slot, Template
from decisionsupport.syntax.expressions import nodes
from decisionsupport.syntax.expressions.walk import substitute
from decisionsupport.syntax.templates.nodes import Slot as WrittenSlot
from decisionsupport.syntax.templates.nodes import substitute_slots
from decisionsupport.syntax.templates.parse import parse_template
from decisionsupport.values import kinds

Mapped = Mapping[str, tuple[str, ...]]
NOTHING: Mapped = MappingProxyType({})
OutcomeList = Literal["proposals", "withheld", "findings", "reasons"]
OUTCOME_LISTS: tuple[OutcomeList, ...] = ("proposals", "withheld", "findings", "reasons")


@dataclass(frozen=True, slots=True)
class TextMaker:
    """Makes templates. `lists`: lines may go through the outcome's lists; `replaced`: a rule's `for_each`."""

    building: Building
    lists: bool = False
    replaced: Mapped = field(default_factory=lambda: NOTHING)

    def make(self, text: Text | None, scope: Scope) -> Template | None:
        """The text in every language of the pack that it has."""
        if text is None:
            return None
        asking = Scope(scope.form, scope.row, record_tests=True, locals=scope.locals)
        found = []
        for language in self.building.pack.languages:
            lines = text.lines(language)
            if lines is None:
                self.building.language_missing(text, language)
                continue
            made = [self._line(line, asking) for line in lines]
            found.append((language, tuple(line for line in made if line is not None)))
        return Template(tuple(found)) if found else None

    def _line(self, line: WrittenLine, scope: Scope) -> Line | None:
        loop: Loop | None = None
        if line.for_each is not None:
            opened = self._loop(line.for_each, scope)
            if opened is None:
                return None
            loop, scope = opened
        when = None
        if line.when is not None:
            when = self.building.condition(substitute(line.when, dict(self.replaced)), scope)
            if when is None:
                return None
        template = parse_template(line.say, self.building.report)
        if template is None:
            return None
        template = substitute_slots(template, self.replaced)
        slots = [self._slot(slot, scope) for slot in template.slots]
        made = tuple({slot.name: slot for slot in slots if slot is not None}.values())
        return Line(template.text, made, when, loop, line.span) if all(slots) else None

    # Loops ---------------------------------------------------------------------------------------------

    def _loop(self, name: nodes.Name, scope: Scope) -> tuple[Loop, Scope] | None:
        renamed = substitute(name, dict(self.replaced))
        assert isinstance(renamed, nodes.Name)
        word = next((each for each in OUTCOME_LISTS if renamed.text == each), None)
        if word is not None and self.lists:
            return Loop(word, word), Scope(scope.form, scope.row, record_tests=True, locals=LOOP_NAMES[word])
        symbol = resolve(renamed.parts, scope, self.building.names)
        if isinstance(symbol, Unresolved):
            report_unresolved(renamed, symbol, self.building.names, self.building.report)
            return None
        if isinstance(symbol, GroupSymbol):
            return Loop("rows", symbol.id), Scope(scope.form, symbol.id, record_tests=True)
        cell = self.building.cells.get(symbol.id) if isinstance(symbol, CellSymbol) else None
        if cell is not None and isinstance(cell.kind, kinds.Choices):
            names = LOOP_NAMES["choices"]
            return Loop("choices", cell.id), Scope(scope.form, scope.row, record_tests=True, locals=names)
        self.building.report.add(
            "kind-mismatch",
            f"`{renamed.text}` is no list to go through",
            renamed.span,
            help="a repeating group, a `choices` item"
            + (", or `proposals`, `withheld`, `findings`, `reasons`" if self.lists else ""),
        )
        return None

    # Slots ---------------------------------------------------------------------------------------------

    def _slot(self, slot: WrittenSlot, scope: Scope) -> Slot | None:
        read = self.building.exact(slot.name, scope)
        if read is None:
            return None
        if not check_filters(
            slot.filters, read.kind, slot.name.text, describe(read.kind), self.building.report
        ):
            return None
        filters = tuple(each.name for each in slot.filters)
        scored: tuple[str, ...] = ()
        if "why" in filters:
            scored = self._scored(slot, scope)
            if not scored:
                self.building.report.add(
                    "kind-mismatch",
                    f"`why` names the items that scored, and `{slot.name.text}` rests on none",
                    slot.span,
                    help="use it on a computed value of a form with points",
                )
                return None
        return Slot(slot.name.text, filters, read, scored)

    def _scored(self, slot: WrittenSlot, scope: Scope) -> tuple[str, ...]:
        symbol = resolve(slot.name.parts, scope, self.building.names)
        cell = self.building.cells.get(symbol.id) if isinstance(symbol, CellSymbol) else None
        if cell is None or cell.form is None:
            return ()
        form = self.building.names.forms[cell.form]
        return tuple(f"{form.id}.{item}" for item in form.scored)
