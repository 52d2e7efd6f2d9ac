"""From a form to a Questionnaire (FHIR R4 with Structured Data Capture), and what that cannot say.

Scores are FHIRPath over variables: a total with an answer missing is empty, never a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from decisionsupport.adapters.fhir.addresses import UCUM, Addresses, fhir_id, link_id
from decisionsupport.adapters.fhir.calculation import Calculation, calculate
from decisionsupport.adapters.fhir.enabling import enabled_when
from decisionsupport.adapters.fhir.extensions import (
    CALCULATED,
    CONSTRAINT,
    MAX_OCCURS,
    UNIT,
    VARIABLE,
    Resource,
    expression,
    extension,
    worded,
)
from decisionsupport.adapters.fhir.items import item_of, options_of, type_of
from decisionsupport.adapters.fhir.losses import Loss, Losses
from decisionsupport.adapters.fhir.spelling import literal
from decisionsupport.program.model import Form, Item, Must, Program, RepeatingGroup
from decisionsupport.values import kinds
from decisionsupport.values.numbers import format_decimal

_STATUS: Final = {"trial": "draft", "active": "active", "retired": "retired"}


@dataclass(frozen=True, slots=True)
class Exported:
    """A Questionnaire, and by name what it does not say of the form."""

    questionnaire: Resource
    losses: tuple[Loss, ...]


def questionnaire_of(program: Program, form: str, *, day: date, base: str | None = None) -> Exported:
    """A form as a Questionnaire, with the values that parameters have on a day.

    `base` is where the host publishes canonical addresses; without one they are URNs of the pack's name.
    """
    return _Export(program, program.forms[form], Addresses.of(program, base), day).made()


class _Export:
    """One form on its way."""

    def __init__(self, program: Program, form: Form, addresses: Addresses, day: date) -> None:
        self.program, self.form, self.addresses, self.day = program, form, addresses, day
        self.losses = Losses()
        self.calculation: Calculation = calculate(program, form, day, addresses)

    def made(self) -> Exported:
        """The Questionnaire and its losses."""
        form = self.form
        items = [*self._entries(), *self._computed()]
        constraints = [*self._musts(), *self._usual()]
        variables = self.calculation.needed(_written(items, constraints))
        made: Resource = {
            "resourceType": "Questionnaire",
            "id": fhir_id(form.id),
            "extension": [*(expression(VARIABLE, said, name) for name, said in variables), *constraints],
            "language": self.program.pack.languages[0],
            "url": self.addresses.questionnaire(form.id),
            "version": form.version,
            "name": "".join(part.capitalize() for part in form.id.split("_")),
            **worded("title", form.title),
            "status": _STATUS[form.status],
            "subjectType": ["Patient"],
            "item": items,
        }
        if not made["extension"]:
            del made["extension"]
        if form.evidence:
            made["description"] = self._sources()
        self._left_out()
        return Exported(made, tuple(self.losses))

    # Items ---------------------------------------------------------------------------------------------

    def _entries(self) -> list[Resource]:
        made: list[Resource] = []
        groups: dict[str, Resource] = {}
        for entry in self.form.entries:
            said = self._entry(entry)
            group = entry.group if isinstance(entry, Item) else None
            if group is None:
                made.append(said)
                continue
            if group not in groups:
                title = next(each.title for each in self.form.groups if each.id == group)
                groups[group] = {"linkId": group, **worded("text", title), "type": "group", "item": []}
                made.append(groups[group])
            groups[group]["item"].append(said)
        return made

    def _entry(self, entry: Item | RepeatingGroup) -> Resource:
        if isinstance(entry, Item):
            made = item_of(entry, self.program, self.addresses, self.losses)
            if entry.derived:
                self._worked_out(made, entry.id, entry.kind)
        else:
            made = self._repeating(entry)
        when = enabled_when(entry, self.program, self.calculation, self.addresses, self.losses)
        extensions = [*made.pop("extension", []), *when.pop("extension", [])]
        inner = made.pop("item", None)
        made |= when
        if extensions:
            made["extension"] = extensions
        if inner is not None:
            made["item"] = inner
        return made

    def _repeating(self, group: RepeatingGroup) -> Resource:
        made: Resource = {
            "linkId": link_id(group.id, self.form.id),
            **worded("text", group.title),
            "type": "group",
            "repeats": True,
            "extension": [extension(MAX_OCCURS, "Integer", group.at_most)],
            "item": [self._entry(item) for item in group.items],
        }
        if group.required:
            made["required"] = True
        for cell in group.computed:
            self.losses.add(cell, "calculated value", "is worked out for each entry")
        return made

    def _computed(self) -> list[Resource]:
        """The values shown, each a read-only item that fills itself in."""
        made = []
        for cell_id in self.form.computed:
            cell = self.program.cells[cell_id]
            if cell.id not in self.calculation.said:
                self.losses.add(cell.id, "calculated value", self.calculation.refused[cell.id])
                continue
            if isinstance(cell.kind, kinds.Codes | kinds.Choices | kinds.DurationType):
                self.losses.add(cell.id, "calculated value", "is a list or a duration")
                continue
            item: Resource = {
                "linkId": link_id(cell.id, self.form.id),
                **worded("text", cell.title),
                "type": type_of(cell.kind),
            }
            if isinstance(cell.kind, kinds.Choice):
                texts = self.program.option_texts.get(cell.kind.of, {})
                item["answerOption"] = options_of(cell.kind, texts, self.addresses, {})
            self._worked_out(item, cell.id, cell.kind)
            made.append(item)
        return made

    def _worked_out(self, item: Resource, cell: str, kind: kinds.Kind) -> None:
        item["readOnly"] = True
        fhirpath = self.calculation.of(cell)
        if fhirpath is None:
            self.losses.add(cell, "calculated value", self.calculation.refused[cell])
            return
        if isinstance(kind, kinds.Choice):
            options = f"%questionnaire.item.where(linkId = {literal(item['linkId'])}).answerOption.value"
            fhirpath = f"{options}.where(code = {fhirpath})"
        extensions = item.setdefault("extension", [])
        if isinstance(kind, kinds.Number) and kind.unit is not None and not extensions:
            coding = {"system": UCUM, "code": kind.unit, "display": kind.unit}
            extensions.append(extension(UNIT, "Coding", coding))
        extensions.append(expression(CALCULATED, fhirpath))

    # Demands -------------------------------------------------------------------------------------------

    def _musts(self) -> Iterator[Resource]:
        for number, must in enumerate(self.form.musts):
            fhirpath = self.calculation.of(must.cell)
            if fhirpath is None:
                self.losses.add(f"{self.form.id}.must[{number}]", "must", self.calculation.refused[must.cell])
                continue
            said = self._demand(must)
            yield _constraint(f"must-{number + 1}", "error", f"{fhirpath} != false", said)

    def _demand(self, must: Must) -> str:
        language = self.program.pack.languages[0]
        lines = must.otherwise.in_language(language)
        if any(line.slots or line.when or line.loop for line in lines):
            self.losses.add(
                must.cell.removeprefix("must:"), "values in the text", "a constraint's words are fixed"
            )
        if len(must.otherwise.by_language) > 1:
            self.losses.add(must.cell.removeprefix("must:"), "translations", "a constraint has one language")
        return " ".join(line.template for line in lines)

    def _usual(self) -> Iterator[Resource]:
        """What is unusual warns: a constraint that does not refuse."""
        for entry in self.form.entries:
            if not isinstance(entry, Item) or entry.usual is None or entry.derived:
                continue
            fhirpath = self.calculation.of(entry.id)
            if fhirpath is None:
                self.losses.add(entry.id, "usual", self.calculation.refused[entry.id])
                continue
            assert isinstance(entry.kind, kinds.Number)
            ends = [None if end is None else format_decimal(end, entry.kind.places) for end in entry.usual]
            tests = [
                f"{fhirpath} {operator} {end}"
                for operator, end in zip((">=", "<="), ends, strict=True)
                if end
            ]
            key = f"usual-{fhir_id(entry.name)}"
            ask = entry.ask.in_language(self.program.pack.languages[0])
            said = f"{ask}: {ends[0] or ''}–{ends[1] or ''}"
            yield _constraint(key, "warning", f"({' and '.join(tests)}) != false", said)

    # The rest ------------------------------------------------------------------------------------------

    def _sources(self) -> str:
        language = self.program.pack.languages[0]
        found = [self.program.evidence[each] for each in self.form.evidence]
        return "\n".join(
            f"{each.title.in_language(language)}. {each.publisher}, {each.year}. {each.url}" for each in found
        )

    def _left_out(self) -> None:
        form, losses = self.form, self.losses
        if form.applies_when is not None:
            reason = self.calculation.refused.get(form.applies_when)
            if reason is not None:
                losses.add(form.id, "applies_when", f"{reason}; values are worked out for everyone")
        for name, value in self.calculation.written_in.items():
            losses.add(form.id, f"parameter {name}", f"is written in as {value}, its value on {self.day}")
        if form.note is not None:
            losses.add(form.id, "note", "a Questionnaire has no text made of its answers")
        if form.word == "checklist":
            losses.add(form.id, "checklist", "that an undone check is left to do is not said")


def _constraint(key: str, severity: str, fhirpath: str, human: str) -> Resource:
    parts = [
        extension("key", "Id", key),
        extension("severity", "Code", severity),
        extension("expression", "String", fhirpath),
        extension("human", "String", human),
    ]
    return {"url": CONSTRAINT, "extension": parts}


def _written(items: list[Resource], constraints: list[Resource]) -> Iterator[str]:
    """All FHIRPath in what was made."""
    for each in (*items, *constraints):
        for part in each.get("extension", ()):
            if "valueExpression" in part:
                yield part["valueExpression"]["expression"]
            if part["url"] == "expression":
                yield part["valueString"]
        yield from _written(each.get("item", []), [])
        if each.get("url") == CONSTRAINT:
            yield from (part["valueString"] for part in each["extension"] if part["url"] == "expression")
