"""The pack's own words for what an outcome names by id: roles, forms, questions, scores, options.

An id that the program does not know stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from decisionsupport.cli.page.words import words_of
from decisionsupport.engine.showing import option_text
from decisionsupport.outcome.texts import (
    Clock,
    Day,
    Instant,
    Lasting,
    Listed,
    Number,
    NumberRange,
    Shown,
    Truth,
)
from decisionsupport.outcome.texts import Words as Said
from decisionsupport.outcome.texts.printing import printed
from decisionsupport.outcome.texts.wording import wording
from decisionsupport.outcome.unknowns import Wait
from decisionsupport.outcome.values import NotApplicable, Unknown, Value, moment
from decisionsupport.program.model import Cell, Program
from decisionsupport.values import kinds


@dataclass(frozen=True, slots=True)
class Naming:
    """Names things of one program in one language."""

    program: Program
    language: str

    def role(self, role: str) -> str:
        """*sjuksköterska* for `registered_nurse`."""
        words = self.program.pack.roles.get(role)
        return words.in_language(self.language) if words else role

    def recipient(self, recipient: str) -> str:
        """*Kommunal hemsjukvård* for `municipal_home_care`."""
        words = self.program.pack.recipients.get(recipient)
        return words.in_language(self.language) if words else recipient

    def form(self, form: str) -> str:
        """A form by its title."""
        found = self.program.forms.get(form)
        return found.title.in_language(self.language) if found else form

    def act(self, name: str) -> str:
        """An action, a form or a request by its title."""
        found = self.program.actions.get(name) or self.program.requests.get(name)
        return found.title.in_language(self.language) if found else self.form(name)

    def cell(self, cell: str) -> str:
        """A question, a score, a finding or a parameter by its words, without its question mark."""
        item = self.program.items.get(cell)
        found = self.program.cells.get(cell)
        said = (
            item.ask.in_language(self.language)
            if item
            else found.title.in_language(self.language)
            if found
            else ""
        )
        return said.rstrip("?") or cell

    def question(self, item: str) -> str:
        """A question as it is asked, its mark and all."""
        found = self.program.items.get(item)
        return found.ask.in_language(self.language) if found else self.cell(item)

    def value(self, value: Value, cell: str) -> str:
        """A value of a cell as a reader expects it; what it may still be, where it is not known."""
        return self._value(value, self.program.cells.get(cell))

    def due(self, due: str) -> str:
        """When a thing is due, as written by the author, in words: *48 timmar*, *nu*."""
        amount, _, unit = due.partition(" ")
        if due == "now":
            return self._printed(Lasting(()))
        if amount.isdecimal() and unit in wording(self.language).durations:
            return self._printed(Lasting(((int(amount), unit),)))
        day = moment(due)
        return self._printed(Day(day)) if type(day) is date else due

    def waiting(self, waits: Iterable[Wait]) -> str:
        """What something waits for, in one line."""
        return "; ".join(dict.fromkeys(self._wait(each) for each in waits))

    def _wait(self, wait: Wait) -> str:
        words = words_of(self.language)
        if wait.item is not None:
            return self.question(wait.item)
        if wait.form is not None:
            return self.form(wait.form)
        if wait.history is not None:
            return f"{words['history']} {self.form(wait.history)}"
        if wait.parameter is not None:
            return f"{words['parameter']} {self.cell(f'parameter.{wait.parameter}')}"
        return f"{words['problem']}: {self.cell(wait.problem or '')}"

    def _value(self, value: Value, cell: Cell | None) -> str:
        words = words_of(self.language)
        match value:
            case Unknown():
                said = self._unknown(value, cell)
                return f"{said} {words['or']} {words['not_applicable']}" if value.or_not_applicable else said
            case NotApplicable():
                return words["not_applicable"]
            case _:
                return self._printed(self._shown(value, cell))

    def _unknown(self, value: Unknown, cell: Cell | None) -> str:
        words = words_of(self.language)
        if value.least is not None and value.most is not None:
            (least, places), (most, _) = _digits(value.least), _digits(value.most)
            return self._printed(NumberRange(least, most, places, _unit(cell)))
        options = [] if value.one_of is None else [self._value(each, cell) for each in value.one_of]
        return f" {words['or']} ".join(options) or words["unknown"]

    def _shown(
        self, value: bool | int | Decimal | str | date | time | tuple[str, ...], cell: Cell | None
    ) -> Shown:
        match value:
            case bool():
                return Truth(value)
            case int() | Decimal():
                units, places = _digits(value)
                return Number(units, places, _unit(cell))
            case datetime():
                return Instant(value)
            case date():
                return Day(value)
            case time():
                return Clock(value)
            case tuple():
                return Listed(tuple(self._shown(each, cell) for each in value))
            case str():
                kind = cell.kind if cell is not None else kinds.Text()
                return Said(option_text(value, kind, self.program, self.language))

    def _printed(self, shown: Shown) -> str:
        return printed(shown, wording(self.language))


def _digits(number: int | Decimal) -> tuple[int, int]:
    """A number as whole units and decimal places."""
    if isinstance(number, int):
        return number, 0
    places = max(0, -int(number.as_tuple().exponent))
    return int(number.scaleb(places)), places


def _unit(cell: Cell | None) -> str | None:
    return cell.kind.unit if cell is not None and isinstance(cell.kind, kinds.Number) else None
