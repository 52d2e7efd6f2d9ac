"""What a form works out, as the variables of its Questionnaire: answers, points, conditions, computed values.

Law: a variable has a value only where what it stands for is known. Only the variables that something reads
are kept, in the order in which each comes after those it reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from decisionsupport.adapters.fhir.addresses import Addresses, link_id, variables
from decisionsupport.adapters.fhir.lowering import lowering
from decisionsupport.adapters.fhir.saying import Lowering, NotSaid, Said
from decisionsupport.adapters.fhir.spelling import EMPTY, bare, call, literal, used, where
from decisionsupport.program.model import Cell, Form, Item, Program
from decisionsupport.values import kinds


@dataclass(frozen=True, slots=True)
class Calculation:
    """Each cell's variable and FHIRPath, in order; what could not be said, and why."""

    names: Mapping[str, str]
    written: Mapping[str, str]
    """FHIRPath by variable."""
    said: Mapping[str, Said]
    refused: Mapping[str, str]
    written_in: Mapping[str, str]

    def of(self, cell: str) -> str | None:
        """The FHIRPath that gives a cell's value, or None where it could not be said."""
        return self.said[cell].value if cell in self.said else None

    def needed(self, outputs: Iterable[str]) -> list[tuple[str, str]]:
        """The variables that the outputs rest on, with their FHIRPath."""
        wanted: set[str] = set()
        queue = [name for output in outputs for name in used(output)]
        while queue:
            name = queue.pop()
            if name in self.written and name not in wanted:
                wanted.add(name)
                queue += used(self.written[name])
        return [(name, fhirpath) for name, fhirpath in self.written.items() if name in wanted]


def calculate(program: Program, form: Form, day: date, addresses: Addresses) -> Calculation:
    """The variables of a form, with the values that parameters have on a day."""
    cells = [cell for cell in program.cells.values() if cell.form == form.id and cell.row_of is None]
    cells = [cell for cell in cells if cell.id not in program.groups]
    names = variables((cell.id for cell in cells), form.id)
    at = lowering(program, form.id, day)
    written: dict[str, str] = {}
    for cell in cells:
        try:
            item = program.items.get(cell.id)
            asked = item is not None and not item.derived
            said = _asked(item, at, addresses) if item and asked else _worked_out(cell, at)
        except NotSaid as reason:
            at.refused[cell.id] = str(reason)
            continue
        name = names[cell.id]
        written[name] = bare(said.value)
        at.cells[cell.id] = Said(call(name), said.aside, said.known)
    return Calculation(names, written, at.cells, at.refused, at.written_in)


def path_of(item: Item) -> str:
    """Where a response has the item."""
    path = "%resource"
    for each in (*([item.group] if item.group else ()), item.id):
        path += f".item.where(linkId = {literal(link_id(each, item.form))})"
    return path


def _asked(item: Item, at: Lowering, addresses: Addresses) -> Said:
    """An answer; one that stands where the item is not asked is not used."""
    path = path_of(item)
    value, known = f"{path}.answer.value", None
    match item.kind:
        case kinds.Choice() | kinds.Code():
            value += ".code"
        case kinds.Choices():
            value += ".code"
            none = f"{path}.extension.where(url = {literal(addresses.own('none-chosen'))})"
            known = f"({path}.answer.exists() or {none}.exists())"
        case kinds.Number() if item.also_in:
            value = _in_own_unit(value, item)
        case kinds.DurationType():
            raise NotSaid("is a duration, which FHIRPath does not have as an answer")
    applies = f"applies:{item.id}"
    if applies not in at.program.cells:
        return Said(value, None, known)
    hidden = f"({at.cell(applies).value} = false)"
    return Said(where(hidden, EMPTY, value), hidden, known)


def _in_own_unit(value: str, item: Item) -> str:
    """A quantity as a number in the item's own unit, to its nearest step."""
    assert isinstance(item.kind, kinds.Number)
    said, own = EMPTY, item.kind.unit or ""
    for unit, factor in item.also_in:
        number = f"{value}.value * {factor.numerator} / {factor.denominator}"
        said = where(f"({value}.code = {literal(unit)})", f"({number}).round({item.kind.places})", said)
    return where(f"({value}.code = {literal(own)})", f"{value}.value", said)


def _worked_out(cell: Cell, at: Lowering) -> Said:
    if cell.expression is None:
        raise NotSaid("is given by the host")
    said = at.of(cell.expression)
    if isinstance(cell.kind, kinds.Number) and cell.kind.places:
        return Said(f"({said.value} / {10**cell.kind.places})", said.aside)
    return said
