"""What a check is given: the pack as it was written, as it was understood, and the day it is judged on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from decisionsupport.authoring.checks.holding import Holding
from decisionsupport.authoring.checks.using import cells_read
from decisionsupport.documents.items import Item as WrittenItem
from decisionsupport.loading import File
from decisionsupport.loading.declare import Declared
from decisionsupport.program.expressions import Expression
from decisionsupport.program.model import Form, Item, Program, Rule
from decisionsupport.source import Span


@dataclass(frozen=True)
class Pack:
    """A pack under the eyes of its checks; `today` is None where nobody said what day it is."""

    program: Program
    declared: Declared
    files: tuple[File, ...] = ()
    today: date | None = None

    def places(self, what: str) -> Iterator[tuple[str, Span]]:
        """The id of each thing declared as `what`, and where."""
        for (declared, thing), span in self.declared.places.items():
            if declared == what:
                yield thing, span

    def resting_on(self, status: str) -> Iterator[tuple[Rule, Form]]:
        """Each rule with each form of this status that it rests on."""
        forms = self.program.forms
        for rule in self.program.rules.values():
            for form in sorted(rule.rests_on & forms.keys()):
                if forms[form].status == status:
                    yield rule, forms[form]

    @cached_property
    def read(self) -> frozenset[str]:
        """The cells that something in the pack reads."""
        return frozenset(cells_read(self.program))

    def written(self, item: Item) -> WrittenItem | None:
        """An item as it was written, with the defaults of its form filled in."""
        return self._written.get(item.span)

    @cached_property
    def _written(self) -> dict[Span, WrittenItem]:
        forms = self.declared.forms.values()
        return {name.span: form.filled(item) for form in forms for name, item, _ in form.each_item()}

    @cached_property
    def holding(self) -> Holding:
        """Whether conditions of the pack can hold together."""
        return Holding(self.program.cells)

    def condition(self, cell: str) -> Expression:
        """The expression of a condition's cell."""
        made = self.program.cells[cell].expression
        assert made is not None
        return made
